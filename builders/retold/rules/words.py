"""The words of a document as rules compare them: read once for all rules that ask."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from retold.documents import Document
from retold.model import Span
from retold.rules.once import once


@lru_cache(maxsize=1 << 16)  # few words make most of all texts
def folded(text: str) -> str:
    """A name without the differences that make no other name: case, white space, composition."""
    whole = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(whole.split())


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of all sentences of a document, in order.

    ``numbers`` are those of a sentence's tokens, from the first up to the next sentence's.
    """

    starts: list[int]
    ends: list[int]
    written: list[str]
    folded: list[str]
    words: list[bool]
    """Whether a token is a word."""
    numbers: dict[Span, tuple[int, int]]


@once
def words_of(document: Document) -> Words:
    """The tokens of a document, as rules on names read them."""
    text = document.text
    starts: list[int] = []
    ends: list[int] = []
    written: list[str] = []
    numbers: dict[Span, tuple[int, int]] = {}
    for sentence in document.sentences:
        first = len(starts)
        for start, end in sentence.tokens:
            starts.append(start)
            ends.append(end)
            written.append(text[start:end])
        numbers[sentence.span] = first, len(starts)
    tested = [*map(is_word, written)]
    return Words(starts, ends, written, [*map(folded, written)], tested, numbers)


@lru_cache(maxsize=1 << 16)
def is_word(token: str) -> bool:
    """Whether a token has a letter or digit."""
    return token.isalnum() or any(map(str.isalnum, token))
