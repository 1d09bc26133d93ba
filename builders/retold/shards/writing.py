"""Records -> the file of a shard: the same records are the same bytes, and a file is there whole or not.

The bytes of ``.jsonl.gz``, ``.jsonl.zst`` and ``.parquet`` are also those of the version of the library
that compressed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

import msgspec

from retold.compression import compressing
from retold.model import Annotation, SeedText
from retold.records import canonical, sort_key
from retold.shards.addresses import Store
from retold.shards.columns import columns
from retold.shards.pairing import ending

ShardRecords = Iterable[SeedText] | Iterable[Annotation]

_ZSTD_LEVEL = 9
_GROUP = 256
"""Rows of a row group of Parquet."""


def write_shard(store: Store, path: str, records: ShardRecords) -> None:
    """Writes or replaces one file of a shard, in one step.

    ``path`` is as in ``pairing``; the records come in their order: documents by id, annotations
    document after document, each in canonical order. They are not held in memory. Raises ValueError
    where they are not in order or the path has no ending of a shard, OSError where it cannot be written.
    """
    end = ending(path)
    if end is None:
        raise ValueError(f"{path} has no ending of a shard")
    with store.writing(path) as staged, staged.open("wb") as out:
        if end == ".parquet":
            _parquet(_in_order(records), path.startswith("seeds/"), out)
        else:
            with compressing(out, path) as packed:
                _lines(_in_order(records), packed)


def _in_order(records: ShardRecords) -> Iterator[SeedText | Annotation]:
    before = None
    for record in records:
        key = (record.id if isinstance(record, SeedText) else record.doc, sort_key(record))
        if before is not None and key < before:
            raise ValueError(f"record {record.id!r} is not in order")
        before = key
        yield record


Records = Iterator[SeedText | Annotation]


def _lines(records: Records, out: BinaryIO) -> None:
    for record in records:
        out.write(canonical(record).encode("utf-8") + b"\n")


def _parquet(records: Records, documents: bool, out: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = columns("document" if documents else None)
    with pq.ParquetWriter(
        out, schema, compression="zstd", compression_level=_ZSTD_LEVEL, write_page_checksum=True
    ) as packed:
        while rows := [_row(record) for record in islice(records, _GROUP)]:
            packed.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema))


def _row(record: SeedText | Annotation) -> dict[str, object]:
    if isinstance(record, SeedText):
        value: dict[str, object] = msgspec.to_builtins(record)
        return value
    return {"doc": record.doc, "record": canonical(record)}
