"""A built dataset -> pages: the records of one task, with sentences and languages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from retold.dataset import Dataset, DatasetError
from retold.metrics.scores.page import Page, Part
from retold.metrics.scores.tasks import Task
from retold.model import Annotation, Span
from retold.tables import config as config_of

GOLD = "gold"
Rows = Sequence[Mapping[str, Any]]
_DOCUMENT = ("doc_id", "lang", "length", "text", "zones", "sentences")
_TOKENS = ("doc_id", "sentence_id", "token_starts", "token_ends")


def pages(dataset: Dataset, task: Task, split: str | None = None) -> list[Page]:
    """The documents of a dataset, of one split or of all, with the records of a task.

    Raises DatasetError for a config or a split that is not there, naming those there are.
    """
    found = Pages(dataset, task, split)
    return found.at(range(len(found.ids)))


class Pages:
    """The documents of a dataset, of one split or of all: each is a page when it is asked for.

    Till then they are columns. Without ``tokens`` the sentences of the pages have none. Raises
    DatasetError as ``pages`` does.
    """

    def __init__(
        self, dataset: Dataset, task: Task, split: str | None = None, *, tokens: bool = True
    ) -> None:
        self._task = task
        names = {column for column, _ in _fields(task)}
        self._records = _Grouped(_read(dataset, _source(task), split, {"doc_id", *names}))
        self._tokens = _Grouped(_read(dataset, "ner", split, _TOKENS if tokens else ("doc_id",)))
        self._nil = _nil(dataset, split) if task.config == "entities" else frozenset()
        self._documents = _read(dataset, "documents", split, _DOCUMENT)

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the documents."""
        found: list[str] = self._documents.column("doc_id").to_pylist()
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Id of a document -> its number."""
        return {id: number for number, id in enumerate(self.ids)}

    def at(self, numbers: Sequence[int]) -> list[Page]:
        """Some of the documents, by their numbers."""
        some = _take(self._documents, np.array(numbers, dtype=np.int64)).to_pylist()
        ids = [row["doc_id"] for row in some]
        records: dict[str, list[Annotation]] = {id: [] for id in ids}
        for record in _annotations(self._records.of(records), self._task):
            records[record.doc].append(record)
        tokens = _tokens(self._tokens.of(records))
        return [
            Page(
                id=row["doc_id"],
                lang=row["lang"],
                length=row["length"],
                records=tuple(records[row["doc_id"]]),
                parts=_parts(row, tokens),
                text=row.get("text"),
                nil=self._nil,
            )
            for row in some
        ]


class _Grouped:
    """The rows of a table by their documents, in whatever order they stand."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        column = table.column("doc_id").combine_chunks().dictionary_encode()
        found = np.from_dlpack(column.indices)  # to_numpy would load pandas
        self._order = np.argsort(found, kind="stable")
        self._bounds = np.searchsorted(found[self._order], np.arange(len(column.dictionary) + 1))
        self._number = {id: number for number, id in enumerate(column.dictionary.to_pylist())}

    def of(self, documents: Iterable[str]) -> pa.Table:
        """The rows of some documents."""
        numbers = [self._number[id] for id in documents if id in self._number]
        each = [self._order[self._bounds[n] : self._bounds[n + 1]] for n in numbers]
        return _take(self._table, np.concatenate([np.empty(0, dtype=np.int64), *each]))


def _take(table: pa.Table, rows: NDArray[np.int64]) -> pa.Table:
    # pa.array would look whether it is given something of pandas, and load it for that
    wanted = pa.Array.from_buffers(pa.int64(), len(rows), [None, pa.py_buffer(rows)])
    return table.take(wanted)


def _source(task: Task) -> str:
    """The config whose rows are the task's records: tags of tokens are no records, mentions are."""
    return "entities" if task.config == "ner" else task.config


def rows(dataset: Dataset, config: str, split: str | None) -> Rows:
    """Rows of a config, of one split or of all. Raises DatasetError for what is not there."""
    names = [column.name for column in config_of(config).columns]
    found: Rows = _read(dataset, config, split, names).to_pylist()
    return found


def _read(dataset: Dataset, config: str, split: str | None, columns: Collection[str]) -> pa.Table:
    """Columns of a config, those that are there, of one split or of all."""
    configs = dataset.configs
    if config not in configs:
        there = ", ".join(sorted(configs)) or "none"
        raise DatasetError(f"{dataset} has no config {config!r}; there are: {there}")
    if split is not None and split not in configs[config] and split not in configs.get("documents", ()):
        there = ", ".join(sorted(configs[config]))
        raise DatasetError(f"{dataset} has no split {split!r}; there are: {there}")
    found = dataset.read(config, columns)
    wanted = [name for name in sorted(found) if split in (None, name)]
    # a split without one record of this kind has no file
    return pa.concat_tables([found[name] for name in wanted] or [next(iter(found.values())).slice(0, 0)])


def _nil(dataset: Dataset, split: str | None) -> frozenset[str]:
    """The entities without an item of Wikidata."""
    links = _read(dataset, "entities", split, ("entity_id", "wikidata"))
    distinct = links.group_by(["entity_id", "wikidata"]).aggregate([]).to_pylist()
    return frozenset(
        row["entity_id"] for row in distinct if row["entity_id"] is not None and row["wikidata"] is None
    )


def _fields(task: Task) -> list[tuple[str, list[str]]]:
    """Columns of a task's records, each with the path of the field that it says itself to be."""
    kind = str(task.record.__struct_config__.tag)
    return [
        (column.name, column.about.removeprefix(f"={kind}.").split("."))
        for column in config_of(_source(task)).columns
        if column.about.startswith(f"={kind}.")
    ]


def _annotations(of_task: pa.Table, task: Task) -> list[Annotation]:
    """The records of rows."""
    size = of_task.num_rows
    omitted = {column.name for column in config_of(_source(task)).columns if column.of}
    whole: dict[str, Sequence[Any]] = {
        "kind": [task.record.__struct_config__.tag] * size,
        "doc": of_task.column("doc_id").to_pylist(),
        "annotator": [GOLD] * size,
    }
    inside: dict[str, dict[str, Sequence[Any]]] = {}
    for name, path in _fields(task):
        there = name in of_task.column_names
        values: Sequence[Any] = of_task.column(name).to_pylist() if there else [None] * size
        if path[-1] == "surface" and name in omitted:
            # words that an edition leaves out are empty
            values = ["" if value is None else value for value in values]
        if len(path) == 1:
            whole[path[0]] = values
        else:
            inside.setdefault(path[0], {})[path[1]] = values
    whole.update((name, _objects(fields)) for name, fields in inside.items())
    return msgspec.convert(_objects(whole), list[Annotation])


def _objects(fields: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Fields and their values in each record -> the records."""
    names = list(fields)
    return [dict(zip(names, values, strict=True)) for values in zip(*fields.values(), strict=True)]


def _tokens(of_sentences: pa.Table) -> dict[str, tuple[Span, ...]]:
    """Sentence -> its tokens."""
    if "token_starts" not in of_sentences.column_names:
        return {}
    columns = (of_sentences.column(name).to_pylist() for name in _TOKENS[1:])
    return {id: tuple(zip(starts, ends, strict=True)) for id, starts, ends in zip(*columns, strict=True)}


def _parts(row: Mapping[str, Any], tokens: Mapping[str, tuple[Span, ...]]) -> tuple[Part, ...]:
    zones = row["zones"]
    found = []
    for sentence in row["sentences"]:
        zone = next(z for z in reversed(zones) if z["start"] <= sentence["start"])
        span = (sentence["start"], sentence["end"])
        found.append(Part(span, zone["lang"], tokens.get(sentence["sentence_id"], ()), sentence["zone"]))
    return tuple(found)
