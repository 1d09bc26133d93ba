"""Agreement on where units begin and end and of which category they are: unitising alpha.

This is the coefficient uα of the family in Krippendorff, Mathet, Bouvry and Widlöcher 2016 ("On
the reliability of unitizing textual continua: Further developments", Quality & Quantity 50), also
Krippendorff 2019 (Content Analysis, 4th ed., section 12.6), nominal. It takes the place of the
definition of 1995 and 2004, which its author found wrong for more than two annotators.

A continuum is a text in code points. What an annotator leaves out is gap. Where two annotators'
stretches of one category lie over each other, their characters agree; two characters are expected
to agree by chance as often as any two of the continuum that are not of one unit. Hence a boundary
counts by the characters that it moves; a unit split without a gap between its parts changes only
what is expected. With one category the coefficient says how well units are told from gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from retold.metrics.agreement import alphas
from retold.metrics.ratios import Vector, single


class Unit(NamedTuple):
    """A stretch ``[start, end)`` of the continuum, in code points."""

    start: int
    end: int
    category: str


def outermost(units: Iterable[Unit]) -> list[Unit]:
    """The units of one annotator made to share no character, by position.

    The earlier comes first, then the longer, then by category. A unit inside an earlier one is
    left out. One that crosses an earlier one is joined to it if they are of one category;
    otherwise it keeps what lies behind it.
    """
    kept: list[Unit] = []
    for start, end, category in sorted(units, key=lambda u: (u.start, -u.end, u.category)):
        free = kept[-1].end if kept else 0
        if end <= free:
            continue
        if start < free and kept[-1].category == category:
            kept[-1] = Unit(kept[-1].start, end, category)
        else:
            kept.append(Unit(max(start, free), end, category))
    return kept


def unitizing_counts(
    annotators: Sequence[Sequence[Unit]],
    length: int,
    categories: Sequence[str],
    blocks: Sequence[int] = (0,),
) -> Vector:
    """One row a block: ``[agreement, self-pairs, length of gaps, length of each category...]``.

    ``annotators`` holds the units of each, not yet made outermost; ``length`` is that of the
    continuum in code points; ``blocks`` are the starts of the parts for which rows are wanted, from
    0. Rows add up, over the blocks of a text and over texts. A unit adds its length to self-pairs
    with each of its characters, so that a block that holds a part of it counts that part. Raises
    ValueError for fewer than two annotators, for units outside the continuum, and for blocks that
    do not begin at 0 and rise.
    """
    if len(annotators) < 2:
        raise ValueError(f"agreement is of two annotators or more, not {len(annotators)}")
    if list(blocks) != sorted({0, *blocks}) or (length and blocks[-1] >= length):
        raise ValueError(f"blocks begin at 0, rise, and stay below {length}, not {list(blocks)}")
    if not length:
        return np.zeros((len(blocks), 3 + len(categories)))
    codes = np.zeros((len(annotators), length), dtype=np.intp)
    selves = np.ones((len(annotators), length))
    for number, units in enumerate(annotators):
        for start, end, category in outermost(units):
            if not 0 <= start < end <= length:
                raise ValueError(f"[{start}, {end}) is no part of a continuum of {length}")
            codes[number, start:end] = 1 + categories.index(category)
            selves[number, start:end] = end - start
    agreement = np.zeros(length)
    totals = []
    for code in range(1 + len(categories)):
        n = (codes == code).sum(axis=0)
        agreement += n * (n - 1) / (len(annotators) - 1)
        totals.append(n)
    columns = np.array([agreement, selves.sum(axis=0), *totals])
    return np.add.reduceat(columns, list(blocks), axis=1).T


def unitizing_alpha(annotators: Sequence[Sequence[Unit]], length: int) -> float | None:
    """uα of any number of annotators of one continuum of ``length`` code points.

    None where it is undefined: expected disagreement is 0, because all of the continuum is gap, or
    all is of one category. Raises ValueError as ``unitizing_counts`` does.
    """
    categories = sorted({unit.category for units in annotators for unit in units})
    return single(alphas(unitizing_counts(annotators, length, categories)))
