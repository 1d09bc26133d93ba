"""Rules on offsets: each span lies in the text, in order, and is what its surface says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding, Place
from retold.model import (
    Annotation,
    Casualty,
    Fault,
    Headline,
    Mention,
    Span,
    Spans,
    Stance,
    Zone,
    extent,
    span_fields,
    surface_of,
)
from retold.records import Row
from retold.references import standing
from retold.rules.base import Across, Fact, Rule
from retold.rules.once import once

Right = tuple[int, tuple[Place, Span] | None]
"""Length of a document (0: not said), and a passage of it that a fault names, with the fault's place."""


def outside_text(document: Document, corpus: Corpus) -> Iterator[Finding]:
    size = len(document.text)
    for row, field, spans in _all(document):
        for start, end in spans:
            if max(start, end) > size:
                message = f"the text has {size} code points"
                yield row.finding("RT201", message, field, (start, end))


def turned_round(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, spans in _all(document):
        for start, end in spans:
            if start >= end:
                message = "start equals end" if start == end else "start is behind end"
                yield row.finding("RT202", message, field, (start, end))


def surface_differs(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in document.rows:
        record = row.record
        if isinstance(record, Mention | Fault) and in_text(document, record.spans):
            found = surface_of(document.text, record.spans)
            if found != record.surface:
                message = f"surface is {record.surface!r}, the text there is {found!r}"
                whole = (record.spans[0][0], record.spans[-1][1])
                yield row.finding("RT203", message, "surface", whole)


def white_space_edge(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, spans in _all(document):
        for start, end in spans:
            text = document.text[start:end] if in_text(document, ((start, end),)) else ""
            if text != text.strip():
                yield row.finding("RT204", f"the span is {text!r}", field, (start, end))


def fragments_out_of_order(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, spans in _all(document):
        for before, span in pairwise(spans):
            if span[0] < before[1]:
                message = (
                    f"fragment [{span[0]}, {span[1]}) starts before [{before[0]}, {before[1]}) ends"
                )
                yield row.finding("RT205", message, field, span)


def right_passages(document: Document, corpus: Corpus) -> Iterator[Fact]:
    """Under each document's id: its length, and the passages of others that lie in it."""
    if document.layer == "gold":
        yield document.id, (len(document.text), None)
    for row in document.rows_of(Fault):
        right = row.record.right
        for start, end in right.spans if right else ():
            span = extent(standing(row.record))
            yield right.doc if right else "", (0, (row.place("right.spans", span), (start, end)))


def _role(value: Right) -> str:
    """A document that no fault names has nothing outside."""
    _, passage = value
    return "text" if passage is None else "passage"


def outside_right_document(facts: Iterator[tuple[str, Right]], corpus: Corpus) -> Iterator[Finding]:
    for doc, group in groupby(facts, key=itemgetter(0)):
        found = [value for _, value in group]
        size = max(length for length, _ in found)
        for place, (start, end) in (passage for _, passage in found if passage and size):
            if not start < end <= size:
                message = f"{doc!r} has {size} code points; this is [{start}, {end})"
                yield Finding("RT206", place, message)


def right_elsewhere(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in document.rows_of(Fault):
        right = row.record.right
        if right is None or right.doc not in corpus.seeds:
            continue
        span = extent(standing(row.record))
        if right.doc == document.id:
            yield row.finding("RT208", "right names the document of the fault itself", "right.doc", span)
        elif corpus.seeds[right.doc].story != document.seed.story:
            message = f"{right.doc!r} retells another story"
            yield row.finding("RT208", message, "right.doc", span)
        elif not ordered(right.spans):
            yield row.finding("RT208", "fragments of right are out of order", "right.spans", span)


@once
def standing_well(document: Document, corpus: Corpus) -> bool:
    """Whether every span lies in the text, in order, without white space at an edge, as surfaces say.

    Then RT201 to RT205 find nothing.
    """
    text = document.text
    size = len(text)
    for mention in document.mentions:  # most records: a span each, and its surface
        spans = mention.spans
        start, end = spans[0]
        words = text[start:end]
        if len(spans) > 1:
            if not _well(text, spans) or surface_of(text, spans) != mention.surface:
                return False
        elif not 0 <= start < end <= size or words != mention.surface or words != words.strip():
            return False
    if any(surface_of(text, fault.spans) != fault.surface for fault in document.faults):
        return False
    return all(
        _well(text, spans)
        for kind in (Zone, Stance, Headline, Casualty, Fault)
        for row in document.rows_of(kind)
        for _, spans in span_fields(row.record)
    )


def _well(text: str, spans: Spans) -> bool:
    at = 0
    for start, end in spans:
        # one without white space has the same length when stripped, and no words are no span
        if not at <= start < end <= len(text) or len(text[start:end].strip()) != end - start:
            return False
        at = end
    return True


def in_text(document: Document, spans: Spans) -> bool:
    """Whether every fragment is a span of the text; rules that read the text ask this first."""
    size = len(document.text)
    return all(0 <= start < end <= size for start, end in spans)


def ordered(spans: Spans) -> bool:
    """Whether the fragments are in order and do not overlap."""
    return all(a[1] <= b[0] for a, b in pairwise(spans))


def _all(document: Document) -> Iterator[tuple[Row[Annotation], str, tuple[Span, ...]]]:
    for row in document.rows:
        for field, spans in span_fields(row.record):
            yield row, field, spans


_SPANS = "Every use of the corpus takes text[start:end]; a wrong offset silently moves the label."

RULES = (
    Rule(
        "RT201",
        "error",
        "span outside the text",
        why=_SPANS,
        fix="Correct the offsets; they are code points, half-open, from 0.",
        bad="[90, 105) in a text of 98 code points",
        good="[90, 98)",
        structural=True,
        document=outside_text,
        clear=standing_well,
    ),
    Rule(
        "RT202",
        "error",
        "span is empty or turned round",
        why=_SPANS,
        fix="Make start smaller than end.",
        bad="[10, 4), or [4, 4)",
        good="[4, 10)",
        structural=True,
        document=turned_round,
        clear=standing_well,
    ),
    Rule(
        "RT203",
        "error",
        "surface is not the text",
        why=_SPANS,
        fix="Correct the offsets or the surface; both must say the same.",
        bad='"surface":"Lund" where the text has Lind',
        good='"surface":"Lind"',
        structural=True,
        document=surface_differs,
        clear=standing_well,
    ),
    Rule(
        "RT204",
        "error",
        "white space at a span's edge",
        why=_SPANS,
        fix="Move the edge to the first or last character that is not white space.",
        bad="[Lund ]",
        good="[Lund]",
        structural=True,
        document=white_space_edge,
        clear=standing_well,
    ),
    Rule(
        "RT205",
        "error",
        "fragments out of order or overlapping",
        why=_SPANS,
        fix="List the fragments from left to right, each after the end of the one before.",
        bad="[[20, 24], [4, 9]]",
        good="[[4, 9], [20, 24]]",
        structural=True,
        document=fragments_out_of_order,
        clear=standing_well,
    ),
    Rule(
        "RT206",
        "error",
        "right passage outside its document",
        why=_SPANS,
        fix="Correct the offsets of `right`; they count in the document that it names.",
        bad="right [[90, 105]] in a retelling of 98 code points",
        good="right [[60, 75]]",
        structural=True,
        across=Across(Right, right_passages, outside_right_document, reading=_role),
    ),
    Rule(
        "RT208",
        "error",
        "right passage not in another document of the story",
        why="It shows how another retelling of the same story has it.",
        fix="Name another document of the story, or null; list fragments from left to right.",
        bad="right in a document of another story",
        good="right in another retelling, or null",
        structural=True,
        document=right_elsewhere,
    ),
)
