"""Schemes of tags for names over tokens: which of them a file is written in, and its exceptions.

``B-X`` opens a name, ``I-X`` goes on, ``O`` is outside. IOB2 opens each name with ``B-``, IOB1
(Ramshaw and Marcus, 1995) only one that follows a name of its own type. BIOES and BILOU mark the last
token (``E-``, ``L-``) and names of one token (``S-``, ``U-``) too (Ratinov and Roth, 2009).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from retold.formats.neutral import Document

Scheme = Literal["IOB2", "IOB1", "BIOES", "BILOU"]
Letter = Callable[[int, int, bool], str]
"""Place of a token in its name, length of the name, whether one of its label ends right before."""

SCHEMES: Mapping[Scheme, Letter] = {
    "IOB2": lambda at, length, touches: "I" if at else "B",
    "IOB1": lambda at, length, touches: "I" if at or not touches else "B",
    "BIOES": lambda at, length, touches: _closed(at, length, "SBIE"),
    "BILOU": lambda at, length, touches: _closed(at, length, "UBIL"),
}
Name = tuple[int, int, str]
"""First token, the one behind the last, label; of one sentence."""


def _closed(at: int, length: int, letters: str) -> str:
    if length == 1:
        return letters[0]
    return letters[1] if at == 0 else letters[3] if at == length - 1 else letters[2]


def names_of(document: Document) -> list[Name]:
    """The marks of a document over its tokens, counted through all sentences."""
    starts = [a for sentence in document.sentences or () for a, _ in sentence]
    found = []
    for mark in document.marks:
        start, end = mark.spans[0]
        found.append((bisect_left(starts, start), bisect_left(starts, end), mark.label))
    return found


def tags_of(names: Sequence[Name], sentences: Sequence[int], scheme: Scheme) -> list[str]:
    """One tag a token for names in order; ``sentences`` are the numbers of tokens of each."""
    tags = ["O"] * sum(sentences)
    opening = set(_openings(sentences))
    letter = SCHEMES[scheme]
    before: Name | None = None
    for name in names:
        first, behind, label = name
        touches = (
            before is not None and before[1:] == (first, label) and first not in opening
        )  # in another sentence nothing touches
        for at in range(behind - first):
            tags[first + at] = f"{letter(at, behind - first, touches)}-{label}"
        before = name
    return tags


def _openings(sentences: Sequence[int]) -> Iterator[int]:
    at = 0
    for length in sentences:
        yield at
        at += length


def scheme_of(document: Document, tags: Sequence[str]) -> tuple[Scheme, tuple[int, ...]]:
    """The scheme whose tags for these names differ least from those written, and where they differ."""
    letters = {tag[0] for tag in tags}
    if letters & set("ES"):
        possible: tuple[Scheme, ...] = ("BIOES",)
    elif letters & set("LU"):
        possible = ("BILOU",)
    else:
        possible = ("IOB2", "IOB1")
    names = names_of(document)
    lengths = [len(sentence) for sentence in document.sentences or ()]
    found: list[tuple[Scheme, tuple[int, ...]]] = []
    for scheme in possible:
        pairs = enumerate(zip(tags_of(names, lengths, scheme), tags, strict=True))
        found.append((scheme, tuple(n for n, (wanted, tag) in pairs if wanted != tag)))
    return min(found, key=lambda pair: len(pair[1]))
