"""A text as it came, with what came with it."""

from __future__ import annotations

from dataclasses import dataclass

from retold.corpora.problems import Problem
from retold.model import Published


@dataclass(frozen=True)
class Origin:
    """Where a text came from: a file, and a line or row of it, counted from 1."""

    file: str
    number: int | None = None

    def problem(self, message: str) -> Problem:
        """What is wrong with it, and what to do."""
        return Problem(self.file, self.number, message)

    def __str__(self) -> str:
        return self.file if self.number is None else f"{self.file}:{self.number}"


@dataclass(frozen=True)
class Extraction:
    """That a text was taken out of a page: digest of the page, its address and title if it says."""

    sha256: str
    by: str
    url: str | None
    title: str | None


@dataclass(frozen=True)
class Received:
    """One text and what its source says of it; None where it says nothing.

    ``text`` encoded as UTF-8 is what came, byte for byte; of a page it is what was taken out of it.
    ``stem`` is what an id can be made of where none is given.
    """

    origin: Origin
    stem: str
    text: str
    id: str | None = None
    lang: str | None = None
    """A stated language. What a page's markup claims is in ``claimed_lang``."""
    claimed_lang: str | None = None
    outlet: str | None = None
    story: str | None = None
    published: Published | None = None
    licence: str | None = None
    extraction: Extraction | None = None


class LackingError(OSError):
    """A library that one kind of input needs is not installed; the message says what to do."""
