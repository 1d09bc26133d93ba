"""Arrow tables <-> the bytes of Parquet files; there is one way to write them."""

from __future__ import annotations

import base64
from collections.abc import Collection

import pyarrow as pa
import pyarrow.parquet as pq


def dump(rows: pa.Table) -> bytes:
    """The Parquet file of a table, with what the Hub's viewer reads pages by."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd", write_page_index=True)
    return bytes(sink.getvalue().to_pybytes())


def load(data: bytes, columns: Collection[str] | None = None) -> pa.Table:
    """The table of a Parquet file, with the very schema that it was written with; or some columns of it.

    Parquet calls what is in a list ``element``, Arrow ``item``; the Arrow schema that lies in the file
    has the name, and without it ``dump`` would write other bytes. Raises pyarrow.ArrowException for
    what is no Parquet file.
    """
    file = pq.ParquetFile(pa.BufferReader(data))
    # pyarrow's threads may outlive the rows, and end the interpreter badly (apache/arrow issue 34314)
    wanted = None if columns is None else [name for name in file.schema_arrow.names if name in columns]
    rows = file.read(wanted, use_threads=False)
    written = (file.metadata.metadata or {}).get(b"ARROW:schema")
    if written is None:
        return rows
    schema = pa.ipc.read_schema(pa.py_buffer(base64.b64decode(written)))
    return rows.cast(pa.schema([schema.field(name) for name in rows.column_names]))
