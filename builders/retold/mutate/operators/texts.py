"""Texts as they may be received: with marks that other tools count in another way; none at all.

All records follow the text, so that nothing but the text can be found.
"""

from __future__ import annotations

import re

import msgspec

from retold.files import GOLD, SEEDS
from retold.manifest import sha256
from retold.mutate.base import Operator
from retold.mutate.draws import Draw
from retold.mutate.retext import retext
from retold.mutate.sources import Change, Sources


def byte_order_mark(sources: Sources, draw: Draw) -> Change | None:
    """U+FEFF before the first zone's first letter, where that begins the text."""
    for document in draw.order(sources.documents):
        if document.zones and document.zones[0].spans[0][0] == 0 and document.text[0] != "\ufeff":
            return retext(sources, document, [(0, 0, "\ufeff")])
    return None


def carriage_returns(sources: Sources, draw: Draw) -> Change | None:
    """CR LF for every line feed."""
    for document in draw.order(sources.documents):
        feeds = [found.start() for found in re.finditer(r"(?<!\r)\n", document.text)]
        if feeds:
            return retext(sources, document, [(at, at + 1, "\r\n") for at in feeds])
    return None


def nul(sources: Sources, draw: Draw) -> Change | None:
    """A NUL behind the last character of a zone."""
    for document in draw.order(sources.documents):
        if document.zones:
            end = draw.one(document.zones).spans[0][1]
            return retext(sources, document, [(end, end, "\0")])
    return None


def blank(sources: Sources, draw: Draw) -> Change | None:
    """A further document of one line feed."""
    if not sources.documents:
        return None
    like = draw.one(sources.documents)
    id = sources.new_id("blank")
    seed = msgspec.structs.replace(like.seed, id=id, file=f"{id}.txt", sha256=sha256(b"\n"))
    layers = {f"annotations/{layer}/{id}.jsonl": b"" for layer in (GOLD, *sources.layers(like.id))}
    return {f"seeds/{id}.txt": b"\n", SEEDS: sources.joined(seed)[SEEDS], **layers}


OPERATORS = (
    Operator(
        "mark-before-text", "semantic", "a seed with a byte order mark", byte_order_mark, ("RT101",)
    ),
    Operator(
        "carriage-returns", "semantic", "a seed whose lines end in CR LF", carriage_returns, ("RT102",)
    ),
    Operator("nul-in-text", "semantic", "a NUL in a seed", nul, ("RT103",)),
    Operator("blank-seed", "semantic", "a seed without a letter", blank, ("RT104",)),
)
