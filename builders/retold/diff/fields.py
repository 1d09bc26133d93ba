"""The fields of a dataset, columns and schema, and how two sets of them differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from retold.dataset import Dataset, DatasetError
from retold.diff.changes import Change
from retold.manifest import SCHEMA

_PROSE = ("description", "examples", "title", "$comment")


@dataclass(frozen=True)
class Field:
    """What a field admits: its type in words, and its labels, if it has any.

    The order of ``labels`` counts where ``numbered``: ClassLabel turns them into integers.
    """

    type: str
    labels: tuple[str, ...] = ()
    numbered: bool = False


def config_changes(old: Dataset, new: Dataset) -> Iterator[Change]:
    """Configs and columns added, removed, retyped."""
    before, after = old.tables, new.tables
    for config in sorted({*before, *after}):
        if config not in before or config not in after:
            kind = "config added" if config in after else "config removed"
            yield Change(kind, "config", record=config)
        else:
            yield from field_changes(columns(old, config), columns(new, config), config)


def columns(dataset: Dataset, config: str) -> dict[str, Field]:
    """Path -> field of each column of a config, nested ones too (``mentions.type``)."""
    table = next(iter(dataset.tables[config].values()))
    labels = dataset.labels.get(config, {})
    return {
        path: Field(kind, labels.get(path, ()), numbered=True) for path, kind in leaves(table.schema)
    }


def leaves(fields: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Path and type of each column of an Arrow schema, nested ones too."""
    for field in fields:
        kind, lists = field.type, ""
        while pa.types.is_list(kind) or pa.types.is_large_list(kind):
            kind, lists = kind.value_type, f"list of {lists}"
        if pa.types.is_struct(kind):
            yield prefix + field.name, f"{lists}struct"
            yield from leaves(kind, f"{prefix}{field.name}.")
        else:
            yield prefix + field.name, f"{lists}{kind}"


NO_RECORDS = frozenset({"facts", "retelling", "settings"})
"""Schemas of what a corpus is made with: whoever reads the data meets nothing that they describe."""


def schema_changes(old: Dataset, new: Dataset) -> Iterator[Change]:
    """Fields of the record schemas added, removed, retyped; what only explains them is left out."""
    yield from field_changes(_schema_fields(old), _schema_fields(new), None)


def _schema_fields(dataset: Dataset) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for path in sorted(dataset.files):
        if path.startswith(SCHEMA) and path.endswith(".schema.json"):
            kind = path.removeprefix(SCHEMA).removesuffix(".schema.json")
            if kind in NO_RECORDS:
                continue
            try:
                found.update(_properties(json.loads(dataset.files[path]), kind))
            except (ValueError, AttributeError, TypeError, RecursionError) as error:
                raise DatasetError(f"{path} is no JSON Schema: {error}") from None
    return found


def _properties(schema: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Field]]:
    """Path -> field of a schema's properties and definitions."""
    required = schema.get("required", ())
    for group in ("properties", "$defs"):
        for name, inner in schema.get(group, {}).items():
            path = f"{prefix}.{name}"
            yield path, _field(inner, group == "properties" and name in required)
            yield from _properties(inner, path)
            yield from _properties(_items(inner), f"{path}[]")


def _field(schema: Mapping[str, Any], required: bool) -> Field:
    said = {
        name: _without_prose(value)
        for name, value in sorted(schema.items())
        if name not in (*_PROSE, "type", "properties", "$defs", "enum", "required")
    }
    if "properties" in _items(schema):
        said["items"] = "object"
    words = [json.dumps(schema["type"])] if "type" in schema else []
    words += [f"{name} {_plain(value)}" for name, value in said.items()]
    words += [] if required else ["may be missing"]
    return Field(", ".join(words).replace('"', ""), _enum(schema))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _items(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of a list's items; none where it is a yes or no."""
    found = schema.get("items")
    return found if isinstance(found, dict) else {}


def _enum(schema: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(str(value) for value in schema.get("enum", ())))


def _without_prose(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_prose(v) for name, v in value.items() if name not in _PROSE}
    return [_without_prose(item) for item in value] if isinstance(value, list) else value


def field_changes(
    old: Mapping[str, Field], new: Mapping[str, Field], config: str | None
) -> Iterator[Change]:
    """Fields of one config, or of the schema, that differ; by path."""
    for path in sorted({*old, *new}):
        before, after = old.get(path), new.get(path)
        if before == after:
            continue
        if before is None or after is None:
            kind = "field removed" if after is None else "field added"
            shown = [None if field is None else _shown(field) for field in (before, after)]
        elif before.type == after.type and _grown(before, after):
            kind = "label added"
            shown = [None, ", ".join(name for name in after.labels if name not in before.labels)]
        else:
            kind = "field retyped"
            shown = [_shown(before), _shown(after)]
        layer = "config" if config else "schema"
        yield Change(kind, layer, record=config, field=path, old=shown[0], new=shown[1])


def _grown(before: Field, after: Field) -> bool:
    """Whether labels were added and those there were still mean the same."""
    if not before.labels:
        return False
    if after.numbered:
        return after.labels[: len(before.labels)] == before.labels
    return set(before.labels) < set(after.labels)


def _shown(field: Field) -> str:
    return ": ".join(filter(None, (field.type, ", ".join(field.labels))))
