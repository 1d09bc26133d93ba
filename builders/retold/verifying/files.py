"""release.json, the files that it lists, the schema that it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from retold import manifest
from retold.dataset import Dataset
from retold.manifest import RELEASE, sha256
from retold.verifying.mismatch import Mismatch


def check_record(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """release.json is written as a build writes it, and has its own digest."""
    if manifest.dump(record) != dataset.files[RELEASE]:
        yield Mismatch(RELEASE, "is not written as a build writes it")
    if "sha256" in record and manifest.seal(record) != record["sha256"]:
        yield Mismatch(RELEASE, "its own digest is of another content")


def check_files(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """Every file is listed and there, with its size and digest."""
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
        elif (digest := sha256(data)) != entry["sha256"]:
            yield Mismatch(path, f"has SHA-256 {digest}, not {entry['sha256']}")


def check_schemas(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """The schema files are those that release.json names."""
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
