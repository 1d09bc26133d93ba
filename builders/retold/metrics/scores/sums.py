"""Counts that add up, and figures that follow from their sums.

Every score is made in two steps. A *measure* counts, in each document, what is to be counted: under
a key, at a place, how much. Its figures are functions of sums of such counts and of nothing else. So
the parts of a corpus can be scored apart and merged; a language is the sum of its sentences; and an
interval needs no second look at the documents (Efron and Tibshirani 1993).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from retold.metrics.ratios import Vector, ratio

Unit = Literal["document", "sentence"]
"""What is resampled: documents, or the sentences of a corpus that has too few documents."""
Key = tuple[str, ...]
"""What is counted, for example ``("strict", "PER", "correct")``."""


class Place(NamedTuple):
    """What can be resampled: a part of a document, or the whole (``part`` is -1)."""

    doc: str
    part: int
    lang: str


class Sums:
    """Sums of counts: each key has a vector, with one number for each choice of places."""

    def __init__(self, columns: Mapping[Key, int], table: Vector) -> None:
        self._columns = columns
        self._table = table

    def __getitem__(self, key: Key) -> Vector:
        """The sums of one key; zeros where it was never counted."""
        number = self._columns.get(key)
        return np.zeros(len(self._table)) if number is None else self._table[:, number]

    def over(self, keys: Iterable[Key]) -> Vector:
        """The sums of several keys together; zeros for none."""
        return sum((self[key] for key in keys), start=np.zeros(len(self._table)))

    def counts(self) -> dict[str, float]:
        """What was counted of each key that was counted at all; for sums of one number."""
        return {
            ".".join(key): float(self._table[0, number])
            for key, number in self._columns.items()
            if self._table[0, number]
        }

    def first(self) -> list[str]:
        """The first words of all keys, sorted."""
        return sorted({key[0] for key in self._columns})

    def second(self, first: str) -> list[str]:
        """The second words of the keys that begin with ``first``, sorted."""
        return sorted({key[1] for key in self._columns if key[0] == first and len(key) > 1})


Meaning = Callable[[Key], Iterable[tuple[Key, float]]]
"""A counted thing -> the counts that it goes into, each with how often."""
Figures = Mapping[str, Vector]
"""Name of a figure -> its values; NaN where it is undefined."""


@dataclass(frozen=True)
class Counted:
    """The counts of one measure: a row for each place, a column for each key; rows in order.

    ``meaning`` says which counts of the figures each column goes into, and how often; where it is None,
    a column is such a count. So few columns are resampled, and many counts follow from them.
    """

    places: tuple[Place, ...]
    columns: Mapping[Key, int]
    table: Vector
    meaning: Meaning | None = None

    def __add__(self, other: Counted) -> Counted:
        """Counts of two sets of documents; a document in both is counted twice over."""
        return total([self, other])

    def cells(self) -> Iterator[tuple[Place, dict[Key, float]]]:
        """Each place and what was counted there."""
        keys = list(self.columns)
        for place, row in zip(self.places, self.table, strict=True):
            yield place, {key: float(n) for key, n in zip(keys, row, strict=True) if n}

    def sums(self, table: Vector) -> Sums:
        """Rows, or sums of rows, as the counts of which figures are functions."""
        return counts_in(self.columns, table, self.meaning)


def total(parts: Sequence[Counted]) -> Counted:
    """Counts of several sets of documents, at least one, of the same measure."""
    places = sorted({place for part in parts for place in part.places})
    keys = sorted({key for part in parts for key in part.columns})
    row = {place: n for n, place in enumerate(places)}
    columns = {key: n for n, key in enumerate(keys)}
    table = np.zeros((len(places), len(keys)))
    for part in parts:
        rows = [row[place] for place in part.places]
        table[np.ix_(rows, [columns[key] for key in part.columns])] += part.table
    return Counted(tuple(places), columns, table, parts[0].meaning)


def counts_in(columns: Mapping[Key, int], table: Vector, meaning: Meaning | None) -> Sums:
    """What counted things count as; ``table`` has a column for each of them."""
    if meaning is None:
        return Sums(columns, table)
    parts = [(number, *part) for key, number in columns.items() for part in meaning(key)]
    named = {key: n for n, key in enumerate(sorted({key for _, key, _ in parts}))}
    into = np.zeros((len(columns), len(named)))
    for number, key, times in parts:
        into[number, named[key]] += times
    return Sums(named, table @ into)


def table_of(cells: Mapping[Place, Mapping[Key, float]]) -> Counted:
    """A table of what was counted at each place; places and keys sorted."""
    places = tuple(sorted(cells))
    keys = sorted({key for cell in cells.values() for key in cell})
    columns = {key: number for number, key in enumerate(keys)}
    table = np.zeros((len(places), len(keys)))
    for number, place in enumerate(places):
        for key, amount in cells[place].items():
            table[number, columns[key]] = amount
    return Counted(places, columns, table)


def harmonic(precision: Vector, recall: Vector) -> Vector:
    """F1 of two ratios; 0 where both are 0, NaN where both are undefined.

    One that is undefined beside one that is defined counts as 0: a system that says nothing where
    there is something has an F1 of 0.
    """
    both = np.isnan(precision) & np.isnan(recall)
    p, r = np.nan_to_num(precision), np.nan_to_num(recall)
    found = np.where(p + r > 0, ratio(2 * p * r, np.where(p + r > 0, p + r, 1.0)), 0.0)
    return np.where(both, np.nan, found)


def prf_of(precision: Vector, recall: Vector, name: str = "") -> dict[str, Vector]:
    """Precision, recall and their harmonic mean."""
    dot = f"{name}." if name else ""
    return {
        f"{dot}precision": precision,
        f"{dot}recall": recall,
        f"{dot}f1": harmonic(precision, recall),
    }


def prf(correct: Vector, gold: Vector, answered: Vector, name: str = "") -> dict[str, Vector]:
    """Precision, recall and F1 of so many correct ones among gold's and the system's."""
    dot = f"{name}." if name else ""
    return {
        f"{dot}precision": ratio(correct, answered),
        f"{dot}recall": ratio(correct, gold),
        f"{dot}f1": ratio(2 * correct, gold + answered),
    }


def mean(values: Sequence[Vector]) -> Vector:
    """Their mean, each with the same weight; those that are undefined count for nothing."""
    stacked = np.array(values)
    there = ~np.isnan(stacked)
    return ratio(np.nansum(stacked, axis=0), there.sum(axis=0).astype(float))
