"""Figures of claims against gold's and the text's numbers; and what is reported of each event."""

from __future__ import annotations

from math import log
from typing import Any

import pytest

from retold.metrics.scores.figures import FIGURES
from retold.metrics.scores.page import Part
from retold.metrics.scores.scoring import score
from retold.model import Casualty
from retold.numbers import can_read, numbers_in
from retold.segmentation import tokens
from scored import MEASURES, claim, figures, page, prf

EVENTS = MEASURES["casualties", "events"]


def count(form: str, low: int | None, high: int | None) -> dict[str, Any]:
    best = low if form == "exact" else None
    return {"surface": None, "form": form, "min": low, "max": high, "best": best}


def pair(gold: dict[str, Any], answer: dict[str, Any]) -> tuple[list[Casualty], list[Casualty]]:
    return [claim(count=gold)], [claim(count=answer)]


@pytest.mark.parametrize(
    ("gold", "answer", "exact", "interval", "error"),
    [
        (count("exact", 12, 12), count("exact", 12, 12), 1, 1, 0),
        (count("exact", 9, 9), count("exact", 19, 19), 0, 0, log(20 / 10)),
        (count("exact", 19, 19), count("exact", 9, 9), 0, 0, log(20 / 10)),
        (count("exact", 0, 0), count("exact", 1, 1), 0, 0, log(2)),
        # open ends go on for ever: at least 20 holds 46, at most 20 does not
        (count("exact", 46, 46), count("at_least", 20, None), 0, 1, log(47 / 21)),
        (count("exact", 46, 46), count("at_most", None, 20), 0, 0, log(47 / 21)),
        (count("range", 5, 7), count("range", 7, 9), 0, 1, log(8 / 6)),
        (count("range", 5, 7), count("range", 8, 9), 0, 0, log(9 / 6)),
        # bounds are compared, whatever the form is called
        (count("at_least", 20, None), count("vague", 20, None), 1, 1, 0),
    ],
)
def test_a_figure_counted_by_hand(
    gold: dict[str, Any], answer: dict[str, Any], exact: float, interval: float, error: float
) -> None:
    found = figures(FIGURES, pair(gold, answer))
    assert prf(found, "exact") == (exact, exact, exact)
    assert prf(found, "interval") == (interval, interval, interval)
    assert found["log_error"] == pytest.approx(error)
    assert found["made_up"] is None, "without a text nothing can be looked up"


def test_figures_that_lack_or_have_no_counterpart() -> None:
    """Gold has two figures and a claim without one; the system has one right, and one where gold has
    none: one of two on both sides."""
    unstated = count("unstated", None, None)
    gold = [claim(n=12), claim(harm="injured", n=40), claim(harm="missing", count=unstated)]
    answer = [claim(n=12), claim(harm="injured", count=unstated), claim(harm="missing", n=3)]
    found = figures(FIGURES, (gold, answer))
    assert prf(found, "exact") == (1 / 2, 1 / 2, 1 / 2)
    assert found["log_error"] == 0.0, "of the only pair of figures"


TEXT = "More than 40 men, or two dozen, were hurt; about 50 fled."


def read(*, lang: str = "en", text: str = TEXT) -> dict[str, Any]:
    return {
        "text": text,
        "length": len(text),
        "parts": (Part((0, len(text)), lang, tuple(tokens(text))),),
    }


@pytest.mark.parametrize(
    ("said", "made_up"),
    [
        (count("exact", 40, 40), 0.0),
        (count("more_than", 41, None), 0.0),  # "more than 40"
        (count("exact", 24, 24), 0.0),  # "two dozen"
        (count("exact", 46, 46), 1.0),
        (count("range", 40, 46), 0.0),  # one end is in the text
        (count("approx", 45, 55), 0.0),  # "about 50" is between the bounds, which nobody states
        (count("approx", 60, 70), 1.0),
        (count("range", 45, 55), 1.0),
    ],
)
def test_a_figure_that_is_nowhere_in_the_document(said: dict[str, Any], made_up: float) -> None:
    assert figures(FIGURES, pair(count("exact", 1, 1), said), **read())["made_up"] == made_up


def test_what_cannot_be_read_is_not_called_made_up() -> None:
    sides = pair(count("exact", 1, 1), count("exact", 46, 46))
    assert figures(FIGURES, sides, **read(lang="sr-Latn"))["made_up"] is None
    assert figures(FIGURES, sides, **{**read(), "parts": ()})["made_up"] is None
    assert figures(FIGURES, sides, **{**read(), "text": None})["made_up"] is None
    assert not can_read("sr-Latn")
    assert can_read("en-GB")


def test_a_made_up_figure_counts_also_without_a_pair_and_unstated_ones_never() -> None:
    """Of the system's three claims two have figures; one of them is nowhere."""
    answer = [claim(n=40), claim(harm="missing", n=77, evidence=[[30, 40]]),
              claim(harm="injured", count=count("unstated", None, None))]  # fmt: skip
    assert figures(FIGURES, ([claim(n=40)], answer), **read())["made_up"] == 1 / 2


@pytest.mark.parametrize(
    ("text", "lang", "numbers"),
    [
        ("At least 46 men and two hundred women", "en", {46, 2, 100, 200}),
        ("more than 40 died", "en", {40, 41}),
        ("over 1,200 fled", "en", {1200, 1201}),
        ("dozens were hurt", "en", {24}),
        ("between 20 and 30", "en", {20, 30}),
        ("lebih dari 40 orang", "id", {40, 41}),
        ("1.200 orang", "id", {1200}),
        ("puluhan orang", "id", {20}),
        ("dua belas orang", "id", {2, 12}),
        ("४६ लोग", "hi", {46}),
        ("40 से अधिक लोग", "hi", {40, 41}),
        ("दर्जनों लोग", "hi", {24}),
        ("twelve and a half thousand people", "en", {12, 12_500}),
        ("more than two and a half million", "en", {2_500_000, 2_500_001}),
        ("dua setengah ribu orang", "id", {2, 2500}),
        ("डेढ़ सौ लोग", "hi", {150}),
        ("साढ़े तीन हज़ार लोग", "hi", {3, 3500}),
        ("सवा दो लाख से अधिक", "hi", {225_000, 225_001}),
        ("डेढ़ से दो हज़ार", "hi", {1500, 2000}),
        ("nobody knows", "sr", set()),
        ("", "en", set()),
    ],
)
def test_the_numbers_of_a_text(text: str, lang: str, numbers: set[int]) -> None:
    found = numbers_in(text, tuple(tokens(text)), lang)
    assert numbers <= found
    assert max(found, default=0) == max(numbers, default=0)
    assert numbers or not found


# events


def test_low_best_and_high_of_events() -> None:
    """Of ev-a, killed: gold has 12 and at least 20, so low 12, best 12, high open. The system has 12
    and 25: low 12, no best, high 25. Injured is told by gold alone, ev-c by the system alone."""
    gold = [claim(n=12), claim(count=count("at_least", 20, None), evidence=[[20, 30]]),
            claim(harm="injured", n=3, evidence=[[40, 50]])]  # fmt: skip
    answer = [claim(n=12, event="ev-zzz"), claim(n=25, evidence=[[20, 30]]),
              claim(harm="missing", n=1, evidence=[[60, 70]], event="ev-c")]  # fmt: skip
    found = figures(EVENTS, (gold, answer))
    assert prf(found, "told") == (1 / 2, 1 / 2, 1 / 2)
    # of the three events and harms that either tells
    assert (found["low.accuracy"], found["best.accuracy"], found["high.accuracy"]) == (1 / 3, 0.0, 0.0)


def test_an_event_is_told_by_all_documents_together() -> None:
    """12 in one document and 20 in the other; the system has the two figures the other way round."""
    gold, answer = ([claim(n=12)], [claim(n=20)]), ([claim(n=20)], [claim(n=12)])
    found = figures(EVENTS, (gold[0], answer[0]), (gold[1], answer[1]))
    assert set(found.values()) == {1.0}


def test_a_claim_without_a_pair_is_about_the_event_that_it_names() -> None:
    gold = [claim(n=12)]
    known = figures(EVENTS, (gold, [claim(n=12), claim(harm="missing", n=12, evidence=[[40, 50]])]))
    assert prf(known, "told") == (1 / 2, 1.0, 2 / 3)
    other = claim(n=50, event="ev-b", evidence=[[40, 50]])
    assert figures(EVENTS, (gold, [claim(n=12), other]))["best.accuracy"] == 1 / 2
    assert figures(EVENTS, (gold, [claim(n=12), claim(n=50, evidence=[[40, 50]])]))["best.accuracy"] == 0


def test_events_are_resampled_as_events_whichever_documents_tell_of_them() -> None:
    pages = [page([claim(n=n, event=f"ev-{n % 4}")], id=f"d{n}") for n in range(12)]
    found = score("casualties", pages, pages).measures["events"]
    assert (found.unit, found.units, found.documents, found.languages) == ("event", 4, {}, {})
    assert found.all.counts["gold"] == 4
