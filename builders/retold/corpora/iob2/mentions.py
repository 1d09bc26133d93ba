"""Names of a document -> mentions, and why some cannot be any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from retold.corpora.iob2.documents import Piece
from retold.corpora.iob2.entities import Key, key_of
from retold.corpora.labels import Label, Labels
from retold.documents import Document
from retold.model import Mention, Span
from retold.numerals import meaning

Case = Literal["kept", "label", "sentence", "token", "blank"]
"""Kept; or dropped, since its label is, a sentence ends in it, a token does, or it has no character."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A name of a document: its label, its place, how many tokens it has, and what becomes of it."""

    label: Label
    span: Span
    tokens: int
    case: Case


def placed(piece: Piece, document: Document, labels: Labels) -> Iterator[Placed]:
    """The names of a document in order. ``document`` has its zones, hence our sentences and tokens."""
    edges = {edge for sentence in document.sentences for token in sentence.tokens for edge in token}
    starts = [a for sentence in piece.tokens for a, _ in sentence]
    at = 0
    for mark in piece.marks:
        (start, end), label = mark.spans[0], labels.rows[mark.label]
        tokens = 0
        while at < len(starts) and starts[at] < end:
            tokens += starts[at] >= start
            at += 1
        words = piece.text[start:end]
        span = end - len(words.lstrip()), start + len(words.rstrip())
        case: Case = "kept"
        if label.type is None:
            case = "label"
        elif not words.strip():
            case = "blank"
        elif document.sentence_at((span,)) is None:
            case = "sentence"
        elif not edges.issuperset(span):
            case = "token"
        yield Placed(label, span, tokens, case)


def record(number: int, one: Placed, document: Document, by: str, ids: Mapping[Key, str]) -> Mention:
    """The mention of a name that is kept.

    A CARDINAL has the value that its words surely mean, if any; dates, times and sums have none.
    """
    surface = document.text[slice(*one.span)]
    type = one.label.type
    if type is None:
        raise ValueError(f"{one.label.name} becomes nothing")
    found = meaning(surface, document.seed.lang) if type == "CARDINAL" else None
    key = key_of(one.label, surface)
    return Mention(
        id=f"{document.id}-m{number:04d}",
        doc=document.id,
        annotator=by,
        spans=(one.span,),
        surface=surface,
        type=type,
        level="name",
        org_subtype=one.label.org_subtype,
        metonym=one.label.metonym,
        entity=None if key is None else ids[key],
        referent=None,
        value=None if found is None else found.value,
        anchor=None,
    )
