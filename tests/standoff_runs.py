"""Runs of five words, as the tests look for them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pyarrow.parquet as pq

from conftest import GOLDEN, ROOT
from retold import manifest

FOLDERS = {
    "retold": (ROOT / "data", ROOT / "seeds"),
    "golden": (GOLDEN.parent / "data", GOLDEN / "seeds"),
}


def five(text: str, pattern: str) -> set[tuple[str, ...]]:
    """Every run of five words, in either sense of a word."""
    words = [word.casefold() for word in re.findall(pattern, text)]
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def rows(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return found


def changed(edition: dict[str, bytes], path: str, data: bytes) -> dict[str, bytes]:
    """The edition with another file, and a release.json that says that it is right."""
    files = {**edition, path: data}
    record = json.loads(files.pop("release.json"))
    known = {entry["path"]: entry["licence"] for entry in record["files"]}
    record["files"] = manifest.file_entries(files, known)
    return {**files, "release.json": manifest.dump(manifest.sealed(record))}
