"""What every importer of a public corpus returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Conversion:
    """The files of the new corpus (path -> text), what the report says, and its summary in lines."""

    files: Mapping[str, str]
    report: Mapping[str, Any]
    summary: tuple[str, ...]
