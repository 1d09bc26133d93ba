"""Keys with more than one value, among more pairs than memory holds.

Pairs of hashes go to files by their key, so that all pairs of a key are in one of them, and one file
after the other is looked through. A table grouped by key would do the same; grouped by DuckDB, 200
million of them did not fit into half a gigabyte, in spite of the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Pairs = NDArray[np.uint64]
"""Shape (n, 2): the hash of a key and that of a value."""


def doubtful(batches: Iterable[pa.RecordBatch], folder: Path, files: int) -> Iterator[pa.Array]:
    """The keys that stand with different values, as arrays of uint64, each key once.

    ``batches`` have two columns of uint64 without nulls, keys and values. ``folder`` holds ``files``
    files meanwhile, of 16 bytes a pair; memory holds one of them, some times over. Raises OSError.
    """
    with TemporaryDirectory(dir=folder) as name:
        paths = [Path(name) / str(number) for number in range(files)]
        with ExitStack() as stack:
            opened = [stack.enter_context(path.open("wb")) for path in paths]
            for batch in batches:
                pairs = np.column_stack([np.from_dlpack(column) for column in batch.columns])
                target = pairs[:, 0] % np.uint64(files)
                order = np.argsort(target, kind="stable")
                bounds = np.searchsorted(target[order], np.arange(files + 1, dtype=np.uint64))
                pairs = pairs[order]
                for number, file in enumerate(opened):
                    file.write(pairs[bounds[number] : bounds[number + 1]].tobytes())
        for path in paths:
            yield pa.array(_differing(np.fromfile(path, dtype=np.uint64).reshape(-1, 2)), pa.uint64())
            path.unlink()


def _differing(pairs: Pairs) -> NDArray[np.uint64]:
    """The keys with different values, sorted."""
    order = np.argsort(pairs[:, 0], kind="stable")
    keys, values = pairs[order, 0], pairs[order, 1]
    # if not all values of a key are the same, two that stand side by side are not
    differ = (keys[1:] == keys[:-1]) & (values[1:] != values[:-1])
    return np.unique(keys[1:][differ])
