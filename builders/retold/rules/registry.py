"""Rules on the registry: what it holds is used, and used once."""

from __future__ import annotations

from collections.abc import Iterator

from retold import references
from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Entity, Event, Proposition
from retold.rules.base import Across, Fact, Rule

_FINDERS = (references.entities, references.propositions, references.events)


def named(document: Document, corpus: Corpus) -> Iterator[Fact]:
    if document.layer == "gold":
        found = {id for row in document.rows for find in _FINDERS for _, id in find(row.record)}
        yield from ((id, None) for id in sorted(found))


def unused(facts: Iterator[tuple[str, None]], corpus: Corpus) -> Iterator[Finding]:
    if not corpus.gold_whole:
        return
    used = {id for id, _ in facts}
    used.update(id for event in corpus.events.values() for _, id in references.entities(event))
    for kind in ("entity", "proposition", "event"):
        for row in corpus.tables.get(kind, ()):
            entry = row.record
            if isinstance(entry, Entity | Proposition | Event) and entry.id not in used:
                yield row.finding("RT701", f"no gold record uses {kind} {entry.id!r}")


RULES = (
    Rule(
        "RT701",
        "warning",
        "registry entry that nothing uses",
        why="It is left over, or a record that should use it points elsewhere.",
        fix="Remove it from the registry, or use it.",
        bad="an entity that no record of gold names",
        good="an entity that a mention links to",
        across=Across(None, named, unused),
    ),
)
