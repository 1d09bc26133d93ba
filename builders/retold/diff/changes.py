"""Kinds of change, and the least version bump that each demands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from retold.versions import Bump

KINDS: Mapping[str, Bump] = {
    "document added": Bump.minor,
    "document removed": Bump.major,
    "text changed": Bump.major,
    "split changed": Bump.major,
    "record added": Bump.minor,
    "record removed": Bump.major,
    "renamed": Bump.major,
    "relabelled": Bump.major,
    "moved": Bump.major,
    "boundary changed": Bump.major,
    "relinked": Bump.major,
    "value changed": Bump.major,
    "registry changed": Bump.major,
    "row added": Bump.minor,
    "row removed": Bump.major,
    "recomputed": Bump.major,
    "config added": Bump.minor,
    "config removed": Bump.major,
    "field added": Bump.minor,
    "field removed": Bump.major,
    "field retyped": Bump.major,
    "label added": Bump.minor,
    "file added": Bump.patch,
    "file removed": Bump.patch,
    "file changed": Bump.patch,
    "file rewritten": Bump.patch,
}
"""Kind -> bump, in the order in which they are told. ``row`` and ``recomputed`` are of what code
derives from documents and records; ``file rewritten`` is other bytes with the same rows."""

ADDED = ("document added", "record added", "row added")
REMOVED = ("document removed", "record removed", "row removed")


@dataclass(frozen=True)
class Change:
    """One change. What does not apply to its kind is None.

    ``layer`` is the kind of record (``stance``), of derived row (``event``), or ``config``,
    ``schema``, ``file``; ``field`` the column; ``words`` the words that the record is about, if
    there are any; ``rows`` how many rows show it: one, save for a change of the registry.
    """

    kind: str
    layer: str
    split: str | None = None
    lang: str | None = None
    doc: str | None = None
    record: str | None = None
    field: str | None = None
    old: Any = None
    new: Any = None
    words: str | None = None
    rows: int = 1

    @property
    def bump(self) -> Bump:
        """The least bump that it demands."""
        return KINDS[self.kind]


@dataclass(frozen=True)
class Total:
    """Rows of one layer, split and language before and after, and how many changed how."""

    layer: str
    split: str
    lang: str
    before: int
    after: int
    added: int
    removed: int
    changed: int
