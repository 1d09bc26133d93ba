"""Casualty claims: what each slot costs, as docs/scoring.md says, and an alignment that is the best."""

from __future__ import annotations

import re
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.metrics.scores.claims import CLAIMS, align
from retold.metrics.scores.slots import SLOTS, right, said
from retold.metrics.scores.tasks import count
from retold.model import Casualty
from samples import sample_files
from scored import FILLED, by_label, claim, counts, figures, pages, prf, sentences

FULL: dict[str, Any] = {
    "victims": {"spans": [[3, 6]], "identity": "e-dockers", "role": "civilian",
                "includes_perpetrator": "no"},
    "perpetrator": {"actor": "e-storm", "responsibility": "claimed"},
    "method": "natural",
    "source": {"chain": ["outlet", "e-port"], "party": "authority", "anonymous": True},
    "date": {"surface": "Friday", "start": "2031-05-02", "end": "2031-05-02", "precision": 11,
             "anchor": None},
    "place": ["e-norhaven"],
}  # fmt: skip


def slots(gold: list[Casualty], answer: list[Casualty]) -> tuple[float, float, float]:
    """Right slots, gold's filled ones, the system's filled ones."""
    found = counts(CLAIMS, (gold, answer))
    return tuple(  # type: ignore[return-value]
        sum(found.get(f"{key}.{slot.name}", 0) for slot in SLOTS)
        for key in ("correct", "gold", "answer")
    )


def test_a_claim_fills_what_it_says() -> None:
    """CLAIM fills harm, scope, figure, form, responsibility, certainty; FULL all seventeen."""
    names = [slot.name for slot, value in zip(SLOTS, said(claim()), strict=True) if value is not None]
    assert names == ["harm", "scope", "figure", "form", "responsibility", "certainty"]
    assert len(names) == FILLED
    assert None not in said(claim(**FULL))
    assert len(SLOTS) == 17
    unstated = claim(count={"surface": None, "form": "unstated", "min": None, "max": None, "best": None})
    assert [said(unstated)[n] for n in (2, 3)] == [None, None]


@pytest.mark.parametrize(
    ("change", "slot"),
    [
        ({"harm": "injured"}, "harm"),
        ({"occurred": False}, "harm"),
        ({"scope": "summary"}, "scope"),
        ({"n": 13}, "figure"),
        ({"count__form": "at_least"}, "form"),
        ({"victims__spans": [[6, 9]]}, "victims"),
        ({"victims__identity": "e-sailors"}, "identity"),
        ({"victims__role": "official"}, "role"),
        ({"victims__includes_perpetrator": "yes"}, "includes_perpetrator"),
        ({"perpetrator__actor": "e-wave"}, "actor"),
        ({"perpetrator__responsibility": "denied"}, "responsibility"),
        ({"method": "other"}, "method"),
        ({"source__party": "media"}, "party"),
        ({"source__chain": ["outlet"]}, "chain"),
        ({"certainty": "alleged"}, "certainty"),
        ({"date__end": "2031-05-03"}, "date"),
        ({"place": ["e-norland"]}, "place"),
    ],
)
def test_one_slot_wrong_costs_one_on_each_side(change: dict[str, Any], slot: str) -> None:
    gold, answer = claim(**FULL), claim(**{**FULL, **change})
    assert slots([gold], [answer]) == (16, 17, 17)
    assert prf(by_label(CLAIMS, ([gold], [answer]))[slot]) == (0.0, 0.0, 0.0)
    assert figures(CLAIMS, ([gold], [answer]))["claims.exact.f1"] == 0.0


@pytest.mark.parametrize(
    "change",
    [{"victims__spans": [[5, 20]]}, {"date__surface": "x"}, {"count__surface": "a dozen"},
     {"event": "ev-b"}, {"evidence": [[100, 120]]}],
)  # fmt: skip
def test_words_offsets_and_the_event_are_no_slots(change: dict[str, Any]) -> None:
    """Victims that share a character are the same."""
    gold, answer = claim(**FULL), claim(**{**FULL, **change})
    assert slots([gold], [answer]) == (17, 17, 17)
    assert figures(CLAIMS, ([gold], [answer]))["claims.exact.f1"] == 1.0


@pytest.mark.parametrize(
    ("change", "slot"),
    [({"method": None}, "method"), ({"place": []}, "place"), ({"victims__role": "unknown"}, "role"),
     ({"source__party": "none"}, "party"), ({"source__anonymous": False}, "anonymous"),
     ({"victims__spans": None}, "victims")],
)  # fmt: skip
def test_one_slot_empty_costs_one_in_recall(change: dict[str, Any], slot: str) -> None:
    gold, answer = claim(**FULL), claim(**{**FULL, **change})
    assert slots([gold], [answer]) == (16, 17, 16)
    assert slots([answer], [gold]) == (16, 16, 17)
    assert by_label(CLAIMS, ([gold], [answer]))[slot]["precision"] is None


THREE = [claim(**FULL, id="c1"), claim(harm="injured", n=40, evidence=[[20, 30]], id="c2"),
         claim(harm="missing", n=3, evidence=[[40, 50]], id="c3")]  # fmt: skip


@pytest.mark.parametrize(("number", "filled"), [(0, 17), (1, FILLED), (2, FILLED)])
def test_a_missing_a_further_and_a_repeated_claim_cost_the_slots_that_they_fill(
    number: int, filled: int
) -> None:
    all_of = 17 + 2 * FILLED
    rest = [c for n, c in enumerate(THREE) if n != number]
    assert slots(THREE, rest) == (all_of - filled, all_of, all_of - filled)
    assert slots(rest, THREE) == (all_of - filled, all_of - filled, all_of)
    assert slots(THREE, [*THREE, THREE[number]]) == (all_of, all_of, all_of + filled)
    found = figures(CLAIMS, (THREE, rest))
    assert prf(found, "slots") == (1.0, (all_of - filled) / all_of, pytest.approx(
        2 * (all_of - filled) / (2 * all_of - filled)))  # fmt: skip
    assert prf(found, "claims.exact") == (1.0, 2 / 3, 4 / 5)


def test_gold_against_itself_is_1() -> None:
    found = figures(CLAIMS, (THREE, THREE[::-1]))
    assert set(found.values()) == {1.0}


def test_the_best_alignment_is_not_the_greedy_one() -> None:
    """The first answer has 15 of the first claim's 17 and 16 of the second's; the other answer 12 of the
    first's and 14 of the second's. The nearest pair first: 16 + 12 = 28; the best: 15 + 14 = 29."""
    first, second = (
        claim(**FULL),
        claim(**{**FULL, "method": "other", "certainty": "alleged", "place": ["e-b"]}),
    )
    near = claim(**{**FULL, "method": "other", "certainty": "alleged"})
    far = claim(
        **{
            **FULL,
            "method": "other",
            "certainty": "alleged",
            "n": 99,
            "scope": "summary",
            "place": ["e-c"],
        }
    )
    rows = [[sum(right(said(a), said(b))) for b in (near, far)] for a in (first, second)]
    assert rows == [[15, 12], [16, 14]]
    assert slots([first, second], [near, far]) == (29, 34, 34)


def test_a_slot_more_goes_before_any_number_of_pairs_and_overlaps() -> None:
    """One pair with eight right slots, or two with seven whose evidence overlaps."""
    deaths = {"harm": "killed", "n": 5, "certainty": "alleged", "perpetrator__responsibility": "denied"}
    g1 = claim(harm="missing", n=7, evidence=[[0, 9]], method="other", place=["e-a"], id="g1")
    g2 = claim(**deaths, evidence=[[20, 29]], method="other", place=["e-a"], id="g2")
    a1 = claim(harm="displaced", n=8, scope="summary", evidence=[[25, 29]], method="other",
               place=["e-a"], perpetrator__responsibility="claimed",
               certainty="reported", id="a1")  # fmt: skip
    a2 = claim(**deaths, evidence=[[5, 9]], method="other", place=["e-a"], id="a2")
    rows = [[sum(right(said(a), said(b))) for b in (a1, a2)] for a in (g1, g2)]
    assert rows[1][1] == 8
    assert rows[0][1] + rows[1][0] == 7
    assert align([g1, g2], [a1, a2])[0] == (g2, a2)


def test_claims_without_harm_or_evidence_in_common_are_no_pair() -> None:
    """Six right slots less one would be theirs."""
    gold, answer = claim(), claim(harm="injured", evidence=[[10, 20]])
    assert align([gold], [answer]) == [(gold, None), (None, answer)]
    assert slots([gold], [answer]) == (0, FILLED, FILLED)
    beside = claim(harm="injured", evidence=[[9, 20]])
    assert slots([gold], [beside]) == (FILLED - 1, FILLED, FILLED)


@st.composite
def claims(draw: st.DrawFn) -> Casualty:
    start = draw(st.integers(0, 12))
    return claim(
        harm=draw(st.sampled_from(["killed", "injured", "missing"])),
        n=draw(st.integers(0, 2)),
        scope=draw(st.sampled_from(["event", "summary"])),
        certainty=draw(st.sampled_from(["asserted", "alleged"])),
        method=draw(st.sampled_from([None, "other", "bombing"])),
        place=draw(st.sampled_from([[], ["e-a"]])),
        evidence=[[start, start + draw(st.integers(1, 6))]],
    )


def merit(pairs: list[tuple[Casualty, Casualty]]) -> tuple[int, int, int]:
    """Right slots, overlapping pairs, pairs."""
    beside = [
        a.evidence[0][0] < b.evidence[0][1] and b.evidence[0][0] < a.evidence[0][1] for a, b in pairs
    ]
    return sum(sum(right(said(a), said(b))) for a, b in pairs), sum(beside), len(pairs)


@settings(deadline=None, max_examples=150)
@given(st.lists(claims(), max_size=4), st.lists(claims(), max_size=4))
def test_no_other_alignment_is_better(gold: list[Casualty], answer: list[Casualty]) -> None:
    def may(a: Casualty, b: Casualty) -> bool:
        return (a.harm, a.occurred) == (b.harm, b.occurred) or merit([(a, b)])[1] == 1

    places = [*range(len(answer)), *[None] * len(gold)]
    every = (
        [(gold[i], answer[j]) for i, j in enumerate(chosen) if j is not None and may(gold[i], answer[j])]
        for chosen in set(permutations(places, len(gold)))
    )
    found = align(gold, answer)
    pairs = [(a, b) for a, b in found if a is not None and b is not None]
    assert merit(pairs) == max(map(merit, every))
    assert all(may(a, b) for a, b in pairs)
    assert len([a for a, _ in found if a is not None]) == len(gold)
    assert len([b for _, b in found if b is not None]) == len(answer)


def test_a_claim_is_counted_where_golds_evidence_begins() -> None:
    gold, answer = claim(evidence=[[5, 9]]), claim(evidence=[[8, 20]])
    sides = pages(([gold], [answer]), parts=sentences((0, 4), (5, 7), (8, 20)))
    found = count(CLAIMS, sides, "sentence")
    assert [place.part for place, cell in found.cells() if cell] == [1]


# MUC-4's own examples


def muc4_examples(section: str) -> list[tuple[str, str]]:
    """RESPONSE and KEY of the examples in a section of the scoring guidelines."""
    (text,) = sample_files("muc4/TASKDOC", "scoring-guidelines.v7").values()
    body = (
        text.split(f"\n{section} ", 1)[-1]
        if f"\n{section} " in text
        else text.split(f" {section} ", 1)[1]
    )
    body = re.split(r"\n ?3\.2\.\d+ ", body)[0].replace("|", " ")
    return re.findall(r"RESPONSE +(\S+)\n *KEY +(\S+(?: - \S+)?)", body)


@pytest.mark.parametrize("section", ["3.2.17", "3.2.24"])
def test_what_muc_4_calls_partly_right_is_right_by_interval_and_not_exact(section: str) -> None:
    """A number that is an end of the key's range. An approximate one has no bounds in this schema."""
    from retold.metrics.scores.figures import FIGURES

    examples = muc4_examples(section)
    assert len(examples) == 2
    for response, key in examples:
        low, dash, high = key.partition(" - ")
        n = int(response)
        if not dash:
            assert key == f"~{response}"
            low = high = response
        form = "range" if dash else "approx"
        figure = {"surface": key, "form": form, "min": int(low), "max": int(high), "best": None}
        found = figures(FIGURES, ([claim(count=figure)], [claim(n=n)]))
        assert found["interval.f1"] == 1.0
        assert found["exact.f1"] == (0.0 if dash else 1.0)
        # the form is a slot of its own: exact is not range, nor approximate
        assert by_label(CLAIMS, ([claim(count=figure)], [claim(n=n)]))["form"]["f1"] == 0.0
