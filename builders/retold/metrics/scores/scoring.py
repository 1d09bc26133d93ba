"""Gold and answers -> scores: every figure with its counts and a bootstrap interval.

Resampled are documents; in a corpus of fewer than ten, their sentences, since so few documents say
nothing of how documents vary. What does not divide into sentences (coreference, tuples) stays with
documents, whose number stands beside the interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retold.metrics.blocks import FEW_DOCUMENTS
from retold.metrics.bootstrap import LEVEL, RESAMPLES, SEED
from retold.metrics.scores.compared import Compared
from retold.metrics.scores.measured import Report, measured
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Counted, Unit, total
from retold.metrics.scores.tasks import TASKS, Pages, Task, count

UNSAID = "no answer names an entity of the registry"


@dataclass(frozen=True)
class Tallied:
    """What was counted of a task in some documents; ``said`` are the measures that can be scored."""

    task: str
    unit: Unit
    documents: int
    counts: Mapping[str, Counted]
    said: frozenset[str]

    def __add__(self, other: Tallied) -> Tallied:
        """Both together; see ``together``."""
        return together([self, other])


def together(parts: Sequence[Tallied]) -> Tallied:
    """All parts, at least one, as if they had been counted at once.

    Raises ValueError for counts of several tasks or units, and where a document, or an event, is in two
    of them: what is reported of an event follows from all its documents, and does not add up.
    """
    first = parts[0]
    for other in parts[1:]:
        if (first.task, first.unit) != (other.task, other.unit):
            raise ValueError(
                f"counts of {first.task} by {first.unit} and of {other.task} by {other.unit} do not "
                "add up"
            )
    for name in first.counts:
        seen: set[str] = set()
        for part in parts:
            here = {place.doc for place in part.counts[name].places}
            if seen & here:
                raise ValueError(f"{name}: both parts count {', '.join(sorted(seen & here))}")
            seen |= here
    return Tallied(
        first.task,
        first.unit,
        sum(part.documents for part in parts),
        {name: total([part.counts[name] for part in parts]) for name in first.counts},
        frozenset[str]().union(*(part.said for part in parts)),
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
    unit = unit or unit_of(len(pages))
    compared = Compared(pages)
    counts = {measure.name: count(measure, compared, unit) for measure in row.measures}
    return Tallied(row.name, unit, len(pages), counts, said(row, compared))


def said(task: Task, compared: Compared) -> frozenset[str]:
    """Names of the measures whose figures mean something, from what the system says at all."""
    return frozenset(
        measure.name for measure in task.measures if measure.needs is None or measure.needs(compared)
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


def unit_of(documents: int) -> Unit:
    """What is resampled in so many documents."""
    return "sentence" if documents < FEW_DOCUMENTS else "document"
