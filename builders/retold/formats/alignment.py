"""A document of tokens over the text that the tokens were made of."""

from __future__ import annotations

from dataclasses import replace

from retold.formats.neutral import Document, Mark


def aligned(document: Document, text: str) -> Document | None:
    """The document over ``text``, where the two differ in white space alone; else None.

    Offsets are carried over character by character, so nothing is guessed: each character that is
    no white space stands in both texts, in the same order.
    """
    ours = [n for n, character in enumerate(document.text) if not character.isspace()]
    theirs = [n for n, character in enumerate(text) if not character.isspace()]
    if "".join(document.text[n] for n in ours) != "".join(text[n] for n in theirs):
        return None
    starts = dict(zip(ours, theirs, strict=True))
    ends = {a + 1: b + 1 for a, b in zip(ours, theirs, strict=True)}
    items = tuple(
        replace(item, spans=tuple((starts[a], ends[b]) for a, b in item.spans))
        if isinstance(item, Mark)
        else item
        for item in document.items
    )
    return replace(document, text=text, items=items, sentences=None)
