"""The layers of several annotators side by side: what can be counted of one kind of record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from retold.documents import Document
from retold.metrics.blocks import Blocks, Rows
from retold.metrics.layers import Layer
from retold.metrics.marks import Integers, Marks
from retold.metrics.matching import Criterion
from retold.metrics.pairing import pairs
from retold.metrics.ratios import Vector
from retold.metrics.sides import Side, aligned, sides
from retold.metrics.unitizing import Line, Units, counts_of_blocks, without_overlap

MATCHED, ONLY_A, ONLY_B = 0, 1, 2


class Outcomes(NamedTuple):
    """Pairs, and items without one: the block of each, its column in the counts, its label's number."""

    blocks: Integers
    columns: Integers
    labels: Integers

    def counts(self, rows: Rows, label: int | None = None) -> Vector:
        """Matched, only the first's, only the second's, of each row; of one label or of all."""
        row = rows.of[self.blocks]
        meant = row >= 0
        if label is not None:
            meant &= self.labels == label
        cells = row[meant] * 3 + self.columns[meant]
        return np.bincount(cells, minlength=rows.size * 3).reshape(rows.size, 3).astype(float)


class Aligned(NamedTuple):
    """Things that two annotators or more marked: the block of each, and each one's record.

    ``records`` are rows of the annotators' sides, a column each; -1 where there is none.
    """

    blocks: Integers
    records: Integers


@dataclass(frozen=True)
class Comparison:
    """One layer of several annotators.

    ``documents`` maps the id of each compared document to its annotators' versions; their order is
    that of ``blocks``.
    """

    layer: Layer
    annotators: tuple[str, ...]
    documents: Mapping[str, Mapping[str, Document]]
    blocks: Blocks

    @cached_property
    def _read(self) -> tuple[list[Side], list[str]]:
        return sides(self.layer, self.annotators, list(self.documents.values()))

    @property
    def sides(self) -> dict[str, Side]:
        """Annotator -> their records of the layer."""
        return dict(zip(self.annotators, self._read[0], strict=True))

    @property
    def labels(self) -> list[str]:
        """The labels that occur, sorted."""
        return self._read[1]

    def outcomes(self, a: str, b: str, criterion: Criterion) -> Outcomes:
        """Everything that two annotators marked in documents of both, matched by a criterion."""
        one, other = self.sides[a], self.sides[b]
        both = one.there & other.there
        left, right = (side.marks.take(both[side.marks.documents]) for side in (one, other))
        found = pairs(left, right, criterion)
        starts = self._block(left), self._block(right)
        first = np.minimum(starts[0][found[:, 0]], starts[1][found[:, 1]])
        parts = [(first, MATCHED, _labels(left)[found[:, 0]])]
        for marks, blocks, column, taken in (
            (left, starts[0], ONLY_A, found[:, 0]),
            (right, starts[1], ONLY_B, found[:, 1]),
        ):
            alone = np.ones(len(marks), dtype=bool)
            alone[taken] = False
            parts.append((blocks[alone], column, _labels(marks)[alone]))
        return Outcomes(
            np.concatenate([blocks for blocks, _, _ in parts]),
            np.repeat([column for _, column, _ in parts], [len(blocks) for blocks, _, _ in parts]),
            np.concatenate([labels for _, _, labels in parts]),
        )

    def aligned(self, *, keyed: bool) -> Aligned:
        """Records of overlapping spans, and of equal key if ``keyed``, each as one thing."""
        every = [side.marks if keyed else side.bare for side in self._read[0]]
        records = aligned(every)
        behind = len(self.blocks.languages)
        starts = [
            np.append(self._block(marks), behind)[rows]
            for marks, rows in zip(every, records.T, strict=True)
        ]
        return Aligned(np.min(starts, axis=0), records)

    def unitized(self, label: str | None = None) -> tuple[Vector, dict[str, Integers]]:
        """Counts for unitising alpha, a row a block: of the layer, or of one label alone.

        And for each annotator the blocks in which their outermost units start.
        """
        told = self.layer.exclusive and label is None
        categories = self.labels if told else [self.layer.name]
        units = {
            name: without_overlap(self._units(side.marks, label, told=told), categories)
            for name, side in self.sides.items()
        }
        there = [side.there for side in self._read[0]]
        line = Line(self.blocks.shift, self.blocks.line)
        counts = counts_of_blocks(list(units.values()), there, line, len(categories))
        return counts, {name: self.blocks.at(u.continua, u.starts) for name, u in units.items()}

    def _units(self, marks: Marks, label: str | None, *, told: bool) -> Units:
        """The fragments of an annotator's records, of one label or of all; ``told`` apart by label."""
        if label is not None:
            marks = marks.take(_labels(marks) == self.labels.index(label))
        labels = np.repeat(_labels(marks), marks.pieces)
        documents = np.repeat(marks.documents, marks.pieces)
        return Units(documents, marks.starts, marks.ends, labels if told else np.zeros_like(labels))

    def _block(self, marks: Marks) -> Integers:
        """The block of the first character of each item."""
        return self.blocks.at(marks.documents, marks.extents[0])


def _labels(marks: Marks) -> Integers:
    assert marks.labels is not None
    return marks.labels
