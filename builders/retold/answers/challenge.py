"""The config ``challenge`` of a dataset -> a dataset of its texts, and the items that are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from retold import parquet
from retold.answers.pages import pages, rows
from retold.challenge import CHALLENGE
from retold.columns import arrow_schema
from retold.dataset import Dataset, DatasetError
from retold.documents import Document
from retold.manifest import RELEASE
from retold.metrics.scores.challenge import Pair
from retold.metrics.scores.page import Page
from retold.metrics.scores.tasks import Task
from retold.model import ChallengeTask, Published, Seed, Spans, Zone
from retold.records import Row
from retold.tables import config
from retold.tables.tokens import sentence_rows

SPLIT = "test"
_NESTED = {
    "entities": "mentions",
    "stance": "stances",
    "headlines": "headlines",
    "casualties": "casualties",
}
"""Config -> the column that holds its rows, nested."""
_OF_NER = {"spans", "type"}
"""Slots in which tags of tokens can be compared."""
Rows = list[dict[str, Any]]


def texts_of(dataset: Dataset, task: Task) -> Dataset:
    """The texts of the items that a task can be compared in, as a dataset of its own.

    Its configs are ``documents`` and those of records, so that whatever reads a dataset reads it too.
    Raises DatasetError where there is no challenge set, or none of its items is of the task.
    """
    chosen = _chosen(dataset, task)
    tables: dict[str, Rows] = {name: [] for name in ("documents", "ner", *_NESTED)}
    for row in chosen:
        heading = {"doc_id": row["doc_id"], "story_id": row["item_id"], "lang": row["lang"]}
        # in a stand-off edition a text that quotes a document is cut short
        whole = row["text"] is not None and len(row["text"]) == row["length"]
        text = row["text"] if whole else None
        same = {name: row[name] for name in ("length", "zones", "sentences")}
        tables["documents"].append({**heading, "text": text, **same})
        for name, column in _NESTED.items():
            tables[name] += [{**heading, **record} for record in row[column] or ()]
        if text is not None:
            tables["ner"] += sentence_rows(_document(row))
    files = {RELEASE: dataset.files[RELEASE]}
    for name, found in tables.items():
        schema = arrow_schema(config(name).columns)
        known = [{column: row.get(column) for column in schema.names} for row in found]
        table = pa.Table.from_pylist(known, schema=schema)
        files[f"{name}/{SPLIT}-00000-of-00001.parquet"] = parquet.dump(table)
    return Dataset(files)


def pairs_of(dataset: Dataset, task: Task) -> list[Pair]:
    """The items of a task with gold's pages, by id. Raises DatasetError as ``texts_of`` does."""
    gold = {page.id: page for page in pages(texts_of(dataset, task), task)}
    items: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in _chosen(dataset, task):
        items.setdefault(row["item_id"], {})[row["side"]] = row
    return [_pair(task, sides["original"], sides["edit"], gold) for _, sides in sorted(items.items())]


def pages_of(pairs: Sequence[Pair]) -> list[Page]:
    """The pages of all items, original before edit."""
    return [page for pair in pairs for page in pair.pages]


def chosen_by(task: str, of: ChallengeTask, checks: Sequence[str]) -> bool:
    """Whether a task can be compared in an item of task ``of`` that compares these slots.

    For ``ner`` these are the items of ``entities`` that compare something that tags say.
    """
    return of == task or (task == "ner" and of == "entities" and not _OF_NER.isdisjoint(checks))


def _chosen(dataset: Dataset, task: Task) -> Sequence[Mapping[str, Any]]:
    if CHALLENGE not in dataset.tables:
        raise DatasetError(f"{dataset} has no challenge set")
    all_rows = rows(dataset, CHALLENGE, None)
    found = [row for row in all_rows if chosen_by(task.name, row["task"], row["checks"])]
    if not found:
        raise DatasetError(f"the challenge set of {dataset} has no item for {task.name}")
    return found


def _pair(
    task: Task, original: Mapping[str, Any], edit: Mapping[str, Any], gold: Mapping[str, Page]
) -> Pair:
    tagged = task.name == "ner"
    return Pair(
        id=original["item_id"],
        phenomenon=original["phenomenon"],
        task=original["task"],
        lang=original["lang"],
        checks=tuple(c for c in original["checks"] if not tagged or c in _OF_NER),
        pages=(gold[original["doc_id"]], gold[edit["doc_id"]]),
        focus=(_spans(original["focus"]), _spans(edit["focus"])),
        outermost=tagged,
    )


def _spans(value: list[list[int]] | None) -> Spans | None:
    return None if value is None else tuple((start, end) for start, end in value)


def _document(row: Mapping[str, Any]) -> Document:
    """The text with its zones, which sentences and tokens follow from."""
    id = row["doc_id"]
    day = Published(row["published"], False)
    seed = Seed(id, f"{id}.txt", "", row["lang"], None, row["item_id"], day, "", row["published"])
    return Document(seed, row["text"], "gold", "", tuple(_zones(row)))


def _zones(row: Mapping[str, Any]) -> Iterator[Row[Zone]]:
    for zone in row["zones"]:
        span = (zone["start"], zone["end"])
        record = Zone(zone["zone_id"], row["doc_id"], "gold", (span,), zone["zone"], zone["lang"])
        yield Row(record, "", 0)
