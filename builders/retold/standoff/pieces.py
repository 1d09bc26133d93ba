"""A string as pieces of texts: what it says, without its words.

A piece is ``[start, end]``, a range of code points of the document that the value belongs to;
``[doc, start, end]``, of another one; or a literal, for code points that stand in no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from retold.standoff.wording import SHORTEST

Piece = str | tuple[int, int] | tuple[str, int, int]
Pieces = tuple[Piece, ...]
Ranges = Sequence[Sequence[int]]

_LONGEST_LITERAL = SHORTEST - 1  # too short to hold a run of words, whatever it says


def encode(
    value: str,
    texts: Mapping[str, str],
    own: str | None = None,
    *,
    spans: Ranges = (),
    near: int = 0,
    first: Iterable[str] = (),
) -> Pieces:
    """The pieces that ``value`` consists of; ``decode`` gives it back.

    ``own`` is the document of two-number pieces. ``spans`` are tried first, joined by one space, in
    every text; then the whole value in ``own``, at ``near`` or behind it; then the longest piece
    that any of ``first``, or of all texts if these are none, has at each place.
    """
    found = _of_spans(value, texts, _in_order(own, first, texts), spans)
    if found is None and own is not None and value in texts.get(own, ""):
        found = [_place(value, texts[own], own, near)] if value else []
    if found is None:
        docs = [*_in_order(own, first, texts)]
        nearest = [doc for doc in docs if doc == own or doc in set(first)] if first else docs
        found = list(_greedy(value, texts, nearest, docs, near))
    pieces = tuple(p[1:] if isinstance(p, tuple) and p[0] == own else p for p in found)
    assert decode(pieces, texts, own) == value
    return pieces


def _in_order(own: str | None, first: Iterable[str], texts: Mapping[str, str]) -> Iterator[str]:
    """Where to look: one by one, as nearly all is found in the first of what may be many."""
    begin = [doc for doc in dict.fromkeys((own, *first)) if doc is not None and doc in texts]
    yield from begin
    yield from (doc for doc in texts if doc not in begin)


def decode(pieces: Iterable[Piece | list[Any]], texts: Mapping[str, str], own: str | None = None) -> str:
    """The string that the pieces make.

    Raises ValueError for a piece of a text that is not there, or of a range that it has not.
    """
    parts = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        doc, start, end = (own, *piece) if len(piece) == 2 else piece
        if doc not in texts:
            raise ValueError(f"there is no text {doc!r}")
        if not (
            isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(texts[doc])
        ):
            raise ValueError(f"[{start}, {end}) is no range of the text of {doc}")
        parts.append(texts[doc][start:end])
    return "".join(parts)


def _of_spans(
    value: str, texts: Mapping[str, str], docs: Iterable[str], spans: Ranges
) -> list[Piece] | None:
    """Fragments joined with one space, as every column and field of several spans has them."""
    if not spans:
        return None
    for doc in docs:
        if any(end > len(texts[doc]) for _, end in spans):
            continue
        if " ".join(texts[doc][start:end] for start, end in spans) == value:
            found: list[Piece] = []
            for start, end in spans:
                found += [" ", (doc, start, end)] if found else [(doc, start, end)]
            return found
    return None


def _greedy(
    value: str, texts: Mapping[str, str], nearest: Sequence[str], docs: Sequence[str], near: int
) -> Iterator[Piece]:
    at = 0
    literal = ""
    while at < len(value):
        doc, length = _longest(value, at, texts, nearest)
        if not length:
            doc, length = _longest(value, at, texts, docs)
        if literal and (length or len(literal) == _LONGEST_LITERAL):
            yield literal
            literal = ""
        if length:
            yield _place(value[at : at + length], texts[doc], doc, near if doc == docs[0] else 0)
        else:
            length = 1
            literal += value[at]
        at += length
    if literal:
        yield literal


def _longest(value: str, at: int, texts: Mapping[str, str], docs: Iterable[str]) -> tuple[str, int]:
    """The first of the documents that has most of ``value`` from ``at`` on, and how much."""
    best, length = "", 0
    for doc in docs:
        text = texts[doc]
        if value[at : at + length + 1] not in text:
            continue
        low, high = length, len(value) - at
        while low < high:  # what a text has, it has every beginning of
            middle = (low + high + 1) // 2
            if value[at : at + middle] in text:
                low = middle
            else:
                high = middle - 1
        if low > length:
            best, length = doc, low
    return best, length


def _place(part: str, text: str, doc: str, near: int) -> tuple[str, int, int]:
    start = text.find(part, near)
    if start < 0:
        start = text.index(part)
    return doc, start, start + len(part)
