"""What measures count, and the tables of counts that come of it.

A measure looks at one document after the other and tells what it sees, each thing with its key and place
(``each``), or it counts in columns for all documents at once. What comes of either are columns: in each
row something was counted under a key, in a part of a document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

import numpy as np

from retold.metrics.marks import Flags, Integers
from retold.metrics.ratios import Vector
from retold.metrics.scores.compared import Compared
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Counted, Figures, Key, Meaning, Place, Sums, Unit


class Tally(NamedTuple):
    """So much of something: ``at`` is a code point of the document, ``amount`` mostly 1."""

    key: Key
    at: int
    amount: float = 1


class Column(NamedTuple):
    """What stands in each row under one of some keys: its number, -1 for none, and how much of it."""

    keys: Sequence[Key]
    numbers: Integers
    amounts: Vector | None = None
    """1 everywhere, if None."""


@dataclass(frozen=True)
class Tallies:
    """What a measure counted: rows, each in a part of a document, in the order of the documents."""

    parts: Integers
    columns: Sequence[Column]


@dataclass(frozen=True)
class Measure:
    """One way to score: what it counts, and which figures follow.

    ``divisible`` is whether what it counts belongs to single sentences; else only whole documents
    can be resampled. ``breakdown`` gives the same figures for each label, where there are labels.
    ``needs`` is what the system must have said at least once for the figures to mean anything.
    ``meaning`` says what a counted thing counts as, where that is more than itself. ``tokens`` is
    whether those of gold's sentences are read.
    """

    name: str
    title: str
    count: Callable[[Compared], Tallies]
    figures: Callable[[Sums], Figures]
    divisible: bool = True
    breakdown: Callable[[Sums], Mapping[str, Figures]] | None = None
    needs: Callable[[Compared], bool] | None = None
    meaning: Meaning | None = None
    tokens: bool = False


def each(count: Callable[[Page, Page], Iterable[Tally]]) -> Callable[[Compared], Tallies]:
    """``Measure.count`` of what is told of gold and answer of one document after the other."""

    def of_all(compared: Compared) -> Tallies:
        number: dict[Key, int] = {}
        parts: list[int] = []
        numbers: list[int] = []
        amounts: list[float] = []
        firsts = compared.parts.first.tolist()
        for first, (gold, answer) in zip(firsts, compared.pages, strict=False):
            for key, at, amount in count(gold, answer):
                parts.append(first + gold.part_at(at))
                numbers.append(number.setdefault(key, len(number)))
                amounts.append(amount)
        column = Column(list(number), np.array(numbers, dtype=np.int64), np.array(amounts, dtype=float))
        return Tallies(np.array(parts, dtype=np.int64), [column])

    return of_all


def counted(measure: Measure, compared: Compared, unit: Unit) -> Counted:
    """Counts of pairs of gold and answer. Places without a count are there too, as zeros.

    A count has the language of its sentence; what is not divisible, that of the document.
    """
    found = measure.count(compared)
    places, rows = _places(compared, found.parts, unit if measure.divisible else None)
    used = [_used(column) for column in found.columns]
    keys = sorted({key for column, there in zip(found.columns, used, strict=True)
                   for key in compress(column.keys, there.tolist())})  # fmt: skip
    number = {key: n for n, key in enumerate(keys)}
    table = np.zeros((len(places), len(keys)))
    for column, there in zip(found.columns, used, strict=True):
        mine = [number[key] for key in compress(column.keys, there.tolist())]
        table[:, mine] += _summed(column, rows, len(places))[:, there]
    return Counted(tuple(places), number, table, measure.meaning)


def _used(column: Column) -> Flags:
    """Which of its keys something was counted under."""
    counts = np.bincount(column.numbers[column.numbers >= 0], minlength=len(column.keys))
    return counts > 0


def _summed(column: Column, rows: Integers, size: int) -> Vector:
    """The sums of a column, of shape ``(size, keys)``."""
    there = column.numbers >= 0
    width = len(column.keys)
    cells = rows[there] * width + column.numbers[there]
    amounts = None if column.amounts is None else column.amounts[there]
    return np.bincount(cells, weights=amounts, minlength=size * width).reshape(size, width).astype(float)


def _places(compared: Compared, parts: Integers, unit: Unit | None) -> tuple[list[Place], Integers]:
    """Every place, sorted, and the number of that in which each part of a document is.

    Without a unit what is counted belongs to whole documents.
    """
    known = compared.parts
    golds = [gold for gold, _ in compared.pages]
    pages = np.repeat(np.arange(len(golds)), np.diff(known.first))
    if unit == "sentence":
        found = [
            Place(golds[page].id, number - int(known.first[page]), known.tags[lang])
            for number, (page, lang) in enumerate(
                zip(pages.tolist(), known.languages.tolist(), strict=True)
            )
        ]
        cells = parts
    else:
        tags = known.tags
        own = np.array([tags.index(gold.lang) for gold in golds], dtype=np.int64)
        spoken = own[pages] if unit is None else known.languages
        told = pages[parts] * len(tags) + spoken[parts]
        there = np.zeros(len(golds) * len(tags), dtype=bool)
        there[np.arange(len(golds)) * len(tags) + own] = there[told] = True
        pairs = np.flatnonzero(there).tolist()
        found = [Place(golds[pair // len(tags)].id, -1, tags[pair % len(tags)]) for pair in pairs]
        cells = (np.cumsum(there) - 1)[told]
    places = sorted(set(found))
    rank = {place: number for number, place in enumerate(places)}
    return places, np.array([rank[place] for place in found], dtype=np.int64)[cells]
