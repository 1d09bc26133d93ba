"""Scores from addresses: gold and answers are read, held against each other, and scored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from retold.answers.challenge import pages_of, pairs_of
from retold.answers.given import Source, source_of
from retold.answers.held import Holding, hold
from retold.answers.pages import Pages
from retold.dataset import Dataset
from retold.findings import CorpusError, Finding, blocking
from retold.metrics.scores.challenge import score as score_pairs
from retold.metrics.scores.measured import Report
from retold.metrics.scores.scoring import Tallied, report, tally, task_of, together, unit_of
from retold.metrics.scores.tasks import Task
from retold.sources import open_dataset

AT_ONCE = 2000
"""So many documents are in memory at the same time, but for the columns of what is a dataset."""


@dataclass(frozen=True)
class Scored:
    """A report, what is wrong with the answers, and how many of them in furniture were not counted.

    There is no report where a finding is an error.
    """

    report: Report | None
    findings: list[Finding]
    ignored: int


def score(
    task: str,
    *,
    gold: str,
    pred: str | Path,
    split: str | None = None,
    challenge: bool = False,
    missing_is_empty: bool = False,
) -> Report:
    """Scores the answers at ``pred`` against the built dataset at ``gold``.

    With ``challenge`` it is the items of its challenge set that are scored, as pass rates.
    ``task`` is ner, entities, stance, headlines or casualties; ``gold`` a folder, a git revision or
    ``hf://datasets/ORG/NAME@REVISION``; ``pred`` a folder or file as docs/scoring.md says. Raises
    ValueError for another task, DatasetError for what is no dataset, CorpusError with all findings for
    answers that do not fit.
    """
    row = task_of(task)
    dataset = open_dataset(gold)
    source = source_of(Path(pred), row, challenge=challenge)
    if challenge:
        found = scored_challenge(row, dataset, source, missing_is_empty=missing_is_empty)
    else:
        found = scored(row, dataset, source, split=split, missing_is_empty=missing_is_empty)
    if found.report is None:
        raise CorpusError(blocking(found.findings))
    return found.report


def scored(
    task: Task,
    gold: Dataset,
    source: Source,
    *,
    split: str | None = None,
    missing_is_empty: bool = False,
) -> Scored:
    """Scores answers to a dataset, some documents after the other, and says what is wrong with them.

    What is counted of a document adds up. Only token lines, which are found by their words, and events,
    which several documents tell of, need all documents at once. Raises DatasetError where gold lacks
    something.
    """
    found = Pages(gold, task, split, tokens=source.at_once or task.reads_tokens)
    unit = unit_of(len(found.ids))
    size = max(1, len(found.ids) if source.at_once or not task.adds_up else AT_ONCE)
    holding = Holding(source.name, missing_is_empty=missing_is_empty)
    parts: list[Tallied] = []
    wrong = False
    for first in range(0, max(1, len(found.ids)), size):
        pages = found.at(range(len(found.ids))[first : first + size])
        given = holding.pages(source.of(pages), pages)
        wrong = wrong or bool(blocking(holding.findings(source.findings)))
        if not wrong:
            parts.append(tally(task.name, pages, given, unit=unit))
    holding.rest(source, found.numbers)
    findings = holding.findings(source.findings)
    made = None if blocking(findings) else report(together(parts))
    return Scored(made, findings, holding.ignored)


def scored_challenge(
    task: Task, gold: Dataset, source: Source, *, missing_is_empty: bool = False
) -> Scored:
    """The same of the items of a dataset's challenge set, as pass rates."""
    pairs = pairs_of(gold, task)
    found = hold(source, pages_of(pairs), missing_is_empty=missing_is_empty)
    wrong = blocking(found.findings)
    made = None if wrong else score_pairs(task.name, pairs, found.pages)
    return Scored(made, found.findings, found.ignored)
