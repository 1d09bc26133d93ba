"""References: to entities, propositions, events, documents, annotators; links between claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from retold import references
from retold.files import ANNOTATORS
from retold.model import (
    Annotation,
    Annotator,
    Casualty,
    ClaimLink,
    Event,
    LinkField,
    Mention,
    Record,
    Relation,
    Seed,
    labels,
    surface_of,
)
from retold.mutate.base import At, Mutate, Operator, each, edit, put, row
from retold.mutate.draws import Draw
from retold.mutate.layers import Edit
from retold.mutate.operators.spans import ANY
from retold.mutate.sources import Change, Sources
from retold.records import canonical

_PLACES = ("GPE", "LOC", "FAC")


def misspelt(find: Callable[[Record], Iterator[references.Reference]]) -> Mutate:
    """An id that a record names, with letters behind it."""

    def changed(record: Annotation, at: At) -> Annotation | None:
        found = list(find(record))
        if not found:
            return None
        field, id = at.draw.one(found)
        return put(record, field, f"{id}-xx")

    return each(ANY, changed)


def unknown_annotator(record: Annotation, at: At) -> Annotation:
    return put(record, "annotator", "nobody")


def remove_annotator(sources: Sources, draw: Draw) -> Change | None:
    used = {record.annotator for record, _ in sources.of(ANY)}
    rows = [row for row in sources.table(Annotator) if row.record.id in used]
    if not rows:
        return None
    return {ANNOTATORS: sources.rewritten(ANNOTATORS, {canonical(draw.one(rows).record): None})}


def doc_of_another(record: Annotation, at: At) -> Annotation | None:
    others = [d.id for d in at.sources.documents if d.id != record.doc]
    return put(record, "doc", at.draw.one(others)) if others else None


def moved_to_another(mention: Mention, at: At) -> Iterable[Edit]:
    """The record in another document, where other words stand at its offsets."""
    for other in at.draw.order(at.sources.documents):
        if other.id != mention.doc and surface_of(other.text, mention.spans) != mention.surface:
            yield mention, None
            yield None, put(put(mention, "doc", other.id), "id", at.sources.new_id(mention.id))
            return


def id_of_another(record: Annotation, at: At) -> Annotation | None:
    """The id of a record of another document."""
    ids = [r.id for r, d in at.sources.of(ANY) if d.id != record.doc]
    return put(record, "id", at.draw.one(ids)) if ids else None


def link_to_other(mention: Mention, at: At) -> Mention | None:
    """Another entity of the same type."""
    entity = at.sources.entities.get(mention.entity or "")
    others = at.others(entity) if entity else []
    return put(mention, "entity", at.draw.one(others).id) if others else None


def link_to_other_type(mention: Mention, at: At) -> Mention | None:
    """An entity of another type, all labels with it: registry and mention agree, the words do not."""
    if mention.type in ("DATE", "TIME", "CARDINAL", "MONEY"):
        return None
    entities = at.sources.entities.values()
    others = sorted((e for e in entities if e.type != mention.type), key=lambda e: e.id)
    if not others:
        return None
    other = at.draw.one(others)
    for field, value in (
        ("entity", other.id),
        ("type", other.type),
        ("org_subtype", other.org_subtype),
        ("metonym", "none" if other.type == "GPE" else None),
        ("referent", None),
    ):
        mention = put(mention, field, value)
    return mention


def other_referent(mention: Mention, at: At) -> Mention | None:
    others = sorted(at.sources.entities.keys() - {mention.referent, mention.entity})
    return put(mention, "referent", at.draw.one(others)) if mention.referent and others else None


def metonym_lost(mention: Mention, at: At) -> Mention | None:
    if mention.referent is None:
        return None
    plain = "none" if mention.type == "GPE" else None
    return put(put(mention, "metonym", plain), "referent", None)


def links_crossed(mention: Mention, at: At) -> Iterable[Edit]:
    """Two mentions of one type swap their entities."""
    for other in at.draw.order(at.document.mentions):
        alike = (other.type, other.org_subtype) == (mention.type, mention.org_subtype)
        if alike and mention.entity and other.entity and mention.entity != other.entity:
            yield mention, put(mention, "entity", other.entity)
            yield other, put(other, "entity", mention.entity)
            return


def no_place(claim: Casualty, at: At) -> Casualty | None:
    found = sorted(e.id for e in at.sources.entities.values() if e.type not in _PLACES)
    return put(claim, "place", [at.draw.one(found)]) if found else None


def no_group(claim: Casualty, at: At) -> Casualty | None:
    found = sorted(e.id for e in at.sources.entities.values() if e.type != "NORP")
    return put(claim, "victims.identity", at.draw.one(found)) if found else None


def event_in_no_place(event: Event, sources: Sources, draw: Draw) -> Event | None:
    found = sorted(e.id for e in sources.entities.values() if e.type not in _PLACES)
    return put(event, "place", [draw.one(found)]) if found else None


def event_in_unknown_place(event: Event, sources: Sources, draw: Draw) -> Event:
    return put(event, "place", [*event.place, "e-no-such-place"])


def unknown_story(seed: Seed, sources: Sources, draw: Draw) -> Seed:
    return put(seed, "story", sources.new_id(seed.story))


def to_no_claim(link: ClaimLink, sources: Sources, draw: Draw) -> ClaimLink:
    return put(link, draw.one(["a", "b"]), sources.new_id(link.a))


def to_itself(link: ClaimLink, sources: Sources, draw: Draw) -> ClaimLink:
    return put(link, "b", link.a)


def to_other(*, same_document: bool) -> Callable[[ClaimLink, Sources, Draw], ClaimLink | None]:
    """One side to a claim of the other's document, or of another about another event or harm."""

    def change(link: ClaimLink, sources: Sources, draw: Draw) -> ClaimLink | None:
        claims = {claim.id: claim for claim, _ in sources.of(Casualty)}
        for kept, side in draw.order([(link.a, "b"), (link.b, "a")]):
            for other in draw.order(list(claims.values())) if kept in claims else ():
                claim = claims[kept]
                same = other.doc == claim.doc
                comparable = (other.event, other.harm) == (claim.event, claim.harm)
                if other.id != kept and (same if same_document else not same and not comparable):
                    return put(link, side, other.id)
        return None

    return change


def by_nobody(link: ClaimLink, sources: Sources, draw: Draw) -> ClaimLink:
    return put(link, "annotator", "nobody")


def other_relation(link: ClaimLink, sources: Sources, draw: Draw) -> ClaimLink:
    return put(link, "relation", draw.one([r for r in labels(Relation) if r != link.relation]))


def other_field(link: ClaimLink, sources: Sources, draw: Draw) -> ClaimLink:
    return put(link, "field", draw.one([f for f in labels(LinkField) if f != link.field]))


def sides_swapped(link: ClaimLink, sources: Sources, draw: Draw) -> ClaimLink | None:
    """A refines B becomes B refines A."""
    if link.relation not in ("refines", "subset_of"):
        return None
    return msgspec.structs.replace(link, a=link.b, b=link.a)


def contradicting(sources: Sources, draw: Draw) -> Change | None:
    """A second link that says the opposite of the first."""
    rows = sources.table(ClaimLink)
    if not rows:
        return None
    old = draw.one(rows).record
    new = "contradicts" if old.relation != "contradicts" else "same"
    return sources.joined(put(put(old, "relation", new), "id", sources.new_id(old.id)))


def link_twice(sources: Sources, draw: Draw) -> Change | None:
    rows = sources.table(ClaimLink)
    if not rows:
        return None
    old = draw.one(rows).record
    return sources.joined(put(old, "id", sources.new_id(old.id)))


def link_lost(sources: Sources, draw: Draw) -> Change | None:
    rows = sources.table(ClaimLink)
    return sources.changed(draw.one(rows).record, None) if rows else None


OPERATORS = (
    Operator(
        "entity-misspelt", "structural", "an id of no entity", misspelt(references.entities), ("RT301",)
    ),
    Operator(
        "proposition-misspelt",
        "structural",
        "an id of no proposition",
        misspelt(references.propositions),
        ("RT306",),
    ),
    Operator(
        "event-misspelt", "structural", "an id of no event", misspelt(references.events), ("RT307",)
    ),
    Operator("story-misspelt", "structural", "an id of no story", row(Seed, unknown_story), ("RT304",)),
    Operator(
        "unknown-annotator",
        "structural",
        "a record of an annotator that is not in the list",
        each(ANY, unknown_annotator),
        ("RT303",),
    ),
    Operator(
        "remove-annotator", "structural", "an annotator's line is lost", remove_annotator, ("RT303",)
    ),
    Operator(
        "doc-of-another",
        "structural",
        "a record that names another document than its file",
        each(ANY, doc_of_another),
        ("RT019",),
    ),
    Operator(
        "id-of-another",
        "structural",
        "a record with the id of one of another document",
        each(ANY, id_of_another),
        ("RT014",),
    ),
    Operator(
        "moved-to-another",
        "structural",
        "a mention moved to another document's file",
        edit(Mention, moved_to_another),
        ("RT203", "RT201"),
    ),
    Operator(
        "place-is-none",
        "structural",
        "a claim's place that is no place",
        each(Casualty, no_place),
        ("RT309",),
    ),
    Operator(
        "identity-is-no-group",
        "structural",
        "victims of a group that is none",
        each(Casualty, no_group),
        ("RT309",),
    ),
    Operator(
        "event-place-is-none",
        "structural",
        "an event's place that is no place",
        row(Event, event_in_no_place),
        ("RT309",),
    ),
    Operator(
        "event-place-misspelt",
        "structural",
        "an event in a place that no entity is",
        row(Event, event_in_unknown_place),
        ("RT301",),
    ),
    Operator(
        "link-to-no-claim",
        "structural",
        "a link to a claim that is not there",
        row(ClaimLink, to_no_claim),
        ("RT308",),
    ),
    Operator(
        "link-to-itself",
        "structural",
        "a link from a claim to itself",
        row(ClaimLink, to_itself),
        ("RT505",),
    ),
    Operator(
        "link-inside-document",
        "structural",
        "a link between two claims of one document",
        row(ClaimLink, to_other(same_document=True)),
        ("RT505",),
    ),
    Operator(
        "link-to-other-harm",
        "structural",
        "a link between claims of two events or harms",
        row(ClaimLink, to_other(same_document=False)),
        ("RT505",),
    ),
    Operator(
        "link-by-nobody",
        "structural",
        "a link of an annotator that is not in the list",
        row(ClaimLink, by_nobody),
        ("RT303",),
    ),
    Operator(
        "link-relation", "semantic", "a link with another relation", row(ClaimLink, other_relation)
    ),
    Operator("link-field", "semantic", "a link decided by another field", row(ClaimLink, other_field)),
    Operator(
        "link-sides-swapped",
        "semantic",
        "the finer claim in the place of the coarser",
        row(ClaimLink, sides_swapped),
    ),
    Operator("link-twice", "semantic", "a link twice", link_twice),
    Operator("link-contradicted", "semantic", "two links that say the opposite", contradicting),
    Operator(
        "link-to-other-entity",
        "semantic",
        "a mention linked to another entity of its type",
        each(Mention, link_to_other),
    ),
    Operator(
        "link-to-other-type",
        "semantic",
        "a mention linked to an entity of another type",
        each(Mention, link_to_other_type),
    ),
    Operator(
        "links-crossed",
        "semantic",
        "two mentions of one type swap their entities",
        edit(Mention, links_crossed),
    ),
    Operator(
        "other-referent",
        "semantic",
        "a metonym that means another entity",
        each(Mention, other_referent),
    ),
    Operator(
        "metonym-lost",
        "undetectable",
        "a metonym marked as the place or person itself",
        each(Mention, metonym_lost),
        why="Whether a name stands for a government is the reader's judgement.",
    ),
    Operator(
        "link-lost",
        "undetectable",
        "a link between claims is lost",
        link_lost,
        why="No rule says which pairs of claims must be linked.",
    ),
)
