"""Edits of gold that are made alike in what gold comes from: annotators' layers and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from retold.alignment import content
from retold.files import GOLD
from retold.model import Annotation, Decision, Record
from retold.mutate.sources import DECISIONS, Change, Sources
from retold.records import canonical, differing_fields

Edit = tuple[Annotation | None, Annotation | None]
"""A record of gold and what takes its place; None on one side adds or removes."""
A = TypeVar("A", bound=Annotation)


def edited(sources: Sources, edits: Iterable[Edit]) -> Change:
    """Gold with the edits, its sources with the same, and the decisions that no longer decide."""
    changed: dict[str, dict[str, Record | None]] = {}
    added: dict[str, list[Record]] = {}
    for old, new in edits:
        if old is not None:
            for path, line, record in _of_change(sources, old, new):
                changed.setdefault(path, {})[line] = record
        elif new is not None:
            for path, record in copies_of(new):
                if path in sources.files:
                    added.setdefault(path, []).append(record)
    return {
        path: sources.rewritten(path, changed.get(path, {}), added.get(path, ()))
        for path in sorted({*changed, *added})
    }


def _of_change(
    sources: Sources, old: Annotation, new: Annotation | None
) -> Iterator[tuple[str, str, Record | None]]:
    """Path, line and new record of each record that is to change; None where it goes."""
    yield path_in(GOLD, old.doc), canonical(old), new
    names = old.derived_from or (f"{old.annotator}/{old.id}",)
    for layer, _, id in (name.partition("/") for name in names):
        for row in sources.rows(path_in(layer, old.doc)):
            record = row.record
            if isinstance(record, Annotation) and record.id == id:
                if new is None:
                    yield row.file, canonical(record), None
                elif content(record) == content(old):
                    yield row.file, canonical(record), _with_change(record, old, new)
    for row in sources.rows(f"{DECISIONS}{old.doc}.jsonl"):
        decision = row.record
        if isinstance(decision, Decision) and decision.id == old.decision:
            if new is None:
                yield row.file, canonical(decision), None
            elif decision.result is not None:
                result = _with_change(decision.result, old, new)
                yield row.file, canonical(decision), msgspec.structs.replace(decision, result=result)


def copies_of(new: Annotation) -> Iterator[tuple[str, Annotation]]:
    """Path and record of a new record: gold's, and those that it comes from.

    ``derived_from`` says which annotators make such records; gold names theirs anew.
    """
    annotators = [name.partition("/")[0] for name in new.derived_from] or [new.annotator]
    names = tuple(f"{annotator}/{new.id}" for annotator in annotators) if new.derived_from else ()
    yield path_in(GOLD, new.doc), msgspec.structs.replace(new, derived_from=names, decision=None)
    for annotator in annotators:
        own = msgspec.structs.replace(new, annotator=annotator, derived_from=(), decision=None)
        yield path_in(annotator, new.doc), own


def path_in(layer: str, doc: str) -> str:
    """Path of a document's records in a layer."""
    return f"annotations/{layer}/{doc}.jsonl"


def _with_change(record: A, old: Annotation, new: Annotation) -> A:
    """The record with the fields that differ between the other two."""
    changed = {name: getattr(new, name) for name in differing_fields(old, new)}
    return msgspec.structs.replace(record, **changed)
