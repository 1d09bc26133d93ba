"""Scores from addresses: gold and answers are read, held against each other, and scored."""

from __future__ import annotations

from pathlib import Path

from retold.answers.challenge import pages_of, pairs_of
from retold.answers.given import answers
from retold.answers.pages import pages
from retold.findings import CorpusError, blocking
from retold.metrics.scores.challenge import score as score_pairs
from retold.metrics.scores.measured import Report
from retold.metrics.scores.scoring import score as score_pages
from retold.metrics.scores.scoring import task_of
from retold.sources import open_dataset


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
    pairs = pairs_of(dataset, row) if challenge else []
    right = pages_of(pairs) if challenge else pages(dataset, row, split)
    found = answers(Path(pred), right, row, challenge=challenge, missing_is_empty=missing_is_empty)
    wrong = blocking(found.findings)
    if wrong:
        raise CorpusError(wrong)
    if challenge:
        return score_pairs(row.name, pairs, found.pages)
    return score_pages(row.name, right, found.pages)
