"""Lines of JSON <-> records: parsing, canonical form, order.

Pure: text in, rows and Findings out. What the schema says comes in as a function, because
loading schema files is an edge.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from retold.findings import Finding, Place
from retold.model import ANNOTATION_KINDS, RECORD_KINDS, Annotation, Ratchet, Record, Waiver, span_fields

R_co = TypeVar("R_co", bound=Record, covariant=True)

_DEEPEST = 20  # levels; the deepest record has five
_NESTED = "objects nested too deeply"


class Violation(NamedTuple):
    """A way in which a value breaks its schema."""

    code: str
    field: str | None
    message: str


Validate = Callable[[str, object], Iterable[Violation]]


@dataclass(frozen=True, slots=True)
class Row(Generic[R_co]):
    """A record and the line that it stands on; ``line`` counts from 1."""

    record: R_co
    file: str
    line: int

    def finding(
        self,
        code: str,
        message: str,
        field: str | None = None,
        span: tuple[int, int] | None = None,
    ) -> Finding:
        """A finding at this row."""
        return Finding(code, self.place(field, span), message)

    def place(self, field: str | None = None, span: tuple[int, int] | None = None) -> Place:
        """This row as a place."""
        doc = getattr(self.record, "doc", None)
        return Place(self.file, self.line, record_id(self.record), field, doc, span)


_encoder = msgspec.json.Encoder(order="deterministic")


def canonical(record: Record) -> str:
    """The one form of a record: keys in schema order, UTF-8, no spaces outside strings."""
    return _encoder.encode(record).decode("utf-8")


def record_id(record: Record) -> str:
    """The id; waivers and ratchet lines have none and are named by code, file and record."""
    if isinstance(record, Waiver | Ratchet):
        return " ".join(filter(None, (record.code, record.file, record.record)))
    return record.id


def differing_fields(a: Record, b: Record) -> list[str]:
    """Names of the fields in which two records differ; ``kind`` where even that does."""
    if type(a) is not type(b):
        return ["kind"]
    names = a.__struct_fields__
    return [name for name in names if getattr(a, name) != getattr(b, name)]


_RANK = {kind: rank for rank, kind in enumerate(ANNOTATION_KINDS.values())}


def sort_key(record: Record) -> tuple[int, int, int, str]:
    """Order of lines: annotations by start, longer first, kind, id; all others by id."""
    if isinstance(record, Annotation):
        _, spans = next(span_fields(record))
        start, end = (spans[0][0], spans[-1][1]) if spans else (0, 0)
        return start, -end, _RANK[type(record)], record.id
    return 0, 0, 0, record_id(record)


def dump(records: Iterable[Record]) -> str:
    """Canonical lines in canonical order, each ended by a line feed."""
    return "".join(canonical(r) + "\n" for r in sorted(records, key=sort_key))


def parse(
    text: str, file: str, kind: str | None, validate: Validate
) -> tuple[list[Row[Record]], list[Finding]]:
    """Reads one JSONL file.

    ``kind`` is the record kind of every line, or None for annotation files, whose lines name
    theirs. Returns the rows that are valid, in file order, and everything that is wrong.
    """
    rows: list[Row[Record]] = []
    findings: list[Finding] = []
    for name, mark in (("a byte order mark", "\ufeff"), ("CR LF", "\r\n")):
        if text.startswith(mark) or (mark == "\r\n" and mark in text):
            how = "begins with" if name != "CR LF" else "ends its lines in"
            findings.append(Finding("RT012", Place(file), f"the file {how} {name}"))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    elif text:
        findings.append(Finding("RT012", Place(file, len(lines)), "the last line has no line feed"))
    for number, line in enumerate(lines, 1):
        row = parse_line(line, file, number, kind, validate, findings)
        if row is not None:
            rows.append(row)
    for before, row in pairwise(rows):
        findings.extend(misplaced(before, row))
    return rows, findings


def parse_line(
    line: str, file: str, number: int, kind: str | None, validate: Validate, findings: list[Finding]
) -> Row[Record] | None:
    """The row of one line without its line feed, or None where it holds no valid record.

    ``number`` counts from 1, ``kind`` is as in ``parse``; all that is wrong with the line alone goes to
    ``findings``.
    """
    if not line.strip():
        findings.append(Finding("RT012", Place(file, number), "blank line"))
        return None
    sound = _sound(line, kind, validate)
    if sound is not None:
        return Row(sound, file, number)
    value = load_object(line, Place(file, number), findings)
    if value is None:
        return None
    row = convert(value, kind, Place(file, number, _id_of(value)), validate, findings)
    if row is not None and canonical(row.record) != line:
        findings.append(row.finding("RT012", _how_not_canonical(line, canonical(row.record))))
    return row


# Kinds whose every level has a type. The records of a challenge item may hold anything.
_DECODERS: dict[str | None, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(type) for kind, type in RECORD_KINDS.items() if kind != "challenge"
}
_DECODERS[None] = msgspec.json.Decoder(Annotation)


def _sound(line: str, kind: str | None, validate: Validate) -> Record | None:
    """The record of a line in its canonical form, against which the schema has nothing.

    Readers differ in what they take: keys that stand twice, spaces, numbers. A line that is the very
    one that its record would be written as leaves nothing to differ in. None is for the reference path
    to judge.
    """
    decoder = _DECODERS.get(kind)
    if decoder is None:
        return None
    try:
        record: Record = decoder.decode(line)
        if canonical(record) != line:
            return None
        value = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, OverflowError):
        return None
    return None if any(validate(kind or value["kind"], value)) else record


def duplicates(rows: Iterable[Row[Record]], code: str = "RT014") -> Iterator[Finding]:
    """Rows whose id another row of the same group had before."""
    first: dict[str, Row[Record]] = {}
    for row in rows:
        name = record_id(row.record)
        before = first.setdefault(name, row)
        if before is not row:
            yield row.finding(code, f"id {name!r} stands already at {before.file}:{before.line}", "id")


class _DuplicateKeyError(ValueError):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for key, item in pairs:
        if key in value:
            raise _DuplicateKeyError(f"key {key!r} stands twice in one object")
        value[key] = item
    return value


def _not_json(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def too_deep(value: object) -> bool:
    """Whether objects and lists stand in each other deeper than in any record.

    Readers differ in how deep they can go; some break.
    """
    level = [value]
    for _ in range(_DEEPEST):
        boxes = [item for item in level if isinstance(item, dict | list)]
        if not boxes:
            return False
        level = [x for box in boxes for x in (box.values() if isinstance(box, dict) else box)]
    return any(isinstance(item, dict | list) for item in level)


def load_object(line: str, place: Place, findings: list[Finding]) -> dict[str, Any] | None:
    """The line's object, or None after a finding that says why there is none."""
    try:
        value = json.loads(line, object_pairs_hook=_object, parse_constant=_not_json)
        line.encode("utf-8")
        msgspec.json.encode(value)
    except _DuplicateKeyError as error:
        findings.append(Finding("RT011", place, str(error)))
    except json.JSONDecodeError as error:
        message = f"not JSON at column {error.colno}: {error.msg}"
        findings.append(Finding("RT010", place, message))
    except RecursionError:
        findings.append(Finding("RT010", place, _NESTED))
    except UnicodeEncodeError:
        findings.append(Finding("RT010", place, "a lone surrogate (\\ud800-\\udfff) is no character"))
    except (ValueError, OverflowError) as error:
        findings.append(Finding("RT010", place, f"not JSON: {error}"))
    else:
        if isinstance(value, dict) and not too_deep(value):
            return value
        what = _NESTED if isinstance(value, dict) else f"a {type(value).__name__}, not an object"
        findings.append(Finding("RT010", place, what))
    return None


def _id_of(value: dict[str, Any]) -> str | None:
    found = value.get("id")
    return found if isinstance(found, str) else None


def convert(
    value: dict[str, Any],
    kind: str | None,
    place: Place,
    validate: Validate,
    findings: list[Finding],
) -> Row[Record] | None:
    """The row of an object at ``place``, which names a line, or None after findings that say why."""
    named = kind if kind is not None else value.get("kind")
    if kind is None and (not isinstance(named, str) or named not in ANNOTATION_KINDS):
        here = Place(place.file, place.line, place.record, "kind")
        known = ", ".join(ANNOTATION_KINDS)
        if "kind" in value:
            said = json.dumps(named, ensure_ascii=False)
            findings.append(Finding("RT017", here, f"{said} is not one of: {known}"))
        else:
            findings.append(Finding("RT016", here, f"field 'kind' is missing; it is one of: {known}"))
        return None
    assert isinstance(named, str)
    broken = list(validate(named, value))
    for code, field, message in broken:
        findings.append(Finding(code, Place(place.file, place.line, place.record, field), message))
    if broken:
        return None
    assert place.line is not None
    try:
        record = msgspec.convert(value, RECORD_KINDS[named])
    except msgspec.ValidationError as error:
        # JSON Schema counts 7.0 among the integers; an offset is written 7
        message = f"{error}; whole numbers have no point"
        findings.append(Finding("RT018", place, message))
        return None
    return Row(record, place.file, place.line)


def _how_not_canonical(line: str, wanted: str) -> str:
    at = next(
        (i for i, (a, b) in enumerate(zip(line, wanted, strict=False)) if a != b),
        min(len(line), len(wanted)),
    )
    return f"differs from the canonical form at column {at + 1}: {line[at : at + 12]!r}"


def misplaced(before: Row[Record], row: Row[Record]) -> Iterator[Finding]:
    """RT013 for a row that belongs before the one that stands before it."""
    if sort_key(row.record) < sort_key(before.record):
        yield row.finding("RT013", f"stands after {record_id(before.record)!r}, belongs before it")
