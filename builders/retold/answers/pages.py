"""A built dataset -> pages: the records of one task, with sentences and languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from retold.columns import Column
from retold.dataset import Dataset, DatasetError
from retold.metrics.scores.page import Page, Part
from retold.metrics.scores.tasks import Task
from retold.model import Annotation, Span
from retold.tables import config as config_of

GOLD = "gold"
Rows = Sequence[Mapping[str, Any]]


def pages(dataset: Dataset, task: Task, split: str | None = None) -> list[Page]:
    """The documents of a dataset, of one split or of all, with the records of a task.

    Raises DatasetError for a config or a split that is not there, naming those there are.
    """
    records = _records(rows(dataset, _source(task), split), task)
    tokens = {
        row["sentence_id"]: tuple(zip(row["token_starts"], row["token_ends"], strict=True))
        for row in rows(dataset, "ner", split)
    }
    nil = frozenset(
        row["entity_id"]
        for row in (rows(dataset, "entities", split) if task.config == "entities" else ())
        if row["entity_id"] is not None and row["wikidata"] is None
    )
    return [
        Page(
            id=row["doc_id"],
            lang=row["lang"],
            length=row["length"],
            records=tuple(records[row["doc_id"]]),
            parts=_parts(row, tokens),
            text=row.get("text"),
            nil=nil,
        )
        for row in rows(dataset, "documents", split)
    ]


def _source(task: Task) -> str:
    """The config whose rows are the task's records: tags of tokens are no records, mentions are."""
    return "entities" if task.config == "ner" else task.config


def rows(dataset: Dataset, config: str, split: str | None) -> Rows:
    """Rows of a config, of one split or of all. Raises DatasetError for what is not there."""
    if config not in dataset.tables:
        there = ", ".join(sorted(dataset.tables)) or "none"
        raise DatasetError(f"{dataset} has no config {config!r}; there are: {there}")
    splits = dataset.tables[config]
    if split is not None and split not in splits:
        if split not in dataset.tables.get("documents", {}):
            there = ", ".join(sorted(splits))
            raise DatasetError(f"{dataset} has no split {split!r}; there are: {there}")
        return []  # a split without one record of this kind
    wanted = sorted(splits) if split is None else [split]
    return [row for name in wanted for row in splits[name].to_pylist()]


def _records(of_task: Rows, task: Task) -> dict[str, list[Annotation]]:
    """Document id -> its records, from the columns that say of which field they are."""
    columns = config_of(_source(task)).columns
    kind = str(task.record.__struct_config__.tag)
    found: dict[str, list[Annotation]] = defaultdict(list)
    for row in of_task:
        values: dict[str, Any] = {"kind": kind, "doc": row["doc_id"], "annotator": GOLD}
        for column in columns:
            _put(values, column, row.get(column.name), kind)
        found[row["doc_id"]].append(msgspec.convert(values, Annotation))
    return found


def _put(values: dict[str, Any], column: Column, value: Any, kind: str) -> None:
    """A column's value into the field that it names; words that an edition leaves out are empty."""
    if not column.about.startswith(f"={kind}."):
        return
    *outer, last = column.about.removeprefix(f"={kind}.").split(".")
    for name in outer:
        values = values.setdefault(name, {})
    values[last] = "" if value is None and last == "surface" and column.of else value


def _parts(row: Mapping[str, Any], tokens: Mapping[str, tuple[Span, ...]]) -> tuple[Part, ...]:
    zones = row["zones"]
    found = []
    for sentence in row["sentences"]:
        zone = next(z for z in reversed(zones) if z["start"] <= sentence["start"])
        span = (sentence["start"], sentence["end"])
        found.append(Part(span, zone["lang"], tokens.get(sentence["sentence_id"], ()), sentence["zone"]))
    return tuple(found)
