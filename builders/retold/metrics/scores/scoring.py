"""Gold and answers -> scores: every figure with its counts and a bootstrap interval.

Resampled are documents; in a corpus of fewer than ten, their sentences, since so few documents say
nothing of how documents vary. What does not divide into sentences (coreference, tuples) stays with
documents, whose number stands beside the interval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retold.metrics.blocks import FEW_DOCUMENTS
from retold.metrics.bootstrap import LEVEL, RESAMPLES, SEED, Interval, bounds, resampled
from retold.metrics.ratios import Vector, single
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Counted, Figures, Place, Sums, Unit
from retold.metrics.scores.tasks import TASKS, Pages, Task, count

UNSAID = "no answer names an entity of the registry"


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


@dataclass(frozen=True)
class Tallied:
    """What was counted of a task in some documents; ``said`` are the measures that can be scored."""

    task: str
    unit: Unit
    documents: int
    counts: Mapping[str, Counted]
    said: frozenset[str]

    def __add__(self, other: Tallied) -> Tallied:
        """Both together, as if they had been counted at once.

        Raises ValueError for counts of two tasks or units, and where a document, or an event, is in
        both: what is reported of an event follows from all its documents, and does not add up.
        """
        if (self.task, self.unit) != (other.task, other.unit):
            raise ValueError(
                f"counts of {self.task} by {self.unit} and of {other.task} by {other.unit} do not add up"
            )
        for name, counted in self.counts.items():
            twice = {place.doc for place in counted.places} & {p.doc for p in other.counts[name].places}
            if twice:
                raise ValueError(f"{name}: both parts count {', '.join(sorted(twice))}")
        return Tallied(
            self.task,
            self.unit,
            self.documents + other.documents,
            {name: counted + other.counts[name] for name, counted in self.counts.items()},
            self.said | other.said,
        )


def score(task: str, gold: Sequence[Page], answers: Sequence[Page]) -> Report:
    """Scores answers; both sides are about the same documents, in any order.

    Raises ValueError for a task that is none, naming those there are, and for documents that only one
    side has.
    """
    return report(tally(task, gold, answers))


def tally(
    task: str, gold: Sequence[Page], answers: Sequence[Page], *, unit: Unit | None = None
) -> Tallied:
    """The counts of a part of a corpus, to be added to others.

    ``unit`` is what will be resampled, by default documents where there are enough of them. Raises
    ValueError as ``score`` does.
    """
    row = task_of(task)
    pages = paired(gold, answers)
    unit = unit or unit_of(pages)
    counts = {measure.name: count(measure, pages, unit) for measure in row.measures}
    return Tallied(row.name, unit, len(pages), counts, said(row, answers))


def said(task: Task, answers: Sequence[Page]) -> frozenset[str]:
    """Names of the measures whose figures mean something, from what the system says at all."""
    return frozenset(
        measure.name
        for measure in task.measures
        if measure.needs is None or any(map(measure.needs, answers))
    )


def report(tallied: Tallied) -> Report:
    """The figures that follow from counts."""
    measures, left_out = {}, {}
    for measure in task_of(tallied.task).measures:
        if measure.name in tallied.said:
            measures[measure.name] = measured(
                measure.title, tallied.counts[measure.name], measure.figures, measure.breakdown
            )
        else:
            left_out[measure.name] = UNSAID
    return Report(tallied.task, tallied.documents, RESAMPLES, LEVEL, SEED, measures, left_out)


def task_of(name: str) -> Task:
    """The task of a name; ValueError names those there are."""
    if name not in TASKS:
        raise ValueError(f"{name!r} is no task; there are: {', '.join(TASKS)}")
    return TASKS[name]


def paired(gold: Sequence[Page], answers: Sequence[Page]) -> Pages:
    """Gold and answer of each document, in the order of gold."""
    theirs = {page.id: page for page in answers}
    ours = {page.id: page for page in gold}
    if len(ours) != len(gold) or len(theirs) != len(answers) or ours.keys() != theirs.keys():
        odd = sorted(ours.keys() ^ theirs.keys())
        raise ValueError(f"both sides need the same documents, each once; only one has: {odd}")
    return [(page, theirs[page.id]) for page in gold]


def unit_of(pages: Pages) -> Unit:
    """What is resampled."""
    return "sentence" if len(pages) < FEW_DOCUMENTS else "document"


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
    _, order = np.unique(np.array(numbers, dtype=np.intp), return_inverse=True)
    found = np.zeros((order.max() + 1 if len(order) else 0, table.shape[1]))
    np.add.at(found, order, table)
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

    everything = grouped(found.table, numbers)
    languages = sorted({place.lang for place in found.places} - {""})
    return MeasureScores(
        title,
        kind,
        len(everything),
        _scores(found, everything, figures),
        {x: _scores(found, of_language(x), figures) for x in languages},
        {} if breakdown is None else _by_label(found, everything, breakdown),
        {} if kind == "event" else _by_document(found, figures),
        labelled,
    )


def _scores(found: Counted, rows: Vector, figures: Callable[[Sums], Figures]) -> Scores:
    total = found.sums(rows.sum(axis=0, keepdims=True))
    resamples = resampled(rows)
    values = figures(total)
    others = {} if resamples is None else figures(found.sums(resamples))
    return Scores({name: _figure(v, others.get(name)) for name, v in values.items()}, total.counts())


def _by_document(found: Counted, figures: Callable[[Sums], Figures]) -> dict[str, Scores]:
    """Every document's figures at once, as if each were a resample; without intervals."""
    documents = sorted({place.doc for place in found.places})
    number = {id: n for n, id in enumerate(documents)}
    rows = grouped(found.table, [number[place.doc] for place in found.places])
    values = figures(found.sums(rows))
    return {
        id: Scores(
            {name: Figure(single(v[n])) for name, v in values.items()},
            found.sums(rows[n : n + 1]).counts(),
        )
        for id, n in number.items()
    }


def _by_label(
    found: Counted, rows: Vector, breakdown: Callable[[Sums], Mapping[str, Figures]]
) -> dict[str, dict[str, Figure]]:
    resamples = resampled(rows)
    others = {} if resamples is None else breakdown(found.sums(resamples))
    return {
        label: {name: _figure(v, others.get(label, {}).get(name)) for name, v in values.items()}
        for label, values in breakdown(found.sums(rows.sum(axis=0, keepdims=True))).items()
    }


def _figure(value: Vector, resamples: Vector | None) -> Figure:
    return Figure(single(value), None if resamples is None else bounds(resamples))
