"""Items of the challenge set: marks, quotes, records, passages, checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from retold.challenge import CHALLENGE
from retold.model import Challenge
from retold.mutate.base import Mutate, Operator, put
from retold.mutate.draws import Draw
from retold.mutate.sources import Change, Sources
from retold.records import canonical


def item(change: Callable[[Challenge], Challenge | None]) -> Mutate:
    """Changes the first item, in drawn order, of which ``change`` makes another."""

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        paths = [p for p in sources.record_paths() if sources.kind_of(p) == CHALLENGE]
        for row in draw.order([row for path in paths for row in sources.rows(path)]):
            assert isinstance(row.record, Challenge)
            new = change(row.record)
            if new is not None:
                return {row.file: sources.rewritten(row.file, {canonical(row.record): new})}
        return None

    return mutate


def _of_record(change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Mutate:
    """Changes the first record of an item's edit, if it has any."""

    def changed(found: Challenge) -> Challenge | None:
        first, *others = found.edit.records or (None,)
        new = None if first is None else change(first)
        return None if new is None else put(found, "edit.records", [new, *others])

    return item(changed)


def mark_left_open(found: Challenge) -> Challenge | None:
    text = found.original.text
    return put(found, "original.text", text.replace("]", "", 1)) if "]" in text else None


def misquoted(record: dict[str, Any]) -> dict[str, Any] | None:
    quotes = record.get("evidence")
    if not quotes or not isinstance(quotes[0], str):
        return None
    return {**record, "evidence": [f"{quotes[0]} xx", *quotes[1:]]}


def another_passage(found: Challenge) -> Challenge | None:
    if found.origin is None:
        return None
    (start, end), *others = found.origin.spans
    return put(found, "origin.spans", [[start, end - 1], *others])


def other_phenomenon(found: Challenge) -> Challenge:
    return put(found, "phenomenon", f"{found.phenomenon}-x")


OPERATORS = (
    Operator("mark-left-open", "structural", "a mark is not closed", item(mark_left_open), ("RT930",)),
    Operator("misquoted", "structural", "a quote with a word more", _of_record(misquoted), ("RT931",)),
    Operator(
        "coloured-record",
        "structural",
        "a record with a field that no schema has",
        _of_record(lambda record: {**record, "colour": "blue"}),
        ("RT932",),
    ),
    Operator(
        "another-passage",
        "structural",
        "an original that is longer than its passage",
        item(another_passage),
        ("RT933",),
    ),
    Operator(
        "unknown-slot",
        "structural",
        "a slot is compared that no record has",
        item(lambda found: put(found, "checks", [*found.checks, "colour"])),
        ("RT934",),
    ),
    Operator(
        "edit-undone",
        "structural",
        "the edit is the original",
        item(lambda found: put(found, "edit", msgspec.to_builtins(found.original))),
        ("RT935",),
    ),
    Operator(
        "other-phenomenon",
        "structural",
        "an item under the name of another phenomenon",
        item(other_phenomenon),
        ("RT936",),
    ),
)
