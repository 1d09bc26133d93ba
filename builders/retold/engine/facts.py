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
        ("reading", pa.string()),
        ("value", pa.binary()),
    ]
)
_FETCHED = 10_000


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
        rule_names: list[str] = []
        keys: list[str] = []
        readings: list[str | None] = []
        values: list[bytes] = []
        encode = msgspec.msgpack.encode
        for rule, across in rules:
            for key, found in sorted(self._found.get(rule, {}).items()):
                for value in across.condense(found) if across and across.condense else found:
                    rule_names.append(rule)
                    keys.append(key)
                    readings.append(across.reading(value) if across and across.reading else None)
                    values.append(encode(value))
        columns = (pa.array(rule_names, pa.string()).dictionary_encode(), keys, readings, values)
        arrays = [
            pa.array(column, type_).cast(type_) if isinstance(column, list) else column.cast(type_)
            for column, type_ in zip(columns, _SCHEMA.types, strict=True)
        ]
        pq.write_table(pa.Table.from_arrays(arrays, schema=_SCHEMA), path, compression="zstd")


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
