"""Rules on gold against the annotators' layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding, Place
from retold.records import differing_fields
from retold.rules.base import Rule


def gold_has_annotators(layers: Mapping[str, Document], corpus: Corpus) -> Iterator[Finding]:
    """RT801 for each gold record that no annotator made, and for what the only one made in vain."""
    gold = layers.get("gold")
    sources = [document for name, document in layers.items() if name != "gold"]
    if gold is None or any(document.file in corpus.broken for document in layers.values()):
        return
    if not sources and corpus.annotated:
        message = f"no annotator's layer has document {gold.id!r}"
        yield Finding("RT801", Place(gold.file, doc=gold.id), message)
    elif len(sources) == 1 == len(corpus.annotated):
        yield from _differences(gold, sources[0])
    elif sources:
        known = {row.record for source in sources for row in source.rows}
        for row in gold.rows:
            if row.record not in known:
                yield row.finding("RT801", "no annotator's layer has such a record")


def _differences(gold: Document, source: Document) -> Iterator[Finding]:
    wanted = {row.record.id: row for row in source.rows}
    for row in gold.rows:
        twin = wanted.pop(row.record.id, None)
        if twin is None:
            yield row.finding("RT801", f"{source.file} has no such record")
        else:
            for field in differing_fields(row.record, twin.record):
                yield row.finding("RT801", f"differs from {twin.file}:{twin.line}", field)
    for row in wanted.values():
        yield row.finding("RT801", f"{gold.file} has no such record")


RULES = (
    Rule(
        "RT801",
        "error",
        "gold that no annotator made",
        why="Gold is the only annotator's layer, or records of several; a difference has no author.",
        fix="Correct the annotator's file first, then copy it to annotations/gold/<doc>.jsonl.",
        bad="gold says ORG, the only annotator GPE",
        good="gold says what the annotator says",
        layers=gold_has_annotators,
    ),
)
