"""The pairs that ``matching.match`` makes in each of many documents, most of them found in columns.

Of the one-to-one assignments ``match`` takes one with the most pairs of the same characters. So where
one item of each side alone has certain characters (and key, and label if that matters), the two are a
pair in whatever it takes: anything else has one such pair less. Items that share no character, also not
by way of others, are apart. Hence a stretch of text over which items lie is decided as soon as, without
those pairs, one side has nothing left there, or each has one item: those two are a pair if they may be.
Where more is left, ``match`` itself is asked about all items of the stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from retold.metrics.marks import Flags, Integers, Marks, on_one_line, stretches
from retold.metrics.matching import EXACT, Criterion, match

Order = Callable[[Sequence[int]], Sequence[int]]
"""Sorts rows of one document into the order in which ``match`` would be given their items."""


def pairs(
    a: Marks, b: Marks, criterion: Criterion, order: tuple[Order, Order] = (sorted, sorted)
) -> Integers:
    """Rows of ``a`` beside rows of ``b``, of shape ``(pairs, 2)``, by row of ``a``.

    Labels and keys of both sides are numbered alike. In each document the pairs are those of ``match``.
    """
    if not len(a) or not len(b):
        return np.empty((0, 2), dtype=np.int64)
    found = np.concatenate(_Both(a, b, criterion, order).decided())
    return found[np.argsort(found[:, 0], kind="stable")]


def alike(a: Marks, b: Marks, rows: Integers) -> Flags:
    """Whether the two items of each pair of rows cover the same characters."""
    ours, theirs = rows[:, 0], rows[:, 1]
    found: Flags = a.extents[0][ours] == b.extents[0][theirs]
    found &= a.extents[1][ours] == b.extents[1][theirs]
    broken = (a.pieces[ours] > 1) | (b.pieces[theirs] > 1)
    for n in np.flatnonzero(found & broken).tolist():
        found[n] = a.broken.get(int(ours[n])) == b.broken.get(int(theirs[n]))
    return found


def numbered(a: Marks, b: Marks) -> tuple[Integers, Integers]:
    """A number for each item, the same for items of both sides that cover the same characters."""
    bare_a, bare_b = (replace(marks, labels=None, keys=None) for marks in (a, b))
    return _Both(bare_a, bare_b, EXACT, (sorted, sorted)).numbers()


class _Both:
    """Both sides' items, sorted by start, end, and what else tells them apart."""

    def __init__(self, a: Marks, b: Marks, criterion: Criterion, order: tuple[Order, Order]) -> None:
        self._a, self._b, self._criterion, self._ordered = a, b, criterion, order
        self._starts, self._ends = on_one_line(a, b)
        kinds = self._kinds()
        told = (kinds, self._ends, self._starts) if kinds.any() else (self._ends, self._starts)
        self._order = np.lexsort(told)
        self._of_b = self._order >= len(a)
        new = np.ones(len(self._order), dtype=bool)
        new[1:] = np.any([np.diff(column[self._order]) for column in told], axis=0)
        self._alike = np.cumsum(new) - 1
        alone = np.flatnonzero(new & (np.bincount(self._alike)[self._alike] == 2))
        # the order is stable, so the first side's comes first
        self._certain = alone[~self._of_b[alone] & self._of_b[alone + 1]]

    def numbers(self) -> tuple[Integers, Integers]:
        """For each item of both sides, which of the distinct ones it is."""
        found = np.empty(len(self._order), dtype=np.int64)
        found[self._order] = self._alike
        return found[: len(self._a)], found[len(self._a) :]

    def decided(self) -> tuple[Integers, Integers, Integers]:
        """Pairs of the same characters, pairs of what is left alone, and what ``match`` says."""
        stretch = self._stretches() if self._criterion.overlapping else self._alike
        left = np.ones(len(stretch), dtype=bool)
        left[self._certain] = left[self._certain + 1] = False
        size = int(stretch[-1]) + 1
        ours = np.bincount(stretch[left & ~self._of_b], minlength=size)
        theirs = np.bincount(stretch[left & self._of_b], minlength=size)
        lone = (ours == 1) & (theirs == 1)
        is_open = (ours > 0) & (theirs > 0) & ~lone
        certain = self._certain[~is_open[stretch[self._certain]]]
        chosen = left & lone[stretch]
        return (
            self._rows(certain, certain + 1),
            self._admitted(
                self._rows(np.flatnonzero(chosen & ~self._of_b), np.flatnonzero(chosen & self._of_b))
            ),
            self._matched(stretch, is_open[stretch]),
        )

    def _stretches(self) -> Integers:
        """Number of the stretch in which each item lies: no character is shared with another one."""
        return stretches(self._starts[self._order], self._ends[self._order])

    def _rows(self, ours: Integers, theirs: Integers) -> Integers:
        """Places in the order -> rows of both sides."""
        return np.stack([self._order[ours], self._order[theirs] - len(self._a)], axis=1)

    def _admitted(self, rows: Integers) -> Integers:
        """Those of the pairs that the criterion admits."""
        a, b = self._a, self._b
        if not self._criterion.overlapping:
            return rows[:0]  # of the same characters, they would be certain
        ours, theirs = rows[:, 0], rows[:, 1]
        there = theirs + len(a)
        fits: Flags = np.maximum(self._starts[ours], self._starts[there]) < np.minimum(
            self._ends[ours], self._ends[there]
        )
        for one, other in self._told_apart_by():
            fits &= one[ours] == other[theirs]
        for n in np.flatnonzero(fits & ((a.pieces[ours] > 1) | (b.pieces[theirs] > 1))):
            fits[n] = self._criterion.admits(a.item(ours[n]), b.item(theirs[n]))
        return rows[fits]

    def _matched(self, stretch: Integers, is_open: Flags) -> Integers:
        """What ``match`` says of stretches that are still open."""
        if not is_open.any():
            return np.empty((0, 2), dtype=np.int64)
        bounds = np.flatnonzero(np.diff(stretch[is_open])) + 1
        each = np.split(self._order[is_open], bounds)
        found = [pair for rows in each for pair in self._match(rows.tolist())]
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    def _match(self, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
        a, b = self._a, self._b
        ours = self._ordered[0]([row for row in rows if row < len(a)])
        theirs = self._ordered[1]([row - len(a) for row in rows if row >= len(a)])
        found = match([a.item(i) for i in ours], [b.item(j) for j in theirs], self._criterion)
        yield from ((ours[i], theirs[j]) for i, j in found)

    def _told_apart_by(self) -> Iterator[tuple[Integers, Integers]]:
        """What must be equal besides: keys, and labels where the criterion says so."""
        a, b = self._a, self._b
        if a.keys is not None and b.keys is not None:
            yield a.keys, b.keys
        if self._criterion.labelled and a.labels is not None and b.labels is not None:
            yield a.labels, b.labels

    def _kinds(self) -> Integers:
        """Equal where items of one extent have equal characters, and what must be equal besides."""
        a, b = self._a, self._b
        kinds = np.zeros(len(a) + len(b), dtype=np.int64)
        known: dict[Hashable, int] = {}
        for marks, shift in ((a, 0), (b, len(a))):
            for row, characters in marks.broken.items():
                kinds[row + shift] = known.setdefault(characters, len(known) + 1)
        for one, other in self._told_apart_by():
            numbers = np.concatenate([one, other])
            kinds = kinds * (int(numbers.max()) + 1) + numbers
        return kinds
