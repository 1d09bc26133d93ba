"""Agreement on labels beyond chance: Cohen's kappa and Krippendorff's alpha, both nominal.

Each coefficient is a function of counts that add up over documents: ``..._counts`` gives the row
of counts of some records, and the plural gives the coefficient of each row of an array. The labels
are any values; None is a missing one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from retold.metrics.ratios import Vector, ratio, single

Label = Hashable


def kappa_counts(pairs: Iterable[tuple[Label, Label]], labels: Sequence[Label]) -> Vector:
    """``[agreeing pairs, the first's uses of each label..., the second's...]``.

    ``labels`` names every label that occurs.
    """
    place = {label: number for number, label in enumerate(labels)}
    counts = np.zeros(1 + 2 * len(labels))
    for a, b in pairs:
        counts[0] += a == b
        counts[1 + place[a]] += 1
        counts[1 + len(labels) + place[b]] += 1
    return counts


def kappas(counts: Vector) -> Vector:
    """Kappa of each row of ``kappa_counts``; NaN where it is undefined."""
    first, second = np.split(counts[..., 1:], 2, axis=-1)
    n = first.sum(-1)
    by_chance = (first * second).sum(-1)
    return ratio(n * counts[..., 0] - by_chance, n**2 - by_chance)


def cohen_kappa(pairs: Iterable[tuple[Label, Label]]) -> float | None:
    """Cohen's kappa of two annotators (Cohen 1960): ``(Ao - Ae) / (1 - Ae)``.

    ``pairs`` holds the two labels of each record. None where it is undefined: without records, or
    where both use one and the same label only, so that no disagreement can be expected.
    """
    pairs = list(pairs)
    labels = list(dict.fromkeys(label for pair in pairs for label in pair))
    return single(kappas(kappa_counts(pairs, labels)))


def alpha_counts(units: Iterable[Sequence[Label | None]], labels: Sequence[Label]) -> Vector:
    """``[agreement, self-pairs, uses of each label...]`` of the values that can be paired.

    Each unit of ``m`` values adds its agreeing ordered pairs over ``m - 1``, as in Krippendorff's
    matrix of coincidences. A unit of fewer than two values adds nothing.
    """
    place = {label: number for number, label in enumerate(labels)}
    counts = np.zeros(2 + len(labels))
    for unit in units:
        values = Counter(value for value in unit if value is not None)
        m = values.total()
        if m < 2:
            continue
        for label, n in values.items():
            counts[0] += n * (n - 1) / (m - 1)
            counts[1] += n
            counts[2 + place[label]] += n
    return counts


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
    units = list(units)
    labels = list(dict.fromkeys(v for unit in units for v in unit if v is not None))
    return single(alphas(alpha_counts(units, labels)))
