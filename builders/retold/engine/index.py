"""The manifest on disk: what tasks ask of documents that are not their own.

An SQLite file, written once by whoever plans and read by all tasks, so that memory does not grow with
the corpus.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from retold.files import CorpusFolder
from retold.model import Seed
from retold.records import Row


class Elsewhere(Mapping[str, str]):
    """Document id -> text, of documents that have files of their own; read when asked for."""

    def __init__(self, folder: CorpusFolder, index: Mapping[str, Seed]) -> None:
        self._folder = folder
        self._index = index

    def __getitem__(self, id: str) -> str:
        path = self._folder.seed_path(self._index[id].file)
        text = self._folder.read_text(path) if self._folder.exists(path) else None
        if not isinstance(text, str):  # RT001, RT004: of that document
            raise KeyError(id)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)


def write_index(path: Path, rows: Iterable[Row[Seed]]) -> None:
    """Writes the first line of each document id, in the order in which they come."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("CREATE TABLE seeds (id TEXT PRIMARY KEY, file TEXT, line INTEGER, seed BLOB)")
        database.execute("BEGIN")
        database.executemany(
            "INSERT OR IGNORE INTO seeds VALUES (?, ?, ?, ?)",
            ((r.record.id, r.file, r.line, msgspec.msgpack.encode(r.record)) for r in rows),
        )
        database.execute("COMMIT")
    finally:
        database.close()


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

    def rows(self) -> Iterator[Row[Seed]]:
        """The lines, in the order in which they were written."""
        for file, line, seed in self._database.execute(
            "SELECT file, line, seed FROM seeds ORDER BY rowid"
        ):
            yield Row(self._decode(seed), file, line)
