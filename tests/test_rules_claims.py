"""Rules on claims against text, event and each other: what a case folder for each does not show."""

from __future__ import annotations

import msgspec
import pytest

from page import Page, exact
from retold.model import Count, Event, Fault, FaultName, HarmDate, Perpetrator, Source, Victims


@pytest.mark.parametrize(
    ("killed", "injured", "total", "expected"),
    [
        ((3, 3), (12, 12), (15, 15), 0),
        ((3, 3), (12, 12), (16, 16), 1),
        ((3, 3), (12, None), (16, 16), 0),
        ((3, 3), (24, None), (20, None), 0),
        ((3, 3), (24, None), (20, 26), 1),
        ((3, 3), None, (2, 2), 1),
        ((3, 3), None, (4, 4), 0),
        ((0, 3), (0, 4), (8, None), 1),
    ],
)
def test_sums(
    killed: tuple[int, int],
    injured: tuple[int, int | None] | None,
    total: tuple[int, int],
    expected: int,
) -> None:
    page = Page("x")
    harms = {"killed": killed, "injured": injured, "killed_or_injured": total}
    for harm, bounds in harms.items():
        if bounds is not None:
            low, high = bounds
            form = "at_least" if high is None else "exact" if low == high else "range"
            best = low if form == "exact" else None
            page.claim("x", harm=harm, count=Count("x", form, low, high, best))
    assert len(page.found("RT510")) == expected


def test_one_choice_of_figures_that_fits_is_enough() -> None:
    page = Page("x")
    for harm, number in (("killed", 3), ("killed", 5), ("injured", 12), ("killed_or_injured", 15)):
        page.claim("x", harm=harm, count=exact("x", number))
    assert page.found("RT510") == []
    page.records[1] = msgspec.structs.replace(page.records[1], count=exact("x", 4))
    assert page.found("RT510") == ["killed 4 ('c1') or 5 ('c2') and injured 12 ('c3') cannot make 15"]
    for field, value in (("scope", "summary"), ("occurred", False), ("certainty", "denied")):
        changed = list(page.records)
        page.records[-1] = msgspec.structs.replace(page.records[-1], **{field: value})
        assert page.found("RT510") == []
        page.records = changed


def test_a_misread_figure_is_not_added_up() -> None:
    for words, expected in (("30", 1), ("9", 0)):
        page = Page("30 dead, 9 in all")
        page.claim("30 dead, 9 in all", harm="killed", count=exact(words, 30))
        page.claim("9 in all", harm="killed_or_injured", count=exact("9", 9))
        assert len(page.found("RT510")) == expected


@pytest.mark.parametrize(
    "count",
    [
        Count(None, "unstated", None, None, None),
        Count("x", "exact", 3, 3, 4),
        Count("x", "range", 4, 3, None),
    ],
)
def test_a_figure_unstated_or_unsound_is_no_choice(count: Count) -> None:
    page = Page("30 dead, 9 in all")
    page.claim("30 dead", harm="killed", count=exact("30", 30))
    page.claim("9 in all", harm="killed_or_injured", count=exact("9", 9))
    page.claim("30 dead", harm="killed", count=count)
    assert len(page.found("RT510")) == 1


@pytest.mark.parametrize(
    ("event", "start", "end", "precision", "expected"),
    [
        ("2031-05-02", "2031-05-01", "2031-05-01", 1, 1),
        ("2031-05-02", "2031-05-01", None, 1, 1),
        ("2031-05-02", "2031-04-30", "2031-05-02", 2, 0),
        ("2031-05-02", "2029-01-01", None, 5, 0),
        ("2031-05-02", None, "2031-05-01", 5, 1),
        ("2031-05", "2031-04-30", "2031-04-30", 1, 1),
        ("2031-05", "2031-05-01", "2031-05-01", 1, 0),
        ("2031", "2030-01-01", "2030-12-31", 5, 1),
        (None, "2030-01-01", "2030-12-31", 5, 0),
        ("2031-05-02", "2031-05-01", "2031-04-01", 2, 0),
    ],
)
def test_dates(
    event: str | None, start: str | None, end: str | None, precision: int, expected: int
) -> None:
    page = Page("Yesterday a crane fell.")
    page.claim("a crane fell", date=HarmDate("Yesterday", start, end, precision, None))
    assert len(page.found("RT511", event=Event("ev-crane", "x", event, ()))) == expected


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("On Monday", "wrong_time", 0),
        ("Mon", "wrong_time", 0),
        ("On Monday", "garbled", 1),
        ("a crane fell", "wrong_time", 1),
    ],
)
def test_words_of_a_date_that_are_a_fault_explain_it(words: str, kind: FaultName, expected: int) -> None:
    page = Page("On Monday a crane fell.")
    page.claim("a crane fell", date=HarmDate("Monday", "2031-04-28", "2031-04-28", 1, None))
    page.records.append(Fault("f", "d", "a", (page.span(words),), words, kind, "x", None))
    assert len(page.found("RT511")) == expected


def test_the_numeral_of_a_victim_stands_for_no_perpetrator() -> None:
    page = Page("Two shot 12 men.")
    page.mention("12", "CARDINAL", value="12")
    victims = Victims((page.span("12 men"),), None, "civilian", "no")
    actor = Perpetrator("e-captains", "reported_as_fact")
    page.claim("Two shot 12 men", victims=victims, perpetrator=actor)
    assert len(page.found("RT513")) == 1
    page.mention("Two", "CARDINAL", value="2")
    assert page.found("RT513") == []


def test_an_adjective_anywhere_may_name_a_state_that_did_it() -> None:
    page = Page("Norlandic shells fell.", "Rain fell.", "Snow fell.", "The attack killed 3.")
    page.claim("The attack killed 3", perpetrator=Perpetrator("e-norland", "reported_as_fact"))
    page.mention("Rain", "MISC", "e-wire")
    assert len(page.found("RT513")) == 1
    page.mention("Norlandic", "NORP", "e-norlanders")
    assert page.found("RT513") == []


def test_an_adjective_may_name_a_state_whose_figure_it_is() -> None:
    page = Page("Norlandic figures say 3 died.")
    page.mention("3", "CARDINAL", value="3")
    page.claim("3 died", source=Source(("outlet", "e-norland"), "authority", False))
    assert len(page.found("RT516")) == 1
    page.mention("Norlandic", "NORP", "e-norlanders")
    assert page.found("RT516") == []


def test_a_person_is_no_place_that_a_mention_could_name() -> None:
    page = Page("A crane fell on Friday.")
    page.mention("Friday", "DATE", value="2031-05-02")
    for place, expected in (("e-ada-lund", 0), ("e-norland", 1)):
        page.claim("A crane fell", place=(place,))
        assert len(page.found("RT514")) == expected


def test_a_link_to_another_story_names_nobody_of_this_one() -> None:
    for zone, expected in (("related", 1), ("body", 0)):
        page = Page("Also read: storm in Norland", "A storm killed 3.", zones=(zone,))  # type: ignore[arg-type]
        page.mention("Norland", "GPE", "e-norland", metonym="none")
        page.claim("A storm killed 3", place=("e-norland",))
        page.claim("storm killed 3", source=Source(("outlet", "e-norland"), "authority", False))
        assert len(page.found("RT514")) == len(page.found("RT516")) == expected


@pytest.mark.parametrize(
    ("words", "number", "victims", "expected"),
    [
        ("at least seven", 7, "seven of them", 0),
        ("seven", 7, "7 dockers", 0),
        ("seven", 7, "3 sons", 1),
        ("seven", 7, "dockers", 0),
        ("eleven", 11, "3 sons", 0),
        ("dockers", 7, "3 sons", 0),
    ],
)
def test_figures_of_victims(words: str, number: int, victims: str, expected: int) -> None:
    page = Page("Hurt were at least seven of them: 7 dockers, 3 sons.")
    for numeral, value in (("seven", "7"), ("7", "7"), ("3", "3")):
        page.mention(numeral, "CARDINAL", value=value)
    phrase = Victims((page.span(victims),), None, "unknown", "no")
    count = Count(words, "at_least", 7, None, None) if " " in words else exact(words, number)
    page.claim("Hurt were at least seven of them: 7 dockers, 3 sons", count=count, victims=phrase)
    assert len(page.found("RT515")) == expected


def test_victims_of_another_sentence() -> None:
    page = Page("The 3 sons sang. Seven were hurt on deck. Ships left.")
    page.mention("3", "CARDINAL", value="3")
    count = exact("Seven", 7)
    for words in ("The 3 sons", "on deck. Ships"):
        victims = Victims((page.span(words),), None, "unknown", "no")
        page.claim("Seven were hurt", victims=victims, count=count)
    assert page.found("RT512") == ["'The 3 sons' stands in no sentence of the evidence"]
    assert page.found("RT515") == []
    assert page.found("RT512", whole=False) == []
