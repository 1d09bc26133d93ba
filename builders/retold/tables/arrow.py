"""Rows -> JSON lines, and from the same lines both their digest and their Arrow table.

Arrow's own JSON reader sees no Python object: it is quicker than ``Table.from_pylist``, and the rows of
a config need not be in memory together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.json as pj

_ROWS = 256
"""Rows that are made at once."""
_BLOCK = 8 * 2**20
"""Bytes of lines that are read at once, and more by those of less than ``_ROWS``."""


def digested_table(schema: pa.Schema, rows: Iterable[Mapping[str, Any]]) -> tuple[pa.Table, str]:
    """The table of the rows, as ``Table.from_pylist`` gives it, and their ``rows_digest``.

    Raises pyarrow.ArrowException for a value of another type and for a field that is not in the schema.
    """
    digest = hashlib.sha256(_names(schema.names))
    read = [schema.empty_table()]
    block: list[bytes] = []
    for lines in _lines(rows):
        digest.update(lines)
        block.append(lines)
        if sum(map(len, block)) >= _BLOCK:
            read.append(_read(schema, b"".join(block)))
            block.clear()
    if block:
        read.append(_read(schema, b"".join(block)))
    # one chunk a column: pages of the Parquet file would else end where a block ends
    return pa.concat_tables(read).combine_chunks(), digest.hexdigest()


def rows_digest(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 of the column names and the rows as canonical JSON lines, in hexadecimal.

    It depends on the logical rows alone, not on the version of the Parquet writer. Rows have their
    keys in the order of the columns.
    """
    digest = hashlib.sha256(_names(names))
    for lines in _lines(rows):
        digest.update(lines)
    return digest.hexdigest()


def _names(names: Sequence[str]) -> bytes:
    return msgspec.json.encode(list(names)) + b"\n"


def _lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    encoder = msgspec.json.Encoder()
    left = iter(rows)
    while some := list(islice(left, _ROWS)):
        yield encoder.encode_lines(some)


def _read(schema: pa.Schema, lines: bytes) -> pa.Table:
    # of a block smaller than a line Arrow could not find the end of the line
    read = pj.ReadOptions(use_threads=False, block_size=len(lines))
    parse = pj.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
    return pj.read_json(pa.BufferReader(lines), read_options=read, parse_options=parse)
