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
from retold.metrics.marks import Flags, Integers, stretches
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


class Units(NamedTuple):
    """One annotator's units in many continua, as columns; a category is its number."""

    continua: Integers
    starts: Integers
    ends: Integers
    categories: Integers


class Line(NamedTuple):
    """Many continua one behind the other: where each begins, and behind them the end; their blocks."""

    shift: Integers
    blocks: Integers


def without_overlap(units: Units, categories: Sequence[str]) -> Units:
    """The ``outermost`` units of each continuum, by place; ``categories`` are sorted."""
    width = 1 + int(units.ends.max(initial=0))
    starts, ends = (units.continua * width + place for place in (units.starts, units.ends))
    order = np.lexsort((units.categories, -ends, starts))
    starts, ends = starts[order], ends[order]
    stretch = stretches(starts, ends)
    first = np.flatnonzero(np.diff(stretch, prepend=-1))
    # where the first one reaches to the end of all, they are inside it
    covered = np.zeros(len(first), dtype=bool)
    if len(first):
        covered = ends[first] == np.maximum.reduceat(ends, first)
    others = ~covered[stretch]
    found = [
        (units.continua[rows[0]], unit.start, unit.end, categories.index(unit.category))
        for rows in _split(order[others], stretch[others])
        for unit in outermost(
            Unit(int(units.starts[n]), int(units.ends[n]), categories[units.categories[n]]) for n in rows
        )
    ]
    more = np.array(found, dtype=np.int64).reshape(-1, 4).T
    tops = order[first[covered]]
    kept = [np.concatenate([c[tops], rest]) for c, rest in zip(units, more, strict=True)]
    by_place = np.lexsort((kept[1], kept[0]))
    return Units(*(column[by_place] for column in kept))


def _split(rows: Integers, groups: Integers) -> list[Integers]:
    """Rows by the groups that they are in, which rise."""
    return np.split(rows, np.flatnonzero(np.diff(groups)) + 1) if len(rows) else []


def counts_of_blocks(
    annotators: Sequence[Units], there: Sequence[Flags], line: Line, categories: int
) -> Vector:
    """One row a block, as ``unitizing_counts`` has them, of many continua at once.

    ``annotators`` hold units without overlap; ``there`` says of which continua each has a say, two at
    least of each. What is counted is the same from one boundary to the next, so that is where counts
    are taken, and not at each character.
    """
    edges = [line.blocks, line.shift[-1:]]
    for units in annotators:
        edges += [line.shift[units.continua] + units.starts, line.shift[units.continua] + units.ends]
    places = np.sort(np.concatenate(edges), kind="stable")  # runs that are sorted: quick
    at = places[np.append(np.diff(places) > 0, False)]
    lengths = np.diff(np.append(at, line.shift[-1]))
    block = np.searchsorted(line.blocks, at, side="right") - 1
    continuum = np.searchsorted(line.shift, at, side="right") - 1
    codes, selves = zip(*(_at(units, line, at) for units in annotators), strict=True)
    says = [flags[continuum] for flags in there]
    several = np.sum(says, axis=0) - 1
    agreement = np.zeros(len(at))
    own = np.zeros(len(at))
    size, width = len(line.blocks), 1 + categories
    totals = np.zeros(size * width)
    for x, code in enumerate(codes):
        for y in range(x):
            agreement += 2 * (says[x] & says[y] & (code == codes[y]))
        own += says[x] * selves[x]
        totals += np.bincount(block * width + code, says[x] * lengths, size * width)
    columns = [np.bincount(block, lengths * c, size) for c in (agreement / several, own)]
    return np.concatenate([np.stack(columns, axis=1), totals.reshape(size, width)], axis=1)


def _at(units: Units, line: Line, at: Integers) -> tuple[Integers, Integers]:
    """What lies at places of the line: 0 for a gap, else one more than the category; how long it is."""
    if not len(units.starts):
        return np.zeros(len(at), dtype=np.int64), np.ones(len(at), dtype=np.int64)
    starts, ends = (line.shift[units.continua] + place for place in (units.starts, units.ends))
    unit = np.searchsorted(starts, at, side="right") - 1
    inside = (unit >= 0) & (at < ends[unit])
    return (
        np.where(inside, 1 + units.categories[unit], 0),
        np.where(inside, (ends - starts)[unit], 1),
    )


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
    names = sorted(categories)
    sides = []
    for units in annotators:
        for start, end, _ in units:
            if not 0 <= start < end <= length:
                raise ValueError(f"[{start}, {end}) is no part of a continuum of {length}")
        rows = [(0, start, end, names.index(category)) for start, end, category in units]
        columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
        sides.append(without_overlap(Units(*columns), names))
    line = Line(np.array([0, length]), np.array(blocks, dtype=np.int64))
    there = [np.array([True])] * len(sides)
    found = counts_of_blocks(sides, there, line, len(names))
    return found[:, [0, 1, 2, *(3 + names.index(category) for category in categories)]]


def unitizing_alpha(annotators: Sequence[Sequence[Unit]], length: int) -> float | None:
    """uα of any number of annotators of one continuum of ``length`` code points.

    None where it is undefined: expected disagreement is 0, because all of the continuum is gap, or
    all is of one category. Raises ValueError as ``unitizing_counts`` does.
    """
    categories = sorted({unit.category for units in annotators for unit in units})
    return single(alphas(unitizing_counts(annotators, length, categories)))
