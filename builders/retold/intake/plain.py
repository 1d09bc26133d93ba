"""Plain text -> a received text: the bytes are kept as they are."""

from __future__ import annotations

from retold.corpora.problems import Problem
from retold.intake.received import Origin, Received


def read_plain(data: bytes, origin: Origin, stem: str) -> Received | Problem:
    """The text of a file; a problem where it is not UTF-8 or has nothing in it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return origin.problem(
            f"byte {error.start} is not UTF-8: {error.reason}. Convert it first, for example "
            "iconv -f WINDOWS-1252 -t UTF-8, if that is what it is in"
        )
    return read_text(text, origin, stem)


def read_text(text: str, origin: Origin, stem: str) -> Received | Problem:
    """The same for a text that is decoded already."""
    if not text.strip():
        return origin.problem("there is no text in it; leave it out")
    return Received(origin, stem, text)
