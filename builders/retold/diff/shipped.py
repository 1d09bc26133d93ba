"""The annotators' own records and decisions that a dataset ships as lines of JSON."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from retold.columns import Column
from retold.dataset import Dataset, DatasetError
from retold.diff.layers import Key, Row, flat_values
from retold.tables import CONFIGS

_FOLDER = "annotations/"
_NAMES = ("kind", "id", "doc", "annotator")


def shipped_layers(*datasets: Dataset) -> list[str]:
    """Folders of annotators and of decisions: ``annotations/second``, sorted."""
    paths = {path for dataset in datasets for path in dataset.files}
    below = (path for path in paths if path.startswith(_FOLDER) and path.endswith(".jsonl"))
    return sorted({"/".join(path.split("/")[:2]) for path in below if path.count("/") >= 2})


def shipped_files(folder: str, dataset: Dataset) -> list[str]:
    """The files whose lines ``shipped_rows`` reads, by path."""
    return sorted(p for p in dataset.files if p.startswith(f"{folder}/") and p.endswith(".jsonl"))


def shipped_rows(folder: str, dataset: Dataset) -> dict[str, dict[Key, Row]]:
    """Kind -> rows by file and id. Raises DatasetError for a broken line."""
    found: dict[str, dict[Key, Row]] = {}
    places = _places(dataset)
    for path in shipped_files(folder, dataset):
        for number, line in enumerate(dataset.files[path].splitlines(), 1):
            record = _load(line, f"{path}:{number}")
            values = {n: v for n, v in flat_values(record, "") if n not in _NAMES}
            name = str(record.get("id"))
            doc = record.get("doc")
            row = Row(*places.get(str(doc), ("-", None)), doc, name, values)
            rows = found.setdefault(_kind(path, record), {})
            key: Key = (path, name)
            while key in rows:  # which no check lets pass
                key = (*key, "again")
            rows[key] = row
    return found


def _kind(path: str, record: dict[str, Any]) -> str:
    """What a line is: it says so itself, or stands with the decisions, or among proposals."""
    if "kind" in record:
        return str(record["kind"])
    below = path.split("/")[1:]
    return "decision" if below[0] == "adjudication" else f"proposal: {below[-1]}"


def _places(dataset: Dataset) -> dict[str, tuple[str, str | None]]:
    """Document -> its split and main language."""
    found: dict[str, tuple[str, str | None]] = {}
    for split, table in dataset.tables.get("documents", {}).items():
        for row in table.select(["doc_id", "lang"]).to_pylist():
            found[row["doc_id"]] = (split, row["lang"])
    return found


def _load(line: bytes, place: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{place} is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise DatasetError(f"{place} is a {type(found).__name__}, not an object")
    return found


@cache
def columns_of_kind(kind: str) -> dict[str, Column]:
    """Field of a record -> the column that is made of it, which knows its role and labels."""
    found: dict[str, Column] = {}
    for config in CONFIGS:
        for column in config.columns:
            if column.about.startswith(f"={kind}."):
                found.setdefault(column.about.removeprefix(f"={kind}."), column)
    return found
