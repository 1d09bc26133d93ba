"""The words of a figure -> what they mean: form and bounds, in English, Indonesian and Hindi.

Digits of both scripts, the thousands separators of each language (``1,200`` in English and
Hindi, also ``1,00,000``; ``1.200`` in Indonesian), number words up to 9,999 and beyond, vague
words by their literal bound, cue words, ranges.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from retold.model import Count, CountForm
from retold.numeral_words import (
    BEFORE,
    BEHIND,
    BETWEEN,
    FILLERS,
    HUNDRED,
    LARGE,
    NOBODY,
    OPENING,
    SMALL,
    VAGUE,
    WHOLE,
)

LANGUAGES = tuple(SMALL)


class Meaning(NamedTuple):
    """Form and bounds of a figure; None = open, or for approx unknown."""

    form: CountForm
    min: int | None
    max: int | None

    @property
    def best(self) -> int | None:
        """The number, where the form is exact."""
        return self.min if self.form == "exact" else None

    @property
    def value(self) -> str | None:
        """The value of a CARDINAL: the number, ``min N``, ``max N`` or ``N-M``; None for approx."""
        if self.best is not None:
            return str(self.best)
        if self.min is not None:
            return f"min {self.min}" if self.max is None else f"{self.min}-{self.max}"
        return None if self.max is None else f"max {self.max}"

    def fits(self, count: Count) -> bool:
        """Whether a record's count says the same. Bounds of approx are free."""
        if self.form != count.form:
            return False
        if self.form == "approx":
            return True
        return (self.min, self.max, self.best) == (count.min, count.max, count.best)

    def __str__(self) -> str:
        if self.form == "exact":
            return f"exact {self.min}"
        ends = ("?" if end is None else str(end) for end in (self.min, self.max))
        return f"{self.form} {' to '.join(ends)}"


def normal(words: str) -> str:
    """Lower case, one space, Western digits, no nukta, anusvara for chandrabindu."""
    text = (
        unicodedata.normalize("NFC", words).casefold().replace("\u093c", "").replace("\u0901", "\u0902")
    )
    digits = "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text)
    return " ".join(digits.split())


def meaning(words: str, lang: str) -> Meaning | None:
    """What the words of a figure mean, or None where they are not understood.

    ``lang`` is a BCP 47 tag; only its first part counts. Languages without tables give None.
    """
    lang = lang.split("-", maxsplit=1)[0]
    if lang not in LANGUAGES:
        return None
    text = normal(words)
    cue = next(_cues(text, lang), None)
    if cue is not None:
        form, rest = cue
        number = _number(rest, lang)
        return None if number is None else _bounded(form, number)
    if text in NOBODY[lang]:
        return Meaning("exact", 0, 0)
    if text in VAGUE[lang]:
        return Meaning("vague", *VAGUE[lang][text])
    number = _number(text, lang)
    if number is not None:
        return Meaning("exact", number, number)
    return _range(text, lang)


def cue_beside(before: str, behind: str, lang: str) -> tuple[str, CountForm] | None:
    """The cue that ends ``before`` or begins ``behind`` a figure, and the form it demands."""
    lang = lang.split("-", maxsplit=1)[0]
    if lang not in LANGUAGES:
        return None
    left, right = f" {normal(before)}", f"{normal(behind)} "
    found = [(cue, form) for cue, form in BEFORE[lang].items() if left.endswith(f" {cue}")]
    found += [(cue, form) for cue, form in BEHIND[lang].items() if right.startswith(f"{cue} ")]
    return max(found, key=lambda pair: len(pair[0]), default=None)


def _cues(text: str, lang: str) -> Iterator[tuple[CountForm, str]]:
    """Form and rest for each cue that opens or closes the text, the longest first."""
    for cue, form in sorted(BEFORE[lang].items(), key=lambda pair: -len(pair[0])):
        if text.startswith(f"{cue} "):
            yield form, text[len(cue) + 1 :]
    for cue, form in BEHIND[lang].items():
        if text.endswith(f" {cue}"):
            yield form, text[: -len(cue) - 1]


def _bounded(form: CountForm, number: int) -> Meaning:
    if form == "at_least":
        return Meaning(form, number, None)
    if form == "more_than":
        return Meaning(form, number + 1, None)
    if form == "at_most":
        return Meaning(form, None, number)
    return Meaning("approx", None, None)


def _range(text: str, lang: str) -> Meaning | None:
    inside = text.removeprefix(OPENING[lang])
    for mark in (*BETWEEN[lang], "–", "-"):
        low, found, high = inside.partition(mark)
        ends = (_number(low.strip(), lang), _number(high.strip(), lang)) if found else (None, None)
        if ends[0] is not None and ends[1] is not None and ends[0] < ends[1]:
            return Meaning("range", *ends)
    return None


def _number(text: str, lang: str) -> int | None:
    """The whole number that the text spells, with nothing left over; None for anything else.

    A number is groups that a large word closes (``two hundred thousand``), and a last group;
    a group is hundreds and a rest below a hundred.
    """
    words = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", text).replace(", ", " ").split()
    total, hundreds, rest = Fraction(0), Fraction(0), Fraction(0)
    seen = False
    for word in words:
        digits = _digits(word, lang)
        if digits is not None or word in SMALL[lang]:
            value = digits if digits is not None else Fraction(SMALL[lang][word])
            if not _adds(rest, value, seen=seen, hundreds=hundreds, lang=lang):
                return None
            rest += value
        elif word in HUNDRED[lang]:
            hundreds, rest = hundreds + (rest or 1) * HUNDRED[lang][word], Fraction(0)
        elif word in LARGE[lang]:
            total, hundreds, rest = (
                total + (hundreds + rest or 1) * LARGE[lang][word],
                Fraction(0),
                Fraction(0),
            )
        elif word in WHOLE[lang]:
            large = WHOLE[lang][word] >= 1000
            total, hundreds = (total + WHOLE[lang][word], hundreds) if large else (total, hundreds + 100)
        elif lang == "id" and word in ("belas", "puluh") and 2 <= rest <= 9:
            rest = rest + 10 if word == "belas" else rest * 10
        elif word in FILLERS[lang]:
            continue
        else:
            return None
        seen = True
    value = total + hundreds + rest
    return int(value) if seen and value.denominator == 1 else None


def _adds(rest: Fraction, value: Fraction, *, seen: bool, hundreds: Fraction, lang: str) -> bool:
    """Whether a word below a hundred may follow: nothing stands there, or tens take a unit."""
    if value == 0:
        return not seen
    if rest == 0:
        return hundreds == 0 or value < 100
    return lang != "hi" and rest >= 20 and rest % 10 == 0 and rest < 100 and value < 10


def _digits(word: str, lang: str) -> Fraction | None:
    """A number in digits, with the separators of the language; a fraction only before a large word."""
    thousands, decimal = (".", ",") if lang == "id" else (",", ".")
    grouped = rf"[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{2,3}})*{re.escape(thousands)}[0-9]{{3}}"
    match = re.fullmatch(rf"({grouped}|[0-9]+)(?:{re.escape(decimal)}([0-9]+))?", word)
    if match is None:
        return None
    whole, part = match[1].replace(thousands, ""), match[2] or ""
    return Fraction(int(whole + part), 10 ** len(part))
