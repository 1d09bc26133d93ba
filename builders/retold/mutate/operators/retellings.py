"""What is told twice: names and values with two readings, names left bare, copies, stories as two."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from retold.documents import Document
from retold.files import GOLD
from retold.manifest import sha256
from retold.model import Annotation, Casualty, Mention, Story, Zone
from retold.mutate.base import At, Mutate, Operator, put
from retold.mutate.copies import copied, other_story
from retold.mutate.draws import Draw
from retold.mutate.layers import copies_of, edited, path_in
from retold.mutate.operators.links import link_to_other, link_to_other_type
from retold.mutate.operators.mentions import day_after
from retold.mutate.operators.splits import no_claim, one_word
from retold.mutate.retext import retext
from retold.mutate.sources import Change, Sources
from retold.records import dump
from retold.rules.names import contexts

Reading = Callable[[Mention, At], Mention | None]

_ENOUGH = 12
"""Entities that two documents share, and are sure to tell one story."""


def second_reading(change: Reading) -> Mutate:
    """A name between the same words has another reading in a copy of its document."""

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        for mention, document in draw.order(sources.of(Mention)):
            if not _framed(mention, document) or change(mention, At(document, sources, draw)) is None:
                continue
            copy = copied(sources, document, document.seed.story, [], keep=no_claim)
            later = sources.after(copy)
            id = sources.new_id(mention.id)
            new, place = next((m, d) for m, d in later.of(Mention) if m.id == id)
            return {**copy, **edited(later, [(new, change(new, At(place, later, draw)))])}
        return None

    return mutate


def second_reading_elsewhere(sources: Sources, draw: Draw) -> Change | None:
    """A name means another entity than between other words of the story."""
    for mention, document in draw.order(sources.of(Mention)):
        words = mention.surface.casefold()
        others = [
            (m, d)
            for m, d in sources.of(Mention)
            if m.surface.casefold() == words
            and m.entity == mention.entity
            and m.id != mention.id
            and d.seed.story == document.seed.story
            and d.lang == document.lang
        ]
        frames = _frames(mention, document)
        shared = any(frames & _frames(m, d) for m, d in others)
        new = link_to_other(mention, At(document, sources, draw))
        surname = mention.type == "PER" and " " not in mention.surface
        if others and new is not None and not shared and not surname and mention.level == "name":
            return edited(sources, [(mention, new)])
    return None


def bare_in_copy(sources: Sources, draw: Draw) -> Change | None:
    """A name of several words that a copy of its document leaves bare everywhere."""
    for mention, document in draw.order(sources.of(Mention)):
        within = [m for m in document.mentions if m.surface == mention.surface]
        around = [m for m in document.mentions if m not in within and _inside(mention, m)]
        if mention.entity is None or " " not in mention.surface or around or len(mention.spans) > 1:
            continue
        gone = {m.id for m in document.mentions if m in within or _inside(m, mention)}

        def wanted(record: Annotation, gone: set[str] = gone) -> bool:
            return no_claim(record) and record.id not in gone

        return copied(sources, document, document.seed.story, [], keep=wanted)
    return None


def bare_beside(sources: Sources, draw: Draw) -> Change | None:
    """A name of several words that the same document marks elsewhere."""
    for mention, document in draw.order(sources.of(Mention)):
        alike = [m for m in document.mentions if m.surface == mention.surface and m.entity is not None]
        around = any(m != mention and _inside(mention, m) for m in document.mentions)
        one_language = len({z.lang for z in document.zones}) == 1
        if len(alike) > 1 and " " in mention.surface and one_language and not around:
            inner = [m for m in document.mentions if _inside(m, mention)]
            return edited(sources, [(m, None) for m in {m.id: m for m in (mention, *inner)}.values()])
    return None


def second_value(sources: Sources, draw: Draw) -> Change | None:
    """The words of a day again, with the day after as their value."""
    for mention, document in draw.order(sources.of(Mention)):
        zone = document.zone_at(mention.spans)
        if mention.type != "DATE" or zone is None or len(mention.value or "") != len("2031-05-04"):
            continue
        end = zone.spans[0][1]
        change = retext(sources, document, [(end, end, f" {mention.surface}.")])
        span = (end + 1, end + 1 + len(mention.surface))
        again = put(put(mention, "spans", [span]), "value", day_after(mention.value or ""))
        later = sources.after(change)
        return {**change, **edited(later, [(None, put(again, "id", sources.new_id(mention.id)))])}
    return None


def zones_alone(sources: Sources, draw: Draw) -> Change | None:
    """All records of a document are lost but its zones."""
    for document in draw.order(sources.documents):
        lost = [row.record for row in document.rows if not isinstance(row.record, Zone)]
        if lost and len(document.text.split()) > 30:
            return edited(sources, [(record, None) for record in lost])
    return None


def copy_as_witness(sources: Sources, draw: Draw) -> Change | None:
    """A copy of a report, one word changed, as another story with the same claims."""
    for _, document in draw.order(sources.of(Casualty)):
        story, pieces = other_story(sources, document), one_word(document, draw)
        own = next((r.record for r in sources.table(Story) if r.record.id == document.seed.story), None)
        if story is not None and own is not None and pieces is not None:
            told = put(story, "split", own.split)
            copy = copied(
                sources, document, told.id, pieces, keep=lambda r: no_claim(r) or isinstance(r, Casualty)
            )
            return {**copy, **sources.joined(told)}
    return None


def told_as_two(*, apart: bool) -> Mutate:
    """Two new documents of two stories name the same entities and day in words of their own."""

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        entities = [e for e in sorted(sources.entities) if " " in sources.entities[e].name()]
        entities += [e for e in sorted(sources.entities) if e not in entities]
        documents = [document for document in sources.documents if document.rows]
        if not documents or len(entities) < 8:
            return None
        like = draw.one(documents)
        story = other_story(sources, like)
        own = next((r.record for r in sources.table(Story) if r.record.id == like.seed.story), None)
        if story is None or own is None:
            return None
        first = Story(sources.new_id(f"{own.id}-a"), "A day told once", own.split)
        second = Story(
            sources.new_id(f"{own.id}-b"), "A day told again", story.split if apart else own.split
        )
        change: dict[str, bytes | None] = dict(sources.joined(first, second))
        for told, word in ((first, "once"), (second, "again")):
            later = sources.after(change)
            change.update(_telling(later, like, told, entities[:_ENOUGH], word))
        return change

    return mutate


def _telling(sources: Sources, like: Document, story: Story, entities: list[str], word: str) -> Change:
    """A document that names the entities, a day and a number, each behind a word of its own."""
    id, text = sources.new_id(f"told-{word}"), ""
    author = like.rows[0].record.annotator
    derived = next((row.record.derived_from for row in like.rows if row.record.derived_from), ())
    records: list[Annotation] = []
    for number, name in enumerate([*entities, "2031-05-02", "46"]):
        text += f"{' ' if text else ''}{word}{'x' * number} "
        known = sources.entities.get(name)
        words = known.name() if known else name
        span = (len(text), len(text) + len(words))
        text += words
        kind = known.type if known else "DATE" if "-" in name else "CARDINAL"
        subtype, entity = (known.org_subtype, known.id) if known else (None, None)
        records.append(
            Mention(
                f"{id}-m{number}",
                id,
                author,
                (span,),
                words,
                kind,
                "name",
                subtype,
                "none" if kind == "GPE" else None,
                entity,
                None,
                None if known else name,
                None,
                derived,
            )
        )
    records.append(Zone(f"{id}-z", id, author, ((0, len(text)),), "body", "en", derived))
    data = text.encode("utf-8")
    seed = msgspec.structs.replace(
        like.seed, id=id, file=f"{id}.txt", lang="en", story=story.id, sha256=sha256(data), outlet=None
    )
    files: dict[str, list[Annotation]] = {
        path_in(layer, id): [] for layer in (GOLD, *sources.layers(like.id))
    }
    for record in records:
        for path, copy in copies_of(record):
            files.setdefault(path, []).append(copy)
    dumped = {path: dump(found).encode("utf-8") for path, found in files.items()}
    return {f"seeds/{seed.file}": data, **sources.joined(seed), **dumped}


def _frames(mention: Mention, document: Document) -> set[str]:
    sentence = document.sentence_at(mention.spans)
    return set(contexts(document, mention, sentence)) if sentence is not None else set()


def _framed(mention: Mention, document: Document) -> bool:
    surname = mention.type == "PER" and " " not in mention.surface
    return mention.entity is not None and not surname and bool(_frames(mention, document))


def _inside(mention: Mention, other: Mention) -> bool:
    start, end = mention.spans[0][0], mention.spans[-1][1]
    return other.spans[0][0] <= start and end <= other.spans[-1][1]


OPERATORS = (
    Operator(
        "second-type-in-copy",
        "semantic",
        "a name between the same words with another type",
        second_reading(link_to_other_type),
        ("RT601",),
    ),
    Operator(
        "second-link-in-copy",
        "semantic",
        "a name between the same words for another entity",
        second_reading(link_to_other),
        ("RT602",),
    ),
    Operator(
        "second-link-in-story",
        "semantic",
        "a name for another entity than elsewhere in the story",
        second_reading_elsewhere,
        ("RT607",),
    ),
    Operator(
        "bare-beside",
        "semantic",
        "a name left bare that its document marks elsewhere",
        bare_beside,
        ("RT603",),
    ),
    Operator(
        "bare-in-copy",
        "semantic",
        "a name left bare in a copy of its document",
        bare_in_copy,
        ("RT608",),
    ),
    Operator(
        "second-value", "semantic", "words of a day again, for another day", second_value, ("RT606",)
    ),
    Operator(
        "zones-alone", "semantic", "a document of which only zones are left", zones_alone, ("RT708",)
    ),
    Operator(
        "copy-as-witness",
        "semantic",
        "a copy with the same claims as another story",
        copy_as_witness,
        ("RT705",),
    ),
    Operator(
        "told-as-two",
        "semantic",
        "two stories that tell of the same entities and day",
        told_as_two(apart=False),
        ("RT707",),
    ),
    Operator(
        "told-in-two-splits", "semantic", "the same in two splits", told_as_two(apart=True), ("RT706",)
    ),
)
