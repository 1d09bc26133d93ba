"""Our records <-> a neutral document, by one table.

A record becomes a mark on its passage, whose label is a field of the record. A kind that has more
than one passage becomes an event: the first passage is its trigger, the others take part under a
role. All other fields are attributes, named like the columns of the dataset (``count.min`` is
``count_min``); null and empty lists are left out, and a surface that is the text at the spans.
A passage in another document (``right.spans``) is an attribute, since no format points out of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec

from retold.formats.base import Loss
from retold.formats.neutral import (
    Attribute,
    Document,
    Event,
    Group,
    Item,
    Json,
    Mark,
    Normalisation,
    Note,
    Relation,
    Written,
)
from retold.model import ANNOTATION_KINDS, Annotation, Span, Spans, Struct, surface_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table: how the records of a kind stand in a neutral document.

    ``label`` is the field that gives the label, behind ``prefix``. ``spans`` is the record's passage;
    ``roles`` maps the names of participants to further passages, ``links`` are fields that become
    normalisations under their own name. ``letter`` is for ids of records that come without one.
    """

    kind: str
    label: str
    prefix: str
    letter: str
    spans: str = "spans"
    roles: Mapping[str, str] | None = None
    links: tuple[str, ...] = ()


KINDS = (
    Kind("zone", "zone", "zone-", "z"),
    Kind("stance", "polarity", "stance-", "s", spans="evidence"),
    Kind("headline", "vs_body", "headline-", "h", roles={"evidence": "evidence"}),
    Kind("casualty", "harm", "casualty-", "c", spans="evidence", roles={"victims": "victims.spans"}),
    Kind("fault", "fault", "fault-", "f"),
    Kind("mention", "type", "", "m", links=("entity", "referent")),  # last: it takes every label
)
_BY_KIND = {row.kind: row for row in KINDS}
PROVENANCE = ("derived_from", "decision")
DRIFT = ("drift", "fact")
"""What the author of an invented story knows of a fault, and nobody can see in the text."""
_About = dict[str, tuple[str, Json]]
"""What is said of an item: name -> the feature that says it, and the value."""
_NOT_ATTRIBUTES = ("kind", "doc")


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is no struct: its path, and what it is where nothing is said of it."""

    path: tuple[str, ...]
    absent: Json
    required: bool
    optional: bool
    """Whether a record may be without it; it is not null then."""
    types: tuple[object, ...]
    """What it may be besides null."""

    @property
    def name(self) -> str:
        """Name of the attribute."""
        return "_".join(self.path)


def fields(kind: type[Struct], path: tuple[str, ...] = ()) -> Iterator[Field]:
    """The fields of a record, those of nested structs in their place."""
    for field in msgspec.structs.fields(kind):
        here = (*path, field.name)
        options = _options(field.type)
        nested = _struct(field.type)
        if nested is not None:
            yield from fields(nested, here)
            continue
        nullable = type(None) in options
        listed = any(get_origin(option) is tuple for option in options)
        absent: Json = [] if listed and not nullable else None
        types = tuple(option for option in options if option is not type(None))
        demanded = field.required and not nullable and not listed
        yield Field(here, absent, demanded, not field.required, types)


def _options(kind: object) -> tuple[object, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _struct(kind: object) -> type[Struct] | None:
    found = (t for t in _options(kind) if isinstance(t, type) and issubclass(t, Struct))
    return next(found, None)


def _get(value: Any, path: Iterable[str]) -> Any:
    for name in path:
        value = None if value is None else value.get(name)
    return value


def document_of(
    id: str,
    text: str,
    records: Iterable[Annotation],
    annotator: str,
    sentences: tuple[tuple[Span, ...], ...] | None = None,
) -> Document:
    """The neutral document of one layer's records; ``annotator`` is whose layer it is."""
    items: list[Item] = []
    for number, record in enumerate(records, 1):
        items += _items(record, f"r{number}", text, annotator)
    return Document(id, text, tuple(items), sentences)


def _items(record: Annotation, handle: str, text: str, annotator: str) -> Iterator[Item]:
    values = msgspec.to_builtins(record)
    row = _BY_KIND[values["kind"]]
    label = row.prefix + values[row.label]
    roles = row.roles or {}
    target = handle
    yield Mark(f"{handle}.t", label, _spans(values[row.spans]))
    if row.roles is None:
        target = f"{handle}.t"
    else:
        args = []
        for role, path in roles.items():
            found = _get(values, path.split("."))
            if found:
                yield Mark(f"{handle}.{role}", role, _spans(found))
                args.append((role, f"{handle}.{role}"))
        yield Event(handle, label, f"{handle}.t", tuple(args))
    ids = (f"{handle}.a{n}" for n in count(1))
    for field in attributes_of(row):
        value = _get(values, field.path)
        implied = {"surface": surface_of(text, _spans(values[row.spans])), "annotator": annotator}
        if value in (None, []) or (field.name in implied and value == implied[field.name]):
            continue
        if field.name in row.links:
            yield Normalisation(next(ids), target, field.name, value)
        else:
            yield Attribute(next(ids), target, field.name, value)


def attributes_of(row: Kind) -> Iterator[Field]:
    """The fields that are neither label nor passage of a kind's records."""
    passages = {row.spans, *(row.roles or {}).values()}
    for field in fields(ANNOTATION_KINDS[row.kind]):
        if ".".join(field.path) not in {*passages, row.label, *_NOT_ATTRIBUTES}:
            yield field


def _spans(pairs: Iterable[Iterable[int]]) -> Spans:
    return tuple((start, end) for start, end in pairs)


@dataclass(frozen=True, slots=True)
class Found:
    """What a document says as records would: plain values, which no schema has judged yet."""

    values: dict[str, Any]
    written: Written | None
    """Where the mark or event stands in the file that it was read from."""


def values_of(document: Document, annotator: str) -> tuple[list[Found], tuple[Loss, ...]]:
    """Values of records, and what of the document no record can hold, by feature.

    A field that nothing is said of is null where it may be, else missing; a record without an id
    gets one. A label that is none of ours is left to the schema to refuse, as a type of mention.
    """
    said: dict[str, _About] = {}
    unused: Counter[str] = Counter()
    for item in document.items:
        if isinstance(item, Attribute | Normalisation):
            if isinstance(item, Attribute):
                name, value = item.name, item.value
            else:
                name, value = item.db, item.key
            about = said.setdefault(item.target, {})
            if name in about:
                unused[_FEATURE[type(item)]] += 1
            about.setdefault(name, (_FEATURE[type(item)], value))
    marks = {mark.id: mark for mark in document.marks}
    events = [item for item in document.items if isinstance(item, Event) and _is_record(item)]
    # a mark that takes part under another label is a record of its own besides
    inside = {
        id
        for event in events
        for role, id in ((event.label, event.trigger), *event.args)
        if id in marks and marks[id].label == role
    }
    taken = {str(about["id"][1]) for about in said.values() if "id" in about}
    made: list[Found] = []
    for item in document.items:
        if isinstance(item, Mark) and item.id not in inside:
            roles: dict[str, Spans] = {}
            passage = item.spans
        elif isinstance(item, Event) and _is_record(item) and item.trigger in marks:
            roles = {role: marks[id].spans for role, id in item.args if id in marks}
            passage = marks[item.trigger].spans
        else:
            if type(item) in _FEATURE and not isinstance(item, Attribute | Normalisation):
                unused[_FEATURE[type(item)]] += 1
            continue
        row = row_of(item.label)
        about = said.pop(item.id, {})
        values = _record(row, item.label, passage, roles, about, document, annotator)
        if "id" not in values:
            values["id"] = _free_id(document.id, row.letter, taken)
        unused.update(feature for feature, _ in about.values())
        made.append(Found(in_order(values), item.written))
    unused.update(feature for about in said.values() for feature, _ in about.values())
    unused["metadata"] += bool(document.metadata)
    return made, tuple(Loss(name, n) for name, n in sorted(unused.items()) if n)


_FEATURE: dict[type[Item], str] = {
    Relation: "relations",
    Group: "groups",
    Event: "events",
    Attribute: "attributes",
    Normalisation: "normalisations",
    Note: "notes",
}


def row_of(label: str) -> Kind:
    """The kind of record that a label stands for."""
    return next(row for row in KINDS if label.startswith(row.prefix))


def _is_record(event: Event) -> bool:
    row = row_of(event.label)
    return row.roles is not None and all(role in row.roles for role, _ in event.args)


def _record(
    row: Kind,
    label: str,
    passage: Spans,
    roles: Mapping[str, Spans],
    about: _About,
    document: Document,
    annotator: str,
) -> dict[str, Any]:
    """The plain values of one record; what is used of ``about`` is taken out of it."""
    values: dict[str, Any] = {"kind": row.kind, "doc": document.id}
    kind = ANNOTATION_KINDS[row.kind]
    said = {field.path[0] for field in fields(kind) if field.name in about}
    implied = {"surface": surface_of(document.text, passage), "annotator": annotator}
    parts = {
        row.label: label.removeprefix(row.prefix),
        row.spans: _pairs(passage),
        **{path: _pairs(roles.get(role)) for role, path in (row.roles or {}).items()},
    }
    for field in fields(kind):
        path = ".".join(field.path)
        if path in _NOT_ATTRIBUTES:
            continue
        if path in parts:
            found = parts[path] if parts[path] is not None else field.absent
        elif field.name in about:
            found = about.pop(field.name)[1]
        elif field.name in implied:
            found = implied[field.name]
        elif field.required or field.optional or field.name == "id":
            continue
        else:
            found = field.absent
        _put(values, field.path, found)
    for outer in msgspec.structs.fields(kind):
        if _struct(outer.type) and type(None) in _options(outer.type) and outer.name not in said:
            values[outer.name] = None
    return values


def _pairs(spans: Spans | None) -> list[list[int]] | None:
    return None if not spans else [list(span) for span in spans]


def _put(values: dict[str, Any], path: tuple[str, ...], value: Json) -> None:
    *outer, last = path
    for name in outer:
        values = values.setdefault(name, {})
    values[last] = value


def label_of(values: Mapping[str, Any]) -> str:
    """The label that a record with these values has in a neutral document."""
    row = _BY_KIND[values["kind"]]
    return f"{row.prefix}{values[row.label]}"


def in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in the order of the schema."""
    names = ["kind", *(f.name for f in msgspec.structs.fields(ANNOTATION_KINDS[values["kind"]]))]
    return {name: values[name] for name in names if name in values}


def _free_id(doc: str, letter: str, taken: set[str]) -> str:
    id = next(id for n in count(1) if (id := f"{doc}-{letter}{n:03d}") not in taken)
    taken.add(id)
    return id
