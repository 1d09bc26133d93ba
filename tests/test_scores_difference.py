"""Approximate randomisation and the paired bootstrap of two systems."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from retold.metrics.scores.difference import compare
from retold.metrics.scores.page import Page
from retold.model import Mention
from scored import mention, page, sentences
from test_scores import Drawn, both

FOUR = [mention((n, n + 1)) for n in (0, 2, 4, 6)]


def systems(*found: tuple[int, int]) -> tuple[list[Page], list[Page], list[Page]]:
    """Documents of four names: gold, and how many of them each of two systems finds."""
    gold = [page(FOUR, id=f"d{n:02}") for n in range(len(found))]
    a, b = (
        [replace(p, records=tuple(FOUR[: n[k]])) for p, n in zip(gold, found, strict=True)]
        for k in (0, 1)
    )
    return gold, a, b


def test_p_is_the_share_of_all_swaps() -> None:
    """Ten documents: all 2**10 swaps, against 9,999 drawn ones.

    The documents differ by 1, 1, 2, 2, 3 and -1, together by 8.
    """
    shape = [(1, 2), (0, 1), (1, 3), (2, 4), (1, 4), (3, 2), (2, 2), (1, 1), (0, 0), (4, 4)]
    gold, a, b = systems(*shape)
    found = compare("ner", gold, a, b).measures["iob2"]
    assert (found.unit, found.units) == ("document", 10)
    difference = found.figures["recall"]
    assert (difference.a, difference.b) == (15 / 40, 23 / 40)
    assert difference.difference == pytest.approx(8 / 40)
    changes = [y - x for x, y in shape]
    sums = [
        abs(sum(s * c for s, c in zip(signs, changes, strict=True)))
        for signs in product((1, -1), repeat=10)
    ]
    exact = sum(n >= 8 for n in sums) / 2**10
    assert difference.p == pytest.approx(exact, abs=0.015)
    assert difference.interval is not None
    assert difference.interval.low <= 8 / 40 <= difference.interval.high


def test_a_clear_difference_is_one_and_p_is_never_0() -> None:
    gold, a, b = systems(*[(1, 4)] * 20)
    found = compare("ner", gold, a, b, trials=999).measures["iob2"].figures["recall"]
    assert found.p == pytest.approx(1 / 1000)
    assert found.interval is not None
    assert found.interval.low == found.interval.high == pytest.approx(3 / 4)


@settings(deadline=None, max_examples=40)
@given(both)
def test_a_system_does_not_differ_from_itself(drawn: Drawn) -> None:
    task, (gold, answer) = drawn
    found = compare(task, gold, answer, answer, trials=50)
    for measure in found.measures.values():
        for figure in measure.figures.values():
            assert figure.p in (None, 1.0)
            assert figure.difference in (None, 0.0)
            assert (figure.a is None) == (figure.p is None)
            assert figure.interval is None or figure.interval.low == figure.interval.high == 0


def test_the_same_for_ever_and_mirrored_when_the_systems_change_places() -> None:
    gold, a, b = systems(*[(n % 4, (n * 3) % 5) for n in range(12)])
    there, back = (compare("ner", gold, *pair, trials=500).measures["iob2"] for pair in ((a, b), (b, a)))
    assert there == compare("ner", gold, a, b, trials=500).measures["iob2"]
    for name, figure in there.figures.items():
        assert figure.difference == pytest.approx(-(back.figures[name].difference or 0))
        assert figure.p == back.figures[name].p


def test_trials_without_a_value_say_nothing() -> None:
    """Each system answers one document of ten, another one: one right, one wrong. In half of the swaps
    one system has said nothing, and no precision; in the other half the difference is as great."""
    gold = [page(FOUR, id=f"d{n}") for n in range(10)]
    wrong = mention((100, 110))

    def only(number: int, record: Mention) -> list[Page]:
        return [replace(p, records=(record,) if n == number else ()) for n, p in enumerate(gold)]

    found = compare("ner", gold, only(0, FOUR[0]), only(1, wrong), trials=400).measures["iob2"].figures
    assert (found["precision"].a, found["precision"].b) == (1.0, 0.0)
    assert found["precision"].p == 1.0


def test_few_documents_are_swapped_as_sentences() -> None:
    gold = [page(FOUR, parts=sentences((0, 2), (2, 4), (4, 6), (6, 8)))]
    answer = [replace(gold[0], records=gold[0].records[:2])]
    found = compare("ner", gold, gold, answer, trials=99).measures["iob2"]
    assert (found.unit, found.units) == ("sentence", 4)
    assert found.figures["recall"].difference == -0.5


def test_what_one_system_never_says_is_not_compared() -> None:
    gold = [page([mention((0, 5), entity="e-a")])]
    bare = [page([mention((0, 5))])]
    found = compare("entities", gold, gold, bare, trials=9)
    assert set(found.measures) == {"names", "nominals"}
    assert found.left_out["links"] == "of B, no answer names an entity of the registry"
    assert "of A and B" in compare("entities", gold, bare, bare, trials=9).left_out["coreference"]


def test_an_event_that_one_system_alone_tells_is_swapped_with_nothing() -> None:
    from scored import claim

    gold = [page([claim()])]
    more = [page([claim(), claim(event="ev-b", harm="missing", evidence=[[50, 60]])])]
    found = compare("casualties", gold, gold, more, trials=99).measures["events"]
    assert (found.unit, found.units) == ("event", 2)
    assert found.figures["told.precision"].b == 1 / 2


def test_trials_are_drawn_in_pieces_of_one_stream() -> None:
    gold, a, b = systems(*[(n % 4, (n * 3) % 5) for n in range(12)])
    few, many = (
        compare("ner", gold, a, b, trials=n).measures["iob2"].figures["f1"].p for n in (1500, 3000)
    )
    assert few is not None
    assert many is not None
    assert few == pytest.approx(many, abs=0.04)
    assert np.isclose(few * 1501, round(few * 1501))
