"""Objects and rows with a text -> received texts: lines of JSON, rows of a Parquet file.

``text`` must be there; ``id``, ``lang``, ``outlet``, ``story``, ``published`` (a day, or an object with
``date`` and ``inferred`` as in seeds.jsonl) and ``licence`` may be. Other keys are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from retold.corpora.problems import Problem
from retold.findings import Finding, Place
from retold.intake.received import Origin, Received
from retold.model import Published
from retold.records import load_object

STRINGS = ("text", "id", "lang", "outlet", "story", "licence")
COLUMNS = (*STRINGS, "published")


def read_lines(text: str, file: str, stem: str) -> Iterator[Received | Problem]:
    """The texts of a JSONL file; blank lines are left out."""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        findings: list[Finding] = []
        value = load_object(line.removesuffix("\r"), Place(file, number), findings)
        for finding in findings:
            yield Problem(file, number, finding.message)
        if value is not None:
            yield from read_row(value, Origin(file, number), stem)


def read_row(row: Mapping[str, Any], origin: Origin, stem: str) -> Iterator[Received | Problem]:
    """The text of one object or row, or everything that is wrong with it."""
    problems = [
        origin.problem(f"{name} is {row[name]!r:.60}, not a string")
        for name in STRINGS
        if row.get(name) is not None and not isinstance(row[name], str)
    ]
    if not problems and not (row.get("text") or "").strip():
        has = ", ".join(map(str, row)) or "no key"
        problems.append(origin.problem(f"there is no text in it: the key is 'text' (it has {has})"))
    published, wrong = _published(row.get("published"))
    if wrong:
        problems.append(origin.problem(wrong))
    if problems:
        yield from problems
        return
    said = {name: row.get(name) or None for name in STRINGS if name != "text"}
    number = "" if origin.number is None else f"-{origin.number}"
    yield Received(origin, f"{stem}{number}", row["text"], published=published, **said)


def _published(value: Any) -> tuple[Published | None, str | None]:
    """The day, and what is wrong with it."""
    inferred: object = False
    if isinstance(value, Mapping):
        value, inferred = value.get("date"), value.get("inferred", False)
    if value is None or value == "":
        return None, None
    if isinstance(value, date):  # a column of days
        value = value.isoformat()[:10]
    try:
        day = date.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not isinstance(inferred, bool):
        return None, f"published is {value!r:.60}, not a day like 2031-05-04 (date, inferred)"
    return Published(day, inferred), None
