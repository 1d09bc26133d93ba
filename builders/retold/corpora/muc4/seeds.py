"""Messages -> seeds and stories: one story a message, DEV in train, TST in test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retold.corpora.muc4.texts import Dateline, Message
from retold.manifest import sha256
from retold.model import Published, Seed, Split, Story

LICENCE = "LicenseRef-not-stated"
_UNKNOWN = "1990-01-01"  # the middle of the corpus, where no message of a file has a date


def seeds(messages: Sequence[Message], obtained: str) -> list[Seed]:
    """The lines of the manifest. ``obtained`` is the day on which the files came, ISO 8601."""
    days = _days(messages)
    return [
        Seed(
            id=message.id,
            file=f"{message.id}.txt",
            sha256=sha256(message.text.encode("utf-8")),
            lang="en",
            outlet=message.dateline.source if message.dateline else None,
            story=message.id,
            published=day,
            licence=LICENCE,
            obtained=obtained,
        )
        for message, day in zip(messages, days, strict=True)
    ]


def stories(messages: Sequence[Message]) -> list[Story]:
    """One story a message: MUC-4 does not say which messages retell one. Titles are its datelines."""
    return [Story(m.id, _title(m), _split(m)) for m in messages]


def _title(message: Message) -> str:
    first = next((message.text[a:b] for (a, b), zone in message.zones if zone == "dateline"), "")
    return " ".join(f"{message.id} {first.removesuffix('--')}".split())


def _split(message: Message) -> Split:
    return "test" if message.id.startswith("TST") else "train"


def _days(messages: Sequence[Message]) -> list[Published]:
    """The day of each message: its dateline's, else the day of the dated message before it.

    A dateline without a year takes the year in which it is nearest to that day. What is not said
    by the dateline is inferred.
    """
    known = [(m.dateline.date if m.dateline else None) for m in messages]
    found = []
    for number, (message, day) in enumerate(zip(messages, known, strict=True)):
        if day is not None:
            found.append(Published(day, False))
            continue
        before = next((d for d in reversed(known[:number]) if d), None)
        near = before or next((d for d in known[number:] if d), _UNKNOWN)
        found.append(Published(_nearest(message.dateline, near), True))
    return found


def _nearest(dateline: Dateline | None, near: str) -> str:
    if dateline is None or dateline.day is None or dateline.month is None:
        return near
    base = date.fromisoformat(near)
    days = (dateline._replace(year=base.year - 1900 + step).date for step in (-1, 0, 1))
    dated = [day for day in days if day is not None]
    return min(dated, key=lambda day: abs(date.fromisoformat(day) - base), default=near)
