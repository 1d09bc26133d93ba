"""Mentions found: the four schemes of SemEval-2013 task 9.1.

The schemes (Segura-Bedmar, Martínez and Herrero-Zazo 2013; the counts are MUC-5's, Chinchor and
Sundheim 1993): an answer that shares a character with a mention of gold is paired with it, one to
one. *strict*: same characters and type; *exact*: same characters; *partial*: any overlap, half where
it is no more; *type*: any overlap with the same type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from retold.metrics.marks import Flags, Integers
from retold.metrics.matching import PARTIAL
from retold.metrics.pairing import alike, pairs
from retold.metrics.ratios import Vector, ratio
from retold.metrics.scores.compared import TYPES, Compared, Mentions
from retold.metrics.scores.counting import Column, Measure, Tallies
from retold.metrics.scores.sums import Figures, Key, Sums, prf_of
from retold.model import Level

SCHEMES = ("strict", "exact", "partial", "type")
OUTCOMES = ("correct", "incorrect", "partial", "missed", "spurious")
"""Under gold's type, but for the last."""
RIGHT = "right_answers"
"""What the system's mentions are worth, under their own type."""

_WORTH = {"correct": 1.0, "partial": 0.5}
"""What an answer is worth; all other outcomes nothing."""
_EVENTS = {
    "same_typed": ("correct", "correct", "correct", "correct"),
    "same": ("incorrect", "correct", "correct", "incorrect"),
    "overlap_typed": ("incorrect", "incorrect", "partial", "correct"),
    "overlap": ("incorrect", "incorrect", "partial", "incorrect"),
    "missed": ("missed", "missed", "missed", "missed"),
    "spurious": ("spurious", "spurious", "spurious", "spurious"),
}
"""What can become of a mention -> its outcome in each scheme."""


@dataclass(frozen=True)
class Pairing:
    """Mentions of gold beside those of the answers that they are paired with: every mention once.

    ``ours`` and ``theirs`` are rows of the two sides, -1 where there is none; ``same`` is whether both
    cover the same characters.
    """

    gold: Mentions
    answers: Mentions
    ours: Integers
    theirs: Integers
    same: Flags

    @classmethod
    def of(cls, gold: Mentions, answers: Mentions) -> Pairing:
        """Mentions that share a character, one to one, and behind them those without another."""
        found = pairs(gold.marks, answers.marks, PARTIAL, (gold.in_order, answers.in_order))
        sizes = len(gold.records), len(answers.records)
        alone = [_without(size, rows) for size, rows in zip(sizes, found.T, strict=True)]
        nobody = [np.full(len(rows), -1) for rows in alone]
        same = np.zeros(len(found) + sum(map(len, alone)), dtype=bool)
        same[: len(found)] = alike(gold.marks, answers.marks, found)
        ours = np.concatenate([found[:, 0], alone[0], nobody[1]])
        theirs = np.concatenate([found[:, 1], nobody[0], alone[1]])
        return cls(gold, answers, ours, theirs, same)

    @cached_property
    def types(self) -> tuple[Integers, Integers]:
        """Gold's type and the system's, as numbers; -1 where there is no mention."""
        return _at(self.gold.marks.labels, self.ours), _at(self.answers.marks.labels, self.theirs)

    @property
    def parts(self) -> Integers:
        """Where each is counted: where gold's mention begins, else the system's."""
        ours, theirs = _at(self.gold.parts, self.ours), _at(self.answers.parts, self.theirs)
        return np.where(ours < 0, theirs, ours)


def _without(size: int, rows: Integers) -> Integers:
    there = np.ones(size, dtype=bool)
    there[rows] = False
    return np.flatnonzero(there)


def _at(values: Integers | None, rows: Integers) -> Integers:
    """The values of some rows; -1 for none."""
    assert values is not None
    return np.append(values, -1)[rows]


def _of_level(level: Level) -> Callable[[Compared], Tallies]:
    def count(compared: Compared) -> Tallies:
        found = Pairing.of(compared.gold.of_level(level), compared.answers.of_level(level))
        ours, theirs = found.types
        event = np.where(found.same, 0, 2) + np.where(ours == theirs, 0, 1)
        event[theirs < 0] = list(_EVENTS).index("missed")
        event[ours < 0] = list(_EVENTS).index("spurious")
        return Tallies(found.parts, [_column("gold", ours, event), _column("answer", theirs, event)])

    return count


def _column(side: str, types: Integers, events: Integers) -> Column:
    keys = [(side, type, event) for type in TYPES for event in _EVENTS]
    return Column(keys, np.where(types < 0, -1, types * len(_EVENTS) + events))


def _meaning(key: Key) -> Iterator[tuple[Key, float]]:
    """What a mention of a side counts as: outcomes under gold's type, worth under the system's."""
    side, type, event = key
    for scheme, outcome in zip(SCHEMES, _EVENTS[event], strict=True):
        if side == "gold" or outcome == "spurious":
            yield (scheme, type, outcome), 1.0
        if side == "answer" and outcome in _WORTH:
            yield (scheme, type, RIGHT), _WORTH[outcome]
    if side == "answer":
        yield ("answers", type), 1.0


def _figures(sums: Sums) -> Figures:
    found: dict[str, Vector] = {}
    types = _types(sums)
    for scheme in SCHEMES:
        found |= _scheme(sums, scheme, types)
    return found


def _types(sums: Sums) -> list[str]:
    return sorted({type for first in (*SCHEMES, "answers") for type in sums.second(first)})


def _by_type(sums: Sums) -> Mapping[str, Figures]:
    return {
        type: {k: v for scheme in SCHEMES for k, v in _scheme(sums, scheme, [type]).items()}
        for type in _types(sums)
    }


def _scheme(sums: Sums, scheme: str, types: Sequence[str]) -> dict[str, Vector]:
    """Recall of gold's mentions of these types, precision of the system's.

    The two are about other mentions where a pair differs in type. A partial match is half of one.
    """
    n = {outcome: sums.over((scheme, type, outcome) for type in types) for outcome in (*OUTCOMES, RIGHT)}
    gold = n["correct"] + n["incorrect"] + n["partial"] + n["missed"]
    return prf_of(
        ratio(n[RIGHT], sums.over(("answers", type) for type in types)),
        ratio(n["correct"] + _WORTH["partial"] * n["partial"], gold),
        scheme,
    )


NAMES = Measure(
    "names",
    "names and values",
    _of_level("name"),
    _figures,
    breakdown=_by_type,
    meaning=_meaning,
)
NOMINALS = Measure("nominals", "nominals", _of_level("nominal"), _figures, meaning=_meaning)
