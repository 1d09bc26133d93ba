"""The layers of several annotators side by side: what can be counted of one kind of record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from retold.documents import Document
from retold.metrics.blocks import Blocks
from retold.metrics.layers import Layer, Path, text
from retold.metrics.matching import PARTIAL, Criterion, Item, align, match
from retold.metrics.ratios import Vector
from retold.metrics.unitizing import Unit, outermost, unitizing_counts
from retold.model import Annotation

MATCHED, ONLY_A, ONLY_B = 0, 1, 2


class Outcome(NamedTuple):
    """A pair, or an item without one: its block, its column in the counts, its label."""

    block: int
    column: int
    label: str


class Aligned(NamedTuple):
    """One thing that annotators marked: its block, and each one's record or None."""

    block: int
    records: tuple[Annotation | None, ...]

    @property
    def missing(self) -> int:
        """How many annotators have no record of it."""
        return self.records.count(None)


@dataclass(frozen=True)
class Comparison:
    """One layer of several annotators.

    ``documents`` maps the id of each compared document to its annotators' versions; the ids are
    those of ``blocks``.
    """

    layer: Layer
    annotators: tuple[str, ...]
    documents: Mapping[str, Mapping[str, Document]]
    blocks: Blocks

    @cached_property
    def records(self) -> dict[str, dict[str, Sequence[Annotation]]]:
        """Document id -> annotator -> records of the layer."""
        return {
            id: {name: self.layer.records(document) for name, document in versions.items()}
            for id, versions in self.documents.items()
        }

    @cached_property
    def labels(self) -> list[str]:
        """The labels that occur, sorted."""
        found = (
            r for versions in self.records.values() for records in versions.values() for r in records
        )
        return sorted({text(record, self.layer.label) for record in found})

    def outcomes(self, a: str, b: str, criterion: Criterion) -> Iterator[Outcome]:
        """Everything that two annotators marked in documents of both, matched by a criterion."""
        for id, versions in self.records.items():
            if a not in versions or b not in versions:
                continue
            left, right = ([self.layer.item(r) for r in versions[name]] for name in (a, b))
            pairs = match(left, right, criterion)
            for i, j in pairs:
                yield Outcome(self._block(id, left[i], right[j]), MATCHED, str(left[i].label))
            matched = ({i for i, _ in pairs}, {j for _, j in pairs})
            for items, taken, column in zip((left, right), matched, (ONLY_A, ONLY_B), strict=True):
                for number, item in enumerate(items):
                    if number not in taken:
                        yield Outcome(self._block(id, item), column, str(item.label))

    def aligned(self, *, keyed: bool) -> Iterator[Aligned]:
        """Records of overlapping spans, and of equal key if ``keyed``, each as one thing."""
        for id, versions in self.records.items():
            records = [versions.get(name, ()) for name in self.annotators]
            items = [[self.layer.item(r, keyed=keyed) for r in found] for found in records]
            for unit in align(items, PARTIAL):
                held = [items[x][i] for x, i in enumerate(unit) if i is not None]
                found = (None if i is None else records[x][i] for x, i in enumerate(unit))
                yield Aligned(self._block(id, *held), tuple(found))

    def unitized(self, label: str | None = None) -> Vector:
        """One row of ``unitizing_counts`` for each block: of the layer, or of one label alone."""
        categories = self.labels if self._labelled(label) else [self.layer.name]
        return np.concatenate(
            [
                unitizing_counts(
                    list(self._units(document.id, label).values()),
                    len(document.text),
                    categories,
                    self.blocks.starts[document.id],
                )
                for document in self.blocks.documents
            ]
        )

    def unit_blocks(self, label: str | None = None) -> dict[str, list[int]]:
        """Annotator -> the block in which each of its outermost units starts."""
        found: dict[str, list[int]] = {name: [] for name in self.annotators}
        for id in self.documents:
            for name, units in self._units(id, label).items():
                found[name] += [self.blocks.at(id, unit.start) for unit in outermost(units)]
        return found

    def _labelled(self, label: str | None) -> bool:
        """Whether units are told apart by label."""
        return self.layer.exclusive and label is None

    def _units(self, id: str, label: str | None) -> dict[str, list[Unit]]:
        chosen = {
            name: [r for r in records if label in (None, text(r, self.layer.label))]
            for name, records in self.records[id].items()
        }
        labelled = self._labelled(label)
        return {name: self.layer.units(r, labelled=labelled) for name, r in chosen.items()}

    def _block(self, id: str, *items: Item) -> int:
        """The block of the first character that any of the items covers."""
        return self.blocks.at(id, min(item.characters[0][0] for item in items))


def values(unit: Aligned, path: Path) -> tuple[str | None, ...]:
    """What each annotator put into a field; None for who has no record of the thing."""
    return tuple(None if record is None else text(record, path) for record in unit.records)
