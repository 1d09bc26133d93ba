"""Facts on disk: small values under a key, written in any order and read back sorted.

What a rule over all documents must remember goes here, so that memory does not grow with the
corpus. The store is a private temporary SQLite database, gone when it is closed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, Self

import msgspec

_BATCH = 2000


class FactStore:
    """Values under (rule, key); a context manager."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # "": a temporary file
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE facts (rule TEXT, key TEXT, value BLOB)")
        self._waiting: list[tuple[str, str, bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, rule: str, key: str, value: object) -> None:
        """Keeps a value that msgspec can encode."""
        self._waiting.append((rule, key, msgspec.msgpack.encode(value)))
        if len(self._waiting) >= _BATCH:
            self._write()

    def of(self, rule: str, type: Any) -> Iterator[tuple[str, Any]]:
        """Key and value of each fact of a rule, by key, then in the order in which they came."""
        self._write()
        decoder = msgspec.msgpack.Decoder(type)
        query = "SELECT key, value FROM facts WHERE rule = ? ORDER BY key, rowid"
        for key, value in self._database.execute(query, (rule,)):
            yield key, decoder.decode(value)

    def _write(self) -> None:
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO facts VALUES (?, ?, ?)", self._waiting)
        self._database.execute("COMMIT")
        self._waiting.clear()
