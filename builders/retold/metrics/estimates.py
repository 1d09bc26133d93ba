"""Tables of counts -> figures with intervals; tables with the same rows are resampled together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from retold.metrics.bootstrap import bounds, resampled
from retold.metrics.matching import Counts, f1_scores
from retold.metrics.ratios import Vector, single
from retold.metrics.values import TOO_FEW, Coefficient, Score

Statistic = Callable[[Vector], Vector]


class Drawn(NamedTuple):
    """The sum of a table's rows, and those of its resamples, if there are any."""

    total: Vector
    resamples: Vector | None


class Wanted(NamedTuple):
    """A coefficient over ``n`` things: its table of counts, and how it follows from sums of them."""

    table: Any
    statistic: Statistic
    n: int


def drawn(tables: Sequence[Any]) -> list[Drawn]:
    """The sums of tables with the same number of rows, all dense or all sparse."""
    if not tables:
        return []
    whole = _beside(tables)
    cuts = np.cumsum([table.shape[1] for table in tables])[:-1]
    total = np.split(np.asarray(whole.sum(axis=0)).reshape(1, -1), cuts, axis=1)
    sums = resampled(whole)
    some = [None] * len(tables) if sums is None else np.split(sums, cuts, axis=1)
    return [Drawn(*both) for both in zip(total, some, strict=True)]


def coefficients(wanted: Sequence[Wanted]) -> list[Coefficient]:
    """The coefficients of tables with the same rows."""
    found = zip(wanted, drawn([one.table for one in wanted]), strict=True)
    return [
        Coefficient(
            single(one.statistic(sums.total)),
            one.n,
            None if sums.resamples is None else bounds(one.statistic(sums.resamples)),
            one.n < TOO_FEW,
        )
        for one, sums in found
    ]


def scores(tables: Sequence[Vector]) -> list[Score]:
    """F1 and its parts, of tables with the same rows: matched, only the first's, only the second's."""
    return [_score(found) for found in drawn(tables)]


def _score(found: Drawn) -> Score:
    counts = Counts(*(int(n) for n in found.total[0]))
    return Score(
        matched=counts.matched,
        only_a=counts.only_a,
        only_b=counts.only_b,
        precision=counts.precision,
        recall=counts.recall,
        f1=counts.f1,
        f1_interval=None if found.resamples is None else bounds(f1_scores(found.resamples)),
        too_few=counts.matched + counts.only_a + counts.only_b < TOO_FEW,
    )


def _beside(tables: Sequence[Any]) -> Any:
    if isinstance(tables[0], np.ndarray):
        return np.hstack(tables)
    from scipy.sparse import hstack

    return hstack(tables, format="csr")
