"""Draws that are the same under every version of Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A seeded generator.

    Only ``random.random()`` is used: its sequence is promised to stay the same, that of ``choice``
    and ``shuffle`` is not.
    """

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit`` - 1."""
        return int(self._random.random() * limit)

    def one(self, options: Sequence[T]) -> T:
        """One of the options, of which there must be some."""
        return options[self.below(len(options))]

    def order(self, options: Sequence[T]) -> list[T]:
        """All options in drawn order (Fisher and Yates)."""
        found = list(options)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found
