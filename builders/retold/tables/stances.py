"""Configs ``stance`` and ``headlines``: who takes which position, and what headlines assert."""

from __future__ import annotations

from retold.columns import Column
from retold.corpus import Corpus
from retold.documents import Document
from retold.model import Expression, Headline, Polarity, Stance, VsBody, labels
from retold.stance_labels import FAVOR
from retold.tables.base import (
    DOC_ID,
    EVIDENCE,
    LANG,
    PROVENANCE,
    STORY_ID,
    ZONE,
    Config,
    Row,
    name_of,
    per_record,
    zone_of,
)

STANCE = (
    Column("stance_id", "string", "=stance.id", role="key"),
    Column("holder_id", "string", "=stance.holder", role="link"),
    Column(
        "holder_name",
        "string",
        "Usual English name of the holder, or 'author'.",
        role="joined",
        of="holder_id",
    ),
    Column("target_id", "string", "=stance.target", role="link"),
    Column(
        "target_text",
        "string",
        "Text of the proposition, or name of the entity.",
        role="joined",
        of="target_id",
    ),
    Column("polarity", "string", "=stance.polarity", labels=labels(Polarity)),
    Column(
        "favor",
        "string",
        "SemEval-2016 label, derived: support and conditional FAVOR, oppose AGAINST, else NONE.",
        labels=("FAVOR", "AGAINST", "NONE"),
        role="computed",
    ),
    Column("expression", "string", "=stance.expression", labels=labels(Expression)),
    Column("source_chain", "string", "=stance.source_chain", depth=1, role="link"),
    EVIDENCE,
    Column("evidence_spans", "int32", "=stance.evidence", depth=2, role="span"),
    ZONE,
)
HEADLINE = (
    Column("headline_id", "string", "=headline.id", role="key"),
    Column("spans", "int32", "=headline.spans", depth=2, role="span"),
    Column("surface", "string", "Text of the headline, or of its part.", role="text", of="spans"),
    Column("holder_id", "string", "=headline.holder", role="link"),
    Column("asserts_id", "string", "=headline.asserts", role="link"),
    Column("asserts_text", "string", "Text of the proposition.", role="joined", of="asserts_id"),
    Column("polarity", "string", "=headline.polarity", labels=labels(Polarity)),
    Column("vs_body", "string", "=headline.vs_body", labels=labels(VsBody)),
    EVIDENCE,
    Column("evidence_spans", "int32", "=headline.evidence", depth=2, role="span"),
)


def target_text(corpus: Corpus, target: str) -> str:
    """Text of a proposition, or usual name of an entity."""
    if target in corpus.propositions:
        return corpus.propositions[target].text
    return corpus.entities[target].name()


def stance_row(corpus: Corpus, document: Document, stance: Stance) -> Row:
    """The columns of ``STANCE``."""
    return {
        "stance_id": stance.id,
        "holder_id": stance.holder,
        "holder_name": name_of(corpus, stance.holder),
        "target_id": stance.target,
        "target_text": target_text(corpus, stance.target),
        "polarity": stance.polarity,
        "favor": FAVOR[stance.polarity],
        "expression": stance.expression,
        "source_chain": stance.source_chain,
        "evidence": document.surface(stance.evidence),
        "evidence_spans": stance.evidence,
        "zone": zone_of(document, stance.evidence).zone,
    }


def headline_row(corpus: Corpus, document: Document, headline: Headline) -> Row:
    """The columns of ``HEADLINE``."""
    return {
        "headline_id": headline.id,
        "spans": headline.spans,
        "surface": document.surface(headline.spans),
        "holder_id": headline.holder,
        "asserts_id": headline.asserts,
        "asserts_text": corpus.propositions[headline.asserts].text,
        "polarity": headline.polarity,
        "vs_body": headline.vs_body,
        "evidence": document.surface(headline.evidence),
        "evidence_spans": headline.evidence,
    }


STANCES = Config(
    "stance",
    "One row a position: who is for or against what, on whose word.",
    (DOC_ID, STORY_ID, PROVENANCE, LANG, *STANCE),
    per_record(lambda document: document.stances, stance_row),
)
HEADLINES = Config(
    "headlines",
    "One row a headline assertion, and whether the body agrees.",
    (DOC_ID, STORY_ID, PROVENANCE, LANG, *HEADLINE),
    per_record(lambda document: document.headlines, headline_row),
)
