"""What rules on names share: when two spellings are one, and which words stand around a mention."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document, Sentence
from retold.model import Mention, Spans
from retold.records import Row
from retold.rules.mentions import mention_rows


def folded(text: str) -> str:
    """A name without the differences that make no other name: case, white space, composition."""
    whole = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(whole.split())


def language(tag: str) -> str:
    """The primary subtag of a BCP 47 tag."""
    return tag.split("-", maxsplit=1)[0]


def name_rows(document: Document, corpus: Corpus) -> Iterator[tuple[Row[Mention], Sentence]]:
    """The mentions of level name, each with its sentence.

    One whose span, link or type has its finding already (RT215, RT301, RT305) would only repeat it.
    """
    seen: set[Spans] = set()
    for row in mention_rows(document):
        mention = row.record
        sentence = document.sentence_at(mention.spans)
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
    starts = [a for a, _ in sentence.tokens]
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    left = [folded(document.text[a:b]) for a, b in sentence.tokens[max(first - 2, 0) : first]]
    right = [folded(document.text[a:b]) for a, b in sentence.tokens[last : last + 2]]
    frames = []
    for width in (1, 2):
        sides = (left[-width:], right[:width])
        if all(len(side) == width and any(map(is_word, side)) for side in sides):
            frames.append(" ".join([*sides[0], "_", *sides[1]]))
    return tuple(frames)


def is_word(token: str) -> bool:
    """Whether a token has a letter or digit."""
    return any(character.isalnum() for character in token)


def _linked(mention: Mention, corpus: Corpus) -> bool:
    if mention.entity is None:
        return True
    entity = corpus.entities.get(mention.entity)
    return entity is not None and entity.type == mention.type
