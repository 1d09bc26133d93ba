"""Agreement on labels beyond chance: Cohen's kappa and Krippendorff's alpha, both nominal.

Each coefficient is a function of counts that add up over documents: ``..._table`` gives a row of
counts for each document, or for whatever the rows are, and the plural gives the coefficient of each row
of an array. The labels are any values; None is a missing one. Tables are made of numbers of labels, -1
for a missing one, and are sparse: of thousands of labels a document has a few.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from retold.metrics.marks import Integers
from retold.metrics.ratios import Vector, ratio, single

Label = Hashable
Table = Any
"""A ``scipy.sparse.csr_array``, which has no types."""


def kappa_table(first: Integers, second: Integers, rows: Integers, shape: tuple[int, int]) -> Table:
    """``[agreeing pairs, the first's uses of each label..., the second's...]`` of each row.

    ``first`` and ``second`` have the two labels of each pair, ``rows`` its row; ``shape`` is how many
    rows and how many labels there are.
    """
    size, labels = shape
    agreed = first == second
    columns = [np.zeros(int(agreed.sum()), dtype=np.int64), 1 + first, 1 + labels + second]
    found = np.concatenate([rows[agreed], rows, rows])
    return _sparse(np.ones(len(found)), found, np.concatenate(columns), (size, 1 + 2 * labels))


def kappas(counts: Vector) -> Vector:
    """Kappa of each row of a ``kappa_table``, made dense; NaN where it is undefined."""
    first, second = np.split(counts[..., 1:], 2, axis=-1)
    n = first.sum(-1)
    by_chance = (first * second).sum(-1)
    return ratio(n * counts[..., 0] - by_chance, n**2 - by_chance)


def cohen_kappa(pairs: Iterable[tuple[Label, Label]]) -> float | None:
    """Cohen's kappa of two annotators (Cohen 1960): ``(Ao - Ae) / (1 - Ae)``.

    ``pairs`` holds the two labels of each record. None where it is undefined: without records, or
    where both use one and the same label only, so that no disagreement can be expected.
    """
    numbers, labels = _numbered(list(pairs), 2)
    rows = np.zeros(len(numbers), dtype=np.int64)
    return single(kappas(kappa_table(numbers[:, 0], numbers[:, 1], rows, (1, labels)).toarray()))


def alpha_table(units: Integers, rows: Integers, shape: tuple[int, int]) -> Table:
    """``[agreement, self-pairs, uses of each label...]`` of the values of each row that can be paired.

    ``units`` has a line for each unit and a column for each annotator. Each unit of ``m`` values adds
    its agreeing ordered pairs over ``m - 1``, as in Krippendorff's matrix of coincidences. A unit of
    fewer than two values adds nothing. ``rows`` and ``shape`` are as in ``kappa_table``.
    """
    size, labels = shape
    there = units >= 0
    values = there.sum(axis=1)
    agreeing = np.zeros(len(units))
    for x, y in combinations(range(units.shape[1]), 2):
        agreeing += 2 * (there[:, x] & (units[:, x] == units[:, y]))
    pairable = there & (values > 1)[:, None]
    line, annotator = np.nonzero(pairable)
    used = rows[line]
    columns = [np.zeros(len(units), dtype=np.int64), np.ones(len(used), dtype=np.int64)]
    columns.append(2 + units[line, annotator])
    amounts = np.concatenate([agreeing / np.maximum(values - 1, 1), np.ones(2 * len(used))])
    found = np.concatenate([rows, used, used])
    return _sparse(amounts, found, np.concatenate(columns), (size, 2 + labels))


def alphas(counts: Vector) -> Vector:
    """Alpha of each row ``[agreement, self-pairs, total of each label...]``; NaN if undefined.

    With the totals ``n_c`` of ``n`` values, expected disagreement is that of any two values that
    can be drawn together: ``n² - Σ n_c²`` pairs differ, of ``n² - self-pairs``. A value is never
    drawn with itself; in unitising, no character with another of its own unit.
    """
    agreement, selves, totals = counts[..., 0], counts[..., 1], counts[..., 2:]
    n = totals.sum(-1)
    differing = n**2 - (totals**2).sum(-1)
    return 1 - ratio((n - agreement) * (n**2 - selves), n * differing)


def nominal_alpha(units: Iterable[Sequence[Label | None]]) -> float | None:
    """Krippendorff's alpha for nominal data: ``1 - Do / De`` (Krippendorff 2011).

    Each unit holds the values of any number of annotators, None where one is missing. None where
    alpha is undefined: no unit has two values, or only one label is used, so that expected
    disagreement is 0.
    """
    found = list(units)
    numbers, labels = _numbered(found, max(map(len, found), default=0))
    rows = np.zeros(len(numbers), dtype=np.int64)
    return single(alphas(alpha_table(numbers, rows, (1, labels)).toarray()))


def _numbered(units: Sequence[Sequence[Label | None]], width: int) -> tuple[Integers, int]:
    """The values of units as numbers, and how many there are."""
    number: dict[Label | None, int] = {None: -1}
    # what is missing at the end of a unit is missing like anything else
    whole = (u if len(u) == width else [*u, *[None] * (width - len(u))] for u in units)
    flat = [number.setdefault(value, len(number) - 1) for unit in whole for value in unit]
    return np.array(flat, dtype=np.int64).reshape(len(units), width), len(number) - 1


def _sparse(amounts: Vector, rows: Integers, columns: Integers, shape: tuple[int, int]) -> Table:
    from scipy.sparse import coo_array

    return coo_array((amounts, (rows, columns)), shape).tocsr()
