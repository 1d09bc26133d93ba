"""The parts of documents that are resampled, and to which language each part belongs.

A block is a sentence of the reference's zones, with what lies between it and the next one; so
every character of a text is in one block, whichever annotator marked it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

import numpy as np

from retold.documents import Document
from retold.metrics.marks import Integers
from retold.metrics.ratios import Vector

SampleUnit = Literal["document", "sentence"]
FEW_DOCUMENTS = 10
"""Fewer documents than this say nothing of how documents vary; sentences are resampled then."""


@dataclass(frozen=True)
class Rows:
    """Block -> row of an array of counts; -1 for a block that is not meant."""

    of: Integers
    size: int

    def total(self, counts: Vector) -> Vector:
        """Counts of blocks, of shape ``(blocks, columns)``, added up to those of rows."""
        meant = self.of >= 0
        rows = np.empty((self.size, counts.shape[1]))
        for number, column in enumerate(counts.T):
            rows[:, number] = np.bincount(self.of[meant], column[meant], self.size)
        return rows


@dataclass(frozen=True)
class Blocks:
    """The blocks of several documents, numbered through.

    ``documents`` are the reference's: its zones give sentences and languages.
    """

    documents: tuple[Document, ...]

    @property
    def unit(self) -> SampleUnit:
        """What is resampled."""
        return "sentence" if len(self.documents) < FEW_DOCUMENTS else "document"

    @cached_property
    def _divided(self) -> list[list[tuple[int, str]]]:
        return [_divided(document) for document in self.documents]

    @cached_property
    def counts(self) -> Integers:
        """Number of blocks of each document."""
        return np.array([len(found) for found in self._divided], dtype=np.int64)

    @cached_property
    def languages(self) -> list[str]:
        """Language of each block: that of its zone, or of a document without zones."""
        return [lang for found in self._divided for _, lang in found]

    @cached_property
    def shift(self) -> Integers:
        """Where each document begins, and behind them the end, if they were one text."""
        return np.cumsum([0, *(len(document.text) for document in self.documents)])

    @cached_property
    def line(self) -> Integers:
        """Where each block begins, in code points of that text."""
        starts = chain.from_iterable((start for start, _ in found) for found in self._divided)
        local = np.fromiter(starts, dtype=np.int64, count=int(self.counts.sum()))
        return local + np.repeat(self.shift[:-1], self.counts)

    @cached_property
    def lengths(self) -> list[int]:
        """Length of each block in code points."""
        found: list[int] = np.diff([*self.line, self.shift[-1]]).tolist()
        return found

    def at(self, documents: Integers, positions: Integers) -> Integers:
        """Numbers of the blocks that hold code points of documents, which go by their numbers."""
        last = np.maximum(self.shift[documents + 1] - 1, self.shift[documents])
        where = np.minimum(self.shift[documents] + positions, last)
        found: Integers = np.searchsorted(self.line, where, side="right") - 1
        return found

    def rows(self, language: str | None = None) -> Rows:
        """Block -> row: what is resampled, of all blocks or of those of one language."""
        blocks = np.arange(len(self.languages))
        documents = np.repeat(np.arange(len(self.documents)), self.counts)
        units = blocks if self.unit == "sentence" else documents
        meant = np.array([language in (None, found) for found in self.languages], dtype=bool)
        chosen = np.unique(units[meant])
        of = np.full(len(blocks), -1)
        of[meant] = np.searchsorted(chosen, units[meant])
        return Rows(of, len(chosen))


def reference(layers: Sequence[Document]) -> Document:
    """Of one document's layers, the first that has zones; the first where none has."""
    return next((document for document in layers if document.zones), layers[0])


def _divided(document: Document) -> list[tuple[int, str]]:
    """Start and language of each block. Zones that overlap (RT111) still give blocks that rise."""
    languages: dict[int, str] = {}
    for sentence in document.sentences:
        languages.setdefault(sentence.span[0], sentence.zone.lang)
    if not languages:
        return [(0, document.lang)]
    rising = sorted(languages.items())
    return [(0, rising[0][1]), *rising[1:]]
