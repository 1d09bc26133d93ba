"""schema/: valid, described throughout, and what every file of the corpus is validated against."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

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


def test_annotations_of_the_corpus() -> None:
    count = 0
    for path in sorted((ROOT / "annotations").glob("*/*.jsonl")):
        if path.parent.name in ("registry", "adjudication", "challenge"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            value = json.loads(line)
            schemas.validator(value["kind"]).validate(value)
            count += 1
    assert count > 500


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


def test_what_is_remembered_is_what_is_found() -> None:
    """Values that are equal in Python, or that another JSON reader would take for equal, are not."""
    example = schemas.schemas()["casualty"]["examples"][0]
    for least in (7, 7.0, True, 1, -1, 10**30, float("inf"), None, "7", 7):
        value = {**example, "count": {**example["count"], "min": least}}
        assert list(schemas.remembered("casualty", value)) == list(schemas.violations("casualty", value))
    assert schemas.remembered("mention", example) != schemas.remembered("casualty", example)


def test_validating_as_the_docs_say() -> None:
    text = (ROOT / "docs/records.md").read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    names: dict[str, Any] = {}
    exec(code.replace('"data/schema"', repr(str(ROOT / "data/schema"))), names)
    example = schemas.schemas()["mention"]["examples"][0]
    names["validator"].validate(example)
    with pytest.raises(jsonschema.ValidationError):
        names["validator"].validate({**example, "type": "COMPANY"})


def test_field_schema_names_what_is_missing() -> None:
    assert "offsets" not in schemas.field_schema("seed.id")
    with pytest.raises(KeyError):
        schemas.field_schema("seed.colour")
