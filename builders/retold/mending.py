"""Mends spans where there is exactly one right answer: they drifted by white space.

A tool that shows a text without its carriage returns, without white space at its start, or with
runs of it as one, counts other offsets than the text has. If one such reading, and one only, puts a
record's surface where it belongs, that is the answer. White space at the edges of a span is cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from retold.model import Annotation, Casualty, Fault, Mention, Span, Spans, surface_of

# How tools shorten a text: each matches what is not counted.
_UNCOUNTED = (
    re.compile(r"\r(?=\n)"),
    re.compile(r"\r"),
    re.compile(r"\n"),
    re.compile(r"[\r\n]"),
    re.compile(r"\A\s+"),
    re.compile(r"(?<=\s)\s+"),
    re.compile(r"\A\s+|(?<=\s)\s+"),
)


def mend(record: Annotation, text: str) -> Annotation:
    """The record with its spans mended, or the same where nothing is certain."""
    if isinstance(record, Mention | Fault):
        spans = _mended(record.spans, record.surface, text)
        return msgspec.structs.replace(record, spans=spans)
    for name in ("spans", "evidence"):
        if hasattr(record, name):
            record = msgspec.structs.replace(record, **{name: _trimmed(getattr(record, name), text)})
    if isinstance(record, Casualty) and record.victims.spans is not None:
        trimmed = _trimmed(record.victims.spans, text)
        victims = msgspec.structs.replace(record.victims, spans=trimmed)
        record = msgspec.structs.replace(record, victims=victims)
    return record


def _mended(spans: Spans, surface: str, text: str) -> Spans:
    """Spans whose surface is ``surface`` as it stands or trimmed, if exactly one is found."""
    if _sound(spans, text) and surface_of(text, spans) == surface == surface.strip():
        return spans
    found = {s for s in _candidates(spans, text) if surface_of(text, s) == surface.strip()}
    return found.pop() if len(found) == 1 and surface == surface.strip() else spans


def _candidates(spans: Spans, text: str) -> Iterator[Spans]:
    yield _trimmed(spans, text)
    for uncounted in _UNCOUNTED:
        place = _places(uncounted, text)
        moved = tuple((place(start), place(end - 1) + 1) for start, end in spans)
        if _sound(moved, text):
            yield moved


def _places(uncounted: re.Pattern[str], text: str) -> Callable[[int], int]:
    """Offset in the shortened text -> offset in the text; past the end stays past the end."""
    skipped = {i for match in uncounted.finditer(text) for i in range(*match.span())}
    kept = [i for i in range(len(text)) if i not in skipped]
    return lambda at: kept[at] if 0 <= at < len(kept) else len(text) + 1


def _trimmed(spans: Spans, text: str) -> Spans:
    """Spans without white space at their edges; one of white space alone is left as it is."""
    return tuple(_trim(span, text) for span in spans) if _sound(spans, text) else spans


def _trim(span: Span, text: str) -> Span:
    start, end = span
    words = text[start:end]
    if not words.strip():
        return span
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _sound(spans: Spans, text: str) -> bool:
    return all(0 <= start < end <= len(text) for start, end in spans)
