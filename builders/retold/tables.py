"""Documents -> Arrow tables: the configs, their columns and their rows.

Offsets in every column are half-open code-point ranges into the document's ``text``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from retold.columns import Column, arrow_schema
from retold.corpus import Corpus
from retold.documents import Document, Sentence
from retold.model import (
    EntityType,
    Level,
    Mention,
    Metonym,
    OrgSubtype,
    Span,
    ZoneName,
    extent,
    labels,
)
from retold.ner import NER_LABELS, iob2, outermost_names

Rows = Iterator[dict[str, Any]]

_TYPES, _LEVELS = labels(EntityType), labels(Level)
_SUBTYPES, _METONYMS, _ZONES = labels(OrgSubtype), labels(Metonym), labels(ZoneName)

_DOC_ID = Column("doc_id", "string", "=seed.id")
_STORY_ID = Column("story_id", "string", "=seed.story")
_ZONE = Column("zone", "string", "Zone that holds it.", labels=_ZONES)
_ZONE_LANG = Column("lang", "string", "Language of the zone (BCP 47).")

_START = Column("start", "int32", "First code point.")
_END = Column("end", "int32", "Behind the last code point.")
_SPANS = Column("spans", "int32", "=mention.spans", depth=2)

_MENTION = (
    Column("mention_id", "string", "=mention.id"),
    _START,
    _END,
    _SPANS,
    Column("surface", "string", "=mention.surface"),
    Column("type", "string", "=mention.type", labels=_TYPES),
    Column("level", "string", "=mention.level", labels=_LEVELS),
    Column("org_subtype", "string", "=mention.org_subtype", labels=_SUBTYPES),
    Column("metonym", "string", "=mention.metonym", labels=_METONYMS),
    Column("entity_id", "string", "=mention.entity"),
    Column("entity_name", "string", "Usual English name of the entity, else its first name."),
    Column("wikidata", "string", "=entity.wikidata"),
    Column("referent_id", "string", "=mention.referent"),
    Column("value", "string", "=mention.value"),
    Column("anchor", "string", "=mention.anchor"),
    _ZONE,
)

DOCUMENTS = (
    _DOC_ID,
    _STORY_ID,
    Column("lang", "string", "=seed.lang"),
    Column("text", "string", "The seed, exactly as received."),
    Column("outlet", "string", "=seed.outlet"),
    Column(
        "published", "struct", "=seed.published",
        fields=(
            Column("date", "string", "Day, ISO 8601."),
            Column("inferred", "bool", "=seed.published.inferred"),
        ),
    ),
    Column("licence", "string", "=seed.licence"),
    Column("sha256", "string", "=seed.sha256"),
    Column(
        "zones", "struct", "The parts of the page, in order.", depth=1,
        fields=(
            Column("zone_id", "string", "=zone.id"),
            _START,
            _END,
            Column("zone", "string", "=zone.zone", labels=_ZONES),
            Column("lang", "string", "=zone.lang"),
        ),
    ),
    Column(
        "sentences", "struct", "Sentences, in order; computed.", depth=1,
        fields=(
            Column("sentence_id", "string", "Id of the sentence, as in the config `ner`."),
            _START,
            _END,
            _ZONE,
        ),
    ),
    Column("mentions", "struct", "Mentions, in order.", depth=1, fields=_MENTION),
)  # fmt: skip

ENTITIES = (
    _DOC_ID,
    _STORY_ID,
    _ZONE_LANG,
    *_MENTION,
    Column("sentence", "string", "Text of the sentence that holds the mention."),
)

NER = (
    _DOC_ID,
    _STORY_ID,
    _ZONE_LANG,
    Column("sentence_id", "string", "Document id, '-s' and the sentence's number in the document."),
    Column("tokens", "string", "Tokens of the sentence; computed.", depth=1),
    Column("ner_tags", "string", "IOB2 tag of each token, from the outermost names.",
           labels=NER_LABELS, depth=1),
    Column("token_starts", "int32", "First code point of each token in the document.", depth=1),
    Column("token_ends", "int32", "Behind the last code point of each token.", depth=1),
    _ZONE,
)  # fmt: skip


def _mention(corpus: Corpus, document: Document, mention: Mention) -> dict[str, Any]:
    start, end = extent(mention.spans)
    entity = corpus.entities[mention.entity] if mention.entity is not None else None
    zone = document.zone_at(mention.spans)
    return {
        "mention_id": mention.id,
        "start": start,
        "end": end,
        "spans": mention.spans,
        "surface": mention.surface,
        "type": mention.type,
        "level": mention.level,
        "org_subtype": mention.org_subtype,
        "metonym": mention.metonym,
        "entity_id": mention.entity,
        "entity_name": entity.name() if entity else None,
        "wikidata": entity.wikidata if entity else None,
        "referent_id": mention.referent,
        "value": mention.value,
        "anchor": mention.anchor,
        "zone": zone.zone if zone else None,
    }


def _ends(span: Span) -> dict[str, int]:
    return {"start": span[0], "end": span[1]}


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {"sentence_id": sentence.id, **_ends(sentence.span), "zone": sentence.zone.zone}


def document_rows(corpus: Corpus, document: Document) -> Rows:
    """One row: the text and everything nested."""
    seed = document.seed
    yield {
        "doc_id": seed.id,
        "story_id": seed.story,
        "lang": seed.lang,
        "text": document.text,
        "outlet": seed.outlet,
        "published": {"date": seed.published.date, "inferred": seed.published.inferred},
        "licence": seed.licence,
        "sha256": seed.sha256,
        "zones": [
            {"zone_id": z.id, **_ends(z.spans[0]), "zone": z.zone, "lang": z.lang}
            for z in document.zones
        ],
        "sentences": [_sentence(sentence) for sentence in document.sentences],
        "mentions": [_mention(corpus, document, m) for m in document.mentions],
    }


def entity_rows(corpus: Corpus, document: Document) -> Rows:
    """One row a mention."""
    for mention in document.mentions:
        zone, sentence = document.zone_at(mention.spans), document.sentence_at(mention.spans)
        assert zone is not None and sentence is not None  # RT212
        start, end = sentence.span
        yield {
            "doc_id": document.id,
            "story_id": document.seed.story,
            "lang": zone.lang,
            **_mention(corpus, document, mention),
            "sentence": document.text[start:end],
        }


def ner_rows(corpus: Corpus, document: Document) -> Rows:
    """One row a sentence; furniture is left out."""
    names = outermost_names(document.mentions)
    for sentence in document.sentences:
        if sentence.zone.zone == "furniture":
            continue
        yield {
            "doc_id": document.id,
            "story_id": document.seed.story,
            "lang": sentence.zone.lang,
            "sentence_id": sentence.id,
            "tokens": [document.text[a:b] for a, b in sentence.tokens],
            "ner_tags": iob2(sentence, names),
            "token_starts": [a for a, _ in sentence.tokens],
            "token_ends": [b for _, b in sentence.tokens],
            "zone": sentence.zone.zone,
        }


@dataclass(frozen=True)
class Config:
    """One config of the dataset: its columns, and how a document becomes rows."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Corpus, Document], Rows]


CONFIGS: tuple[Config, ...] = (
    Config("documents", "One row a document: the text and everything nested.", DOCUMENTS, document_rows),
    Config("entities", "One row a mention: a name, a value or a nominal.", ENTITIES, entity_rows),
    Config("ner", "One row a sentence: tokens and IOB2 tags.", NER, ner_rows),
)


def config(name: str) -> Config:
    """The config of that name. Raises KeyError, naming those there are."""
    for found in CONFIGS:
        if found.name == name:
            return found
    raise KeyError(f"no config {name!r}; there are: {', '.join(c.name for c in CONFIGS)}")


def table(config: Config, corpus: Corpus, documents: Iterable[Document]) -> pa.Table:
    """The Arrow table of one config over the documents, in their order."""
    rows = [row for document in documents for row in config.rows(corpus, document)]
    return pa.Table.from_pylist(rows, schema=arrow_schema(config.columns))


def content_digest(rows: pa.Table) -> str:
    """SHA-256 of the column names and the rows as canonical JSON lines, in hexadecimal.

    It depends on the logical rows alone, not on the version of the Parquet writer.
    """
    digest = hashlib.sha256()
    for value in (rows.column_names, *rows.to_pylist()):
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        digest.update(line.encode("utf-8") + b"\n")
    return digest.hexdigest()


def counts(split: str, documents: Iterable[Document]) -> list[dict[str, Any]]:
    """Per language: documents (by main language), zones, sentences and mentions (by zone)."""
    found: dict[str, dict[str, int]] = {}

    def add(lang: str, what: str) -> None:
        row = found.setdefault(lang, {"documents": 0, "zones": 0, "sentences": 0, "mentions": 0})
        row[what] += 1

    for document in documents:
        add(document.lang, "documents")
        for zone in document.zones:
            add(zone.lang, "zones")
        for sentence in document.sentences:
            add(sentence.zone.lang, "sentences")
        for mention in document.mentions:
            held = document.zone_at(mention.spans)
            add(held.lang if held else document.lang, "mentions")
    return [{"split": split, "lang": lang, **row} for lang, row in sorted(found.items())]
