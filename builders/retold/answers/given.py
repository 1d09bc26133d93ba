"""What a system answered: record lines, token lines or a built dataset, one document after the other.

What cannot be read is a finding of its source; what does not fit gold is found in ``held``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol, cast

from msgspec import Struct

from retold import schemas
from retold.answers.challenge import texts_of
from retold.answers.pages import Pages
from retold.answers.token_lines import TOKEN_LINES, of_token_lines
from retold.dataset import DatasetError
from retold.files import FolderFiles, decode
from retold.findings import Finding, Place
from retold.formats.base import stem
from retold.metrics.scores.page import Page
from retold.metrics.scores.tasks import Task
from retold.model import Annotation
from retold.records import Row, Violation, parse
from retold.sources import dataset_folder, open_dataset

REGISTRY = "registry/"
"""What an annotator's layer proposes for the registry stands beside its records."""
_FORM = ("RT012", "RT013")
"""Findings on how lines are written, which change no score."""


@dataclass(frozen=True)
class Given:
    """One document as it was given: the rows, and where it stands."""

    doc: str
    rows: tuple[Row[Annotation], ...]
    place: Place


class Source(Protocol):
    """Where answers are. ``findings`` are about what was read so far.

    ``at_once`` is whether all of gold must be there before anything is read.
    """

    name: str
    findings: list[Finding]
    at_once: bool

    def of(self, gold: Sequence[Page]) -> list[Given]:
        """What is answered to some documents of gold; to each of them asked once."""

    def others(self, known: Collection[str]) -> list[Given]:
        """What is answered to documents that are not among gold's."""

    def of_other_tasks(self) -> Finding | None:
        """RT923 where there are records and none is of the task's kind; to be asked when all is read."""


def source_of(path: Path, task: Task, *, challenge: bool = False) -> Source:
    """The answers at ``path``; of a built dataset with ``challenge`` those in its challenge set.

    A folder with release.json or retold.toml is a built dataset; another folder has a ``.jsonl`` file of
    record lines for each document, or token lines; a file is either. Raises OSError, DatasetError.
    """
    if path.is_dir() and dataset_folder(path) is not None:
        dataset = open_dataset(str(path))
        dataset = texts_of(dataset, task) if challenge else dataset
        return _Built(path.name, Pages(dataset, task, tokens=False))
    files: Mapping[str, bytes] = FolderFiles(path) if path.is_dir() else {path.name: path.read_bytes()}
    known = (".jsonl", *TOKEN_LINES.suffixes)
    names = [n for n in files if path.is_file() or (n.endswith(known) and not n.startswith(REGISTRY))]
    if not names:
        raise DatasetError(
            f"{path} has no answers: neither .jsonl nor token lines "
            f"({' '.join(TOKEN_LINES.suffixes)}), nor is it a built dataset"
        )
    lines = [name for name in names if name.endswith(".jsonl")]
    others = [name for name in names if name not in lines]
    records = (_Folder if path.is_dir() else _File)(path.name, files, lines, task)
    return _Tokens(path.name, records, others) if others else records


@dataclass
class _Built:
    """A built dataset. Its records have no lines: each is at its id."""

    name: str
    pages: Pages
    findings: list[Finding] = field(default_factory=list)
    at_once: bool = False

    def __post_init__(self) -> None:
        self._numbers = defaultdict[str, list[int]](list)
        for number, id in enumerate(self.pages.ids):
            self._numbers[id].append(number)

    def of(self, gold: Sequence[Page]) -> list[Given]:
        return self._given([page.id for page in gold])

    def others(self, known: Collection[str]) -> list[Given]:
        return self._given([id for id in self._numbers if id not in known])

    def of_other_tasks(self) -> None:
        """None: of a dataset the task's own config is read."""

    def _given(self, ids: Sequence[str]) -> list[Given]:
        numbers = [number for id in ids for number in self._numbers.get(id, ())]
        return [
            Given(
                page.id,
                tuple(Row(record, self.name, 0) for record in page.records),
                Place(self.name, doc=page.id),
            )
            for page in self.pages.at(numbers)
        ]


@dataclass
class _Lines:
    """Files of record lines, which are read when they are asked for."""

    name: str
    files: Mapping[str, bytes]
    names: Sequence[str]
    task: Task
    findings: list[Finding] = field(default_factory=list)
    at_once: bool = False
    kinds: Counter[str] = field(default_factory=Counter)
    """Kind -> how many records of it were read so far."""

    def of_other_tasks(self) -> Finding | None:
        own = _kind(self.task.record)
        # what could not be read may have been of the task
        if not self.kinds or own in self.kinds or self.findings:
            return None
        there = ", ".join(f"{kind} ({count})" for kind, count in sorted(self.kinds.items()))
        message = f"{self.task.name} is scored from records of the kind {own}, and here are: {there}"
        return Finding("RT923", Place(self.name), message)

    def _rows(self, name: str) -> list[Row[Annotation]] | None:
        """The records of a file; None where it is no text."""
        text = decode(self.files[name], name)
        if isinstance(text, Finding):
            self.findings.append(text)
            return None
        rows, wrong = parse(text, name, None, _violations)
        self.findings += [finding for finding in wrong if finding.code not in _FORM]
        self.kinds.update(_kind(type(row.record)) for row in rows)
        return cast(list[Row[Annotation]], rows)

    def _given(self, name: str, rows: Mapping[str, list[Row[Annotation]]]) -> list[Given]:
        """Documents with the records of the task's kind."""
        kind = self.task.record
        return [
            Given(doc, tuple(row for row in own if isinstance(row.record, kind)), Place(name, doc=doc))
            for doc, own in rows.items()
        ]


class _File(_Lines):
    """One file, of all documents; it is read once."""

    @cached_property
    def _by_document(self) -> dict[str, list[Row[Annotation]]]:
        found: dict[str, list[Row[Annotation]]] = {}
        for name in self.names:
            for row in self._rows(name) or ():
                found.setdefault(row.record.doc, []).append(row)
        return found

    def of(self, gold: Sequence[Page]) -> list[Given]:
        there = [page.id for page in gold if page.id in self._by_document]
        return self._given("".join(self.names), {id: self._by_document.pop(id) for id in there})

    def others(self, known: Collection[str]) -> list[Given]:
        left = {doc: rows for doc, rows in self._by_document.items() if doc not in known}
        return self._given("".join(self.names), left)


class _Folder(_Lines):
    """A file for each document, also where it is empty; it answers for the one of its name alone."""

    @cached_property
    def _of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in sorted(self.names):
            found.setdefault(stem(name).rpartition("/")[2], []).append(name)
        return found

    def of(self, gold: Sequence[Page]) -> list[Given]:
        found = []
        for page in gold:
            for name in self._of.get(page.id, ()):
                rows = self._rows(name)
                if rows is not None:
                    found += self._given(name, {page.id: list(self._own(rows, page.id))})
        return found

    def _own(self, rows: Sequence[Row[Annotation]], document: str) -> Iterator[Row[Annotation]]:
        for row in rows:
            if row.record.doc == document:
                yield row
            else:
                message = f"the file is about {document!r}, the record about {row.record.doc!r}"
                self.findings.append(row.finding("RT019", message, "doc"))

    def others(self, known: Collection[str]) -> list[Given]:
        found = []
        for own, names in self._of.items():
            for name in names if own not in known else ():
                rows: dict[str, list[Row[Annotation]]] = {own: []}
                for row in self._rows(name) or ():
                    rows.setdefault(row.record.doc, []).append(row)
                found += self._given(name, {doc: r for doc, r in rows.items() if doc not in known})
        return found


@dataclass
class _Tokens:
    """Token lines, beside record lines; which document they are of, their words say."""

    name: str
    records: _Folder | _File
    names: Sequence[str]
    at_once: bool = True

    def __post_init__(self) -> None:
        self.findings = self.records.findings
        self._mentions = 0

    def of(self, gold: Sequence[Page]) -> list[Given]:
        texts = {}
        for name in self.names:
            text = decode(self.records.files[name], name)
            if isinstance(text, Finding):
                self.findings.append(text)
            else:
                texts[name] = text
        given, wrong = of_token_lines(texts, gold, self.records.task)
        self.findings.extend(wrong)
        self._mentions += sum(len(rows) for _, rows, _ in given)
        return [*self.records.of(gold), *(Given(doc, rows, place) for doc, rows, place in given)]

    def others(self, known: Collection[str]) -> list[Given]:
        return self.records.others(known)

    def of_other_tasks(self) -> Finding | None:
        return None if self._mentions else self.records.of_other_tasks()


def _kind(record: type[Struct]) -> str:
    return str(record.__struct_config__.tag)


def _violations(kind: str, value: object) -> tuple[Violation, ...]:
    """Of the schema, without what only makes a record whole: a system need not say what is not scored,
    and says NIL as null.
    """
    return schemas.violations(kind, value, whole=False)
