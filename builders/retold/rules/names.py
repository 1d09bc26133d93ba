"""What rules on names share: when two spellings are one, and which words stand around a mention."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from retold.corpus import Corpus
from retold.documents import Document, Sentence
from retold.model import Mention, Span, Spans
from retold.records import Row
from retold.rules.mentions import placed
from retold.rules.once import once


@lru_cache(maxsize=1 << 16)  # few words make most of all texts
def folded(text: str) -> str:
    """A name without the differences that make no other name: case, white space, composition."""
    whole = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(whole.split())


@lru_cache(maxsize=256)
def language(tag: str) -> str:
    """The primary subtag of a BCP 47 tag."""
    return tag.split("-", maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of all sentences of a document, in order.

    ``numbers`` are those of a sentence's tokens, from the first up to the next sentence's.
    """

    starts: list[int]
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
    written: list[str] = []
    numbers: dict[Span, tuple[int, int]] = {}
    for sentence in document.sentences:
        first = len(starts)
        for start, end in sentence.tokens:
            starts.append(start)
            written.append(text[start:end])
        numbers[sentence.span] = first, len(starts)
    return Words(starts, written, [*map(folded, written)], [*map(is_word, written)], numbers)


def name_rows(document: Document, corpus: Corpus) -> Iterator[tuple[Row[Mention], Sentence]]:
    """The mentions of level name, each with its sentence.

    One whose span, link or type has its finding already (RT215, RT301, RT305) would only repeat it.
    """
    seen: set[Spans] = set()
    for row, _, sentence in placed(document):
        mention = row.record
        if mention.level == "name" and sentence is not None and _linked(mention, corpus):
            if mention.spans not in seen:
                yield row, sentence
            seen.add(mention.spans)


def contexts(document: Document, mention: Mention, sentence: Sentence) -> tuple[str, ...]:
    """The frames of a mention in which a second reading is hardly meant.

    A frame is the next token or the next two on each side, in the sentence, with a word on each
    side: the variation n-grams of Dickinson and Meurers (2003), with room for the nucleus between.
    They found variation at the fringe of an n-gram to be unreliable, so a frame has both sides. A
    mention in fragments has none.
    """
    if len(mention.spans) != 1:
        return ()
    tokens = words_of(document)
    begin, end = tokens.numbers[sentence.span]
    first = bisect_left(tokens.starts, mention.spans[0][0], begin, end)
    last = bisect_left(tokens.starts, mention.spans[0][1], begin, end)
    found, words = tokens.folded, tokens.words
    frames: tuple[str, ...] = ()
    if begin < first and last < end and words[first - 1] and words[last]:
        frames = (f"{found[first - 1]} _ {found[last]}",)
    if begin < first - 1 and last + 1 < end:
        left, right = slice(first - 2, first), slice(last, last + 2)
        if any(words[left]) and any(words[right]):
            frames += (" ".join([*found[left], "_", *found[right]]),)
    return frames


@lru_cache(maxsize=1 << 16)
def is_word(token: str) -> bool:
    """Whether a token has a letter or digit."""
    return token.isalnum() or any(map(str.isalnum, token))


def _linked(mention: Mention, corpus: Corpus) -> bool:
    if mention.entity is None:
        return True
    entity = corpus.entities.get(mention.entity)
    return entity is not None and entity.type == mention.type
