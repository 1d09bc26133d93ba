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
from retold.metrics.scores.sums import Figures, Measure, Sums, Tally, mean, prf_of
from retold.model import Level, Mention, Span
from retold.ner import flat_names

SCHEMES = ("strict", "exact", "partial", "type")
OUTCOMES = ("correct", "incorrect", "partial", "missed", "spurious")
"""Under gold's type, but for the last."""
RIGHT = "right_answers"
"""What the system's mentions are worth, under their own type."""

_WORTH = {"correct": 1.0, "partial": 0.5}
"""What an answer is worth; all other outcomes nothing."""
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
            one = None if i is None else ours[i]
            other = None if j is None else theirs[j]
            mention = one or other
            assert mention is not None
            at = mention.spans[0][0]
            if other:
                yield Tally(("answers", other.type), at)
            for scheme, outcome in zip(SCHEMES, _outcomes(one, other), strict=True):
                yield Tally((scheme, mention.type, outcome), at)
                if other and outcome in _WORTH:
                    yield Tally((scheme, other.type, RIGHT), at, _WORTH[outcome])

    return count


def _outcomes(gold: Mention | None, answer: Mention | None) -> tuple[str, ...]:
    """The outcome in each scheme."""
    if answer is None:
        return ("missed",) * len(SCHEMES)
    if gold is None:
        return ("spurious",) * len(SCHEMES)
    same = same_characters(gold, answer)
    typed = gold.type == answer.type
    strict, exact, type = (
        "correct" if right else "incorrect" for right in (same and typed, same, typed)
    )
    return strict, exact, "correct" if same else "partial", type


def same_characters(gold: Mention, answer: Mention) -> bool:
    """Whether both cover the same characters, in however many fragments."""
    return gold.spans == answer.spans or _item(gold).characters == _item(answer).characters


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


IOB2 = Measure("iob2", "outermost names as IOB2 entities", _iob2, _iob2_figures, breakdown=_iob2_by_type)
