"""Label mappings: the shipped ones, those of a user, and what is said of a wrong one."""

from __future__ import annotations

import json
import tomllib

import pytest

from conftest import ROOT
from retold.corpora.labels import PRESETS, parse_labels, table
from retold.corpora.problems import ImportProblemsError
from retold.corpus_import import read_labels
from retold.model import Mention
from retold.records import canonical
from retold.schemas import violations

DOCS = (ROOT / "docs/corpora.md").read_text(encoding="utf-8")
MINE = """\
name = "coast"
title = "Coast names"
annotators = "human"
about = "Two people."

[labels]
PERS = { type = "PER", outcome = "exact", why = "person" }
CLUB = { type = "ORG", org_subtype = "other", outcome = "approximate", why = "clubs alone" }
LAND = { type = "GPE", metonym = "none", outcome = "approximate", why = "a place" }
UNIT = { outcome = "dropped", why = "no such type" }
"""


def wrong(text: str, file: str = "mine.toml") -> list[str]:
    with pytest.raises(ImportProblemsError) as raised:
        parse_labels(text, file)
    return [str(problem) for problem in raised.value.problems]


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse_labels(f"\ufeff{MINE}", "mine.toml") == parse_labels(MINE, "mine.toml")
    value = json.dumps(tomllib.loads(MINE))
    assert parse_labels(f"\ufeff{value}", "mine.json") == parse_labels(MINE, "mine.toml")


@pytest.mark.parametrize("name", PRESETS)
def test_the_docs_have_the_table_of_each_mapping(name: str) -> None:
    assert f"(`--labels {name}`)" in DOCS
    assert f"\n{table(read_labels(name))}\n" in DOCS


def test_the_mapping_of_the_docs_is_one() -> None:
    text = DOCS.split("```toml\n")[1].split("```")[0]
    assert [*parse_labels(text, "docs.toml").rows] == ["PERS", "CLUB", "LAND", "UNIT"]


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("nergrit", "CRD DAT EVT FAC GPE LAN LAW LOC MON NOR ORD ORG PER PRC PRD QTY REG TIM WOA"
                    " PERSON PLACE ORGANISATION"),
        ("hiner", "FESTIVAL GAME LANGUAGE LITERATURE LOCATION MISC NUMEX ORGANIZATION PERSON RELIGION"
                  " TIMEX"),
        ("ontonotes", "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT"
                      " PERSON PRODUCT QUANTITY TIME WORK_OF_ART"),
        ("conll2003", "LOC MISC ORG PER"),
    ],
)  # fmt: skip
def test_each_tag_set_is_mapped_whole(name: str, labels: str) -> None:
    assert sorted(read_labels(name).rows) == sorted(labels.split())


def test_the_nor_of_nergrit_is_a_political_organisation() -> None:
    row = read_labels("nergrit").rows["NOR"]
    assert row.fields == ("ORG", "party", None)
    assert row.outcome == "approximate"


@pytest.mark.parametrize("name", PRESETS)
def test_each_label_makes_a_mention_that_the_schema_takes(name: str) -> None:
    values = ("DATE", "TIME", "CARDINAL", "MONEY")
    for row in read_labels(name).rows.values():
        if row.type is not None:
            entity = None if row.type in values else "e-ada"
            mention = Mention("m", "d", "a", ((0, 3),), "Ada", row.type, "name", row.org_subtype,
                              row.metonym, entity, None, None, None)  # fmt: skip
            assert [*violations("mention", json.loads(canonical(mention)))] == [], row.name
            # an exact label leaves nothing to assume
            assert row.outcome != "exact" or row.type not in ("ORG", "GPE")


def test_toml_and_json_of_one_shape_are_the_same() -> None:
    import tomllib

    as_json = json.dumps(tomllib.loads(MINE), indent=1)
    assert parse_labels(as_json, "mine.json") == parse_labels(MINE, "mine.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"PER",', '"PERS",', "mine.toml:7: label 'PERS', type: 'PERS' is not one of"),
        (' outcome = "exact",', "", "mine.toml:7: label 'PERS': 'outcome' is a required"),
        ("dropped", "lost", "mine.toml:10: label 'UNIT', outcome: 'lost' is not one of"),
        (' org_subtype = "other",', "", "mine.toml:8: label 'CLUB': org_subtype goes with"),
        (' metonym = "none",', "", "mine.toml:9: label 'LAND': metonym goes with"),
        ('"none"', '"government"', "mine.toml:9: label 'LAND', metonym: 'government' is not one of"),
        ("{ outcome", '{ type = "LOC", outcome', "mine.toml:10: label 'UNIT': a label has a type, or"),
        ('"exact"', '"dropped"', "mine.toml:7: label 'PERS': a label has a type, or"),
        ("human", "nobody", "mine.toml:3: annotators: 'nobody' is not one of"),
        ('name = "coast"\n', "", "mine.toml: 'name' is a required property"),
        ("coast", "The Coast", "mine.toml:1: name: 'The Coast' does not match"),
        ("title =", "title", "mine.toml:2: this is no TOML"),
        (MINE[MINE.index("PERS") :], "", "mine.toml:6: labels: {} should be non-empty"),
    ],
)
def test_a_wrong_mapping_is_told_by_line_and_label(old: str, new: str, said: str) -> None:
    assert old in MINE
    (found,) = wrong(MINE.replace(old, new))
    assert found.startswith(said)


def test_all_that_is_wrong_is_told() -> None:
    found = wrong(MINE.replace('"PER",', '"P",').replace("dropped", "lost"))
    assert [problem.split(",")[0] for problem in found] == [
        "mine.toml:7: label 'PERS'", "mine.toml:10: label 'UNIT'"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"name": "x",\n "title"}', "mine.json:2: this is no JSON"),
        ('{"labels": {"A": {}, "A": {}}}', "'A' stands twice in one object"),
        ("[" * 100_000, "this cannot be read"),
        ("[]", "is not of type 'object'"),
    ],
)
def test_wrong_json_is_told(text: str, said: str) -> None:
    assert said in "\n".join(wrong(text, "mine.json"))
