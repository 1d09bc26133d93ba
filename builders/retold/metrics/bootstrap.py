"""Percentile bootstrap intervals (Efron and Tibshirani 1993, chapter 13) over additive counts.

What is resampled, documents or sentences, is the rows of an array; a statistic is a function of
their sum. So nothing is matched again: 1000 resamples are one product of matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retold.metrics.ratios import Vector

RESAMPLES = 1000
LEVEL = 0.95
SEED = 20130614
"""Any fixed number does."""
_AT_ONCE = 4_000_000
"""Draws of so many units are multiplied at once, and more than ten times as many are not kept."""
Draws = NDArray[np.uint8]


@dataclass(frozen=True)
class Interval:
    """Bounds, and how many resamples gave a value: in the others the statistic is undefined."""

    low: float
    high: float
    resamples: int


def interval(
    counts: Vector,
    statistic: Callable[[Vector], Vector],
    *,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = SEED,
) -> Interval | None:
    """The interval of ``statistic`` over resamples of the rows of ``counts``.

    ``counts`` has one row for each unit that is resampled, of shape ``(units, columns)``;
    ``statistic`` takes sums of rows of shape ``(resamples, columns)`` and gives one value each, NaN
    where it is undefined. None where there are fewer than two units, or no resample has a value.
    The same arguments give the same interval: the stream of ``RandomState`` never changes.
    """
    sums = resampled(counts, resamples=resamples, seed=seed)
    return None if sums is None else bounds(statistic(sums), level=level)


def resampled(counts: Any, *, resamples: int = RESAMPLES, seed: int = SEED) -> Vector | None:
    """Sums of the rows of each resample, of shape ``(resamples, columns)``; None under two rows.

    ``counts`` is an array, or a sparse one of scipy.
    """
    units = counts.shape[0]
    if units < 2:
        return None
    kept = units * resamples <= 10 * _AT_ONCE
    draws = _kept(units, resamples, seed) if kept else _drawn(units, resamples, seed)
    return np.concatenate([some.astype(np.float64) @ counts for some in draws])


def bounds(values: Vector, *, level: float = LEVEL) -> Interval | None:
    """The interval of one statistic's values in the resamples; None where none is defined."""
    values = values[~np.isnan(values)]
    if not values.size:
        return None
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), values.size)


@lru_cache(maxsize=8)
def _kept(units: int, resamples: int, seed: int) -> tuple[Draws, ...]:
    return tuple(_drawn(units, resamples, seed))


def _drawn(units: int, resamples: int, seed: int) -> Iterator[Draws]:
    """How often each unit is drawn, a row a resample, some rows at a time; a row adds up to ``units``.

    No unit is drawn more than 255 times: in n draws out of n that has a probability below 1e-500.
    """
    stream = np.random.RandomState(seed)
    height = max(1, _AT_ONCE // units)
    for first in range(0, resamples, height):
        draws = np.empty((min(height, resamples - first), units), dtype=np.uint8)
        for row in draws:
            # Uniform numbers, not whole ones: their stream is the same on every platform.
            chosen = (stream.random_sample(units) * units).astype(np.intp)
            row[:] = np.bincount(chosen, minlength=units)
        yield draws
