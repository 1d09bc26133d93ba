"""Config ``documents``: one row a document, with its text and everything nested."""

from __future__ import annotations

from dataclasses import replace

from retold.columns import Column
from retold.corpus import Corpus
from retold.documents import Document
from retold.model import ZoneName, labels
from retold.tables.base import (
    DOC_ID,
    END,
    PROVENANCE,
    START,
    STORY_ID,
    ZONE,
    Config,
    Row,
    Rows,
    ends,
    per_document,
)
from retold.tables.casualties import CASUALTY, casualty_row
from retold.tables.entities import MENTION, mention_row
from retold.tables.faults import FAULT, fault_row
from retold.tables.stances import HEADLINE, STANCE, headline_row, stance_row

_PUBLISHED = (
    Column("date", "string", "Day, ISO 8601."),
    Column("inferred", "bool", "=seed.published.inferred"),
)
ZONES = (
    Column("zone_id", "string", "=zone.id", role="key"),
    START,
    END,
    Column("zone", "string", "=zone.zone", labels=labels(ZoneName)),
    Column("lang", "string", "=zone.lang"),
)
SENTENCES = (
    Column("sentence_id", "string", "Id of the sentence, as in the config `ner`.", role="key"),
    START,
    END,
    ZONE,
)


def parts_row(document: Document) -> Row:
    """The columns ``zones`` and ``sentences``."""
    return {
        "zones": [
            {"zone_id": z.id, **ends(z.spans[0]), "zone": z.zone, "lang": z.lang} for z in document.zones
        ],
        "sentences": [
            {"sentence_id": s.id, **ends(s.span), "zone": s.zone.zone} for s in document.sentences
        ],
    }


def records_row(corpus: Corpus, document: Document) -> Row:
    """The columns ``mentions``, ``stances``, ``headlines`` and ``casualties``."""
    return {
        "mentions": [mention_row(corpus, document, m) for m in document.mentions],
        "stances": [stance_row(corpus, document, s) for s in document.stances],
        "headlines": [headline_row(corpus, document, h) for h in document.headlines],
        "casualties": [casualty_row(corpus, document, c) for c in document.casualties],
    }


def _rows(corpus: Corpus, document: Document) -> Rows:
    seed = document.seed
    yield {
        "doc_id": seed.id,
        "story_id": seed.story,
        "provenance": seed.provenance,
        "lang": seed.lang,
        "text": document.text,
        "length": len(document.text),
        "outlet": seed.outlet,
        "published": {"date": seed.published.date, "inferred": seed.published.inferred},
        "licence": seed.licence,
        "sha256": seed.sha256,
        **parts_row(document),
        **records_row(corpus, document),
        "faults": [fault_row(corpus, document, f) for f in document.faults],
    }


CONFIG = Config(
    "documents",
    "One row a document: the text and everything nested.",
    (
        DOC_ID,
        replace(STORY_ID, role="link"),
        replace(PROVENANCE, role="value"),
        Column("lang", "string", "=seed.lang"),
        Column("text", "string", "The seed, exactly as received.", role="text"),
        Column("length", "int32", "Code points of the text.", role="computed"),
        Column("outlet", "string", "=seed.outlet"),
        Column("published", "struct", "=seed.published", fields=_PUBLISHED),
        Column("licence", "string", "=seed.licence"),
        Column("sha256", "string", "=seed.sha256", role="computed"),
        Column("zones", "struct", "The parts of the page, in order.", depth=1, fields=ZONES),
        Column("sentences", "struct", "Sentences, in order; computed.", depth=1, fields=SENTENCES),
        Column("mentions", "struct", "As in `entities`.", depth=1, fields=MENTION),
        Column("stances", "struct", "As in `stance`.", depth=1, fields=STANCE),
        Column("headlines", "struct", "As in `headlines`.", depth=1, fields=HEADLINE),
        Column("casualties", "struct", "As in `casualties`.", depth=1, fields=CASUALTY),
        Column("faults", "struct", "As in `faults`.", depth=1, fields=FAULT),
    ),
    per_document(_rows),
)
