"""Lines of a shard -> rows: what is said of each is what ``records.parse`` says of a file's lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from retold.findings import Finding, Place
from retold.records import Row, Validate, parse_line

BOM = b"\xef\xbb\xbf"


class Read(NamedTuple):
    """A line that was read: the document that it is of, and its row where it holds a valid record.

    ``doc`` is None where a broken line does not say it.
    """

    doc: str | None
    row: Row[Any] | None


def rows_of_lines(
    lines: Iterable[tuple[bytes, bool]],
    path: str,
    kind: str | None,
    validate: Validate,
    findings: list[Finding],
) -> Iterator[Read]:
    """What each line holds, blank ones left out; what is wrong goes to ``findings``.

    ``kind`` is ``document``, or None for annotations. ``lines`` are as ``streams.lines`` yields them.
    """
    crlf = False
    start = 0
    for number, (raw, ended) in enumerate(lines, 1):
        line = raw
        if number == 1 and line.startswith(BOM):
            findings.append(Finding("RT012", Place(path), "the file begins with a byte order mark"))
            line = line.removeprefix(BOM)
        if ended and line.endswith(b"\r"):
            line = line[:-1]
            if not crlf:
                findings.append(Finding("RT012", Place(path), "the file ends its lines in CR LF"))
                crlf = True
        if not ended and line:
            findings.append(Finding("RT012", Place(path, number), "the last line has no line feed"))
        if ended or line:
            read = _read(line, start, path, number, kind, validate, findings)
            if read is not None:
                yield read
        start += len(raw) + ended


def _read(
    line: bytes,
    start: int,
    path: str,
    number: int,
    kind: str | None,
    validate: Validate,
    findings: list[Finding],
) -> Read | None:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {start + error.start} is not UTF-8: {error.reason}"
        findings.append(Finding("RT004", Place(path, number), message))
        return Read(None, None)
    row = parse_line(text, path, number, kind, validate, findings)
    if row is not None:
        return Read(_doc(row.record, kind), row)
    return Read(doc_of(text, kind), None) if text.strip() else None


def _doc(record: Any, kind: str | None) -> str:
    found: str = record.doc if kind is None else record.id
    return found


def doc_of(line: str, kind: str | None) -> str | None:
    """The document that a line which holds no valid record says it is of, if it says so."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    found = value.get("doc" if kind is None else "id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else None
