"""Where the values of a JSON text stand in it, so that a fault in one has a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

# only ends are asked for: Python makes no number of thousands of digits, and need not
_DECODER = json.JSONDecoder(parse_int=str)
_SPACE = re.compile(r"[ \t\n\r]*")


def after_space(text: str, at: int) -> int:
    """The first character at or behind ``at`` that is no white space of JSON, nor a byte order mark at
    the beginning of the text.
    """
    found = _SPACE.match(text, 1 if at == 0 and text.startswith("\ufeff") else at)
    return found.end() if found else at


def end_of(text: str, at: int) -> int:
    """Where the value that begins at ``at`` ends. Raises json.JSONDecodeError, RecursionError."""
    return int(_DECODER.raw_decode(text, at)[1])


def elements(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Start and end of each element of the array that begins at ``at``.

    Raises json.JSONDecodeError where the text there is no JSON, RecursionError.
    """
    at = after_space(text, at + 1)
    if text[at : at + 1] == "]":
        return
    while True:
        end = end_of(text, at)
        yield at, end
        at = after_space(text, end)
        if text[at : at + 1] != ",":
            break
        at = after_space(text, at + 1)
    if text[at : at + 1] != "]":
        raise json.JSONDecodeError("Expecting ',' or ']'", text, at)


def members(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Each name of the object that begins at ``at``, and where its value begins; it is sound JSON."""
    at = after_space(text, at + 1)
    while text[at] != "}":
        name, end = _DECODER.raw_decode(text, at)
        at = after_space(text, after_space(text, end) + 1)
        yield name, at
        at = after_space(text, end_of(text, at))
        at = after_space(text, at + 1) if text[at] == "," else at


def start_of(text: str, path: tuple[str | int, ...]) -> int:
    """Where the value at ``path`` begins in a sound JSON text; its container, where there is none."""
    at = after_space(text, 0)
    for step in path:
        if text[at] == "{":
            at = dict(members(text, at)).get(str(step), at)
        elif text[at] == "[" and isinstance(step, int):
            found = [start for start, _ in elements(text, at)]
            at = found[step] if step < len(found) else at
    return at
