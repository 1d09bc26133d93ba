"""What records point to: entities, propositions and events, the same for every corpus and seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from benchmarks.corpus.names import Name, given_names, stems
from benchmarks.corpus.wordings import LANGS, vocabulary, wording
from retold.model import Entity, Event, OrgSubtype, Proposition, RegistryType

_GIVEN = 300
_FIRST_DAY = date(2031, 1, 1)
_DAYS = 2200
# Kinds of accident, in the order of ``nouns.kinds`` of the languages.
KINDS = (
    "ferry", "landslide", "fire", "bus", "crane", "flood", "storm", "raid",
)  # fmt: skip
RAID = KINDS.index("raid")


@dataclass(frozen=True)
class Group:
    """How many entities of a kind there are: their type, and where wording/ has their names."""

    type: RegistryType
    subtype: OrgSubtype | None
    pattern: str
    count: int


GROUPS: dict[str, Group] = {
    "person": Group("PER", None, "", 2000),
    "land": Group("GPE", None, "", 120),
    "city": Group("GPE", None, "", 580),
    "government": Group("ORG", "government", "government", 120),
    "media": Group("ORG", "media", "media", 80),
    "igo": Group("ORG", "igo", "igo", 40),
    "party": Group("ORG", "party", "party", 100),
    "force": Group("ORG", "state_force", "state_force", 80),
    "front": Group("ORG", "armed_nonstate", "armed_nonstate", 60),
    "bank": Group("ORG", "other", "bank", 60),
    "other": Group("ORG", "other", "other", 552),
    "loc": Group("LOC", None, "loc", 250),
    "fac": Group("FAC", None, "fac", 400),
    "norp": Group("NORP", None, "norp", 150),
    "evt": Group("EVT", None, "evt", 120),
    "law": Group("LAW", None, "law", 120),
    "wea": Group("WEA", None, "wea", 60),
    "language": Group("LANG", None, "language", 50),
    "misc": Group("MISC", None, "misc", 50),
}


@cache
def entities() -> dict[str, tuple[Entity, ...]]:
    """Group -> its entities, 4,992 in all; plus a group ``victims`` of people without names."""
    names = stems(vocabulary())
    given = given_names(_GIVEN)
    found: dict[str, tuple[Entity, ...]] = {}
    places: dict[str, list[Name]] = {}
    for key, group in GROUPS.items():
        # a government is its country's, a bank its city's
        of = {"government": "land", "bank": "city"}.get(key)
        stem = places[of][: group.count] if of else [next(names) for _ in range(group.count)]
        places[key] = stem
        found[key] = tuple(
            _entity(key, group, name, number, given[number % _GIVEN]) for number, name in enumerate(stem)
        )
    found["victims"] = tuple(_nameless())
    return found


def _entity(key: str, group: Group, name: Name, number: int, given: Name) -> Entity:
    slug = name.latin.lower()
    if key == "person":
        full: dict[str, tuple[str, ...]] = {
            lang: (f"{given.of(lang)} {name.of(lang)}", name.of(lang)) for lang in LANGS
        }
        return Entity(f"e-{given.latin.lower()}-{slug}", "PER", None, full, None)
    forms = {lang: _named(lang, group.pattern, name, number) for lang in LANGS}
    id = f"e-{slug}" if not group.pattern else f"e-{slug}-{key}"
    return Entity(id, group.type, group.subtype, {lang: (form,) for lang, form in forms.items()}, None)


def _named(lang: str, pattern: str, name: Name, number: int) -> str:
    if not pattern:
        return name.of(lang)
    forms = wording(lang).table["name"][pattern]
    form: str = forms if isinstance(forms, str) else forms[number % len(forms)]
    return form.format(stem=name.of(lang), of=name.of(lang))


def _nameless() -> Iterator[Entity]:
    """Those whom nominal mentions mean: the victims by what they are, and families."""
    english = wording("en").table
    for noun in (*english["nouns"]["victims"], english["families"]):
        slug = noun.replace(" ", "-")
        yield Entity(f"e-harmed-{slug}", "PER", None, {"en": (noun,)}, None)


@cache
def propositions() -> tuple[Proposition, ...]:
    """Every act on every work: 506."""
    table = wording("en").table
    return tuple(
        Proposition(f"p-{act}-{work}", f"{words.format(thing=thing).capitalize()} goes ahead.")
        for act, words in table["acts"].items()
        for work, thing in table["works"].items()
    )


def proposition_words(lang: str) -> tuple[str, ...]:
    """The propositions as a language names them within a sentence, in the same order."""
    table = wording(lang).table
    return tuple(
        words.format(thing=table["works"][work])
        for words in table["acts"].values()
        for work in table["works"]
    )


@dataclass(frozen=True)
class Happening:
    """An event: its record, the numbers of its city and country, its kind and its day."""

    event: Event
    city: int
    land: int
    kind: int
    day: date


def happening(number: int) -> Happening:
    """The event of a number; there is one for every number."""
    city = number * 211 % GROUPS["city"].count
    land, kind = city % GROUPS["land"].count, number * 5 % len(KINDS)
    day = _FIRST_DAY + timedelta(days=number * 37 % _DAYS)
    place, country = entities()["city"][city], entities()["land"][land]
    words = wording("en").table["nouns"]["kinds"][kind].capitalize()
    title = f"{words} in {place.name()}"
    event = Event(f"ev-{number:06d}", title, day.isoformat(), (place.id, country.id))
    return Happening(event, city, land, kind, day)
