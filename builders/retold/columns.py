"""What a config's columns are: one description from which Arrow schema and features follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

Role = Literal["value", "key", "span", "text", "quote", "link", "joined", "computed"]


@dataclass(frozen=True)
class Column:
    """One column, or one field of a nested column.

    ``about`` is prose, or a reference to a schema field written ``=kind.field``, whose
    description then serves. ``depth`` is the number of lists around the value. ``labels``
    makes a ClassLabel of it in the card's ``dataset_info``; the Parquet file holds the words.

    ``role`` says where the value comes from: an annotator's choice (``value``), what tells rows
    apart (``key``), offsets (``span``), words of the document (``text``), words written for the row
    that may quote a document (``quote``), an id of the registry or of a document (``link``), what the
    registry says of it (``joined``), or other columns (``computed``). ``of`` is the column beside it
    whose words or whose entry it gives.
    """

    name: str
    type: str
    about: str
    labels: tuple[str, ...] = ()
    depth: int = 0
    fields: tuple[Column, ...] = ()
    role: Role = "value"
    of: str | None = None

    @property
    def type_name(self) -> str:
        """How the card names the type: ``string``, ``label``, ``list of int32``, ``struct``."""
        inner = "label" if self.labels else self.type
        return "list of " * self.depth + inner


_ARROW = {"string": pa.string(), "int32": pa.int32(), "int64": pa.int64(), "bool": pa.bool_()}


def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type; labels are strings."""
    if column.type == "struct":
        inner: pa.DataType = pa.struct([arrow_field(child) for child in column.fields])
    else:
        inner = _ARROW[column.type]
    for _ in range(column.depth):
        inner = pa.list_(inner)
    return inner


def arrow_field(column: Column) -> pa.Field:
    """The Arrow field; every field may be null."""
    return pa.field(column.name, arrow_type(column))


def labels_at(columns: Sequence[Column], path: str) -> tuple[str, ...]:
    """The labels of a column by its path through structs, ``zones.zone``. Raises KeyError."""
    first, _, rest = path.partition(".")
    column = {column.name: column for column in columns}[first]
    return labels_at(column.fields, rest) if rest else column.labels


def arrow_schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The Arrow schema of a config."""
    return pa.schema([arrow_field(column) for column in columns])


def holds_text(columns: tuple[Column, ...]) -> bool:
    """Whether any column, nested ones too, gives words of the documents."""
    return any(column.role in ("text", "quote") or holds_text(column.fields) for column in columns)


def yaml_features(columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    """The ``features`` list of the card's ``dataset_info``.

    The form is that which ``datasets`` 4 and 5 write themselves; a test compares.
    """
    return [{"name": column.name, **_yaml_type(column)} for column in columns]


def _yaml_type(column: Column) -> dict[str, Any]:
    found = _yaml_inner(column)
    for _ in range(column.depth):
        found = {"list": _shortest(found)}
    return found


def _yaml_inner(column: Column) -> dict[str, Any]:
    if column.type == "struct":
        return {"struct": yaml_features(column.fields)}
    if column.labels:
        names = {str(number): label for number, label in enumerate(column.labels)}
        return {"dtype": {"class_label": {"names": names}}}
    return {"dtype": column.type}


def _shortest(found: dict[str, Any]) -> Any:
    """A list's content stands without its ``dtype:`` or ``struct:`` key."""
    return found.get("dtype", found.get("struct", found))
