"""Stance: who holds which position on what, as SemEval-2016 scores it and as tuples with evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from retold.metrics.matching import EXACT, PARTIAL, Item, count
from retold.metrics.ratios import Vector
from retold.metrics.scores.aligned import by_key
from retold.metrics.scores.counting import Measure, Tally, each
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Figures, Sums, mean, prf
from retold.model import Stance
from retold.stance_labels import FAVOR

SIDES = ("FAVOR", "AGAINST")


def _tuples(gold: Page, answer: Page) -> Iterator[Tally]:
    """Each tuple with its evidence; the three counts of a criterion stand at the document's start."""
    for name, criterion in (("exact", EXACT), ("overlapping", PARTIAL)):
        found = count(_items(gold.stances), _items(answer.stances), criterion)
        yield Tally((name, "correct"), 0, found.matched)
        yield Tally((name, "gold"), 0, found.matched + found.only_a)
        yield Tally((name, "answer"), 0, found.matched + found.only_b)


def _items(stances: Sequence[Stance]) -> list[Item]:
    return [Item(s.evidence, key=(s.holder, s.target, s.polarity)) for s in stances]


def _tuple_figures(sums: Sums) -> Figures:
    found: dict[str, Vector] = {}
    for name in ("exact", "overlapping"):
        found |= prf(sums[name, "correct"], sums[name, "gold"], sums[name, "answer"], name)
    return found


TUPLES = Measure(
    "tuples",
    "holder, target and polarity, with the same or overlapping evidence",
    each(_tuples),
    _tuple_figures,
    divisible=False,
)


def _polarities(gold: Page, answer: Page) -> Iterator[Tally]:
    pairs = by_key(
        gold.stances,
        answer.stances,
        key=lambda s: (s.holder, s.target),
        spans=lambda s: s.evidence,
        label=lambda s: s.polarity,
    )
    for ours, theirs in pairs:
        stance = ours or theirs
        assert stance is not None
        at = stance.evidence[0][0]
        for scale, labels in (("favor", FAVOR), ("polarity", {p: p for p in FAVOR})):
            a = labels[ours.polarity] if ours else None
            b = labels[theirs.polarity] if theirs else None
            for side, label in (("gold", a), ("answer", b)):
                if label is not None:
                    yield Tally((f"{scale}.{side}", label), at)
            if a == b and a is not None:
                yield Tally((f"{scale}.correct", a), at)


def _polarity_figures(sums: Sums) -> Figures:
    sides = _per_label(sums, "favor", SIDES)
    labels = sorted({*sums.second("polarity.gold"), *sums.second("polarity.answer")})
    five = _per_label(sums, "polarity", labels)
    correct, gold, answer = (
        sums.over((f"polarity.{key}", label) for label in labels)
        for key in ("correct", "gold", "answer")
    )
    return {
        "favor_against.macro_f1": mean([figures["f1"] for figures in sides.values()]),
        **{f"{label}.{name}": v for label, figures in sides.items() for name, v in figures.items()},
        "polarity.macro_f1": mean([f["f1"] for f in five.values()]) if five else np.nan + correct,
        **prf(correct, gold, answer, "polarity.micro"),
    }


def _per_label(sums: Sums, scale: str, labels: Sequence[str]) -> dict[str, dict[str, Vector]]:
    return {
        label: prf(
            sums[f"{scale}.correct", label], sums[f"{scale}.gold", label], sums[f"{scale}.answer", label]
        )
        for label in labels
    }


def _by_polarity(sums: Sums) -> Mapping[str, Figures]:
    labels = sorted({*sums.second("polarity.gold"), *sums.second("polarity.answer")})
    return _per_label(sums, "polarity", labels)


POLARITIES = Measure(
    "polarities",
    "polarity of each holder and target",
    each(_polarities),
    _polarity_figures,
    breakdown=_by_polarity,
)
