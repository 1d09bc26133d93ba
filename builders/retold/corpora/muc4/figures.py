"""The words of a key's number beside its victims: ``5: "CLERKS"`` -> ``FIVE`` of ``FIVE CLERKS``."""

from __future__ import annotations

from typing import NamedTuple

from retold.corpora.muc4.numbers import Number
from retold.model import Count, Span
from retold.numeral_words import FILLERS
from retold.numerals import Meaning, meaning
from retold.segmentation import tokens

_WORDS = 6  # tokens of the longest figure: "more than two hundred and fifty"
_NEAR = 8  # tokens between a figure and the end of its victims


class Figure(NamedTuple):
    """Where the words of a number stand, and what they make of it."""

    span: Span
    says: Count


def figure(text: str, sentence: Span, victims: Span, number: Number, lang: str = "en") -> Figure | None:
    """The words beside the victims that say the number, nearest first; None where none do.

    They stand in the victims' sentence, before their end and at most eight tokens from it. Of words
    at one distance the longest count, so that ``at least`` is part of the figure.
    """
    start, end = sentence
    spans = [(start + a, start + b) for a, b in tokens(text[start:end])]
    last = next((n for n, (_, b) in enumerate(spans) if b >= victims[1]), len(spans) - 1)
    for stop in range(last, max(last - _NEAR, -1), -1):
        found = None
        for begin in range(stop, max(stop - _WORDS, -1), -1):
            span = spans[begin][0], spans[stop][1]
            first = text[slice(*spans[begin])].lower()
            if not first.isalnum() or first in FILLERS[lang]:
                continue
            said = meaning(text[span[0] : span[1]], lang)
            count = _fitting(number, said, text[span[0] : span[1]], lang) if said else None
            found = Figure(span, count) if count is not None else found
        if found is not None:
            return found
    return None


def unworded(number: Number, surface: str) -> Count:
    """The count of a number that no words beside the victims say; ``surface`` stands for them."""
    form, low, high = number.bounds
    return Count(surface, form, low, high, low if form == "exact" else None)


def _fitting(number: Number, said: Meaning, words: str, lang: str) -> Count | None:
    form, low, high = number.bounds
    if form == "approx":
        ends = (meaning(words.split(maxsplit=cut)[-1], lang) for cut in range(1, len(words.split())))
        same = said.form == "approx" and any(m is not None and m.best == number.low for m in ends)
        return Count(words, "approx", None, None, None) if same else None
    if (said.form, said.min, said.max) == (form, low, high):
        return Count(words, form, low, high, said.best)
    # "more than n" is what a key writes n- for too
    if form == "at_least" and low is not None and (said.form, said.min) == ("more_than", low + 1):
        return Count(words, "more_than", low + 1, None, None)
    return None
