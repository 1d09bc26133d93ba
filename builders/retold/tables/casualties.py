"""Config ``casualties``: one row a statement of harm."""

from __future__ import annotations

from retold.columns import Column
from retold.corpus import Corpus
from retold.documents import Document
from retold.model import (
    Casualty,
    Certainty,
    CountForm,
    Harm,
    Method,
    Responsibility,
    Role,
    Scope,
    SourceParty,
    YesNo,
    labels,
)
from retold.tables.base import (
    DOC_ID,
    EVIDENCE,
    LANG,
    PROVENANCE,
    STORY_ID,
    Config,
    Row,
    name_of,
    per_record,
)

CASUALTY = (
    Column("claim_id", "string", "=casualty.id", role="key"),
    Column("event_id", "string", "=casualty.event", role="link"),
    Column("scope", "string", "=casualty.scope", labels=labels(Scope)),
    Column("harm", "string", "=casualty.harm", labels=labels(Harm)),
    Column("occurred", "bool", "=casualty.occurred"),
    Column("count_surface", "string", "=casualty.count.surface", role="text"),
    Column("count_form", "string", "=casualty.count.form", labels=labels(CountForm)),
    Column("count_min", "int64", "=casualty.count.min"),
    Column("count_max", "int64", "=casualty.count.max"),
    Column("count_best", "int64", "=casualty.count.best"),
    Column("victims_surface", "string", "Text of the victims' noun phrase.",
           role="text", of="victims_spans"),
    Column("victims_spans", "int32", "=casualty.victims.spans", depth=2, role="span"),
    Column("victims_identity", "string", "=casualty.victims.identity", role="link"),
    Column("victims_role", "string", "=casualty.victims.role", labels=labels(Role)),
    Column("includes_perpetrator", "string", "=casualty.victims.includes_perpetrator",
           labels=labels(YesNo)),
    Column("perpetrator_id", "string", "=casualty.perpetrator.actor", role="link"),
    Column("perpetrator_name", "string", "Usual English name of the perpetrator.",
           role="joined", of="perpetrator_id"),
    Column("responsibility", "string", "=casualty.perpetrator.responsibility",
           labels=labels(Responsibility)),
    Column("method", "string", "=casualty.method", labels=labels(Method)),
    Column("source_party", "string", "=casualty.source.party", labels=labels(SourceParty)),
    Column("source_chain", "string", "=casualty.source.chain", depth=1, role="link"),
    Column("anonymous", "bool", "=casualty.source.anonymous"),
    Column("certainty", "string", "=casualty.certainty", labels=labels(Certainty)),
    Column("date_surface", "string", "=casualty.date.surface", role="text"),
    Column("date_start", "string", "=casualty.date.start"),
    Column("date_end", "string", "=casualty.date.end"),
    Column("date_precision", "int32", "=casualty.date.precision"),
    Column("date_anchor", "string", "=casualty.date.anchor"),
    Column("places", "string", "=casualty.place", depth=1, role="link"),
    EVIDENCE,
    Column("evidence_spans", "int32", "=casualty.evidence", depth=2, role="span"),
)  # fmt: skip


def casualty_row(corpus: Corpus, document: Document, claim: Casualty) -> Row:
    """The columns of ``CASUALTY``."""
    spans = claim.victims.spans
    return {
        "claim_id": claim.id,
        "event_id": claim.event,
        "scope": claim.scope,
        "harm": claim.harm,
        "occurred": claim.occurred,
        "count_surface": claim.count.surface,
        "count_form": claim.count.form,
        "count_min": claim.count.min,
        "count_max": claim.count.max,
        "count_best": claim.count.best,
        "victims_surface": document.surface(spans) if spans is not None else None,
        "victims_spans": spans,
        "victims_identity": claim.victims.identity,
        "victims_role": claim.victims.role,
        "includes_perpetrator": claim.victims.includes_perpetrator,
        "perpetrator_id": claim.perpetrator.actor,
        "perpetrator_name": name_of(corpus, claim.perpetrator.actor),
        "responsibility": claim.perpetrator.responsibility,
        "method": claim.method,
        "source_party": claim.source.party,
        "source_chain": claim.source.chain,
        "anonymous": claim.source.anonymous,
        "certainty": claim.certainty,
        "date_surface": claim.date.surface,
        "date_start": claim.date.start,
        "date_end": claim.date.end,
        "date_precision": claim.date.precision,
        "date_anchor": claim.date.anchor,
        "places": claim.place,
        "evidence": document.surface(claim.evidence),
        "evidence_spans": claim.evidence,
    }


CONFIG = Config(
    "casualties",
    "One row a statement of harm: how many, who, by whom, on whose word.",
    (DOC_ID, STORY_ID, PROVENANCE, LANG, *CASUALTY),
    per_record(lambda document: document.casualties, casualty_row),
)
