"""Rules on the registry: what it holds is used, and stands there once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from retold import references
from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Entity, Event, Proposition
from retold.records import Row
from retold.rules.base import Across, Fact, Rule
from retold.rules.links import linked
from retold.rules.names import language
from retold.rules.words import folded


def named(document: Document, corpus: Corpus) -> Iterator[Fact]:
    if document.layer == "gold":
        yield from ((id, None) for id in sorted(set().union(*linked(document))))


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


def one_wikidata_id(corpus: Corpus) -> Iterator[Finding]:
    first: dict[str, Entity] = {}
    for row in _entities(corpus):
        entity = row.record
        if entity.wikidata is not None:
            before = first.setdefault(entity.wikidata, entity)
            # of two lines with one id it is RT014
            if before.id != entity.id:
                message = f"{before.id!r} is {entity.wikidata} too"
                yield row.finding("RT604", message, "wikidata")


def shared_name(corpus: Corpus) -> Iterator[Finding]:
    yield from namesakes(_entities(corpus))


def namesakes(rows: Iterable[Row[Entity]], *, one_story: bool = False) -> Iterator[Finding]:
    """RT605 for each entity that has the type and a name of one before it.

    Of two fictional ones nothing is said, for each invented country has its own Health Ministry; save
    where all are of ``one_story``, as they are in the facts of one.
    """
    first: dict[tuple[str, str, str], Entity] = {}
    for row in rows:
        entity = row.record
        told: set[str] = set()
        for tag, names in entity.names.items():
            for name in names:
                key = (entity.type, language(tag), folded(name))
                before = first.setdefault(key, entity)
                # two ids of Wikidata are two entities; relatives may share a surname
                known = None not in (before.wikidata, entity.wikidata)
                surname = entity.type == "PER" and " " not in key[2]
                apart = known or surname or (before.fictional and entity.fictional and not one_story)
                if before.id != entity.id and before.id not in told and not apart:
                    told.add(before.id)
                    message = f"{before.id!r}, of the same type, has the name {name!r} ({tag}) too"
                    yield row.finding("RT605", message, f"names.{tag}")


def _entities(corpus: Corpus) -> Iterator[Row[Entity]]:
    for row in corpus.tables.get("entity", ()):
        if isinstance(row.record, Entity):
            yield Row(row.record, row.file, row.line)


RULES = (
    Rule(
        "RT604",
        "error",
        "two entities with one Wikidata id",
        why="One actor would be counted as two.",
        fix="Keep one entity and link its mentions to it, or correct the id; null where not verified.",
        bad='e-norhaven and e-norhaven-port, both with "wikidata":"Q1"',
        good='"wikidata":"Q1" at one of them',
        tables=one_wikidata_id,
    ),
    Rule(
        "RT605",
        "warning",
        "two entities of one type with one name",
        why="Without two Wikidata ids they may be one actor, registered twice.",
        fix="Make them one, or tell them apart: by a fuller name, or by their Wikidata ids.",
        bad="e-dock-union and e-dockers, both ORG, both named Dock Union",
        good="e-ada-lund and e-orm-lund, both named Lund: a surname; two fictional Health Ministries",
        tables=shared_name,
    ),
    Rule(
        "RT701",
        "warning",
        "registry entry that nothing uses",
        why="It is left over, or a record that should use it points elsewhere.",
        fix="Remove it from the registry, or use it.",
        bad="an entity that no record of gold names",
        good="an entity that a mention links to",
        across=Across(None, named, unused, condense=lambda values: values[:1]),
    ),
)
