"""Kappa and alpha against published tables and other libraries."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from random import Random

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from retold.metrics.agreement import (
    alpha_table,
    alphas,
    cohen_kappa,
    kappa_table,
    kappas,
    nominal_alpha,
)

unhurried = settings(deadline=None)  # a busy machine
LABELS = "abcd"
pairs = st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), max_size=30)


def tables(most: int = 12) -> st.SearchStrategy[list[list[str | None]]]:
    """Units of two to five annotators, with missing values."""
    value = st.sampled_from([*LABELS, None])
    return st.integers(2, 5).flatmap(
        lambda m: st.lists(st.lists(value, min_size=m, max_size=m), max_size=most)
    )


def spread(table: list[list[int]]) -> list[tuple[int, int]]:
    """The pairs that a contingency table counts."""
    return [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        # Cohen 1960, p. 45, table 2b
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
        # Artstein and Poesio 2008, p. 558 and 568: statements, requests, checks
        ([[20, 20], [10, 50]], 0.348),
        ([[46, 0, 0], [6, 32, 6], [0, 0, 10]], 0.801),
    ],
)
def test_published_kappas(table: list[list[int]], kappa: float) -> None:
    found = cohen_kappa(spread(table))
    assert found is not None
    assert round(found, 3) == kappa


def columns(*observers: str) -> list[list[str | None]]:
    """Units from one line of values an observer; ``*`` is a missing one."""
    return [[None if v == "*" else v for v in unit] for unit in zip(*observers, strict=True)]


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        # Krippendorff 2011, section C: 4 observers, 12 units, missing values
        (columns("123321412***", "1233224125*3", "*3332342251*", "12332441251*"), 0.743),
        # Krippendorff 1980, p. 133: two observers; p. 139: three
        (columns("0100000010", "0110010100"), 0.095),
        (columns("112412132", "122442232", "122442332"), 0.642),
        # Artstein and Poesio 2008, p. 568
        (spread([[46, 0, 0], [6, 32, 6], [0, 0, 10]]), 0.800),
    ],
)
def test_published_alphas(units: Sequence[Sequence[str | None]], alpha: float) -> None:
    found = nominal_alpha(units)
    assert found is not None
    assert abs(found - alpha) <= 0.0006


def test_undefined_is_none() -> None:
    assert cohen_kappa([]) is None
    assert cohen_kappa([("a", "a")] * 5) is None
    assert nominal_alpha([]) is None
    assert nominal_alpha([("a", "a"), ("a", "a")]) is None
    assert nominal_alpha([("a", None), (None, "b")]) is None


def test_disagreement_in_all_is_below_chance() -> None:
    assert cohen_kappa([("a", "b"), ("b", "a")]) == -1
    # Do = 1; of the 12 ordered pairs of 4 values 8 differ: De = 2/3
    assert nominal_alpha([("a", "b"), ("b", "a")]) == pytest.approx(-0.5)


@unhurried
@given(pairs)
def test_kappa_as_in_scikit_learn(found: list[tuple[str, str]]) -> None:
    first, second = [a for a, _ in found], [b for _, b in found]
    ours = cohen_kappa(found)
    if not found or len({*first, *second}) == 1:
        assert ours is None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert ours == pytest.approx(cohen_kappa_score(first, second))


@unhurried
@given(tables())
def test_alpha_as_in_krippendorff(units: list[list[str | None]]) -> None:
    pairable = [unit for unit in units if len(unit) - unit.count(None) > 1]
    ours = nominal_alpha(units)
    if len({value for unit in pairable for value in unit} - {None}) < 2:
        assert ours is None
        return
    data = [[np.nan if v is None else LABELS.index(v) for v in unit] for unit in pairable]
    theirs = krippendorff.alpha(np.array(data).T, level_of_measurement="nominal")
    assert ours == pytest.approx(theirs)


@unhurried
@given(pairs, st.randoms())
def test_kappa_is_symmetric_and_knows_no_order(found: list[tuple[str, str]], chance: Random) -> None:
    shuffled = [(b, a) for a, b in found]
    chance.shuffle(shuffled)
    assert cohen_kappa(shuffled) == pytest.approx(cohen_kappa(found))


@unhurried
@given(tables(), st.randoms())
def test_alpha_knows_no_order_of_units_or_annotators(
    units: list[list[str | None]], chance: Random
) -> None:
    turned = [unit[::-1] for unit in units]
    chance.shuffle(turned)
    assert nominal_alpha(turned) == pytest.approx(nominal_alpha(units))


@unhurried
@given(st.lists(st.sampled_from(LABELS)), st.integers(2, 4))
def test_equal_annotators_agree(labels: list[str], annotators: int) -> None:
    expected = 1.0 if len(set(labels)) > 1 else None
    assert cohen_kappa((label, label) for label in labels) == expected
    assert nominal_alpha([label] * annotators for label in labels) == expected


@unhurried
@given(st.lists(pairs, min_size=1, max_size=4))
def test_counts_of_documents_add_up(documents: list[list[tuple[str, str]]]) -> None:
    together = [pair for found in documents for pair in found]
    rows = np.repeat(np.arange(len(documents)), [len(found) for found in documents])
    numbers = np.array([[LABELS.index(v) for v in pair] for pair in together], dtype=int).reshape(-1, 2)
    shape = (len(documents), len(LABELS))
    by_kappa = kappa_table(numbers[:, 0], numbers[:, 1], rows, shape).toarray()
    by_alpha = alpha_table(numbers, rows, shape).toarray()
    for found, of_kappa, of_alpha in zip(documents, by_kappa, by_alpha, strict=True):
        of_row = [kappas(of_kappa), alphas(of_alpha)]
        assert of_row == pytest.approx(expected(found), nan_ok=True)
    whole = [kappas(by_kappa.sum(axis=0)), alphas(by_alpha.sum(axis=0))]
    assert whole == pytest.approx(expected(together), nan_ok=True)


def expected(found: list[tuple[str, str]]) -> list[float]:
    values = [cohen_kappa(found), nominal_alpha(found)]
    return [np.nan if value is None else value for value in values]
