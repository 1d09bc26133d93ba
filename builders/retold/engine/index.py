"""The manifest on disk: what tasks ask of documents that are not their own.

An SQLite file, written once by whoever plans and read by all tasks, so that memory does not grow with
the corpus.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from retold.corpus import Manifest
from retold.files import CorpusFolder, in_shards
from retold.findings import Finding
from retold.model import Seed
from retold.reading import taken
from retold.records import Row
from retold.shards.addresses import Store
from retold.shards.texts import ShardTexts


def write_index(path: Path, rows: Iterable[Row[Seed]]) -> list[Finding]:
    """Writes the first line of each document id, in the order in which they come; finds the others.

    Of two lines of one shard, the shard's own reading finds it.
    """
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    findings = []
    try:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("CREATE TABLE seeds (id TEXT PRIMARY KEY, file TEXT, line INTEGER, seed BLOB)")
        database.execute("BEGIN")
        for row in rows:
            value = (row.record.id, row.file, row.line, msgspec.msgpack.encode(row.record))
            if not database.execute("INSERT OR IGNORE INTO seeds VALUES (?, ?, ?, ?)", value).rowcount:
                query = "SELECT file, line FROM seeds WHERE id = ?"
                file, line = database.execute(query, (row.record.id,)).fetchone()
                if file != row.file or not in_shards(file):
                    findings.append(taken(row, file, line))
        database.execute("COMMIT")
    finally:
        database.close()
    return findings


class SeedIndex(Manifest):
    """Document id -> line of the manifest.

    Ids are iterated in the order in which the lines were written.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        self._decode = msgspec.msgpack.Decoder(Seed).decode

    def __getitem__(self, id: str) -> Seed:
        found = self._database.execute("SELECT seed FROM seeds WHERE id = ?", (id,)).fetchone()
        if found is None:
            raise KeyError(id)
        return self._decode(found[0])

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self.get(id) is not None

    def __iter__(self) -> Iterator[str]:
        for (id,) in self._database.execute("SELECT id FROM seeds ORDER BY rowid"):
            yield id

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM seeds").fetchone()[0])

    def line_of(self, id: str) -> Row[Seed] | None:
        """The line with its place, or None where there is none."""
        query = "SELECT file, line, seed FROM seeds WHERE id = ?"
        found = self._database.execute(query, (id,)).fetchone()
        return None if found is None else Row(self._decode(found[2]), found[0], found[1])

    def rows(self) -> Iterator[Row[Seed]]:
        """The lines, in the order in which they were written."""
        for file, line, seed in self._database.execute(
            "SELECT file, line, seed FROM seeds ORDER BY rowid"
        ):
            yield Row(self._decode(seed), file, line)


class AskedIndex(SeedIndex):
    """An index that remembers in ``asked`` what was looked for, and what the answer was.

    For a task, which asks of few documents; whoever asks of all would have them in memory.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.asked: dict[str, Seed | None] = {}

    def __getitem__(self, id: str) -> Seed:
        if id not in self.asked:
            try:
                self.asked[id] = super().__getitem__(id)
            except KeyError:
                self.asked[id] = None
        seed = self.asked[id]
        if seed is None:
            raise KeyError(id)
        return seed


class Elsewhere(Mapping[str, str]):
    """Document id -> text, of documents of other tasks; read when asked for."""

    def __init__(self, folder: CorpusFolder, store: Store, index: SeedIndex) -> None:
        self._folder = folder
        self._shards = ShardTexts(store)
        self._index = index

    def __getitem__(self, id: str) -> str:
        row = self._index.line_of(id)
        if row is None:
            raise KeyError(id)
        self._index.get(id)  # what is asked is remembered
        if in_shards(row.file):
            return self._shards.of(row.file)[id]
        path = self._folder.seed_path(row.record.file)
        text = self._folder.read_text(path) if self._folder.exists(path) else None
        if not isinstance(text, str):  # RT001, RT004: of that document
            raise KeyError(id)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)


class SeedRows(Sequence[Row[Seed]]):
    """The lines of an index, as a table of the corpus that is not in memory."""

    def __init__(self, index: SeedIndex) -> None:
        self._index = index

    def __iter__(self) -> Iterator[Row[Seed]]:
        return self._index.rows()

    def __len__(self) -> int:
        return len(self._index)

    def __getitem__(self, number: Any) -> Any:
        return list(self)[number]
