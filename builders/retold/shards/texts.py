"""The texts of a shard, for who needs some of them and none of the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing

import msgspec

from retold.compression import DamagedError, decompressed
from retold.shards.addresses import Store
from retold.shards.columns import BATCH, values_of
from retold.shards.lines import BOM
from retold.shards.streams import lines


class _Text(msgspec.Struct):
    """A line of documents, of which only the text is wanted."""

    id: str
    text: str


_decoder = msgspec.json.Decoder(_Text)


def texts(store: Store, path: str) -> Iterator[tuple[str, str]]:
    """Id and text of each document of a shard's file that can be read. Raises OSError.

    What is damaged is left out, and a finding elsewhere.
    """
    with closing(store.chunks(path)) as chunks:
        yield from _of_table(b"".join(chunks)) if path.endswith(".parquet") else _of_lines(chunks, path)


def _of_lines(chunks: Iterator[bytes], path: str) -> Iterator[tuple[str, str]]:
    try:
        for number, (line, _) in enumerate(lines(decompressed(chunks, path)), 1):
            try:
                value = _decoder.decode(line.removeprefix(BOM) if number == 1 else line)
            except (msgspec.MsgspecError, UnicodeError, RecursionError):
                continue
            yield value.id, value.text
    except DamagedError:
        return


def _of_table(data: bytes) -> Iterator[tuple[str, str]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        for batch in file.iter_batches(BATCH, columns=["id", "text"], use_threads=False):
            for row in values_of(batch):
                if isinstance(row, UnicodeDecodeError):
                    continue
                id, text = row.get("id"), row.get("text")
                if isinstance(id, str) and isinstance(text, str):
                    yield id, text
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        return


class ShardTexts:
    """The texts of shards; those of the shard that was asked for last are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last: tuple[str, Mapping[str, str]] = ("", {})

    def of(self, path: str) -> Mapping[str, str]:
        """Document id -> text, of a shard's file; of two lines of one id the first counts.

        Raises OSError.
        """
        if self._last[0] != path:
            found: dict[str, str] = {}
            for id, text in texts(self._store, path):
                found.setdefault(id, text)
            self._last = (path, found)
        return self._last[1]
