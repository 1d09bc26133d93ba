"""schema/: valid, described throughout, and what every file of the corpus is validated against."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from retold import schemas
from retold.files import SINGLE_KIND

KINDS = sorted(schemas.schemas())


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_valid(kind: str) -> None:
    schema = schemas.schemas()[kind]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].startswith(f"urn:retold:schema:{kind}:")
    jsonschema.Draft202012Validator.check_schema(schema)


def objects(schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object schema with named fields, conditions left out."""
    if isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            yield path, schema
        for key, value in schema.items():
            if key not in ("if", "then", "else", "examples", "allOf"):
                yield from objects(value, f"{path}.{key}")
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value, path)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "common"])
def test_every_field_is_described_and_nothing_else_is_allowed(kind: str) -> None:
    for path, schema in objects(schemas.schemas()[kind], kind):
        assert schema["additionalProperties"] is False, path
        for name, raw in schema["properties"].items():
            field = schemas.resolve(raw)
            assert len(field["description"]) >= 8, f"{path}.{name}"
            shown = {"examples", "enum", "const", "properties"} & set(field)
            assert shown or field.get("type") == "boolean", f"{path}.{name} has no example"


@pytest.mark.parametrize("kind", KINDS)
def test_examples_of_fields_are_valid(kind: str) -> None:
    for path, schema in objects(schemas.schemas()[kind], kind):
        for name, raw in schema["properties"].items():
            checker = schemas.validator(kind).evolve(schema=raw)
            for example in schemas.resolve(raw).get("examples", ()):
                assert list(checker.iter_errors(example)) == [], f"{path}.{name}: {example}"


def lines(kind: str) -> Iterator[tuple[str, str, Any]]:
    for path, (its_kind, _) in SINGLE_KIND.items():
        if its_kind == kind and (ROOT / path).exists():
            for line in (ROOT / path).read_text(encoding="utf-8").splitlines():
                yield path, kind, json.loads(line)


@pytest.mark.parametrize("kind", sorted(kind for kind, _ in SINGLE_KIND.values()))
def test_manifests_and_registries_of_the_corpus(kind: str) -> None:
    for path, its_kind, value in lines(kind):
        schemas.validator(its_kind).validate(value), path


REAL = {path.stem for path in (ROOT / "seeds").glob("0*.txt")}
EVERY = 10
"""Of many files, how many there are for one that the slow library reads; the check reads them all."""


def annotated() -> Iterator[Path]:
    """All layers of real documents, and some of the others."""
    for layer in sorted((ROOT / "annotations").iterdir()):
        if layer.name in ("registry", "adjudication", "challenge") or not layer.is_dir():
            continue
        files = sorted(layer.glob("*.jsonl"))
        yield from (path for path in files if path.stem in REAL)
        yield from [path for path in files if path.stem not in REAL][::EVERY]


def test_annotations_of_the_corpus() -> None:
    count = 0
    for path in annotated():
        for line in path.read_text(encoding="utf-8").splitlines():
            value = json.loads(line)
            schemas.validator(value["kind"]).validate(value)
            count += 1
    assert count > 3000


def test_settings_and_release_of_the_corpus() -> None:
    schemas.validator("settings").validate(tomllib.loads((ROOT / "retold.toml").read_text()))
    release = json.loads((ROOT / "data/release.json").read_text(encoding="utf-8"))
    schemas.validator("release").validate(release)


def test_the_dataset_ships_the_schema() -> None:
    shipped = {path.name: path.read_bytes() for path in (ROOT / "data/schema").iterdir()}
    assert shipped == dict(schemas.files())


def test_all_violations_come_out_not_the_first() -> None:
    example = dict(schemas.schemas()["mention"]["examples"][0])
    example.update(type="FOO", level="title", extra=1)
    del example["surface"]
    codes = sorted(v.code for v in schemas.violations("mention", example))
    assert codes.count("RT017") == 2
    assert {"RT015", "RT016", "RT017"} <= set(codes)


def test_the_message_of_an_alternative_is_that_of_the_meant_one() -> None:
    example = dict(schemas.schemas()["mention"]["examples"][0])
    example["entity"] = "Port Authority"
    (violation,) = schemas.violations("mention", example)
    assert (violation.code, violation.field) == ("RT018", "entity")
    assert "'e-'" in violation.message


@pytest.mark.parametrize(
    ("kind", "field", "value", "wanted"),
    [
        ("fault", "right", {"doc": "harbour-002"}, ("RT016", "right.spans")),
        ("fault", "right", {"doc": "harbour-002", "spans": [], "x": 1}, ("RT015", "right.x")),
        ("stance", "target", "reopening", ("RT018", "target")),
        ("casualty", "place", ["norhaven"], ("RT018", "place.0")),
        ("seed", "obtained", "2031-02-30", ("RT018", "obtained")),
        ("seed", "obtained", "20310504", ("RT018", "obtained")),
    ],
)
def test_violations_point_into_the_meant_alternative(
    kind: str, field: str, value: object, wanted: tuple[str, str]
) -> None:
    example = {**schemas.schemas()[kind]["examples"][0], field: value}
    assert wanted in [(v.code, v.field) for v in schemas.violations(kind, example)]
    assert len({*schemas.violations(kind, example)}) == len([*schemas.violations(kind, example)])


def test_what_follows_from_a_wrong_label_is_not_reported() -> None:
    example = {**schemas.schemas()["mention"]["examples"][0], "type": "COMPANY"}
    assert [v.code for v in schemas.violations("mention", example)] == ["RT017"]
    del example["type"]
    assert [v.code for v in schemas.violations("mention", example)] == ["RT016"]
    example["type"] = "PER"
    assert [v.field for v in schemas.violations("mention", example)] == ["org_subtype"]


@pytest.mark.parametrize("value", ["m1\n", "m\u0967", "-m1", "", "m" * 121])
def test_ids_are_ascii_and_one_line(value: str) -> None:
    example = {**schemas.schemas()["mention"]["examples"][0], "id": value}
    assert [(v.code, v.field) for v in schemas.violations("mention", example)] == [("RT018", "id")]


@pytest.mark.parametrize("value", ["2031-06-01\n", "२०३१-०६-०१", "2031-6-1", "2031-02-30"])
def test_days_are_days(value: str) -> None:
    example = {**schemas.schemas()["seed"]["examples"][0], "obtained": value}
    assert {v.field for v in schemas.violations("seed", example)} == {"obtained"}


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything inside a JSON value."""
    inside = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, item in inside:
        yield (*at, key)
        yield from places(item, (*at, key))


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """A kind, and a record of it in which up to three places are others."""
    kind = draw(st.sampled_from([kind for kind in KINDS if "examples" in schemas.schemas()[kind]]))
    value = json.loads(json.dumps(draw(st.sampled_from(schemas.schemas()[kind]["examples"]))))
    for _ in range(draw(st.integers(0, 3))):
        *above, last = draw(st.sampled_from(sorted(places(value), key=str)))
        holder = value
        for key in above:
            holder = holder[key]
        how = draw(st.sampled_from(["replace", "remove", "add"]))
        if how == "remove":
            del holder[last]
        elif how == "replace" or isinstance(holder, list):
            holder[last] = draw(any_json)
        else:
            holder[draw(st.sampled_from(["kind", "spans", "note", "x", "\u0967"]))] = draw(any_json)
        if not value:
            break
    return kind, value


days = st.dates().map(str) | st.sampled_from(
    ["0000-01-01", "0001-01-01", "9999-12-31", "2031-02-29", "2032-02-29", "2031-06-01\n", " 2031-06-01",
     "२०३१-०६-०१", "2031-W01-1", "20310601", "2031-06-01T00:00:00", "+2031-06-01", "2031-13-01"]
)  # fmt: skip
ids = st.from_regex(r"(e-|p-|ev-)?[a-zA-Z0-9-]{1,12}", fullmatch=True) | st.sampled_from(
    ["e-a\n", "e-", "e--a", "Q1", "Q01", "en", "EN", "zh-Hant-TW", "sl-rozaj", "x-a", "\u0967",
     "0.1.0\n", "a" * 121]
)  # fmt: skip
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | days | ids
    | st.sampled_from([7.0, -0.0, 1e300, 10**30, 2**63, 2**64, "killed", "zone", "e-navy"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=3) | ids, inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_the_fast_validator_judges_as_the_reference_does(drawn: tuple[str, Any]) -> None:
    kind, value = drawn
    assert schemas.accepts(kind, value) == (not list(schemas.reference_violations(kind, value)))


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_fields_need_not_go_with_each_other_where_a_record_need_not_be_whole(
    drawn: tuple[str, Any],
) -> None:
    kind, value = drawn
    others = tuple(v for v in schemas.reference_violations(kind, value) if v.code != "RT020")
    assert schemas.violations(kind, value, whole=False) == others
    assert schemas.accepts(kind, value, whole=False) == (not others)


@pytest.mark.parametrize(("type", "fields"), [("ORG", ["org_subtype"]), ("DATE", ["entity", "value"])])
def test_a_label_alone_is_enough_where_a_record_need_not_be_whole(type: str, fields: list[str]) -> None:
    bare = dict.fromkeys(["org_subtype", "metonym", "referent", "anchor"])
    value = {**schemas.schemas()["mention"]["examples"][0], **bare, "type": type}
    assert {v.field for v in schemas.violations("mention", value)} & set(fields)
    assert schemas.accepts("mention", value, whole=False)
    assert not schemas.accepts("mention", {**value, "type": "COMPANY"}, whole=False)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_reference_takes_the_fast_validator_takes(kind: str) -> None:
    for example in schemas.schemas()[kind].get("examples", ()):
        assert schemas.accepts(kind, example)


def test_values_that_are_equal_in_python_are_told_apart() -> None:
    example = schemas.schemas()["casualty"]["examples"][0]
    for least in (7, 7.0, True, 1, -1, 10**30, float("inf"), None, "7", 7):
        value = {**example, "count": {**example["count"], "min": least}}
        wanted = tuple(schemas.reference_violations("casualty", value))
        assert schemas.violations("casualty", value) == wanted
    assert schemas.violations("mention", example) != schemas.violations("casualty", example)


def test_a_value_that_the_fast_validator_cannot_read_is_judged_by_the_reference() -> None:
    deep: Any = "x"
    for _ in range(5000):
        deep = [deep]
    assert not schemas.accepts("zone", deep)
    assert not schemas.accepts("zone", {1: 2})
