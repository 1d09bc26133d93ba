"""Whether two systems differ: approximate randomisation, and a paired bootstrap of the difference.

If the two were alike, it would not matter whose answer is whose. So in each of many trials the answers
to each document are swapped or not, by a coin; p is the share of trials whose difference is at least
as great as the one found (Noreen 1989; Yeh 2000), counted with the one found itself, so never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from retold.metrics.bootstrap import LEVEL, RESAMPLES, SEED, Interval, bounds, resampled
from retold.metrics.ratios import Vector, single
from retold.metrics.scores.challenge import TITLE, Pair, figures, tally
from retold.metrics.scores.compared import Compared
from retold.metrics.scores.measured import grouped, units
from retold.metrics.scores.page import Page
from retold.metrics.scores.scoring import UNSAID, paired, said, task_of, unit_of
from retold.metrics.scores.sums import Counted, Figures, Key, Meaning, Sums, counts_in
from retold.metrics.scores.tasks import count

TRIALS = 9999
"""Trials; with them the smallest p is 0.0001."""
_AT_ONCE = 1000


@dataclass(frozen=True)
class Difference:
    """One figure of both systems: ``difference`` is b - a; p is two-sided."""

    a: float | None
    b: float | None
    difference: float | None
    interval: Interval | None
    p: float | None


@dataclass(frozen=True)
class MeasureDifferences:
    """One measure: what was swapped and resampled, and each figure."""

    title: str
    unit: str
    units: int
    figures: Mapping[str, Difference]


@dataclass(frozen=True)
class Comparison:
    """Two systems on one task."""

    task: str
    documents: int
    trials: int
    resamples: int
    level: float
    seed: int
    measures: Mapping[str, MeasureDifferences]
    left_out: Mapping[str, str]


def compare(
    task: str, gold: Sequence[Page], a: Sequence[Page], b: Sequence[Page], *, trials: int = TRIALS
) -> Comparison:
    """Compares two systems on the same gold. Raises ValueError as ``score`` does."""
    row = task_of(task)
    left, right = Compared(paired(gold, a)), Compared(paired(gold, b))
    unit = unit_of(len(left.pages))
    able = {"A": said(row, left), "B": said(row, right)}
    found = {
        measure.name: _measure(
            measure.title,
            _side_by_side(count(measure, left, unit), count(measure, right, unit)),
            measure.figures,
            trials,
        )
        for measure in row.measures
        if all(measure.name in names for names in able.values())
    }
    left_out = {
        measure.name: f"of {' and '.join(lacking)}, {UNSAID}"
        for measure in row.measures
        if (lacking := [system for system, names in able.items() if measure.name not in names])
    }
    return Comparison(row.name, len(left.pages), trials, RESAMPLES, LEVEL, SEED, found, left_out)


def compare_pairs(
    task: str, pairs: Sequence[Pair], a: Sequence[Page], b: Sequence[Page], *, trials: int = TRIALS
) -> Comparison:
    """Compares two systems on items of the challenge set, which are swapped whole."""
    left, right = (tally(pairs, {page.id: page for page in pages}) for pages in (a, b))
    both = replace(_side_by_side(left, right), unit="item")
    found = {"challenge": _measure(TITLE, both, figures, trials)}
    return Comparison(task, 2 * len(pairs), trials, RESAMPLES, LEVEL, SEED, found, {})


@dataclass(frozen=True)
class _Both:
    """The counts of both systems, over the same columns and the same things that are swapped."""

    unit: str
    columns: Mapping[Key, int]
    a: Vector
    b: Vector
    meaning: Meaning | None


def _side_by_side(a: Counted, b: Counted) -> _Both:
    places = sorted({*a.places, *b.places})
    kind, numbers = units(places)
    keys = {key: n for n, key in enumerate(sorted({*a.columns, *b.columns}))}
    rows = {place: n for n, place in enumerate(places)}
    tables = []
    for counted in (a, b):
        table = np.zeros((len(places), len(keys)))
        chosen = [rows[place] for place in counted.places]
        table[np.ix_(chosen, [keys[key] for key in counted.columns])] = counted.table
        tables.append(grouped(table, numbers))
    return _Both(kind, keys, tables[0], tables[1], a.meaning)


def _measure(
    title: str, both: _Both, figures: Callable[[Sums], Figures], trials: int
) -> MeasureDifferences:
    def of(table: Vector) -> Figures:
        return figures(counts_in(both.columns, table, both.meaning))

    totals = [table.sum(axis=0, keepdims=True) for table in (both.a, both.b)]
    values = [of(total) for total in totals]
    samples = [resampled(table) for table in (both.a, both.b)]
    drawn = [None if sums is None else of(sums) for sums in samples]
    ranks = _ranks(both, of, trials)
    found = {}
    for name in values[0]:
        a, b = single(values[0][name]), single(values[1][name])
        defined = a is not None and b is not None
        spread = None
        if defined and drawn[0] is not None and drawn[1] is not None:
            spread = bounds(drawn[1][name] - drawn[0][name])
        found[name] = Difference(
            a,
            b,
            b - a if a is not None and b is not None else None,
            spread,
            (ranks[name].beyond + 1) / (ranks[name].trials + 1) if defined else None,
        )
    return MeasureDifferences(title, both.unit, len(both.a), found)


@dataclass
class _Rank:
    """In how many trials a figure has a value on both sides, and in how many of them the difference is
    at least the one that was found.
    """

    trials: int = 0
    beyond: int = 0


def _ranks(both: _Both, of: Callable[[Vector], Figures], trials: int) -> dict[str, _Rank]:
    """Figure by figure. Trials without a value say nothing, as resamples without one do."""
    a, b = (table.sum(axis=0, keepdims=True) for table in (both.a, both.b))
    seen = {name: np.abs(v - of(b)[name]) for name, v in of(a).items()}
    ranks = {name: _Rank() for name in seen}
    stream = np.random.RandomState(SEED)
    change = both.b - both.a
    for first in range(0, trials, _AT_ONCE):
        size = (min(_AT_ONCE, trials - first), len(change))
        swapped = (stream.random_sample(size) < 0.5).astype(float) @ change
        left, right = of(a + swapped), of(b - swapped)
        for name, rank in ranks.items():
            found = np.abs(left[name] - right[name])
            rank.trials += int((~np.isnan(found)).sum())
            # a difference that is the same but for rounding is as great
            rank.beyond += int((found >= seen[name] - 1e-12).sum())
    return ranks
