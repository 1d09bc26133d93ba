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

from retold.files import CorpusFolder, in_shards
from retold.findings import Finding
from retold.model import Seed
from retold.reading import taken
from retold.records import Row
from retold.shards.addresses import Store
from retold.shards.texts import texts


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


class SeedIndex(Mapping[str, Seed]):
    """Document id -> line of the manifest. Remembers in ``asked`` what was looked for.

    Ids are iterated in the order in which the lines were written.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        self._decode = msgspec.msgpack.Decoder(Seed).decode
        self.asked: dict[str, Seed | None] = {}

    def __getitem__(self, id: str) -> Seed:
        if id not in self.asked:
            query = "SELECT seed FROM seeds WHERE id = ?"
            found = self._database.execute(query, (id,)).fetchone()
            self.asked[id] = None if found is None else self._decode(found[0])
        seed = self.asked[id]
        if seed is None:
            raise KeyError(id)
        return seed

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self.get(id) is not None

    def __iter__(self) -> Iterator[str]:
        for (id,) in self._database.execute("SELECT id FROM seeds ORDER BY rowid"):
            yield id

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM seeds").fetchone()[0])

    def file_of(self, id: str) -> str:
        """The file in which a document's line stands. Raises KeyError."""
        found = self._database.execute("SELECT file FROM seeds WHERE id = ?", (id,)).fetchone()
        if found is None:
            raise KeyError(id)
        return str(found[0])

    def rows(self) -> Iterator[Row[Seed]]:
        """The lines, in the order in which they were written."""
        for file, line, seed in self._database.execute(
            "SELECT file, line, seed FROM seeds ORDER BY rowid"
        ):
            yield Row(self._decode(seed), file, line)


class Elsewhere(Mapping[str, str]):
    """Document id -> text, of documents of other tasks; read when asked for."""

    def __init__(self, folder: CorpusFolder, store: Store, index: SeedIndex) -> None:
        self._folder = folder
        self._store = store
        self._index = index
        self._shard = ("", dict[str, str]())
        """The shard that was asked for last, and its texts."""

    def __getitem__(self, id: str) -> str:
        file = self._index.file_of(id)
        if in_shards(file):
            if self._shard[0] != file:
                self._shard = (file, dict(texts(self._store, file)))
            return self._shard[1][id]
        path = self._folder.seed_path(self._index[id].file)
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
