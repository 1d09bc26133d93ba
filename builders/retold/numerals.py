"""The words of a figure -> what they mean: form and bounds, in English, Indonesian and Hindi.

Digits of both scripts, the thousands separators of each language (``1,200`` in English and
Hindi, also ``1,00,000``; ``1.200`` in Indonesian), number words up to 9,999 and beyond (those of
whole numbers: ``cardinals.py``), vague words by their literal bound, cue words, ranges.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from retold.cardinals import in_scale_of, number, opens_with_part
from retold.model import Count, CountForm
from retold.numeral_words import BEFORE, BEHIND, BETWEEN, CLOSING, NOBODY, OPENING, SMALL, VAGUE

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


@lru_cache(maxsize=1 << 12)  # several rules ask for that of each figure
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
        bound = number(rest, lang)
        return None if bound is None else _bounded(form, bound)
    if text in NOBODY[lang]:
        return Meaning("exact", 0, 0)
    if text in VAGUE[lang]:
        return Meaning("vague", *VAGUE[lang][text])
    whole = number(text, lang)
    if whole is not None:
        return Meaning("exact", whole, whole)
    return _range(text, lang)


def opens_figure(word: str, lang: str) -> bool:
    """Whether a figure may begin with the word though it means none without what follows: "साढ़े"."""
    lang = lang.split("-", maxsplit=1)[0]
    return lang in LANGUAGES and opens_with_part(normal(word), lang)


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


def _bounded(form: CountForm, bound: int) -> Meaning:
    if form == "at_least":
        return Meaning(form, bound, None)
    if form == "more_than":
        return Meaning(form, bound + 1, None)
    if form == "at_most":
        return Meaning(form, None, bound)
    return Meaning("approx", None, None)


def _range(text: str, lang: str) -> Meaning | None:
    inside = text.removeprefix(OPENING[lang]).removesuffix(CLOSING[lang])
    for mark in (*BETWEEN[lang], "–", "-"):
        for low, high in _splits(inside, mark):
            ends = _ends(low, high, lang)
            if ends is not None:
                return Meaning("range", *ends)
    return None


def _splits(text: str, mark: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind each mark: an "and" may be one within a number."""
    at = text.find(mark)
    while at >= 0:
        yield text[:at].strip(), text[at + len(mark) :].strip()
        at = text.find(mark, at + 1)


def _ends(low: str, high: str, lang: str) -> tuple[int, int] | None:
    """The two numbers, where they rise."""
    top = number(high, lang)
    if top is None:
        return None
    for bottom in (in_scale_of(low, high, lang), number(low, lang)):
        if bottom is not None and bottom < top:
            return bottom, top
    return None
