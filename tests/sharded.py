"""Shards as some other program would write them, and the golden corpus in them."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from conftest import GOLDEN
from retold.model import Annotation, Record, SeedText
from retold.records import canonical, sort_key
from retold.shards.addresses import Store
from retold.shards.pairing import Shard, paired
from retold.shards.reading import ShardDocument, ShardReading

LAYERS = ("gold", "first")


def packed(lines: Iterable[str], ending: str) -> bytes:
    """The file of a shard with these lines."""
    if ending == ".parquet":
        return table_bytes(_table(list(lines)))
    data = "".join(line + "\n" for line in lines).encode("utf-8")
    if ending == ".jsonl.gz":
        return gzip.compress(data)
    return (
        zstandard.ZstdCompressor(write_checksum=True).compress(data) if ending == ".jsonl.zst" else data
    )


def _table(lines: list[str]) -> pa.Table:
    values = [json.loads(line) for line in lines]
    if values and "text" in values[0]:
        return pa.Table.from_pylist(values)
    return pa.table(
        {
            "doc": pa.array([value["doc"] for value in values], pa.string()),
            "record": pa.array(lines, pa.string()),
        }
    )


def table_bytes(table: pa.Table) -> bytes:
    """A Parquet file of three rows a group."""
    sink = io.BytesIO()
    pq.write_table(table, sink, row_group_size=3, write_page_checksum=True)
    return sink.getvalue()


def golden() -> tuple[list[SeedText], dict[str, list[Annotation]]]:
    """The documents of the golden corpus, and their records in each layer."""
    from retold import schemas
    from retold.records import parse

    documents = []
    records: dict[str, list[Any]] = {layer: [] for layer in LAYERS}
    for line in (GOLDEN / "seeds/seeds.jsonl").read_text(encoding="utf-8").splitlines():
        value = json.loads(line)
        text = (GOLDEN / "seeds" / value.pop("file")).read_bytes().decode("utf-8")
        from msgspec import convert

        documents.append(convert({**value, "text": text}, SeedText))
        for layer, found in records.items():
            path = GOLDEN / "annotations" / layer / f"{value['id']}.jsonl"
            rows, _ = parse(path.read_text(encoding="utf-8"), "f", None, schemas.violations)
            found += [row.record for row in rows]
    return documents, records


def lines_of(records: Iterable[Record]) -> list[str]:
    """Canonical lines: documents by id; annotations by document, then as in a file of their own."""
    ordered = sorted(records, key=lambda r: (getattr(r, "doc", ""), sort_key(r)))
    return [canonical(record) for record in ordered]


def laid_out(
    root: Path,
    documents: Iterable[str],
    layers: Mapping[str, Iterable[str]],
    ending: str = ".jsonl",
    name: str = "part-1",
) -> tuple[Store, Shard]:
    """One shard below ``root``, of lines."""
    for folder, lines in (("seeds", documents), *((f"annotations/{k}", v) for k, v in layers.items())):
        path = root / folder / "shards" / f"{name}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(packed(lines, ending))
    store = Store(str(root))
    shards, findings = paired(store.paths())
    assert findings == []
    return store, next(shard for shard in shards if shard.name == name)


def read(store: Store, shard: Shard, **more: Any) -> tuple[list[ShardDocument], ShardReading]:
    """Everything of a shard."""
    reading = ShardReading(store, shard, **more)
    return list(reading.documents()), reading


def found(reading: ShardReading) -> list[str]:
    """Its findings as lines."""
    from retold.findings import in_order

    return [f"{f.code} {f.place}: {f.message}" for f in in_order(reading.findings)]
