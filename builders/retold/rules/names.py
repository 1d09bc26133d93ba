"""What rules on names share: when two spellings are one, and which words stand around a mention."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from retold.corpus import Corpus
from retold.documents import Document, Sentence
from retold.model import Mention, Spans
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
    """The tokens of all sentences of a document, in order: where they start, written, and folded.

    ``first`` is the number of each sentence's first token, and of all. A token without letter and
    digit is no word, and ``folded`` has None for it.
    """

    starts: list[int]
    written: list[str]
    folded: list[str | None]
    first: list[int]


@once
def words_of(document: Document) -> Words:
    """The tokens of a document."""
    text = document.text
    spans = [span for sentence in document.sentences for span in sentence.tokens]
    written = [text[start:end] for start, end in spans]
    first = [*accumulate((len(sentence.tokens) for sentence in document.sentences), initial=0)]
    return Words([start for start, _ in spans], written, [*map(word, written)], first)


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
    start, end = mention.spans[0]
    text, tokens = document.text, sentence.tokens
    # a tuple of one sorts before the token that starts there
    first, last = bisect_left(tokens, (start,)), bisect_left(tokens, (end,))
    left = [text[a:b] for a, b in tokens[max(first - 2, 0) : first]]
    right = [text[a:b] for a, b in tokens[last : last + 2]]
    frames = []
    for width in (1, 2):
        sides = (left[-width:], right[:width])
        if all(len(side) == width and any(map(word, side)) for side in sides):
            frames.append(" ".join([*map(folded, sides[0]), "_", *map(folded, sides[1])]))
    return tuple(frames)


@lru_cache(maxsize=1 << 16)
def word(token: str) -> str | None:
    """A token as it is compared; None where it is no word."""
    return folded(token) if is_word(token) else None


def is_word(token: str) -> bool:
    """Whether a token has a letter or digit."""
    return token.isalnum() or any(map(str.isalnum, token))


def _linked(mention: Mention, corpus: Corpus) -> bool:
    if mention.entity is None:
        return True
    entity = corpus.entities.get(mention.entity)
    return entity is not None and entity.type == mention.type
