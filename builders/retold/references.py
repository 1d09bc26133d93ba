"""What a record points to: entities, propositions, events, other documents."""

from __future__ import annotations

from collections.abc import Iterator

from retold.model import (
    Annotation,
    Casualty,
    Fault,
    Headline,
    Mention,
    Record,
    Spans,
    Stance,
    Zone,
)
from retold.model import Event as RegistryEvent

AUTHOR = "author"
Reference = tuple[str, str]
"""Field path and the id that it names."""


def entities(record: Record) -> Iterator[Reference]:
    """Entity ids that a record names; ``author`` and the literal ``outlet`` are none."""
    match record:
        case Mention():
            found = [("entity", record.entity), ("referent", record.referent)]
        case Stance():
            target = record.target if record.target.startswith("e-") else None
            found = [("holder", record.holder), ("target", target), *_chain(record.source_chain)]
        case Headline():
            found = [("holder", record.holder)]
        case Casualty():
            found = [
                ("victims.identity", record.victims.identity),
                ("perpetrator.actor", record.perpetrator.actor),
                *_chain(record.source.chain, "source.chain"),
                *_each("place", record.place),
            ]
        case RegistryEvent():
            found = [*_each("place", record.place)]
        case _:
            found = []
    return ((field, id) for field, id in found if id is not None and id != AUTHOR)


def propositions(record: Record) -> Iterator[Reference]:
    """Proposition ids that a record names."""
    if isinstance(record, Stance) and record.target.startswith("p-"):
        yield "target", record.target
    if isinstance(record, Headline):
        yield "asserts", record.asserts


def events(record: Record) -> Iterator[Reference]:
    """Event ids that a record names."""
    if isinstance(record, Casualty):
        yield "event", record.event


def documents(record: Record) -> Iterator[Reference]:
    """Ids of other documents that a record names."""
    if isinstance(record, Fault) and record.right is not None:
        yield "right.doc", record.right.doc


def standing(record: Annotation) -> Spans:
    """The spans by which a record is found in its document: its own, else its evidence."""
    if isinstance(record, Zone | Mention | Headline | Fault):
        return record.spans
    return record.evidence


def _each(field: str, ids: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    for number, id in enumerate(ids):
        yield f"{field}.{number}", id


def _chain(chain: tuple[str, ...], field: str = "source_chain") -> Iterator[tuple[str, str | None]]:
    for number, id in enumerate(chain[1:], 1):
        yield f"{field}.{number}", id
