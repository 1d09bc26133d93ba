"""What rules on names share: when two spellings are one, and which words stand around a mention."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from retold.corpus import Corpus
from retold.documents import Document, Sentence
from retold.model import Mention, Spans
from retold.records import Row
from retold.rules.mentions import placed
from retold.rules.words import words_of


@lru_cache(maxsize=256)
def language(tag: str) -> str:
    """The primary subtag of a BCP 47 tag."""
    return tag.split("-", maxsplit=1)[0]


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


def _linked(mention: Mention, corpus: Corpus) -> bool:
    if mention.entity is None:
        return True
    entity = corpus.entities.get(mention.entity)
    return entity is not None and entity.type == mention.type
