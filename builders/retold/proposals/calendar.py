"""Dates in words: patterns made of the tables, and the value where the words alone give it.

Which Friday or August is meant only the text tells: such a date has no value here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from retold.model import EntityType
from retold.proposals import value_words as words

YEAR = r"(?:19|20)[0-9]{2}"


class Dated(NamedTuple):
    """Type, value, and whether it is counted from the day of publication."""

    type: EntityType
    value: str | None
    relative: bool = False


Make = Callable[[re.Match[str], str, date], Dated | None]


@cache
def patterns(lang: str) -> tuple[tuple[re.Pattern[str], Make], ...]:
    """The kinds of dates in one of ``numerals.LANGUAGES``, the most telling first."""
    month, weekday = _any(numbered(words.MONTHS[lang])), _any(numbered(words.WEEKDAYS[lang]))
    before = f"(?:(?P<before>{_any(words.BEFORE[lang])})[ -])?"
    behind = f"(?: (?P<behind>{_any(words.BEHIND[lang])}))?" if words.BEHIND[lang] else ""
    table: tuple[tuple[str, Make], ...] = (
        (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", _iso),
        (rf"(?P<day>[0-9]{{1,2}}) (?P<month>{month})(?:,? (?P<year>{YEAR}))?", _day),
        (rf"(?P<month>{month}) (?P<day>[0-9]{{1,2}})(?:,? (?P<year>{YEAR}))?", _day),
        (rf"{before}(?P<month>{month})(?: (?P<year>{YEAR}))?{behind}", _month),
        (rf"(?i:{_any(words.LOOSE[lang])})", _open),
        (rf"{before}(?:{weekday}){behind}", _open),
        (rf"(?i:{_any(words.DAYS[lang])})", _near),
        (rf"(?i:{_any(words.PERIODS[lang])})", _period),
        (r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})", _clock),
        (YEAR, lambda match, lang, published: Dated("DATE", match.group())),
    )
    return tuple((re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), made) for pattern, made in table)


def numbered(table: str) -> dict[str, int]:
    """Spelling -> place in a table of words, from 1."""
    rows = enumerate(table.split(), 1)
    return {spelling: number for number, row in rows for spelling in row.split("/")}


def _any(phrases: Iterable[str]) -> str:
    """One of these phrases, the longest first."""
    return "|".join(re.escape(word) for word in sorted(phrases, key=lambda word: (-len(word), word)))


def _iso(match: re.Match[str], lang: str, published: date) -> Dated | None:
    try:
        return Dated("DATE", date.fromisoformat(match.group()).isoformat())
    except ValueError:
        return None


def _day(match: re.Match[str], lang: str, published: date) -> Dated | None:
    month = numbered(words.MONTHS[lang])[match["month"]]
    try:
        found = date(int(match["year"] or 2000), month, int(match["day"]))  # 2000 has a 29 February
    except ValueError:
        return None
    return Dated("DATE", found.isoformat() if match["year"] else None)


def _month(match: re.Match[str], lang: str, published: date) -> Dated:
    parts = match.groupdict()
    plain = parts["year"] and not parts["before"] and not parts.get("behind")
    month = numbered(words.MONTHS[lang])[match["month"]]
    return Dated("DATE", f"{parts['year']}-{month:02d}" if plain else None)


def _open(match: re.Match[str], lang: str, published: date) -> Dated:
    return Dated("DATE", None)


def _near(match: re.Match[str], lang: str, published: date) -> Dated | None:
    try:
        found = date.fromordinal(published.toordinal() + words.DAYS[lang][match.group().lower()])
    except ValueError:
        return None
    return Dated("DATE", found.isoformat(), relative=True)


def _period(match: re.Match[str], lang: str, published: date) -> Dated | None:
    unit, steps = words.PERIODS[lang][match.group().lower()]
    months = published.year * 12 + published.month - 1 + (steps if unit == "M" else 12 * steps)
    if not 12 <= months < 12 * 10_000:
        return None
    year = f"{months // 12:04d}"
    return Dated("DATE", f"{year}-{months % 12 + 1:02d}" if unit == "M" else year, relative=True)


def _clock(match: re.Match[str], lang: str, published: date) -> Dated | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    return Dated("TIME", f"T{hour:02d}:{minute:02d}") if hour < 24 and minute < 60 else None
