"""What keeps an edition from being made or put together."""

from __future__ import annotations

from collections.abc import Iterable


class WrongFolderError(ValueError):
    """These files are not what the call is for: no dataset, or the other edition."""


class EditionError(ValueError):
    """The files are of the right kind, but it cannot be done; ``problems`` says all that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))
