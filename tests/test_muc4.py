"""MUC-4 into this schema: what is read, what is written back, what becomes of each value.

The files of tests/muc4/ are invented and have the quirks of the real ones. Where those lie beside the
repository, the last tests take them; they are nobody's here to ship.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import ROOT, snapshot
from retold.cli import app
from retold.corpora import CORPORA
from retold.corpora.muc4 import mapping
from retold.corpora.muc4.accounts import Accounts
from retold.corpora.muc4.corpus import convert
from retold.corpora.muc4.entities import Entities
from retold.corpora.muc4.figures import figure
from retold.corpora.muc4.fills import MONTHS, parse_fill, plain
from retold.corpora.muc4.finding import places
from retold.corpora.muc4.kept import read_templates
from retold.corpora.muc4.numbers import Number, parse_number
from retold.corpora.muc4.slots import SLOTS, Slot
from retold.corpora.muc4.templates import Template, parse_keys, unlisted, write_keys
from retold.corpora.muc4.texts import Message, parse_messages
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
from retold.corpora.problems import ImportProblemsError
from retold.corpus_import import import_corpus
from retold.files import CorpusFolder
from retold.numerals import meaning
from retold.pipeline import build, check

FILES = ROOT / "tests" / "muc4"
SAMPLE = ROOT.parent / "shared" / "samples" / "muc4"
KEYS = ("key-dev-9001", "key-dev-9003")
TEXTS = ("dev-muc3-9001-9002", "dev-muc3-9003-9004")
runner = CliRunner()


def read(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


def templates() -> list[Template]:
    found = []
    for name in KEYS:
        keys, problems = parse_keys(read(name), name)
        assert problems == []
        found += keys
    return found


def template(message: str, number: int | None) -> Template:
    return next(t for t in templates() if (t.message, t.number) == (message, number))


def messages() -> dict[str, Message]:
    return {m.id: m for name in TEXTS for m in parse_messages(read(name), name)[0]}


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


# fillers

words = st.lists(st.from_regex(r"[A-Z][A-Z'.]{0,6}", fullmatch=True), min_size=1, max_size=3).map(
    " ".join
)
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


# messages


@pytest.mark.parametrize("name", TEXTS)
def test_messages_joined_are_the_file(name: str) -> None:
    found, problems = parse_messages(read(name), name)
    assert problems == []
    assert "".join(message.received for message in found) == read(name)
    for message in found:
        assert len(message.text) == len(message.received)
        assert message.received.split() == message.text.split()


def test_zones_are_paragraphs() -> None:
    message = messages()["DEV-MUC3-9001"]
    shown = [(zone, message.text[a:b]) for (a, b), zone in message.zones]
    assert [zone for zone, _ in shown] == [
        "furniture", "dateline", "dateline", "body", "body", "body", "body",
    ]  # fmt: skip
    assert shown[0][1] == "DEV-MUC3-9001 (HARBOUR)"
    assert shown[1][1] == "NORHAVEN, 3 JAN 90 (HARBOUR WIRE) --"
    assert shown[2][1] == "[REPORT] [DOCK COMMITTEE, SALTMARK] [TEXT]"
    assert shown[5][1] == "NO FISHERMEN WERE HURT."  # indented behind the end of a sentence


def test_datelines() -> None:
    found = {id: m.dateline for id, m in messages().items()}
    assert found["DEV-MUC3-9001"] == (3, 1, 90, "HARBOUR WIRE")
    assert found["DEV-MUC3-9002"] == (None, None, None, None)
    assert found["DEV-MUC3-9003"] == (7, 2, None, "RADIO GULL")
    assert found["DEV-MUC3-9004"] == (11, 6, 90, None)


def test_strings_are_found_whole_words_and_over_line_ends() -> None:
    text = messages()["DEV-MUC3-9001"].text
    assert [text[a:b] for a, b in places(text, "SAIL-MAKERS")] == ["SAIL- MAKERS"]
    assert [text[a:b] for a, b in places(text, "Car Bomb")] == ["CAR BOMB"]
    assert places(text, "CLERK") == []
    assert places(text, "") == []


@pytest.mark.parametrize(
    ("text", "victims", "number", "words"),
    [
        ("ABOUT 50 CLERKS FLED", "CLERKS", "50", "50"),
        ("AT LEAST SEVEN COOKS", "COOKS", "7-", "AT LEAST SEVEN"),
        ("MORE THAN 20 COOKS", "COOKS", "20-", "MORE THAN 20"),
        ("A COOK, AND FIVE CLERKS", "CLERKS", "5", "FIVE"),
        ("THE 5 TIRED OLD CLERKS", "CLERKS", "5", "5"),
        ("CLERKS AND FIVE COOKS", "CLERKS", "5", None),
        ("SIX CLERKS", "CLERKS", "5", None),
        ("ABOUT 50 CLERKS", "CLERKS", "~50", "ABOUT 50"),
        ("ABOUT 60 CLERKS", "CLERKS", "~50", None),
    ],
)
def test_the_words_of_a_number(text: str, victims: str, number: str, words: str | None) -> None:
    said = parse_number(number)
    at = text.index(victims)
    assert said is not None
    found = figure(text, (0, len(text)), (at, at + len(victims)), said)
    assert (found and text[slice(*found.span)]) == words
    if found:
        understood = meaning(found.says.surface or "", "en")
        assert understood is not None
        assert understood.fits(found.says)


# the corpus


def sources() -> dict[str, str]:
    return {path.name: read(path.name) for path in FILES.iterdir()}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented corpus, imported and built."""
    target = tmp_path_factory.mktemp("muc4") / "corpus"
    import_corpus("muc4", FILES, target, "2031-06-01")
    built = build(CorpusFolder(target))
    assert [f for f in built.findings if f.severity == "error"] == []
    assert built.record is not None
    return target


def records(root: Path, kind: str) -> list[dict[str, Any]]:
    files = sorted((root / "annotations/gold").iterdir())
    return [record for path in files for record in jsonl(path) if record["kind"] == kind]


def jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def claims(root: Path) -> dict[str, dict[str, Any]]:
    """Words of the victims (or the id) -> claim."""
    found = {}
    for claim in records(root, "casualty"):
        text = (root / "seeds" / f"{claim['doc']}.txt").read_text(encoding="utf-8")
        spans = claim["victims"]["spans"]
        found[text[slice(*spans[0])] if spans else claim["id"]] = claim
    return found


def test_numbers_become_counts(corpus: Path) -> None:
    found = {who: claim["count"] for who, claim in claims(corpus).items()}
    shown = {w: (c["surface"], c["form"], c["min"], c["max"], c["best"]) for w, c in found.items()}
    assert shown == {
        "CLERKS": ("50", "exact", 50, 50, 50),
        "ADA LUND": ("ADA LUND", "exact", 1, 1, 1),
        "SAIL- MAKERS": ("FIVE", "exact", 5, 5, 5),
        "FISHERMEN": ("FISHERMEN", "vague", 2, None, None),
        "COOKS": ("MORE THAN 20", "more_than", 21, None, None),
        "WAITERS": ("AT LEAST SEVEN", "at_least", 7, None, None),
        "GUARDS": ("UP TO 80", "at_most", None, 80, None),
        "PORTERS": ("APPROXIMATELY SIX", "approx", None, None, None),
        "DRIVERS": ("BETWEEN 3 AND 4", "range", 3, 4, None),
        "JUDGE": (None, "unstated", None, None, None),
        "NUNS": ("SEVERAL", "vague", 2, None, None),
        "PILOTS": ("PILOTS", "exact", 9, 9, 9),
        "STOKERS": ("TWO", "exact", 2, 2, 2),
        "DEV-MUC3-9003-c09": (None, "unstated", None, None, None),
    }


def test_effects_become_harms_and_roles(corpus: Path) -> None:
    found = claims(corpus)
    harms = {who: (c["harm"], c["occurred"], c["victims"]["role"]) for who, c in found.items()}
    assert harms["CLERKS"] == ("abducted", True, "civilian")
    assert harms["ADA LUND"] == ("killed", True, "official")
    assert harms["FISHERMEN"] == ("injured", False, "civilian")
    assert harms["STOKERS"] == ("abducted", True, "civilian")
    assert harms["WAITERS"] == ("killed", True, "unknown")
    assert harms["DEV-MUC3-9003-c09"] == ("killed_or_injured", False, "unknown")


def test_a_denied_harm_of_nobody_has_the_sentence_that_denies_it(corpus: Path) -> None:
    claim = claims(corpus)["DEV-MUC3-9003-c09"]
    text = (corpus / "seeds/DEV-MUC3-9003.txt").read_text(encoding="utf-8")
    shown = [text[a:b] for a, b in claim["evidence"]]
    assert shown == ["THE PIRATES SAID THERE WERE NO CASUALTIES AMONG THEIR CREW."]


def test_a_string_that_is_not_in_the_text_makes_no_claim(corpus: Path) -> None:
    report = json.loads((corpus / "import/report.json").read_text(encoding="utf-8"))
    missing = {(m["doc"], m["slot"], m["string"]) for m in report["strings"]["missing"]}
    assert ("DEV-MUC3-9003", 19, "BAKERS") in missing
    assert report["slots"][23]["cases"]["no_passage"] == 1


def test_confidence_becomes_responsibility(corpus: Path) -> None:
    by_event = {c["event"]: c["perpetrator"] for c in claims(corpus).values()}
    assert by_event == {
        "ev-dev-muc3-9001-1": {"actor": "e-org-grey-gull-league", "responsibility": "reported_as_fact"},
        "ev-dev-muc3-9001-2": {"actor": "e-dev-muc3-9001-pirates", "responsibility": "unattributed"},
        "ev-dev-muc3-9003-1": {
            "actor": "e-org-norland-night-watch",
            "responsibility": "accused_by_authorities",
        },
        "ev-dev-muc3-9003-2": {"actor": "e-dev-muc3-9003-pirates", "responsibility": "unattributed"},
    }


def test_dates_places_and_method(corpus: Path) -> None:
    found = claims(corpus)
    shown = {w: (c["date"]["start"], c["date"]["end"], c["date"]["precision"]) for w, c in found.items()}
    assert shown["CLERKS"] == ("1989-12-30", "1989-12-30", 1)
    assert shown["ADA LUND"] == (None, "1990-01-03", 5)
    assert shown["COOKS"] == ("1990-02-06", "1990-02-07", 2)
    assert found["CLERKS"]["place"] == [
        "e-norland-saltmark-department"
    ]  # the country is not in the text
    assert found["STOKERS"]["place"] == [
        "e-norland-eastmark-town",
        "e-norland-westmark-town",
        "e-norland",
    ]
    methods = {who: claim["method"] for who, claim in found.items()}
    assert (methods["CLERKS"], methods["ADA LUND"], methods["COOKS"]) == (None, "bombing", "shooting")


def test_evidence_is_the_sentence_of_the_victims(corpus: Path) -> None:
    claim = claims(corpus)["NUNS"]
    text = (corpus / "seeds/DEV-MUC3-9003.txt").read_text(encoding="utf-8")
    shown = [text[a:b] for a, b in claim["evidence"]]
    assert shown == ["SEVERAL NUNS WERE WOUNDED, AND SO WERE PILOTS."]


def test_events_are_templates(corpus: Path) -> None:
    events = {event["id"]: event for event in jsonl(corpus / "annotations/registry/events.jsonl")}
    assert len(events) == 5
    assert events["ev-dev-muc3-9001-1"] == {
        "id": "ev-dev-muc3-9001-1",
        "title": "KIDNAPPING, ACCOMPLISHED: NORLAND: SALTMARK (DEPARTMENT); 30 DEC 89",
        "date": "1989-12-30",
        "place": ["e-norland-saltmark-department", "e-norland"],
    }
    assert events["ev-dev-muc3-9001-2"]["date"] is None
    assert events["ev-dev-muc3-9003-1"]["date"] is None


def test_names_are_marked_at_every_place_and_phrases_where_a_claim_needs_them(corpus: Path) -> None:
    shown = Counter(
        (m["surface"], m["type"], m["level"], m["entity"])
        for m in records(corpus, "mention")
        if m["doc"] == "DEV-MUC3-9001"
    )
    city, department = "e-norland-saltmark-city", "e-norland-saltmark-department"
    assert shown["SALTMARK", "GPE", "name", department] == 1  # before the word DEPARTMENT
    assert shown["SALTMARK", "GPE", "name", city] == 2
    assert shown["GGL", "ORG", "name", "e-org-grey-gull-league"] == 1
    assert shown["CLERKS", "PER", "nominal", "e-dev-muc3-9001-clerks"] == 1
    assert not any(surface == "MAYOR" for surface, *_ in shown)


def test_the_manifest(corpus: Path) -> None:
    seeds = jsonl(corpus / "seeds/seeds.jsonl")
    assert [s["published"] for s in seeds] == [
        {"date": "1990-01-03", "inferred": False},
        {"date": "1990-01-03", "inferred": True},
        {"date": "1990-02-07", "inferred": True},
        {"date": "1990-06-11", "inferred": False},
    ]
    assert {s["licence"] for s in seeds} == {"LicenseRef-not-stated"}
    assert [s["outlet"] for s in seeds] == ["HARBOUR WIRE", None, "RADIO GULL", None]
    stories = jsonl(corpus / "seeds/stories.jsonl")
    assert {s["split"] for s in stories} == {"train"}


def test_test_messages_are_in_the_test_split() -> None:
    renamed = {name: text.replace("DEV-MUC3", "TST2-MUC4") for name, text in sources().items()}
    made = convert(renamed, "2031-06-01")
    stories = [json.loads(line) for line in made.files["seeds/stories.jsonl"].splitlines()]
    assert {story["split"] for story in stories} == {"test"}


def test_the_dataset_loads(corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from datasets import load_dataset

    found = load_dataset(str(corpus / "data"), "casualties", split="train", cache_dir=str(tmp_path))
    assert len(found) == 14
    assert sorted(filter(None, found["count_best"])) == [1, 2, 5, 9, 50]


def test_the_outcome_depends_on_the_files_alone(tmp_path: Path) -> None:
    first = import_corpus("muc4", FILES, tmp_path / "a", "2031-06-01")
    turned = dict(reversed(sources().items()))
    assert convert(turned, "2031-06-01").files == first.files
    assert {p: d.decode() for p, d in snapshot(tmp_path / "a").items()} == dict(first.files)


# one message, one template


def tiny(body: str, filled: dict[int, str | list[str]]) -> list[dict[str, Any]]:
    """The records of one invented message with one template; slots that are not given are null."""
    base = {0: "DEV-MUC3-9100", 1: "1", 3: "NORLAND", 4: "ATTACK", 5: "ACCOMPLISHED"}
    lines = []
    for slot in SLOTS:
        said = {**base, **filled}.get(slot.number, "-")
        first, *others = [said] if isinstance(said, str) else said
        lines += [f"{f'{slot.number}.':<4}{slot.name}  {first}", *(f"   {line}" for line in others)]
    message = f"DEV-MUC3-9100 (GULL)\n\n   NORHAVEN, 3 JAN 90 -- [TEXT] {body}\n"
    made = convert({"texts": message, "keys": "\n".join(lines)}, "2031-06-01")
    records = [*made.files["annotations/gold/DEV-MUC3-9100.jsonl"].splitlines()]
    entities = made.files["annotations/registry/entities.jsonl"].splitlines()
    return [json.loads(line) for line in (*records, *entities)]


def of(kind: str, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [record for record in records if record.get("kind") == kind]


def surfaces(records: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(m["surface"], m["type"], m["level"]) for m in of("mention", records)]


@pytest.mark.parametrize(
    ("number", "body", "wanted"),
    [
        (
            "5",
            "MANY CLERKS WERE KILLED.  THERE WERE FIVE CLERKS AT WORK.",
            "THERE WERE FIVE CLERKS AT WORK.",
        ),
        ("1", "THE CLERKS LEFT.  THERE CLERKS WERE KILLED.", "THERE CLERKS WERE KILLED."),
        ("1", "THE CLERKS LEFT.  THE CLERKS MET PIRATES.", "THE CLERKS MET PIRATES."),
        ("1", "THE CLERKS LEFT.  THE CLERKS CAME BACK.", "THE CLERKS LEFT."),
    ],
)
def test_the_passage_is_where_figure_harm_or_other_strings_stand(
    number: str, body: str, wanted: str
) -> None:
    found = tiny(
        body, {9: '"PIRATES"', 19: '"CLERKS"', 21: f'{number}: "CLERKS"', 23: 'DEATH: "CLERKS"'}
    )
    (claim,) = of("casualty", found)
    text = f"DEV-MUC3-9100 (GULL)\n\n   NORHAVEN, 3 JAN 90 -- [TEXT] {body}\n"
    assert [text[a:b] for a, b in claim["evidence"]] == [wanted]


def test_the_organisation_with_the_highest_responsibility_is_the_actor() -> None:
    found = tiny(
        "THE OWLS AND THE GULLS KILLED A CLERK.",
        {
            10: ['"OWLS"', '"GULLS"'],
            11: ['POSSIBLE: "OWLS"', 'CLAIMED OR ADMITTED: "GULLS"'],
            19: '"CLERK"',
            23: 'DEATH: "CLERK"',
        },
    )
    (claim,) = of("casualty", found)
    assert claim["perpetrator"] == {"actor": "e-org-gulls", "responsibility": "claimed"}


def test_a_harm_to_nobody_named_is_a_claim_only_where_it_is_denied() -> None:
    body = "NO DOUBT THE OWLS KILLED SOMEBODY."
    key = {10: '"OWLS"', 23: 'DEATH: "-"'}
    assert of("casualty", tiny(body, key)) == []
    assert len(of("casualty", tiny(body, {**key, 23: 'NO DEATH: "-"'}))) == 1


def test_the_type_of_the_incident_goes_before_its_instruments() -> None:
    key = {6: '"GUN"', 7: 'GUN: "GUN"', 19: '"CLERK"', 23: 'DEATH: "CLERK"'}
    methods = [
        of("casualty", tiny("A GUN KILLED A CLERK.", {**key, 4: type}))[0]["method"]
        for type in ("BOMBING", "ATTACK")
    ]
    assert methods == ["bombing", "shooting"]


def test_a_name_inside_a_longer_one_of_the_same_entity_is_a_part_of_it() -> None:
    found = tiny("THE GREY GULL LEAGUE MET.  THE LEAGUE LEFT.", {10: '"GREY GULL LEAGUE" / "LEAGUE"'})
    assert [surface for surface, *_ in surfaces(found)] == ["GREY GULL LEAGUE", "LEAGUE"]


def test_kinds_of_places() -> None:
    places = "NORLAND: EASTMARK (TOWN): GULL (RIVER): NORTH (AIRPORT)"
    found = tiny("IT WAS AT NORTH ON THE GULL IN EASTMARK.", {3: places})
    assert {(surface, type) for surface, type, _ in surfaces(found)} == {
        ("NORTH", "FAC"),
        ("GULL", "LOC"),
        ("EASTMARK", "GPE"),
    }


def test_a_perpetrator_who_is_a_person_elsewhere_is_named() -> None:
    key = {9: '"ORM BERG"', 18: '"ADA LUND"', 23: 'DEATH: "ADA LUND"'}
    body = "ORM BERG KILLED ADA LUND."
    assert ("ORM BERG", "PER", "nominal") in surfaces(tiny(body, key))
    key[18] = ['"ADA LUND"', '"ORM BERG"']  # type: ignore[assignment]
    assert ("ORM BERG", "PER", "name") in surfaces(tiny(body, key))
    (claim,) = of("casualty", tiny(body, key))
    assert claim["perpetrator"]["actor"] == "e-per-orm-berg"


def test_common_nouns_of_perpetrators_are_marked_only_where_no_name_is() -> None:
    key = {9: '"PIRATES"', 19: '"CLERK"', 23: 'DEATH: "CLERK"'}
    body = "PIRATES OF THE OWLS KILLED A CLERK."
    assert ("PIRATES", "PER", "nominal") in surfaces(tiny(body, key))
    key[10] = '"OWLS"'
    assert [s for s, *_ in surfaces(tiny(body, key))] == ["OWLS", "CLERK"]


# accounts


def test_every_value_stands_under_a_row_of_the_table() -> None:
    report = convert(sources(), "2031-06-01").report
    assert report["unaccounted"] == {}
    assert report["counts"]["claims without a word of the harm"] == 0
    for slot in report["slots"]:
        told = slot["empty"] + slot["exact"] + slot["approximate"] + slot["dropped"]
        assert told == slot["values"], slot["name"]
    held = [t.slots for t in templates()]
    written = sum(len(fill.values) for slots in held for fills in slots for fill in fills)
    assert sum(slot["values"] for slot in report["slots"]) == written + 2 * len(held)


def test_a_value_that_nobody_counted_is_told() -> None:
    accounts = Accounts()
    accounts.take(template("DEV-MUC3-9004", 1))
    assert set(accounts.unaccounted()) == {0, 1, 2, 3, 4, 5, 9, 12, 13, 14, 16}
    with pytest.raises(KeyError, match="no case 'day' of slot 3"):
        accounts.add(3, "day")


def test_the_page_has_the_mapping_table() -> None:
    page = (ROOT / "docs/corpora.md").read_text(encoding="utf-8")
    assert mapping.tables() in page, "put the text of retold.corpora.muc4.mapping.tables() there"
    assert {row.slot for row in mapping.ROWS} == {slot.number for slot in SLOTS}
    assert len({(row.slot, row.case) for row in mapping.ROWS}) == len(mapping.ROWS)


def test_each_mapped_set_list_is_mapped_whole() -> None:
    assert set(mapping.METHODS) == SLOTS[7].choices
    assert set(mapping.RESPONSIBILITIES) == SLOTS[11].choices
    assert set(mapping.ROLES) == SLOTS[20].choices
    assert SLOTS[23].choices - set(mapping.HARMS) == {"ESCAPED", "RESIGNATION", "NO RESIGNATION"}


def test_organisations_of_states_differ_by_country() -> None:
    first = template("DEV-MUC3-9003", 1)
    entities = Entities.of([first])
    key = entities.organization(first, '"NIGHT" WATCH')
    assert key == ("org", "NORLAND", '"NIGHT" WATCH')
    assert entities.subtype(key) == "state_force"


# the command


def run(*words: object) -> Any:
    return runner.invoke(app, ["import-corpus", *map(str, words)])


def test_the_command_says_what_became_of_each_slot(tmp_path: Path) -> None:
    result = run("muc4", FILES, "--out", tmp_path / "out", "--obtained", "2031-06-01")
    assert result.exit_code == 0, result.output
    assert "4 documents (1 without an incident), 6 templates" in result.output
    assert "none unread" in result.output
    assert "Neither messages nor keys: NOTES." in result.output
    assert [f for f in check(CorpusFolder(tmp_path / "out")).findings if f.severity == "error"] == []


def test_the_command_as_json(tmp_path: Path) -> None:
    result = run("muc4", FILES, "--out", tmp_path / "out", "--format", "json")
    report = json.loads(result.stdout)["report"]
    assert report == json.loads((tmp_path / "out/import/report.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("muc5", FILES, "--out", "new"), "'muc5' is not one of: muc4"),
        (("muc4", FILES / "none", "--out", "new"), "does not exist"),
        (("muc4", FILES, "--out", FILES), "not empty"),
        (("muc4", FILES, "--out", "new", "--obtained", "May"), "'May' is no day"),
    ],
)
def test_misuse_is_wrong_usage(words: tuple[object, ...], said: str, tmp_path: Path) -> None:
    here = [tmp_path / "new" if word == "new" else word for word in words]
    result = run(*here)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split()).replace("│ ", "")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("key-dev-9001", lambda t: t.replace("30 DEC 89", "30 DEZ 89"), "no filler of slot 2"),
        ("key-dev-9001", lambda t: "", "no key has a template of DEV-MUC3-9001"),
        ("dev-muc3-9003-9004", lambda t: "", "there is no text of DEV-MUC3-9003"),
        ("dev-muc3-9003-9004", lambda t: t + t.lstrip(), "stands in dev-muc3-9003-9004 too"),
        ("dev-muc3-9003-9004", lambda t: t.replace("\n", "\r\n"), "carriage returns"),
        (
            "key-dev-9003",
            lambda t: t.replace("EMPLATE               2", "EMPLATE               1"),
            "twice",
        ),
        ("dev-muc3-9003-9004", lambda t: t[: t.index("   WESTMARK")], "DEV-MUC3-9004 has no text"),
    ],
)
def test_what_is_not_whole_is_not_imported(name: str, change: Any, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for path, text in sources().items():
        (folder / path).write_bytes((change(text) if path == name else text).encode())
    result = run("muc4", folder, "--out", tmp_path / "out")
    assert result.exit_code == 1, result.output
    assert said in result.output
    assert "Nothing written" in result.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["files"]


def test_bytes_that_are_no_utf8_are_told(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "key").write_bytes(b"\xff")
    with pytest.raises(ImportProblemsError, match="key: byte 0 is not UTF-8"):
        import_corpus("muc4", tmp_path / "files", tmp_path / "out", "2031-06-01")


def test_a_folder_without_messages_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportProblemsError, match="no file here holds messages"):
        import_corpus("muc4", tmp_path, tmp_path / "out", "2031-06-01")


# the real corpus, where it lies beside the repository

sample = pytest.mark.skipif(
    not SAMPLE.is_dir(), reason=f"the files of MUC-4 are not in {SAMPLE.relative_to(ROOT.parent)}"
)


def real(kind: str) -> Iterator[tuple[str, str]]:
    for path in sorted(SAMPLE.glob(f"dev/{kind}*")):
        yield path.name, path.read_text(encoding="utf-8")


@sample
def test_every_value_of_the_real_keys_is_read_and_written_back() -> None:
    read_whole = Counter[str]()
    for name, text in real("key-"):
        keys, problems = parse_keys(text, name)
        assert problems == []
        again, problems = parse_keys(write_keys(keys), name)
        assert (again, problems) == (keys, [])
        lines = Counter(plain(line) for line in text.splitlines() if line.strip())
        again_lines = Counter(plain(line) for line in write_keys(keys).splitlines() if line)
        assert again_lines == lines
        held = [fills for template in keys for fills in template.slots]
        read_whole["templates"] += len(keys)
        read_whole["fillers"] += sum(map(len, held))
        read_whole["values"] += sum(len(fill.values) for fills in held for fill in fills)
    assert read_whole == {"templates": 686, "fillers": 17299, "values": 17958}


@sample
def test_the_real_messages_joined_are_their_files() -> None:
    for name, text in real("dev-"):
        found, problems = parse_messages(text, name)
        assert (len(found), problems) == (100, [])
        assert "".join(message.received for message in found) == text


@sample
def test_the_real_corpus_imports_builds_and_loads(tmp_path: Path) -> None:
    from datasets import load_dataset

    made = CORPORA["muc4"](dict([*real("key-"), *real("dev-")]), "2031-06-01")
    assert made.report["documents"] == 500
    assert made.report["unaccounted"] == {}
    import_corpus("muc4", SAMPLE, tmp_path / "out", "2031-06-01")
    built = build(CorpusFolder(tmp_path / "out"))
    assert [f for f in built.findings if f.severity == "error"] == []
    found = load_dataset(str(tmp_path / "out/data"), split="train", cache_dir=str(tmp_path / "cache"))
    assert len(found) == 500
    assert sum(map(len, found["casualties"])) == made.report["counts"]["claims"]
