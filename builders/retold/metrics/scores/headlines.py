"""Headlines against their body, with the weights of the Fake News Challenge stage 1 (FNC-1, 2017).

A quarter of a point for telling related from unrelated, three quarters more for the right one of
agree, disagree and discuss; ``weighted_accuracy`` is the points over those that gold itself gets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from retold.metrics.ratios import ratio
from retold.metrics.scores.aligned import by_key
from retold.metrics.scores.counting import Measure, Tally, each
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Figures, Sums, mean, prf
from retold.model import VsBody

RELATED = ("agree", "disagree", "discuss")


def points(gold: VsBody, answer: VsBody | None) -> float:
    """What an answer gets by the rules of FNC-1, a lack of one nothing."""
    if answer is None:
        return 0.0
    if gold == "unrelated":
        return 0.25 if answer == "unrelated" else 0.0
    if answer not in RELATED:
        return 0.0
    return 1.0 if gold == answer else 0.25


def _count(gold: Page, answer: Page) -> Iterator[Tally]:
    pairs = by_key(
        gold.headlines,
        answer.headlines,
        key=lambda h: h.asserts,
        spans=lambda h: h.spans,
        label=lambda h: h.vs_body,
    )
    for ours, theirs in pairs:
        headline = ours or theirs
        assert headline is not None
        at = headline.spans[0][0]
        if ours:
            yield Tally(("points", "got"), at, points(ours.vs_body, theirs.vs_body if theirs else None))
            yield Tally(("points", "possible"), at, points(ours.vs_body, ours.vs_body))
            yield Tally(("gold", ours.vs_body), at)
        if theirs:
            yield Tally(("answer", theirs.vs_body), at)
        if ours and theirs and ours.vs_body == theirs.vs_body:
            yield Tally(("correct", ours.vs_body), at)


def _figures(sums: Sums) -> Figures:
    labels = _labels(sums)
    each = [figures["f1"] for figures in _by_label(sums).values()]
    correct, gold, answer = (
        sums.over((key, label) for label in labels) for key in ("correct", "gold", "answer")
    )
    return {
        "weighted_accuracy": ratio(sums["points", "got"], sums["points", "possible"]),
        "accuracy": ratio(correct, gold),
        "macro_f1": mean(each) if each else np.nan + correct,
        **prf(correct, gold, answer, "micro"),
    }


def _labels(sums: Sums) -> list[str]:
    return sorted({*sums.second("gold"), *sums.second("answer")})


def _by_label(sums: Sums) -> Mapping[str, Figures]:
    return {
        label: prf(sums["correct", label], sums["gold", label], sums["answer", label])
        for label in _labels(sums)
    }


VS_BODY = Measure("vs_body", "headline against body", each(_count), _figures, breakdown=_by_label)
