"""The dataset as its users load it: datasets 4 and 5, streamed and not, pandas, Polars, DuckDB.

`make test` runs this with datasets 5, `make test-datasets4` with 4. Caches are fresh.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, replace

DATA = ROOT / "data"
RELEASE = json.loads((DATA / "release.json").read_text(encoding="utf-8"))
OF_TEST = [entry for entry in RELEASE["configs"] if entry["split"] == "test"]
CONFIGS = [entry["config"] for entry in OF_TEST]
ROWS = {entry["config"]: entry["rows"] for entry in OF_TEST}


def load(folder: Path, *words: Any, **options: Any) -> Any:
    from datasets import load_dataset

    return load_dataset(str(folder), *words, **options)


def parquet(config: str) -> str:
    return str(DATA / config / "test-00000-of-00001.parquet")


def words(rows: list[dict[str, Any]], features: Any) -> list[dict[str, Any]]:
    """Rows of datasets with label numbers turned into the words of the Parquet files."""
    from datasets import ClassLabel, List

    def word(value: Any, feature: Any) -> Any:
        if value is None:
            return None
        if isinstance(feature, ClassLabel):
            return feature.int2str(value)
        if isinstance(feature, List):
            return [word(item, feature.feature) for item in value]
        if isinstance(feature, dict):
            return {name: word(value[name], inner) for name, inner in feature.items()}
        return value

    return [{name: word(row[name], feature) for name, feature in features.items()} for row in rows]


@pytest.mark.parametrize("config", CONFIGS)
def test_load_dataset_gives_the_rows_of_the_files(config: str) -> None:
    import pyarrow.parquet as pq

    loaded = load(DATA, config, split="test")
    assert loaded.num_rows == ROWS[config]
    assert words(list(loaded), loaded.features) == pq.read_table(parquet(config)).to_pylist()


@pytest.mark.parametrize("config", CONFIGS)
def test_streamed_rows_are_the_same(config: str) -> None:
    loaded = load(DATA, config, split="test")
    assert list(load(DATA, config, split="test", streaming=True)) == list(loaded)


def test_documents_is_the_default() -> None:
    loaded = load(DATA)
    there = {entry["split"] for entry in RELEASE["configs"]}
    assert set(loaded) == there >= {"train", "test"}
    assert "text" in loaded["test"].column_names


def test_labels_are_class_labels_nested_and_null_too() -> None:
    from datasets import ClassLabel

    entities = load(DATA, "entities", split="test")
    assert isinstance(entities.features["type"], ClassLabel)
    assert None in entities["metonym"]
    assert isinstance(load(DATA, "ner", split="test").features["ner_tags"].feature, ClassLabel)
    nested = load(DATA, "documents", split="test").features["mentions"].feature
    assert isinstance(nested["org_subtype"], ClassLabel)


def test_taliban_its_links_and_its_sentences_in_two_languages() -> None:
    entities = load(DATA, "entities", split="test")
    rows = [row for row in entities if row["entity_id"] == "e-taliban"]
    assert {row["lang"] for row in rows} == {"en", "id", "hi"}
    assert {row["wikidata"] for row in rows} == {"Q42418"}
    assert all(row["surface"] in row["sentence"] for row in rows)


@pytest.mark.parametrize("config", CONFIGS)
def test_pandas_polars_and_duckdb_read_the_same_rows(config: str) -> None:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(parquet(config))
    wanted = table.to_pylist()
    assert pl.read_parquet(parquet(config)).to_dicts() == wanted
    frame = pd.read_parquet(parquet(config), dtype_backend="pyarrow")
    assert pa.Table.from_pandas(frame, schema=table.schema).to_pylist() == wanted
    rows = duckdb.sql(f"SELECT * FROM read_parquet('{parquet(config)}')")
    assert [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()] == wanted


def test_words_for_everybody_but_datasets() -> None:
    import duckdb
    import pandas as pd
    import polars as pl

    path = parquet("entities")
    assert "ORG" in set(pd.read_parquet(path)["type"])
    assert "ORG" in pl.read_parquet(path)["type"].to_list()
    found = duckdb.sql(f"SELECT count(*) FROM read_parquet('{path}') WHERE type = 'ORG'").fetchall()
    assert found[0][0] > 0


def test_a_changed_row_is_seen_in_spite_of_the_cache(corpus_copy: Path, tmp_path: Path) -> None:
    env = {**os.environ, "HF_HOME": str(tmp_path / "hf")}
    code = (
        "from datasets import load_dataset; import sys\n"
        "rows = load_dataset(sys.argv[1], 'entities', split='test')\n"
        "print([r['wikidata'] for r in rows if r['entity_id'] == 'e-norhaven'])"
    )

    def build_and_load() -> str:
        subprocess.run([sys.executable, "-m", "retold", "build", str(corpus_copy)], check=True)
        command = [sys.executable, "-c", code, str(corpus_copy / "data")]
        return subprocess.check_output(command, text=True, env=env).strip()

    assert build_and_load() == "[None, None, None]"
    entities = corpus_copy / "annotations/registry/entities.jsonl"
    replace(entities, '"id":["Norhaven"]},"wikidata":null', '"id":["Norhaven"]},"wikidata":"Q7"')
    assert build_and_load() == "['Q7', 'Q7', 'Q7']"
