"""Strings of a document's keys -> mentions: names at every place, phrases where a claim needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from retold.corpora.muc4.entities import Entities, Key, place_key
from retold.corpora.muc4.finding import places
from retold.corpora.muc4.slots import INDIVIDUAL, LOCATION, NAME, ORGANIZATION
from retold.corpora.muc4.templates import Template
from retold.corpora.muc4.values import Location, Place
from retold.documents import Document, Sentence
from retold.model import Level, Mention, Span

_PLACES = ("dateline", "body")


class Placed(NamedTuple):
    """A string of a key at a place of the text."""

    span: Span
    key: Key
    level: Level


@dataclass(frozen=True)
class Passages:
    """A document's text, and where strings and sentences stand in it."""

    document: Document

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def all(self, string: str) -> list[Span]:
        """The places of a string in the body and the dateline."""
        return [span for span in places(self.text, string) if self._zone(span) in _PLACES]

    def in_body(self, string: str) -> list[Span]:
        """The places of a string in the body, where evidence may stand."""
        return [span for span in places(self.text, string) if self._zone(span) == "body"]

    def whole(self, string: str) -> list[Span]:
        """The places of a string that one sentence holds: those that a mention can have."""
        return [span for span in self.all(string) if self.document.sentence_at((span,)) is not None]

    def sentences(self, span: Span) -> tuple[Sentence, ...]:
        """The sentences that hold a part of a span."""
        return self.document.sentences_at((span,))

    def _zone(self, span: Span) -> str | None:
        zone = self.document.zone_at((span,))
        return None if zone is None else zone.zone


def names(passages: Passages, templates: Sequence[Template], entities: Entities) -> Iterator[Placed]:
    """Organisations, persons and places of the keys, at each of their places."""
    for template in templates:
        for fill in template.fills(ORGANIZATION):
            for text in fill.texts:
                yield from _at(passages, text, entities.organization(template, text))
        for fill in template.fills(NAME):
            for text in fill.texts:
                yield from _at(passages, text, entities.person(template, text))
        for fill in template.fills(INDIVIDUAL):
            for text in fill.texts:
                if text in entities.persons:
                    yield from _at(passages, text, entities.person(template, text))
    yield from _named_places(passages, templates)


def settled(placed: Iterable[Placed], entities: Entities) -> list[Placed]:
    """Those that can stand together, by position: no two at one place, none crossing another.

    Names go before phrases, longer ones before shorter; a name inside a longer one of the same entity
    is a part of it.
    """
    kept: list[Placed] = []
    unique = dict.fromkeys(placed)
    for one in sorted(unique, key=lambda p: (p.level == "nominal", p.span[0] - p.span[1], p.span)):
        if all(_together(one, other, entities) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda p: (p.span[0], -p.span[1]))


def record(number: int, placed: Placed, document: Document, entities: Entities, by: str) -> Mention:
    """The mention record at a place."""
    type = entities.type(placed.key)
    return Mention(
        id=f"{document.id}-m{number:03d}",
        doc=document.id,
        annotator=by,
        spans=(placed.span,),
        surface=document.text[slice(*placed.span)],
        type=type,
        level=placed.level,
        org_subtype=entities.subtype(placed.key),
        metonym="none" if type == "GPE" else None,
        entity=entities.id(placed.key),
        referent=None,
        value=None,
        anchor=None,
    )


def _at(passages: Passages, text: str, key: Key) -> Iterator[Placed]:
    for span in passages.whole(text):
        yield Placed(span, key, "name")


def _named_places(passages: Passages, templates: Sequence[Template]) -> Iterator[Placed]:
    """Places of the locations; of several with one name, the one whose type stands behind the name."""
    known: dict[str, dict[Place, Key]] = {}
    for template in templates:
        for fill in template.fills(LOCATION):
            for value in fill.values:
                if isinstance(value, Location):
                    for place in value.places:
                        key = place_key(value.country, place)
                        known.setdefault(place.name, {}).setdefault(place, key)
    for name, here in known.items():
        for span in passages.whole(name):
            behind = passages.text[span[1] : span[1] + 40].split()
            typed = [key for place, key in here.items() if place.type and behind[:1] == [place.type]]
            # the narrowest stands last in a location
            yield Placed(span, (typed or list(here.values())[::-1])[0], "name")


def _together(one: Placed, other: Placed, entities: Entities) -> bool:
    (a, b), (c, d) = one.span, other.span
    if (a, b) == (c, d):
        return False
    if b <= c or d <= a:
        return True
    if (a < c and b < d) or (c < a and d < b):
        return False
    return entities.id(one.key) != entities.id(other.key)
