"""A file as values that can be changed one by one, and written again in the same form."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from retold import parquet

_compact = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
_PAGES: tuple[Callable[[Any], str], ...] = (
    partial(json.dumps, ensure_ascii=False, indent=2),
    partial(json.dumps, ensure_ascii=False, indent=1),
    _compact,
)


@dataclass(frozen=True)
class Contents:
    """Rows: of a table, of JSONL (a line each), or one: a JSON value, a text.

    ``plain`` is a file whose only row is its text. ``write`` makes bytes of rows again.
    """

    rows: list[Any]
    write: Callable[[list[Any]], bytes]
    plain: bool = False
    table: pa.Table | None = None


def table(data: bytes) -> Contents:
    """The rows of a Parquet file."""
    found = parquet.load(data)

    def write(rows: list[Any]) -> bytes:
        return parquet.dump(pa.Table.from_pylist(rows, schema=found.schema))

    return Contents(found.to_pylist(), write, table=found)


def contents(path: str, data: bytes, *, plain: bool = False) -> Contents | None:
    """What the file holds, by its ending; None for bytes that are neither a table nor UTF-8.

    JSON that is in no form known here (as written by json.dumps: compact, or indented by one or
    two) is plain text, and so is every file with ``plain``.
    """
    if path.endswith(".parquet"):
        return table(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    found = None
    if not plain and path.endswith(".jsonl"):
        found = _lines(text)
    elif not plain and path.endswith(".json"):
        found = _page(text)
    return found or Contents([text], lambda rows: str(rows[0]).encode("utf-8"), plain=True)


def _lines(text: str) -> Contents | None:
    def write(rows: list[Any]) -> bytes:
        return "".join(f"{_compact(row)}\n" for row in rows).encode("utf-8")

    try:
        rows = [json.loads(line) for line in text.split("\n")[:-1]]
        same = write(rows) == text.encode("utf-8")
    except (ValueError, RecursionError):
        return None
    return Contents(rows, write) if same else None


def _page(text: str) -> Contents | None:
    try:
        value = json.loads(text)
        for form in _PAGES:
            for end in ("\n", ""):
                if form(value) + end == text:
                    return Contents([value], partial(_write_page, form, end))
    except (ValueError, RecursionError):
        pass
    return None


def _write_page(form: Callable[[Any], str], end: str, rows: list[Any]) -> bytes:
    return (form(rows[0]) + end).encode("utf-8")
