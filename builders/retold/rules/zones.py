"""Rules on zones: they cover all that is not white space, once, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding, Place
from retold.model import Zone
from retold.records import Row
from retold.rules.base import Rule
from retold.rules.spans import in_text


def overlap(document: Document, corpus: Corpus) -> Iterator[Finding]:
    reached: Row[Zone] | None = None
    for row in zone_rows(document):
        start, end = row.record.spans[0]
        if reached is not None and start < reached.record.spans[0][1]:
            until = min(end, reached.record.spans[0][1])
            yield row.finding("RT111", f"overlaps zone {reached.record.id!r}", "spans", (start, until))
        if reached is None or end > reached.record.spans[0][1]:
            reached = row


def gap(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if document.file in corpus.broken:
        return
    at = 0
    edges = [row.record.spans[0] for row in zone_rows(document)]
    for start, end in [*edges, (len(document.text), len(document.text))]:
        for piece in re.finditer(r"\S(?:.*\S)?", document.text[at:start]):
            span = (at + piece.start(), at + piece.end())
            message = f"no zone holds {_short(piece.group())!r}"
            yield Finding("RT112", Place(document.file, None, None, None, document.id, span), message)
        at = max(at, end)


def more_than_a_line(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in zone_rows(document):
        start, end = row.record.spans[0]
        end_of_line = re.search(r"[\r\n\x85\u2028\u2029]", document.text[start:end])
        if end_of_line:
            at = start + end_of_line.start()
            yield row.finding("RT113", f"holds a line end at {at}", "spans", (start, end))


def zone_rows(document: Document) -> list[Row[Zone]]:
    """The zones whose span lies in the text, by start."""
    rows = (Row(r.record, r.file, r.line) for r in document.rows if isinstance(r.record, Zone))
    found = [row for row in rows if in_text(document, row.record.spans)]
    return sorted(found, key=lambda row: row.record.spans[0])


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


RULES = (
    Rule(
        "RT111",
        "error",
        "zones overlap",
        why="A character belongs to one part of the page.",
        fix="Shorten one of the two zones.",
        bad="zones [0, 40) and [36, 90)",
        good="zones [0, 36) and [36, 90)",
        structural=True,
        document=overlap,
    ),
    Rule(
        "RT112",
        "error",
        "text outside any zone",
        why="What is in no zone is in no sentence and reaches no config.",
        fix="Widen a zone or add one.",
        bad="zones [0, 34) and [60, 90), with words between them",
        good="white space alone between two zones",
        structural=True,
        document=gap,
    ),
    Rule(
        "RT113",
        "error",
        "zone over more than one line",
        why="A zone is a line or a part of one.",
        fix="Make one zone for each line.",
        bad="one zone over a headline and the line under it",
        good="a zone for each line",
        structural=True,
        document=more_than_a_line,
    ),
)
