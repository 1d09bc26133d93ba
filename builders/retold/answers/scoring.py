"""Scores from addresses: gold and answers are read, held against each other, and scored."""

from __future__ import annotations

from pathlib import Path

from retold.answers.given import answers
from retold.answers.pages import pages
from retold.findings import CorpusError, blocking
from retold.metrics.scores.scoring import Report, task_of
from retold.metrics.scores.scoring import score as score_pages
from retold.sources import open_dataset


def score(
    task: str, *, gold: str, pred: str | Path, split: str | None = None, missing_is_empty: bool = False
) -> Report:
    """Scores the answers at ``pred`` against the built dataset at ``gold``.

    ``task`` is ner, entities, stance, headlines or casualties; ``gold`` a folder, a git revision or
    ``hf://datasets/ORG/NAME@REVISION``; ``pred`` a folder or file as docs/scoring.md says. Raises
    ValueError for another task, DatasetError for what is no dataset, CorpusError with all findings for
    answers that do not fit.
    """
    row = task_of(task)
    right = pages(open_dataset(gold), row, split)
    found = answers(Path(pred), right, row, missing_is_empty=missing_is_empty)
    wrong = blocking(found.findings)
    if wrong:
        raise CorpusError(wrong)
    return score_pages(row.name, right, found.pages)
