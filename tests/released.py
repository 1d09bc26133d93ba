"""Datasets to compare: the golden one, and copies of it with other rows, files or schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from conftest import GOLDEN, snapshot
from retold.dataset import Dataset
from retold.parquet import dump as parquet

Row = dict[str, Any]
FILES = snapshot(GOLDEN.parent / "data")


_GOLDEN = Dataset(FILES)


def golden(**files: bytes | None) -> Dataset:
    """The golden dataset; ``files`` replace its own, None takes one away."""
    if not files:
        return _GOLDEN  # whose tables are read once
    found = {**FILES, **files}
    return Dataset({path: data for path, data in found.items() if data is not None})


def path_of(config: str, split: str = "test") -> str:
    return f"{config}/{split}-00000-of-00001.parquet"


def rows(config: str, split: str = "test") -> list[Row]:
    return pq.read_table(pa.BufferReader(FILES[path_of(config, split)])).to_pylist()


def with_rows(config: str, found: Iterable[Row], split: str = "test") -> dict[str, bytes]:
    """The file of a config with other rows of the same schema."""
    schema = pq.read_schema(pa.BufferReader(FILES[path_of(config, split)]))
    return {path_of(config, split): parquet(pa.Table.from_pylist(list(found), schema=schema))}


def edited(config: str, number: int, **values: Any) -> dict[str, bytes]:
    """The file of a config with some values of one row changed."""
    found = rows(config)
    assert values.keys() <= found[number].keys()
    found[number].update(values)
    return with_rows(config, found)


def renested(name: str, change: Callable[[list[Row]], Any]) -> dict[str, bytes]:
    """The documents with a list of the first one changed in place."""
    found = rows("documents")
    change(found[0][name])
    return with_rows("documents", found)
