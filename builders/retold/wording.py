"""Labels of the records as words, signs and sentences of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SIGNS = {
    "support": "+",
    "oppose": "−",
    "conditional": "±",
    "neutral_stated": "○",
    "unclear": "?",
}
"""Polarity -> the sign that stands for it, in the text and in the matrix."""

POLARITIES = {
    "support": "for it",
    "oppose": "against it",
    "conditional": "for it on a condition",
    "neutral_stated": "speaks of it without attitude",
    "unclear": "unclear",
}
PRECISIONS = {
    1: "the day",
    2: "within a week",
    3: "within a month",
    4: "the month",
    5: "longer than a month",
}
"""Precision of a date, as schema/casualty.schema.json has it -> words."""


FIELDS = {
    "occurred": "whether it happened",
    "count": "the figure",
    "certainty": "how certain it is",
    "date": "the day",
    "method": "the method",
    "perpetrator.actor": "who is blamed",
    "perpetrator.responsibility": "how surely somebody is blamed",
    "place": "the place",
    "source": "the source",
    "victims": "the victims",
    "victims.includes_perpetrator": "whether the attacker is counted",
    "victims.identity": "who the victims were",
    "victims.role": "what the victims were",
}
"""Fields of a claim that links name -> words."""


def field(name: str) -> str:
    """A field of a claim in words; its name where there are none for it."""
    return FIELDS.get(name, words(name))


def words(label: object) -> str:
    """A label as words: ``reported_as_fact`` -> ``reported as fact``."""
    return str(label).replace("_", " ")


def sign(polarity: str) -> str:
    """The sign of a polarity; a question mark for one that is not known."""
    return SIGNS.get(polarity, "?")


def attitude(polarity: str) -> str:
    """A polarity in words."""
    return POLARITIES.get(polarity, words(polarity))


def bounds(low: int | None, high: int | None) -> str:
    """What figures a claim admits: ``46``, ``20 or more``, ``up to 9``, ``7 to 9``; "no figure"."""
    if low is None and high is None:
        return "no figure"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def estimate(low: int | None, best: int | None, high: int | None) -> str:
    """What all claims about an event admit: the sole exact number, else the bounds."""
    return f"{best:,}" if best is not None and low == high else bounds(low, high)


def figure(claim: Any) -> str:
    """What a claim says in short: ``46 killed``, ``nobody injured``, ``killed, no figure``."""
    harm = words(claim["harm"])
    if not claim["occurred"]:
        return f"nobody {harm}"
    said = claim["count_surface"]
    return f"{said} {harm}" if said else f"{harm}, no figure"


def chain(name: Callable[[str], str], row: Any) -> str:
    """Who reports it, outermost first, and of which side the source is; ``name`` names an entity."""
    said = " › ".join("the outlet" if id == "outlet" else name(id) for id in row["source_chain"])
    party = row.get("source_party")
    side = [] if party in (None, "none") else [words(party)]
    if row.get("anonymous"):
        side.append("anonymous")
    return f"{said} ({', '.join(side)})" if side else said


def blamed(name: Callable[[str], str], row: Any) -> str:
    """Who is held responsible by a claim, and how surely; ``name`` names an entity."""
    said = words(row["responsibility"])
    return f"{name(row['perpetrator_id'])}, {said}" if row["perpetrator_id"] else said


def date_of(claim: Any) -> str:
    """When, as the claim states it, and how exactly; empty where it states nothing."""
    start, end = claim["date_start"], claim["date_end"]
    if start is None and end is None:
        return ""
    span = start if start == end else f"{start or '…'} to {end or '…'}"
    exact = PRECISIONS.get(claim["date_precision"], "")
    return f"{span} ({exact})" if exact else str(span)


def number(value: float | None, digits: int = 2) -> str:
    """A figure of agreement; a dash where it is undefined."""
    return "–" if value is None else f"{value:.{digits}f}"


def size(count: int) -> str:
    """Bytes for people."""
    return f"{count:,} B" if count < 10_000 else f"{count / 1000:,.0f} kB"


def verb(vs_body: str) -> str:
    """What the body does to a headline's assertion: ``agrees``, ``disagrees``, ``discusses``."""
    return {"agree": "agrees", "disagree": "disagrees", "discuss": "discusses it"}.get(
        vs_body, words(vs_body)
    )


def letter(number: int) -> str:
    """A short name for the n-th of a list, from 0: A to Z, then AA and on, as columns of sheets."""
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
