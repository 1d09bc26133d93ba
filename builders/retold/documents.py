"""Seed, text and records -> Document: one retelling with its zones, sentences and tokens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from retold.model import (
    Annotation,
    Casualty,
    Decision,
    Fault,
    Headline,
    Mention,
    Seed,
    Span,
    Spans,
    Stance,
    Zone,
    extent,
    surface_of,
)
from retold.records import Row
from retold.segmentation import segmented

A = TypeVar("A", bound=Annotation)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of one zone. ``span`` is in code points of the document's text."""

    id: str
    span: Span
    zone: Zone
    tokens: tuple[Span, ...]


@dataclass(frozen=True)
class Document:
    """One document in one layer of annotation.

    ``text`` is the seed decoded as UTF-8, exactly; all offsets are half-open code-point ranges
    into it. ``rows`` are the layer's records with their places, ``file`` is where they stand;
    ``whole`` is whether every line of the file is among them: only then is a lack a lack.
    """

    seed: Seed
    text: str
    layer: str
    file: str
    rows: tuple[Row[Annotation], ...]
    whole: bool = True

    @property
    def id(self) -> str:
        """Document id: the stem of the seed's file."""
        return self.seed.id

    @property
    def lang(self) -> str:
        """Main language (BCP 47); a zone may have another."""
        return self.seed.lang

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """The parts of the page, by position."""
        return tuple(sorted(self._of(Zone), key=lambda zone: zone.spans[0]))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Names, values and nominals, by position, an outer one before those inside it."""
        return self._of(Mention)

    @cached_property
    def stances(self) -> tuple[Stance, ...]:
        """Positions that the document states, by position of their evidence."""
        return self._of(Stance)

    @cached_property
    def headlines(self) -> tuple[Headline, ...]:
        """What its headlines assert, by position."""
        return self._of(Headline)

    @cached_property
    def casualties(self) -> tuple[Casualty, ...]:
        """Statements of harm, by position of their evidence."""
        return self._of(Casualty)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Passages that distort, by position."""
        return self._of(Fault)

    def _of(self, kind: type[A]) -> tuple[A, ...]:
        return tuple(row.record for row in self.rows_of(kind))

    def rows_of(self, kind: type[A]) -> Sequence[Row[A]]:
        """The records of one kind with their places, as they stand in the file."""
        return cast(Sequence[Row[A]], self._by_kind.get(cast(type[Annotation], kind), ()))

    @cached_property
    def _by_kind(self) -> Mapping[type[Annotation], Sequence[Row[Annotation]]]:
        found: dict[type[Annotation], list[Row[Annotation]]] = {}
        for row in self.rows:
            found.setdefault(type(row.record), []).append(row)
        return found

    def surface(self, spans: Spans) -> str:
        """The text under ``spans``; fragments joined with one space.

        Raises ValueError for a span outside the text.
        """
        for start, end in spans:
            if not 0 <= start < end <= len(self.text):
                raise ValueError(f"[{start}, {end}) is no span of {self.id} (0 to {len(self.text)})")
        return surface_of(self.text, spans)

    def zone_at(self, spans: Spans) -> Zone | None:
        """The zone that holds all of ``spans``, or None. Sound zones do not overlap (RT111)."""
        number = bisect_right(self._zone_starts, spans[0][0]) - 1
        if number < 0:
            return None
        zone = self.zones[number]
        return zone if spans[-1][1] <= zone.spans[0][1] else None

    def sentence_at(self, spans: Spans) -> Sentence | None:
        """The sentence that holds all of ``spans``, or None."""
        start, end = extent(spans)
        number = bisect_right(self._sentence_starts, start) - 1
        held = number >= 0 and end <= self.sentences[number].span[1]
        return self.sentences[number] if held else None

    @cached_property
    def _zone_starts(self) -> list[int]:
        return [zone.spans[0][0] for zone in self.zones]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.span[0] for sentence in self.sentences]

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [sentence.span[1] for sentence in self.sentences]

    def sentences_at(self, spans: Spans) -> tuple[Sentence, ...]:
        """The sentences that hold a part of ``spans``, in order: where evidence stands."""
        # sentences stand in order and do not overlap, so those of a span are one run
        runs = (
            range(bisect_right(self._sentence_ends, start), bisect_left(self._sentence_starts, end))
            for start, end in spans
        )
        return tuple(self.sentences[n] for n in sorted({n for run in runs for n in run}))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences of all zones in order; none crosses a zone, none has white space at an edge."""
        found = (
            (span, zone, tokens)
            for zone in self.zones
            for span, tokens in segmented(self.text, zone.lang, zone.spans[0])
        )
        return tuple(
            Sentence(f"{self.id}-s{number:03d}", span, zone, tuple(tokens))
            for number, (span, zone, tokens) in enumerate(found, 1)
        )


@dataclass(frozen=True)
class Layers:
    """One document in all its layers, ``gold`` first, with what was decided between them."""

    documents: Mapping[str, Document]
    decisions: tuple[Row[Decision], ...] = ()

    @property
    def records(self) -> dict[str, tuple[Annotation, ...]]:
        """Annotator -> their records of the document; without gold."""
        return {
            name: tuple(row.record for row in document.rows)
            for name, document in self.documents.items()
            if name != "gold"
        }
