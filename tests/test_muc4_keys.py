"""MUC-4 keys: numbers, fillers, dates, places and templates, read and written back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muc4_files import KEYS, read, sources, template, templates, words
from retold.corpora.muc4.corpus import convert
from retold.corpora.muc4.fills import MONTHS, parse_fill, plain
from retold.corpora.muc4.kept import read_templates
from retold.corpora.muc4.numbers import Number, parse_number
from retold.corpora.muc4.slots import SLOTS, Slot
from retold.corpora.muc4.templates import parse_keys, unlisted, write_keys
from retold.corpora.muc4.values import (
    Choice,
    Dates,
    Day,
    Fill,
    Location,
    Null,
    Place,
    Text,
)


def filled(slot: int, text: str) -> Fill:
    fill = parse_fill(text, SLOTS[slot])
    assert fill is not None, text
    return fill


# numbers


@pytest.mark.parametrize(
    ("text", "number", "bounds"),
    [
        ("7", Number("exact", 7), ("exact", 7, 7)),
        ("6-", Number("at_least", 6), ("at_least", 6, None)),
        ("-80", Number("at_most", None, 80), ("at_most", None, 80)),
        ("3-4", Number("range", 3, 4), ("range", 3, 4)),
        ("~30", Number("approx", 30), ("approx", None, None)),
        ("PLURAL", Number("plural"), ("vague", 2, None)),
    ],
)
def test_each_form_of_number(text: str, number: Number, bounds: tuple[Any, ...]) -> None:
    assert parse_number(text) == number
    assert number.bounds == bounds
    assert str(number) == text


@pytest.mark.parametrize("text", ["", "-", "SIX", "4-3", "1,000", "~", "~3-4", "07", "3 4", "--3"])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


count = st.integers(0, 10**6)
numbers = st.one_of(
    st.builds(Number, st.sampled_from(["exact", "at_least", "approx"]), count),
    st.builds(Number, st.just("at_most"), st.none(), count),
    st.tuples(count, count).map(lambda ends: Number("range", min(ends), max(ends))),
    st.just(Number("plural")),
)


@given(numbers)
def test_numbers_are_read_as_they_are_written(number: Number) -> None:
    assert parse_number(str(number)) == number


anything = st.text(st.sampled_from("AB1 \"/:()?*-[]'\\."), min_size=1, max_size=12)
strings = anything.map(lambda text: " ".join(text.split())).filter(lambda t: t not in ("", "-"))
texts = st.builds(Text, strings.filter(lambda text: "\\" not in text))
abouts = st.lists(texts | st.just(Null(quoted=True)), max_size=3).map(tuple)
days = st.dates(date(1960, 1, 1), date(1999, 12, 31)).map(
    lambda day: Day(day.isoformat(), f"{day.day:02} {MONTHS[day.month - 1][:3]} {day.year % 100:02}")
)
dates = st.one_of(
    days.map(lambda day: Dates(day, day)),
    st.tuples(days, days).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Dates(*pair)),
    days.map(lambda day: Dates(None, day)),
    days.map(lambda day: Dates(day, None)),
)
named = st.builds(Place, words, words)
steps = st.lists(st.lists(named, min_size=1, max_size=2).map(tuple), max_size=3)
locations = st.builds(
    lambda country, inner: Location(((Place(country),), *inner)), words, steps
)  # fmt: skip


def values(slot: Slot) -> st.SearchStrategy[Any]:
    if slot.choices:
        return st.builds(Choice, st.sampled_from(sorted(slot.choices)))
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "date": dates,
        "location": locations,
        "nation": st.builds(Choice, words),
        "number": numbers,
        "text": texts,
    }
    return kinds[slot.kind]


@st.composite
def fills(draw: st.DrawFn, slot: Slot) -> Fill:
    found = tuple(draw(st.lists(values(slot), min_size=1, max_size=3)))
    about = draw(abouts) if slot.refers else ()
    bracketed = ()
    if slot.kind in ("date", "location") and draw(st.booleans()):
        bracketed = tuple(True for _ in found)
    return Fill(found, about, draw(st.booleans()), bracketed)


@given(st.sampled_from(SLOTS[2:]).flatmap(lambda slot: st.tuples(st.just(slot), fills(slot))))
def test_fillers_are_read_as_they_are_written(drawn: tuple[Slot, Fill]) -> None:
    slot, fill = drawn
    assert parse_fill(str(fill), slot) == fill
    assert plain(str(fill)) == plain(f"  {fill} ")


def test_alternatives_marks_and_references() -> None:
    assert filled(13, '? COMMERCIAL / OTHER: "SHOP" / "CORNER SHOP"') == Fill(
        (Choice("COMMERCIAL"), Choice("OTHER")), (Text("SHOP"), Text("CORNER SHOP")), optional=True
    )
    assert filled(19, '"MAYOR" / "MR": "ADA LUND"').named == ("ADA LUND",)
    assert filled(23, 'NO INJURY: "-"').about == (Null(quoted=True),)
    assert filled(21, '-: "ADA LUND"').values == (Null(),)
    assert not filled(21, '-: "ADA LUND"').empty
    assert filled(21, "-").empty
    assert filled(21, "*").empty


def test_strings_hold_what_elsewhere_divides() -> None:
    assert filled(12, r'"A / B: \"C\" (D)"').texts == ('A / B: "C" (D)',)
    assert filled(12, r'"A\B"').texts == (r"A\B",)
    assert str(filled(12, r'"A\B"')) == r'"A\B"'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('MACHINEGUNS"', Text("MACHINEGUNS", "", '"')),
        ("GUERRILLAS", Text("GUERRILLAS", "", "")),
        ('""OFFICES"', Text("OFFICES", '""', '"')),
    ],
)
def test_lacking_and_doubled_quotation_marks_are_kept(text: str, value: Text) -> None:
    assert filled(12, text).values == (value,)
    assert value.irregular
    assert str(filled(12, text)) == text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("30 DEC 89", "1989-12-30", "1989-12-30"),
        ("11 JUNE 90", "1990-06-11", "1990-06-11"),
        ("- 03 JAN 90", None, "1990-01-03"),
        ("-03 JAN 90", None, "1990-01-03"),
        ("01 JAN 90 - 03 JAN 90", "1990-01-01", "1990-01-03"),
    ],
)
def test_each_form_of_date(text: str, first: str | None, last: str | None) -> None:
    value = filled(2, text).values[0]
    assert isinstance(value, Dates)
    assert (value.first and value.first.iso, value.last and value.last.iso) == (first, last)


@pytest.mark.parametrize("text", ["31 FEB 90", "30 DEZ 89", "30 DEC 1989", "-", "DEC 89"])
def test_what_is_no_date(text: str) -> None:
    fill = parse_fill(text, SLOTS[2])
    assert fill is None or fill.empty


def test_places_between_and_in_brackets() -> None:
    fill = filled(3, "(NORLAND: A (TOWN) - B (CITY)) / (NORLAND: C-D (AREA))")
    assert fill.bracketed == (True, True)
    assert fill.values[0] == Location(((Place("NORLAND"),), (Place("A", "TOWN"), Place("B", "CITY"))))
    assert fill.values[1] == Location(((Place("NORLAND"),), (Place("C-D", "AREA"),)))


# key files


def test_every_quirk_of_the_keys_is_read() -> None:
    second = template("DEV-MUC3-9001", 2)
    assert (second.optional, second.by) == (True, "HARBOUR, DOCKS")
    assert [str(f) for f in second.fills(5)] == ["ACCOMPLISHED / ATTEMPTED"]
    assert [f.texts for f in second.fills(6)] == [("CAR BOMB", "BOMB"), ("ROCKETS",)]
    assert second.fills(11)[0].about == ()
    assert second.comments == ((24, ";; ab deleted 3 (redundant with 2)"),)
    assert template("DEV-MUC3-9001", 1).comments == ((-1, ";;; ab made 1 a kidnapping"),)
    assert template("DEV-MUC3-9003", 1).by is None
    none = template("DEV-MUC3-9002", None)
    assert none.comments == ((24, ";; the end"),)
    assert all(not none.fills(slot.number) for slot in SLOTS[2:])


def test_a_wrapped_filler_is_one() -> None:
    found = [fill.texts for fill in template("DEV-MUC3-9003", 1).fills(19)]
    assert ("JUDGE", "JUDGE OF THE SOUTHERN PORT") in found
    assert len(found) == 9


def test_a_line_that_begins_with_a_slash_goes_on() -> None:
    wrapped = read(KEYS[0]).replace('"CAR BOMB" / "BOMB"\n', f'"CAR BOMB"\n{" " * 36}/ "BOMB"\n', 1)
    assert wrapped != read(KEYS[0])
    assert parse_keys(wrapped, "keys")[0] == parse_keys(read(KEYS[0]), "keys")[0]


@pytest.mark.parametrize("name", KEYS)
def test_keys_written_back_are_identical_but_for_layout(name: str) -> None:
    keys, _ = parse_keys(read(name), name)
    again, problems = parse_keys(write_keys(keys), name)
    assert problems == []
    assert again == keys
    assert shape(write_keys(keys)) == shape(read(name))


def shape(text: str) -> list[str]:
    """A key file without layout: its words, wrapped or not, in order."""
    return plain(" ".join(line for line in text.splitlines() if line.strip())).split(" ")


def test_the_kept_values_are_the_templates() -> None:
    made = convert(sources(), "2031-06-01")
    kept = read_templates(made.files["import/templates.jsonl"])
    assert kept == templates()
    line = json.loads(made.files["import/templates.jsonl"].splitlines()[1])
    assert line["slots"]["PERP: INDIVIDUAL ID"][0] == {
        "written": '? "PIRATES"',
        "optional": True,
        "values": [{"kind": "text", "text": "PIRATES", "opening": '"', "closing": '"'}],
        "about": [],
    }
    assert line["slots"]["HUM TGT: NUMBER"][0]["values"] == [
        {"kind": "number", "shape": "exact", "low": 1, "high": None}
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("30 DEC 89", "31 NOV 89", 5, "no filler of slot 2. INCIDENT: DATE: '31 NOV 89'"),
        ('50: "CLERKS"', 'FIFTY: "CLERKS"', 24, "no filler of slot 21. HUM TGT: NUMBER"),
        ('"PIRATES"', '"PIRATES', 12, "no filler of slot 9. PERP: INDIVIDUAL ID"),
        ("2.  INCIDENT: DATE ", "2.  INCIDENT: DAY  ", 5, "there is no slot 2. INCIDENT: DAY"),
        ("4.  INCIDENT: TYPE                  KIDNAPPING", "", 3, "lacks 4. INCIDENT: TYPE"),
        ("DEV-MUC3-9001 (HARBOUR, DOCKS)", "NINE", 3, "no message id: 'NINE'"),
        ("TEMPLATE               1", "TEMPLATE               ONE", 4, "no number of a template: 'ONE'"),
        ("ACCOMPLISHED", "", 8, "slot 5. INCIDENT: STAGE OF EXECUTION is empty"),
        ("5.  INCIDENT: STAGE", "4.  INCIDENT: TYPE  X\n5.  INCIDENT: STAGE", 8, "stands twice"),
        (";;; ab", "ab", 2, "neither a slot, a filler nor a comment"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(old: str, new: str, line: int, said: str) -> None:
    broken = read(KEYS[0])
    assert old in broken
    broken = broken.replace(old, new, 1)
    _, problems = parse_keys(broken, "keys")
    assert any(said in p.message for p in problems), problems
    assert {p.file for p in problems} == {"keys"}
    assert any(abs((p.line or 0) - line) <= 1 for p in problems)


def test_a_set_filler_beyond_the_list_is_read_and_said() -> None:
    text = read(KEYS[1]).replace("RIFLE: ", "HARPOON: ")
    keys, problems = parse_keys(text, "keys")
    assert problems == []
    found = [(slot.number, value.name) for t in keys for slot, value in unlisted(t)]
    assert found == [(7, "HARPOON")]
