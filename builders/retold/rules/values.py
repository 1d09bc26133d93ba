"""Rules on normalised values: their form, their calendar, and the day they are counted from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Casualty, Mention, extent
from retold.numerals import meaning
from retold.references import standing
from retold.rules.base import Rule
from retold.rules.mentions import mention_rows, placed

# A calendar day, month or year; an interval with '/', open with '..'; a duration.
_DAY = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_CLOCK = r"(?:\d{4}-\d\d-\d\d)?T\d\d(?::\d\d(?::\d\d)?)?(?:Z|[+-]\d\d:\d\d)?"
_DURATION = r"P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?"
_NUMBER = r"\d+(?:\.\d+)?"
_AMOUNT = rf"(?:(?:min |max )?{_NUMBER}|{_NUMBER}-{_NUMBER})"
_FORMS: dict[str, tuple[str, str]] = {
    "DATE": (
        rf"{_DAY}|(?:{_DAY}|\.\.)/(?:{_DAY}|\.\.)|{_DURATION}",
        "2031-05-04, 2031-05, 2031, an interval 2031-05/.., or a duration P30Y",
    ),
    "TIME": (rf"{_CLOCK}(?:/{_CLOCK})?|{_DURATION}", "T10:30, 2031-05-04T10:30, or a duration PT2H"),
    "CARDINAL": (_AMOUNT, "46, min 24, max 50, or 11-19"),
    "MONEY": (rf"{_AMOUNT} [A-Z]{{3}}", "min 2000000 NOK: an amount and the ISO 4217 code"),
}


def value_form(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in mention_rows(document):
        value = row.record.value
        if value is None or row.record.type not in _FORMS:
            continue
        if not in_form(row.record.type, value):
            message = f"{value!r} is no {row.record.type}; write it like {_FORMS[row.record.type][1]}"
            yield row.finding("RT216", message, "value", extent(row.record.spans))


def value_means_other(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, zone, _ in placed(document):
        mention = row.record
        if mention.type != "CARDINAL" or mention.value is None or zone is None:
            continue
        found = meaning(mention.surface, zone.lang)
        wanted = None if found is None else found.value
        if wanted is not None and wanted != mention.value:
            message = f"{mention.surface!r} is {wanted!r}, the value is {mention.value!r}"
            yield row.finding("RT218", message, "value", extent(mention.spans))


def anchored(document: Document, corpus: Corpus) -> bool:
    """Whether all is counted from the day of publication: then RT217 finds nothing."""
    found = {mention.anchor for mention in document.mentions}
    found.update(claim.date.anchor for claim in document.casualties)
    return found <= {None, document.seed.published.date}


def anchor_differs(document: Document, corpus: Corpus) -> Iterator[Finding]:
    published = document.seed.published.date
    for row in document.rows:
        record = row.record
        if isinstance(record, Mention):
            field, anchor = "anchor", record.anchor
        elif isinstance(record, Casualty):
            field, anchor = "date.anchor", record.date.anchor
        else:
            continue
        if anchor not in (None, published):
            message = f"anchor is {anchor}, the document was published on {published}"
            yield row.finding("RT217", message, field, extent(standing(record)))


@lru_cache(maxsize=1 << 12)
def in_form(type: str, value: str) -> bool:
    """Whether a value has the form of its type, with days that are in the calendar."""
    days = re.findall(r"\d{4}-\d\d(?:-\d\d)?", value) if type in ("DATE", "TIME") else ()
    sound = re.fullmatch(_FORMS[type][0], value) and all(map(_is_day, days))
    return bool(sound) and not _turned_round(value, type)


def _turned_round(value: str, type: str) -> bool:
    """Whether both ends of an interval or range are given and the second is the smaller."""
    days = re.fullmatch(rf"({_DAY})/({_DAY})", value)
    numbers = re.fullmatch(rf"({_NUMBER})-({_NUMBER})(?: [A-Z]{{3}})?", value)
    if numbers and type in ("CARDINAL", "MONEY"):
        return float(numbers[1]) > float(numbers[2])
    return days is not None and len(days[1]) == len(days[2]) and days[1] > days[2]


def _is_day(text: str) -> bool:
    """Whether a month or day of the form YYYY-MM or YYYY-MM-DD is in the calendar."""
    try:
        date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        return False
    return True


RULES = (
    Rule(
        "RT216",
        "error",
        "value not in the form of its type",
        why="Values are compared and computed with.",
        fix="Write it as the message says; annotations/GUIDELINES.md 2.5 has the forms.",
        bad='"value":"4 May"',
        good='"value":"2031-05-04"',
        document=value_form,
    ),
    Rule(
        "RT217",
        "error",
        "anchor is not the day of publication",
        why="All relative dates of a document are counted from one day.",
        fix="Write the seed's published.date and the value that follows from it, or null.",
        bad="yesterday, anchored to the day it names",
        good="yesterday, anchored to the day of publication",
        document=anchor_differs,
        clear=anchored,
    ),
    Rule(
        "RT218",
        "error",
        "value is not what the words mean",
        why="The value is what a program counts with.",
        fix="Correct the value; vague words have the literal bound of their own language.",
        bad='dozens with "value":"min 12"',
        good='dozens with "value":"min 24"',
        document=value_means_other,
    ),
)
