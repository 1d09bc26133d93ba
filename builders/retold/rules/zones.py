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
from retold.rules.once import once
from retold.rules.spans import in_text

_LINE_ENDS = "\n\r\x85\u2028\u2029"


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
        end_of_line = re.search(f"[{_LINE_ENDS}]", document.text[start:end])
        if end_of_line:
            at = start + end_of_line.start()
            yield row.finding("RT113", f"holds a line end at {at}", "spans", (start, end))


@once
def zone_rows(document: Document) -> list[Row[Zone]]:
    """The zones whose span lies in the text, by start."""
    found = [row for row in document.rows_of(Zone) if in_text(document, row.record.spans)]
    return sorted(found, key=lambda row: row.record.spans[0])


@once
def tiled(document: Document, corpus: Corpus) -> bool:
    """Whether zones stand one behind the other, each in its line, and white space alone between them.

    Then RT111 to RT113 find nothing, and neither sentences nor tokens overlap.
    """
    text = document.text
    # of the other line ends, which are rare, the rule itself says where they stand
    if any(end in text for end in _LINE_ENDS[1:]):
        return False
    at = 0
    for zone in document.zones:
        start, end = zone.spans[0]
        if len(zone.spans) != 1 or not at <= start < end <= len(text) or text[at:start].strip():
            return False
        if text.find(_LINE_ENDS[0], start, end) >= 0:
            return False
        at = end
    return not text[at:].strip()


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
        clear=tiled,
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
        clear=tiled,
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
        clear=tiled,
    ),
)
