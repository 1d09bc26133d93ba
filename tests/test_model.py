"""model/ has the fields, the order and the labels of schema/."""

from __future__ import annotations

import json
import types
import typing
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest

from retold import model, schemas
from retold.model import ANNOTATION_KINDS, RECORD_KINDS

OPTIONAL = ["derived_from", "decision", "result", "file", "provenance", "fictional", "drift", "fact"]


def labels(annotation: Any) -> set[Any] | None:
    """The literals (and None) that a type admits, or None for an open type."""
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    if get_origin(annotation) in (types.UnionType, typing.Union):
        parts = [{None} if a is type(None) else labels(a) for a in get_args(annotation)]
        return None if None in parts else set().union(*parts)
    return None


def allows_none(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def inner_struct(annotation: Any) -> type[Any] | None:
    options = (annotation, *get_args(annotation))
    return next((o for o in options if isinstance(o, type) and issubclass(o, msgspec.Struct)), None)


def nullable(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type", [])
    return "null" in ([kinds] if isinstance(kinds, str) else kinds) or any(
        nullable(schemas.resolve(option)) for option in schema.get("anyOf", ())
    )


def compare(struct: type[Any], schema: dict[str, Any], where: str) -> None:
    names = [name for name, field in schema["properties"].items() if name != "kind" or "enum" in field]
    assert list(struct.__struct_fields__) == names, where
    hints = typing.get_type_hints(struct)
    for name in names:
        field = schemas.resolve(schema["properties"][name])
        here = f"{where}.{name}"
        if name in OPTIONAL and name not in schema["required"]:
            continue
        assert name in schema["required"], here
        assert allows_none(hints[name]) == nullable(field), here
        if "enum" in field:
            assert labels(hints[name]) == set(field["enum"]), here
        nested = inner_struct(hints[name])
        if nested is not None:
            options = (field, *(schemas.resolve(option) for option in field.get("anyOf", ())))
            compare(nested, next(o for o in options if "properties" in o), here)


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_fields_are_the_schema_s(kind: str) -> None:
    schema = schemas.schemas()[kind]
    compare(RECORD_KINDS[kind], schema, kind)
    assert ("kind" in schema["properties"] and "const" in schema["properties"]["kind"]) == (
        kind in ANNOTATION_KINDS
    )


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_the_schema_s_example_is_a_record(kind: str) -> None:
    example = schemas.schemas()[kind]["examples"][0]
    record = msgspec.convert(example, RECORD_KINDS[kind])
    assert json.loads(msgspec.json.encode(record)) == example


def test_order_of_labels_is_the_schema_s() -> None:
    for alias, path in (
        (model.EntityType, "mention.type"),
        (model.Level, "mention.level"),
        (model.ZoneName, "zone.zone"),
        (model.OrgSubtype, "mention.org_subtype"),
        (model.Metonym, "mention.metonym"),
        (model.Polarity, "stance.polarity"),
        (model.VsBody, "headline.vs_body"),
        (model.Harm, "casualty.harm"),
        (model.FaultName, "fault.fault"),
        (model.Split, "story.split"),
    ):
        allowed = [label for label in schemas.field_schema(path)["enum"] if label is not None]
        assert list(model.labels(alias)) == allowed, path


def test_surface_joins_fragments_with_one_space() -> None:
    assert model.surface_of("Ada and Orm Lund", ((0, 3), (12, 16))) == "Ada Lund"


def test_name_of_an_entity() -> None:
    entity = model.Entity("e-x", "GPE", None, {"id": ("Laut",), "hi": ("सागर", "समुद्र")}, None)
    assert entity.name("hi") == "सागर"
    assert entity.name() == "सागर"  # no English: the first language in order of its tag
    with pytest.raises(ValueError, match="e-x"):
        model.Entity("e-x", "GPE", None, {}, None).name()
