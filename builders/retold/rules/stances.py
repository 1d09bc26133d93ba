"""Rules on stances, and on where records of the later layers may stand."""

from __future__ import annotations

from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Annotation, Casualty, Fault, Headline, Span, Stance, extent, span_fields
from retold.records import Row
from retold.rules.spans import in_text

_BODY = ("summary", "subheading", "caption", "body")
_STORY = ("headline", *_BODY)


def evidence_zone(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, span in _fragments(document, corpus, Stance, Casualty):
        yield from _outside(document, row, "RT401", (field, span), _STORY)


def fault_zone(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, span in _fragments(document, corpus, Fault):
        if document.zone_at((span,)) is None:
            message = f"no single zone holds {document.surface((span,))!r}"
            yield row.finding("RT207", message, field, span)


def same_stance(document: Document, corpus: Corpus) -> Iterator[Finding]:
    first: dict[object, Row[Annotation]] = {}
    for row in document.rows:
        record = row.record
        if isinstance(record, Stance):
            key = (record.holder, record.target, record.polarity, record.expression, record.source_chain)
            before = first.setdefault(key, row)
            if before is not row:
                message = f"{before.record.id!r} is the same stance, said in the same way"
                yield row.finding("RT404", message, "evidence", extent(record.evidence))


def headline_zone(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, span in _fragments(document, corpus, Headline):
        if field == "spans":
            yield from _outside(document, row, "RT402", (field, span), ("headline",))


def body_evidence(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, span in _fragments(document, corpus, Headline):
        if field == "evidence":
            yield from _outside(document, row, "RT403", (field, span), _BODY)


def _fragments(
    document: Document, corpus: Corpus, *kinds: type[Annotation]
) -> Iterator[tuple[Row[Annotation], str, Span]]:
    """Each fragment of records of these kinds that lies in the text, with its field."""
    if document.file in corpus.broken:  # the zone may be what could not be read
        return
    for row in document.rows:
        for field, spans in span_fields(row.record) if isinstance(row.record, kinds) else ():
            yield from ((row, field, span) for span in spans if in_text(document, (span,)))


def _outside(
    document: Document,
    row: Row[Annotation],
    code: str,
    fragment: tuple[str, Span],
    allowed: tuple[str, ...],
) -> Iterator[Finding]:
    """A finding if no single zone of an allowed kind holds the fragment."""
    field, span = fragment
    zone = document.zone_at((span,))
    if zone is None or zone.zone not in allowed:
        where = f"stands in a {zone.zone} zone" if zone else "no single zone holds it"
        yield row.finding(code, f"{where}: {document.surface((span,))!r}", field, span)
