"""Splits, stories and the manifest: what a model has trained on comes back in its test."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from retold.documents import Document
from retold.model import Annotation, Casualty, Fault, Seed, Split, Story, labels
from retold.mutate.base import Mutate, Operator, put, row
from retold.mutate.copies import copied, other_story
from retold.mutate.draws import Draw
from retold.mutate.retext import Piece
from retold.mutate.sources import Change, Sources

_FRAMES = {
    "en": ("From our partners: ", " All rights reserved."),
    "id": ("Dari mitra kami: ", " Hak cipta dilindungi."),
    "hi": ("हमारे साझेदार से: ", " सर्वाधिकार सुरक्षित।"),
}


def no_claim(record: Annotation) -> bool:
    """A copy's claims and faults would be found by rules of their own."""
    return not isinstance(record, Casualty | Fault)


def copy_to_other_split(pieces: Callable[[Document, Draw], list[Piece] | None]) -> Mutate:
    """A document with changed words as another story in another split."""

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        for document in draw.order(sources.documents):
            story, changed = other_story(sources, document), pieces(document, draw)
            if story is not None and changed is not None:
                copy = copied(sources, document, story.id, changed, keep=no_claim)
                return {**copy, **sources.joined(story)}
        return None

    return mutate


def copy_in_story(sources: Sources, draw: Draw) -> Change | None:
    """A document twice in its own story."""
    if not sources.documents:
        return None
    document = draw.one(sources.documents)
    return copied(sources, document, document.seed.story, [], keep=no_claim)


def one_word(document: Document, draw: Draw) -> list[Piece] | None:
    """A word of a body zone that no mention holds, in capitals or twice."""
    held = {at for m in document.mentions for start, end in m.spans for at in range(start, end)}
    words = [
        found.span()
        for zone in document.zones
        for found in re.compile(r"\w{3,}").finditer(document.text, *zone.spans[0])
        if not held & set(range(*found.span()))
    ]
    if not words:
        return None
    start, end = draw.one(words)
    word = document.text[start:end]
    return [(start, end, word.upper() if word.upper() != word else f"{word} {word}")]


def syndicated(document: Document, draw: Draw) -> list[Piece] | None:
    """An outlet's line before and behind the first body zone, as syndication adds it."""
    zones = [zone.spans[0] for zone in document.zones if zone.zone == "body"]
    frame = _FRAMES.get(document.lang.split("-")[0])
    if not zones or frame is None:
        return None
    start, end = zones[0]
    return [(start, start, frame[0]), (end, end, frame[1])]


def event_in_other_split(sources: Sources, draw: Draw) -> Change | None:
    """The claims of a document in another split too, in a text of their own."""
    for claim, document in draw.order(sources.of(Casualty)):
        story, pieces = other_story(sources, document), one_word(document, draw)
        if story is not None and pieces is not None:

            def wanted(record: Annotation, event: str = claim.event) -> bool:
                return no_claim(record) or (isinstance(record, Casualty) and record.event == event)

            copy = copied(sources, document, story.id, pieces, keep=wanted)
            return {**copy, **sources.joined(story)}
    return None


def document_to_other_split(sources: Sources, draw: Draw) -> Change | None:
    """One of two documents that tell an event goes to a story of another split."""
    for claim, document in draw.order(sources.of(Casualty)):
        told = {c.doc for c, _ in sources.of(Casualty) if c.event == claim.event}
        story = other_story(sources, document)
        if len(told) > 1 and story is not None:
            moved = put(document.seed, "story", story.id)
            return {**sources.changed(document.seed, moved), **sources.joined(story)}
    return None


def story_to_other_split(story: Story, sources: Sources, draw: Draw) -> Story:
    return put(story, "split", draw.one([s for s in labels(Split) if s != story.split]))


def story_in_two_splits(sources: Sources, draw: Draw) -> Change | None:
    """A second line of a story, in another split."""
    rows = sources.table(Story)
    if not rows:
        return None
    story = draw.one(rows).record
    return sources.joined(story_to_other_split(story, sources, draw))


def unused_story(sources: Sources, draw: Draw) -> Change | None:
    return sources.joined(Story("story-that-nobody-tells", "A story that nobody tells", "test"))


def seed_twice(sources: Sources, draw: Draw) -> Change | None:
    """Two lines of the manifest with one id."""
    rows = sources.table(Seed)
    if not rows:
        return None
    old = draw.one(rows).record
    return sources.joined(
        put(old, "outlet", "Another Outlet" if old.outlet != "Another Outlet" else None)
    )


def other_digest(seed: Seed, sources: Sources, draw: Draw) -> Seed:
    at = draw.below(64)
    digit = "0" if seed.sha256[at] != "0" else "1"
    return put(seed, "sha256", f"{seed.sha256[:at]}{digit}{seed.sha256[at + 1 :]}")


def other_language(seed: Seed, sources: Sources, draw: Draw) -> Seed:
    return put(seed, "lang", "sr-Latn" if seed.lang != "sr-Latn" else "en")


def published_later(seed: Seed, sources: Sources, draw: Draw) -> Seed | None:
    """A day later, where a record is anchored to the day."""
    anchored = any(
        '"anchor":"' in line
        for d in sources.documents if d.id == seed.id
        for line in sources.lines(d.file)
    )  # fmt: skip
    day = date.fromisoformat(seed.published.date) + timedelta(days=1)
    return put(seed, "published.date", day.isoformat()) if anchored else None


def obtained_before_published(seed: Seed, sources: Sources, draw: Draw) -> Seed:
    day = date.fromisoformat(seed.published.date) - timedelta(days=1)
    return put(seed, "obtained", day.isoformat())


def other_outlet(seed: Seed, sources: Sources, draw: Draw) -> Seed:
    return put(seed, "outlet", "Another Outlet")


def other_licence(seed: Seed, sources: Sources, draw: Draw) -> Seed:
    return put(seed, "licence", "MIT" if seed.licence != "MIT" else "CC0-1.0")


OPERATORS = (
    Operator(
        "same-text-in-other-split",
        "structural",
        "a text in two splits",
        copy_to_other_split(lambda document, draw: []),
        ("RT702",),
    ),
    Operator(
        "event-in-other-split",
        "structural",
        "claims about one event in two splits",
        event_in_other_split,
        ("RT703",),
    ),
    Operator(
        "document-to-other-split",
        "structural",
        "one of two reports of an event in another split",
        document_to_other_split,
        ("RT703",),
    ),
    Operator(
        "near-copy-in-other-split",
        "semantic",
        "a text in two splits, one word of it changed",
        copy_to_other_split(one_word),
        ("RT704",),
    ),
    Operator(
        "syndicated-in-other-split",
        "semantic",
        "a text in two splits, in the frame of another outlet",
        copy_to_other_split(syndicated),
        ("RT704",),
    ),
    Operator("copy-in-story", "semantic", "a text twice in one story", copy_in_story),
    Operator("unused-story", "semantic", "a story that no document retells", unused_story, ("RT709",)),
    Operator(
        "story-in-two-splits",
        "structural",
        "a story with two lines and two splits",
        story_in_two_splits,
        ("RT014",),
    ),
    Operator("seed-twice", "structural", "two seeds with one id", seed_twice, ("RT005",)),
    Operator(
        "other-digest",
        "structural",
        "a digit of a digest is another",
        row(Seed, other_digest),
        ("RT003",),
    ),
    Operator(
        "published-later",
        "structural",
        "a day of publication after the records' anchors",
        row(Seed, published_later),
        ("RT217",),
    ),
    Operator(
        "obtained-before-published",
        "semantic",
        "a text that came before it was published",
        row(Seed, obtained_before_published),
    ),
    Operator("seed-language", "semantic", "a document of another language", row(Seed, other_language)),
    Operator("other-outlet", "semantic", "an outlet that the text never names", row(Seed, other_outlet)),
    Operator(
        "story-to-other-split",
        "undetectable",
        "a whole story in another split",
        row(Story, story_to_other_split),
        why="Which split a story belongs to is a free choice.",
    ),
    Operator(
        "other-licence",
        "undetectable",
        "a text under another licence",
        row(Seed, other_licence),
        why="The text does not say under which licence it came.",
    ),
)
