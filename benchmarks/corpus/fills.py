"""What stands in a gap of a sentence: words, with the mentions in them.

A mention is kept as the end of its line, from ``"surface"`` on, for only what stands before that
depends on the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from benchmarks.corpus.registry import entities, proposition_words
from benchmarks.corpus.wordings import wording
from retold.model import Entity, EntityType, Mention
from retold.records import canonical

CURRENCY = "XTS"  # ISO 4217: for testing


class Fill(NamedTuple):
    """Words; the end of their own mention's line, if they are one; mentions inside; what is named."""

    words: str
    tail: str | None = None
    inside: tuple[tuple[int, int, str], ...] = ()
    ids: tuple[str, ...] = ()


def tail(
    surface: str,
    type: EntityType,
    entity: Entity | None = None,
    *,
    referent: str | None = None,
    value: str | None = None,
    anchor: str | None = None,
    nominal: bool = False,
) -> str:
    """The end of a mention's line."""
    mention = Mention(
        "", "", "", (), surface, type, "nominal" if nominal else "name",
        entity.org_subtype if entity else None,
        ("government" if referent else "none") if type == "GPE" else None,
        entity.id if entity else None, referent, value, anchor,
    )  # fmt: skip
    line = canonical(mention)
    return line[line.index('"surface"') :]


@cache
def named(lang: str, group: str) -> tuple[Fill, ...]:
    """The names of a group's entities."""
    return tuple(_named(entity, entity.names[lang][0]) for entity in entities()[group])


@cache
def surnames(lang: str) -> tuple[Fill, ...]:
    """The persons by their last names."""
    return tuple(_named(entity, entity.names[lang][1]) for entity in entities()["person"])


@cache
def banks(lang: str) -> tuple[Fill, ...]:
    """Banks, whose names have that of their city inside."""
    found = []
    for bank, city in zip(entities()["bank"], entities()["city"], strict=False):
        whole, part = bank.names[lang][0], city.names[lang][0]
        at = whole.index(part)
        inner = (at, at + len(part), tail(part, "GPE", city))
        found.append(Fill(whole, tail(whole, "ORG", bank), (inner,), (bank.id, city.id)))
    return tuple(found)


@cache
def governments(lang: str) -> tuple[Fill, ...]:
    """Countries that stand for their governments."""
    found = []
    for land, government in zip(entities()["land"], entities()["government"], strict=True):
        words = land.names[lang][0]
        ends = tail(words, "GPE", land, referent=government.id)
        found.append(Fill(words, ends, (), (land.id, government.id)))
    return tuple(found)


def _named(entity: Entity, words: str) -> Fill:
    return Fill(words, tail(words, entity.type, entity), (), (entity.id,))


@cache
def propositions(lang: str) -> tuple[Fill, ...]:
    """The propositions as parts of a sentence."""
    return tuple(map(Fill, proposition_words(lang)))


@cache
def plain(lang: str, noun: str) -> tuple[Fill, ...]:
    """Nouns of a kind, without mentions."""
    return tuple(map(Fill, wording(lang).table["nouns"][noun]))


@cache
def facts(lang: str) -> tuple[Fill, ...]:
    """Whole clauses, without mentions."""
    return tuple(map(Fill, wording(lang).facts))


@cache
def cardinals() -> tuple[Fill, ...]:
    """Numbers in digits, the same in all languages."""
    return tuple(Fill(str(n), tail(str(n), "CARDINAL", value=str(n))) for n in range(3, 1000))


@cache
def clock() -> tuple[Fill, ...]:
    """Times of day."""
    times = (f"{hour:02d}:{minute:02d}" for hour in range(6, 22) for minute in range(0, 60, 5))
    return tuple(Fill(time, tail(time, "TIME", value=f"T{time}")) for time in times)


@cache
def durations(lang: str) -> tuple[Fill, ...]:
    """Days."""
    form: str = wording(lang).table["duration"]
    words = {n: form.format(n=n) for n in range(2, 31)}
    return tuple(Fill(text, tail(text, "DATE", value=f"P{n}D")) for n, text in words.items())


@cache
def sums(lang: str) -> tuple[Fill, ...]:
    """Sums of money."""
    table = wording(lang).table
    words = {n * table["marks"]: table["money"].format(n=n) for n in range(2, 100)}
    return tuple(Fill(text, tail(text, "MONEY", value=f"{n} {CURRENCY}")) for n, text in words.items())


@cache
def day(lang: str, of: date) -> Fill:
    """A day in full."""
    table = wording(lang).table
    words = table["day"].format(day=of.day, month=table["months"][of.month - 1], year=of.year)
    return Fill(words, tail(words, "DATE", value=of.isoformat()))


@cache
def month(lang: str, year: int, number: int) -> Fill:
    """A month with its year."""
    table = wording(lang).table
    words = table["month"].format(month=table["months"][number - 1], year=year)
    return Fill(words, tail(words, "DATE", value=f"{year}-{number:02d}"))


def weekday(lang: str, of: date, published: date) -> Fill:
    """A day of the week before publication, by its name."""
    words = wording(lang).table["weekdays"][of.weekday()]
    value, anchor = of.isoformat(), published.isoformat()
    return Fill(words, tail(words, "DATE", value=value, anchor=anchor))


def nameless(number: int, words: str, inside: Sequence[tuple[int, int, str]] = ()) -> Fill:
    """A noun phrase that means the victims of a number."""
    entity = entities()["victims"][number]
    return Fill(words, tail(words, "PER", entity, nominal=True), tuple(inside), (entity.id,))
