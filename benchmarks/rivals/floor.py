"""The floor under any builder: parse, segment, write, and no check at all, on one core.

``python -m benchmarks.rivals.floor CORPUS OUT``
"""

from __future__ import annotations

import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.rivals.columns import Columns, Lists
from benchmarks.rivals.inputs import CONFIGS, Texts, documents, registry, splits
from retold.columns import arrow_schema
from retold.tables import config as config_of

_AT_ONCE = 1000
"""Documents whose columns are in memory, a split."""
_SCHEMAS = {config: arrow_schema(config_of(config).columns) for config in CONFIGS}
# Nested column of documents -> the config whose columns it holds.
_NESTED = {
    "mentions": "entities",
    "stances": "stance",
    "headlines": "headlines",
    "casualties": "casualties",
    "faults": "faults",
}


class _Tables:
    """The Parquet files of one split."""

    def __init__(self, out: Path, split: str) -> None:
        self._out, self._split = out, split
        self._writers: dict[str, pq.ParquetWriter] = {}

    def write(self, columns: Columns) -> None:
        """Another row group of each config, where it has rows."""
        tables = {
            config: pa.table(_arrays(columns.lists[config], _SCHEMAS[config]), _SCHEMAS[config])
            for config in CONFIGS[1:]
        }
        tables["documents"] = self._documents(columns, tables)
        for config, rows in tables.items():
            if rows.num_rows:
                self._writer(config).write_table(rows)
        columns.clear()

    def close(self) -> None:
        """Ends the files."""
        for writer in self._writers.values():
            writer.close()

    def _documents(self, columns: Columns, tables: dict[str, pa.Table]) -> pa.Table:
        schema = _SCHEMAS["documents"]
        found = []
        for field in schema:
            if field.name in _NESTED:
                config = _NESTED[field.name]
                inner = [tables[config].column(f.name).chunk(0) for f in field.type.value_type]
                found.append(_listed(field.type, inner, columns.sizes[config]))
            elif field.name in ("zones", "sentences"):
                lists: Lists = getattr(columns, field.name)
                inner = [pa.array(lists[f.name], f.type) for f in field.type.value_type]
                found.append(_listed(field.type, inner, columns.sizes[field.name]))
            else:
                found.append(pa.array(columns.lists["documents"][field.name], field.type))
        return pa.table(found, schema)

    def _writer(self, config: str) -> pq.ParquetWriter:
        if config not in self._writers:
            path = self._out / config / f"{self._split}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writers[config] = pq.ParquetWriter(path, _SCHEMAS[config], compression="zstd")
        return self._writers[config]


def _arrays(lists: Lists, schema: pa.Schema) -> list[pa.Array]:
    return [pa.array(lists[field.name], field.type) for field in schema]


def _listed(of: pa.ListType, inner: list[pa.Array], sizes: list[int]) -> pa.ListArray:
    """Structs of columns, so many in each list."""
    offsets = pa.array(accumulate(sizes, initial=0), pa.int32())
    structs = pa.StructArray.from_arrays(inner, fields=list(of.value_type))
    return pa.ListArray.from_arrays(offsets, structs, type=of)


def build(root: Path, out: Path) -> None:
    """Writes a Parquet file a config and split, where it has rows."""
    pa.set_cpu_count(1)
    split_of = splits(root, orjson.loads)
    entries: dict[str, Any] = {
        name: registry(root, name, orjson.loads) for name in ("entities", "propositions")
    }
    texts = Texts(root)
    names = {config: schema.names for config, schema in _SCHEMAS.items()}
    found = {split: Columns(names, entries, texts) for split in set(split_of.values())}
    tables = {split: _Tables(out, split) for split in found}
    for seed, text, lines in documents(root, loads=orjson.loads):
        texts.saw(seed["id"], text)
        split = split_of[seed["story"]]
        columns = found[split]
        columns.add(seed, text, orjson.loads(b"[" + b",".join(lines) + b"]"))
        if columns.count == _AT_ONCE:
            tables[split].write(columns)
    for split, columns in found.items():
        if columns.count:
            tables[split].write(columns)
        tables[split].close()


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:3]))
