"""One document as scoring sees it: what gold or a system says of it, and where its parts begin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import msgspec

from retold.model import Annotation, Casualty, Headline, Mention, Span, Spans, Stance, span_fields

A = TypeVar("A", bound=Annotation)
FURNITURE = "furniture"


@dataclass(frozen=True)
class Part:
    """A sentence: its half-open range in code points, its language, tokens and zone."""

    span: Span
    lang: str
    tokens: tuple[Span, ...] = ()
    zone: str = "body"


@dataclass(frozen=True)
class Page:
    """A document: its id, language, length in code points, sentences, and the records of one side.

    ``text`` is None where gold is an edition without texts. ``nil`` are gold's entities without an
    item of Wikidata.
    """

    id: str
    lang: str
    length: int
    records: tuple[Annotation, ...] = ()
    parts: tuple[Part, ...] = ()
    text: str | None = None
    nil: frozenset[str] = frozenset()

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Names, values and nominals; those in furniture count on neither side."""
        return tuple(mention for mention in self._of(Mention) if not self.in_furniture(mention))

    @cached_property
    def stances(self) -> tuple[Stance, ...]:
        """Positions."""
        return self._of(Stance)

    @cached_property
    def headlines(self) -> tuple[Headline, ...]:
        """What headlines assert."""
        return self._of(Headline)

    @cached_property
    def casualties(self) -> tuple[Casualty, ...]:
        """Statements of harm."""
        return self._of(Casualty)

    def _of(self, kind: type[A]) -> tuple[A, ...]:
        return tuple(sorted((r for r in self.records if isinstance(r, kind)), key=order))

    def in_furniture(self, mention: Mention) -> bool:
        """Whether a mention begins in a widget or share bar, which nobody annotates."""
        return bool(self.parts) and self.parts[self.part_at(mention.spans[0][0])].zone == FURNITURE

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where each part begins; the first begins at 0, whatever stands before its sentence."""
        return [0, *(part.span[0] for part in self.parts[1:])]

    def part_at(self, position: int) -> int:
        """Number of the part that holds a code point, or stands last before it."""
        return bisect_right(self.starts, position) - 1

    def lang_at(self, part: int) -> str:
        """Language of a part; the document's, where it has no parts."""
        return self.parts[part].lang if self.parts else self.lang


def order(record: Annotation) -> tuple[Spans, bytes]:
    """By passage, then by all that is said: so neither order nor ids of the lines change a score."""
    _, spans = next(span_fields(record))
    _, _, _, *said = msgspec.structs.astuple(record)  # without id, doc and annotator
    return spans, msgspec.json.encode(said)
