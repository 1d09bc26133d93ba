"""Facts of a corpus in tasks: each leaves a file, and what must be judged comes out of all of them.

Most facts need no judging: a key whose values have one reading cannot be wrong (``rules.base.Across``).
The others are found over the files of all tasks (``doubt``), and DuckDB reads and sorts their facts, on
disk where memory does not suffice, so that what is in memory hardly grows with the corpus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from retold.engine.doubt import doubtful
from retold.rules.base import Across, Condense

if TYPE_CHECKING:
    import duckdb

_SCHEMA = pa.schema(
    [
        ("rule", pa.dictionary(pa.int16(), pa.string())),
        ("key", pa.string()),
        ("reading", pa.dictionary(pa.int32(), pa.string())),
        ("value", pa.dictionary(pa.int32(), pa.binary())),
    ]
)
_FETCHED = 10_000
_HASHED = 500_000
"""Facts that are hashed at a time."""
_PER_FILE = 32 * 1024 * 1024
"""Bytes of sheets whose hashes are looked through at a time; they take about as much."""
_FILES = 500
"""Most files of hashes: a process may often have no more than 1024 open."""
# More than any task has of one rule: Parquet's default would cut row groups at a million.
_ROWS = 1 << 30
# Distinct values of a task take less; beyond it Parquet would write each value out again.
_DICTIONARY = 256 * 1024 * 1024


@dataclass
class FactSheet:
    """The facts of one task's documents.

    They are kept encoded: bytes are small, and the garbage collector need not visit them.
    """

    _found: dict[str, tuple[list[str], list[bytes]]] = field(
        default_factory=lambda: defaultdict(lambda: ([], []))
    )
    _last: tuple[object, bytes] = (None, msgspec.msgpack.encode(None))

    def add(self, rule: str, key: str, value: object) -> None:
        """Keeps a value that msgspec can encode."""
        # one value under many keys (a document under each band of its sketch) is encoded once
        if value is not self._last[0]:
            self._last = value, msgspec.msgpack.encode(value)
        keys, values = self._found[rule]
        keys.append(key)
        values.append(self._last[1])

    def write(self, path: Path, rules: Sequence[tuple[str, Across | None]]) -> None:
        """Writes the facts of these rules, by rule and key, then in the order in which they came.

        Facts of a name without a rule are kept as they are.
        """
        with pq.ParquetWriter(
            path,
            _SCHEMA,
            compression="zstd",
            use_dictionary=["rule", "reading", "value"],
            dictionary_pagesize_limit=_DICTIONARY,
        ) as writer:
            # a row group each: who asks for one rule reads no other's
            for rule, across in rules:
                if self._found[rule][0]:
                    writer.write_table(_table(rule, across, *self._found[rule]), row_group_size=_ROWS)


def _table(rule: str, across: Across | None, keys: list[str], values: list[bytes]) -> pa.Table:
    """The facts of one rule, by key; what was encoded once stands there once."""
    if across and across.condense:
        keys, values = _condensed(across, across.condense, keys, values)
    names = pa.array(keys, pa.string())
    order = pc.sort_indices(names)  # stable
    # all of them are alive here, so that an id means one object
    distinct = {id(value): value for value in values}
    place = dict(zip(distinct, range(len(distinct)), strict=True))
    numbers = pa.array(map(place.__getitem__, map(id, values)), pa.int32()).take(order)
    if across and across.reading:
        decode = msgspec.msgpack.Decoder(across.value).decode
        said = pa.array([across.reading(decode(value)) for value in distinct.values()], pa.string())
        readings = said.dictionary_encode()
        reading = pa.DictionaryArray.from_arrays(readings.indices.take(numbers), readings.dictionary)
    else:
        reading = pa.nulls(len(keys), _SCHEMA.field("reading").type)
    columns = {
        "rule": pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int16()), len(keys)), [rule]),
        "key": names.take(order),
        "reading": reading,
        "value": pa.DictionaryArray.from_arrays(numbers, pa.array(distinct.values(), pa.binary())),
    }
    return pa.table(columns, schema=_SCHEMA)


def _condensed(
    across: Across, condense: Condense, keys: list[str], values: list[bytes]
) -> tuple[list[str], list[bytes]]:
    """The facts of a rule, those of one key together and condensed."""
    found: dict[str, list[bytes]] = {}
    for key, value in zip(keys, values, strict=True):
        found.setdefault(key, []).append(value)
    decode = msgspec.msgpack.Decoder(across.value).decode
    for key, of_key in found.items():
        if len(of_key) > 1:
            found[key] = [msgspec.msgpack.encode(v) for v in condense([*map(decode, of_key)])]
    return [key for key, of_key in found.items() for _ in of_key], [
        v for vs in found.values() for v in vs
    ]


class AllFacts:
    """The facts of all tasks, read from their files; a context manager.

    ``work`` is a folder for what does not fit into ``memory`` (as DuckDB takes it: ``256MB``). Raises
    OSError where facts cannot be read or do not fit on the disk.
    """

    def __init__(self, sheets: Sequence[Path], work: Path, memory: str = "256MB") -> None:
        import duckdb

        settings: dict[str, Any] = {
            "memory_limit": memory,
            # two of them sort with twice the memory, and a million documents did not fit
            "threads": 1,
            "temp_directory": str(work),
            "preserve_insertion_order": False,
        }
        self._sheets = [str(path) for path in sheets]
        with _judging():
            self._database = duckdb.connect(":memory:", config=settings)
            if sheets:
                self._prepare(sheets, work)

    def _prepare(self, sheets: Sequence[Path], work: Path) -> None:
        """Makes the view of all facts, and finds the keys that must be judged."""
        self._database.execute("CREATE TABLE sheets (number INTEGER, file VARCHAR)")
        numbered = [[number, path] for number, path in enumerate(self._sheets)]
        self._database.executemany("INSERT INTO sheets VALUES (?, ?)", numbered)
        self._sheets_of(self._database)
        self._database.execute(
            "CREATE VIEW facts AS SELECT rule, key, reading, value, number, file_row_number AS row "
            "FROM read_parquet(getvariable('sheets'), filename = true, file_row_number = true) "
            "JOIN sheets ON filename = file"
        )
        # Hashes of 64 bits take a fraction of the memory and time that the words take. Two keys of one
        # hash are judged though they need not be; two readings of one hash, under one key of the
        # corpus, would be missed once in 10^19 times.
        self._database.execute("CREATE TABLE doubtful (key UBIGINT)")
        hashed = self._database.cursor()
        self._sheets_of(hashed)
        batches = hashed.sql(
            "SELECT hash(rule, key), hash(reading) "
            "FROM read_parquet(getvariable('sheets')) WHERE reading IS NOT NULL"
        ).to_arrow_reader(_HASHED)
        size = sum(path.stat().st_size for path in sheets)
        for found in doubtful(batches, work, min(size // _PER_FILE + 1, _FILES)):
            if len(found):
                self._database.register("found", pa.table({"key": found}))
                self._database.execute("INSERT INTO doubtful SELECT key FROM found")
                self._database.unregister("found")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._database.close()

    def _sheets_of(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Tells a connection which files ``facts`` reads; each has variables of its own."""
        connection.execute("SET VARIABLE sheets = ?", [self._sheets])

    def of(self, rule: str, type: Any) -> Iterator[tuple[str, Any]]:
        """Key and value of each fact of a rule that must be judged.

        By key, then in the order of the tasks and in which they came.
        """
        if not self._sheets:
            return
        decoder = msgspec.msgpack.Decoder(type)
        with _judging():
            cursor = self._database.cursor()
            self._sheets_of(cursor)
            cursor.execute(
                "SELECT key, value FROM facts WHERE rule = $rule AND (reading IS NULL OR "
                "hash(rule, key) IN (SELECT key FROM doubtful)) ORDER BY encode(key), number, row",
                {"rule": rule},
            )
            while rows := cursor.fetchmany(_FETCHED):
                for key, value in rows:
                    yield key, decoder.decode(value)


@contextmanager
def _judging() -> Iterator[None]:
    """What DuckDB cannot read or write is an OSError, as of any other file."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        why = str(error).partition("\n")[0]  # then comes the query
        raise OSError(f"the facts of all documents cannot be judged: {why}; run it again") from error
