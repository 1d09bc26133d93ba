"""Rules on ids: one names one record of a layer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding, Place
from retold.rules.base import Across, Fact, Rule


class Ids(NamedTuple):
    """Ids of a document's records that begin alike, with their lines.

    ``again`` says that they are those of records whose id another of the document had before.
    """

    file: str
    doc: str
    again: bool
    lines: list[tuple[str, int]]


def ids(document: Document, corpus: Corpus) -> Iterator[Fact]:
    """Under what is before the last hyphen, so that nearly all documents have one fact of their own."""
    first: dict[str, dict[str, int]] = {}
    again: dict[str, list[tuple[str, int]]] = {}
    for row in document.rows:
        id = row.record.id
        beginning = id.rpartition("-")[0]
        alike = first.setdefault(beginning, {})
        if alike.setdefault(id, row.line) != row.line:
            again.setdefault(beginning, []).append((id, row.line))
    for beginning, alike in first.items():
        key = f"{document.layer}/{beginning}"
        yield key, Ids(document.file, document.id, False, list(alike.items()))
        if beginning in again:
            yield key, Ids(document.file, document.id, True, again[beginning])


def where(found: Ids) -> str:
    """Ids of one document that begin as no other's do, and differ, cannot stand twice."""
    return f"{found.file} {found.again}"


def one_id_twice(facts: Iterator[tuple[str, Ids]], corpus: Corpus) -> Iterator[Finding]:
    for _, group in groupby(facts, key=itemgetter(0)):
        places: dict[str, list[tuple[str, int, str]]] = {}
        for _, found in group:
            for id, line in found.lines:
                places.setdefault(id, []).append((found.file, line, found.doc))
        for id in sorted(places):
            first, *others = sorted(places[id])
            message = f"id {id!r} stands already at {first[0]}:{first[1]}"
            for file, line, doc in others:
                yield Finding("RT014", Place(file, line, id, "id", doc), message)


RULES = (
    Rule(
        "RT014",
        "error",
        "duplicate id",
        why="An id names one record.",
        fix="Give one of the records another id.",
        bad='two mentions of gold with "id":"port-m1"',
        good="port-m1 in gold and port-m1 in an annotator's layer",
        structural=True,
        across=Across(Ids, ids, one_id_twice, reading=where),
    ),
)
