"""What a task leaves: a folder with its tables, its facts, and what else is said of its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from retold.findings import Finding
from retold.tables.parts import TablePart

FACTS = "facts.parquet"
_PART = "part.json"


@dataclass(frozen=True)
class Part:
    """What one task found and made.

    ``asked`` is what it asked of documents of other tasks: the digest of the answer by document id.
    ``texts`` are those that challenge items quote; ``twice`` the documents of which two annotators are
    compared, ``layers`` those of each annotator. Files of ``tables`` lie beside this record; without
    ``tables`` none could be made.
    """

    task: str
    key: str
    documents: int
    findings: Sequence[Finding] = ()
    broken: Sequence[str] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    twice: Sequence[str] = ()
    layers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    counts: Sequence[Mapping[str, Any]] = ()
    tables: Sequence[TablePart] | None = None
    cost: Mapping[str, float] = field(default_factory=dict)
    """Stage -> seconds; ``memory`` -> peak bytes of the process."""


def write_part(folder: Path, part: Part) -> None:
    """Writes the record of a part whose files are in ``folder``: what has it is whole."""
    (folder / _PART).write_bytes(msgspec.json.encode(part))


def read_part(folder: Path) -> Part | None:
    """The part that lies in a folder, or None where it is not there, not whole or not as it was."""
    try:
        part = msgspec.json.decode((folder / _PART).read_bytes(), type=Part)
        if not (folder / FACTS).is_file():
            return None
        for table in part.tables or ():
            if file_digest(folder / str(table.file)) != table.file_sha256:
                return None
    except (OSError, msgspec.MsgspecError):
        return None
    return part


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stored(table: TablePart, folder: Path) -> TablePart:
    """Writes the file of a table into the part's folder, and names it instead of holding it."""
    name = f"{table.config}-{table.split}.parquet"
    (folder / name).write_bytes(table.content)
    return replace(table, content=b"", file=name)


def light(part: Part) -> Part:
    """A part whose tables, if it has them, are no longer in memory: they are nine tenths of it."""
    return part if part.tables is None else replace(part, tables=())


def lying(folder: Path) -> Iterator[TablePart]:
    """The tables of the part in a folder, with the paths of their files. Raises OSError."""
    part = msgspec.json.decode((folder / _PART).read_bytes(), type=Part)
    for table in part.tables or ():
        yield replace(table, file=str(folder / str(table.file)))
