"""Rules where one case folder does not show enough: edges, and what follows from a broken file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import GOLDEN, replace
from retold.corpus import Corpus, Settings
from retold.documents import Document
from retold.files import SINGLE_KIND, CorpusFolder
from retold.findings import FAMILIES, Finding
from retold.model import Annotation, Mention, Published, Seed, Span, Zone, ZoneName
from retold.pipeline import check
from retold.records import Row
from retold.rules import CATALOGUE, RULES

SEED = Seed(
    "d", "d.txt", "0" * 64, "en", None, "s", Published("2031-05-04", True), "CC0-1.0", "2031-06-01"
)
EMPTY = Corpus(Settings("x", "X", "0.1.0", {}), {}, {})


def zone(number: int, span: Span, name: ZoneName = "body") -> Zone:
    return Zone(f"z{number}", "d", "a", (span,), name, "en")


def mention(number: int, text: str, *spans: Span) -> Mention:
    surface = " ".join(text[a:b] for a, b in spans)
    return Mention(
        f"m{number}", "d", "a", spans, surface, "PER", "name", None, None, "e-x", None, None, None
    )


def found(code: str, text: str, *records: Annotation) -> list[tuple[str | None, Span | None]]:
    rows = tuple(Row(record, "f", line) for line, record in enumerate(records, 1))
    document = Document(SEED, text, "gold", "f", rows)
    return [(f.place.record, f.place.span) for f in check_document(code, document)]


def check_document(code: str, document: Document) -> Iterator[Finding]:
    look = CATALOGUE[code].document
    assert look is not None
    return look(document, EMPTY)


def test_one_row_a_code() -> None:
    assert len(CATALOGUE) == len(RULES)


def test_every_rule_says_all() -> None:
    for rule in RULES:
        assert rule.code[:3] in FAMILIES
        for text in (rule.title, rule.why, rule.fix, rule.bad, rule.good):
            assert text.strip() == text != ""
        assert rule.bad != rule.good


def test_a_zone_may_overlap_one_that_began_long_before() -> None:
    zones = (zone(1, (0, 10)), zone(2, (2, 4)), zone(3, (8, 12)))
    assert found("RT111", "abcdefghijkl", *zones) == [("z2", (2, 4)), ("z3", (8, 10))]


@pytest.mark.parametrize("mark", ["\n", "\r", "\x85", "\u2028"])
def test_a_zone_ends_with_its_line(mark: str) -> None:
    assert found("RT113", f"ab{mark}cd", zone(1, (0, 5))) == [("z1", (0, 5))]
    assert found("RT113", f"ab{mark}cd", zone(1, (0, 2)), zone(2, (3, 5))) == []


def test_a_mention_with_a_line_end_at_its_edge_is_found_and_breaks_nothing() -> None:
    text = "Ada\n"
    records = (zone(1, (0, 4)), mention(1, text, (0, 4)))
    assert found("RT204", text, *records) == [("z1", (0, 4)), ("m1", (0, 4))]
    assert found("RT212", text, *records) == []


def test_a_mention_where_two_zones_overlap_is_in_no_second_sentence() -> None:
    text = "Ada rows"
    records = (zone(1, (0, 8)), zone(2, (0, 8)), mention(1, text, (0, 3)), mention(2, text, (4, 8)))
    assert found("RT212", text, *records) == []
    assert found("RT111", text, *records) == [("z2", (0, 8))]


def test_a_link_of_an_annotator_that_is_not_listed(corpus_copy: Path) -> None:
    replace(corpus_copy / "annotations/links.jsonl", '"annotator":"first"', '"annotator":"nobody"')
    found = check(CorpusFolder(corpus_copy)).findings
    assert [(f.code, f.place.record, f.place.field) for f in found] == [("RT303", "l-1", "annotator")]


def test_a_decision_that_nothing_reads(corpus_copy: Path) -> None:
    annotations = corpus_copy / "annotations"
    (annotations / "second").mkdir()
    for path in sorted((annotations / "first").iterdir()):
        text = path.read_text(encoding="utf-8").replace('"annotator":"first"', '"annotator":"second"')
        (annotations / "second" / path.name).write_text(text, encoding="utf-8")
    with (annotations / "annotators.jsonl").open("a", encoding="utf-8") as out:
        out.write('{"id":"second","kind":"human","description":"The same."}\n')
    assert check(CorpusFolder(corpus_copy)).findings == []
    (annotations / "adjudication").mkdir()
    (annotations / "adjudication/port-hi.jsonl").write_text(
        '{"id":"d","doc":"port-hi","record":null,"candidates":["first/port-hi-m01"],"choice":"none",'
        '"by":"first","why":"It is none.","clause":"1"}\n'
    )
    found = check(CorpusFolder(corpus_copy)).findings
    assert [(f.code, f.place.record, f.place.field) for f in found] == [("RT805", "d", "candidates")]
    (corpus_copy / "retold.toml").write_text("name = ")
    assert {f.code for f in check(CorpusFolder(corpus_copy)).findings} == {"RT008"}


def test_an_event_in_an_entity_that_is_no_place(corpus_copy: Path) -> None:
    path = corpus_copy / "annotations/registry/events.jsonl"
    replace(path, '"place":["e-norhaven"]', '"place":["e-norhaven","e-ada-lund"]')
    found = check(CorpusFolder(corpus_copy)).findings
    assert [(f.code, f.place.record, f.place.field) for f in found] == [
        ("RT309", "ev-norhaven-crane", "place.1")
    ]


def test_a_span_turned_round_may_be_outside_too() -> None:
    record = Mention("m", "d", "a", ((9, 2),), "x", "PER", "name", None, None, "e-x", None, None, None)
    assert found("RT201", "abc", record) == [("m", (9, 2))]
    assert found("RT202", "abc", record) == [("m", (9, 2))]


def test_a_mention_that_reaches_into_furniture() -> None:
    text = "Ada Lund shares"
    zones = (zone(1, (0, 3)), zone(2, (4, 15), "furniture"))
    assert found("RT213", text, *zones, mention(1, text, (0, 8)), mention(2, text, (0, 3))) == [
        ("m1", (0, 8))
    ]


def test_a_discontinuous_mention_inside_a_token_at_its_second_fragment() -> None:
    text = "Ada and Orm Lunds"
    assert found("RT211", text, zone(1, (0, 17)), mention(1, text, (0, 3), (12, 16))) == [
        ("m1", (12, 16))
    ]


def test_crossing_is_not_nesting_nor_touching() -> None:
    text = "abcdefghij"
    nested = (mention(1, text, (0, 8)), mention(2, text, (2, 4)), mention(3, text, (8, 10)))
    assert found("RT214", text, *nested) == []
    assert found("RT214", text, mention(1, text, (0, 5)), mention(2, text, (3, 8))) == [("m2", (3, 8))]


@pytest.mark.parametrize("path", [path for path in SINGLE_KIND if (GOLDEN / path).exists()])
def test_a_broken_line_of_a_registry_brings_nothing_else(path: str, corpus_copy: Path) -> None:
    file = corpus_copy / path
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([lines[0][:-1], *lines[1:]]) + "\n", encoding="utf-8")
    assert [(f.code, f.place.file, f.place.line) for f in check(CorpusFolder(corpus_copy)).findings] == [
        ("RT010", path, 1)
    ]


def test_a_broken_line_of_gold_brings_nothing_else(corpus_copy: Path) -> None:
    path = "annotations/gold/port-hi.jsonl"
    file = corpus_copy / path
    for number in range(len(file.read_text(encoding="utf-8").splitlines())):
        text = file.read_bytes()
        lines = text.decode("utf-8").splitlines()
        lines[number] = lines[number][:-1]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = check(CorpusFolder(corpus_copy)).findings
        assert [(f.code, f.place.line) for f in found] == [("RT010", number + 1)]
        file.write_bytes(text)


def test_a_record_of_another_document_is_not_read_as_this_one_s(corpus_copy: Path) -> None:
    gold = corpus_copy / "annotations/gold/port-hi.jsonl"
    replace(gold, '"id":"port-hi-m01","doc":"port-hi"', '"id":"port-hi-m01","doc":"port-en"')
    reading = check(CorpusFolder(corpus_copy))
    assert "RT019" in {f.code for f in reading.findings}
    assert "port-hi-m01" not in {m.id for m in reading.corpus.document("port-hi").mentions}


@pytest.mark.parametrize(
    ("type", "value", "good"),
    [
        ("DATE", "2031-05-04", True),
        ("DATE", "2031-05", True),
        ("DATE", "2031", True),
        ("DATE", "2031-05/..", True),
        ("DATE", "../2031-05", True),
        ("DATE", "P1Y2M", True),
        ("DATE", "P", False),
        ("DATE", "2031-13", False),
        ("DATE", "2031-02-29", False),
        ("DATE", "2031-5-4", False),
        ("DATE", "46", False),
        ("TIME", "T10:30", True),
        ("TIME", "2031-05-04T10", True),
        ("TIME", "PT2H", True),
        ("TIME", "T10:30Z", True),
        ("TIME", "T10:30/T11:00", True),
        ("DATE", "2031-05-09/2031-05-01", False),
        ("TIME", "10:30", False),
        ("CARDINAL", "46", True),
        ("CARDINAL", "1.5", True),
        ("CARDINAL", "min 24", True),
        ("CARDINAL", "11-19", True),
        ("CARDINAL", "2031-05", False),
        ("CARDINAL", "1000-2000", True),
        ("CARDINAL", "12-11", False),
        ("CARDINAL", "1,200", False),
        ("CARDINAL", "min", False),
        ("MONEY", "min 2000000 NOK", True),
        ("MONEY", "2000000", False),
    ],
)
def test_values(type: str, value: str, good: bool) -> None:
    text = "x"
    values = {"type": type, "value": value, "entity": None}
    record = mention(1, text, (0, 1))
    fields = {name: getattr(record, name) for name in record.__struct_fields__} | values
    assert (found("RT216", text, Mention(**fields)) == []) == good


def test_the_lines_of_a_finding_in_json_are_those_of_the_file(corpus_copy: Path) -> None:
    path = corpus_copy / "annotations/gold/port-en.jsonl"
    for finding in check(CorpusFolder(corpus_copy)).findings:
        assert finding.place.line is not None
    replace(path, '"surface":"Friday"', '"surface":"Fridai"')
    places = [f.place for f in check(CorpusFolder(corpus_copy)).findings if f.code == "RT203"]
    line = path.read_text(encoding="utf-8").splitlines()[(places[0].line or 0) - 1]
    assert json.loads(line)["id"] == places[0].record
