"""What the configs share: their description, and columns that stand in several of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from retold.columns import Column
from retold.corpus import Corpus
from retold.documents import Document
from retold.model import Annotation, Provenance, Span, Spans, Zone, ZoneName, labels
from retold.references import standing
from retold.splits import by_split

Row = dict[str, Any]
Rows = Iterator[Row]
R = TypeVar("R", bound=Annotation)


@dataclass(frozen=True)
class Config:
    """One config of the dataset: its columns, and how documents become rows.

    ``parts`` says of which documents its rows are made, split by split; ``rows`` gets the documents of
    one split, in order. ``whole`` is whether rows are made of several documents, or of none; else each
    is of one.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Corpus, tuple[Document, ...]], Rows]
    whole: bool = False
    parts: Callable[[Corpus], Mapping[str, tuple[Document, ...]]] = by_split


DOC_ID = Column("doc_id", "string", "=seed.id", role="key")
STORY_ID = Column("story_id", "string", "=seed.story", role="computed")
LANG = Column("lang", "string", "Language of the zone (BCP 47).", role="computed")
PROVENANCE = Column("provenance", "string", "=seed.provenance", labels=labels(Provenance),
                    role="computed")  # fmt: skip
ZONE = Column("zone", "string", "Zone that holds it; of several fragments, the first.",
              labels=labels(ZoneName), role="computed")  # fmt: skip
START = Column("start", "int32", "First code point.", role="span")
END = Column("end", "int32", "Behind the last code point.", role="span")
EVIDENCE = Column("evidence", "string", "Text of the evidence; fragments joined with one space.",
                  role="text", of="evidence_spans")  # fmt: skip


def per_document(
    rows: Callable[[Corpus, Document], Rows],
) -> Callable[[Corpus, tuple[Document, ...]], Rows]:
    """``Config.rows`` of a config whose rows belong to one document each."""

    def all_rows(corpus: Corpus, documents: tuple[Document, ...]) -> Rows:
        for document in documents:
            yield from rows(corpus, document)

    return all_rows


def per_record(
    records: Callable[[Document], Iterable[R]], row: Callable[[Corpus, Document, R], Row]
) -> Callable[[Corpus, tuple[Document, ...]], Rows]:
    """``Config.rows`` of a config with one row a record: its heading, then the columns of ``row``."""

    def rows(corpus: Corpus, document: Document) -> Rows:
        for record in records(document):
            yield {**heading(document, standing(record)), **row(corpus, document, record)}

    return per_document(rows)


def ends(span: Span) -> Row:
    """``start`` and ``end`` of a span."""
    return {"start": span[0], "end": span[1]}


def zone_of(document: Document, spans: Spans) -> Zone:
    """The zone that holds the first fragment. The rules see to it that there is one."""
    zone = document.zone_at(spans[:1])
    assert zone is not None, f"{document.id}: no zone holds {spans[0]}"
    return zone


def heading(document: Document, spans: Spans) -> Row:
    """The columns ``doc_id``, ``story_id``, ``provenance`` and ``lang`` of a row at ``spans``."""
    return {
        "doc_id": document.id,
        "story_id": document.seed.story,
        "provenance": document.seed.provenance,
        "lang": zone_of(document, spans).lang,
    }


def name_of(corpus: Corpus, entity: str | None) -> str | None:
    """Usual English name of an entity, else its first; ``author`` stays."""
    if entity is None or entity == "author":
        return entity
    return corpus.entities[entity].name()
