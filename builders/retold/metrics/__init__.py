"""How far annotators agree, and how well systems do: pure functions over records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retold.metrics.scores.measured import Report
    from retold.metrics.scores.page import Page


def score(task: str, gold: Sequence[Page], answers: Sequence[Page]) -> Report:
    """Scores pages; ``retold.score`` reads them from where they are. Raises ValueError (see there)."""
    from retold.metrics.scores.scoring import score as run

    return run(task, gold, answers)
