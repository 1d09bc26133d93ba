"""Rules on references: what a record names exists, and what the registry holds is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator

from retold import references
from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Annotation, ClaimLink, Entity, Event, Proposition, Record, Seed, extent
from retold.records import Row, record_id


def unknown_entity(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "entity" not in corpus.broken:
        yield from _dangling(document, "RT301", references.entities, corpus.entities, "entity")


def unknown_right_document(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "seed" not in corpus.broken:
        yield from _dangling(document, "RT302", references.documents, corpus.seeds, "document")


def unknown_proposition(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "proposition" not in corpus.broken:
        known = corpus.propositions
        yield from _dangling(document, "RT306", references.propositions, known, "proposition")


def unknown_event(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "event" not in corpus.broken:
        yield from _dangling(document, "RT307", references.events, corpus.events, "event")


# Field of a casualty claim -> the types of entity that it may name.
_KINDS = {
    "victims.identity": ("NORP",),
    "place": ("GPE", "LOC", "FAC"),
}


def wrong_kind(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in document.rows:
        for field, id in references.entities(row.record):
            allowed = _KINDS.get(field.removesuffix(f".{field.rsplit('.', 1)[-1]}"), _KINDS.get(field))
            entity = corpus.entities.get(id)
            if allowed and entity is not None and entity.type not in allowed:
                message = f"{id!r} is {entity.type}; {field} names {' or '.join(allowed)}"
                yield row.finding("RT309", message, field, _extent(row))


def unknown_place(corpus: Corpus) -> Iterator[Finding]:
    """RT301 for the places of the registry's events."""
    if "entity" in corpus.broken:
        return
    for row in corpus.tables.get("event", ()):
        for field, id in references.entities(row.record):
            if id not in corpus.entities:
                yield row.finding("RT301", f"no entity {id!r}", field)


def unknown_annotator(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if "annotator" in corpus.broken:
        return
    strangers = [row for row in document.rows if row.record.annotator not in corpus.annotators]
    for name, count in Counter(row.record.annotator for row in strangers).items():
        first = next(row for row in strangers if row.record.annotator == name)
        message = f"no annotator {name!r}; records of this file that name it: {count}"
        yield first.finding("RT303", message, "annotator")


def wrong_file(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in document.rows:
        if document.layer not in ("gold", row.record.annotator):
            message = f"annotator is {row.record.annotator!r}, the folder is {document.layer!r}"
            yield row.finding("RT019", message, "annotator")


def unknown_claim(corpus: Corpus) -> Iterator[Finding]:
    if not _gold_whole(corpus):
        return
    for row in corpus.tables.get("claim_link", ()):
        assert isinstance(row.record, ClaimLink)
        for field in ("a", "b"):
            id = getattr(row.record, field)
            if id not in corpus.claims:
                yield row.finding("RT308", f"no gold casualty record {id!r}", field)


def not_comparable(corpus: Corpus) -> Iterator[Finding]:
    for row in corpus.tables.get("claim_link", ()):
        link = row.record
        assert isinstance(link, ClaimLink)
        a, b = corpus.claims.get(link.a), corpus.claims.get(link.b)
        if a is None or b is None:
            continue
        for field in ("event", "harm"):
            if getattr(a, field) != getattr(b, field):
                message = f"{field}: {getattr(a, field)} of {a.id}, {getattr(b, field)} of {b.id}"
                yield row.finding("RT505", message)
        if a.doc == b.doc:
            yield row.finding("RT505", f"both claims stand in {a.doc!r}")


def same_text(corpus: Corpus) -> Iterator[Finding]:
    first: dict[str, Seed] = {}
    for row in corpus.tables.get("seed", ()):
        seed = row.record
        assert isinstance(seed, Seed)
        before = first.setdefault(seed.sha256, seed)
        splits = [corpus.stories[s.story].split for s in (before, seed) if s.story in corpus.stories]
        if len(set(splits)) == 2:
            message = f"{before.id!r} has the same text and is in {splits[0]}, this is in {splits[1]}"
            yield row.finding("RT702", message, "sha256")


def event_in_two_splits(corpus: Corpus) -> Iterator[Finding]:
    told: dict[str, dict[str, str]] = {}
    for document in corpus:
        story = corpus.stories.get(document.seed.story)
        for claim in document.casualties if story else ():
            told.setdefault(claim.event, {}).setdefault(story.split if story else "", document.id)
    for row in corpus.tables.get("event", ()):
        splits = told.get(record_id(row.record), {})
        if len(splits) > 1:
            shown = ", ".join(f"{split} ({doc})" for split, doc in sorted(splits.items()))
            yield row.finding("RT703", f"claims of it stand in {shown}")


def unused(corpus: Corpus) -> Iterator[Finding]:
    if not _gold_whole(corpus):
        return
    rows: list[Record] = [row.record for document in corpus for row in document.rows]
    rows += corpus.events.values()
    used = {
        id
        for record in rows
        for find in (references.entities, references.propositions, references.events)
        for _, id in find(record)
    }
    for kind in ("entity", "proposition", "event"):
        for row in corpus.tables.get(kind, ()):
            entry = row.record
            if isinstance(entry, Entity | Proposition | Event) and entry.id not in used:
                yield row.finding("RT701", f"no gold record uses {kind} {entry.id!r}")


def _gold_whole(corpus: Corpus) -> bool:
    """Whether every line of every seed's gold was read: only then is a lack a lack."""
    read = {document.id for document in corpus if document.file not in corpus.broken}
    return "seed" not in corpus.broken and read >= set(corpus.seeds)


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
