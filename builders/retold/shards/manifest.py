"""What documents a shard has, without their texts: to plan by, before anything is checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import msgspec

from retold.compression import DamagedError, decompressed
from retold.model import Provenance, Published, Seed
from retold.records import Row
from retold.shards.addresses import Store
from retold.shards.columns import columns, without_nulls
from retold.shards.lines import BOM
from retold.shards.streams import Digested, lines


class _Line(msgspec.Struct):
    """A line of a shard of documents; what is not named here is passed over."""

    id: str
    sha256: str
    lang: str
    outlet: str | None
    story: str
    published: Published
    licence: str
    obtained: str
    provenance: Provenance = "real"


_decoder = msgspec.json.Decoder(_Line)


def manifest(store: Store, path: str, inputs: dict[str, str]) -> Iterator[Row[Seed]]:
    """The documents of a file of documents, in its order, as their lines say they are.

    Lines that hold none are left out and nothing else is judged: that is for ``ShardReading``. When all
    have come, the SHA-256 of the file's bytes is in ``inputs``. Raises OSError.
    """
    with closing(store.chunks(path)) as chunks:
        raw = Digested(chunks)
        found = _of_table(b"".join(raw)) if path.endswith(".parquet") else _of_lines(raw, path)
        for number, line in found:
            seed = Seed(line.id, f"{line.id}.txt", line.sha256, line.lang, line.outlet, line.story,
                        line.published, line.licence, line.obtained, line.provenance)  # fmt: skip
            yield Row(seed, path, number)
        inputs[path] = raw.sha256()


def _of_lines(raw: Digested, path: str) -> Iterator[tuple[int, _Line]]:
    try:
        for number, (line, _) in enumerate(lines(decompressed(raw, path)), 1):
            try:
                yield number, _decoder.decode(line.removeprefix(BOM) if number == 1 else line)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                continue
    except DamagedError:
        return


def _of_table(data: bytes) -> Iterator[tuple[int, _Line]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = []
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        names = [n for n in columns("document").names if n != "text" and n in file.schema_arrow.names]
        rows = file.read(columns=names, use_threads=False).to_pylist()
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        return
    for number, row in enumerate(rows, 1):
        try:
            yield number, msgspec.convert(without_nulls(row), _Line)
        except msgspec.ValidationError:
            continue
