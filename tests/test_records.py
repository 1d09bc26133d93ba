"""Lines and records: whatever the bytes are, the answer is rows and findings, never a crash."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retold import records, schemas
from retold.model import Annotation, Entity, Waiver
from retold.records import canonical, differing_fields, dump, duplicates, parse, record_id, sort_key
from retold.rules import CATALOGUE
from strategies import annotations, entities


def read(text: str, kind: str | None = None) -> tuple[list[Any], list[str]]:
    rows, findings = parse(text, "file.jsonl", kind, schemas.violations)
    return [row.record for row in rows], [f.code for f in findings]


@given(st.lists(annotations(), max_size=8, unique_by=lambda r: r.id))
def test_what_is_dumped_is_read_back(records: list[Annotation]) -> None:
    assert read(dump(records)) == (sorted(records, key=sort_key), [])


@given(st.lists(entities(), max_size=5, unique_by=lambda e: e.id))
def test_registry_lines_round_trip(records: list[Entity]) -> None:
    assert read(dump(records), "entity") == (sorted(records, key=sort_key), [])


@given(annotations())
def test_the_canonical_form_is_the_schema_s_order_without_spaces(record: Annotation) -> None:
    line = canonical(record)
    value = json.loads(line)
    assert json.dumps(value, ensure_ascii=False, separators=(",", ":")) == line
    names = [n for n in schemas.schemas()[value["kind"]]["properties"] if n in value]
    assert list(value) == names


@given(st.text(alphabet=st.characters(codec="utf-8")), st.sampled_from(["seed", "entity", None]))
@example('{"kind":"zone"}', None)
@example("[" * 100_000, None)
@example("1" * 5000, None)
@example('{"a":1e999}', "entity")
@example("\u2028\x85\x0b\x0c", None)
def test_any_text_gives_findings_never_a_crash(text: str, kind: str | None) -> None:
    rows, findings = parse(text, "f", kind, schemas.violations)
    assert rows == []
    assert bool(findings) == bool(text)
    assert {f.code for f in findings} <= set(CATALOGUE)


@st.composite
def near_misses(draw: st.DrawFn) -> str:
    """Lines of records, of which some are changed as editors, scripts and hands change them."""
    lines = dump(draw(st.lists(annotations(), min_size=1, max_size=4, unique_by=lambda r: r.id))).split(
        "\n"
    )
    changes: list[Callable[[str], str]] = [
        lambda line: line,
        lambda line: line.replace(":", ": ", 1),
        lambda line: line.replace('"id":', '"id":"x","id":', 1),
        lambda line: line.replace("[[", "[[[", 1),
        lambda line: line.replace("],", ".0],", 1),
        lambda line: line.replace('"kind"', '"kin\\u0064"', 1),
        lambda line: line.replace("null", "NaN", 1),
        lambda line: line[:-1] + ',"extra":1}' if line else line,
        lambda line: line + " ",
        lambda line: line + "\r",
        lambda line: line.replace('"annotator"', '"anotator"', 1),
        lambda line: line.upper(),
        lambda line: line.replace("0", "00", 1),
        lambda line: line.replace(":[[", ":[[-", 1),
    ]
    return "\n".join(draw(st.sampled_from(changes))(line) for line in lines)


@given(near_misses())
def test_lines_that_are_passed_at_once_are_judged_as_all_others(text: str) -> None:
    quick = parse(text, "f", None, schemas.violations)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_sound", lambda *_: None)
        assert quick == parse(text, "f", None, schemas.reference_violations)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(annotations(), st.data())
def test_a_mutated_line_never_crashes(record: Annotation, data: st.DataObject) -> None:
    value = json.loads(canonical(record))
    name = data.draw(st.sampled_from(sorted(value)))
    value[name] = data.draw(json_values)
    rows, findings = parse(json.dumps(value) + "\n", "f", None, schemas.violations)
    assert len(rows) + len({f.place.line for f in findings if f.code != "RT012"}) == 1


def test_lines_are_split_at_line_feeds_only() -> None:
    entity = Entity("e-a", "PER", None, {"en": ("A\u2028B\x85C",)}, None)
    assert read(dump([entity]), "entity") == ([entity], [])


def test_every_fault_of_a_file_is_found() -> None:
    text = '{"kind":"zone"}\n\n{"a":1,"a":2}\nnull\n{"kind":"zone","id":"z'
    codes = read(text)[1]
    assert {"RT016", "RT012", "RT011", "RT010"} <= set(codes)


@pytest.mark.parametrize(("depth", "codes"), [(19, ["RT018"]), (20, ["RT010"]), (985, ["RT010"])])
@pytest.mark.parametrize(("opening", "end"), [("[", "]"), ('{"a":', "}")])
def test_no_record_is_deep(opening: str, end: str, depth: int, codes: list[str]) -> None:
    line = f'{{"id":"p-a","text":{opening * depth}1{end * depth}}}\n'
    assert read(line, "proposition") == ([], codes)


@pytest.mark.parametrize("bad", ["NaN", "Infinity", '"\\ud83d"', "{", "", "'a'"])
def test_what_is_not_json(bad: str) -> None:
    assert read(f'{{"id":{bad}}}\n', "entity") == ([], ["RT010"])


def test_integral_floats_are_no_offsets() -> None:
    where = '"id":"z","doc":"d","annotator":"a","spans":[[0,7.0]]'
    line = f'{{"kind":"zone",{where},"zone":"body","lang":"en"}}\n'
    assert read(line) == ([], ["RT018"])


def test_duplicates_name_the_first() -> None:
    rows, _ = parse(
        dump([Entity("e-a", "PER", None, {"en": ("A",)}, None)] * 2), "f", "entity", schemas.violations
    )
    (finding,) = duplicates(rows)
    assert (finding.code, finding.place.line) == ("RT014", 2)
    assert "f:1" in finding.message


def test_differing_fields() -> None:
    a = Entity("e-a", "PER", None, {"en": ("A",)}, None)
    assert differing_fields(a, a) == []
    assert differing_fields(a, Entity("e-a", "ORG", "other", {"en": ("A",)}, None)) == [
        "type",
        "org_subtype",
    ]
    waiver = Waiver("RT203", "r", "why", "first", "0.1.0")
    assert differing_fields(a, waiver) == ["kind"]
    assert record_id(waiver) == "RT203 r"
