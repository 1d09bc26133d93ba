"""A stand-off edition and its texts -> the full dataset, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from retold.standoff import fields, omitted
from retold.standoff.contents import contents
from retold.standoff.describe import DESCRIBING
from retold.standoff.errors import EditionError, WrongFolderError
from retold.standoff.omit import FULL
from retold.standoff.omitted import OMITTED, Omitted
from retold.standoff.wholeness import record_of, restored_problems


@dataclass(frozen=True)
class Hydrated:
    """The full dataset's files, and those tables among them of which only the bytes differ."""

    files: Mapping[str, bytes]
    content: str
    rewritten: tuple[str, ...]


def edition_record(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The release record of a stand-off edition; its ``edition.texts`` are the texts it wants.

    Raises WrongFolderError for a full dataset, EditionError where a file is not what it says.
    """
    record = record_of(files)
    if not record.get("edition"):
        raise WrongFolderError("this is a full dataset, not a stand-off edition: it has its texts")
    return record


def hydrate(files: Mapping[str, bytes], texts: Mapping[str, str]) -> Hydrated:
    """The full dataset of an edition's files and the texts that they want (document id -> text).

    Raises what ``edition_record`` raises, and EditionError where what comes back is not what the full
    dataset's release.json says.
    """
    record = edition_record(files)
    kept = {path: data for path, data in files.items() if path not in (OMITTED, *DESCRIBING)}
    content = record["edition"]["of"]
    try:
        for path, found in groupby(omitted.load(files[OMITTED]), key=lambda entry: entry.file):
            kept[path] = _restored(path, kept[path], list(found), texts)
        full = {path.removeprefix(FULL): data for path, data in kept.items()}
        problems, rewritten = restored_problems(full, content)
    except (ValueError, LookupError, TypeError) as error:
        raise EditionError([f"{OMITTED} does not fit the other files: {error}"]) from None
    if problems:
        raise EditionError(problems)
    return Hydrated(dict(sorted(full.items())), content, tuple(rewritten))


def _restored(path: str, data: bytes, found: list[Omitted], texts: Mapping[str, str]) -> bytes:
    """The file with every value put back."""
    opened = contents(path, data, plain=found[0].row is None)
    if opened is None:
        raise ValueError(f"{path} is no text")
    for entry in found:
        row = opened.rows[entry.row or 0]
        value = entry.restore(fields.get(row, entry.path), texts)
        opened.rows[entry.row or 0] = fields.replaced(row, entry.path, value)
    return opened.write(opened.rows)
