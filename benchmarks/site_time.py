"""How long `retold site` takes for many documents, and what it writes.

    python benchmarks/site_time.py [DOCUMENTS]

The corpus of this repository many times over: each copy is a story of its own with events of its own.
The eight entities with most mentions are the same in all copies, all others each copy's own.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from retold import parquet
from retold.dataset import Dataset
from retold.exploring.assets import assets
from retold.exploring.folder import write
from retold.files import FolderFiles
from retold.site.pages import site

DATA = Path(__file__).resolve().parents[1] / "data"


def many(copies: int) -> Dataset:
    """The dataset, ``copies`` times."""
    files = dict(FolderFiles(DATA))
    found = Dataset(files)
    entities = found.tables["entities"].values()
    counted = Counter(id for table in entities for id in table["entity_id"].to_pylist() if id)
    shared = {id for id, _ in counted.most_common(8)}
    own = set(_ids(found)) - shared
    for path, config, split in found.parquet_files():
        table = found.tables[config][split]
        rows = [_copied(row, own, copy) for copy in range(copies) for row in table.to_pylist()]
        files[path] = parquet.dump(pa.Table.from_pylist(rows, schema=table.schema))
    return Dataset(files)


def _ids(found: Dataset) -> Iterator[str]:
    """Every value of a column that names something: ids, and what points to them."""
    for splits in found.tables.values():
        for table in splits.values():
            for row in table.to_pylist():
                yield from _named(row)


_COLUMNS = ("holder_id", "target_id", "right_doc", "a", "b", "victims_identity")
_LISTS = ("source_chain", "places", "claims", "documents", "silent_documents", "denying_documents",
          "story_ids")  # fmt: skip


def _named(row: Any) -> Iterator[str]:
    for name, value in row.items():
        if isinstance(value, str) and (name.endswith("_id") or name in _COLUMNS):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    yield from _named(item)
                elif isinstance(item, str) and name in _LISTS:
                    yield item


def _copied(value: Any, own: set[str], copy: int) -> Any:
    if isinstance(value, dict):
        return {name: _copied(item, own, copy) for name, item in value.items()}
    if isinstance(value, list):
        return [_copied(item, own, copy) for item in value]
    if isinstance(value, str) and value in own and value not in ("outlet", "author"):
        return f"{value}-{copy}"
    return value


def main() -> None:
    """Prints what it measures as one line of JSON."""
    wanted = int(sys.argv[1] if len(sys.argv) > 1 else 1000)
    documents = sum(
        table.num_rows for table in Dataset(dict(FolderFiles(DATA).items())).tables["documents"].values()
    )
    copies = max(1, round(wanted / documents))
    dataset = many(copies)
    start, before = time.perf_counter(), time.process_time()
    files = site(dataset, assets())
    made = time.perf_counter()
    cpu = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        size = write(Path(folder) / "site", files)
        written = time.perf_counter()
    said = {
        "documents": copies * documents,
        "files": len(files),
        "megabytes": round(size / 1e6, 1),
        "seconds_made": round(made - start, 1),
        "seconds_of_processor": round(cpu - before, 1),
        "seconds_written": round(written - made, 1),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
