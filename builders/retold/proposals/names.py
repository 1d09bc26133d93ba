"""A registry -> the places in a text where its names stand.

Names are matched as they are written, at the edges of tokens, so never inside a Devanagari syllable and
not before a possessive 's; in scripts that put no spaces between words an edge of a token is any edge of
a character as readers see it. The longest name is taken, and a place, person or organisation inside it
is taken too (guidelines 2.2.6).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from retold.documents import Document, Sentence
from retold.model import Entity, Span
from retold.segmentation import tokens

_SHORT = 4
"""Names of fewer letters are too often other words: they count in their own language alone."""
_NESTED = ("PER", "ORG", "GPE", "LOC", "FAC")
_HYPHENS = "\u2010\u2011-"
_APOSTROPHES = "'’"
_BEFORE = re.compile(rf"(?P<word>\w+)(?P<sign>[{_APOSTROPHES}{_HYPHENS}])$")
_PREFIXES = ("anti", "eks", "ex", "inter", "mid", "non", "pan", "pasca", "post", "pre", "pro", "trans")


class Named(NamedTuple):
    """A name in a text and the entity that it names."""

    span: Span
    entity: Entity


@dataclass
class Names:
    """Names in all languages, by their first token."""

    by_token: dict[str, list[str]] = field(default_factory=dict)
    """First token -> the names that begin with it, the longest first."""
    meant: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    """Name -> language (primary subtag) -> ids of the entities that it names."""
    entities: Mapping[str, Entity] = field(default_factory=dict)

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Names:
        """The names of a registry.

        Left out are descriptions, which begin with a small letter (``unnamed officials``), single
        letters, and names without a capital in a script that has them.
        """
        known = {entity.id: entity for entity in entities}
        made = cls(entities=known)
        for entity in known.values():
            for tag, given in entity.names.items():
                for form in (form for name in given if _is_name(name) for form in _forms(name)):
                    by_language = made.meant.setdefault(form, {})
                    by_language.setdefault(tag.split("-", maxsplit=1)[0], set()).add(entity.id)
        for name in sorted(made.meant, key=lambda name: (-len(name), name)):
            start, end = tokens(name)[0]
            made.by_token.setdefault(name[start:end], []).append(name)
        return made

    def entity(self, name: str, lang: str, *, shouted: bool) -> Entity | bool | None:
        """The entity that a name means in a language; False if several, None if it counts for nothing.

        A name of another language counts too, but not a short one; nor does a short one in a sentence
        that is all capitals.
        """
        meant = self.meant[name]
        short = sum(map(str.isalpha, name)) < _SHORT and name.isascii()
        if short and (shouted or lang not in meant):
            return None
        ids = meant.get(lang) or set().union(*meant.values())
        return self.entities[next(iter(ids))] if len(ids) == 1 else False


def find_names(document: Document, names: Names, left_out: Counter[str]) -> Iterator[Named]:
    """The names in a document's zones but furniture, in order, an outer one before those inside it.

    ``left_out`` counts, under ``several entities``, places that could mean more than one.
    """
    for sentence in document.sentences:
        if sentence.zone.zone != "furniture":
            yield from _in_sentence(document.text, sentence, names, left_out)


def _in_sentence(text: str, sentence: Sentence, names: Names, left_out: Counter[str]) -> Iterator[Named]:
    lang = sentence.zone.lang.split("-", maxsplit=1)[0]
    letters = [c for c in text[slice(*sentence.span)] if c.isalpha() and c.lower() != c.upper()]
    shouted = len(letters) > _SHORT and all(map(str.isupper, letters))
    ends = frozenset(end for _, end in sentence.tokens)
    at = 0
    for start, stop in sentence.tokens:
        if start < at:
            continue
        found = _longest(text, (start, stop), ends, names, lang, shouted=shouted, left_out=left_out)
        if found is not None:
            yield found
            at = found.span[1]
            if found.entity.type != "NORP":
                inside = [(a, b) for a, b in sentence.tokens if start <= a and b <= at]
                yield from _nested(text, inside, found, names, lang)


def _longest(
    text: str, first: Span, ends: frozenset[int], names: Names, lang: str, *, shouted: bool,
    left_out: Counter[str], within: Named | None = None,
) -> Named | None:  # fmt: skip
    """The longest name whose first token this is; ``within`` is one that it must be shorter than."""
    start = first[0]
    for name in names.by_token.get(text[slice(*first)], ()):
        end = start + len(name)
        if end not in ends or not text.startswith(name, start) or _in_compound(text, start, end):
            continue
        if within is not None and (start, end) == within.span:
            continue
        entity = names.entity(name, lang, shouted=shouted)
        if isinstance(entity, Entity):
            return Named((start, end), entity)
        if entity is False:
            left_out["several entities"] += 1
            return None
    return None


def _nested(text: str, inside: list[Span], outer: Named, names: Names, lang: str) -> Iterator[Named]:
    """Other entities' names inside a longer one."""
    ends = frozenset(end for _, end in inside)
    at = 0
    for start, stop in inside:
        if start < at:
            continue
        found = _longest(
            text, (start, stop), ends, names, lang, shouted=False, left_out=Counter(), within=outer
        )
        if found is None:
            continue
        at = found.span[1]
        if found.entity.type in _NESTED and found.entity.id != outer.entity.id:
            yield found


def _in_compound(text: str, start: int, end: int) -> bool:
    """Whether it is a part of a name with a hyphen, or of one like O'Brien (guidelines 2.2.7).

    ``anti-Norland`` and ``Norland-led`` are no such names.
    """
    behind = text[end : end + 2]
    if len(behind) == 2 and behind[0] in _HYPHENS and (behind[1].isupper() or behind[1].isdigit()):
        return True
    before = _BEFORE.search(text, max(start - 40, 0), start)
    if before is None:
        return False
    word, sign = before["word"], before["sign"]
    if sign in _APOSTROPHES:
        return len(word) == 1 and word.isupper()
    return not word[0].islower() and word.lower() not in _PREFIXES


def _is_name(name: str) -> bool:
    letter = next((c for c in name if c.isalpha()), "")
    return len(name) > 1 and bool(letter) and (letter.isupper() or letter.lower() == letter.upper())


def _forms(name: str) -> set[str]:
    """The name as it is written, and in the other form of composition."""
    return {name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)}
