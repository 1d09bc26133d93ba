"""What every importer of a public corpus takes beside its files, and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from retold.corpora.labels import Labels
from retold.model import Split


@dataclass(frozen=True, slots=True)
class Choices:
    """What the files do not say; which of it a corpus takes stands in its row of ``CORPORA``.

    ``obtained`` is the day on which they came, ISO 8601; ``labels`` say what labels become; ``lang``
    is a BCP 47 tag; ``split`` is that of files that do not say theirs; ``sentences`` make a document
    where nothing else does; ``strict`` refuses what would be mended.
    """

    obtained: str
    labels: Labels | None = None
    lang: str | None = None
    split: Split | None = None
    sentences: int | None = None
    strict: bool = False


@dataclass(frozen=True)
class Conversion:
    """The files of the new corpus (path -> text), what the report says, and its summary in lines."""

    files: Mapping[str, str]
    report: Mapping[str, Any]
    summary: tuple[str, ...]
