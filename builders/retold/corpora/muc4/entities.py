"""The strings of the keys as entities: what is one actor, person or place, and of which type.

MUC-4 has no identity beyond a filler. The forms that one filler gives are one entity; so are equal
names of organisations (of states: in one country), of persons named by several words, and of places of
one country and type. All else is one entity for its document.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from retold.corpora.muc4.slots import CATEGORY, DESCRIPTION, INDIVIDUAL, LOCATION, NAME, ORGANIZATION
from retold.corpora.muc4.templates import Template
from retold.corpora.muc4.values import Choice, Fill, Location, Place
from retold.model import Entity, OrgSubtype, RegistryType

Key = tuple[str, str, str]
"""Kind, scope and name of a string: strings of one entity have different keys."""

_STATE = "STATE-SPONSORED VIOLENCE"
_SUBTYPES: dict[str, OrgSubtype] = {"TERRORIST ACT": "armed_nonstate", _STATE: "state_force"}
# Types of places that people govern, and those that are built; all others are locations.
_GPE = frozenset({
    "CANTON", "CITY", "COMMISSARIAT", "COMMUNITY", "COUNTY", "DEPARTMENT", "DISTRICT", "HAMLET",
    "INTENDANCY", "JURISDICTION", "METROPOLITAN DISTRICT", "MUNICIPALITY", "OFFICIAL REGION", "PROVINCE",
    "STATE", "SUBURB", "TOWN", "TOWN IN FEDERAL DISTRICT", "TOWNSHIP", "VILLAGE",
})  # fmt: skip
_FAC = frozenset({
    "AIR FORCE BASE", "AIRPORT", "BRIDGE", "DAM", "FARM", "HOSPITAL", "JAIL", "LANDING STRIP",
    "MILITARY BASE", "PORT", "SCHOOL", "UNIVERSITY",
})  # fmt: skip
_LONGEST = 8  # words of a string that go into an id


def place_type(place: Place) -> RegistryType:
    """GPE for countries and what is governed, FAC for what is built, LOC for all else."""
    if place.type is None or place.type in _GPE:
        return "GPE"
    return "FAC" if place.type in _FAC else "LOC"


def place_key(country: str, place: Place) -> Key:
    """The key of a place in a country."""
    if place.type is None:
        return "place", "", place.name
    return "place", country, f"{place.name} ({place.type})"


def country_of(template: Template) -> str:
    """The country of a template's location, of the first alternative; empty without one."""
    for fill in template.fills(LOCATION):
        if isinstance(fill.values[0], Location):
            return fill.values[0].country
    return ""


@dataclass
class Entities:
    """The entities of a corpus's keys."""

    parents: dict[Key, Key] = field(default_factory=dict)
    types: dict[Key, RegistryType] = field(default_factory=dict)
    votes: dict[Key, Counter[OrgSubtype]] = field(default_factory=dict)
    ids: dict[Key, str] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    """Every string that is a HUM TGT: NAME somewhere."""

    @classmethod
    def of(cls, templates: Iterable[Template]) -> Entities:
        """The entities of these templates, with ids in their order."""
        made = cls()
        held = list(templates)
        for template in held:
            made.persons.update(text for fill in template.fills(NAME) for text in fill.texts)
        for template in held:
            made._take(template)
        made._name()
        return made

    def organization(self, template: Template, string: str) -> Key:
        """The key of a string of PERP: ORGANIZATION ID."""
        scope = country_of(template) if _category(template) == _STATE else ""
        return "org", scope, string

    def person(self, template: Template, string: str) -> Key:
        """The key of a name of a person."""
        return "person", "" if " " in string else template.message, string

    def individual(self, template: Template, string: str) -> Key:
        """The key of a string of PERP: INDIVIDUAL ID or HUM TGT: DESCRIPTION."""
        if string in self.persons:
            return self.person(template, string)
        return "phrase", template.message, string

    def id(self, key: Key) -> str:
        """The entity's id."""
        return self.ids[self._root(key)]

    def type(self, key: Key) -> RegistryType:
        """The entity's type."""
        return self.types[self._root(key)]

    def subtype(self, key: Key) -> OrgSubtype | None:
        """Kind of organisation, by most of its incidents; None for other entities."""
        if self.type(key) != "ORG":
            return None
        first = self.votes[self._root(key)].most_common(2)
        tied = len(first) == 2 and first[0][1] == first[1][1]
        return "other" if tied or not first else first[0][0]

    def registry(self, used: set[str]) -> list[Entity]:
        """The records of the entities whose ids are ``used``."""
        names: dict[Key, list[str]] = {}
        for key in self.parents:
            kind, _, string = key
            bare = string.rsplit(" (", 1)[0] if kind == "place" else string
            held = names.setdefault(self._root(key), [])
            if bare not in held:
                held.append(bare)
        return [
            Entity(id, self.types[root], self.subtype(root), {"en": tuple(names[root])}, None)
            for root, id in self.ids.items()
            if id in used
        ]

    def _take(self, template: Template) -> None:
        for fill in template.fills(LOCATION):
            for value in fill.values:
                if isinstance(value, Location):
                    for place in value.places:
                        self._join([place_key(value.country, place)], place_type(place))
        category = _category(template)
        for fill in template.fills(ORGANIZATION):
            keys = [self.organization(template, text) for text in fill.texts]
            self._join(keys, "ORG")
            if keys and category in _SUBTYPES:
                self.votes[self._root(keys[0])][_SUBTYPES[category]] += 1
        for fill in template.fills(NAME):
            self._join([self.person(template, text) for text in fill.texts], "PER")
        for slot in (INDIVIDUAL, DESCRIPTION):
            for fill in template.fills(slot):
                if not fill.named:
                    self._join([self.individual(template, text) for text in fill.texts], "PER")

    def _join(self, keys: list[Key], type: RegistryType) -> None:
        for key in keys:
            self.parents.setdefault(key, key)
        roots = list(dict.fromkeys(self._root(key) for key in keys))
        for root in roots[1:]:
            self.parents[root] = roots[0]
            self.votes[roots[0]] = self.votes.pop(roots[0], Counter()) + self.votes.pop(root, Counter())
        if roots:
            self.types[roots[0]] = type
            self.votes.setdefault(roots[0], Counter())

    def _root(self, key: Key) -> Key:
        while self.parents[key] != key:
            key = self.parents[key]
        return key

    def _name(self) -> None:
        taken: set[str] = set()
        for key in self.parents:
            if self._root(key) != key:
                continue
            kind, scope, string = key
            words = _slug(string).split("-")[:_LONGEST]
            start = {"org": ["org"], "person": ["per"]}.get(kind, [])
            stem = "-".join(["e", *start, *filter(None, [_slug(scope)]), *words])
            id, number = stem, 2
            while id in taken:
                id, number = f"{stem}-{number}", number + 1
            taken.add(id)
            self.ids[key] = id


def _category(template: Template) -> str:
    fills: tuple[Fill, ...] = template.fills(CATEGORY)
    first = fills[0].values[0] if fills else None
    return first.name if isinstance(first, Choice) else ""


def _slug(text: str) -> str:
    """Lower-case words of ASCII letters and digits, joined by hyphens; never empty for a word."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or ("x" if text else "")
