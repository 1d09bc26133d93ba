"""Words of a text -> where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from retold.model import Span


class QuoteError(ValueError):
    """A quote that does not stand in the text, or stands there more than once."""


def located(text: str, quote: Any) -> Span:
    """The span of a quote: a string that stands there once, or a pair of string and number (from 1).

    Raises QuoteError.
    """
    words, number = (quote, None) if isinstance(quote, str) else _pair(quote)
    found = list(_places(text, words))
    if not found:
        raise QuoteError(f"{words!r} does not stand in the text")
    if number is None and len(found) > 1:
        raise QuoteError(f"{words!r} stands in the text {len(found)} times; say which: [words, number]")
    if (number or 1) > len(found):
        raise QuoteError(f"there is no {words!r} number {number} in the text; it has {len(found)}")
    return found[(number or 1) - 1]


def _pair(quote: Any) -> tuple[str, int]:
    if isinstance(quote, list | tuple) and len(quote) == 2:
        words, number = quote
        if isinstance(words, str) and type(number) is int and number > 0:
            return words, number
    raise QuoteError(f"{quote!r} is no quote: words, or words and a number from 1")


def _places(text: str, words: str) -> Iterator[Span]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1)
