"""Mentions -> IOB2 tags over the tokens of a sentence.

Tags are IOB2 (Tjong Kim Sang and Veenstra, 1999; CoNLL-2003's types replaced by ours): ``B-X``
opens a name of type X, ``I-X`` goes on with it, ``O`` is outside any. Only names count, not
nominals; of nested names the outermost is tagged; each fragment of a discontinuous name opens
anew. In "Ada and Orm Lund" the names Ada ... Lund and Orm Lund share a token: where fragments
overlap, the longest is tagged, and the other is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from retold.documents import Sentence
from retold.model import EntityType, Mention, Span, labels

NER_LABELS: tuple[str, ...] = (
    "O",
    *(f"{prefix}-{name}" for name in labels(EntityType) for prefix in ("B", "I")),
)


def outermost_names(mentions: Iterable[Mention]) -> list[Mention]:
    """Names of which not every fragment lies inside a fragment of another, by position.

    Of several over the same fragments, which a system may give, the first.
    """
    names = [m for m in mentions if m.level == "name"]
    names.sort(key=lambda m: (m.spans[0][0], -m.spans[-1][1]))
    return [m for n, m in enumerate(names) if not _hidden(n, names)]


def _hidden(number: int, names: Sequence[Mention]) -> bool:
    """Whether another name lies around one; the names stand in order of their start."""
    one = names[number]
    end = one.spans[0][1]
    for n, other in enumerate(names):
        if other.spans[0][0] >= end:
            return False
        around = n != number and other.spans[-1][1] >= end and _inside(one, other)
        if around and (n < number or not _inside(other, one)):
            return True
    return False


def _inside(inner: Mention, outer: Mention) -> bool:
    return all(any(a <= c and d <= b for a, b in outer.spans) for c, d in inner.spans)


def flat_names(mentions: Iterable[Mention]) -> list[tuple[Span, EntityType]]:
    """Fragments of the outermost names and their types, by position; of two that overlap, the longer."""
    fragments = [(span, m.type) for m in outermost_names(mentions) for span in m.spans]
    taken: list[tuple[Span, EntityType]] = []
    for span, type in sorted(fragments, key=lambda f: (f[0][0] - f[0][1], f[0])):
        # those that are taken do not overlap: only the ones beside the place can
        at = bisect_left(taken, (span, ""))
        if not any(
            span[0] < end and start < span[1] for (start, end), _ in taken[max(0, at - 1) : at + 1]
        ):
            taken.insert(at, (span, type))
    return taken


def fragments_of(
    fragments: Sequence[tuple[Span, EntityType]], sentence: Sentence
) -> list[tuple[Span, EntityType]]:
    """Those of a document's ``flat_names`` that begin in a sentence."""
    start, end = sentence.span
    low, high = (bisect_left(fragments, at, key=lambda f: f[0][0]) for at in (start, end))
    return list(fragments[low:high])


def iob2(sentence: Sentence, fragments: Iterable[tuple[Span, EntityType]]) -> list[str]:
    """One tag a token of the sentence.

    ``fragments`` are of ``flat_names``; their boundaries are token boundaries (RT211 holds this), and
    those of other sentences are passed over.
    """
    # most sentences have few names: only their tokens are looked at
    tags = ["O"] * len(sentence.tokens)
    for (start, end), type in fragments:
        first = bisect_left(sentence.tokens, (start,))
        if first == len(tags) or sentence.tokens[first][0] != start:
            continue  # of another sentence
        behind = bisect_left(sentence.tokens, (end,))
        if behind - first > 1 and sentence.tokens[behind - 1][1] > end:
            behind -= 1  # a token that the name does not end is not its last
        tags[first:behind] = [f"B-{type}", *[f"I-{type}"] * (behind - first - 1)]
    return tags
