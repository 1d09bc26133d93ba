"""Pages of gold and of answers side by side, with their sentences and mentions as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress, pairwise

import numpy as np

from retold.metrics.marks import Flags, Integers, Marks, fragments
from retold.metrics.scores.page import FURNITURE, Page, order
from retold.model import EntityType, Level, Mention, labels

TYPES = labels(EntityType)
_NUMBER = {type: number for number, type in enumerate(TYPES)}


@dataclass(frozen=True)
class Compared:
    """Gold and answers of each document."""

    pages: Sequence[tuple[Page, Page]]

    @cached_property
    def parts(self) -> Parts:
        """The sentences of gold: what is counted belongs to one of them."""
        return Parts.of([gold for gold, _ in self.pages])

    @cached_property
    def gold(self) -> Mentions:
        """The mentions of gold."""
        return Mentions.of([gold for gold, _ in self.pages], self.parts, self.parts)

    @cached_property
    def answers(self) -> Mentions:
        """The mentions of the answers."""
        given = [answer for _, answer in self.pages]
        same = all(gold.parts is answer.parts for gold, answer in self.pages)
        return Mentions.of(given, self.parts if same else Parts.of(given), self.parts)


@dataclass(frozen=True)
class Parts:
    """The sentences of many pages, numbered through; a page without sentences is one.

    ``first`` has the number of each page's first part, and behind them the number of parts;
    ``starts`` where each part begins, the pages one behind the other; ``shift`` where a page does;
    ``languages`` are numbers of ``tags``.
    """

    first: Integers
    starts: Integers
    shift: Integers
    languages: Integers
    tags: Sequence[str]
    furniture: Flags

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Parts:
        """The parts of pages, in their order."""
        counts = np.array([len(page.starts) for page in pages], dtype=np.int64)
        first = np.concatenate([[0], np.cumsum(counts)])
        room = np.array([max(page.length, page.starts[-1]) + 1 for page in pages], dtype=np.int64)
        shift = np.concatenate([[0], np.cumsum(room)])
        starts = np.fromiter(
            chain.from_iterable(page.starts for page in pages), dtype=np.int64, count=first[-1]
        )
        spoken = [lang for page in pages for lang in ([p.lang for p in page.parts] or [page.lang])]
        tags = sorted({*spoken, *(page.lang for page in pages)})
        number = {tag: n for n, tag in enumerate(tags)}
        furniture = ([p.zone == FURNITURE for p in page.parts] or [False] for page in pages)
        return cls(
            first,
            starts + np.repeat(shift[:-1], counts),
            shift,
            np.array([number[lang] for lang in spoken], dtype=np.int64),
            tags,
            np.fromiter(chain.from_iterable(furniture), dtype=bool, count=first[-1]),
        )

    def at(self, pages: Integers, positions: Integers) -> Integers:
        """The part that holds a code point of a page, or stands last before it."""
        # what lies behind a page's end is in its last part
        behind = self.shift[pages + 1] - 1
        where = np.minimum(self.shift[pages] + np.maximum(positions, 0), behind)
        return np.searchsorted(self.starts, where, side="right") - 1


@dataclass(frozen=True)
class Mentions:
    """Mentions of one side of many pages, those in furniture left out; labels are numbers in TYPES.

    ``parts`` are gold's, in which each begins; ``records`` are asked for one at a time.
    """

    marks: Marks
    names: Flags
    parts: Integers
    records: Sequence[Mention]

    @classmethod
    def of(cls, pages: Sequence[Page], own: Parts, gold: Parts) -> Mentions:
        """The mentions of pages, whose parts are ``own``."""
        found = [[r for r in page.records if isinstance(r, Mention)] for page in pages]
        records = list(chain.from_iterable(found))
        numbers = np.repeat(np.arange(len(pages)), [len(of_page) for of_page in found])
        marks = Marks(
            numbers,
            *fragments([m.spans for m in records]),
            labels=np.array([_NUMBER[m.type] for m in records], dtype=np.int64),
            names=TYPES,
        )
        names = np.array([m.level == "name" for m in records], dtype=bool)
        begins = marks.starts[marks.first]
        parts = own.at(numbers, begins)
        of_gold = parts if own is gold else gold.at(numbers, begins)
        return cls(marks, names, of_gold, records).take(~own.furniture[parts])

    def take(self, chosen: Flags) -> Mentions:
        """Some of them."""
        if chosen.all():
            return self
        records = list(compress(self.records, chosen.tolist()))
        return Mentions(self.marks.take(chosen), self.names[chosen], self.parts[chosen], records)

    @cached_property
    def entities(self) -> list[str | None]:
        """The entity that each names, if it does."""
        return [mention.entity for mention in self.records]

    @cached_property
    def _levels(self) -> dict[Level, Mentions]:
        return {"name": self.take(self.names), "nominal": self.take(~self.names)}

    def of_level(self, level: Level) -> Mentions:
        """The names, or the nominals."""
        return self._levels[level]

    def in_order(self, rows: Sequence[int]) -> list[int]:
        """Rows of one page in the order of ``Page.mentions``."""
        by_place = sorted(rows, key=lambda row: self.records[row].spans)
        spans = [self.records[row].spans for row in by_place]
        if all(one != other for one, other in pairwise(spans)):
            return by_place
        return sorted(rows, key=lambda row: order(self.records[row]))
