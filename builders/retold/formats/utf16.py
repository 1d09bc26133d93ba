"""Offsets in UTF-16 units, as Java and JavaScript count them, and in code points, as we do."""

from __future__ import annotations

from bisect import bisect_left


class Units:
    """The two ways to count the places of a text."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._wide = [n for n, character in enumerate(text) if ord(character) > 0xFFFF]
        # the unit at which each character of two units begins
        self._starts = [at + n for n, at in enumerate(self._wide)]
        self.units = self.length + len(self._wide)

    def unit(self, point: int) -> int:
        """The UTF-16 unit at which a code point begins."""
        return point + bisect_left(self._wide, point)

    def point(self, unit: int) -> int | None:
        """The code point that begins at a UTF-16 unit; None inside a surrogate pair and outside."""
        before = bisect_left(self._starts, unit)
        if not 0 <= unit <= self.units or (before and self._starts[before - 1] == unit - 1):
            return None
        return unit - before

    def span(self, start: int, end: int) -> tuple[int, int] | str:
        """The span in code points; or what is wrong with it, for people."""
        if not 0 <= start <= end <= self.units:
            return f"[{start}, {end}) is no span of a text of {self.units} UTF-16 units"
        points = self.point(start), self.point(end)
        if points[0] is None or points[1] is None:
            return f"[{start}, {end}) begins or ends inside a character of two UTF-16 units"
        return points[0], points[1]
