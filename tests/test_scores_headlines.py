"""FNC-1's points, on the organisers' published figures; accuracy and F1 as scikit-learn has them."""

from __future__ import annotations

from random import Random

import pytest

from retold.metrics.scores.headlines import VS_BODY, points
from scored import by_label, figures, headline, prf

LABELS = ("agree", "disagree", "discuss", "unrelated")
# Rows gold, columns answers, both in the order of LABELS; with it 3538.0 of 4448.5 points.
BASELINE = ((118, 3, 556, 85), (14, 3, 130, 15), (58, 5, 1527, 210), (5, 1, 98, 6794))


@pytest.mark.parametrize(
    ("gold", "answer", "wanted"),
    [
        ("agree", "agree", 1.0),
        ("agree", "discuss", 0.25),
        ("agree", "unrelated", 0.0),
        ("unrelated", "unrelated", 0.25),
        ("unrelated", "agree", 0.0),
        ("discuss", None, 0.0),
    ],
)
def test_points(gold: str, answer: str | None, wanted: float) -> None:
    assert points(gold, answer) == wanted  # type: ignore[arg-type]


def test_the_published_baseline_of_fnc_1() -> None:
    got = sum(n * points(g, a) for g, row in zip(LABELS, BASELINE, strict=True)  # type: ignore[arg-type]
              for a, n in zip(LABELS, row, strict=True))  # fmt: skip
    possible = sum(n * points(g, g) for g, row in zip(LABELS, BASELINE, strict=True) for n in row)  # type: ignore[arg-type]
    assert (got, possible) == (3538.0, 4448.5)


def test_the_measure_gives_the_baseline_the_published_score() -> None:
    """9,622 headlines, a document each."""
    documents = [
        ([headline("p", gold)], [headline("p", answer)])
        for gold, row in zip(LABELS, BASELINE, strict=True)
        for answer, n in zip(LABELS, row, strict=True)
        for _ in range(n)
    ]
    found = figures(VS_BODY, *documents)
    assert found["weighted_accuracy"] == 3538.0 / 4448.5
    assert found["accuracy"] == (118 + 3 + 1527 + 6794) / 9622


def test_headlines_are_paired_by_what_they_assert() -> None:
    """Two right of three of gold's; one asserts something else, and one is not answered at all."""
    gold = [headline("p-a", "agree"), headline("p-b", "unrelated"), headline("p-c", "discuss")]
    answer = [headline("p-x", "discuss"), headline("p-b", "unrelated"), headline("p-a", "agree")]
    found = figures(VS_BODY, (gold, answer))
    assert found["weighted_accuracy"] == 1.25 / 2.25
    assert found["accuracy"] == 2 / 3
    assert prf(found, "micro") == (2 / 3, 2 / 3, 2 / 3)
    assert by_label(VS_BODY, (gold, answer))["discuss"]["f1"] == 0.0
    assert figures(VS_BODY, (gold, gold))["weighted_accuracy"] == 1.0


def test_a_further_answer_costs_precision_alone() -> None:
    gold = [headline("p-a", "agree")]
    found = figures(VS_BODY, (gold, [*gold, headline("p-b", "agree")]))
    assert (found["weighted_accuracy"], found["accuracy"]) == (1.0, 1.0)
    assert prf(found, "micro") == (1 / 2, 1.0, 2 / 3)


def test_nothing_is_undefined_and_an_unanswered_corpus_is_0() -> None:
    assert set(figures(VS_BODY, ([], [])).values()) == {None}
    found = figures(VS_BODY, ([headline("p-a", "agree")], []))
    assert (found["weighted_accuracy"], found["micro.precision"], found["macro_f1"]) == (0.0, None, 0.0)


def test_f1_and_accuracy_are_scikit_learns() -> None:
    """100 random lists, to 1e-12."""
    from sklearn.metrics import accuracy_score, f1_score

    chance = Random(2017)
    for _ in range(100):
        sides = [[chance.choice(LABELS) for _ in range(12)] for _ in range(2)]
        gold, answer = ([headline(f"p-{n}", x) for n, x in enumerate(side)] for side in sides)
        found = figures(VS_BODY, (gold, answer))
        assert found["accuracy"] == pytest.approx(accuracy_score(*sides), abs=1e-12)
        occurring = sorted({*sides[0], *sides[1]})
        wanted = f1_score(*sides, labels=occurring, average="macro", zero_division=0)
        assert found["macro_f1"] == pytest.approx(wanted, abs=1e-12)
