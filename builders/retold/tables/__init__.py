"""Documents -> Arrow tables. Each config is one file of this folder and one row of CONFIGS.

Offsets in every column are half-open code-point ranges into the document's ``text``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from retold.columns import arrow_schema
from retold.corpus import Corpus
from retold.documents import Document
from retold.references import standing
from retold.tables import casualties, challenge, documents, entities, events, faults, stances, tokens
from retold.tables.arrow import digested_table
from retold.tables.base import Config
from retold.tables.parts import content_digest

__all__ = ["CONFIGS", "COUNTED", "config", "content_digest", "counts", "table"]

# The first is the default config.
CONFIGS: tuple[Config, ...] = (
    documents.CONFIG,
    entities.CONFIG,
    tokens.CONFIG,
    stances.STANCES,
    stances.HEADLINES,
    casualties.CONFIG,
    events.CONFIG,
    faults.CONFIG,
    challenge.CONFIG,
)


def config(name: str) -> Config:
    """The config of that name. Raises KeyError, naming those there are."""
    for found in CONFIGS:
        if found.name == name:
            return found
    raise KeyError(f"no config {name!r}; there are: {', '.join(c.name for c in CONFIGS)}")


def table(config: Config, corpus: Corpus, documents: Iterable[Document]) -> pa.Table:
    """The Arrow table of one config over the documents, in their order."""
    return digested_table(arrow_schema(config.columns), config.rows(corpus, tuple(documents)))[0]


LAYERS = ("zones", "mentions", "stances", "headlines", "casualties", "faults")
COUNTED = ("documents", "sentences", *LAYERS)
"""What is counted per split and language, in release.json, the card and on the terminal."""


def counts(split: str, documents: Iterable[Document]) -> list[dict[str, Any]]:
    """Per language: documents (by main language), sentences and records (by their zone)."""
    found: dict[str, dict[str, int]] = {}

    def add(lang: str, what: str) -> None:
        row = found.setdefault(lang, dict.fromkeys(COUNTED, 0))
        row[what] += 1

    for document in documents:
        add(document.lang, "documents")
        for sentence in document.sentences:
            add(sentence.zone.lang, "sentences")
        for layer in LAYERS:
            for record in getattr(document, layer):
                zone = document.zone_at(standing(record)[:1])
                add(zone.lang if zone else document.lang, layer)
    return [{"split": split, "lang": lang, **row} for lang, row in sorted(found.items())]
