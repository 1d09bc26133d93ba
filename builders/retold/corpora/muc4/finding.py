"""Where the strings of a key stand in its message: token by token, whatever the white space."""

from __future__ import annotations

import re
from functools import lru_cache

from retold.model import Span


def places(text: str, string: str) -> list[Span]:
    """Every place of ``string`` in ``text``, left to right, without overlap.

    White space counts as one blank, a hyphen may stand at a line end, and case does not count: the
    keys are in capitals, some messages are not. No place begins or ends inside a word or number.
    """
    pattern = _pattern(string)
    return [] if pattern is None else [found.span() for found in pattern.finditer(text)]


@lru_cache(maxsize=4096)
def _pattern(string: str) -> re.Pattern[str] | None:
    words = string.split()
    if not words:
        return None
    spaced = r"\s+".join(re.escape(word).replace(r"\-", r"-\s?") for word in words)
    left = r"(?<![^\W_])" if words[0][0].isalnum() else ""
    right = r"(?![^\W_])" if words[-1][-1].isalnum() else ""
    return re.compile(left + spaced.removesuffix(r"\s?") + right, re.IGNORECASE)
