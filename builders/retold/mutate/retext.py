"""Changes of a seed's text in which every offset follows: the corpus stays as sound as it was."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from retold.documents import Document
from retold.files import SEEDS
from retold.manifest import sha256
from retold.model import (
    Annotation,
    Casualty,
    Challenge,
    Decision,
    Fault,
    Headline,
    Mention,
    Record,
    Right,
    Spans,
    Zone,
    surface_of,
)
from retold.mutate.sources import Change, Sources
from retold.records import canonical

Piece = tuple[int, int, str]
"""Start and end of what goes, in code points, and the words that come."""


def retext(sources: Sources, document: Document, pieces: Sequence[Piece]) -> Change:
    """The seed with pieces of its text replaced, its digest, and all records that point into it.

    What is inserted at an edge belongs to the zone there and to no other record.
    """
    text = replaced(document.text, pieces)
    data = text.encode("utf-8")
    seed = msgspec.structs.replace(document.seed, sha256=sha256(data))
    change: dict[str, bytes | None] = {f"seeds/{seed.file}": data}
    change[SEEDS] = sources.rewritten(SEEDS, {canonical(document.seed): seed})
    for path in sources.record_paths():
        new: dict[str, Record | None] = {}
        for row in sources.rows(path):
            record = row.record
            moved: Record = record
            if isinstance(record, Annotation):
                moved = _followed(record, document.id, pieces, text)
            elif isinstance(record, Decision) and record.result is not None:
                result = _followed(record.result, document.id, pieces, text)
                moved = msgspec.structs.replace(record, result=result)
            elif isinstance(record, Challenge):
                moved = _quoting(record, document, pieces, text)
            if moved != record:
                new[canonical(record)] = moved
        if new:
            change[path] = sources.rewritten(path, new)
    return change


def _followed(record: Annotation, doc: str, pieces: Sequence[Piece], text: str) -> Annotation:
    """The record where it stands in the document, or points into it, after the change."""
    if record.doc == doc:
        record = follow(record, pieces, text)
    if isinstance(record, Fault) and record.right is not None and record.right.doc == doc:
        spans = _moved(record.right.spans, pieces, grow=False)
        right = msgspec.structs.replace(record.right, spans=spans)
        record = msgspec.structs.replace(record, right=right)
    return record


def _quoting(item: Challenge, document: Document, pieces: Sequence[Piece], text: str) -> Challenge:
    """The item with its passage where it stands now; without, if the passage says something else."""
    origin = item.origin
    if origin is None or origin.doc != document.id:
        return item
    spans = _moved(origin.spans, pieces, grow=False)
    same = surface_of(text, spans) == surface_of(document.text, origin.spans)
    return msgspec.structs.replace(item, origin=Right(origin.doc, spans) if same else None)


def replaced(text: str, pieces: Sequence[Piece]) -> str:
    """The text with the pieces replaced, which must not overlap."""
    for start, end, words in sorted(pieces, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def follow(record: Annotation, pieces: Sequence[Piece], text: str) -> Annotation:
    """The record with its offsets, and the surface that it has in the new text."""
    change: dict[str, object] = {}
    if isinstance(record, Zone | Mention | Headline | Fault):
        change["spans"] = spans = _moved(record.spans, pieces, grow=isinstance(record, Zone))
        if isinstance(record, Mention | Fault):
            change["surface"] = surface_of(text, spans)
    if not isinstance(record, Zone | Mention | Fault):
        change["evidence"] = _moved(record.evidence, pieces, grow=False)
    if isinstance(record, Casualty) and record.victims.spans is not None:
        spans = _moved(record.victims.spans, pieces, grow=False)
        change["victims"] = msgspec.structs.replace(record.victims, spans=spans)
    return msgspec.structs.replace(record, **change)


def _moved(spans: Spans, pieces: Sequence[Piece], *, grow: bool) -> Spans:
    for a, b, words in sorted(pieces, reverse=True):
        by = len(words) - (b - a)
        spans = tuple((_start(start, a, b, by, grow), _end(end, a, b, by, grow)) for start, end in spans)
    return spans


def _start(at: int, a: int, b: int, by: int, grow: bool) -> int:
    if at < a or (at == a and (grow or a < b)):
        return at
    return at + by if at >= b else a


def _end(at: int, a: int, b: int, by: int, grow: bool) -> int:
    if at < a or (at == a and not (grow and a == b)):
        return at
    return at + by if at >= b else b + by
