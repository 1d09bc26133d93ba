"""Text for people to see: what no page can hold, or turns the order of others, is shown by its name."""

from __future__ import annotations

import html
import re

# C0 and C1 controls but tab and line feed; bidi embeddings, overrides and isolates; noncharacters
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
"""What is shown by its name."""


def named(character: str) -> str:
    """How a control character is shown: ``␀``, ``[U+202E]``."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"[U+{code:04X}]"


def plain(text: str) -> str:
    """The text with its control characters shown; not escaped."""
    if text.isprintable():  # nothing of what is sought is
        return text
    return CONTROL.sub(lambda found: named(found[0]), text)


def attribute(text: str) -> str:
    """The text as HTML or XML, also between quotation marks, with its control characters shown."""
    return html.escape(plain(text))
