"""Documents -> a system's records: one file of canonical lines a document, as `retold score` takes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import msgspec

from retold import schemas
from retold.answers.challenge import chosen_by, texts_of
from retold.answers.pages import pages
from retold.baselines.casualties import ANNOTATOR
from retold.baselines.pages import page_of, unanswered
from retold.baselines.systems import RULES, Asked, Knowledge
from retold.challenge.items import challenge_set
from retold.corpus import Corpus, Registry
from retold.dataset import Dataset, DatasetError
from retold.documents import Document
from retold.files import GOLD, CorpusFolder
from retold.findings import CorpusError, Finding, blocking, in_order
from retold.metrics.scores.page import Page
from retold.metrics.scores.tasks import TASKS
from retold.model import Annotation, EntityType, Mention, Seed, Zone
from retold.pipeline import read_corpus
from retold.policy import police
from retold.reading import read_tables
from retold.records import Row, dump, parse
from retold.rules import graded, spans, zones
from retold.rules.values import in_form
from retold.seeds import read_text
from retold.training.answering import asked_of, records
from retold.training.model import Loaded
from retold.training.questions import without_texts
from retold.writing import write_new_folder


@dataclass(frozen=True)
class Input:
    """What a system reads: pages without records; the registry of a corpus, or the built dataset."""

    pages: Sequence[Page]
    documents: Sequence[Document] = ()
    """Those of a corpus, in the order of the pages; their records are zones alone."""
    registry: Registry | None = None
    dataset: Dataset | None = None
    split: str | None = None


def of_corpus(folder: CorpusFolder, split: str | None = None) -> Input:
    """The documents of a corpus, of the stories of one split or of all.

    Of its annotations the zones of gold are read, and the registry; where a document has no gold, the
    whole text is body. Raises CorpusError for what cannot be read, DatasetError for a split that no
    story has.
    """
    corpus, findings = read_tables(folder)
    seeds = cast(Sequence[Row[Seed]], corpus.tables.get("seed", ()))
    stories = corpus.stories
    splits = {
        row.record.id: stories[row.record.story].split for row in seeds if row.record.story in stories
    }
    found: list[Document] = []
    for row in sorted(seeds, key=lambda row: row.record.id):
        if split not in (None, splits.get(row.record.id)):
            continue
        text, wrong = read_text(folder, row)
        findings += wrong
        if text is not None:
            zone_rows, wrong = _zones(folder, row.record.id)
            findings += wrong
            path = folder.layer_path(GOLD, row.record.id)
            document = Document(row.record, text, GOLD, path, zone_rows)
            findings += _unsound(document, corpus) if zone_rows else ()
            found.append(document)
    errors = blocking(police(in_order(graded(findings)), corpus, all_ran=False)[0])
    if errors:
        raise CorpusError(errors)
    if split is not None and split not in splits.values():
        there = ", ".join(sorted(set(splits.values()))) or "none"
        raise DatasetError(f"{folder.root} has no documents in split {split!r}; there are: {there}")
    return Input([page_of(document) for document in found], found, corpus.registry(GOLD), split=split)


def of_dataset(dataset: Dataset, task: str, split: str | None = None) -> Input:
    """The documents of a built dataset. Raises DatasetError, also for an edition without texts."""
    if dataset.without_text:
        raise without_texts(dataset)
    found = [unanswered(page) for page in pages(dataset, TASKS[task], split)]
    return Input(found, dataset=dataset, split=split)


def challenge_of_corpus(folder: CorpusFolder, task: str) -> Input:
    """The texts of a corpus's challenge set that a task can be compared in, with the registry and what
    the items add to it. Raises CorpusError and DatasetError as ``of_corpus`` does.
    """
    found = challenge_set(read_corpus(folder.root))
    chosen = [i for i in found.items if chosen_by(task, i.record.task, i.record.checks)]
    if not chosen:
        raise DatasetError(f"{folder.root} has no challenge set with items for {task}")
    documents = [_zones_alone(side.document) for item in chosen for side in item.sides]
    return Input([page_of(d) for d in documents], documents, found.corpus.registry(GOLD))


def challenge_of_dataset(dataset: Dataset, task: str) -> Input:
    """The texts of a built dataset's challenge set. Raises DatasetError as ``of_dataset`` does."""
    if dataset.without_text:
        raise without_texts(dataset)
    return of_dataset(texts_of(dataset, TASKS[task]), task)


def _zones_alone(document: Document) -> Document:
    """A document without gold's records, but for its zones."""
    return replace(document, rows=tuple(r for r in document.rows if isinstance(r.record, Zone)))


def by_rules(task: str, read: Input) -> dict[str, list[Annotation]]:
    """Document id -> what the rules of a task say. Raises DatasetError where they lack the registry."""
    rules = RULES[task]
    if rules.registry and read.registry is None:
        raise DatasetError(
            f"the rules of {task} name what the registry has, and a built dataset has none: "
            "name the folder of the corpus"
        )
    known = Knowledge(read.registry or Registry({}, {}, {}))
    documents = {document.id: document for document in read.documents}
    return {
        page.id: [
            msgspec.structs.replace(record, annotator=ANNOTATOR)
            for record in rules.answer(Asked(page, documents.get(page.id)), known)
        ]
        for page in read.pages
    }


def by_model(loaded: Loaded, read: Input) -> dict[str, list[Annotation]]:
    """Document id -> what a model says. Raises DatasetError."""
    task = loaded.model.task
    return records(task, loaded.nlp, read.pages, asked_of(task, read.dataset, read.split))


WIDER: Mapping[EntityType, EntityType] = {
    "GPE": "LOC", "FAC": "LOC", "TIME": "DATE", "MONEY": "CARDINAL", "LAW": "MISC", "WEA": "MISC",
}  # fmt: skip
"""Type -> the one in which coarser tag sets have it: places in one, times in one, other names in one."""


def projected(
    said: Mapping[str, Sequence[Annotation]], types: Collection[str]
) -> dict[str, list[Annotation]]:
    """The same with mentions of these types alone.

    A mention of another type takes the wider one of ``WIDER``, if that is among them, or goes.
    """
    return {
        doc: [kept for record in records if (kept := _in_types(record, types)) is not None]
        for doc, records in said.items()
    }


def _in_types(record: Annotation, types: Collection[str]) -> Annotation | None:
    if not isinstance(record, Mention) or record.type in types:
        return record
    wider = WIDER.get(record.type)
    if wider is None or wider not in types:
        return None
    value = _wider_value(record.type, wider, record.value)
    anchor = None if value is None else record.anchor
    # a metonym is of a place with a government
    return msgspec.structs.replace(
        record, type=wider, value=value, anchor=anchor, metonym=None, referent=None
    )


def _wider_value(type: EntityType, wider: EntityType, value: str | None) -> str | None:
    """The value as the wider type has it: a sum without its currency, the day of a clock time.

    None where nothing is left: an hour of no day is no date.
    """
    if value is None:
        return None
    if type == "MONEY":
        return value.rpartition(" ")[0]
    days = {moment.partition("T")[0] for moment in value.split("/")}
    (day, *others) = sorted(days)
    return day if day[:1].isdigit() and not others and in_form(wider, day) else None


def write(said: Mapping[str, Sequence[Annotation]], out: Path) -> None:
    """Writes a file for each document, empty where nothing is said of it. Raises OSError."""
    files = {f"{doc}.jsonl": dump(found).encode("utf-8") for doc, found in said.items()}
    write_new_folder(out, files)


def _zones(folder: CorpusFolder, doc: str) -> tuple[tuple[Row[Annotation], ...], list[Finding]]:
    """The zones of gold, which may not be there, and what keeps them from being read."""
    path = folder.layer_path(GOLD, doc)
    if not folder.exists(path):
        return (), []
    text = folder.read_text(path)
    if isinstance(text, Finding):
        return (), [text]
    rows, findings = parse(text, path, None, schemas.violations)
    of_zones = (row for row in rows if isinstance(row.record, Zone) and row.record.doc == doc)
    return cast(tuple[Row[Annotation], ...], tuple(of_zones)), findings


def _unsound(document: Document, corpus: Corpus) -> Iterator[Finding]:
    """What the rules on spans and zones say of the zones."""
    for rule in (*spans.RULES, *zones.RULES):
        if rule.document is not None:
            yield from rule.document(document, corpus)
