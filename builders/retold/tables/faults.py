"""Config ``faults``: one row a passage that distorts."""

from __future__ import annotations

from retold.columns import Column
from retold.corpus import Corpus
from retold.documents import Document
from retold.model import Drift, Fault, FaultName, labels, surface_of
from retold.tables.base import (
    DOC_ID,
    LANG,
    PROVENANCE,
    STORY_ID,
    ZONE,
    Config,
    Row,
    per_record,
    zone_of,
)

FAULT = (
    Column("fault_id", "string", "=fault.id", role="key"),
    Column("spans", "int32", "=fault.spans", depth=2, role="span"),
    Column("surface", "string", "=fault.surface", role="text", of="spans"),
    Column("fault", "string", "=fault.fault", labels=labels(FaultName)),
    Column("note", "string", "=fault.note"),
    Column("drift", "string", "=fault.drift", labels=labels(Drift)),
    Column("fact", "string", "=fault.fact"),
    Column("right_doc", "string", "Document of the story that has it right, or null.", role="link"),
    Column("right_text", "string", "The passage there, or null.", role="text", of="right_spans"),
    Column("right_spans", "int32", "=fault.right.spans", depth=2, role="span"),
    ZONE,
)


def fault_row(corpus: Corpus, document: Document, fault: Fault) -> Row:
    """The columns of ``FAULT``."""
    right = fault.right
    # none where it cannot be read: what is wrong with it is a finding
    there = corpus.texts.get(right.doc) if right else None
    return {
        "fault_id": fault.id,
        "spans": fault.spans,
        "surface": fault.surface,
        "fault": fault.fault,
        "note": fault.note,
        "drift": fault.drift,
        "fact": fault.fact,
        "right_doc": right.doc if right else None,
        "right_text": surface_of(there, right.spans) if right and there is not None else None,
        "right_spans": right.spans if right else None,
        "zone": zone_of(document, fault.spans).zone,
    }


CONFIG = Config(
    "faults",
    "One row a passage where the retelling distorts.",
    (DOC_ID, STORY_ID, PROVENANCE, LANG, *FAULT),
    per_record(lambda document: document.faults, fault_row),
)
