"""How the corpus's own tokens and sentences stand to ours: counts, for the report.

Tokens and sentences here are computed from the text (docs/segmentation.md), so the ``ner`` config has
ours. Spans of mentions are of the text, and stand whatever the tokens are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from retold.corpora.iob2.documents import Piece
from retold.documents import Document


def alignment(piece: Piece, document: Document) -> Counter[str]:
    """Counts of one document.

    ``boundaries`` are the starts and ends of the corpus's tokens, ``boundaries_ours`` those of them
    that are boundaries of our tokens; ``tokens_same`` are tokens of the corpus that are one of ours,
    ``sentences_same`` its sentences that are one of ours.
    """
    mine = [token for sentence in document.sentences for token in sentence.tokens]
    starts, ends, whole = {a for a, _ in mine}, {b for _, b in mine}, set(mine)
    theirs = [token for sentence in piece.tokens for token in sentence]
    sentences = {sentence.span for sentence in document.sentences}
    spans = [(sentence[0][0], sentence[-1][1]) for sentence in piece.tokens]
    return Counter(
        tokens=len(theirs),
        tokens_ours=len(mine),
        tokens_same=sum(token in whole for token in theirs),
        boundaries=2 * len(theirs),
        boundaries_ours=sum((a in starts) + (b in ends) for a, b in theirs),
        sentences=len(spans),
        sentences_ours=len(sentences),
        sentences_same=sum(span in sentences for span in spans),
    )


def share(counts: Mapping[str, int], part: str, whole: str) -> float | None:
    """A share to four places; None of nothing."""
    return round(counts[part] / counts[whole], 4) if counts[whole] else None
