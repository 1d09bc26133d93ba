"""Whether a document names an entity: what the rules on holders, sources, actors and places ask.

A name, a nominal and the referent of a metonym name it (GUIDELINES 2.4, 2.6). Two ways of naming
carry no link, so where one of them may be meant nobody can be sure of a lack: the adjective of a
state (2.3.2: ``Norlandic`` links to the people) and a bare numeral for persons without a name (6.2).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from retold.corpus import Corpus
from retold.documents import Document, Sentence
from retold.model import Entity, Mention, Spans, extent
from retold.rules.once import once

_STORY = ("headline", "summary", "subheading", "caption", "body")
_OF_STATES = ("government", "state_force")
# Languages that put the name of the country itself beside a noun (2.3.3).
_NO_ADJECTIVES = ("id",)
Mentions = tuple[Mention, ...]


@dataclass(frozen=True)
class Story:
    """What tells the story of a document: no links to other stories, no widgets.

    ``sentences`` are those that evidence may stand in; ``mentions`` also those of datelines. Both by
    position. ``entities`` are those of the registry, by id, of which a lack of mentions says that the
    document does not name them.
    """

    sentences: tuple[Sentence, ...]
    mentions: Mentions
    entities: Mapping[str, Entity]

    @cached_property
    def _edges(self) -> tuple[list[int], list[int], list[int]]:
        """Starts and ends of the sentences, starts of the mentions."""
        spans = [sentence.span for sentence in self.sentences]
        starts = [mention.spans[0][0] for mention in self.mentions]
        return [start for start, _ in spans], [end for _, end in spans], starts

    def _touched(self, spans: Spans) -> set[int]:
        starts, ends, _ = self._edges
        ranges = (range(bisect_right(ends, a), bisect_left(starts, b)) for a, b in spans)
        return {number for numbers in ranges for number in numbers}

    def _mentions(self, numbers: set[int]) -> Mentions:
        """The mentions that begin in the sentences of these numbers."""
        starts = self._edges[2]
        spans = (self.sentences[n].span for n in sorted(numbers) if 0 <= n < len(self.sentences))
        slices = (self.mentions[bisect_left(starts, a) : bisect_left(starts, b)] for a, b in spans)
        return tuple(mention for found in slices for mention in found)

    @cached_property
    def _named(self) -> frozenset[str | None]:
        return frozenset(id for mention in self.mentions for id in (mention.entity, mention.referent))

    def names(self, entity: Entity) -> bool:
        """Whether one of its mentions names the entity."""
        return entity.id in self._named

    def holds(self, spans: Spans) -> bool:
        """Whether a sentence of the story holds a part of the spans."""
        return bool(self._touched(spans))

    def beside(self, spans: Spans) -> Mentions:
        """The mentions in the sentences that hold a part of the spans."""
        return self._mentions(self._touched(spans))

    def near(self, spans: Spans) -> Mentions:
        """The mentions in the paragraphs (zones) of the spans and the sentence on either side."""
        found = self._touched(spans)
        for number in sorted(found):
            for step in (-1, 1):
                n = number
                while self._zone(n) == self._zone(number):
                    n += step
                    found.add(n)
        return self._mentions(found)

    def _zone(self, number: int) -> Spans | None:
        inside = 0 <= number < len(self.sentences)
        return self.sentences[number].zone.spans if inside else None


@once
def story_of(document: Document, corpus: Corpus) -> Story:
    """The story of a document.

    It has no entities where a lack of mentions says nothing: a line of the file could not be read or
    is of another document, the layer marks no mentions, or one of them links to nothing (RT301).
    """
    sentences = tuple(s for s in document.sentences if s.zone.zone in _STORY)
    mentions: Iterable[Mention] = document.mentions
    if any(zone.zone == "related" for zone in document.zones):
        zones = ((m, document.zone_at(m.spans)) for m in mentions)
        mentions = [m for m, zone in zones if zone is None or zone.zone != "related"]
    entities = corpus.registry(document.layer).entities
    links = {id for m in document.mentions for id in (m.entity, m.referent) if id is not None}
    sure = document.whole and document.mentions and links <= entities.keys()
    by_position = tuple(sorted(mentions, key=lambda m: m.spans[0][0]))
    return Story(sentences, by_position, entities if sure else {})


def named(entity: Entity, mentions: Iterable[Mention]) -> bool:
    """Whether one of the mentions has the entity as its own or as its referent."""
    return any(entity.id in (m.entity, m.referent) for m in mentions)


def hinted(
    document: Document, entity: Entity, adjectives: Iterable[Mention], numerals: Mentions
) -> bool:
    """Whether one of the mentions may stand for the entity without a link to it.

    For a state an adjective among the first, for unnamed persons a bare numeral among the second.
    """
    if entity.type == "GPE" or entity.org_subtype in _OF_STATES:
        return any(m.type == "NORP" and _lang(document, m) not in _NO_ADJECTIVES for m in adjectives)
    if entity.type != "PER" or entity.wikidata is not None:
        return False
    phrases = [extent(m.spans) for m in numerals if m.level == "nominal"]
    bare = (extent(m.spans) for m in numerals if m.type == "CARDINAL")
    return any(not any(a <= start and end <= b for a, b in phrases) for start, end in bare)


def _lang(document: Document, mention: Mention) -> str:
    zone = document.zone_at(mention.spans)
    return (zone.lang if zone else document.lang).split("-", maxsplit=1)[0]


def shown(entity: Entity) -> str:
    """Id and name, for a message."""
    return f"{entity.id!r} ({entity.name()})"
