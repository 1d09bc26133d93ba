"""The manifest and the stories on disk: what tasks ask of documents that are not their own.

An SQLite file, written once by whoever plans and read by all tasks, so that memory does not grow with
the corpus.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import msgspec

from retold.corpus import Manifest
from retold.files import in_shards
from retold.findings import Finding
from retold.model import Record, Seed, Story
from retold.reading import taken
from retold.records import Row

R = TypeVar("R", bound=Record)

_ASKED = 1024
"""Stories that are kept in memory: those of one shard, and a few."""


def write_index(path: Path, rows: Iterable[Row[Seed]], stories: Iterable[Row[Story]]) -> list[Finding]:
    """Writes the first line of each document id, in the order in which they come; finds the others.

    Of two lines of one shard, the shard's own reading finds it. Of stories all lines are written.
    ``path`` must not be there. Raises OSError, for example on a full disk.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            return _write(database, rows, stories)
    except sqlite3.Error as error:
        raise OSError(f"the manifest cannot be written to {path}: {error}") from error


def _write(
    database: sqlite3.Connection, rows: Iterable[Row[Seed]], stories: Iterable[Row[Story]]
) -> list[Finding]:
    findings = []
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
    return findings


def _values(row: Row[Seed] | Row[Story]) -> tuple[str, str, int, bytes]:
    return row.record.id, row.file, row.line, msgspec.msgpack.encode(row.record)


class Opened:
    """An index that was written, to be read: closed by ``with``, or when nothing refers to it any more.

    Rules remember the corpus that they saw last, and with it the index of that.
    """

    def __init__(self, path: Path) -> None:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        # whoever collects garbage may close it
        self._database = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._close = weakref.finalize(self, self._database.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._close()

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """What a query gives."""
        yield from self._database.execute(query, values)

    def row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """The first row of it, or None."""
        found: tuple[Any, ...] | None = self._database.execute(query, values).fetchone()
        return found

    def count(self, what: str, table: str) -> int:
        """How many rows a table has, or how many values a column."""
        found = self.row(f"SELECT count({what}) FROM {table}")  # noqa: S608 - names of ours
        return int(found[0]) if found else 0


class SeedIndex(Manifest):
    """Document id -> line of the manifest.

    Ids are iterated in the order in which the lines were written.
    """

    def __init__(self, index: Opened) -> None:
        self._index = index
        self._decode = msgspec.msgpack.Decoder(Seed).decode

    def __getitem__(self, id: str) -> Seed:
        found = self._index.row("SELECT record FROM seeds WHERE id = ?", id)
        if found is None:
            raise KeyError(id)
        return self._decode(found[0])

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self.get(id) is not None

    def __iter__(self) -> Iterator[str]:
        for (id,) in self._index.rows("SELECT id FROM seeds ORDER BY rowid"):
            yield id

    def __len__(self) -> int:
        return self._index.count("*", "seeds")

    def line_of(self, id: str) -> Row[Seed] | None:
        """The line with its place, or None where there is none."""
        found = self._index.row("SELECT file, line, record FROM seeds WHERE id = ?", id)
        return None if found is None else Row(self._decode(found[2]), found[0], found[1])


class AskedIndex(SeedIndex):
    """An index that remembers in ``asked`` what was looked for, and what the answer was.

    For a task, which asks of few documents; whoever asks of all would have them in memory.
    """

    def __init__(self, index: Opened) -> None:
        super().__init__(index)
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


class StoryIndex(Mapping[str, Story]):
    """Story id -> story; of two lines the last one counts, as in ``Corpus.records``."""

    def __init__(self, index: Opened) -> None:
        self._index = index
        decode = self._decode = msgspec.msgpack.Decoder(Story).decode

        # no method: a cache that holds its own object would keep the file open
        @lru_cache(_ASKED)
        def found(id: str) -> Story | None:
            row = index.row("SELECT record FROM stories WHERE id = ? ORDER BY rowid DESC LIMIT 1", id)
            return None if row is None else decode(row[0])

        self._found = found

    def __getitem__(self, id: str) -> Story:
        story = self._found(id)
        if story is None:
            raise KeyError(id)
        return story

    def __iter__(self) -> Iterator[str]:
        for (id,) in self._index.rows("SELECT id FROM stories GROUP BY id ORDER BY min(rowid)"):
            yield id

    def __len__(self) -> int:
        return self._index.count("DISTINCT id", "stories")

    def in_memory(self) -> dict[str, Story]:
        """The same, for who asks of many."""
        records = self._index.rows("SELECT record FROM stories ORDER BY rowid")
        return {story.id: story for story in (self._decode(record) for (record,) in records)}


class TableRows(Sequence[Row[R]]):
    """The lines of a table of the index, as a table of the corpus that is not in memory."""

    def __init__(self, index: Opened, table: str, type: type[R]) -> None:
        self._index = index
        self._table = table
        self._decode = msgspec.msgpack.Decoder(type).decode

    def __iter__(self) -> Iterator[Row[R]]:
        query = f"SELECT record, file, line FROM {self._table} ORDER BY rowid"  # noqa: S608 - a name of ours
        for record, file, line in self._index.rows(query):
            yield Row(self._decode(record), file, line)

    def __len__(self) -> int:
        return self._index.count("*", self._table)

    def __getitem__(self, number: Any) -> Any:
        return list(self)[number]


def tables_of(index: Opened) -> Mapping[str, tuple[Row[Record], ...]]:
    """The tables of the corpus that an index has, by kind."""
    found = {"seed": TableRows(index, "seeds", Seed), "story": TableRows(index, "stories", Story)}
    return cast(Mapping[str, tuple[Row[Record], ...]], found)  # read as tuples are
