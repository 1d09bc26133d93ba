"""MUC-4 keys and messages become claims, mentions, events and a manifest."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, snapshot
from muc4_files import FILES, sources, template, templates
from retold.corpora.conversion import Choices
from retold.corpora.muc4 import mapping
from retold.corpora.muc4.accounts import Accounts
from retold.corpora.muc4.corpus import convert
from retold.corpora.muc4.entities import Entities
from retold.corpora.muc4.slots import SLOTS
from retold.corpus_import import import_corpus
from retold.files import CorpusFolder
from retold.pipeline import build


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented corpus, imported and built."""
    target = tmp_path_factory.mktemp("muc4") / "corpus"
    import_corpus("muc4", FILES, target, Choices("2031-06-01"))
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
    first = import_corpus("muc4", FILES, tmp_path / "a", Choices("2031-06-01"))
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
