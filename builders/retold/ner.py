"""Mentions -> IOB2 tags over the tokens of a sentence.

Tags are IOB2 (Tjong Kim Sang and Veenstra, 1999; CoNLL-2003's types replaced by ours): ``B-X``
opens a name of type X, ``I-X`` goes on with it, ``O`` is outside any. Only names count, not
nominals; of nested names the outermost is tagged; each fragment of a discontinuous name opens
anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from retold.documents import Sentence
from retold.model import EntityType, Mention, Span, extent, labels

NER_LABELS: tuple[str, ...] = (
    "O",
    *(f"{prefix}-{name}" for name in labels(EntityType) for prefix in ("B", "I")),
)


def outermost_names(mentions: Iterable[Mention]) -> list[Mention]:
    """Names that no other name contains, by position."""
    names = [m for m in mentions if m.level == "name"]
    names.sort(key=lambda m: (m.spans[0][0], -m.spans[-1][1]))
    found: list[Mention] = []
    for mention in names:
        if not found or extent(found[-1].spans)[1] < extent(mention.spans)[1]:
            found.append(mention)
    return found


def iob2(sentence: Sentence, names: Iterable[Mention]) -> list[str]:
    """One tag a token of the sentence.

    ``names`` are outermost names whose boundaries are token boundaries (RT211 holds this).
    """
    opened: dict[int, tuple[Span, str]] = {}
    for mention in names:
        for span in mention.spans:
            opened[span[0]] = (span, mention.type)
    tags: list[str] = []
    inside: tuple[Span, str] | None = None
    for start, end in sentence.tokens:
        if start in opened:
            inside = opened[start]
            tags.append(f"B-{inside[1]}")
        elif inside is not None and end <= inside[0][1]:
            tags.append(f"I-{inside[1]}")
        else:
            tags.append("O")
    return tags
