"""Counts -> scores: every figure with a bootstrap interval, by language, label and document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from retold.metrics.bootstrap import Interval, bounds, resampled
from retold.metrics.ratios import Vector, single
from retold.metrics.scores.sums import Counted, Figures, Place, Sums


@dataclass(frozen=True)
class Figure:
    """A figure and its interval; None where it is undefined, or nothing can be resampled."""

    value: float | None
    interval: Interval | None = None


@dataclass(frozen=True)
class Scores:
    """The figures of one measure over some documents, and the counts that they follow from."""

    figures: Mapping[str, Figure]
    counts: Mapping[str, float]


@dataclass(frozen=True)
class MeasureScores:
    """One measure: over everything, and by language, label and document where it can be told apart.

    ``units`` are what was resampled: so many of ``unit``. ``labelled`` is what the labels are.
    """

    title: str
    unit: str
    units: int
    all: Scores
    languages: Mapping[str, Scores]
    labels: Mapping[str, Mapping[str, Figure]]
    documents: Mapping[str, Scores]
    labelled: str = "label"


@dataclass(frozen=True)
class Report:
    """The scores of a task; ``left_out`` are the measures for which the system said nothing, and why."""

    task: str
    documents: int
    resamples: int
    level: float
    seed: int
    measures: Mapping[str, MeasureScores]
    left_out: Mapping[str, str]


def as_values(found: Report) -> dict[str, Any]:
    """A report as plain values, for JSON."""
    measures = {
        name: replace(measure, documents=dict(measure.documents))
        for name, measure in found.measures.items()
    }
    return asdict(replace(found, measures=measures))


def units(places: Sequence[Place]) -> tuple[str, Sequence[int]]:
    """What the places are, and for each its number among what is resampled.

    A document with sentences in two languages has a place for each; it is resampled as one.
    """
    names = [(place.doc, place.part) for place in places]
    number = {name: n for n, name in enumerate(sorted(set(names)))}
    kind = "sentence" if any(place.part >= 0 for place in places) else "document"
    if places and all(place.lang == "" for place in places):
        kind = "event"
    return kind, [number[name] for name in names]


def grouped(table: Vector, numbers: Sequence[int]) -> Vector:
    """Rows of the same number added up; in the order of the numbers, without those that lack."""
    if not len(numbers):
        return np.zeros((0, table.shape[1]))
    order = np.argsort(np.array(numbers, dtype=np.intp), kind="stable")
    first = np.flatnonzero(np.diff(np.array(numbers)[order], prepend=-1))
    found: Vector = np.add.reduceat(table[order], first, axis=0)
    return found


def measured(
    title: str,
    found: Counted,
    figures: Callable[[Sums], Figures],
    breakdown: Callable[[Sums], Mapping[str, Figures]] | None,
    unit: str | None = None,
    labelled: str = "label",
) -> MeasureScores:
    """The figures of one measure's counts.

    ``unit`` is what the places are, where they are no part of a document; ``labelled`` is what the
    labels of ``breakdown`` are.
    """
    kind, numbers = units(found.places)
    kind = unit or kind

    def of_language(lang: str) -> Vector:
        chosen = [n for n, place in enumerate(found.places) if place.lang == lang]
        return grouped(found.table[chosen], [numbers[n] for n in chosen])

    everything = _drawn(found, grouped(found.table, numbers))
    languages = sorted({place.lang for place in found.places} - {""})
    return MeasureScores(
        title,
        kind,
        len(set(numbers)),
        _scores(everything, figures),
        {x: _scores(_drawn(found, of_language(x)), figures) for x in languages},
        {} if breakdown is None else _by_label(everything, breakdown),
        {} if kind == "event" else Documents(found, figures),
        labelled,
    )


@dataclass(frozen=True)
class _Drawn:
    """The sums over some rows, and those of each resample of them, if there are any."""

    total: Sums
    resamples: Sums | None


def _drawn(found: Counted, rows: Vector) -> _Drawn:
    resamples = resampled(rows)
    return _Drawn(
        found.sums(rows.sum(axis=0, keepdims=True)),
        None if resamples is None else found.sums(resamples),
    )


def _scores(sums: _Drawn, figures: Callable[[Sums], Figures]) -> Scores:
    others = {} if sums.resamples is None else figures(sums.resamples)
    values = figures(sums.total)
    return Scores(
        {name: _figure(v, others.get(name)) for name, v in values.items()}, sums.total.counts()
    )


class Documents(Mapping[str, Scores]):
    """Document -> its scores, without intervals; each is made when it is asked for."""

    def __init__(self, found: Counted, figures: Callable[[Sums], Figures]) -> None:
        self._found, self._figures = found, figures

    @cached_property
    def _number(self) -> dict[str, int]:
        return {id: n for n, id in enumerate(sorted({place.doc for place in self._found.places}))}

    @cached_property
    def _rows(self) -> Vector:
        return grouped(self._found.table, [self._number[place.doc] for place in self._found.places])

    @cached_property
    def _values(self) -> Figures:
        """Every document's figures at once, as if each were a resample."""
        return self._figures(self._found.sums(self._rows))

    def __getitem__(self, document: str) -> Scores:
        n = self._number[document]
        figures = {name: Figure(single(v[n])) for name, v in self._values.items()}
        return Scores(figures, self._found.sums(self._rows[n : n + 1]).counts())

    def __iter__(self) -> Iterator[str]:
        return iter(self._number)

    def __len__(self) -> int:
        return len(self._number)


def _by_label(
    sums: _Drawn, breakdown: Callable[[Sums], Mapping[str, Figures]]
) -> dict[str, dict[str, Figure]]:
    others = {} if sums.resamples is None else breakdown(sums.resamples)
    return {
        label: {name: _figure(v, others.get(label, {}).get(name)) for name, v in values.items()}
        for label, values in breakdown(sums.total).items()
    }


def _figure(value: Vector, resamples: Vector | None) -> Figure:
    return Figure(single(value), None if resamples is None else bounds(resamples))
