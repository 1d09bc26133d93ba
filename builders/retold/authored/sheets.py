"""What an author writes beside the texts: the facts of a story, and what each retelling says.

``seeds/authored/<story>/facts.json`` is a ``FactSheet``; ``<retelling>.json`` beside it a ``Retelling``
of the marked text in ``<retelling>.txt``. docs/authored.md shows both.
"""

from __future__ import annotations

from typing import Any, Literal

from retold.model import Event, Proposition
from retold.model.base import Struct
from retold.model.labels import (
    CountForm,
    EntityType,
    Harm,
    LinkField,
    OrgSubtype,
    Polarity,
    Relation,
    Split,
)

Incident = Literal[
    "flood", "earthquake", "landslide", "storm", "ferry", "rail", "road", "aviation", "mine", "factory",
    "fire", "building", "epidemic", "stampede", "bombing", "air_strike", "armed_clash", "shooting",
    "hostage_taking", "shelling", "talks", "election", "evacuation", "strike",
]  # fmt: skip
"""Kinds of what a story is about; the last four harm nobody."""
Telling = Literal["wire", "local", "translation", "spun", "brief", "update", "opinion"]


class Invented(Struct, frozen=True):
    """An entity of the story: as in the registry, but that it is nobody's but the story's."""

    id: str
    type: EntityType
    names: dict[str, tuple[str, ...]]
    org_subtype: OrgSubtype | None = None


class Moment(Struct, frozen=True):
    """What happened when: an ISO 8601 day, with or without a time."""

    when: str
    what: str


class Figure(Struct, frozen=True):
    """A figure as somebody gave it; ``replaces`` is the id of the one that it revises.

    ``by`` are entity ids or, for the unnamed, words. Numbers are persons.
    """

    id: str
    event: str
    harm: Harm
    whom: str
    form: CountForm
    min: int | None
    max: int | None
    best: int | None
    by: tuple[str, ...]
    on: str
    replaces: str | None = None


class Position(Struct, frozen=True):
    """What somebody thinks of a proposition, and since when."""

    holder: str
    target: str
    polarity: Polarity
    on: str


class Distractor(Struct, frozen=True):
    """A number of the story that harms nobody."""

    id: str
    number: str
    what: str


class Between(Struct, frozen=True):
    """How two claims stand to each other; each is named ``retelling#name``."""

    a: str
    b: str
    relation: Relation
    field: LinkField


class FactSheet(Struct, frozen=True):
    """What is true in an invented story."""

    title: str
    split: Split
    incident: Incident
    place: str
    summary: str
    timeline: tuple[Moment, ...]
    figures: tuple[Figure, ...]
    positions: tuple[Position, ...]
    distractors: tuple[Distractor, ...]
    entities: tuple[Invented, ...]
    propositions: tuple[Proposition, ...]
    events: tuple[Event, ...]
    links: tuple[Between, ...]


class Retelling(Struct, frozen=True):
    """One retelling: who tells it when, and the records of its text, with quotes for passages.

    ``faithful`` says that it departs from the facts nowhere; else its faults say where.
    """

    lang: str
    telling: Telling
    outlet: str
    published: str
    faithful: bool
    records: tuple[dict[str, Any], ...]
