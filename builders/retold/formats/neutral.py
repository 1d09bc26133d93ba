"""A document between two formats: what every format is read into and written from.

A document is a text and a list of items in the order of its file. Spans are half-open ranges of
code points of the text; whoever counts in other units converts at the border, once. An item's
``id`` is a handle that other items of the document point with, and nothing more: a writer may give
another one.

``written`` is how the item, or the whole document, stood in the file that it was read from. It is
no part of the content. A writer of the same format writes it again where reading it gives the item
that there is now; so order, white space and the form of numbers come back, and never a stale line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from retold.model import Span, Spans

Json = Any
"""A value of JSON."""


@dataclass(frozen=True, slots=True)
class Written:
    """Characters of a file: which format's, of which file and line (from 1), and what they are.

    ``beside`` are the files that they cannot be read without: path and text.
    """

    format: str
    file: str
    line: int
    text: str
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A label on a passage: one span, or the fragments of a discontinuous one."""

    id: str
    label: str
    spans: Spans
    written: Written | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """A label on two items: ``args`` are two pairs of role and id."""

    id: str
    label: str
    args: tuple[tuple[str, str], ...]
    written: Written | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Items that a label holds together, without roles and direction (brat's Equiv)."""

    id: str
    label: str
    members: tuple[str, ...]
    written: Written | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Event:
    """A trigger, which is a mark, and any number of participants: pairs of role and id."""

    id: str
    label: str
    trigger: str
    args: tuple[tuple[str, str], ...]
    written: Written | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A named value of another item; ``True`` where the name alone says it."""

    id: str
    target: str
    name: str
    value: Json = True
    written: Written | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Normalisation:
    """What an item means: an entry ``key`` of a database ``db``, called ``text`` there."""

    id: str
    target: str
    db: str
    key: str
    text: str = ""
    label: str = "Reference"
    written: Written | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """Free text on an item."""

    id: str
    target: str
    label: str
    text: str
    written: Written | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Blank:
    """A line that says nothing, kept for the format that has it."""

    id: Final = ""
    written: Written | None = field(default=None, compare=False)


Item = Mark | Relation | Group | Event | Attribute | Normalisation | Note | Blank


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is said of it.

    ``named`` is whether the id stands in the data; else the reader made it up of file and line.
    ``sentences`` are the tokens of each sentence where the source has them. ``metadata`` is what the
    source says of the document as a whole.
    """

    id: str
    text: str
    items: tuple[Item, ...] = ()
    sentences: tuple[tuple[Span, ...], ...] | None = None
    metadata: Mapping[str, Json] = field(default_factory=dict)
    named: bool = True
    written: Written | None = field(default=None, compare=False)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The labelled passages, in the order of the items."""
        return tuple(item for item in self.items if isinstance(item, Mark))


def targets(item: Item) -> tuple[str, ...]:
    """The ids that an item points to."""
    match item:
        case Relation(args=args):
            return tuple(id for _, id in args)
        case Event(trigger=trigger, args=args):
            return (trigger, *(id for _, id in args))
        case Group(members=members):
            return members
        case Attribute(target=target) | Normalisation(target=target) | Note(target=target):
            return (target,)
    return ()
