"""Rules on references: what a record names exists and is of the right kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator
from typing import NamedTuple

from retold import references
from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Annotation, Casualty, ClaimLink, Fault, Headline, Record, Stance, extent
from retold.records import Row
from retold.rules.base import Rule
from retold.rules.once import once


class Linked(NamedTuple):
    """The ids that a document names."""

    entities: set[str]
    propositions: set[str]
    events: set[str]


@once
def linked(document: Document) -> Linked:
    """What ``references`` finds in the records of a document, each id once."""
    found = Linked(set(), set(), set())
    # zones name nothing; a mention, as most records are, names two entities at most
    for kind in (Stance, Headline, Casualty, Fault):
        for row in document.rows_of(kind):
            found.entities.update(id for _, id in references.entities(row.record))
            found.propositions.update(id for _, id in references.propositions(row.record))
            found.events.update(id for _, id in references.events(row.record))
    for mention in document.mentions:
        ids = (mention.entity, mention.referent)
        found.entities.update(id for id in ids if id is not None and id != references.AUTHOR)
    return found


def entities_known(document: Document, corpus: Corpus) -> bool:
    """Whether RT301 finds nothing."""
    return linked(document).entities <= corpus.registry(document.layer).entities.keys()


def propositions_known(document: Document, corpus: Corpus) -> bool:
    """Whether RT306 finds nothing."""
    return linked(document).propositions <= corpus.registry(document.layer).propositions.keys()


def events_known(document: Document, corpus: Corpus) -> bool:
    """Whether RT307 finds nothing."""
    return linked(document).events <= corpus.registry(document.layer).events.keys()


def no_document_named(document: Document, corpus: Corpus) -> bool:
    """Whether RT302 has nothing to look for."""
    return all(fault.right is None for fault in document.faults)


def unknown_entity(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "entity" not in corpus.broken:
        yield from _dangling(
            document, "RT301", references.entities, corpus.registry(document.layer).entities, "entity"
        )


def unknown_right_document(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "seed" not in corpus.broken:
        yield from _dangling(document, "RT302", references.documents, corpus.seeds, "document")


def unknown_proposition(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "proposition" not in corpus.broken:
        known = corpus.registry(document.layer).propositions
        yield from _dangling(document, "RT306", references.propositions, known, "proposition")


def unknown_event(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "event" not in corpus.broken:
        yield from _dangling(
            document, "RT307", references.events, corpus.registry(document.layer).events, "event"
        )


# Field of a casualty claim -> the types of entity that it may name.
_KINDS = {
    "victims.identity": ("NORP",),
    "place": ("GPE", "LOC", "FAC"),
}


def wrong_kind(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in document.rows_of(Casualty):
        for field, id in references.entities(row.record):
            allowed = _KINDS.get(field.removesuffix(f".{field.rsplit('.', 1)[-1]}"), _KINDS.get(field))
            entity = corpus.registry(document.layer).entities.get(id)
            if allowed and entity is not None and entity.type not in allowed:
                message = f"{id!r} is {entity.type}; {field} names {' or '.join(allowed)}"
                yield row.finding("RT309", message, field, _extent(row))


def place_of_wrong_kind(corpus: Corpus) -> Iterator[Finding]:
    """RT309 for the places of the registry's events."""
    for row in corpus.tables.get("event", ()):
        for field, id in references.entities(row.record):
            entity = corpus.entities.get(id)
            if entity is not None and entity.type not in _KINDS["place"]:
                message = f"{id!r} is {entity.type}; {field} names {' or '.join(_KINDS['place'])}"
                yield row.finding("RT309", message, field)


def unknown_place(corpus: Corpus) -> Iterator[Finding]:
    """RT301 for the places of the registry's events."""
    if "entity" in corpus.broken:
        return
    for row in corpus.tables.get("event", ()):
        for field, id in references.entities(row.record):
            if id not in corpus.entities:
                yield row.finding("RT301", f"no entity {id!r}", field)


def annotators_known(document: Document, corpus: Corpus) -> bool:
    """Whether RT303 finds nothing."""
    return {row.record.annotator for row in document.rows} <= corpus.annotators.keys()


def unknown_annotator(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "annotator" in corpus.broken:
        return
    strangers = [row for row in document.rows if row.record.annotator not in corpus.annotators]
    for name, count in Counter(row.record.annotator for row in strangers).items():
        first = next(row for row in strangers if row.record.annotator == name)
        message = f"no annotator {name!r}; records of this file that name it: {count}"
        yield first.finding("RT303", message, "annotator")


def link_of_unknown_annotator(corpus: Corpus) -> Iterator[Finding]:
    """RT303 for the links between claims."""
    if "annotator" in corpus.broken:
        return
    for row in corpus.tables.get("claim_link", ()):
        link = row.record
        if isinstance(link, ClaimLink) and link.annotator not in corpus.annotators:
            yield row.finding("RT303", f"no annotator {link.annotator!r}", "annotator")


def wrong_file(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if document.layer == "gold":
        return
    for row in document.rows:
        if row.record.annotator != document.layer:
            message = f"annotator is {row.record.annotator!r}, the folder is {document.layer!r}"
            yield row.finding("RT019", message, "annotator")


def _dangling(
    document: Document,
    code: str,
    find: Callable[[Record], Iterator[references.Reference]],
    known: Container[str],
    what: str,
) -> Iterator[Finding]:
    for row in document.rows:
        for field, id in find(row.record):
            if id not in known:
                yield row.finding(code, f"no {what} {id!r}", field, _extent(row))


def _extent(row: Row[Annotation]) -> tuple[int, int]:
    return extent(references.standing(row.record))


_LINKS = "A reference that leads nowhere cannot be followed by anybody."

RULES = (
    Rule(
        "RT019",
        "error",
        "record in the wrong file",
        why="Folder and file name say whose record it is and of which document.",
        fix="Move the line to the file of its annotator and document, or correct the field.",
        bad='"annotator":"ada" in annotations/ben/port.jsonl',
        good='"annotator":"ben" there',
        structural=True,
        document=wrong_file,
    ),
    Rule(
        "RT301",
        "error",
        "unknown entity",
        why=_LINKS,
        fix="Add it to annotations/registry/entities.jsonl, or correct the id.",
        bad='"entity":"e-nrland"',
        good='"entity":"e-norland"',
        structural=True,
        document=unknown_entity,
        clear=entities_known,
        tables=unknown_place,
    ),
    Rule(
        "RT302",
        "error",
        "unknown document",
        why=_LINKS,
        fix="Add the seed to seeds/seeds.jsonl, or correct the id.",
        bad="annotations/gold/prt.jsonl",
        good="annotations/gold/port.jsonl",
        structural=True,
        document=unknown_right_document,
        clear=no_document_named,
    ),
    Rule(
        "RT303",
        "error",
        "unknown annotator",
        why=_LINKS,
        fix="Add it to annotations/annotators.jsonl, or correct the id.",
        bad='"annotator":"ada", who is not in annotators.jsonl',
        good="ada has a line there",
        structural=True,
        document=unknown_annotator,
        clear=annotators_known,
        tables=link_of_unknown_annotator,
    ),
    Rule(
        "RT306",
        "error",
        "unknown proposition",
        why=_LINKS,
        fix="Add it to annotations/registry/propositions.jsonl, or correct the id.",
        bad='"target":"p-port-opens", which nobody registered',
        good='"target":"p-port-reopens"',
        structural=True,
        document=unknown_proposition,
        clear=propositions_known,
    ),
    Rule(
        "RT307",
        "error",
        "unknown event",
        why=_LINKS,
        fix="Add it to annotations/registry/events.jsonl, or correct the id.",
        bad='"event":"ev-fyre"',
        good='"event":"ev-fire"',
        structural=True,
        document=unknown_event,
        clear=events_known,
    ),
    Rule(
        "RT309",
        "error",
        "entity of the wrong kind for its field",
        why="A reader filters by these fields.",
        fix="Correct the id, or the type in the registry.",
        bad='"place":["e-ada-lund"]',
        good='"place":["e-norhaven"]',
        document=wrong_kind,
        tables=place_of_wrong_kind,
    ),
)
