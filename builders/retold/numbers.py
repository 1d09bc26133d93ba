"""The numbers that a text states, by digits or by words, in the languages of the numeral grammar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retold.model import Span
from retold.numerals import LANGUAGES, Meaning, cue_beside, meaning, opens_figure

LONGEST = 8
"""Tokens of the longest figure that is looked for: "nine thousand two hundred and forty-six"."""

_CUE = 40
"""Code points before a figure in which the words that bound it stand."""
_meaning = lru_cache(maxsize=65536)(meaning)


def can_read(lang: str) -> bool:
    """Whether the numerals of a language, a BCP 47 tag, are known."""
    return lang.split("-", maxsplit=1)[0] in LANGUAGES


def numbers_in(text: str, tokens: Sequence[Span], lang: str) -> set[int]:
    """Every bound of every run of tokens that means a figure; ``lang`` is a BCP 47 tag.

    Runs inside a longer one count too ("two hundred" also states 2 and 100 here), so that who asks
    whether a number is in a text hears yes when in doubt; "more than 40" states 40 and 41.
    """
    found: set[int] = set()
    for first in range(len(tokens)):
        for last in range(first, min(first + LONGEST, len(tokens))):
            said: Meaning | None = _meaning(text[tokens[first][0] : tokens[last][1]], lang)
            if said is not None:
                found |= {n for n in (said.min, said.max) if n is not None}
                start = tokens[first][0]
                cue = cue_beside(text[max(0, start - _CUE) : start].rstrip(), "", lang)
                if cue is not None and cue[1] == "more_than" and said.best is not None:
                    found.add(said.best + 1)
            elif last == first + 1 and not _begins(text[slice(*tokens[first])], lang):
                break  # neither the word nor the word with the next begins a figure
    return found


def _begins(word: str, lang: str) -> bool:
    return _meaning(word, lang) is not None or opens_figure(word, lang)


@dataclass(frozen=True)
class Stated:
    """A figure in a text: its tokens from ``first`` to ``last``, its span and what it means."""

    first: int
    last: int
    span: Span
    meaning: Meaning


def figures_in(text: str, tokens: Sequence[Span], lang: str) -> list[Stated]:
    """The longest figures of a text, in order, without overlap; cue words are part of them."""
    found: list[Stated] = []
    first = 0
    while first < len(tokens):
        best = None
        for last in range(min(first + LONGEST, len(tokens)) - 1, first - 1, -1):
            said = _meaning(text[tokens[first][0] : tokens[last][1]], lang)
            if said is not None:
                best = _trimmed(text, tokens, lang, first, last, said)
                break
        if best is not None:
            found.append(best)
            first = best.last
        first += 1
    return found


def _trimmed(
    text: str, tokens: Sequence[Span], lang: str, first: int, last: int, said: Meaning
) -> Stated:
    """The figure without words at its edges that mean nothing, such as the "and" before it."""

    def means(a: int, b: int) -> Meaning | None:
        return _meaning(text[tokens[a][0] : tokens[b][1]], lang)

    while first < last and means(first, first) is None and means(first + 1, last) == said:
        first += 1
    while first < last and means(last, last) is None and means(first, last - 1) == said:
        last -= 1
    return Stated(first, last, (tokens[first][0], tokens[last][1]), said)
