"""Keys with several values are found, however the pairs fall into batches and files."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retold.engine.doubt import doubtful

HASHES = st.one_of(st.integers(0, 5), st.integers(0, 2**64 - 1))


def batch(pairs: list[tuple[int, int]]) -> pa.RecordBatch:
    columns = [pa.array([pair[side] for pair in pairs], pa.uint64()) for side in (0, 1)]
    return pa.RecordBatch.from_arrays(columns, ["key", "reading"])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(HASHES, HASHES), max_size=20), max_size=5), st.integers(1, 7))
def test_it_finds_what_grouping_in_memory_finds(
    tmp_path: Path, batches: list[list[tuple[int, int]]], files: int
) -> None:
    values = defaultdict(set)
    for key, value in (pair for pairs in batches for pair in pairs):
        values[key].add(value)
    found = [
        key for array in doubtful(map(batch, batches), tmp_path, files) for key in array.to_pylist()
    ]
    assert sorted(found) == sorted(key for key, said in values.items() if len(said) > 1)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_where_a_batch_cannot_be_read(tmp_path: Path) -> None:
    def broken() -> object:
        yield batch([(1, 2)])
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(doubtful(broken(), tmp_path, 3))  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
