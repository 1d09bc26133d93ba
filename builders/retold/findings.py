"""Findings: what is wrong, and where.

Bad data never raises: it becomes Findings, all of a run. Codes are ``RT`` and three digits and
never change their meaning; ``FAMILIES`` says what their first digit stands for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

FAMILIES = {
    "RT0": "files, JSON and schema",
    "RT1": "text and zones",
    "RT2": "spans and values",
    "RT3": "links",
    "RT4": "stance",
    "RT5": "casualties",
    "RT6": "consistency",
    "RT7": "corpus",
    "RT8": "agreement and card",
    "RT9": "other formats, answers, the challenge set, invented stories",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: a file inside the corpus and, as far as known, what in it.

    ``line`` counts from 1; ``span`` is half-open, in code points of the document ``doc``.
    """

    file: str
    line: int | None = None
    record: str | None = None
    field: str | None = None
    doc: str | None = None
    span: tuple[int, int] | None = None

    @property
    def inside(self) -> str:
        """Record, field and span; empty where no more than file and line is known."""
        parts = [part for part in (self.record, self.field) if part is not None]
        if self.span is not None:
            parts.append(f"[{self.span[0]}, {self.span[1]})")
        return " ".join(parts)

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where} {self.inside}".rstrip(" ")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place.

    What the code means and what to do says its rule (``retold.rules.CATALOGUE``), which also sets
    the severity.
    """

    code: str
    place: Place
    message: str
    severity: Severity = "error"


class CorpusError(Exception):
    """A corpus cannot be read because of its findings; ``findings`` holds them all."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        lines = [f"{f.place}: {f.code} {f.message}" for f in self.findings]
        super().__init__("\n".join([f"{len(lines)} findings", *lines]))


def blocking(findings: Iterable[Finding], *, strict: bool = False) -> list[Finding]:
    """Those that forbid a build: the errors, and with ``strict`` the warnings too."""
    return [f for f in findings if strict or f.severity == "error"]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by file, line, code, field and message, so that a run always reads the same."""

    def key(f: Finding) -> tuple[str, int, str, str, tuple[int, int], str]:
        p = f.place
        return p.file, p.line or 0, f.code, p.field or "", p.span or (0, 0), f.message

    return sorted(findings, key=key)
