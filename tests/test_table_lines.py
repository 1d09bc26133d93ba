"""Rows, the lines they make, and the Arrow table that is read from the lines."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retold.columns import Column, arrow_schema
from retold.parquet import dump
from retold.tables import CONFIGS, arrow, content_digest
from retold.tables.arrow import digested_table
from retold.tables.base import Config

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(max_size=4) | st.sampled_from(["", "2024-01-31", "1", "null", "\x00", '"\\/\n']),
    "int32": st.integers(-(2**31), 2**31 - 1),
    "int64": st.integers(-(2**63), 2**63 - 1),
    "bool": st.booleans(),
}


def values(column: Column) -> st.SearchStrategy[Any]:
    """Null or not; a struct is never null, as in all configs: Arrow would count its bytes otherwise."""
    found = rows(column.fields) if column.fields else st.none() | VALUES[column.type]
    for _ in range(column.depth):
        found = st.none() | st.lists(found, max_size=2) | st.tuples(found)
    return found


def rows(columns: tuple[Column, ...]) -> st.SearchStrategy[dict[str, Any]]:
    drawn = st.fixed_dictionaries({column.name: values(column) for column in columns})
    # keys in the order of the columns, as in every row
    return drawn.map(lambda row: {column.name: row[column.name] for column in columns})


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.name)
@settings(max_examples=5, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_a_table_is_what_its_rows_are(config: Config, data: st.DataObject) -> None:
    schema = arrow_schema(config.columns)
    some = data.draw(st.lists(rows(config.columns), max_size=3))
    made, digest = digested_table(schema, iter(some))
    wanted = pa.Table.from_pylist(some, schema=schema)
    assert made.equals(wanted)
    assert made.schema == schema
    assert made.nbytes == wanted.nbytes
    assert digest == content_digest(wanted)


def test_a_table_of_many_blocks_is_one_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = pa.schema([("word", pa.string()), ("spans", pa.list_(pa.int32()))])
    some = [{"word": f"é{n}" if n % 7 else None, "spans": [n] * (n % 3)} for n in range(1000)]
    wanted = pa.Table.from_pylist(some, schema=schema)
    monkeypatch.setattr(arrow, "_BLOCK", 3000)
    monkeypatch.setattr(arrow, "_ROWS", 10)
    made, digest = digested_table(schema, some)
    assert made.column("word").num_chunks == 1
    assert (dump(made), made.nbytes) == (dump(wanted), wanted.nbytes)
    assert digest == content_digest(wanted)


@pytest.mark.parametrize("row", [{"n": "one"}, {"n": 1, "m": 2}, {"n": 2**31}, {"n": 1.5}])
def test_a_row_that_is_not_as_the_schema_says_makes_no_table(row: dict[str, Any]) -> None:
    with pytest.raises(pa.ArrowException):
        digested_table(pa.schema([("n", pa.int32())]), [row])
