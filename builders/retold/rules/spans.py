"""Rules on offsets: each span lies in the text, in order, and is what its surface says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Annotation, Fault, Mention, Span, Spans, extent, span_fields, surface_of
from retold.records import Row
from retold.references import standing


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


def outside_right_document(document: Document, corpus: Corpus) -> Iterator[Finding]:
    texts = {other.id: other.text for other in corpus.documents}
    for row in document.rows:
        if not isinstance(row.record, Fault):
            continue
        right = row.record.right
        if right is None or right.doc not in texts:
            continue
        size = len(texts[right.doc])
        for start, end in right.spans:
            if not start < end <= size:
                message = f"{right.doc!r} has {size} code points; this is [{start}, {end})"
                yield row.finding("RT206", message, "right.spans", extent(row.record.spans))


def right_elsewhere(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in document.rows:
        right = row.record.right if isinstance(row.record, Fault) else None
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


def in_text(document: Document, spans: Spans) -> bool:
    """Whether every fragment is a span of the text; rules that read the text ask this first."""
    return all(0 <= start < end <= len(document.text) for start, end in spans)


def ordered(spans: Spans) -> bool:
    """Whether the fragments are in order and do not overlap."""
    return all(a[1] <= b[0] for a, b in pairwise(spans))


def _all(document: Document) -> Iterator[tuple[Row[Annotation], str, tuple[Span, ...]]]:
    for row in document.rows:
        for field, spans in span_fields(row.record):
            yield row, field, spans
