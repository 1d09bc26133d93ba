"""Stances: the labels of SemEval-2016 and tuples with evidence, counted by hand and by scikit-learn."""

from __future__ import annotations

from random import Random

import pytest

from retold.metrics.scores.positions import POLARITIES, TUPLES
from retold.metrics.scores.scoring import score
from retold.model import Stance
from retold.stance_labels import FAVOR
from scored import by_label, figures, page, prf, stance

POLARITY = list(FAVOR)


def test_favor_and_against_counted_by_hand() -> None:
    """Gold: 3 FAVOR (one conditional), 2 AGAINST, 1 NONE. FAVOR: 2 of 3 found, 1 of 3 answers wrong.
    AGAINST: 1 of 2 found, 2 answers."""
    gold = [stance(f"e-{n}", "p", p) for n, p in enumerate(
        ["support", "support", "conditional", "oppose", "oppose", "unclear"])]  # fmt: skip
    answer = [stance(f"e-{n}", "p", p) for n, p in enumerate(
        ["support", "oppose", "support", "oppose", "support", "unclear"])]  # fmt: skip
    found = figures(POLARITIES, (gold, answer))
    assert prf(found, "FAVOR") == (2 / 3, 2 / 3, 2 / 3)
    assert prf(found, "AGAINST") == (1 / 2, 1 / 2, 1 / 2)
    assert found["favor_against.macro_f1"] == pytest.approx((2 / 3 + 1 / 2) / 2)
    # support: 1 right, 2 of gold's, 3 answers; conditional 0; oppose 1, 2, 2; unclear 1, 1, 1
    assert found["polarity.macro_f1"] == pytest.approx((2 / 5 + 0 + 1 / 2 + 1) / 4)
    assert prf(found, "polarity.micro") == (3 / 6, 3 / 6, 3 / 6)
    assert by_label(POLARITIES, (gold, answer))["support"]["precision"] == 1 / 3


def test_a_stance_that_lacks_or_is_made_up_costs_on_one_side() -> None:
    gold = [stance("e-a", "p", "support"), stance("e-b", "p", "support")]
    missing = figures(POLARITIES, (gold, gold[:1]))
    assert prf(missing, "FAVOR") == (1.0, 1 / 2, 2 / 3)
    more = figures(POLARITIES, (gold[:1], gold))
    assert prf(more, "FAVOR") == (1 / 2, 1.0, 2 / 3)
    twice = figures(POLARITIES, (gold[:1], [gold[0], gold[0]]))
    assert prf(twice, "FAVOR") == (1 / 2, 1.0, 2 / 3)


def test_a_label_that_never_occurs_is_not_in_the_mean() -> None:
    gold = [stance("e-a", "p", "support")]
    found = figures(POLARITIES, (gold, gold))
    assert found["favor_against.macro_f1"] == found["polarity.macro_f1"] == 1.0
    assert found["AGAINST.f1"] is None
    wrong = figures(POLARITIES, (gold, [stance("e-a", "p", "oppose")]))
    assert wrong["favor_against.macro_f1"] == wrong["polarity.macro_f1"] == 0.0
    assert set(figures(POLARITIES, ([], [])).values()) == {None}


def test_of_several_positions_of_one_holder_those_with_shared_evidence_are_paired() -> None:
    """In the order of the text the first would meet the last, and both be wrong."""
    gold = [stance("e-a", "p", "support", (0, 9)), stance("e-a", "p", "oppose", (50, 60))]
    answer = [stance("e-a", "p", "oppose", (55, 70)), stance("e-a", "p", "support", (80, 90))]
    assert figures(POLARITIES, (gold, answer))["polarity.micro.f1"] == 1.0
    apart = [stance("e-a", "p", "support", (100, 110)), stance("e-a", "p", "oppose", (120, 130))]
    for order in (apart, apart[::-1]):
        assert figures(POLARITIES, (gold, order))["polarity.micro.f1"] == 1.0


def test_tuples_with_exact_and_with_overlapping_evidence() -> None:
    """One the same; one with longer evidence; one with other evidence; one of another polarity."""
    gold = [stance("e-a", "p", "support", (0, 9)), stance("e-b", "p", "support", (10, 19), (30, 35)),
            stance("e-c", "p", "support", (40, 49)),
            stance("e-d", "p", "support", (50, 59))]  # fmt: skip
    answer = [gold[0], stance("e-b", "p", "support", (10, 25)), stance("e-c", "p", "support", (60, 70)),
              stance("e-d", "p", "oppose", (50, 59)), stance("e-e", "p", "oppose", (0, 9))]  # fmt: skip
    found = figures(TUPLES, (gold, answer))
    assert prf(found, "exact") == (1 / 5, 1 / 4, 2 / 9)
    assert prf(found, "overlapping") == (2 / 5, 2 / 4, 4 / 9)


def test_a_tuple_told_twice_is_right_once() -> None:
    gold = [stance("e-a", "p", "support", (0, 9))]
    assert prf(figures(TUPLES, (gold, gold * 2)), "exact") == (1 / 2, 1.0, 2 / 3)


def test_f1_is_scikit_learns() -> None:
    """100 random lists of polarities, one a holder: each label, both means, to 1e-12."""
    from sklearn.metrics import f1_score

    def side(chance: Random, n: int) -> list[Stance]:
        return [stance(f"e-{k}", "p", chance.choice(POLARITY)) for k in range(n)]

    chance = Random(2016)
    for _ in range(100):
        n = chance.randrange(1, 15)
        gold, answer = side(chance, n), side(chance, n)
        sides = [[s.polarity for s in records] for records in (gold, answer)]
        found = figures(POLARITIES, (gold, answer))
        occurring = sorted({*sides[0], *sides[1]})
        wanted = f1_score(*sides, labels=occurring, average="macro", zero_division=0)
        assert found["polarity.macro_f1"] == pytest.approx(wanted, abs=1e-12)
        each = f1_score(*sides, labels=occurring, average=None, zero_division=0)
        mine = by_label(POLARITIES, (gold, answer))
        assert [mine[label]["f1"] for label in occurring] == pytest.approx(list(each), abs=1e-12)
        favor = [[FAVOR[p] for p in polarities] for polarities in sides]
        labels = [x for x in ("AGAINST", "FAVOR") if x in favor[0] or x in favor[1]]
        if labels:
            wanted = f1_score(*favor, labels=labels, average="macro", zero_division=0)
            assert found["favor_against.macro_f1"] == pytest.approx(wanted, abs=1e-12)


def test_of_ten_documents_tuples_are_resampled_as_documents_and_of_few_too() -> None:
    pages = [page([stance("e-a", "p", "support")], id=f"d{n}") for n in range(3)]
    measures = score("stance", pages, pages).measures
    assert (measures["polarities"].unit, measures["tuples"].unit) == ("sentence", "document")
