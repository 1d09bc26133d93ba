"""Percentile bootstrap intervals (Efron and Tibshirani 1993, chapter 13) over additive counts.

What is resampled, documents or sentences, is the rows of an array; a statistic is a function of
their sum. So nothing is matched again: 1000 resamples are one product of matrices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retold.metrics.ratios import Vector

RESAMPLES = 1000
LEVEL = 0.95
SEED = 20130614
"""Any fixed number does."""


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


def resampled(counts: Vector, *, resamples: int = RESAMPLES, seed: int = SEED) -> Vector | None:
    """Sums of the rows of each resample, of shape ``(resamples, columns)``; None under two rows."""
    return None if len(counts) < 2 else _draws(len(counts), resamples, seed) @ counts


def bounds(values: Vector, *, level: float = LEVEL) -> Interval | None:
    """The interval of one statistic's values in the resamples; None where none is defined."""
    values = values[~np.isnan(values)]
    if not values.size:
        return None
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), values.size)


@lru_cache(maxsize=4)
def _draws(units: int, resamples: int, seed: int) -> NDArray[np.float64]:
    """How often each unit is drawn, of shape ``(resamples, units)``; each row adds up to ``units``."""
    stream = np.random.RandomState(seed)
    draws = np.empty((resamples, units))
    for row in draws:
        # Uniform numbers, not whole ones: their stream is the same on every platform.
        drawn = (stream.random_sample(units) * units).astype(np.intp)
        row[:] = np.bincount(drawn, minlength=units)
    draws.flags.writeable = False
    return draws
