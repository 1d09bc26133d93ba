"""Lines of JSON: syntax, canonical form, order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from retold.model import Annotation, Seed
from retold.mutate.base import Mutate, Operator
from retold.mutate.draws import Draw
from retold.mutate.sources import Change, Sources
from retold.records import sort_key


def line(change: Callable[[str, Draw], str | None]) -> Mutate:
    """Changes one line of one file of records."""

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        for path in draw.order(sources.record_paths()):
            lines = sources.lines(path)
            at = draw.below(len(lines))
            new = change(lines[at], draw)
            if new is not None and new != lines[at]:
                return {path: _joined([*lines[:at], new, *lines[at + 1 :]])}
        return None

    return mutate


def whole(change: Callable[[str], str]) -> Mutate:
    """Changes the text of one file of records."""

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        for path in draw.order(sources.record_paths()):
            text = sources.text(path)
            if change(text) != text:
                return {path: change(text).encode("utf-8")}
        return None

    return mutate


def dumped(record: object) -> str:
    """A value as one line of JSON without spaces outside strings."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def loaded(text: str) -> dict[str, Any] | None:
    """The object on a line, or None where it is none or has no key."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found else None


def duplicate_key(text: str, draw: Draw) -> str | None:
    record = loaded(text)
    if record is None:
        return None
    key = draw.one(list(record))
    return f"{text[:-1]},{dumped({key: record[key]})[1:]}"


def other_key_order(text: str, draw: Draw) -> str | None:
    record = loaded(text)
    if record is None or len(record) < 2:
        return None
    key = draw.one(list(record)[:-1])
    return dumped({**{k: v for k, v in record.items() if k != key}, key: record[key]})


def cut_line(text: str, draw: Draw) -> str | None:
    return text[: 1 + draw.below(len(text) - 1)] if len(text) > 1 else None


def spaces(text: str, draw: Draw) -> str | None:
    record = loaded(text)
    return None if record is None else json.dumps(record, ensure_ascii=False)


def escaped_letter(text: str, draw: Draw) -> str | None:
    places = [found.start(1) for found in re.finditer(r'":"([a-zA-Z])', text)]
    if not places:
        return None
    at = draw.one(places)
    return f"{text[:at]}\\u{ord(text[at]):04x}{text[at + 1 :]}"


def in_place_of_words(new: Callable[[Draw], str]) -> Mutate:
    """A text of a record replaced by other JSON."""

    def change(text: str, draw: Draw) -> str | None:
        places = list(re.finditer(r'(?<=:)"[^"\\]*"(?=[,}])', text))
        if not places:
            return None
        found = draw.one(places)
        return text[: found.start()] + new(draw) + text[found.end() :]

    return line(change)


def nested(draw: Draw) -> str:
    """Brackets as deep as to bring one reader or another to its limit."""
    depth = draw.one([30, 300, 980, 982, 984, 20_000])
    return draw.one(["[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth])


def swap_lines(sources: Sources, draw: Draw) -> Change | None:
    for path in draw.order(sources.record_paths()):
        lines, rows = sources.lines(path), sources.rows(path)
        places = [i for i in range(len(rows) - 1) if rows[i + 1].line == rows[i].line + 1]
        places = [i for i in places if sort_key(rows[i].record) < sort_key(rows[i + 1].record)]
        if places:
            at = rows[draw.one(places)].line - 1
            return {path: _joined([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]])}
    return None


def duplicate_line(sources: Sources, draw: Draw) -> Change | None:
    docs = {row.record.id for row in sources.table(Seed)}
    for path in draw.order(sources.record_paths()):
        stem = path.rsplit("/", 1)[1].removesuffix(".jsonl")
        rows = sources.rows(path)
        if any(isinstance(row.record, Annotation) for row in rows):
            # only records of the file's own document are read
            rows = [r for r in rows if stem in docs and r.place().doc == stem]
        if rows:
            lines, at = sources.lines(path), draw.one(rows).line
            return {path: _joined([*lines[:at], lines[at - 1], *lines[at:]])}
    return None


def _joined(lines: list[str]) -> bytes:
    return "".join(f"{text}\n" for text in lines).encode("utf-8")


OPERATORS = (
    Operator("cut-line", "structural", "a line ends in its middle", line(cut_line), ("RT010",)),
    Operator(
        "list-for-object",
        "structural",
        "a list where a record should be",
        line(lambda text, draw: f"[{text}]"),
        ("RT010",),
    ),
    Operator(
        "not-a-number",
        "structural",
        "NaN where a text should be",
        in_place_of_words(lambda draw: "NaN"),
        ("RT010",),
    ),
    Operator(
        "half-a-character",
        "structural",
        "a lone surrogate in a text",
        in_place_of_words(lambda draw: r'"\ud800"'),
        ("RT010",),
    ),
    Operator(
        "nested-deeply",
        "structural",
        "hundreds of brackets where a text should be",
        in_place_of_words(nested),
        ("RT010", "RT017", "RT018"),
    ),
    Operator(
        "duplicate-key", "structural", "a key twice in one object", line(duplicate_key), ("RT011",)
    ),
    Operator("spaces-in-json", "structural", "spaces between keys", line(spaces), ("RT012",)),
    Operator(
        "other-key-order", "structural", "a key behind all others", line(other_key_order), ("RT012",)
    ),
    Operator(
        "escaped-letter", "structural", "a letter written as an escape", line(escaped_letter), ("RT012",)
    ),
    Operator(
        "crlf-lines",
        "structural",
        "lines that end in CR LF",
        whole(lambda text: text.replace("\n", "\r\n")),
        ("RT012",),
    ),
    Operator(
        "byte-order-mark",
        "structural",
        "a byte order mark before the first line",
        whole(lambda text: f"\ufeff{text}"),
        ("RT012",),
    ),
    Operator(
        "blank-line",
        "structural",
        "a blank line at the end",
        whole(lambda text: f"{text}\n"),
        ("RT012",),
    ),
    Operator(
        "no-last-line-feed",
        "structural",
        "no line feed at the end",
        whole(lambda text: text.removesuffix("\n")),
        ("RT012",),
    ),
    Operator("swap-lines", "structural", "two lines change places", swap_lines, ("RT013",)),
    Operator("duplicate-line", "structural", "a line twice", duplicate_line, ("RT014", "RT005")),
)
