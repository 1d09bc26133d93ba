"""Facts of a corpus in tasks: each leaves a file, and what must be judged comes out of all of them.

Most facts need no judging: a key whose values have one reading cannot be wrong (``rules.base.Across``).
DuckDB finds the others over the files of all tasks, on disk where memory does not suffice, so that
what is in memory does not grow with the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from retold.rules.base import Across

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
# Distinct values of a task take less; beyond it Parquet would write each value out again.
_DICTIONARY = 256 * 1024 * 1024


@dataclass
class FactSheet:
    """The facts of one task's documents."""

    _found: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def add(self, rule: str, key: str, value: object) -> None:
        """Keeps a value that msgspec can encode."""
        self._found.setdefault(rule, {}).setdefault(key, []).append(value)

    def write(self, path: Path, rules: Sequence[tuple[str, Across | None]]) -> None:
        """Writes the facts of these rules, by rule and key, then in the order in which they came.

        Facts of a name without a rule are kept as they are.
        """
        tables = [_table(rule, across, self._found.get(rule, {})) for rule, across in rules]
        # where dictionaries differ, Parquet would write each value out
        whole = pa.concat_tables([_SCHEMA.empty_table(), *tables]).unify_dictionaries()
        pq.write_table(
            whole,
            path,
            compression="zstd",
            use_dictionary=["rule", "reading", "value"],
            dictionary_pagesize_limit=_DICTIONARY,
        )


def _table(rule: str, across: Across | None, found: dict[str, list[Any]]) -> pa.Table:
    """The facts of one rule, by key.

    One value under many keys (a document under each band of its sketch) is one object: it is encoded
    once, and stands in the file once.
    """
    keys: list[str] = []
    values: list[Any] = []
    for key in sorted(found):
        of_key = found[key]
        if across and across.condense and len(of_key) > 1:
            of_key = list(across.condense(of_key))
        keys += [key] * len(of_key)
        values += of_key
    # all of them are alive here, so that an id means one object
    distinct = {id(value): value for value in values}
    number = {name: n for n, name in enumerate(distinct)}
    numbers = pa.array([number[id(value)] for value in values], pa.int32())
    encoded = pa.array(map(msgspec.msgpack.encode, distinct.values()), pa.binary())
    if across and across.reading:
        readings = pa.array(map(across.reading, distinct.values()), pa.string()).dictionary_encode()
        reading = pa.DictionaryArray.from_arrays(readings.indices.take(numbers), readings.dictionary)
    else:
        reading = pa.nulls(len(keys), _SCHEMA.field("reading").type)
    columns = {
        "rule": pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int16()), len(keys)), [rule]),
        "key": pa.array(keys, pa.string()),
        "reading": reading,
        "value": pa.DictionaryArray.from_arrays(numbers, encoded),
    }
    return pa.table(columns, schema=_SCHEMA)


class AllFacts:
    """The facts of all tasks, read from their files; a context manager.

    ``work`` is a folder for what does not fit into ``memory`` (as DuckDB takes it: ``512MB``).
    """

    def __init__(
        self, sheets: Sequence[Path], work: Path, memory: str = "512MB", threads: int = 1
    ) -> None:
        import duckdb

        settings: dict[str, Any] = {
            "memory_limit": memory,
            "threads": threads,
            "temp_directory": str(work),
            "preserve_insertion_order": False,
        }
        self._database = duckdb.connect(":memory:", config=settings)
        self._sheets = [str(path) for path in sheets]
        if not self._sheets:
            return
        self._database.execute("CREATE TABLE sheets (number INTEGER, file VARCHAR)")
        numbered = [[number, path] for number, path in enumerate(self._sheets)]
        self._database.executemany("INSERT INTO sheets VALUES (?, ?)", numbered)
        self._sheets_of(self._database)
        self._database.execute(
            "CREATE VIEW facts AS SELECT rule, key, reading, value, number, file_row_number AS row "
            "FROM read_parquet(getvariable('sheets'), filename = true, file_row_number = true) "
            "JOIN sheets ON filename = file"
        )
        self._database.execute(
            "CREATE TABLE doubtful AS SELECT rule, key FROM facts "
            "WHERE reading IS NOT NULL GROUP BY rule, key HAVING min(reading) <> max(reading)"
        )

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
        cursor = self._database.cursor()
        self._sheets_of(cursor)
        cursor.execute(
            "SELECT key, value FROM facts WHERE rule = $rule AND (reading IS NULL OR key IN "
            "(SELECT key FROM doubtful WHERE rule = $rule)) ORDER BY encode(key), number, row",
            {"rule": rule},
        )
        while rows := cursor.fetchmany(_FETCHED):
            for key, value in rows:
                yield key, decoder.decode(value)
