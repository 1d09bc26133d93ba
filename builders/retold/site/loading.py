"""A built dataset -> ``Contents``, or why it cannot be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from retold.columns import arrow_schema
from retold.dataset import Dataset, DatasetError
from retold.diff.fields import leaves
from retold.site.contents import LAYERS, Beside, Contents, Doc, Row, Story
from retold.tables import config as config_of


def contents(dataset: Dataset, beside: Beside) -> Contents:
    """Reads a dataset. Raises DatasetError where it has no texts, or is not put together soundly."""
    if dataset.without_text:
        raise DatasetError(f"{dataset} is an edition without the texts; `retold hydrate` puts them in")
    for config in ("documents", "events"):
        _check_columns(dataset, config)
    documents = [(row, split) for row, split in _rows(dataset, "documents")]
    if not documents:
        raise DatasetError(f"{dataset} has no documents to show")
    stories = _stories(documents, beside)
    found = Contents(
        dataset=dataset,
        beside=beside,
        stories=stories,
        events=[row for row, _ in _rows(dataset, "events")],
        names=dict(_names(row for row, _ in documents)),
    )
    _check(found, len(documents))
    return found


def _check_columns(dataset: Dataset, config: str) -> None:
    """A dataset that an earlier or another tool built may lack what pages show."""
    wanted = [path for path, _ in leaves(arrow_schema(config_of(config).columns))]
    for split, table in dataset.tables.get(config, {}).items():
        there = {path for path, _ in leaves(table.schema)}
        lacking = [path for path in wanted if path not in there]
        if lacking:
            listed = ", ".join(lacking[:5]) + (" …" if len(lacking) > 5 else "")
            raise DatasetError(f"{config}, {split}: no column {listed}; build it with this version")


def _rows(dataset: Dataset, config: str) -> Iterator[tuple[Row, str]]:
    for split, table in sorted(dataset.tables.get(config, {}).items()):
        for row in table.to_pylist():
            yield row, split


def _stories(documents: list[tuple[Row, str]], beside: Beside) -> list[Story]:
    by_story: dict[str, list[Doc]] = {}
    for row, split in documents:
        docs = by_story.setdefault(str(row["story_id"]), [])
        docs.append(Doc(row, split, len(docs)))
    return [Story(id, beside.titles.get(id, id), docs) for id, docs in by_story.items()]


def _names(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for mention in row["mentions"]:
            if mention["entity_id"] is not None:
                yield mention["entity_id"], mention["entity_name"] or mention["entity_id"]
        for stance in row["stances"]:
            yield stance["holder_id"], stance["holder_name"] or stance["holder_id"]
            yield stance["target_id"], stance["target_text"] or stance["target_id"]
        for headline in row["headlines"]:
            yield headline["asserts_id"], headline["asserts_text"] or headline["asserts_id"]
        for claim in row["casualties"]:
            if claim["perpetrator_id"] is not None:
                yield claim["perpetrator_id"], claim["perpetrator_name"] or claim["perpetrator_id"]


def _check(found: Contents, rows: int) -> None:
    """Addresses need ids that differ, and spans text to stand on."""
    if len(found.docs) != rows:
        twice = Counter(doc.id for story in found.stories for doc in story.docs).most_common(1)[0][0]
        raise DatasetError(f"documents: {twice!r} is there twice")
    for doc in found.docs.values():
        for layer, start, end in _spans(doc):
            if not 0 <= start < end <= len(doc.text):
                length = len(doc.text)
                where = f"{layer} of {doc.id!r}: span [{start}, {end})"
                raise DatasetError(f"{where} is not in its text of {length} code points")


def _spans(doc: Doc) -> Iterator[tuple[str, int, int]]:
    for layer in ("zones", "sentences"):
        yield from ((layer, row["start"], row["end"]) for row in doc.records(layer))
    for layer in LAYERS:
        for row in doc.records(layer):
            for name in ("spans", "evidence_spans", "victims_spans"):
                yield from ((layer, start, end) for start, end in row.get(name) or ())
