"""One filler of a slot, as written in a key -> ``Fill``; ``str`` of it writes it back.

Syntax (task documentation, part 1, 4.1 and 4.2): ``? A / B: "STRING" / "STRING"``. Keys deviate in
quotation marks (lacking, doubled), brackets around alternatives and white space; all that is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from retold.corpora.muc4.numbers import parse_number
from retold.corpora.muc4.slots import Kind, Slot
from retold.corpora.muc4.values import (
    Choice,
    Dates,
    Day,
    Fill,
    Inapplicable,
    Location,
    Null,
    Place,
    Text,
    Value,
)

MONTHS = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER",
    "NOVEMBER", "DECEMBER",
)  # fmt: skip
_CENTURY = 1900  # the messages are of 1988 to 1992

# A string in quotation marks, one mark or more on either side; or words without an opening mark.
_QUOTED = re.compile(r'("+)((?:[^"\\]|\\.)+)("+)')
_BARE = re.compile(r'([^"/:?*]+)("*)')
_DAY = re.compile(r"([0-9]{1,2}) ([A-Z]{3,9})\.? ([0-9]{2})")
_PLACE = re.compile(r"([^():/\"]+?)(?: ?\(([^():/\"]+)\))?")
_WORDS = re.compile(r"[A-Z][A-Z' .-]*")


def parse_fill(text: str, slot: Slot, *, lenient: bool = False) -> Fill | None:
    """The filler that ``text`` writes, or None where it is not of the slot's syntax.

    ``lenient`` also takes an item that the set list lacks, as ``Choice`` with ``listed`` false.
    """
    said = " ".join(text.split())
    optional = said.startswith("?")
    said = said.removeprefix("?").strip()
    if said == "*":
        return Fill((Inapplicable(),), (), optional)
    if slot.kind == "text":
        groups = _texts(said)
        if groups is None or len(groups) > 1 + slot.refers:
            return None
        return Fill(groups[0], groups[1] if len(groups) > 1 else (), optional)
    head, about = _cut(said) if slot.refers else (said, None)
    parts = [] if about is None else _texts(about)
    if parts is None or len(parts) > 1:
        return None
    written = _split(head)
    bracketed = tuple(_in_brackets(part) for part in written)
    bare = [part[1:-1].strip() if mark else part for part, mark in zip(written, bracketed, strict=True)]
    values = [_value(part, slot, lenient) for part in bare]
    found = tuple(value for value in values if value is not None)
    if len(found) != len(values):
        return None
    return Fill(found, parts[0] if parts else (), optional, bracketed if any(bracketed) else ())


def plain(text: str) -> str:
    """A filler without what is layout: white space, but for one blank between words.

    Inside quotation marks runs of white space are one blank; outside, none stands beside one of
    ``/ : ( ) - ~ ?`` either. Two fillers are written identically if this is equal.
    """
    parts = re.split(r'("(?:[^"\\]|\\.)*")', " ".join(text.split()))
    return "".join(
        part if number % 2 else re.sub(r"\s*([/:()~?-])\s*", r"\1", part)
        for number, part in enumerate(parts)
    ).strip()


def parse_day(text: str) -> Day | None:
    """``21 JAN 89`` or ``21 JANUARY 89`` as a day of the calendar, or None."""
    found = _DAY.fullmatch(text)
    month = month_number(found[2]) if found else None
    if not found or month is None:
        return None
    try:
        day = date(_CENTURY + int(found[3]), month, int(found[1]))
    except ValueError:
        return None
    return Day(day.isoformat(), text)


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name or a beginning of it of three letters or more."""
    found = [number for number, month in enumerate(MONTHS, 1) if month.startswith(name.upper())]
    return found[0] if len(found) == 1 and len(name) >= 3 else None


def _texts(text: str) -> list[tuple[Text | Null, ...]] | None:
    """Strings between slashes, in groups between colons; None for anything else."""
    groups: list[list[Text | Null]] = [[]]
    at = 0
    while True:
        quoted = _QUOTED.match(text, at)
        found = quoted or _BARE.match(text, at)
        if found is None:
            return None
        if quoted:
            inside = quoted[2].replace('\\"', '"')
            groups[-1].append(Null(quoted=True) if inside == "-" else Text(inside, quoted[1], quoted[3]))
        else:
            words, closing = found[1].strip(), found[2]
            if not words:
                return None
            null = words == "-" and not closing
            groups[-1].append(Null() if null else Text(words, "", closing))
        rest = text[found.end() :].lstrip()
        if not rest:
            return [tuple(group) for group in groups]
        if rest[0] not in "/:":
            return None
        if rest[0] == ":":
            groups.append([])
        at = len(text) - len(rest[1:].lstrip())


def _cut(text: str) -> tuple[str, str | None]:
    """What stands before the colon that opens the strings, and what behind it."""
    before, colon, behind = text.partition(":")
    return before.strip(), behind.strip() if colon else None


def _split(text: str) -> list[str]:
    """The parts between slashes; both kinds of value have none inside."""
    return [part.strip() for part in text.split("/")]


def _in_brackets(text: str) -> bool:
    """Whether brackets hold the whole text; no value begins with one of its own."""
    return text.startswith("(") and text.endswith(")")


def _dates(text: str) -> Dates | None:
    if (day := parse_day(text)) is not None:
        return Dates(day, day)
    before, hyphen, behind = (part.strip() for part in text.partition("-"))
    first, last = parse_day(before), parse_day(behind)
    whole = (first is not None or not before) and (last is not None or not behind)
    if not hyphen or not whole or (first is None and last is None):
        return None
    return Dates(first, last)


def _location(text: str) -> Location | None:
    steps = []
    for step in text.split(":"):
        places = [_PLACE.fullmatch(part.strip()) for part in re.split(r"\s-\s", step)]
        found = [Place(p[1].strip(), p[2].strip() if p[2] else None) for p in places if p]
        if len(found) != len(places):
            return None
        steps.append(tuple(found))
    return Location(tuple(steps))


def _name(text: str) -> Choice | None:
    return Choice(text) if _WORDS.fullmatch(text) else None


_READERS: dict[Kind, Callable[[str], Value | None]] = {
    "date": _dates,
    "location": _location,
    "number": parse_number,
    "nation": _name,
}


def _value(text: str, slot: Slot, lenient: bool) -> Value | None:
    if text == "-":
        return Null()
    if slot.kind in _READERS:
        return _READERS[slot.kind](text)
    if text in slot.choices:
        return Choice(text)
    return Choice(text, listed=False) if lenient and _WORDS.fullmatch(text) else None
