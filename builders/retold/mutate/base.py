"""What an operator is, and how one is made from a change to one record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import msgspec

from retold.documents import Document
from retold.model import Annotation, Entity, Record
from retold.mutate.draws import Draw
from retold.mutate.layers import Edit, edited
from retold.mutate.sources import Change, Sources
from retold.segmentation import tokens

Kind = Literal["structural", "semantic", "undetectable"]
Mutate = Callable[[Sources, Draw], Change | None]
A = TypeVar("A", bound=Annotation)
R = TypeVar("R", bound=Record)
_OF_STATES = ("government", "state_force")
Kinds = type[A] | tuple[type[A], ...]


@dataclass(frozen=True, slots=True)
class Operator:
    """A named fault that can be planted.

    ``structural``: the corpus is invalid or contradicts itself afterwards, and one of the codes
    ``by`` must say so. ``semantic``: a reader would see it; rules may. ``undetectable``: no rule
    without knowledge of the world or a second annotator can; ``why`` says the reason. ``mutate``
    gives None where the corpus has nothing to plant it in.
    """

    name: str
    kind: Kind
    what: str
    mutate: Mutate
    by: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class At:
    """Where a record is changed: its document, all files, and the draws."""

    document: Document
    sources: Sources
    draw: Draw

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def others(self, entity: Entity) -> list[Entity]:
        """Entities of the same type and subtype, by id."""
        alike = [
            e
            for e in self.sources.entities.values()
            if (e.type, e.org_subtype) == (entity.type, entity.org_subtype) and e.id != entity.id
        ]
        return sorted(alike, key=lambda e: e.id)

    def strangers(self) -> list[str]:
        """Ids of organisations that the document never names; no adjective or numeral means them."""
        known = self.sources.entities
        return [e for e in self.absent("ORG") if known[e].org_subtype not in _OF_STATES]

    def absent(self, *types: str) -> list[str]:
        """Ids of entities of these types (of all, if none is named) that the document never names."""
        named = {mention.entity for mention in self.document.mentions}
        named |= {mention.referent for mention in self.document.mentions}
        known = self.sources.entities.values()
        return sorted(e.id for e in known if e.id not in named and (not types or e.type in types))


def each(kind: Kinds[A], change: Callable[[A, At], A | None]) -> Mutate:
    """Changes the first record of a kind, in drawn order, of which ``change`` makes another."""

    def edits(record: A, at: At) -> Iterable[Edit]:
        new = change(record, at)
        return () if new is None or new == record else ((record, new),)

    return edit(kind, edits)


def edit(kind: Kinds[A], edits: Callable[[A, At], Iterable[Edit]]) -> Mutate:
    """Makes the edits that belong to the first record, in drawn order, that has some."""

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        for record, document in draw.order(sources.of(kind)):
            found = tuple(edits(record, At(document, sources, draw)))
            if found:
                return edited(sources, found)
        return None

    return mutate


def row(kind: type[R], change: Callable[[R, Sources, Draw], R | None]) -> Mutate:
    """Changes the first record of a table, in drawn order, of which ``change`` makes another."""

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        for found in draw.order(sources.table(kind)):
            new = change(found.record, sources, draw)
            if new is not None and new != found.record:
                return sources.changed(found.record, new)
        return None

    return mutate


def put(record: R, path: str, value: Any) -> R:
    """The record with one field changed; ``path`` as in Findings: ``victims.identity``, ``place.0``."""
    plain = msgspec.json.decode(msgspec.json.encode(record))
    here: Any = plain
    *folders, last = path.split(".")
    for name in folders:
        here = here[int(name) if name.isdigit() else name]
    here[int(last) if last.isdigit() else last] = value
    return msgspec.convert(plain, type(record))


def token_edges(text: str) -> set[int]:
    """Where tokens begin and end, in code points."""
    return {at for span in tokens(text) for at in span}
