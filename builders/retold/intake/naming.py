"""Ids for documents: legal, free, and made in one way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_LONGEST = 100
"""Of an id that is made: ids of records are it and a suffix, and no longer than 120 themselves."""


def is_id(id: str) -> bool:
    """Whether the schema takes it as the id of a document (``common.id``)."""
    return _ID.fullmatch(id) is not None


def legal(words: str) -> str:
    """An id made of a file's name: letters without their marks, anything else a hyphen.

    ``seed`` where nothing is left, as of a name in another script.
    """
    plain = unicodedata.normalize("NFKD", words)
    ascii_only = "".join(c for c in plain if not unicodedata.combining(c))
    found = re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_only).strip("-._")
    return found[:_LONGEST].rstrip("-._") or "seed"


def free(id: str, taken: Container[str]) -> str:
    """The id, or the first of ``id-2``, ``id-3``, … that is not taken.

    ``taken`` holds ids in lower case: two files whose names differ in case are one on some disks.
    """
    number, found = 1, id
    while found.lower() in taken:
        number += 1
        found = f"{id}-{number}"
    return found
