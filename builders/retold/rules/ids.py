"""Rules on ids: one names one record of a layer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding, Place
from retold.rules.base import Across, Fact, Rule


def ids(document: Document, corpus: Corpus) -> Iterator[Fact]:
    for row in document.rows:
        yield f"{document.layer}/{row.record.id}", row.place("id")


def where(place: Place) -> str:
    return f"{place.file}:{place.line}"


def one_id_twice(facts: Iterator[tuple[str, Place]], corpus: Corpus) -> Iterator[Finding]:
    for key, group in groupby(facts, key=itemgetter(0)):
        first, *others = sorted((place for _, place in group), key=lambda p: (p.file, p.line or 0))
        name = key.split("/", maxsplit=1)[1]
        for place in others:
            message = f"id {name!r} stands already at {first.file}:{first.line}"
            yield Finding("RT014", place, message)


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
        across=Across(Place, ids, one_id_twice, reading=where),
    ),
)
