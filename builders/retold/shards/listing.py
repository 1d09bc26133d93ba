"""The manifest of a shard: its documents without their texts, and the digest of its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import msgspec

from retold.model import Published, Seed
from retold.records import Row
from retold.shards.addresses import Store
from retold.shards.pairing import Shard, ending
from retold.shards.streams import DamagedError, Digested, decompressed, lines


class _Line(msgspec.Struct):
    """A line of documents, less the text, which is passed over."""

    id: str
    sha256: str
    lang: str
    outlet: str | None
    story: str
    published: Published
    licence: str
    obtained: str

    @property
    def seed(self) -> Seed:
        return Seed(
            self.id, f"{self.id}.txt", self.sha256, self.lang, self.outlet, self.story, self.published,
            self.licence, self.obtained,
        )  # fmt: skip


class _Text(msgspec.Struct):
    """A line of documents, of which only the text is wanted."""

    id: str
    text: str


_TEXT = msgspec.json.Decoder(_Text).decode
_DECODE = msgspec.json.Decoder(_Line).decode


def listed(store: Store, shard: Shard) -> tuple[list[Row[Seed]], str]:
    """The documents of a shard whose lines can be read, and the SHA-256 of its file. Raises OSError.

    What is wrong with the others is found where the shard itself is read (``reading.ShardReading``).
    """
    with closing(store.chunks(shard.seeds)) as chunks:
        raw = Digested(chunks)
        try:
            if shard.seeds.endswith(".parquet"):
                rows = list(_of_table(b"".join(raw), shard.seeds))
            else:
                rows = list(_of_lines(raw, shard.seeds))
        except DamagedError:
            rows = []
        return rows, raw.sha256()


def texts(store: Store, path: str) -> Iterator[tuple[str, str]]:
    """Id and text of each document of a shard's file that can be read. Raises OSError."""
    with closing(store.chunks(path)) as chunks:
        try:
            if path.endswith(".parquet"):
                import pyarrow as pa
                import pyarrow.parquet as pq

                source = pa.BufferReader(b"".join(chunks))
                found = pq.read_table(source, columns=["id", "text"]).to_pylist()
                yield from ((row["id"], row["text"]) for row in found)
                return
            for line, _ in lines(decompressed(chunks, ending(path) or "")):
                try:
                    value = _TEXT(line)
                except (msgspec.MsgspecError, UnicodeError):
                    continue
                yield value.id, value.text
        except (DamagedError, ValueError):
            return


def _of_lines(raw: Digested, path: str) -> Iterator[Row[Seed]]:
    for number, (line, _) in enumerate(lines(decompressed(raw, ending(path) or "")), 1):
        try:
            yield Row(_DECODE(line).seed, path, number)
        except (msgspec.MsgspecError, UnicodeError):
            continue


def _of_table(data: bytes, path: str) -> Iterator[Row[Seed]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = list(_Line.__struct_fields__)
    try:
        found: list[dict[str, Any]] = pq.read_table(pa.BufferReader(data), columns=names).to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DamagedError(str(error)) from None
    for number, value in enumerate(found, 1):
        try:
            yield Row(msgspec.convert(value, _Line).seed, path, number)
        except msgspec.ValidationError:
            continue
