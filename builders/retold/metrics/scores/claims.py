"""Casualty claims: aligned one to one so that most slots match, then scored slot by slot.

The alignment is that of the template tasks: of all ways to pair the claims of a document, the one
with the most right slots (MUC-4, Chinchor 1992; CEAF-REE, Du, Rush and Cardie 2021); then the one with
the most pairs whose evidence shares a character; then the earlier claims. Claims can be a pair if
their harm is the same or their evidence shares a character. A filled slot without a right
counterpart costs once, in recall (gold's) or in precision (the system's): so a claim that is
missing, made up or told twice costs as many slots as it fills.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from retold.metrics.matching import Item, shared
from retold.metrics.ratios import Vector
from retold.metrics.scores.page import Page
from retold.metrics.scores.slots import SLOTS
from retold.metrics.scores.sums import Figures, Measure, Sums, Tally, mean, prf
from retold.model import Casualty

Pair = tuple[Casualty | None, Casualty | None]


def align(gold: Sequence[Casualty], answer: Sequence[Casualty]) -> list[Pair]:
    """Pairs of claims of one document, and the claims without one: each claim once."""
    from scipy.optimize import linear_sum_assignment

    weights = np.zeros((len(gold), len(answer)))
    most = min(len(gold), len(answer))
    # one right slot counts more than all overlaps together, one overlap more than any order
    late = len(gold) * len(answer) * (len(gold) + len(answer)) + 1
    for i, ours in enumerate(gold):
        for j, theirs in enumerate(answer):
            right = sum(slot.right(ours, theirs) for slot in SLOTS)
            beside = shared(Item(ours.evidence), Item(theirs.evidence)) > 0
            if beside or (ours.harm == theirs.harm and ours.occurred == theirs.occurred):
                weights[i, j] = (right * (most + 1) + beside) * late - (i + j) + late
    rows, columns = linear_sum_assignment(weights, maximize=True)
    pairs = [(i, j) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]
    left, right_ones = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        *((gold[i], answer[j]) for i, j in pairs),
        *((claim, None) for i, claim in enumerate(gold) if i not in left),
        *((None, claim) for j, claim in enumerate(answer) if j not in right_ones),
    ]


def place_of(pair: Pair) -> int:
    """Where a pair is counted: where gold's evidence begins, else the system's."""
    claim = pair[0] or pair[1]
    assert claim is not None
    return claim.evidence[0][0]


def _slots(gold: Page, answer: Page) -> Iterator[Tally]:
    for pair in align(gold.casualties, answer.casualties):
        at = place_of(pair)
        ours, theirs = pair
        for slot in SLOTS:
            if ours and slot.filled(ours):
                yield Tally(("gold", slot.name), at)
            if theirs and slot.filled(theirs):
                yield Tally(("answer", slot.name), at)
            if ours and theirs and slot.right(ours, theirs):
                yield Tally(("correct", slot.name), at)
        whole = ours and theirs and all(slot.agree(ours, theirs) for slot in SLOTS)
        for side, claim in (("gold", ours), ("answer", theirs), ("correct", whole)):
            if claim:
                yield Tally((f"claims.{side}",), at)


def _figures(sums: Sums) -> Figures:
    def all_of(side: str) -> Vector:
        return sums.over((side, slot.name) for slot in SLOTS)

    claims = (sums["claims.correct",], sums["claims.gold",], sums["claims.answer",])
    each = [figures["f1"] for figures in _by_slot(sums).values()]
    return {
        **prf(all_of("correct"), all_of("gold"), all_of("answer"), "slots"),
        "slots.macro_f1": mean(each),
        **prf(*claims, "claims.exact"),
    }


def _by_slot(sums: Sums) -> Mapping[str, Figures]:
    return {
        slot.name: prf(sums["correct", slot.name], sums["gold", slot.name], sums["answer", slot.name])
        for slot in SLOTS
    }


CLAIMS = Measure("claims", "casualty claims, slot by slot", _slots, _figures, breakdown=_by_slot)
