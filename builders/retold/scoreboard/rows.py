"""docs/results.json: one row for each system on a task of a set, with what makes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

Sees = Literal["text", "registry", "records"]
"""What a system has beside the texts to be answered; ``SEES`` has it in words."""
SEES = {
    "text": ("text alone", "the texts, their zones, and what it learned elsewhere"),
    "registry": (
        "registry",
        "the registry too, made from these very documents: it knows their names and propositions",
    ),
    "records": ("given", "gold's records but for the one field that it answers"),
}
"""In a word for a table, and in full."""


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure with its 95 % interval over so many units, and counts that it follows from.

    Null is undefined. ``title`` stands in tables; ``measure`` and ``figure`` are the names in
    ``retold score --format json``.
    """

    title: str
    measure: str
    figure: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    units: int
    counts: dict[str, float]


class Trained(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model learned from; ``content`` is the digest in that dataset's release.json.

    ``share`` is the part of the stories of the split; ``majority`` the answer of one that has no other.
    """

    dataset: str
    content: str | None
    split: str
    examples: int
    lang: str
    labels: tuple[str, ...]
    epochs: int
    seed: int
    spacy: str | None
    share: float = 1.0
    majority: str | None = None


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One system on one task of one set.

    ``own`` is whether the set is of this corpus; ``content`` is the digest of the gold that was scored
    against, ``samples`` of the files of others that were read: folder -> digest of all its files.
    ``phenomena`` are the pass rates on a challenge set, one by one.
    """

    task: str
    system: str
    set: str
    split: str | None
    own: bool
    sees: Sees
    content: str
    samples: dict[str, str]
    documents: int
    trained: Trained | None
    figures: tuple[Figure, ...]
    commands: tuple[str, ...]
    phenomena: tuple[Figure, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells rows apart: task, system, set."""
        return self.task, self.system, self.set


class ResultsError(ValueError):
    """A file of results that cannot be read; the message says why."""


def loads(data: bytes) -> tuple[Row, ...]:
    """The rows of a file of results. Raises ResultsError."""
    try:
        return msgspec.json.decode(data, type=_File).rows
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ResultsError(str(error)) from None


def dumps(rows: Sequence[Row]) -> bytes:
    """The file of these rows; there is one form only."""
    return msgspec.json.format(msgspec.json.encode(_File(tuple(rows))), indent=1) + b"\n"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rows: tuple[Row, ...]
