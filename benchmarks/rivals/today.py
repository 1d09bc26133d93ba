"""What people write today: a generator a config, ``datasets``, and jsonschema once a record.

``python -m benchmarks.rivals.today CORPUS OUT``
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.rivals.checks import check_document, check_tables, validators
from benchmarks.rivals.inputs import CONFIGS, SPLITS, Texts, documents, registry, splits
from benchmarks.rivals.rows import ROWS, Page, Row
from retold.columns import arrow_schema
from retold.tables import config as config_of


def generate(root: str, config: str, split: str) -> Iterator[Row]:
    """The rows of a config in a split.

    Each record is validated once: when it is read for the first config, which holds all of them.
    """
    folder = Path(root)
    split_of = splits(folder)
    entries = {name: registry(folder, name) for name in ("entities", "propositions")}
    texts = Texts(folder)
    known = validators() if config == CONFIGS[0] else None
    for seed, text, lines in documents(folder, lambda seed: split_of[seed["story"]] == split):
        records = [json.loads(line) for line in lines]
        if known is not None:
            check_document(known, seed, text, records)
        texts.saw(seed["id"], text)
        yield from ROWS[config](Page(seed, text, records, entries, texts))


def build(root: Path, out: Path, cache: str) -> None:
    """Writes a Parquet file a config and split, where it has rows."""
    from datasets import Dataset, Features

    check_tables(validators(), root)
    found = set(splits(root).values())
    for config in CONFIGS:
        features = Features.from_arrow_schema(arrow_schema(config_of(config).columns))
        for split in (name for name in SPLITS if name in found):
            given: dict[str, Any] = {"root": str(root), "config": config, "split": split}
            made = Dataset.from_generator(generate, features=features, cache_dir=cache, gen_kwargs=given)
            if len(made):
                (out / config).mkdir(parents=True, exist_ok=True)
                made.to_parquet(out / config / f"{split}.parquet")


def main() -> None:
    """Builds, with the cache of ``datasets`` in a folder that goes away."""
    root, out = map(Path, sys.argv[1:3])
    with tempfile.TemporaryDirectory() as cache:
        build(root, out, cache)


if __name__ == "__main__":
    main()
