"""What a verification finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from retold.dataset import Dataset, DatasetError


@dataclass(frozen=True)
class Mismatch:
    """A file that is not what the record, or another file, says of it."""

    path: str
    message: str


Check = Callable[[Dataset, dict[str, Any]], Iterator[Mismatch]]


def unreadable(error: DatasetError) -> Mismatch:
    """What cannot be read; the message of a DatasetError begins with the path that it is about."""
    path, _, what = str(error).partition(" ")
    return Mismatch(path, what)
