"""Numbers, dates, durations and sums of a text, with their values where the words alone give them.

The numbers are understood by ``numerals.py``, so in English, Indonesian and Hindi.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from retold.documents import Document, Sentence
from retold.model import EntityType, Span
from retold.numerals import LANGUAGES, Meaning, meaning
from retold.proposals import value_words as words
from retold.proposals.calendar import patterns
from retold.rules.words import is_word

_LONGEST = 7
"""Tokens of a number in words: ``two hundred and thirty-four`` has six."""
_SIGNS = ".,:/-–−'’"
_FORMS = ("exact", "vague", "range")
_FILLERS = ("a", "and")


class Valued(NamedTuple):
    """A value in a text; ``relative`` is whether it is counted from the day of publication."""

    span: Span
    type: EntityType
    value: str | None
    relative: bool = False


def find_values(document: Document) -> Iterator[Valued]:
    """The values in the zones but furniture, in order, none inside another."""
    published = date.fromisoformat(document.seed.published.date)
    for sentence in document.sentences:
        lang = sentence.zone.lang.split("-", maxsplit=1)[0]
        if sentence.zone.zone != "furniture" and lang in LANGUAGES:
            found = [*_dates(document.text, sentence, lang, published)]
            taken = [valued.span for valued in found]
            found += [v for v in _counted(document.text, sentence, lang) if not meets(v.span, taken)]
            yield from sorted(found)


def _dates(text: str, sentence: Sentence, lang: str, published: date) -> Iterator[Valued]:
    """Dates, of overlapping ones the more telling kind."""
    edges = {at for span in sentence.tokens for at in span}
    taken: list[Span] = []
    for expression, made in patterns(lang):
        for match in expression.finditer(text, *sentence.span):
            span = match.span()
            if not set(span) <= edges or meets(span, taken) or not _apart(text, span):
                continue
            found = made(match, lang, published)
            if found is not None:
                taken.append(span)
                yield Valued(span, *found)


def _counted(text: str, sentence: Sentence, lang: str) -> Iterator[Valued]:
    """What numbers give: a duration with a unit behind, a sum with a currency, else a count."""
    tokens = sentence.tokens
    at = 0
    while at < len(tokens):
        alone = _alone(text, tokens[at : at + 2], lang)
        if alone is not None:
            yield alone
            at += 2
            continue
        size, found = _number(text, tokens[at : at + _LONGEST], lang)
        if found is None:
            at += 1
            continue
        span = tokens[at][0], tokens[at + size - 1][1]
        valued = _valued(text, span, sentence, found, lang)
        if valued is not None:
            yield valued
        at += size


def _alone(text: str, tokens: tuple[Span, ...], lang: str) -> Valued | None:
    """A duration of one: ``a week``, ``sepekan``."""
    for span in ((tokens[0][0], token[1]) for token in reversed(tokens)):
        unit = words.A_UNIT[lang].get(text[slice(*span)].lower())
        if unit is not None and _apart(text, span):
            return _lasting(span, 1, unit)
    return None


def _number(text: str, tokens: tuple[Span, ...], lang: str) -> tuple[int, Meaning | None]:
    """The longest number that begins with the first token: how many tokens, and what it means."""
    if not _edge(text[slice(*tokens[0])]):
        return 0, None
    for size in range(len(tokens), 0, -1):
        surface = text[tokens[0][0] : tokens[size - 1][1]]
        if not _edge(text[slice(*tokens[size - 1])]):
            continue
        found = meaning(surface, lang)
        if found is not None and found.form in _FORMS:
            return size, found
    return 0, None


def _edge(token: str) -> bool:
    """Whether a number may begin or end with it: a word, and none that means nothing in numbers."""
    return is_word(token) and token.lower() not in _FILLERS


def _valued(text: str, span: Span, sentence: Sentence, found: Meaning, lang: str) -> Valued | None:
    behind = text[span[1] : sentence.span[1]]
    unit = _opening(behind, words.UNITS[lang], " -")
    if unit is not None and found.best:
        return _lasting((span[0], span[1] + len(unit) + 1), found.best, words.UNITS[lang][unit])
    value = found.value
    if value is None or not _apart(text, span):
        return None
    before = text[sentence.span[0] : span[0]]
    sign = next((s for s in words.SIGNS for gap in ("", " ") if before.endswith(s + gap)), None)
    if sign is not None:
        start = sentence.span[0] + before.rindex(sign)
        return Valued((start, span[1]), "MONEY", f"{value} {words.SIGNS[sign]}")
    currency = _opening(behind, words.CURRENCIES[lang], " ")
    if currency is not None:
        end = span[1] + len(currency) + 1
        return Valued((span[0], end), "MONEY", f"{value} {words.CURRENCIES[lang][currency]}")
    no_count = text[slice(*span)].lower() in words.NO_COUNT[lang]
    if no_count or behind.lstrip().lower().startswith(("%", *words.PERCENT[lang])):
        return None
    return Valued(span, "CARDINAL", value)


def _opening(behind: str, table: dict[str, str], gaps: str) -> str | None:
    """The longest word of the table that stands behind one of the gaps and is whole."""
    if not behind or behind[0] not in gaps:
        return None
    fitting = (word for word in table if behind.startswith(word, 1) and _whole(behind[1 + len(word) :]))
    return max(fitting, key=len, default=None)


def _whole(rest: str) -> bool:
    """Whether a word ends here: what follows is no letter, digit or mark of one."""
    return not rest or not (rest[0].isalnum() or "\u0900" <= rest[0] <= "\u0963")


def _lasting(span: Span, number: int, unit: str) -> Valued:
    if unit.startswith("T"):
        return Valued(span, "TIME", f"PT{number}{unit[1:]}")
    return Valued(span, "DATE", f"P{number}{unit}")


def meets(span: Span, taken: list[Span]) -> bool:
    """Whether a range overlaps one of others."""
    return any(a < span[1] and span[0] < b for a, b in taken)


def _apart(text: str, span: Span) -> bool:
    """Whether no sign binds it to a letter or digit beside it, as in F-35, 10:30 or 7/8."""
    before, behind = text[max(span[0] - 2, 0) : span[0]], text[span[1] : span[1] + 2]
    if len(before) == 2 and before[1] in _SIGNS and before[0].isalnum():
        return False
    return not (len(behind) == 2 and behind[0] in _SIGNS and behind[1].isdigit())
