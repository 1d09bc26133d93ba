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


class Run(msgspec.Struct):
    """What was measured on one machine with one set of libraries."""

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


class Runs(msgspec.Struct):
    """All that was measured, by machine: figures of two machines are not compared."""

    runs: list[Run] = msgspec.field(default_factory=list)

    def on(self, machine: list[tuple[str, str]]) -> Run:
        """The run of a machine; a new one where there is none."""
        for run in self.runs:
            if run.machine == machine:
                return run
        self.runs.append(Run(machine))
        return self.runs[-1]


def read(path: Path) -> Runs:
    """The results so far."""
    return msgspec.json.decode(path.read_bytes(), type=Runs) if path.is_file() else Runs()


def write(path: Path, runs: Runs) -> None:
    """Keeps them, sorted, and readable."""
    for run in runs.runs:
        run.results.sort(key=lambda r: (r.documents or 0, r.key))
        run.scores.sort(key=lambda row: (row.mentions, row.name))
    path.write_bytes(msgspec.json.format(msgspec.json.encode(runs), indent=1) + b"\n")
