"""The records of each annotator in one layer, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from retold.documents import Document
from retold.metrics.layers import Layer, texts
from retold.metrics.marks import Flags, Integers, Marks, fragments, on_one_line, stretches
from retold.metrics.matching import PARTIAL, align
from retold.metrics.pairing import pairs
from retold.model import Annotation

Versions = Sequence[Mapping[str, Document]]
"""The documents, each as its annotators have it."""


@dataclass(frozen=True)
class Side:
    """One annotator's records, in the order of the documents, which go by their numbers.

    ``marks`` have the layer's label and key; ``bare`` have no key, and the key as their label, so that
    equal keys still go before others. ``there`` says which documents the annotator annotated.
    """

    records: Sequence[Annotation]
    marks: Marks
    bare: Marks
    there: Flags


def sides(layer: Layer, annotators: Sequence[str], documents: Versions) -> tuple[list[Side], list[str]]:
    """Each annotator's side, and the labels that occur, sorted."""
    found = [
        [layer.records(versions[name]) if name in versions else () for versions in documents]
        for name in annotators
    ]
    records = [
        [record for of_document in by_document for record in of_document] for by_document in found
    ]
    spoken = [texts(own, layer.label) for own in records]
    labels = sorted({label for own in spoken for label in own})
    number = {label: n for n, label in enumerate(labels)}
    told = [list(zip(*(texts(own, path) for path in layer.key), strict=True)) for own in records]
    keys = {key: n for n, key in enumerate(dict.fromkeys(key for own in told for key in own))}
    made = []
    for name, by_document, own, of_own, key in zip(
        annotators, found, records, spoken, told, strict=True
    ):
        marks = Marks(
            np.repeat(np.arange(len(documents)), [len(of_document) for of_document in by_document]),
            *fragments([layer.spans_of(record) for record in own]),
            labels=np.array([number[label] for label in of_own], dtype=np.int64),
            names=labels,
        )
        bare = marks
        if layer.key:
            numbers = np.array([keys[one] for one in key], dtype=np.int64)
            marks, bare = replace(marks, keys=numbers), replace(marks, labels=numbers, names=list(keys))
        there = np.array([name in versions for versions in documents], dtype=bool)
        made.append(Side(own, marks, bare, there))
    return made, labels


def aligned(annotators: Sequence[Marks]) -> Integers:
    """Items of overlapping spans, and of equal keys, as one thing, where two annotators or more have it.

    Rows of the annotators, a column each, -1 where there is none: as ``matching.align`` has them.
    """
    if len(annotators) == 2:
        return pairs(annotators[0], annotators[1], PARTIAL)
    found = [unit for unit in _units(annotators) if len(unit) - unit.count(-1) > 1]
    return np.array(found, dtype=np.int64).reshape(-1, len(annotators))


def _units(annotators: Sequence[Marks]) -> Iterator[list[int]]:
    starts, ends = on_one_line(*annotators)
    order = np.lexsort((ends, starts))
    stretch = stretches(starts[order], ends[order])
    sizes = [len(marks) for marks in annotators]
    who = np.repeat(np.arange(len(sizes)), sizes)[order]
    row = np.concatenate([np.arange(size) for size in sizes])[order]
    for places in np.split(np.arange(len(order)), np.flatnonzero(np.diff(stretch)) + 1):
        if len(places) > 1:
            of_each = [sorted(row[places[who[places] == x]].tolist()) for x in range(len(sizes))]
            items = [
                [marks.item(n) for n in rows] for marks, rows in zip(annotators, of_each, strict=True)
            ]
            for unit in align(items, PARTIAL):
                yield [-1 if i is None else rows[i] for i, rows in zip(unit, of_each, strict=True)]
