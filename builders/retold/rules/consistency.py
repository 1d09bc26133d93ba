"""Rules on consistency: what is written alike in like surroundings is annotated alike.

After Dickinson and Meurers (2003), Detecting Errors in Part-of-Speech Annotation: a string that is
annotated in two ways is an ambiguity or an error, and the more of its surroundings are equal, the
surer it is an error. One story is one discourse, in which a name keeps its sense (Gale, Church and
Yarowsky 1992, One Sense Per Discourse).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding, Place
from retold.model import extent
from retold.rules.base import Across, Fact, Rule
from retold.rules.names import contexts, language, name_rows
from retold.rules.once import once
from retold.rules.words import folded

# More places of one reading than this are counted, but not listed.
_LISTED = 100


class Use(NamedTuple):
    """One mention of a name or value, as a fact; ``place`` is the mention's."""

    surface: str
    type: str
    entity: str | None
    place: Place


class Uses(NamedTuple):
    """The mentions of a name that a document links to one entity; ``first`` is the first of them."""

    first: Use
    mentions: int
    frames: tuple[str, ...]


@once
def _uses(document: Document, corpus: Corpus) -> list[tuple[str, Use, tuple[str, ...]]]:
    """Language and folded surface, the use, and its frames; of gold."""
    found: list[tuple[str, Use, tuple[str, ...]]] = []
    if document.layer != "gold":
        return found
    for row, sentence in name_rows(document, corpus):
        mention = row.record
        name = f"{language(sentence.zone.lang)}\t{folded(mention.surface)}"
        place = row.place("type" if mention.entity is None else "entity", extent(mention.spans))
        use = Use(mention.surface, mention.type, mention.entity, place)
        found.append((name, use, contexts(document, mention, sentence)))
    return found


def framed(document: Document, corpus: Corpus) -> Iterator[Fact]:
    """A narrow frame speaks for its story, a wide one for the whole corpus."""
    for name, use, frames in _uses(document, corpus):
        for frame in frames:
            story = document.seed.story if frame.count(" ") == 2 else ""
            yield f"{story}\t{name}\t{frame}", use


def framed_in_story(document: Document, corpus: Corpus) -> Iterator[Fact]:
    for name, use, frames in _uses(document, corpus):
        if use.entity is not None and not _surname(use):
            for frame in frames:
                yield f"{document.seed.story}\t{name}\t{frame}", use


def in_story(document: Document, corpus: Corpus) -> Iterator[Fact]:
    """One fact a document, name and entity."""
    found: dict[tuple[str, str], Uses] = {}
    for name, use, frames in _uses(document, corpus):
        if use.entity is not None:
            first, count, before = found.get((name, use.entity), Uses(use, 0, ()))
            found[name, use.entity] = Uses(first, count + 1, tuple(sorted({*before, *frames})))
    for (name, _), uses in sorted(found.items(), key=itemgetter(0)):
        yield f"{document.seed.story}\t{name}", uses


def two_types(facts: Iterator[tuple[str, Use]], corpus: Corpus) -> Iterator[Finding]:
    told: set[Place] = set()
    for _, group in groupby(facts, key=itemgetter(0)):
        for use, usual, count in _minority((use for _, use in group), _kind):
            if use.place not in told:
                told.add(use.place)
                message = f"{use.surface!r} is {use.type} here, {usual.type} {_where(usual, count)}"
                yield Finding("RT601", use.place, message)


def two_entities(facts: Iterator[tuple[str, Use]], corpus: Corpus) -> Iterator[Finding]:
    told: set[Place] = set()
    for _, group in groupby(facts, key=itemgetter(0)):
        for use, usual, count in _minority((use for _, use in group), attrgetter("entity")):
            # of two types it is RT601
            if use.type == usual.type and use.place not in told:
                told.add(use.place)
                message = f"{use.surface!r} is {use.entity!r} here, {usual.entity!r}"
                yield Finding("RT602", use.place, f"{message} {_where(usual, count)}")


def two_readings(facts: Iterator[tuple[str, Uses]], corpus: Corpus) -> Iterator[Finding]:
    for _, group in groupby(facts, key=itemgetter(0)):
        found = [uses for _, uses in group]
        counts = Counter[str | None]()
        for uses in found:
            counts[uses.first.entity] += uses.mentions
        usual = max(counts, key=lambda entity: counts[entity])  # of equals the first
        frames = {frame for uses in found if uses.first.entity == usual for frame in uses.frames}
        first = next(uses.first for uses in found if uses.first.entity == usual)
        for use, _, own in found:
            # in one frame it is RT601 or RT602
            if use.entity != usual and not _homonyms(use, first) and frames.isdisjoint(own):
                message = f"{use.surface!r} is {use.entity!r} here, {usual!r} in {counts[usual]}"
                yield Finding(
                    "RT607", use.place, f"{message} mentions of the story, as {first.place.record!r}"
                )


def _minority(
    uses: Iterator[Use], reading: Callable[[Use], str | None]
) -> Iterator[tuple[Use, Use, int]]:
    """The uses with another reading than most, with the first that has it and how many have it."""
    counts = Counter[str | None]()
    listed: dict[str | None, list[Use]] = {}
    for use in uses:
        counts[reading(use)] += 1
        places = listed.setdefault(reading(use), [])
        if len(places) < _LISTED:
            places.append(use)
    usual = max(counts, key=lambda read: counts[read])
    for read, found in listed.items():
        for use in found if read != usual else ():
            yield use, listed[usual][0], counts[usual]


def _kind(use: Use) -> str:
    """The type; a people and its language share their names by nature."""
    return "NORP" if use.type == "LANG" else use.type


def _entity(use: Use) -> str:
    return use.entity or ""


def _surname(use: Use) -> bool:
    """Whether a person is named by one word, which relatives may share."""
    return use.type == "PER" and " " not in folded(use.surface)


def _homonyms(a: Use, b: Use) -> bool:
    """Whether two entities may well share this name in one story."""
    return (_surname(a) and _surname(b)) or (a.type != b.type and _kind(a) == _kind(b))


def _where(usual: Use, count: int) -> str:
    times = "once" if count == 1 else f"{count} times"
    return f"{times} between the same words, as {usual.place.record!r}"


_ONE = "What is written alike in like surroundings is annotated alike; a model learns from both."

RULES = (
    Rule(
        "RT601",
        "error",
        "one string between the same words with two types",
        why=_ONE,
        fix="Decide which type is meant, and give it to all; the rarer one is named here.",
        bad="crews left [Norhaven] on Friday: GPE in one retelling, FAC in another",
        good="GPE in both",
        across=Across(Use, framed, two_types, reading=_kind),
    ),
    Rule(
        "RT602",
        "error",
        "one name between the same words for two entities of a story",
        why=_ONE,
        fix="Link both to one entity; a metonym keeps its entity, and its referent says the rest.",
        bad="crews left [Norhaven] on Friday: e-norhaven here, e-norhaven-province there",
        good="e-norhaven in both",
        across=Across(Use, framed_in_story, two_entities, reading=_entity),
    ),
    Rule(
        "RT607",
        "warning",
        "one name for two entities of a story",
        why="Within one story a name nearly always means one thing.",
        fix="Look at both places; link them to one entity, unless the text means two of one name.",
        bad="[Norland] resigns to e-norland-team, elsewhere in the story to e-norland",
        good="[Lund] for Ada Lund and for Orm Lund: relatives share a surname",
        across=Across(Uses, in_story, two_readings, reading=lambda uses: _entity(uses.first)),
    ),
)
