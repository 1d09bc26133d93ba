"""Figures of scores in words: three places, and 1.000 only where it is 1."""

from __future__ import annotations


def rounded(value: float | None) -> str:
    """A figure; ``-`` where it is undefined."""
    if value is None:
        return "-"
    # what is not all right does not look so
    return "0.999" if 0.999 < value < 1 else f"{value:z.3f}"


def interval(low: float, high: float) -> str:
    """The bounds of an interval."""
    return f"{low:z.3f} to {high:z.3f}"


def many(n: int, word: str) -> str:
    """So many of something that is counted."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
