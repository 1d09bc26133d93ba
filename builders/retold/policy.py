"""What a corpus has decided about findings: settings, waivers, and the ratchet.

Settings leave codes out by path; a waiver accepts one finding for a time; the ratchet lets errors
that are older than their rule only warn. None of them reaches a rule on which later stages rely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from retold.corpus import Corpus
from retold.findings import Finding
from retold.model import Ratchet, Record, Waiver
from retold.records import Row
from retold.rules import CATALOGUE

R = TypeVar("R", bound=Record)


@dataclass
class Passed:
    """How many findings the corpus's own decisions left out or eased."""

    ignored: int = 0
    waived: int = 0
    eased: int = 0
    """Errors that only warn, by the ratchet."""


def police(
    findings: Iterable[Finding], corpus: Corpus, *, all_ran: bool = True
) -> tuple[list[Finding], Passed]:
    """Applies the settings, waivers and ratchet of the corpus to its findings.

    A waiver that has expired, and a waiver or line of the ratchet that nothing needs, is an error
    itself. ``all_ran`` says that every rule was applied: only then is something not needed.
    """
    left: list[Finding] = []
    passed = Passed()
    waivers = list(_rows(corpus, "waiver", Waiver))
    ratchets = list(_rows(corpus, "ratchet", Ratchet))
    faults = [*_waiver_faults(waivers, corpus), *_ratchet_faults(ratchets)]
    wrong = {(fault.place.file, fault.place.line) for fault in faults}
    standing = [row for row in waivers if (row.file, row.line) not in wrong]
    used: set[int] = set()
    for finding in findings:
        if CATALOGUE[finding.code].structural:
            left.append(finding)
        elif _ignored(finding, corpus):
            passed.ignored += 1
        elif (waiver := _waiver_of(finding, standing)) is not None:
            used.add(id(waiver))
            passed.waived += 1
        elif finding.severity == "error" and (line := _ratchet_of(finding, ratchets)) is not None:
            used.add(id(line))
            passed.eased += 1
            left.append(replace(finding, severity="warning"))
        else:
            left.append(finding)
    left += faults
    if all_ran:
        left += _unneeded(standing, "RT806", "no finding needs this waiver", used)
        mended = [row for row in ratchets if (row.file, row.line) not in wrong]
        left += _unneeded(mended, "RT808", "the error is gone", used)
    return left, passed


def _rows(corpus: Corpus, kind: str, record: type[R]) -> Iterator[Row[R]]:
    for row in corpus.tables.get(kind, ()):
        if isinstance(row.record, record):
            yield Row(row.record, row.file, row.line)


def _ignored(finding: Finding, corpus: Corpus) -> bool:
    said = corpus.settings.check
    codes = list(said.get("ignore", ()))
    for pattern, more in said.get("per_path_ignores", {}).items():
        if _pattern(pattern).fullmatch(finding.place.file):
            codes += more
    return finding.code.startswith(tuple(codes))


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    """A path pattern: ``*`` is any run of characters, ``?`` is one; all else is itself."""
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in text)
    return re.compile("".join(parts), re.DOTALL)


def _waiver_of(finding: Finding, waivers: list[Row[Waiver]]) -> Row[Waiver] | None:
    for row in waivers:
        waiver = row.record
        here = waiver.file is None or waiver.file == finding.place.file
        if here and (waiver.code, waiver.record) == (finding.code, finding.place.record):
            return row
    return None


def _ratchet_of(finding: Finding, lines: list[Row[Ratchet]]) -> Row[Ratchet] | None:
    place = finding.place
    for row in lines:
        if (row.record.code, row.record.file, row.record.record) == (
            finding.code,
            place.file,
            place.record,
        ):
            return row
    return None


def _waiver_faults(rows: list[Row[Waiver]], corpus: Corpus) -> Iterator[Finding]:
    for row in rows:
        waiver = row.record
        message = cannot_pass(waiver.code)
        if message is not None:
            yield _graded(row.finding("RT806", message, "code"))
        elif _version(waiver.until) < _version(corpus.settings.version):
            message = f"it held until {waiver.until}, the data is {corpus.settings.version}"
            yield _graded(row.finding("RT807", message, "until"))
        if "annotator" not in corpus.broken and waiver.by not in corpus.annotators:
            yield _graded(row.finding("RT303", f"no annotator {waiver.by!r}", "by"))


def _ratchet_faults(rows: list[Row[Ratchet]]) -> Iterator[Finding]:
    for row in rows:
        message = cannot_pass(row.record.code)
        if message is not None:
            yield _graded(row.finding("RT808", message, "code"))


def cannot_pass(code: str) -> str | None:
    """Why no decision of a corpus can let a code pass, or None."""
    if code not in CATALOGUE:
        return f"there is no code {code!r}"
    return f"later stages rely on {code}; correct the finding" if CATALOGUE[code].structural else None


def _unneeded(rows: Iterable[Row[R]], code: str, message: str, used: set[int]) -> Iterator[Finding]:
    return (_graded(row.finding(code, message)) for row in rows if id(row) not in used)


def _graded(finding: Finding) -> Finding:
    return replace(finding, severity=CATALOGUE[finding.code].severity)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
