"""Rows, content digests, counts, texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from retold import manifest
from retold.dataset import Dataset, DatasetError
from retold.diff.layers import LAYERS, rows_of
from retold.manifest import RELEASE, sha256
from retold.tables import COUNTED, content_digest
from retold.tables.parts import joined_digest
from retold.verifying.mismatch import Mismatch, unreadable


def check_tables(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """Rows and content digests of every table, and of all together."""
    listed = {(entry["config"], entry["split"]): entry for entry in record["configs"]}
    files: dict[tuple[str, str], list[str]] = {}
    for path, config, split in dataset.parquet_files():
        files.setdefault((config, split), []).append(path)
    for (config, split), paths in files.items():
        entry = listed.pop((config, split), None)
        if entry is None:
            for path in paths:
                yield Mismatch(path, f"is of a config and split that {RELEASE} does not have")
            continue
        try:
            tables = [dataset.table(path) for path in paths]
        except DatasetError as error:
            yield unreadable(error)
            continue
        name = paths[0] if len(paths) == 1 else f"{config}/{split}-*.parquet"
        rows = sum(table.num_rows for table in tables)
        if rows != entry["rows"]:
            yield Mismatch(name, f"has {rows} rows, not {entry['rows']}")
        if joined_digest([content_digest(table) for table in tables]) != entry["sha256"]:
            yield Mismatch(name, f"its rows have another content digest than {RELEASE} says")
    lost = {entry["path"] for entry in record["files"]} - set(dataset.files)
    for config, split in listed:
        if any(path.startswith(f"{config}/{split}-") for path in lost):
            continue  # named already
        yield Mismatch(RELEASE, f"names config {config}, split {split}, which has no file")
    if "content" in record and manifest.content_digest(record["configs"]) != record["content"]:
        yield Mismatch(RELEASE, "its content digest is not that of its configs")


def check_counts(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """Rows per split and language; documents by their main language, the rest by their zone's."""
    if any(entry["path"] not in dataset.files for entry in record["files"]):
        return  # a table that is missing is named already
    found: dict[tuple[str, str], dict[str, int]] = {}
    layers = {_plural(layer.name): layer for layer in LAYERS}
    for name in COUNTED:
        for row in rows_of(dataset, layers[name]).values():
            counted = found.setdefault((row.split, str(row.lang)), dict.fromkeys(COUNTED, 0))
            counted[name] += 1
    said = {(row["split"], row["lang"]): row for row in record["counts"]}
    for key in sorted({*found, *said}):
        for name in COUNTED:
            right = found.get(key, {}).get(name, 0)
            if said.get(key, {}).get(name, 0) != right:
                place = "/".join(key)
                yield Mismatch(RELEASE, f"counts {name} of {place} otherwise: there are {right}")


def _plural(name: str) -> str:
    return {"casualty": "casualties"}.get(name, f"{name}s")


def check_texts(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """Digest and length of each text that is there; the stand-off edition has none."""
    for path, config, _ in dataset.parquet_files():
        if config != "documents":
            continue
        for row in dataset.table(path).to_pylist():
            text = row["text"]
            if text is None:
                continue
            if sha256(text.encode("utf-8")) != row["sha256"]:
                yield Mismatch(path, f"{row['doc_id']}: the text is not that of its SHA-256")
            if len(text) != row.get("length", len(text)):
                yield Mismatch(path, f"{row['doc_id']}: the text is not as long as it says")
