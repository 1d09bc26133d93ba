"""The items of many documents as columns, so that what is plain is decided for all of them at once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from retold.metrics.matching import Item, joined
from retold.model import Spans

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Marks:
    """Items, one a row: ``documents`` are the numbers of their documents.

    ``pieces`` is how many fragments each has, ``starts`` and ``ends`` are those of all fragments one
    behind the other. ``labels`` and ``keys`` are numbers of labels (of ``names``) and of keys, or None
    where all are the same. Raises ValueError as ``Item`` does.
    """

    documents: Integers
    pieces: Integers
    starts: Integers
    ends: Integers
    labels: Integers | None = None
    names: Sequence[Hashable] = ()
    keys: Integers | None = None

    def __post_init__(self) -> None:
        if not self.pieces.all() or (self.starts >= self.ends).any():
            for row in range(len(self)):
                self.item(row)  # says what is wrong with it

    def __len__(self) -> int:
        return len(self.documents)

    def take(self, chosen: Flags) -> Marks:
        """Some of the rows."""
        if chosen.all():
            return self
        pieces = np.repeat(chosen, self.pieces)
        return replace(
            self,
            documents=self.documents[chosen],
            pieces=self.pieces[chosen],
            starts=self.starts[pieces],
            ends=self.ends[pieces],
            labels=None if self.labels is None else self.labels[chosen],
            keys=None if self.keys is None else self.keys[chosen],
        )

    def spans(self, row: int) -> Spans:
        """The fragments of one item."""
        first = self.first[row]
        behind = first + self.pieces[row]
        found = zip(self.starts[first:behind].tolist(), self.ends[first:behind].tolist(), strict=True)
        return tuple(found)

    def item(self, row: int) -> Item:
        """One item as ``match`` takes it."""
        label = None if self.labels is None else self.names[self.labels[row]]
        key = None if self.keys is None else int(self.keys[row])
        return Item(self.spans(row), label, key)

    @cached_property
    def first(self) -> Integers:
        """Where the fragments of each item begin."""
        return np.cumsum(self.pieces) - self.pieces

    @cached_property
    def broken(self) -> dict[int, Spans]:
        """Row -> the characters of an item that are not all beside each other."""
        rows = np.flatnonzero(self.pieces > 1)
        found = ((row, joined(self.spans(row))) for row in rows.tolist())
        return {row: characters for row, characters in found if len(characters) > 1}

    @cached_property
    def extents(self) -> tuple[Integers, Integers]:
        """The first code point of each item, and the one behind its last."""
        if len(self.starts) == len(self):
            return self.starts, self.ends
        return np.minimum.reduceat(self.starts, self.first), np.maximum.reduceat(self.ends, self.first)


def fragments(spans: Sequence[Spans]) -> tuple[Integers, Integers, Integers]:
    """``pieces``, ``starts`` and ``ends`` of many items' spans."""
    pieces = np.fromiter(map(len, spans), dtype=np.int64, count=len(spans))
    flat = np.fromiter(
        chain.from_iterable(chain.from_iterable(spans)), dtype=np.int64, count=2 * int(pieces.sum())
    )
    return pieces, flat[::2].copy(), flat[1::2].copy()


def on_one_line(*sides: Marks) -> tuple[Integers, Integers]:
    """Extents of the items of one side after the other, as if all documents were one text."""
    documents = np.concatenate([side.documents for side in sides])
    starts, ends = (np.concatenate(of_all) for of_all in zip(*(s.extents for s in sides), strict=True))
    low = starts.min(initial=0)
    room = np.zeros(int(documents.max(initial=-1)) + 1, dtype=np.int64)
    np.maximum.at(room, documents, ends - low)
    before = (np.cumsum(room) - room)[documents] - low
    return starts + before, ends + before


def stretches(starts: Integers, ends: Integers) -> Integers:
    """Number of the stretch of text in which each item lies, of items that are sorted by start.

    Items of two stretches share no character.
    """
    apart = np.zeros(len(starts), dtype=np.int64)
    apart[1:] = starts[1:] >= np.maximum.accumulate(ends)[:-1]
    return np.cumsum(apart)
