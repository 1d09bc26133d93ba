"""In which script a stretch of text is written, and which language that suggests."""

from __future__ import annotations

from functools import cache
from typing import Any

from retold.proposals.cues import SCRIPTS


def script(text: str) -> str | None:
    """The script that most letters have, of those in ``SCRIPTS``; None without such a letter."""
    found = {name: len(letters.findall(text)) for name, letters in _letters()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] else None


def language(part: str, page: str | None, lang: str) -> str:
    """The language of a part of a page whose text is in ``lang`` and mostly in the script ``page``."""
    mine = script(part)
    return lang if mine in (None, page) else SCRIPTS[str(mine)]


@cache
def _letters() -> tuple[tuple[str, Any], ...]:
    import regex

    return tuple((name, regex.compile(rf"[\p{{L}}&&\p{{{name}}}]", regex.V1)) for name in SCRIPTS)
