"""The texts of a shard, for who needs some of them and none of the records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import msgspec

from retold.compression import DamagedError, decompressed
from retold.shards.addresses import Store
from retold.shards.streams import lines


class _Text(msgspec.Struct):
    """A line of documents, of which only the text is wanted."""

    id: str
    text: str


_decoder = msgspec.json.Decoder(_Text)


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
            for line, _ in lines(decompressed(chunks, path)):
                try:
                    value = _decoder.decode(line)
                except (msgspec.MsgspecError, UnicodeError):
                    continue
                yield value.id, value.text
        except (DamagedError, ValueError):
            return
