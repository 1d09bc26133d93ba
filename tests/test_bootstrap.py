"""Bootstrap intervals: always the same, as wide as they must be, and over counts alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.metrics import bootstrap
from retold.metrics.bootstrap import interval
from retold.metrics.matching import EXACT, Item, count, f1_scores
from retold.metrics.ratios import Vector, ratio

# Printed once by this code; the last test draws and counts again without it.

unhurried = settings(deadline=None)  # the first example imports scipy
BOUNDS = pytest.approx(0.411958070675), pytest.approx(0.610342819972)


def share(counts: Vector) -> Vector:
    """The first column's part of both."""
    return ratio(counts[..., 0], counts.sum(-1))


def test_the_same_bounds_for_ever() -> None:
    """RandomState's stream does not change between versions of numpy, nor may these bounds."""
    counts = np.array([[n**2, 100.0 + n] for n in range(20)])
    found = interval(counts, share)
    assert found == interval(counts, share)
    assert found is not None
    assert (found.low, found.high, found.resamples) == (BOUNDS[0], BOUNDS[1], 1000)
    other = interval(counts, share, seed=1, level=0.5, resamples=200)
    assert other is not None
    assert found.low < other.low < other.high < found.high
    assert other.resamples == 200


def test_draws_taken_a_few_at_a_time_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where they are too many to be kept."""
    counts = np.array([[n % 7, 100.0 + n] for n in range(50)])
    whole = bootstrap.resampled(counts, resamples=40, seed=5)
    monkeypatch.setattr(bootstrap, "_AT_ONCE", 160)
    pieces = bootstrap.resampled(counts, resamples=40, seed=5)
    assert whole is not None and pieces is not None
    assert whole.tolist() == pieces.tolist()
    shapes = [draws.shape for draws in bootstrap._drawn(50, 40, 5)]
    assert shapes == [(3, 50)] * 13 + [(1, 50)]


def test_as_wide_as_the_normal_approximation() -> None:
    """p = 0.3 of 400 units: 1.96 standard errors are 0.045."""
    counts = np.array([[1.0, 0.0]] * 120 + [[0.0, 1.0]] * 280)
    found = interval(counts, share)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.255, 0.345), abs=0.006)


def test_no_interval_of_one_unit_or_of_nothing() -> None:
    assert interval(np.array([[3.0, 1.0]]), share) is None
    assert interval(np.zeros((0, 2)), share) is None
    assert interval(np.zeros((5, 2)), share) is None


def test_resamples_without_a_value_are_left_out_and_counted() -> None:
    """One of three units has all; (2/3)**3 = 30 % of the resamples miss it."""
    found = interval(np.array([[1.0, 1.0], [0.0, 0.0], [0.0, 0.0]]), share)
    assert found is not None
    assert (found.low, found.high) == (0.5, 0.5)
    assert 650 < found.resamples < 750


@unhurried
@given(
    st.lists(st.tuples(st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5))), min_size=2, max_size=6)
)
def test_as_if_every_resample_were_matched_again(documents: list[tuple[set[int], set[int]]]) -> None:
    """Each document as often as it is drawn, its items matched anew, against sums of counts."""
    counted = [
        count(*([Item(((at, at + 1),)) for at in marked] for marked in document), EXACT)
        for document in documents
    ]
    table = np.array([[c.matched, c.only_a, c.only_b] for c in counted], dtype=float)
    drawn: list[Vector] = []

    def watched(sums: Vector) -> Vector:
        drawn.append(sums)
        return f1_scores(sums)

    found = interval(table, watched, resamples=20, seed=7)
    stream = np.random.RandomState(7)
    again = []
    for sums in drawn[0]:
        chosen = [documents[int(u * len(documents))] for u in stream.random_sample(len(documents))]
        a, b = (
            [Item(((s + 10 * n, s + 10 * n + 1),)) for n, d in enumerate(chosen) for s in sorted(d[x])]
            for x in (0, 1)
        )
        counts = count(a, b, EXACT)
        assert [counts.matched, counts.only_a, counts.only_b] == list(sums)
        again.append(counts.f1)
    values = [value for value in again if value is not None]
    if not values:
        assert found is None
    else:
        assert found is not None
        assert (found.low, found.high) == pytest.approx(tuple(np.quantile(values, [0.025, 0.975])))
        assert found.resamples == len(values)
