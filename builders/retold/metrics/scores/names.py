"""Mentions found: the four schemes of SemEval-2013 task 9.1, and entities of IOB2 as CoNLL counts them.

The schemes (Segura-Bedmar, Martínez and Herrero-Zazo 2013; the counts are MUC-5's, Chinchor and
Sundheim 1993): an answer that shares a character with a mention of gold is paired with it, one to
one. *strict*: same characters and type; *exact*: same characters; *partial*: any overlap, half where
it is no more; *type*: any overlap with the same type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from retold.metrics.matching import PARTIAL, Item, match
from retold.metrics.ratios import Vector, ratio
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Figures, Measure, Sums, Tally, mean, prf
from retold.model import Level, Mention, Span
from retold.ner import flat_names

SCHEMES = ("strict", "exact", "partial", "type")
OUTCOMES = ("correct", "incorrect", "partial", "missed", "spurious")


Pairing = Iterator[tuple[int | None, int | None]]


def paired(gold: Sequence[Mention], answer: Sequence[Mention]) -> Pairing:
    """Positions of mentions that are paired, and those without one: every mention once."""
    pairs = match([_item(m) for m in gold], [_item(m) for m in answer], PARTIAL)
    yield from pairs
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    yield from ((i, None) for i in range(len(gold)) if i not in left)
    yield from ((None, j) for j in range(len(answer)) if j not in right)


def _item(mention: Mention) -> Item:
    return Item(mention.spans, mention.type)


def _of_level(level: Level) -> Callable[[Page, Page], Iterator[Tally]]:
    def count(gold: Page, answer: Page) -> Iterator[Tally]:
        ours = [m for m in gold.mentions if m.level == level]
        theirs = [m for m in answer.mentions if m.level == level]
        for i, j in paired(ours, theirs):
            mention = theirs[j] if i is None and j is not None else ours[i or 0]
            for scheme in SCHEMES:
                outcome = _outcome(scheme, i, j, ours, theirs)
                yield Tally((scheme, mention.type, outcome), mention.spans[0][0])

    return count


def _outcome(
    scheme: str, i: int | None, j: int | None, gold: Sequence[Mention], answer: Sequence[Mention]
) -> str:
    if j is None:
        return "missed"
    if i is None:
        return "spurious"
    same = _item(gold[i]).characters == _item(answer[j]).characters
    typed = gold[i].type == answer[j].type
    if scheme == "partial":
        return "correct" if same else "partial"
    right = {"strict": same and typed, "exact": same, "type": typed}[scheme]
    return "correct" if right else "incorrect"


def _figures(sums: Sums) -> Figures:
    found: dict[str, Vector] = {}
    for scheme in SCHEMES:
        found |= _scheme(sums, scheme, sums.second(scheme))
    return found


def _by_type(sums: Sums) -> Mapping[str, Figures]:
    types = sorted({type for scheme in SCHEMES for type in sums.second(scheme)})
    return {
        type: {k: v for scheme in SCHEMES for k, v in _scheme(sums, scheme, [type]).items()}
        for type in types
    }


def _scheme(sums: Sums, scheme: str, types: Sequence[str]) -> dict[str, Vector]:
    """Of these types together. A partial match is half of one, in any scheme that has them."""
    n = {outcome: sums.over((scheme, type, outcome) for type in types) for outcome in OUTCOMES}
    right = n["correct"] + 0.5 * n["partial"]
    both = n["correct"] + n["incorrect"] + n["partial"]
    return prf(right, both + n["missed"], both + n["spurious"], scheme)


NAMES = Measure("names", "names and values", _of_level("name"), _figures, breakdown=_by_type)
NOMINALS = Measure("nominals", "nominals", _of_level("nominal"), _figures)


def _entities(page: Page, gold: Page) -> list[tuple[str, Span]]:
    """What IOB2 can say of a page's names: type and span; a fragment in each sentence it touches."""
    found: list[tuple[str, Span]] = []
    for (start, end), type in flat_names(page.mentions):
        first, last = gold.part_at(start), gold.part_at(end - 1)
        for number in range(first, last + 1):
            low = start if number == first else gold.starts[number]
            high = end if number == last else gold.starts[number + 1]
            found.append((type, (low, high)))
    return found


def _iob2(gold: Page, answer: Page) -> Iterator[Tally]:
    ours, theirs = _entities(gold, gold), _entities(answer, gold)
    for side, entities, others in (("gold", ours, theirs), ("answer", theirs, ours)):
        there = set(others)
        for type, span in entities:
            yield Tally((side, type), span[0])
            if side == "gold" and (type, span) in there:
                yield Tally(("correct", type), span[0])


def _iob2_figures(sums: Sums) -> Figures:
    types = sorted({*sums.second("gold"), *sums.second("answer")})
    every = [_iob2_of(sums, [type]) for type in types]
    found = _iob2_of(sums, types)
    there = [sums["gold", type] + sums["answer", type] > 0 for type in types]
    weights = [sums["gold", type] for type in types]
    for name in ("precision", "recall", "f1") if types else ():
        # seqeval counts a type without answers, or without gold, as 0; one with neither is no type
        values = [np.nan_to_num(figures[name]) for figures in every]
        found[f"macro.{name}"] = mean(
            [np.where(is_there, v, np.nan) for v, is_there in zip(values, there, strict=True)]
        )
        weighted = np.sum([v * w for v, w in zip(values, weights, strict=True)], axis=0)
        found[f"weighted.{name}"] = ratio(weighted, np.sum(weights, axis=0))
    return found


def _iob2_by_type(sums: Sums) -> Mapping[str, Figures]:
    types = sorted({*sums.second("gold"), *sums.second("answer")})
    return {type: _iob2_of(sums, [type]) for type in types}


def _iob2_of(sums: Sums, types: Sequence[str]) -> dict[str, Vector]:
    correct, gold, answer = (
        sums.over((key, type) for type in types) for key in ("correct", "gold", "answer")
    )
    return prf(correct, gold, answer)


IOB2 = Measure("iob2", "outermost names as IOB2 entities", _iob2, _iob2_figures, breakdown=_iob2_by_type)
