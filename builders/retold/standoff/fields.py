"""Which values give words of a text: in tables by the columns' roles, in JSONL by this table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from retold.columns import Column

Path = tuple[str | int, ...]

TEXT_FIELDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "mention": (("surface",),),
    "fault": (("surface",),),
    "casualty": (("count", "surface"), ("date", "surface")),
}
"""Record kind -> its fields that hold words of the text."""


class Value(NamedTuple):
    """A value that gives words of a text, and where to look for them."""

    path: Path
    spans: Sequence[Sequence[int]]
    near: int


def own_document(row: object) -> str | None:
    """Id of the document that a row of a table, or a record, belongs to."""
    if isinstance(row, dict):
        found = row.get("doc_id", row.get("doc"))
        return found if isinstance(found, str) else None
    return None


def in_row(row: Mapping[str, Any], columns: tuple[Column, ...], path: Path = ()) -> Iterator[Value]:
    """The values of columns of role ``text``, nested ones too; without those that are null."""
    near = next((_first(row[c.name]) for c in columns if c.role == "span" and row[c.name]), 0)
    for column, at, value in _cells(row, columns, path):
        if column.fields:
            yield from in_row(value, column.fields, at)
        elif column.role == "text":
            yield Value(at, (row[column.of] if column.of else None) or (), near)


def ids_in_row(row: Mapping[str, Any], columns: tuple[Column, ...]) -> Iterator[str]:
    """The ids in a row: without them rows cannot be told apart or joined."""
    for column, _, value in _cells(row, columns, ()):
        if column.fields:
            yield from ids_in_row(value, column.fields)
        elif column.role in ("key", "link"):
            yield from (text for _, text in strings(value))


def in_record(record: object, path: Path = ()) -> Iterator[Value]:
    """The same of a line of JSON; a decision's ``result`` is a record in it."""
    if not isinstance(record, dict):
        return
    kind = record.get("kind")
    for field in TEXT_FIELDS.get(kind, ()) if isinstance(kind, str) else ():
        try:
            holder = get(record, field[:-1])
            said = holder[field[-1]]
        except (LookupError, TypeError):  # JSON that is no record, and only names a kind
            continue
        if isinstance(said, str):
            near = _first(record.get("spans") or record.get("evidence"))
            yield Value((*path, *field), holder.get("spans") or (), near)
    yield from in_record(record.get("result"), (*path, "result"))


def strings(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every string in a value, with the keys and positions that lead to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from strings(inner, (*path, number))


def keys(value: object) -> Iterator[str]:
    """Every key in a value."""
    if isinstance(value, dict):
        yield from value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from keys(inner)


def get(value: Any, path: Sequence[str | int]) -> Any:
    """What the path leads to. Raises LookupError or TypeError where it leads nowhere."""
    for step in path:
        value = value[step]
    return value


def replaced(value: Any, path: Sequence[str | int], new: object) -> Any:
    """The value with ``new`` at the path, changed in place; ``new`` itself for an empty path."""
    if not path:
        return new
    get(value, path[:-1])[path[-1]] = new
    return value


def _cells(
    row: Mapping[str, Any], columns: tuple[Column, ...], path: Path
) -> Iterator[tuple[Column, Path, Any]]:
    """The cells that are not null; of lists of structs, each struct."""
    for column in columns:
        value, at = row[column.name], (*path, column.name)
        if value is not None and column.fields and column.depth:
            yield from ((column, (*at, number), inner) for number, inner in enumerate(value))
        elif value is not None:
            yield column, at, value


def _first(value: Any) -> int:
    """The first number of nested lists; 0 where there is none."""
    while isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, int) else 0
