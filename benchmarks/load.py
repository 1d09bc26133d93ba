"""Loads the documents of a built corpus, or the same rows as JSON lines: ``python -m benchmarks.load``.

``load`` reads one split into an empty cache, ``first`` streams one row; ``write jsonl`` makes the lines.
What is loaded is the ``data/`` of CORPUS, or ``rows.jsonl`` of OUT.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

CONFIG, SPLIT = "documents", "train"
ROWS = "rows.jsonl"


def write(corpus: Path, out: Path) -> None:
    """The rows of a split as JSON lines, as ``datasets`` writes them."""
    dataset(corpus, out, "parquet").to_json(out / ROWS, force_ascii=False)


def dataset(corpus: Path, out: Path, what: str, **how: Any) -> Any:
    """The split from ``data/`` (``parquet``) or from its lines (``jsonl``)."""
    from datasets import load_dataset

    with tempfile.TemporaryDirectory() as cache:
        if what == "parquet":
            return load_dataset(str(corpus / "data"), CONFIG, split=SPLIT, cache_dir=cache, **how)
        lines = str(out / ROWS)
        return load_dataset("json", data_files=lines, split="train", cache_dir=cache, **how)


def main(how: str, what: str, corpus: Path, out: Path) -> None:
    """Does one of them, and says how many rows there were."""
    if how == "write":
        write(corpus, out)
    elif how == "load":
        print(len(dataset(corpus, out, what)))
    else:
        print(next(iter(dataset(corpus, out, what, streaming=True)))["doc_id"])


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(Path, sys.argv[3:5]))  # type: ignore[misc]
