"""A document as systems read it: text, sentences, zones, languages and tokens, and no record of gold."""

from __future__ import annotations

from dataclasses import replace

from retold.documents import Document
from retold.metrics.scores.page import Page, Part
from retold.model import Zone
from retold.records import Row


def parted(document: Document) -> Document:
    """The document; with its whole text as one body where it has no zones."""
    if document.zones:
        return document
    body = Zone(
        f"{document.id}-z1",
        document.id,
        document.layer,
        ((0, len(document.text)),),
        "body",
        document.lang,
    )
    return replace(document, rows=(Row(body, document.file, 0),))


def page_of(document: Document) -> Page:
    """The page of a document: its zones, or its whole text as one body where it has none."""
    document = parted(document)
    parts = (Part(s.span, s.zone.lang, s.tokens, s.zone.zone) for s in document.sentences)
    return Page(
        id=document.id,
        lang=document.lang,
        length=len(document.text),
        parts=tuple(parts),
        text=document.text,
    )


def unanswered(page: Page) -> Page:
    """A page of gold without its records, and without what they say of entities."""
    return replace(page, records=(), nil=frozenset())
