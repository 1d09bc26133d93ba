"""Data versions: what each part of the number promises, and which change demands which.

Major, minor and patch mean what TensorFlow Datasets lets them mean for datasets (its page "Datasets
versioning"): they speak of the rows that come out, not of the code. docs/versions.md says it for
consumers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

_FORM = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


class Bump(IntEnum):
    """Which part of a version goes up; a greater one covers a smaller."""

    none = 0
    patch = 1
    minor = 2
    major = 3


PROMISES = {
    Bump.patch: "the same rows, labels, fields and splits",
    Bump.minor: "that all rows that were there are still there and the same",
    Bump.major: "nothing",
}
"""What a version with a higher part promises to whoever has the one before."""


def greatest(bumps: Iterable[Bump]) -> Bump:
    """The least bump that covers all of these; ``none`` of nothing."""
    return max(bumps, default=Bump.none)


@dataclass(frozen=True, order=True)
class Version:
    """A data version, ``major.minor.patch`` as in Semantic Versioning 2.0.0, without suffixes."""

    major: int
    minor: int
    patch: int

    @classmethod
    def of(cls, text: str) -> Version:
        """Reads ``0.3.0``. Raises ValueError for anything else."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no version: three numbers with dots, like 1.0.0")
        return cls(*(int(part) for part in found.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def tag(self) -> str:
        """The name of its tag, in git and on the Hub."""
        return f"v{self}"

    def raised(self, bump: Bump) -> Version:
        """The next version of that kind; the smaller parts start again at 0."""
        return {
            Bump.none: self,
            Bump.patch: Version(self.major, self.minor, self.patch + 1),
            Bump.minor: Version(self.major, self.minor + 1, 0),
            Bump.major: Version(self.major + 1, 0, 0),
        }[bump]

    def bump_to(self, later: Version) -> Bump:
        """Which part goes up from here to ``later``; ``none`` where it is not later."""
        if later <= self:
            return Bump.none
        if later.major > self.major:
            return Bump.major
        return Bump.minor if later.minor > self.minor else Bump.patch
