"""The rows of a dataset by layer: documents, records, and what is derived from them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from retold.columns import Column
from retold.dataset import Dataset
from retold.tables import CONFIGS

Key = tuple[str, ...]


@dataclass(frozen=True)
class Layer:
    """Rows of one kind: a config, or a list of structs inside one.

    ``derived`` rows follow from documents and records; nobody decided them.
    """

    name: str
    config: str
    nested: str | None = None
    derived: bool = False


LAYERS = (
    Layer("document", "documents"),
    Layer("zone", "documents", nested="zones"),
    Layer("mention", "entities"),
    Layer("stance", "stance"),
    Layer("headline", "headlines"),
    Layer("casualty", "casualties"),
    Layer("fault", "faults"),
    Layer("challenge text", "challenge"),
    Layer("sentence", "documents", nested="sentences", derived=True),
    Layer("tokens", "ner", derived=True),
    Layer("event", "events", derived=True),
)

# Lists inside `documents` -> the layer above that tells of them.
NESTED = {
    "zones": "zone",
    "sentences": "sentence",
    "mentions": "mention",
    "stances": "stance",
    "headlines": "headline",
    "casualties": "casualty",
    "faults": "fault",
}


@dataclass(frozen=True)
class Row:
    """One row, flat: field path -> value. ``id`` tells it apart inside its document."""

    split: str
    lang: str | None
    doc: str | None
    id: str
    values: dict[str, Any]
    tops: frozenset[str] | None = None
    """The columns of its table; None for a line of JSON."""


def layers_of(*datasets: Dataset) -> tuple[Layer, ...]:
    """The known layers, and one for each config of these datasets that this version does not know."""
    known = {layer.config for layer in LAYERS}
    configs = sorted({config for dataset in datasets for config in dataset.tables} - known)
    return (*LAYERS, *(Layer(config, config, derived=True) for config in configs))


def columns_of(layer: Layer) -> dict[str, Column]:
    """Field path -> column of a layer, as far as this version knows them."""
    config = next((c for c in CONFIGS if c.name == layer.config), None)
    columns = config.columns if config else ()
    if layer.nested is not None:
        columns = next(c.fields for c in columns if c.name == layer.nested)
    return dict(_flat_columns(columns, ""))


def _flat_columns(columns: tuple[Column, ...], prefix: str) -> Iterator[tuple[str, Column]]:
    for column in columns:
        if column.fields and not column.depth:
            yield from _flat_columns(column.fields, f"{prefix}{column.name}.")
        else:
            yield prefix + column.name, column


def rows_of(dataset: Dataset, layer: Layer) -> dict[Key, Row]:
    """Key -> row. Rows of a document keep their key when the document changes its split.

    Rows with the same key, which no build makes, are numbered.
    """
    keys = [name for name, column in columns_of(layer).items() if column.role == "key"]
    found: dict[Key, Row] = {}
    for split, table in sorted(dataset.tables.get(layer.config, {}).items()):
        for outer in table.to_pylist():
            for values in (outer.get(layer.nested) or []) if layer.nested else [outer]:
                row = _row(layer, split, outer, values, keys)
                base = (row.split if row.doc is None else row.doc, row.id)
                key: Key = base
                number = 2
                while key in found:
                    key, number = (*base, str(number)), number + 1
                found[key] = row
    return found


def _row(
    layer: Layer, split: str, outer: dict[str, Any], values: dict[str, Any], keys: list[str]
) -> Row:
    shown = NESTED if layer.name == "document" else ()
    flat = {name: value for name, value in flat_values(values, "") if name not in shown}
    names = [name for name in keys if name != "doc_id"] or keys
    parts = [str(flat.get(name)) for name in names]
    whole = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    found = " ".join(parts) if parts else whole
    said = flat.get("lang") or _lang_at(outer, flat.get("start")) or outer.get("lang")
    lang = None if said is None else str(said)
    return Row(split, lang, outer.get("doc_id"), found, flat, frozenset(values))


def _lang_at(document: dict[str, Any], start: int | None) -> str | None:
    """Language of the zone of a document in which something starts; None where there is none."""
    if start is None:
        return None
    zones = (z for z in document.get("zones") or () if z["start"] <= start < z["end"])
    return next((zone["lang"] for zone in zones), None)


def flat_values(values: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Path -> value of everything in nested objects; lists are values."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from flat_values(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
