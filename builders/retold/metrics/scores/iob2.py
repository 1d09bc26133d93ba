"""Entities of IOB2 as CoNLL counts them: right if characters and type are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from retold.metrics.marks import Flags, Integers, on_one_line, stretches
from retold.metrics.ratios import Vector, ratio
from retold.metrics.scores.compared import TYPES, Compared, Mentions, Parts
from retold.metrics.scores.counting import Column, Measure, Tallies
from retold.metrics.scores.sums import Figures, Sums, mean, prf_of
from retold.ner import flat_names


class Entities(NamedTuple):
    """What IOB2 can say of the names of many pages: no two of a page share a character."""

    pages: Integers
    starts: Integers
    ends: Integers
    types: Integers


def entities(side: Mentions) -> Entities:
    """The outermost names, and of those that overlap the longer (``ner.flat_names``)."""
    names = side.of_level("name")
    starts, ends = on_one_line(names.marks)
    order = np.lexsort((-ends, starts))
    stretch = stretches(starts[order], ends[order])
    plain = _plain(names, starts[order], ends[order], order, stretch)
    tops = order[np.append(True, np.diff(stretch) > 0)[: len(order)] & plain[stretch]]
    others = order[~plain[stretch]]
    bounds = np.flatnonzero(np.diff(stretch[~plain[stretch]])) + 1
    found = [
        (names.marks.documents[rows[0]], start, end, TYPES.index(type))
        for rows in (np.split(others, bounds) if len(others) else ())
        for (start, end), type in flat_names([names.records[n] for n in names.in_order(rows.tolist())])
    ]
    assert names.marks.labels is not None
    columns = (names.marks.documents, *names.marks.extents, names.marks.labels)
    odd = np.array(found, dtype=np.int64).reshape(-1, 4).T
    return Entities(*(np.concatenate([c[tops], more]) for c, more in zip(columns, odd, strict=True)))


def _plain(
    names: Mentions, starts: Integers, ends: Integers, order: Integers, stretch: Integers
) -> Flags:
    """Of which stretches the first name, in one piece and without a double, covers all others."""
    first = np.flatnonzero(np.append(True, np.diff(stretch) > 0)[: len(order)])
    found: Flags = names.marks.pieces[order[first]] == 1
    if len(first):
        found &= ends[first] == np.maximum.reduceat(ends, first)
    double = np.flatnonzero((np.diff(starts) == 0) & (np.diff(ends) == 0) & (np.diff(stretch) == 0))
    found[stretch[double[np.isin(double, first)]]] = False
    return found


def by_sentence(found: Entities, parts: Parts) -> tuple[Entities, Integers]:
    """A fragment for each sentence that an entity touches, by place; and the sentences."""
    first = parts.at(found.pages, found.starts)
    times = parts.at(found.pages, found.ends - 1) - first + 1
    rows = np.repeat(np.arange(len(times)), times)
    before = np.arange(len(rows)) - (np.cumsum(times) - times)[rows]
    number = first[rows] + before
    pages, starts, ends, types = (column[rows] for column in found)
    later, earlier = before > 0, before < times[rows] - 1
    starts[later] = parts.starts[number[later]] - parts.shift[pages[later]]
    ends[earlier] = parts.starts[number[earlier] + 1] - parts.shift[pages[earlier]]
    order = np.lexsort((starts, pages))
    split = (column[order] for column in (pages, starts, ends, types))
    return Entities(*split), number[order]


def _iob2(compared: Compared) -> Tallies:
    gold, ours = by_sentence(entities(compared.gold), compared.parts)
    answer, theirs = by_sentence(entities(compared.answers), compared.parts)
    nothing = np.full(len(ours), -1), np.full(len(theirs), -1)
    right = np.where(_among(gold, answer), gold.types, -1)

    def column(name: str, *numbers: Integers) -> Column:
        return Column([(name, type) for type in TYPES], np.concatenate(numbers))

    return Tallies(
        np.concatenate([ours, theirs]),
        [
            column("gold", gold.types, nothing[1]),
            column("correct", right, nothing[1]),
            column("answer", nothing[0], answer.types),
        ],
    )


def _among(some: Entities, others: Entities) -> Flags:
    """Which of some entities are among others, which stand by page and place."""
    if not len(others.pages):
        return np.zeros(len(some.pages), dtype=bool)
    width = 1 + max(int(e.starts.max(initial=0)) for e in (some, others))
    places = others.pages * width + others.starts
    wanted = some.pages * width + some.starts
    at = np.minimum(np.searchsorted(places, wanted), len(places) - 1)
    found: Flags = places[at] == wanted
    found &= (others.ends[at] == some.ends) & (others.types[at] == some.types)
    return found


def _iob2_figures(sums: Sums) -> Figures:
    types = sorted({*sums.second("gold"), *sums.second("answer")})
    every = [_iob2_of(sums, [type]) for type in types]
    found = _iob2_of(sums, types)
    there = [sums["gold", type] + sums["answer", type] > 0 for type in types]
    weights = [sums["gold", type] for type in types]
    nothing = sums.over(())
    for name in ("precision", "recall", "f1"):
        # seqeval counts a type without answers, or without gold, as 0; one with neither is no type
        values = [np.nan_to_num(figures[name]) for figures in every]
        every_one = [np.where(is_there, v, np.nan) for v, is_there in zip(values, there, strict=True)]
        found[f"macro.{name}"] = mean(every_one) if types else np.nan + found[name]
        weighted = sum((v * w for v, w in zip(values, weights, strict=True)), start=nothing)
        found[f"weighted.{name}"] = ratio(weighted, sum(weights, start=nothing))
    return found


def _iob2_by_type(sums: Sums) -> Mapping[str, Figures]:
    types = sorted({*sums.second("gold"), *sums.second("answer")})
    return {type: _iob2_of(sums, [type]) for type in types}


def _iob2_of(sums: Sums, types: Sequence[str]) -> dict[str, Vector]:
    correct, gold, answer = (
        sums.over((key, type) for type in types) for key in ("correct", "gold", "answer")
    )
    return prf_of(ratio(correct, answer), ratio(correct, gold))


IOB2 = Measure(
    "iob2",
    "outermost names as IOB2 entities",
    _iob2,
    _iob2_figures,
    breakdown=_iob2_by_type,
)
