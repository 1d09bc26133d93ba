"""Offsets: shifted, in other units, outside, turned round, in fragments; surface and passage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise

from retold.model import (
    ANNOTATION_KINDS,
    Annotation,
    Casualty,
    Fault,
    Headline,
    Mention,
    Spans,
    Stance,
    span_fields,
    surface_of,
)
from retold.mutate.base import At, Mutate, Operator, each, edit, put
from retold.mutate.layers import Edit

ANY: tuple[type[Annotation], ...] = tuple(ANNOTATION_KINDS.values())
PINNED: tuple[type[Mention | Fault], ...] = (Mention, Fault)
"""The kinds whose surface pins their offsets."""
EVIDENT: tuple[type[Stance | Headline | Casualty], ...] = (Stance, Headline, Casualty)


def respanned(record: Mention | Fault, spans: Spans, text: str) -> Mention | Fault:
    """The record elsewhere, its surface with it."""
    return put(put(record, "spans", spans), "surface", surface_of(text, spans))


def counted(unit: Callable[[str], int]) -> Callable[[Mention | Fault, At], Mention | Fault | None]:
    """Offsets counted in another unit; ``unit`` says how many of it a text has."""

    def change(record: Mention | Fault, at: At) -> Mention | Fault | None:
        spans = tuple((unit(at.text[:start]), unit(at.text[:end])) for start, end in record.spans)
        return _drifted(record, spans, at)

    return change


def utf16(text: str) -> int:
    """UTF-16 code units, as JavaScript and Java count."""
    return len(text.encode("utf-16-le")) // 2


def utf8(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text.encode("utf-8"))


def graphemes(text: str) -> int:
    """Grapheme clusters (UAX #29), as Swift counts."""
    import regex

    return len(regex.findall(r"\X", text))


def shift(record: Mention | Fault, at: At) -> Mention | Fault | None:
    return _drifted(record, tuple((start + 1, end + 1) for start, end in record.spans), at)


def shift_all(mention: Mention, at: At) -> Iterable[Edit]:
    """Every record of the document one to the right, as where a byte order mark was cut off."""
    for row in at.document.rows:
        moved = row.record
        for field, spans in span_fields(row.record):
            moved = put(moved, field, [[start + 1, end + 1] for start, end in spans])
        yield row.record, moved


def shift_evidence(record: Stance | Headline | Casualty, at: At) -> Stance | Headline | Casualty | None:
    if not record.evidence or record.evidence[-1][1] >= len(at.text):
        return None
    return put(record, "evidence", [[start + 1, end + 1] for start, end in record.evidence])


def any_span(change: Callable[[Spans, At], Spans | None]) -> Mutate:
    """Changes one span field of one record; a surface follows where there are words in the spans."""

    def changed(record: Annotation, at: At) -> Annotation | None:
        for field, spans in at.draw.order(list(span_fields(record))):
            new = change(spans, at) if spans else None
            if new is None:
                continue
            if isinstance(record, Mention | Fault) and surface_of(at.text, new).strip():
                return respanned(record, new, at.text)
            return put(record, field, new)
        return None

    return each(ANY, changed)


def past_the_end(spans: Spans, at: At) -> Spans:
    return (*spans[:-1], (spans[-1][0], len(at.text) + 1 + at.draw.below(9)))


def turned_round(spans: Spans, at: At) -> Spans:
    number = at.draw.below(len(spans))
    start, end = spans[number]
    return (*spans[:number], (end, start), *spans[number + 1 :])


def empty(spans: Spans, at: At) -> Spans:
    return (*spans[:-1], (spans[-1][0], spans[-1][0]))


def with_space(spans: Spans, at: At) -> Spans | None:
    """With the white space behind the last fragment, or before the first."""
    start, end = spans[0][0], spans[-1][1]
    if at.text[end : end + 1].isspace():
        return (*spans[:-1], (spans[-1][0], end + 1))
    before = start > 0 and at.text[start - 1].isspace()
    return ((start - 1, spans[0][1]), *spans[1:]) if before else None


def fragments_turned_round(record: Mention | Fault, at: At) -> Mention | Fault | None:
    start, end = record.spans[0]
    space = re.search(r"\s+", at.text[start:end])
    if len(record.spans) > 1:
        return respanned(record, record.spans[::-1], at.text)
    if space is None:
        return None
    spans = ((start + space.end(), end), (start, start + space.start()))
    return respanned(record, spans, at.text)


def fragments_overlap(record: Mention | Fault, at: At) -> Mention | Fault | None:
    start, end = record.spans[0]
    middle = (start + end) // 2
    if end - start < 3:
        return None
    return respanned(record, ((start, middle + 1), (middle, end), *record.spans[1:]), at.text)


def fragment_twice(record: Stance | Headline | Casualty, at: At) -> Stance | Headline | Casualty | None:
    return put(record, "evidence", [*record.evidence, record.evidence[-1]]) if record.evidence else None


def fragments_joined(mention: Mention, at: At) -> Mention | None:
    whole = ((mention.spans[0][0], mention.spans[-1][1]),)
    new = respanned(mention, whole, at.text)
    return new if len(mention.spans) > 1 and isinstance(new, Mention) else None


def other_letter(record: Mention | Fault, at: At) -> Mention | Fault:
    number = at.draw.below(len(record.surface))
    other = "x" if record.surface[number] != "x" else "y"
    return put(record, "surface", f"{record.surface[:number]}{other}{record.surface[number + 1 :]}")


def surface_space(record: Mention | Fault, at: At) -> Mention | Fault:
    return put(record, "surface", f"{record.surface} ")


def decomposed(record: Mention | Fault, at: At) -> Mention | Fault:
    return put(record, "surface", unicodedata.normalize("NFD", record.surface))


def _drifted(record: Mention | Fault, spans: Spans, at: At) -> Mention | Fault | None:
    """The record with other offsets and its old surface, if that is now untrue."""
    same = all(a[1] <= b[0] for a, b in pairwise(spans)) and surface_of(at.text, spans) == record.surface
    return None if same else put(record, "spans", spans)


OPERATORS = (
    Operator(
        "shift-by-one",
        "structural",
        "offsets one to the right, the surface as it was",
        each(PINNED, shift),
        ("RT203", "RT201"),
    ),
    Operator(
        "shift-all",
        "structural",
        "all offsets of a document one to the right",
        edit(Mention, shift_all),
        ("RT203", "RT201"),
    ),
    Operator("shift-evidence", "semantic", "evidence one to the right", each(EVIDENT, shift_evidence)),
    Operator(
        "offsets-in-utf16",
        "structural",
        "offsets counted in UTF-16 units",
        each(PINNED, counted(utf16)),
        ("RT203", "RT201"),
    ),
    Operator(
        "offsets-in-utf8",
        "structural",
        "offsets counted in bytes of UTF-8",
        each(PINNED, counted(utf8)),
        ("RT203", "RT201"),
    ),
    Operator(
        "offsets-in-graphemes",
        "structural",
        "offsets counted in grapheme clusters",
        each(PINNED, counted(graphemes)),
        ("RT203", "RT201"),
    ),
    Operator(
        "past-the-end",
        "structural",
        "a span that ends behind the text",
        any_span(past_the_end),
        ("RT201",),
    ),
    Operator("start-for-end", "structural", "start and end swapped", any_span(turned_round), ("RT202",)),
    Operator(
        "fragment-twice",
        "structural",
        "a fragment of evidence twice",
        each(EVIDENT, fragment_twice),
        ("RT205",),
    ),
    Operator("empty-span", "structural", "an end that equals its start", any_span(empty), ("RT202",)),
    Operator("space-into-span", "structural", "white space in a span", any_span(with_space), ("RT204",)),
    Operator(
        "fragments-turned-round",
        "structural",
        "the second fragment before the first",
        each(PINNED, fragments_turned_round),
        ("RT205",),
    ),
    Operator(
        "fragments-overlap",
        "structural",
        "two fragments that share a character",
        each(PINNED, fragments_overlap),
        ("RT205",),
    ),
    Operator(
        "fragments-joined",
        "semantic",
        "a discontinuous mention in one piece",
        each(Mention, fragments_joined),
    ),
    Operator(
        "other-letter",
        "structural",
        "a letter of the surface is another",
        each(PINNED, other_letter),
        ("RT203",),
    ),
    Operator(
        "surface-space",
        "structural",
        "white space behind the surface",
        each(PINNED, surface_space),
        ("RT203",),
    ),
    Operator(
        "surface-decomposed",
        "structural",
        "the surface in Unicode form NFD",
        each(PINNED, decomposed),
        ("RT203",),
    ),
)
