"""Low, best, high: counted by hand; and who says nothing."""

from __future__ import annotations

import pytest

from conftest import GOLDEN
from own import real
from retold.events import RULE, RULE_TEXT, bounds, event_facts
from retold.model import (
    Casualty,
    Count,
    CountForm,
    HarmDate,
    Perpetrator,
    Scope,
    Source,
    Victims,
)
from retold.pipeline import read_corpus


def claim(
    form: CountForm,
    low: int | None,
    high: int | None,
    *,
    occurred: bool = True,
    scope: Scope = "event",
) -> Casualty:
    best = low if form == "exact" else None
    return Casualty(
        "c", "d", "a", "ev-x", scope, "killed", occurred,
        Count("n", form, low, high, best), Victims(None, None, "unknown", "unknown"),
        Perpetrator(None, "unattributed"), None, Source(("outlet",), "none", False), "asserted",
        HarmDate(None, None, None, None, None), (), ((0, 1),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("claims", "wanted"),
    [
        # 46 three times: one number
        ([claim("exact", 46, 46)] * 3, (46, 46, 46)),
        # at least 20, at least 24: the lower bound is 20, the upper one open
        ([claim("vague", 20, None), claim("vague", 24, None)], (20, None, None)),
        # 40 and 46 disagree: no best
        ([claim("exact", 40, 40), claim("exact", 46, 46)], (40, None, 46)),
        # 46 beside "more than 40": best is the sole exact one, high is open
        ([claim("exact", 46, 46), claim("more_than", 41, None)], (41, 46, None)),
        # at most 50: nothing is said of the least
        ([claim("at_most", None, 50)], (None, None, 50)),
        # 11 to 19 ("belasan") beside 15
        ([claim("range", 11, 19), claim("exact", 15, 15)], (11, 15, 19)),
        # an unstated figure, a denial and a summary give no bound
        ([claim("unstated", None, None)], (None, None, None)),
        ([claim("exact", 0, 0, occurred=False), claim("exact", 3, 3)], (3, 3, 3)),
        ([claim("exact", 900, 900, scope="summary"), claim("exact", 3, 3)], (3, 3, 3)),
        ([], (None, None, None)),
    ],
)
def test_bounds(claims: list[Casualty], wanted: tuple[int | None, ...]) -> None:
    assert bounds(claims) == wanted
    assert bounds(claims[::-1]) == wanted


def test_the_rule_has_an_id() -> None:
    assert RULE == "low-best-high-1"  # a new rule gets a new id
    assert RULE in RULE_TEXT


def test_events_of_the_golden_corpus() -> None:
    corpus = read_corpus(GOLDEN)
    killed, injured = event_facts(corpus, corpus.documents)
    # the only claim denies it: no document states it, one denies it, one is silent
    assert (killed.harm, killed.low, killed.documents) == ("killed", None, ())
    assert killed.denying_documents == ("port-hi",)
    assert killed.silent_documents == ("port-en",)
    assert killed.independent_documents == 0
    assert (injured.low, injured.best, injured.high) == (12, 12, None)
    assert injured.claims == ("port-en-c1", "port-hi-c1")
    assert [link.id for link in injured.links] == ["l-1"]
    # two documents of one story: one independent source
    assert (len(injured.documents), injured.independent_documents) == (2, 1)


def test_documents_of_another_split_say_nothing_here() -> None:
    corpus = read_corpus(GOLDEN)
    assert list(event_facts(corpus, [corpus.document("port-id")])) == []
    only_english = list(event_facts(corpus, [corpus.document("port-en")]))
    assert [(f.harm, f.claims, f.links) for f in only_english] == [("injured", ("port-en-c1",), ())]


def test_the_mosque_of_kunduz() -> None:
    corpus = real()
    facts = {(f.event.id, f.harm): f for f in event_facts(corpus, corpus.documents)}
    killed = facts["ev-kunduz-mosque-2021-10-08", "killed"]
    assert (killed.low, killed.best, killed.high) == (46, 46, 46)
    assert (len(killed.documents), killed.independent_documents) == (3, 1)
    injured = facts["ev-kunduz-mosque-2021-10-08", "injured"]
    assert (injured.low, injured.best, injured.high) == (20, None, None)
    assert injured.silent_documents == ("001_7f241891985e0e26",)
