"""release.json: what a dataset folder consists of, and the digests that hold it together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

RELEASE = "release.json"
SCHEMA = "schema/"
TOOL_LICENCE = "Apache-2.0"
"""SPDX id of the licence of the schema, which comes with the tool."""


def licence(annotations: str, texts: Iterable[str] = ()) -> str:
    """SPDX licence expression of a file made of annotations and of texts with these licences."""
    return " AND ".join(dict.fromkeys([annotations, *sorted(set(texts))]))


def content_digest(configs: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the entries of ``configs``: config, split, rows and digest of each table.

    Equal for two datasets of the same rows, whatever wrote their Parquet files.
    """
    names = ("config", "split", "rows", "sha256")
    return _digest([{name: entry[name] for name in names} for entry in configs])


def schema_entries(files: Mapping[str, bytes]) -> list[dict[str, str]]:
    """Id and SHA-256 of every schema file among ``files``, by path.

    Raises ValueError for one that is no JSON object with an ``$id``.
    """
    entries = []
    for path, data in sorted(files.items()):
        if path.startswith(SCHEMA):
            found = json.loads(data)
            if not isinstance(found, dict) or not isinstance(found.get("$id"), str):
                raise ValueError(f"{path} is no JSON Schema: it has no $id")
            entries.append({"id": found["$id"], "path": path, "sha256": sha256(data)})
    return entries


class FileEntry(NamedTuple):
    """Path, size in bytes and SHA-256 of a file that is not at hand."""

    path: str
    size: int
    sha256: str


def file_entries(
    files: Mapping[str, bytes],
    licences: Mapping[str, str | None],
    known: Iterable[FileEntry] = (),
) -> list[dict[str, Any]]:
    """Path, size, SHA-256 and licence of each file, by path; without a licence where none is named.

    ``known`` are further files, of which size and digest are known.
    """
    found = [*known, *(FileEntry(path, len(data), sha256(data)) for path, data in files.items())]
    return [
        {"path": path, "bytes": size, "sha256": digest, "licence": licences.get(path)}
        for path, size, digest in sorted(found)
    ]


def sealed(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with its own digest as the last key."""
    return {**record, "sha256": seal(record)}


def seal(record: Mapping[str, Any]) -> str:
    """SHA-256 of the record without its own digest, as one canonical line of JSON."""
    return _digest({name: value for name, value in record.items() if name != "sha256"})


def dump(record: Mapping[str, Any]) -> bytes:
    """The bytes of release.json; there is one form only."""
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def sha256(data: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _digest(value: object) -> str:
    return sha256(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
