"""The registry: doubles, left-overs, wrong types and names."""

from __future__ import annotations

import msgspec

from retold.model import Entity, Event, Mention, Proposition
from retold.mutate.base import Mutate, Operator, put, row
from retold.mutate.draws import Draw
from retold.mutate.layers import edited
from retold.mutate.sources import Change, Sources

_UNUSED: tuple[Entity | Proposition | Event, ...] = (
    Entity("e-nobody-names-it", "LOC", None, {"en": ("Nowhere",)}, None),
    Proposition("p-nobody-says-it", "Nobody says this."),
    Event("ev-nobody-tells-it", "A thing that nobody tells", None, ()),
)


def id_twice(sources: Sources, draw: Draw) -> Change | None:
    """Another entity under an id that is taken."""
    rows = sources.table(Entity)
    if not rows:
        return None
    old = draw.one(rows).record
    return sources.joined(msgspec.structs.replace(old, names={"en": ("Somebody Else",)}))


def unused(number: int) -> Mutate:
    return lambda sources, draw: sources.joined(_UNUSED[number])


def other_id(entity: Entity, sources: Sources, draw: Draw) -> Entity | None:
    """An id changed in the registry alone."""
    named = {mention.entity for mention, _ in sources.of(Mention)}
    return put(entity, "id", f"{entity.id}-1") if entity.id in named else None


def other_type(entity: Entity, sources: Sources, draw: Draw) -> Entity | None:
    """A type changed in the registry alone."""
    named = {mention.entity for mention, _ in sources.of(Mention)}
    if entity.id not in named or entity.type == "MISC":
        return None
    return put(put(entity, "org_subtype", None), "type", "MISC")


def retyped(entity: Entity, sources: Sources, draw: Draw) -> Entity | None:
    """An ORG of another subtype in the registry alone."""
    named = {mention.entity for mention, _ in sources.of(Mention)}
    if entity.id not in named or entity.type != "ORG":
        return None
    return put(entity, "org_subtype", "party" if entity.org_subtype != "party" else "igo")


def retyped_everywhere(sources: Sources, draw: Draw) -> Change | None:
    """An ORG of another subtype, in the registry and in all mentions."""
    for found in draw.order(sources.table(Entity)):
        entity = found.record
        mentions = [mention for mention, _ in sources.of(Mention) if mention.entity == entity.id]
        if mentions and entity.type == "ORG":
            new = "party" if entity.org_subtype != "party" else "igo"
            edits = [(mention, put(mention, "org_subtype", new)) for mention in mentions]
            return {**edited(sources, edits), **sources.changed(entity, put(entity, "org_subtype", new))}
    return None


def wikidata_twice(sources: Sources, draw: Draw) -> Change | None:
    """Two entities with one Wikidata id."""
    rows = draw.order(sources.table(Entity))
    if len(rows) < 2:
        return None
    first, second = rows[0].record, rows[1].record
    known = first.wikidata or "Q1234567"
    one = sources.changed(first, put(first, "wikidata", known))
    return {**one, **sources.after(one).changed(second, put(second, "wikidata", known))}


def nil_double(sources: Sources, draw: Draw) -> Change | None:
    """A second entity without Wikidata id under the same names, for one of the mentions."""
    for mention, _ in draw.order(sources.of(Mention)):
        entity = sources.entities.get(mention.entity or "")
        if entity is not None:
            double = msgspec.structs.replace(entity, id=f"{entity.id}-2", wikidata=None)
            moved = (mention, put(mention, "entity", double.id))
            return {**sources.joined(double), **edited(sources, [moved])}
    return None


def names_swapped(sources: Sources, draw: Draw) -> Change | None:
    """Two entities of one type change names."""
    rows = draw.order(sources.table(Entity))
    for a in rows:
        for b in rows:
            if a.record.id < b.record.id and a.record.type == b.record.type:
                one = sources.changed(a.record, msgspec.structs.replace(a.record, names=b.record.names))
                two = msgspec.structs.replace(b.record, names=a.record.names)
                return {**one, **sources.after(one).changed(b.record, two)}
    return None


def name_lost(entity: Entity, sources: Sources, draw: Draw) -> Entity | None:
    """One of several names."""
    for lang, names in entity.names.items():
        if len(names) > 1:
            number = draw.below(len(names))
            left = (*names[:number], *names[number + 1 :])
            return msgspec.structs.replace(entity, names={**entity.names, lang: left})
    return None


def name_in_other_language(entity: Entity, sources: Sources, draw: Draw) -> Entity | None:
    """A name under the tag of another language."""
    tags = sorted(entity.names)
    lang = draw.one(tags)
    other = "sr-Latn" if lang != "sr-Latn" else "en"
    names = {(other if tag == lang else tag): found for tag, found in entity.names.items()}
    return msgspec.structs.replace(entity, names=names)


def denied(proposition: Proposition, sources: Sources, draw: Draw) -> Proposition:
    return put(proposition, "text", f"It is not so: {proposition.text}")


def event_later(event: Event, sources: Sources, draw: Draw) -> Event:
    """An event after all documents were published."""
    return put(event, "date", "2099-01-01")


OPERATORS = (
    Operator("entity-id-twice", "structural", "two entities with one id", id_twice, ("RT014",)),
    Operator(
        "entity-id-changed",
        "structural",
        "an entity's id changed in the registry alone",
        row(Entity, other_id),
        ("RT301",),
    ),
    Operator(
        "entity-type-changed",
        "structural",
        "an entity's type changed in the registry alone",
        row(Entity, other_type),
        ("RT305",),
    ),
    Operator(
        "entity-subtype-changed",
        "structural",
        "an entity's subtype changed in the registry alone",
        row(Entity, retyped),
        ("RT305",),
    ),
    Operator("unused-entity", "semantic", "an entity that no record names", unused(0), ("RT701",)),
    Operator(
        "unused-proposition", "semantic", "a proposition that no record names", unused(1), ("RT701",)
    ),
    Operator("unused-event", "semantic", "an event that no claim is about", unused(2), ("RT701",)),
    Operator(
        "wikidata-twice", "semantic", "two entities with one Wikidata id", wikidata_twice, ("RT604",)
    ),
    Operator("nil-double", "semantic", "a second entity for the same name", nil_double, ("RT605",)),
    Operator("names-swapped", "semantic", "two entities of one type change names", names_swapped),
    Operator("name-lost", "semantic", "one of an entity's names is lost", row(Entity, name_lost)),
    Operator(
        "name-language", "semantic", "a name under another language", row(Entity, name_in_other_language)
    ),
    Operator(
        "event-later", "semantic", "an event after all its reports", row(Event, event_later), ("RT511",)
    ),
    Operator(
        "proposition-denied",
        "undetectable",
        "a proposition turned into its opposite",
        row(Proposition, denied),
        why="What the proposition says is only told by its own text.",
    ),
    Operator(
        "retyped-everywhere",
        "undetectable",
        "an entity of another subtype, here and in all mentions",
        retyped_everywhere,
        why="Registry and mentions agree; what the actor is, only the world knows.",
    ),
)
