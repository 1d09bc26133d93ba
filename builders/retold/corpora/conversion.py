"""What every importer of a public corpus takes beside its files, and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Choices:
    """What the files do not say. ``obtained`` is the day on which they came, ISO 8601."""

    obtained: str


@dataclass(frozen=True)
class Conversion:
    """The files of the new corpus (path -> text), what the report says, and its summary in lines."""

    files: Mapping[str, str]
    report: Mapping[str, Any]
    summary: tuple[str, ...]
