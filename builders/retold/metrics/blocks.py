"""The parts of documents that are resampled, and to which language each part belongs.

A block is a sentence of the reference's zones, with what lies between it and the next one; so
every character of a text is in one block, whichever annotator marked it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retold.documents import Document
from retold.metrics.ratios import Vector

SampleUnit = Literal["document", "sentence"]
FEW_DOCUMENTS = 10
"""Fewer documents than this say nothing of how documents vary; sentences are resampled then."""


@dataclass(frozen=True)
class Rows:
    """Block -> row of an array of counts; -1 for a block that is not meant."""

    of: NDArray[np.intp]
    size: int

    def total(self, counts: Vector) -> Vector:
        """Counts of blocks, of shape ``(blocks, columns)``, added up to those of rows."""
        rows = np.zeros((self.size, counts.shape[1]))
        np.add.at(rows, self.of[self.of >= 0], counts[self.of >= 0])
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
    def starts(self) -> dict[str, list[int]]:
        """Document id -> starts of its blocks in code points, the first 0."""
        return {document.id: [start for start, _ in _divided(document)] for document in self.documents}

    @cached_property
    def languages(self) -> list[str]:
        """Language of each block: that of its zone, or of a document without zones."""
        return [lang for document in self.documents for _, lang in _divided(document)]

    @cached_property
    def lengths(self) -> list[int]:
        """Length of each block in code points."""
        found = []
        for document in self.documents:
            found += np.diff([*self.starts[document.id], len(document.text)]).tolist()
        return found

    @cached_property
    def first(self) -> dict[str, int]:
        """Document id -> number of its first block."""
        numbers, number = {}, 0
        for id, starts in self.starts.items():
            numbers[id] = number
            number += len(starts)
        return numbers

    def at(self, document: str, position: int) -> int:
        """Number of the block that holds a code point of a document."""
        return self.first[document] + bisect_right(self.starts[document], position) - 1

    def rows(self, language: str | None = None) -> Rows:
        """Block -> row: what is resampled, of all blocks or of those of one language."""
        lengths = [len(starts) for starts in self.starts.values()]
        sentences = self.unit == "sentence"
        units = range(sum(lengths)) if sentences else np.repeat(range(len(lengths)), lengths)
        meant = [language in (None, found) for found in self.languages]
        chosen = sorted({int(unit) for unit, is_meant in zip(units, meant, strict=True) if is_meant})
        place = {unit: row for row, unit in enumerate(chosen)}
        of = [place[int(unit)] if is_meant else -1 for unit, is_meant in zip(units, meant, strict=True)]
        return Rows(np.array(of, dtype=np.intp), len(chosen))


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
