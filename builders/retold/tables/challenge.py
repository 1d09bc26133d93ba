"""Config ``challenge``: two rows an item, its original and its edit, each with its gold nested."""

from __future__ import annotations

from dataclasses import replace

from retold.challenge.items import SIDES, ChallengeSet, Compiled, Item, challenge_set
from retold.columns import Column
from retold.corpus import Corpus
from retold.documents import Document
from retold.model import ChallengeTask, labels
from retold.tables.base import PROVENANCE, Config, Row, Rows
from retold.tables.casualties import CASUALTY
from retold.tables.documents import SENTENCES, ZONES, parts_row, records_row
from retold.tables.entities import MENTION
from retold.tables.stances import HEADLINE, STANCE


def _quoting(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns, whose words are those of an item: written for it, or quoted from a document."""
    return tuple(replace(c, role="quote") if c.role == "text" else c for c in columns)


def _rows(corpus: Corpus, documents: tuple[Document, ...]) -> Rows:
    found = challenge_set(corpus)
    for item in found.items:
        for side, compiled in zip(SIDES, item.sides, strict=True):
            yield _row(found, item, side, compiled)


def _row(found: ChallengeSet, item: Item, side: str, compiled: Compiled) -> Row:
    record, document, corpus = item.record, compiled.document, found.corpus
    origin = record.origin
    return {
        "doc_id": document.id,
        "item_id": record.id,
        "side": side,
        "phenomenon": record.phenomenon,
        "task": record.task,
        "provenance": "real" if origin else "authored",
        "lang": record.lang,
        "published": record.published,
        "origin_doc": origin.doc if origin else None,
        "origin_spans": origin.spans if origin else None,
        "checks": record.checks,
        "focus": compiled.focus,
        "expect": record.expect,
        "text": document.text,
        "length": len(document.text),
        **parts_row(document),
        **records_row(corpus, document),
    }


CONFIG = Config(
    "challenge",
    "Two rows a test item: a short text and a minimal edit of it, each with its gold.",
    (
        Column("doc_id", "string", "Id of the text: the item's, and which side.", role="key"),
        Column("item_id", "string", "=challenge.id"),
        Column("side", "string", "Which of the item's two texts.", labels=SIDES),
        Column("phenomenon", "string", "=challenge.phenomenon"),
        Column("task", "string", "=challenge.task", labels=labels(ChallengeTask)),
        replace(PROVENANCE, about="Whether the original quotes a document that was received."),
        Column("lang", "string", "=challenge.lang"),
        Column("published", "string", "=challenge.published"),
        Column("origin_doc", "string", "=challenge.origin.doc", role="link"),
        Column("origin_spans", "int32", "=challenge.origin.spans", depth=2, role="span"),
        Column("checks", "string", "=challenge.checks", depth=1),
        Column("focus", "int32", "Passage whose records alone are compared; null for all.",
               depth=2, role="span"),
        Column("expect", "string", "=challenge.expect"),
        Column("text", "string", "The text without marks.", role="quote"),
        Column("length", "int32", "Code points of the text.", role="computed"),
        Column("zones", "struct", "The parts of the text, in order.", depth=1, fields=ZONES),
        Column("sentences", "struct", "Sentences, in order; computed.", depth=1, fields=SENTENCES),
        Column("mentions", "struct", "As in `entities`.", depth=1, fields=_quoting(MENTION)),
        Column("stances", "struct", "As in `stance`.", depth=1, fields=_quoting(STANCE)),
        Column("headlines", "struct", "As in `headlines`.", depth=1, fields=_quoting(HEADLINE)),
        Column("casualties", "struct", "As in `casualties`.", depth=1, fields=_quoting(CASUALTY)),
    ),
    _rows,
    whole=True,
    parts=lambda corpus: {"test": challenge_set(corpus).corpus.documents},
)  # fmt: skip
