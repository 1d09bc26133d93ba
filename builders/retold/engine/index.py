"""The manifest and the stories on disk: what tasks ask of documents that are not their own.

An SQLite file, written once by whoever plans and read by all tasks, so that memory does not grow with
the corpus.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from retold.corpus import Manifest
from retold.files import CorpusFolder, in_shards
from retold.findings import Finding
from retold.model import Record, Seed, Story
from retold.reading import taken
from retold.records import Row
from retold.shards.addresses import Store
from retold.shards.texts import ShardTexts

R = TypeVar("R", bound=Record)

_ASKED = 1024
"""Stories that are kept in memory: those of one shard, and a few."""


def write_index(path: Path, rows: Iterable[Row[Seed]], stories: Iterable[Row[Story]]) -> list[Finding]:
    """Writes the first line of each document id, in the order in which they come; finds the others.

    Of two lines of one shard, the shard's own reading finds it. Of stories all lines are written.
    """
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    findings = []
    try:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        columns = "file TEXT, line INTEGER, record BLOB"
        database.execute(f"CREATE TABLE seeds (id TEXT PRIMARY KEY, {columns})")
        database.execute(f"CREATE TABLE stories (id TEXT, {columns})")
        database.execute("BEGIN")
        database.executemany("INSERT INTO stories VALUES (?, ?, ?, ?)", map(_values, stories))
        database.execute("CREATE INDEX of_story ON stories (id)")
        for row in rows:
            query = "INSERT OR IGNORE INTO seeds VALUES (?, ?, ?, ?)"
            if not database.execute(query, _values(row)).rowcount:
                query = "SELECT file, line FROM seeds WHERE id = ?"
                file, line = database.execute(query, (row.record.id,)).fetchone()
                if file != row.file or not in_shards(file):
                    findings.append(taken(row, file, line))
        database.execute("COMMIT")
    finally:
        database.close()
    return findings


def _values(row: Row[Seed] | Row[Story]) -> tuple[str, str, int, bytes]:
    return row.record.id, row.file, row.line, msgspec.msgpack.encode(row.record)


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)


class SeedIndex(Manifest):
    """Document id -> line of the manifest.

    Ids are iterated in the order in which the lines were written.
    """

    def __init__(self, path: Path) -> None:
        self._database = _opened(path)
        self._decode = msgspec.msgpack.Decoder(Seed).decode

    def __getitem__(self, id: str) -> Seed:
        found = self._database.execute("SELECT record FROM seeds WHERE id = ?", (id,)).fetchone()
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
        query = "SELECT file, line, record FROM seeds WHERE id = ?"
        found = self._database.execute(query, (id,)).fetchone()
        return None if found is None else Row(self._decode(found[2]), found[0], found[1])


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
        # what is asked is remembered, also where there is no such document
        row = self._index.line_of(id) if id in self._index else None
        if row is None:
            raise KeyError(id)
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


class StoryIndex(Mapping[str, Story]):
    """Story id -> story; of two lines the last one counts, as in ``Corpus.records``."""

    def __init__(self, path: Path) -> None:
        self._database = _opened(path)
        self._decode = msgspec.msgpack.Decoder(Story).decode
        self._found = lru_cache(_ASKED)(self._find)

    def _find(self, id: str) -> Story | None:
        query = "SELECT record FROM stories WHERE id = ? ORDER BY rowid DESC LIMIT 1"
        found = self._database.execute(query, (id,)).fetchone()
        return None if found is None else self._decode(found[0])

    def __getitem__(self, id: str) -> Story:
        story = self._found(id)
        if story is None:
            raise KeyError(id)
        return story

    def __iter__(self) -> Iterator[str]:
        for (id,) in self._database.execute("SELECT id FROM stories GROUP BY id ORDER BY min(rowid)"):
            yield id

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(DISTINCT id) FROM stories").fetchone()[0])

    def in_memory(self) -> dict[str, Story]:
        """The same, for who asks of many."""
        records = self._database.execute("SELECT record FROM stories ORDER BY rowid")
        return {story.id: story for story in (self._decode(record) for (record,) in records)}


class TableRows(Sequence[Row[R]]):
    """The lines of a table of the index, as a table of the corpus that is not in memory."""

    def __init__(self, path: Path, table: str, type: type[R]) -> None:
        self._database = _opened(path)
        self._table = table
        self._decode = msgspec.msgpack.Decoder(type).decode

    def __iter__(self) -> Iterator[Row[R]]:
        query = f"SELECT record, file, line FROM {self._table} ORDER BY rowid"  # noqa: S608 - a name of ours
        for record, file, line in self._database.execute(query):
            yield Row(self._decode(record), file, line)

    def __len__(self) -> int:
        query = f"SELECT count(*) FROM {self._table}"  # noqa: S608
        return int(self._database.execute(query).fetchone()[0])

    def __getitem__(self, number: Any) -> Any:
        return list(self)[number]


def tables_of(path: Path) -> Mapping[str, tuple[Row[Record], ...]]:
    """The tables of the corpus that an index has, by kind."""
    found = {"seed": TableRows(path, "seeds", Seed), "story": TableRows(path, "stories", Story)}
    return cast(Mapping[str, tuple[Row[Record], ...]], found)  # read as tuples are
