"""Message files -> messages: one text a document, its parts, its day.

Messages are wrapped at about 78 characters; a zone is a line (annotation rules) and a sentence lies in
a zone. So the line ends inside a paragraph become blanks, one for one: no offset moves, and ``breaks``
puts them back. The format of the first lines is that of the corpus's notes on text headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from retold.corpora.muc4.fills import month_number
from retold.corpora.problems import Problem
from retold.model import Span, ZoneName

_HEADER = re.compile(r"^([A-Z0-9]+-MUC[0-9]-[0-9]{4})(?:[ \t]*\(([^()\n]*)\))?[ \t]*$", re.MULTILINE)
_NAME = r"[A-Z][A-Z .'-]*?"
_DATELINE = re.compile(
    rf"\s*(?P<place>{_NAME})\s?(?:\((?P<country>{_NAME})\))?,?\s"
    r"(?:NO DATE|(?:(?P<day>[0-9]{1,2})\s(?P<month>[A-Z]{3,9})"
    r"|(?P<month2>[A-Z]{3,9})\s(?P<day2>[0-9]{1,2}))\.?(?:\s(?P<year>[0-9]{2}))?)\s?(?:\((?P<source>[^()]*)\))?\s?--",
    re.IGNORECASE,
)
# What kind of text it is and who speaks, up to the mark that opens the body; brackets may nest once.
_BRACKET = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
_BACKGROUND = re.compile(rf"\s*(?:{_BRACKET}\s*)*?\[(?:TEXT|SUMMARY|EXCERPTS?)\]", re.IGNORECASE)
# A line end at which a paragraph may end although no empty line follows.
_ENDED = re.compile(r"[.?!:;\"')\]-]\s*$")


class Dateline(NamedTuple):
    """What the first line says: the day as far as it is there, and who reports."""

    day: int | None
    month: int | None
    year: int | None
    source: str | None

    @property
    def date(self) -> str | None:
        """ISO 8601 day, or None where a part lacks or there is no such day."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return date(1900 + self.year, self.month, self.day).isoformat()
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    ``text`` is the message from its id to the next, ``received`` before the line ends at ``breaks``
    (offsets) became blanks. ``zones`` cover all that is not white space, one line at most each.
    ``file`` and ``line`` are where it begins.
    """

    id: str
    by: str | None
    text: str
    breaks: tuple[int, ...]
    zones: tuple[tuple[Span, ZoneName], ...]
    dateline: Dateline | None
    file: str
    line: int

    @property
    def received(self) -> str:
        """The text as it stands in the file."""
        characters = list(self.text)
        for at in self.breaks:
            characters[at] = "\n"
        return "".join(characters)


def is_messages(text: str) -> bool:
    """Whether a file holds messages: its first words are the id of one."""
    found = _HEADER.search(text)
    return found is not None and not text[: found.start()].strip()


def parse_messages(text: str, file: str) -> tuple[list[Message], list[Problem]]:
    """The messages of a file, which joined are the file again, and what could not be read."""
    heads = list(_HEADER.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    messages, problems = [], []
    for number, (head, end) in enumerate(zip(heads, ends, strict=True)):
        start = head.start() if number else 0
        line = text.count("\n", 0, head.start()) + 1
        message = _message(text[start:end], head, file, line)
        messages.append(message)
        if not any(zone == "body" for _, zone in message.zones):
            problems.append(Problem(file, line, f"message {message.id} has no text"))
    return messages, problems


def _message(received: str, head: re.Match[str], file: str, line: int) -> Message:
    at = received.index(head[0])
    begin = at + len(head[0])
    breaks = tuple(_inner_breaks(received, begin))
    characters = list(received)
    for found in breaks:
        characters[found] = " "
    text = "".join(characters)
    zones: list[tuple[Span, ZoneName]] = [((at, at + len(head[0].rstrip())), "furniture")]
    body = re.search(r"\S", text[begin:])
    start = begin + body.start() if body else len(text)
    dateline = _DATELINE.match(text, start)
    parts = None
    if dateline is not None:
        zones.append(((start, dateline.end()), "dateline"))
        start = dateline.end()
        day, month = dateline["day"] or dateline["day2"], dateline["month"] or dateline["month2"]
        year = dateline["year"]
        parts = Dateline(
            int(day) if day else None,
            month_number(month.rstrip(".")) if month else None,
            int(year) if year else None,
            " ".join(dateline["source"].split()) if dateline["source"] else None,
        )
    background = _BACKGROUND.match(text, start)
    if background is not None:
        for span in _lines(text, start, background.end()):
            zones.append((span, "dateline"))
        start = background.end()
    zones += [(span, "body") for span in _lines(text, start, len(text))]
    return Message(head[1], head[2], text, breaks, tuple(zones), parts, file, line)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines between two offsets, without white space at their edges."""
    for found in re.finditer(r"[^\n]+", text[start:end]):
        inside = found.group()
        if inside.strip():
            left = start + found.start() + len(inside) - len(inside.lstrip())
            yield left, left + len(inside.strip())


def _inner_breaks(text: str, begin: int) -> Iterator[int]:
    """Offsets of the line ends inside paragraphs, behind ``begin``.

    A paragraph ends at an empty line, and where an indented line follows one that ends a sentence.
    """
    at = begin
    for here, there in pairwise(text[begin:].split("\n")):
        at += len(here)
        ends = not here.strip() or not there.strip() or at == begin
        if not ends and not (there.startswith("   ") and _ENDED.search(here)):
            yield at
        at += 1
