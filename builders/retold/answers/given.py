"""What a system answered: record lines, token lines or a built dataset, held against gold.

What is wrong becomes Findings, all of them: a document or an id that gold does not have, an offset
outside the text, a label that is none, a document twice, a document without an answer. An answer
that is not there is not taken for an empty one, but where that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from retold import schemas
from retold.answers.challenge import texts_of
from retold.answers.pages import pages
from retold.answers.token_lines import TOKEN_LINES, of_token_lines
from retold.dataset import Dataset, DatasetError
from retold.files import FolderFiles, decode
from retold.findings import Finding, Place, in_order
from retold.formats.base import span_findings, stem
from retold.metrics.scores.page import Page
from retold.metrics.scores.tasks import Task
from retold.model import Annotation, Mention, span_fields, surface_of
from retold.records import Row, Violation, duplicates, parse
from retold.rules import graded
from retold.sources import dataset_folder, open_dataset

REGISTRY = "registry/"
"""What an annotator's layer proposes for the registry stands beside its records."""
_FORM = ("RT012", "RT013")
"""Findings on how lines are written, which change no score."""


@dataclass(frozen=True)
class Answers:
    """The answers to gold's documents, what is wrong with them, and mentions in furniture, which nobody
    annotated and which do not count.
    """

    pages: list[Page]
    findings: list[Finding]
    ignored: int = 0


@dataclass(frozen=True)
class _Given:
    """One document as it was given: the rows, and where it stands."""

    doc: str
    rows: tuple[Row[Annotation], ...]
    place: Place


def answers(
    path: Path,
    gold: Sequence[Page],
    task: Task,
    *,
    challenge: bool = False,
    missing_is_empty: bool = False,
) -> Answers:
    """Reads the answers at ``path``; of a built dataset with ``challenge`` those in its challenge set.

    A folder with release.json or retold.toml is a built dataset; another folder has a ``.jsonl`` file of
    record lines for each document, or token lines; a file is either. Raises OSError, DatasetError.
    """
    if path.is_dir() and dataset_folder(path) is not None:
        dataset = open_dataset(str(path))
        dataset = texts_of(dataset, task) if challenge else dataset
        given, findings = _of_dataset(dataset, task, path.name)
    else:
        files, findings = _files(path)
        if not files:
            raise DatasetError(
                f"{path} has no answers: neither .jsonl nor token lines "
                f"({' '.join(TOKEN_LINES.suffixes)}), nor is it a built dataset"
            )
        lines = {name: text for name, text in files.items() if name.endswith(".jsonl")}
        others = {name: text for name, text in files.items() if name not in lines}
        known = {page.id for page in gold}
        given, wrong = _of_lines(lines, task, known if path.is_dir() else None)
        findings += wrong
        if others:
            more, wrong = of_token_lines(others, gold, task)
            given += [_Given(doc, rows, place) for doc, rows, place in more]
            findings += wrong
    findings += _unsound(given, gold)
    findings += duplicates(row for document in given for row in document.rows)
    if not missing_is_empty:
        there = {document.doc for document in given}
        findings += [
            Finding("RT922", Place(path.name, doc=page.id), f"nothing is answered for {page.id!r}")
            for page in gold
            if page.id not in there
        ]
    found, ignored = _pages(given, gold)
    return Answers(found, in_order(graded(findings)), ignored)


def _files(path: Path) -> tuple[dict[str, str], list[Finding]]:
    found: Mapping[str, bytes] = FolderFiles(path) if path.is_dir() else {path.name: path.read_bytes()}
    texts, findings = {}, []
    for name, data in found.items():
        beside = name.startswith(REGISTRY)
        if path.is_file() or (name.endswith((".jsonl", *TOKEN_LINES.suffixes)) and not beside):
            text = decode(data, name)
            if isinstance(text, Finding):
                findings.append(text)
            else:
                texts[name] = text
    return texts, findings


def _of_lines(
    files: Mapping[str, str], task: Task, documents: Set[str] | None
) -> tuple[list[_Given], list[Finding]]:
    """Record lines. In a folder, for which ``documents`` are gold's, a file answers for the document of
    its name alone, also where it is empty.
    """
    given: list[_Given] = []
    findings: list[Finding] = []
    for name, text in sorted(files.items()):
        rows, wrong = parse(text, name, None, _violations)
        findings += [finding for finding in wrong if finding.code not in _FORM]
        by_document: dict[str, list[Row[Annotation]]] = {}
        own = stem(name).rpartition("/")[2]
        if documents is not None:
            by_document[own] = []
        for row in rows:
            record = row.record
            assert isinstance(record, Annotation)
            if documents is not None and own in documents and record.doc != own:
                message = f"the file is about {own!r}, the record about {record.doc!r}"
                findings.append(row.finding("RT019", message, "doc"))
                continue
            answers = by_document.setdefault(record.doc, [])
            if isinstance(record, task.record):
                answers.append(Row(record, row.file, row.line))
        given += [_Given(doc, tuple(own), Place(name, doc=doc)) for doc, own in by_document.items()]
    return given, findings


def _violations(kind: str, value: object) -> tuple[Violation, ...]:
    """Of the schema, without what only makes a record whole: a system need not say what is not scored,
    and says NIL as null.
    """
    return schemas.violations(kind, value, whole=False)


def _of_dataset(dataset: Dataset, task: Task, name: str) -> tuple[list[_Given], list[Finding]]:
    """The records of a built dataset, each at its id: it has no lines."""
    given = []
    for page in pages(dataset, task):
        rows = tuple(Row(record, name, 0) for record in page.records)
        given.append(_Given(page.id, rows, Place(name, doc=page.id)))
    return given, []


def _unsound(given: Sequence[_Given], gold: Sequence[Page]) -> Iterator[Finding]:
    """Documents that gold does not have or that come twice, and offsets that are none."""
    of_gold = {page.id: page for page in gold}
    seen: dict[str, Place] = {}
    for document in given:
        page = of_gold.get(document.doc)
        if page is None:
            yield Finding("RT920", document.place, f"gold has no document {document.doc!r}")
            continue
        if document.doc in seen:
            message = f"{document.doc!r} is answered already in {seen[document.doc]}"
            yield Finding("RT921", document.place, message)
        seen.setdefault(document.doc, document.place)
        for row in document.rows:
            yield from _spans(row, page)


def _spans(row: Row[Annotation], page: Page) -> Iterator[Finding]:
    """RT902 for a span that is none of the document, RT903 for other words than it says."""
    place = row.place()
    wrong = False
    for field, spans in span_fields(row.record):
        here = replace(place, field=field)
        empty = [f"[{a}, {b}) holds no character" for a, b in spans if a == b]
        late = [
            f"fragment [{c}, {d}) starts before [{a}, {b}) ends"
            for (a, b), (c, d) in pairwise(spans)
            if c < b
        ]
        for finding in (
            *span_findings(page.length, spans, here),
            *(Finding("RT902", here, message) for message in empty),
            *(Finding("RT205", here, message) for message in late),
        ):
            wrong = True
            yield finding
    surface = getattr(row.record, "surface", None)
    if wrong or page.text is None or surface is None or not isinstance(row.record, Mention):
        return
    meant = surface_of(page.text, row.record.spans)
    if surface not in (meant, ""):
        yield Finding("RT903", place, f"surface is {surface!r}, the text there is {meant!r}")


def _pages(given: Sequence[_Given], gold: Sequence[Page]) -> tuple[list[Page], int]:
    """Gold's documents with the answers in the place of gold's records."""
    records: dict[str, list[Annotation]] = {page.id: [] for page in gold}
    for document in given:
        if document.doc in records:
            records[document.doc] += [row.record for row in document.rows]
    found = []
    ignored = 0
    for page in gold:
        mentions = [record for record in records[page.id] if isinstance(record, Mention)]
        ignored += sum(page.in_furniture(mention) for mention in mentions)
        found.append(replace(page, records=tuple(records[page.id])))
    return found, ignored
