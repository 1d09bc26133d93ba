"""Rules on references: what a record names exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Mention, extent


def unknown_entity(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "entity" in corpus.broken:
        return
    for row in document.rows:
        if isinstance(row.record, Mention):
            for field in ("entity", "referent"):
                wanted = getattr(row.record, field)
                if wanted and wanted not in corpus.entities:
                    span = extent(row.record.spans)
                    yield row.finding("RT301", f"no entity {wanted!r}", field, span)


def unknown_annotator(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "annotator" in corpus.broken:
        return
    strangers = [row for row in document.rows if row.record.annotator not in corpus.annotators]
    for name, count in Counter(row.record.annotator for row in strangers).items():
        first = next(row for row in strangers if row.record.annotator == name)
        message = f"no annotator {name!r}; records of this file that name it: {count}"
        yield first.finding("RT303", message, "annotator")


def wrong_file(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in document.rows:
        if document.layer not in ("gold", row.record.annotator):
            message = f"annotator is {row.record.annotator!r}, the folder is {document.layer!r}"
            yield row.finding("RT019", message, "annotator")
