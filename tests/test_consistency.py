"""Rules on consistency: which surroundings make one string one thing, and what may vary."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from marked import corpus, document, entity, findings
from retold.rules.names import contexts
from retold.rules.words import folded

LUND = entity("e-ada-lund", "PER", "Ada Lund", "Lund")
ORM = entity("e-orm-lund", "PER", "Orm Lund", "Lund")
TOWN = entity("e-norhaven", "GPE", "Norhaven")
COUNTY = entity("e-county", "GPE", "Norhaven County", "Norhaven")
PIER = entity("e-pier", "FAC", "Norhaven Pier", "Norhaven")
PEOPLE = entity("e-norlanders", "NORP", "Norlandic")
TONGUE = entity("e-norlandic", "LANG", "Norlandic")
ALL = (LUND, ORM, TOWN, COUNTY, PIER, PEOPLE, TONGUE)
KNOWN = corpus(ALL)


def read(*marked: str, stories: str = "ssss", codes: str = "RT601 RT602 RT607") -> list[str]:
    """Code and record of each finding in documents d0, d1, ..., one a story of ``stories``."""
    documents = [
        document(f"d{number}", text, ALL, story=story)
        for number, (text, story) in enumerate(zip(marked, stories, strict=False))
    ]
    return [
        f"{code} {finding.place.record}"
        for code in codes.split()
        for finding in findings(code, KNOWN, *documents)
    ]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("NORHAVEN", "Norhaven"),
        ("Dock  \u00a0Union", "dock union"),
        ("\u0958तर", "क\u093cतर"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_fold_to_one(a: str, b: str) -> None:
    assert folded(a) == folded(b)


@pytest.mark.parametrize(("a", "b"), [("\u0958तर", "कतर"), ("Norhaven", "Nor haven"), ("é", "e")])
def test_names_that_stay_two(a: str, b: str) -> None:
    assert folded(a) != folded(b)


@pytest.mark.parametrize(
    ("marked", "frames"),
    [
        ("Crews left [Norhaven|e-norhaven] on Friday.", ["left _ on", "crews left _ on friday"]),
        ("They left [Norhaven|e-norhaven], and", ["they left _ , and"]),
        ("They left [Norhaven|e-norhaven].", []),
        ("[Norhaven|e-norhaven] waits.", []),
        ("(“[Norhaven|e-norhaven]”)", []),
        ("सब [नोरहेवन|e-norhaven] में हैं", ["सब _ में"]),
    ],
)
def test_frames(marked: str, frames: list[str]) -> None:
    one = document("d", marked, ALL)
    mention = one.mentions[0]
    sentence = one.sentence_at(mention.spans)
    assert sentence is not None
    assert list(contexts(one, mention, sentence)) == frames


def test_the_rarer_type_is_named_and_of_two_equals_the_later() -> None:
    town, pier = "We left [Norhaven|e-norhaven] on", "You left [Norhaven|e-pier] on"
    assert read(pier, town, town) == ["RT601 d0-m0"]
    assert read(town, pier) == ["RT601 d1-m0"]


def test_a_narrow_frame_speaks_for_its_story_a_wide_one_for_all() -> None:
    town, pier = "We left [Norhaven|e-norhaven] on", "You left [Norhaven|e-pier] on"
    assert read(town, pier, stories="st") == []
    town, pier = (
        "All crews left [Norhaven|e-norhaven] on Friday",
        "crews left [Norhaven|e-pier] on Friday",
    )
    assert read(town, pier, stories="st") == ["RT601 d1-m0"]
    assert read(town, pier, stories="ss") == ["RT601 d1-m0"]


def test_a_value_and_a_name_are_two_types() -> None:
    assert read("in [May|DATE=2031-05@] of", "in [May|e-ada-lund] of") == ["RT601 d1-m0"]


def test_two_entities_of_one_type_between_the_same_words_of_a_story() -> None:
    town, county = "We left [Norhaven|e-norhaven] on", "We left [Norhaven|e-county] on"
    assert read(town, county) == ["RT602 d1-m0"]
    assert read(town, county, stories="st") == []


def test_in_a_narrow_and_a_wide_frame_it_is_told_once() -> None:
    town, county = (f"All crews left [Norhaven|{e}] on Friday" for e in ("e-norhaven", "e-county"))
    assert read(town, county) == ["RT602 d1-m0"]


def test_a_mention_in_fragments_has_no_frame() -> None:
    one = document("d", "Then [Ada Lund|e-ada-lund] left them", ALL)
    mention = one.mentions[0]
    sentence = one.sentence_at(mention.spans)
    assert sentence is not None
    assert contexts(one, mention, sentence) == ("then _ left",)
    halves = msgspec.structs.replace(mention, spans=((5, 8), (9, 13)))
    assert contexts(one, halves, sentence) == ()


def test_an_annotator_s_own_layer_is_left_as_it_is() -> None:
    marked = (
        "We left [Norhaven|e-norhaven] on [2029|DATE=2029]. [Lund|e-ada-lund] left.",
        ("We left [Norhaven|e-pier] on [2029|DATE=2028]. See [2029|DATE=2029]. Go [Lund|e-norhaven]!"),
    )
    gold = [document(f"d{n}", text, ALL) for n, text in enumerate(marked)]
    own = [dataclasses.replace(one, layer="ada") for one in gold]
    for code in ("RT601", "RT606", "RT607"):
        assert len(findings(code, KNOWN, *gold)) == 1
        assert findings(code, KNOWN, *own) == []


def test_elsewhere_in_the_story_a_second_entity_is_a_warning() -> None:
    town, county = "We left [Norhaven|e-norhaven] on", "They saw [Norhaven|e-county] at dusk"
    assert read(town, county) == ["RT607 d1-m0"]
    assert read(town, county, stories="st") == []
    assert read(town, f"{county}. {county}", county) == ["RT607 d0-m0"]


def test_relatives_share_a_surname_and_a_people_its_language() -> None:
    assert read("and [Lund|e-ada-lund] said", "and [Lund|e-orm-lund] said") == []
    assert read("and [Ada Lund|e-ada-lund] said", "and [Ada Lund|e-orm-lund] said") == ["RT602 d1-m0"]
    assert read("in [Norlandic|e-norlanders] on", "in [Norlandic|e-norlandic] on") == []
    assert read("Mr [Lund|e-ada-lund] said", "Ms [Lund|e-orm-lund] left") == []
    assert read("The [Norlandic|e-norlanders] men", "She speaks [Norlandic|e-norlandic]") == []
    assert read("Mr [Lund|e-ada-lund] said", "We saw [Lund|e-norhaven] burn") == ["RT607 d1-m0"]


def test_zones_of_two_languages_are_not_compared() -> None:
    for lang, found in (("en", 1), ("id", 0)):
        other = f"body/{lang}| We left [Norhaven|e-pier] on"
        assert len(read(f"We left [Norhaven|e-norhaven] on\n{other}")) == found


def test_a_link_with_a_finding_of_its_own_is_left_out() -> None:
    unknown = corpus([TOWN])  # e-pier: RT301
    other = corpus([TOWN, entity("e-pier", "LOC", "Norhaven Pier")])  # RT305
    documents = [
        document(id, f"left [Norhaven|{e}] on", ALL) for id, e in (("a", "e-norhaven"), ("b", "e-pier"))
    ]
    assert findings("RT601", unknown, *documents) == []
    assert findings("RT601", other, *documents) == []
    assert findings("RT601", KNOWN, *documents) != []


def test_two_lines_with_one_id_have_their_finding_already() -> None:
    one, two = (msgspec.structs.replace(e, wikidata="Q900001") for e in (TOWN, COUNTY))
    assert len(findings("RT604", corpus([one, two]))) == 1
    assert findings("RT604", corpus([one, one])) == []  # RT014


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("[yesterday|DATE=2031-05-03@]", "[Yesterday|DATE=2031-05-02@]", True),
        ("[yesterday|DATE=2031-05-03@]", "[yesterday|DATE=2031-05-03@]", False),
        ("[Friday|DATE=2031-05-02@]", "[Friday|DATE=2031-05-09@]", False),
        ("[Friday|DATE=2031-05-02@]", "[Friday|DATE=2031-05-03@]", True),
        ("[May|DATE=2031-05@]", "[May|DATE=2030-05@]", False),
        ("[May|DATE=2031-05@]", "[May|DATE=2031-06@]", True),
        ("[2029|DATE=2029]", "[2029|DATE=2028]", True),
        ("[5 May 2031|DATE=2031-05-05]", "[5 May 2031|DATE=2031-05-12]", True),
        ("[late May|DATE=2031-05-21/2031-05-31@]", "[late May|DATE=2030-05-21/2030-05-31@]", False),
        ("[a month|DATE=P1M]", "[a month|DATE=2031-04@]", True),
        ("[a while|DATE=P1M@]", "[a while|DATE=P2M@]", True),
        ("[10.30|TIME=T10:30]", "[10.30|TIME=T22:30]", False),  # morning and night
        ("[twelve|CARDINAL=12]", "[twelve|CARDINAL=13]", False),  # RT218
        ("[a few|CARDINAL=min 3]", "[a few|CARDINAL=min 2]", True),
        ("[yesterday|DATE=2031-05-03@]", "[yesterday|DATE=3 May@]", False),  # RT216
    ],
)
def test_two_values(first: str, second: str, found: bool) -> None:
    one = document("d", f"It was {first}.\nThen {second} came.")
    assert [f.place.record for f in findings("RT606", corpus(), one)] == ["d-m2"] * found


def test_a_day_counted_from_another_day_has_its_finding_already() -> None:
    marked = "It was [yesterday|DATE=2031-05-03@].\nThen [yesterday|DATE=2031-05-02@] came."
    assert len(findings("RT606", corpus(), document("d", marked))) == 1
    assert findings("RT606", corpus(), document("d", marked, published="2031-05-05")) == []  # RT217


def test_a_number_is_written_for_its_language() -> None:
    for lang, found in (("en", 1), ("id", 0)):
        one = document("d", f"[a few|CARDINAL=min 3]\nbody/{lang}| [a few|CARDINAL=min 2]")
        assert len(findings("RT606", corpus(), one)) == found
