"""doccano JSONL: a text and its labels a line.

Labels are ``[start, end, label]`` in ``label`` (or ``labels``); with relations they are objects in
``entities``, and ``relations`` point to their ids. Every other key is metadata, which doccano keeps.

Offsets count code points, as doccano's documents show them. Its pages count UTF-16 units unless the
project counts grapheme clusters (doccano issue 2290), so labels behind a character beyond the Basic
Multilingual Plane are in doubt: a warning, since no file says how it was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retold.findings import Finding, Place
from retold.formats import jsonlines
from retold.formats.base import Files, Fitted, Format, Holding, Read
from retold.formats.features import PLAIN_ROLES, lacking
from retold.formats.jsonlines import marks_first, rest, span_of, text_of
from retold.formats.neutral import Document, Item, Json, Mark, Relation

NAME = "doccano"
_OWN = ("text", "label", "labels", "entities", "relations", "doc_id")


def loads(files: Files) -> Read:
    """Reads every line of every file."""
    return jsonlines.loads(files, NAME, parse)


def dumps(documents: Sequence[Document]) -> dict[str, str]:
    """Writes a line a document."""
    return jsonlines.dumps(documents, NAME, parse, build)


def parse(value: Mapping[str, Json], id: str, place: Place) -> tuple[Document | None, list[Finding]]:
    """One row."""
    text = text_of(value, place)
    if isinstance(text, Finding):
        return None, [text]
    key = next((k for k in ("entities", "label", "labels") if _are_labels(value.get(k))), None)
    said: list[Json] = value[key] if key else []
    findings: list[Finding] = []
    items: list[Item] = []
    for number, label in enumerate(said):
        here = Place(place.file, place.line, place.record, f"{key}.{number}")
        mark, wrong = _mark(text, label, number, here)
        findings += wrong
        if mark is not None:
            items.append(mark)
    findings += _in_doubt(text, items, place)
    used = ["text", *([key] if key else [])]
    if jsonlines.plain(value.get("relations")):
        found, wrong = _relations(value["relations"], items, place)
        items += found
        findings += wrong
        used.append("relations")
    named = isinstance(value.get("doc_id"), str)
    if named:
        id = str(value["doc_id"])
        used.append("doc_id")
    return Document(id, text, tuple(items), metadata=rest(value, used), named=named), findings


def _are_labels(value: Json) -> bool:
    """Whether these are labels of spans, not of the whole text."""
    return isinstance(value, list) and all(isinstance(item, list | dict) for item in value)


def _mark(text: str, said: Json, number: int, place: Place) -> tuple[Mark | None, list[Finding]]:
    if isinstance(said, list):
        if len(said) != 3:
            return None, [Finding("RT901", place, f"{said!r} is not [start, end, label]")]
        said = {
            "id": f"#{number}",
            **dict(zip(("start_offset", "end_offset", "label"), said, strict=True)),
        }
    unknown = set(said) - {"id", "start_offset", "end_offset", "label"}
    if unknown or not isinstance(said.get("label"), str) or not isinstance(said.get("id"), str | int):
        message = f"{said!r} is not an entity: id, label, start_offset, end_offset"
        return None, [Finding("RT901", place, message)]
    span, wrong = span_of(text, said, "start_offset", "end_offset", place)
    return (None if span is None else Mark(str(said["id"]), said["label"], (span,))), wrong


def _in_doubt(text: str, items: Sequence[Item], place: Place) -> list[Finding]:
    far = next((n for n, character in enumerate(text) if ord(character) > 0xFFFF), len(text))
    behind = [item for item in items if isinstance(item, Mark) and item.spans[-1][1] > far]
    if not behind:
        return []
    message = (
        f"U+{ord(text[far]):X} at {far} is one code point and two UTF-16 units; labels that end "
        f"behind it: {len(behind)}"
    )
    return [Finding("RT909", place, message)]


def _relations(
    said: Sequence[Mapping[str, Json]], marks: Sequence[Item], place: Place
) -> tuple[list[Item], list[Finding]]:
    ids = [mark.id for mark in marks]
    found: list[Item] = []
    findings: list[Finding] = []
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        findings.append(Finding("RT905", place, f"two entities have the id {id}"))
    for number, relation in enumerate(said):
        here = Place(place.file, place.line, place.record, f"relations.{number}")
        ends = [str(relation.get(f"{role}_id")) for role in PLAIN_ROLES]
        if not isinstance(relation.get("type"), str) or set(relation) - _RELATION:
            message = f"{dict(relation)!r} is not a relation: id, from_id, to_id, type"
            findings.append(Finding("RT901", here, message))
            continue
        findings += [
            Finding("RT904", here, f"no entity has the id {end}") for end in ends if end not in ids
        ]
        id = f"r{relation.get('id', number)}"
        found.append(Relation(id, relation["type"], tuple(zip(PLAIN_ROLES, ends, strict=True))))
    return found, findings


_RELATION = {"id", "from_id", "to_id", "type"}


def build(document: Document) -> dict[str, Json]:
    """The row of a document."""
    marks, numbers = marks_first(document)
    relations = [item for item in document.items if isinstance(item, Relation)]
    row: dict[str, Json] = {"text": document.text}
    if document.named:
        row["doc_id"] = document.id
    if not relations:
        return {**row, "label": [[*m.spans[0], m.label] for m in marks], **document.metadata}
    row["entities"] = [
        {"id": n, "label": m.label, "start_offset": m.spans[0][0], "end_offset": m.spans[0][1]}
        for n, m in enumerate(marks)
    ]
    row["relations"] = [
        {"id": n, **{f"{role}_id": numbers[end] for role, end in relation.args}, "type": relation.label}
        for n, relation in enumerate(relations)
    ]
    return {**row, **document.metadata}


_LABEL = "[start, end, label]"
_OUT = "left out"
HOLDS = {
    "spans": Holding(True, _LABEL),
    "adjacent": Holding(True, _LABEL),
    "nested": Holding(True, "if the project allows overlapping labels"),
    "stacked": Holding(True, "if the project allows overlapping labels"),
    "crossing": Holding(True, "if the project allows overlapping labels"),
    "lines": Holding(True, _LABEL),
    "discontinuous": Holding(False, _OUT),
    "zero-width": Holding(True, "a label whose offsets are equal"),
    "attributes": Holding(False, _OUT),
    "other-attributes": Holding(False, _OUT),
    "values": Holding(False, _OUT),
    "clashes": Holding(False, _OUT),
    "relations": Holding(True, "entities and relations with ids"),
    "roles": Holding(False, "from and to, in that order"),
    "higher-relations": Holding(False, _OUT),
    "groups": Holding(False, _OUT),
    "events": Holding(False, _OUT),
    "normalisations": Holding(False, _OUT),
    "notes": Holding(False, _OUT),
    "note-lines": Holding(False, _OUT),
    "odd-names": Holding(True, "labels are strings"),
    "metadata": Holding(True, "further keys of the line"),
    "tokens": Holding(False, _OUT),
    "white-space": Holding(True, "text is a string"),
    "unannotated": Holding(True, "an empty list of labels"),
    "empty": Holding(True, "an empty text"),
}


def fit(document: Document) -> Fitted:
    """What doccano can hold of a document: spans of one piece, relations between them."""
    return jsonlines.fit(document, lacking(HOLDS), _OWN)


FORMAT = Format(NAME, "doccano JSONL", (".jsonl",), "code points", loads, dumps, fit, HOLDS)
