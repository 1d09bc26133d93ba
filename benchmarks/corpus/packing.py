"""Rows of a shard -> the bytes of its file, in each of the forms that a shard may have."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec


def _gzipped(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=6, mtime=0)


def _zstandard(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=3).compress(data)


_LINES: Mapping[str, Callable[[bytes], bytes]] = {
    "jsonl": bytes,
    "jsonl.gz": _gzipped,
    "jsonl.zst": _zstandard,
}
EXTENSIONS = (*_LINES, "parquet")


def packed_documents(documents: Iterable[Mapping[str, Any]], ext: str) -> bytes:
    """The file of the documents of a shard: a line or a row each."""
    if ext == "parquet":
        return _parquet(list(documents))
    encode = msgspec.json.Encoder().encode
    return _LINES[ext](b"".join(encode(document) + b"\n" for document in documents))


def packed_records(records: Iterable[tuple[str, Iterable[str]]], ext: str) -> bytes:
    """The file of a layer's records: a line or a row each; they come as document id and lines."""
    if ext == "parquet":
        return _parquet([{"doc": doc, "record": line} for doc, lines in records for line in lines])
    return _LINES[ext]("".join(f"{line}\n" for _, lines in records for line in lines).encode("utf-8"))


def _parquet(rows: list[Mapping[str, Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink, compression="zstd")
    return sink.getvalue()
