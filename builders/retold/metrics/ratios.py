"""Ratios of counts: NaN in arrays, None alone, where the denominator is 0.

Everything here is computed from counts that add up: a row of counts for each document (or
sentence), whose sum over any choice of rows is the row of that choice.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


def ratio(numerator: Vector, denominator: Vector) -> Vector:
    """Element by element; NaN where the denominator is 0. Both of one shape."""
    found = np.full(np.shape(denominator), np.nan)
    np.divide(numerator, denominator, out=found, where=denominator != 0)
    return found


def single(value: Vector) -> float | None:
    """The number in an array of one, or None for NaN."""
    number = float(value.item())
    return None if math.isnan(number) else number
