"""What a system answered, held against gold.

What is wrong becomes Findings, all of them: a document or an id that gold does not have, an offset
outside the text, a label that is none, a document twice, a document without an answer. An answer
that is not there is not taken for an empty one, but where that is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from retold.answers.given import Given, Source, source_of
from retold.findings import Finding, Place, in_order
from retold.formats.base import span_findings
from retold.metrics.scores.page import FURNITURE, Page
from retold.metrics.scores.tasks import Task
from retold.model import Annotation, Mention, span_fields, surface_of
from retold.records import Row
from retold.rules import graded


@dataclass(frozen=True)
class Answers:
    """The answers to gold's documents, what is wrong with them, and mentions in furniture, which nobody
    annotated and which do not count.
    """

    pages: list[Page]
    findings: list[Finding]
    ignored: int = 0


def answers(
    path: Path,
    gold: Sequence[Page],
    task: Task,
    *,
    challenge: bool = False,
    missing_is_empty: bool = False,
) -> Answers:
    """Reads the answers at ``path``, as ``source_of`` does. Raises OSError, DatasetError."""
    return hold(source_of(path, task, challenge=challenge), gold, missing_is_empty=missing_is_empty)


def hold(source: Source, gold: Sequence[Page], *, missing_is_empty: bool) -> Answers:
    """All answers of a source to all of gold's documents."""
    holding = Holding(source.name, missing_is_empty=missing_is_empty)
    found = holding.pages(source.of(gold), gold)
    holding.rest(source, {page.id for page in gold})
    return Answers(found, holding.findings(source.findings), holding.ignored)


class Holding:
    """Answers held against gold, some documents after the other."""

    def __init__(self, name: str, *, missing_is_empty: bool) -> None:
        self.ignored = 0
        self._name = name
        self._missing_is_empty = missing_is_empty
        self._wanted = False
        self._findings: list[Finding] = []
        self._answered: dict[str, Place] = {}
        self._records: dict[str, tuple[str, int]] = {}

    def pages(self, given: Sequence[Given], gold: Sequence[Page]) -> list[Page]:
        """Some of gold's documents with what is given for them in the place of gold's records."""
        self._wanted = self._wanted or any(page.records for page in gold)
        of_gold = {page.id: page for page in gold}
        records: dict[str, list[Annotation]] = {page.id: [] for page in gold}
        for document in given:
            self._once(document)
            self._ids(document)
            for row in document.rows:
                self._findings += _spans(row, of_gold[document.doc])
                records[document.doc].append(row.record)
        if not self._missing_is_empty:
            self._findings += [
                Finding("RT922", Place(self._name, doc=page.id), f"nothing is answered for {page.id!r}")
                for page in gold
                if page.id not in self._answered
            ]
        found = [replace(page, records=tuple(records[page.id])) for page in gold]
        self.ignored += sum(_in_furniture(page) for page in found)
        return found

    def rest(self, source: Source, known: Collection[str]) -> None:
        """What is given beside gold's documents, and whether all of it answers other tasks."""
        for document in source.others(known):
            self._ids(document)
            message = f"gold has no document {document.doc!r}"
            self._findings.append(Finding("RT920", document.place, message))
        elsewhere = source.of_other_tasks()
        if elsewhere is not None and self._wanted and not self._missing_is_empty:
            self._findings.append(elsewhere)

    def findings(self, of_source: Collection[Finding]) -> list[Finding]:
        """All that is wrong."""
        return in_order(graded([*of_source, *self._findings]))

    def _once(self, document: Given) -> None:
        """RT921 for a document that was answered before."""
        before = self._answered.setdefault(document.doc, document.place)
        if before is not document.place:
            message = f"{document.doc!r} is answered already in {before}"
            self._findings.append(Finding("RT921", document.place, message))

    def _ids(self, document: Given) -> None:
        """RT014 for an id that another record had before."""
        for row in document.rows:
            name = row.record.id
            if name in self._records:
                file, line = self._records[name]
                self._findings.append(
                    row.finding("RT014", f"id {name!r} stands already at {file}:{line}", "id")
                )
            else:
                self._records[name] = (row.file, row.line)


def _in_furniture(page: Page) -> int:
    if not any(part.zone == FURNITURE for part in page.parts):
        return 0
    mentions = (record for record in page.records if isinstance(record, Mention))
    return sum(page.in_furniture(mention) for mention in mentions)


def _fits(record: Annotation, page: Page) -> bool:
    """Whether its spans are of the text, and a mention's words those under them."""
    for _, spans in span_fields(record):
        last = 0
        for start, end in spans:
            if not last <= start < end:
                return False
            last = end
        if last > page.length:
            return False
    if not isinstance(record, Mention) or page.text is None:
        return True
    return record.surface in ("", surface_of(page.text, record.spans))


def _spans(row: Row[Annotation], page: Page) -> Iterator[Finding]:
    """RT902 for a span that is none of the document, RT903 for other words than it says."""
    if _fits(row.record, page):
        return
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
