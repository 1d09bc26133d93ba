"""What a format is: how it is read and written, and what it can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from retold.findings import Finding, Place
from retold.formats.neutral import Document

Files = Mapping[str, str]
"""Path below a folder, with ``/`` -> text of the file."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the documents that are sound, all that is wrong, and files of other kinds."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...] = ()
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """A feature of a document that a format lacks, and how often the document has it."""

    feature: str
    count: int


Fitted = tuple[Document, tuple[Loss, ...]]


@dataclass(frozen=True, slots=True)
class Holding:
    """Whether a format holds a feature, and how; or what becomes of it, if not."""

    held: bool
    how: str


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table of formats.

    ``loads`` takes the files of a folder, or the one file; ``dumps`` gives paths and texts. A writer
    gets only what ``fit`` has cut to size, which says what it cut. ``unit`` is what its offsets count.
    ``holds`` has an entry for every feature of ``features.FEATURES``.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    unit: Literal["code points", "UTF-16 units", "tokens"]
    loads: Callable[[Files], Read]
    dumps: Callable[[Sequence[Document]], dict[str, str]]
    fit: Callable[[Document], Fitted]
    holds: Mapping[str, Holding]
    paired: bool = False
    """Whether a document is several files of one name."""
    beside: tuple[str, ...] = ()
    """Endings of files beside a document that it cannot be read without."""


class MissingLibraryError(OSError):
    """A format's library is not installed: the command could not run."""

    def __init__(self, format: str, library: str, extra: str) -> None:
        super().__init__(f"the format {format} needs {library}: pip install 'retold[{extra}]'")


def stem(path: str) -> str:
    """A file's path without the ending of its name."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{name.rpartition('.')[0] or name}"


def span_findings(text: str | int, spans: object, place: Place) -> Iterator[Finding]:
    """RT902 for each pair that is no span of the text: not whole numbers, backwards, beyond its end.

    ``text`` may be its length in code points.
    """
    length = text if isinstance(text, int) else len(text)
    for start, end in spans if isinstance(spans, list | tuple) else ():
        whole = type(start) is int and type(end) is int
        if not whole or not 0 <= start <= end <= length:
            message = f"[{start}, {end}) is no span of a text of {length} code points"
            yield Finding("RT902", place, message)
