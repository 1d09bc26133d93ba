"""Casualty claims: aligned one to one so that most slots match, then scored slot by slot.

The alignment is that of the template tasks: of all ways to pair the claims of a document, the one
with the most right slots (MUC-4, Chinchor 1992; CEAF-REE, Du, Rush and Cardie 2021); then the one with
the most pairs whose evidence shares a character; then with the most pairs; then the earlier claims.
Claims can be a pair if their harm is the same or their evidence shares a character. A filled slot
without a right counterpart costs once, in recall (gold's) or in precision (the system's): so a claim
that is missing, made up or told twice costs as many slots as it fills.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from retold.metrics.matching import Item, shared
from retold.metrics.ratios import Vector
from retold.metrics.scores.counting import Measure, Tally, each
from retold.metrics.scores.page import Page
from retold.metrics.scores.slots import SLOTS, right, said
from retold.metrics.scores.sums import Figures, Sums, mean, prf
from retold.model import Casualty

Pair = tuple[Casualty | None, Casualty | None]
_NOTHING = (None,) * len(SLOTS)


def align(gold: Sequence[Casualty], answer: Sequence[Casualty]) -> list[Pair]:
    """Pairs of claims of one document, and the claims without one: each claim once."""
    from scipy.optimize import linear_sum_assignment

    weights = np.zeros((len(gold), len(answer)))
    most = min(len(gold), len(answer))
    # each counts more than all behind it together: a slot, an overlap, a pair; what comes later, less
    per_pair = 4 * max(len(gold), len(answer)) * most + 1
    per_overlap = per_pair * (most + 1)
    per_slot = per_overlap * (most + 1)
    ours, theirs = [said(claim) for claim in gold], [said(claim) for claim in answer]
    passages = [[Item(claim.evidence) for claim in claims] for claims in (gold, answer)]
    for i, a in enumerate(gold):
        for j, b in enumerate(answer):
            beside = shared(passages[0][i], passages[1][j]) > 0
            if beside or (a.harm == b.harm and a.occurred == b.occurred):
                slots = sum(right(ours[i], theirs[j])) * per_slot
                weights[i, j] = slots + beside * per_overlap + per_pair - (i + j + 2 * max(i, j))
    rows, columns = linear_sum_assignment(weights, maximize=True)
    pairs = [(i, j) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]
    paired = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        *((gold[i], answer[j]) for i, j in pairs),
        *((claim, None) for i, claim in enumerate(gold) if i not in paired[0]),
        *((None, claim) for j, claim in enumerate(answer) if j not in paired[1]),
    ]


def place_of(pair: Pair) -> int:
    """Where a pair is counted: where gold's evidence begins, else the system's."""
    claim = pair[0] or pair[1]
    assert claim is not None
    return claim.evidence[0][0]


def _slots(gold: Page, answer: Page) -> Iterator[Tally]:
    for pair in align(gold.casualties, answer.casualties):
        at = place_of(pair)
        ours, theirs = (_NOTHING if claim is None else said(claim) for claim in pair)
        both = right(ours, theirs)
        for slot, a, b, is_right in zip(SLOTS, ours, theirs, both, strict=True):
            if a is not None:
                yield Tally(("gold", slot.name), at)
            if b is not None:
                yield Tally(("answer", slot.name), at)
            if is_right:
                yield Tally(("correct", slot.name), at)
        # right, or empty on both sides
        whole = all(ok or a is b is None for ok, a, b in zip(both, ours, theirs, strict=True))
        if pair[0]:
            yield Tally(("claims.gold",), at)
        if pair[1]:
            yield Tally(("claims.answer",), at)
        if pair[0] and pair[1] and whole:
            yield Tally(("claims.correct",), at)


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


CLAIMS = Measure("claims", "casualty claims, slot by slot", each(_slots), _figures, breakdown=_by_slot)
