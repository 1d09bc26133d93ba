"""A built dataset against its own record: every digest, count and type computed again.

Nothing but the files is looked at: no corpus, no network, no other release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from retold import manifest
from retold.dataset import CARD, Dataset, DatasetError
from retold.diff.fields import columns
from retold.diff.layers import LAYERS, rows_of
from retold.manifest import RELEASE
from retold.tables import COUNTED, content_digest


@dataclass(frozen=True)
class Mismatch:
    """A file that is not what the record, or another file, says of it."""

    path: str
    message: str


@dataclass(frozen=True)
class Verified:
    """What does not fit, and what an older record does not say and so could not be checked."""

    mismatches: tuple[Mismatch, ...]
    unchecked: tuple[str, ...]


def verify(dataset: Dataset) -> Verified:
    """Computes everything again. Raises DatasetError where there is no release.json to compare with."""
    record = dataset.record
    found: list[Mismatch] = []
    for check in CHECKS:
        try:
            found += check(dataset, record)
        except DatasetError as error:
            found.append(Mismatch(*_place(str(error))))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            what = f"cannot be compared: {type(error).__name__} {error}"
            found.append(Mismatch(RELEASE, what))
    unchecked = tuple(name for name in ("content", "schemas", "sha256") if name not in record)
    return Verified(tuple(dict.fromkeys(found)), unchecked)


def _place(message: str) -> tuple[str, str]:
    """A DatasetError begins with the path that it is about."""
    path, _, what = message.partition(" ")
    return path, what


def _record(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    if manifest.dump(record) != dataset.files[RELEASE]:
        yield Mismatch(RELEASE, "is not written as a build writes it")
    if "sha256" in record and manifest.seal(record) != record["sha256"]:
        yield Mismatch(RELEASE, "its own digest is of another content")


def _files(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    listed = {entry["path"]: entry for entry in record["files"]}
    for path in sorted({*listed, *dataset.files} - {RELEASE}):
        if path not in dataset.files:
            yield Mismatch(path, "is missing")
            continue
        if path not in listed:
            yield Mismatch(path, f"is not listed in {RELEASE}")
            continue
        data, entry = dataset.files[path], listed[path]
        if len(data) != entry["bytes"]:
            yield Mismatch(path, f"has {len(data)} bytes, not {entry['bytes']}")
        elif (digest := hashlib.sha256(data).hexdigest()) != entry["sha256"]:
            yield Mismatch(path, f"has SHA-256 {digest}, not {entry['sha256']}")


def _tables(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    listed = {(entry["config"], entry["split"]): entry for entry in record["configs"]}
    for path, config, split in dataset.parquet_files():
        entry = listed.pop((config, split), None)
        if entry is None:
            yield Mismatch(path, f"is of a config and split that {RELEASE} does not have")
            continue
        try:
            table = dataset.table(path)
        except DatasetError as error:
            yield Mismatch(*_place(str(error)))
            continue
        if table.num_rows != entry["rows"]:
            yield Mismatch(path, f"has {table.num_rows} rows, not {entry['rows']}")
        if content_digest(table) != entry["sha256"]:
            yield Mismatch(path, f"its rows have another content digest than {RELEASE} says")
    for config, split in listed:
        yield Mismatch(RELEASE, f"names config {config}, split {split}, which has no file")
    if "content" in record and manifest.content_digest(record["configs"]) != record["content"]:
        yield Mismatch(RELEASE, "its content digest is not that of its configs")


def _counts(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """Rows per split and language; documents by their main language, the rest by their zone's."""
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


def _texts(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """Digest and length of each text that is there; the stand-off edition has none."""
    for path, config, _ in dataset.parquet_files():
        if config != "documents":
            continue
        for row in dataset.table(path).to_pylist():
            text = row["text"]
            if text is None:
                continue
            if hashlib.sha256(text.encode("utf-8")).hexdigest() != row["sha256"]:
                yield Mismatch(path, f"{row['doc_id']}: the text is not that of its SHA-256")
            if len(text) != row.get("length", len(text)):
                yield Mismatch(path, f"{row['doc_id']}: the text is not as long as it says")


def _schemas(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    if "schemas" not in record:
        return
    try:
        found = {entry["path"]: entry for entry in manifest.schema_entries(dataset.files)}
    except ValueError as error:
        yield Mismatch(RELEASE, f"a schema cannot be read: {error}")
        return
    said = {entry["path"]: entry for entry in record["schemas"]}
    for path in sorted({*found, *said}):
        if found.get(path) != said.get(path):
            yield Mismatch(path, f"is not the schema that {RELEASE} names")


def _card(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """What the card tells ``load_dataset``: configs, files, rows, labels' columns."""
    for config, splits in dataset.tables.items():
        declared = dataset.infos.get(config)
        if declared is None:
            yield Mismatch(CARD, f"does not declare config {config}")
            continue
        said = {s["name"]: s["num_examples"] for s in declared.get("splits", [])}
        rows = {split: table.num_rows for split, table in splits.items()}
        for split in sorted({*said, *rows}):
            if said.get(split) != rows.get(split):
                wrong = f"{said.get(split, 'no')} rows, not {rows.get(split, 'none')}"
                yield Mismatch(CARD, f"says that {config}, split {split}, has {wrong}")
        names = [feature["name"] for feature in declared.get("features", [])]
        table = next(iter(splits.values()))
        if names != table.column_names:
            yield Mismatch(CARD, f"declares other columns of {config} than its file has")
        there = columns(dataset, config)
        for path in dataset.labels.get(config, {}):
            if path not in there:
                yield Mismatch(CARD, f"declares labels of {config}.{path}, which is no column")
    for config in dataset.infos:
        if config not in dataset.tables:
            yield Mismatch(CARD, f"declares config {config}, which has no file")


Check = Callable[[Dataset, dict[str, Any]], Iterator[Mismatch]]

CHECKS: tuple[Check, ...] = (_record, _files, _tables, _counts, _texts, _schemas, _card)
