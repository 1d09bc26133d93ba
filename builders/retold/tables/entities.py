"""Config ``entities``: one row a mention."""

from __future__ import annotations

from dataclasses import replace

from retold.columns import Column
from retold.corpus import Corpus
from retold.documents import Document
from retold.model import EntityType, Level, Mention, Metonym, OrgSubtype, extent, labels
from retold.tables.base import (
    DOC_ID,
    END,
    LANG,
    PROVENANCE,
    START,
    STORY_ID,
    ZONE,
    Config,
    Row,
    Rows,
    ends,
    heading,
    per_document,
    zone_of,
)

MENTION = (
    Column("mention_id", "string", "=mention.id", role="key"),
    replace(START, role="computed"),
    replace(END, role="computed"),
    Column("spans", "int32", "=mention.spans", depth=2, role="span"),
    Column("surface", "string", "=mention.surface", role="text", of="spans"),
    Column("type", "string", "=mention.type", labels=labels(EntityType)),
    Column("level", "string", "=mention.level", labels=labels(Level)),
    Column("org_subtype", "string", "=mention.org_subtype", labels=labels(OrgSubtype)),
    Column("metonym", "string", "=mention.metonym", labels=labels(Metonym)),
    Column("entity_id", "string", "=mention.entity", role="link"),
    Column(
        "entity_name",
        "string",
        "Usual English name of the entity, else its first name.",
        role="joined",
        of="entity_id",
    ),
    Column("wikidata", "string", "=entity.wikidata", role="joined", of="entity_id"),
    Column("referent_id", "string", "=mention.referent", role="link"),
    Column("value", "string", "=mention.value"),
    Column("anchor", "string", "=mention.anchor"),
    ZONE,
)


def mention_row(corpus: Corpus, document: Document, mention: Mention) -> Row:
    """The columns of ``MENTION``."""
    entity = corpus.entities[mention.entity] if mention.entity is not None else None
    return {
        "mention_id": mention.id,
        **ends(extent(mention.spans)),
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
        "zone": zone_of(document, mention.spans).zone,
    }


def _rows(corpus: Corpus, document: Document) -> Rows:
    for mention in document.mentions:
        sentence = document.sentence_at(mention.spans)
        assert sentence is not None  # RT212
        yield {
            **heading(document, mention.spans),
            **mention_row(corpus, document, mention),
            "sentence": document.surface((sentence.span,)),
        }


CONFIG = Config(
    "entities",
    "One row a mention: a name, a value or a nominal.",
    (
        DOC_ID,
        STORY_ID,
        PROVENANCE,
        LANG,
        *MENTION,
        Column("sentence", "string", "Text of the sentence that holds the mention.", role="text"),
    ),
    per_document(_rows),
)
