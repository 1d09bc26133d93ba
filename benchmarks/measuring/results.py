"""What was measured, as it is kept: docs/benchmarks.json."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from benchmarks.measuring.process import Taken


class Result(msgspec.Struct, frozen=True):
    """What a measurement took; ``documents`` is None where it needs none, ``day`` when it was."""

    key: str
    documents: int | None
    taken: Taken
    command: str
    day: str


class Score(msgspec.Struct, frozen=True):
    """What scoring took: seconds of wall clock and of processor, most memory, and what it found."""

    name: str
    mentions: int
    wall: float
    cpu: float
    peak_mb: float
    found: str


class Results(msgspec.Struct):
    """All results of one machine with one set of libraries."""

    machine: list[tuple[str, str]] = msgspec.field(default_factory=list)
    note: str = ""
    """What else is to be known of how it was measured."""
    results: list[Result] = msgspec.field(default_factory=list)
    scores: list[Score] = msgspec.field(default_factory=list)

    def add(self, result: Result) -> None:
        """Takes the place of what was measured of the same before."""
        self.results = [
            r for r in self.results if (r.key, r.documents) != (result.key, result.documents)
        ]
        self.results.append(result)

    def add_scores(self, rows: Iterable[Score]) -> None:
        """The same of scores."""
        found = {(row.name, row.mentions): row for row in [*self.scores, *rows]}
        self.scores = list(found.values())


def read(path: Path, machine: list[tuple[str, str]]) -> Results:
    """The results so far; none where they are of another machine: figures of two are not compared."""
    if path.is_file():
        found = msgspec.json.decode(path.read_bytes(), type=Results)
        if found.machine == machine:
            return found
    return Results(machine)


def write(path: Path, results: Results) -> None:
    """Keeps them, sorted, and readable."""
    results.results.sort(key=lambda r: (r.documents or 0, r.key))
    results.scores.sort(key=lambda row: (row.mentions, row.name))
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")
