"""What is measured: a row a measurement, a small function a command.

To add one: a function that makes the command of a corpus, a row of ``MEASUREMENTS``, and where it is to
be set beside another, a row of ``targets.TARGETS``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring.corpora import Given
from benchmarks.measuring.prepared import cleaned, one_document_changed, rows_written

PYTHON = sys.executable
# Ray is not among what the tests of every day need; `make test-scale` makes this environment.
WITH_RAY = Path(__file__).resolve().parents[2] / ".venv-scale/bin/python"
Command = Callable[[Given], list[str]]

FEW, SOME, MANY = 10_000, 100_000, 1_000_000


@dataclass(frozen=True)
class Measurement:
    """One row.

    ``most`` is the largest corpus that it is measured on; None means that it needs none. ``prepare``
    goes before each run, and is not measured.
    """

    key: str
    title: str
    command: Command
    most: int | None = MANY
    prepare: Callable[[Given], None] = cleaned


def build(*how: str, python: str = PYTHON) -> Command:
    """The whole build, with all checks."""
    return lambda given: [python, "-m", "retold", "build", str(given.corpus), *how]


def _rival(name: str) -> Command:
    return lambda given: [PYTHON, "-m", f"benchmarks.rivals.{name}", str(given.corpus), str(given.out)]


def unchecked_build(given: Given) -> list[str]:
    """Our own build without any check."""
    return [PYTHON, "-m", "benchmarks.rivals.unchecked", str(given.corpus)]


def retold_check(given: Given) -> list[str]:
    """Every rule."""
    return [PYTHON, "-m", "retold", "check", str(given.corpus), "--jobs", "1"]


def today_check(given: Given) -> list[str]:
    """jsonschema and surfaces alone."""
    return [PYTHON, "-m", "benchmarks.rivals.check_today", str(given.corpus)]


def _load(how: str, what: str) -> Command:
    return lambda given: [PYTHON, "-m", "benchmarks.load", how, what, str(given.corpus), str(given.out)]


def _code(words: str) -> Command:
    return lambda _: [PYTHON, "-c", words]


_LOOP = "for i in range(50_000_000): pass"
_TWO = f"import subprocess, sys; [p.wait() for p in [subprocess.Popen([sys.executable, '-c', {_LOOP!r}]) for _ in 'ab']]"  # noqa: E501 - shown as it is run

MEASUREMENTS: tuple[Measurement, ...] = (
    Measurement("build-2", "`retold build`, two workers", build("--jobs", "2")),
    Measurement("build-1", "`retold build`, one worker", build("--jobs", "1"), FEW),
    Measurement(
        "build-ray", "`retold build`, two workers, Ray",
        build("--jobs", "2", "--engine", "ray", python=str(WITH_RAY)), FEW,
    ),
    Measurement(
        "one-changed", "`retold build`, one document changed", build("--jobs", "2"), SOME,
        one_document_changed,
    ),
    Measurement("unchecked", "the same build without checks, one worker", unchecked_build, FEW),
    Measurement("today", "today: generators, `datasets`, `jsonschema`", _rival("today"), FEW),
    Measurement("floor", "floor: `orjson`, `pyarrow`, no check", _rival("floor"), FEW),
    Measurement("check", "`retold check`, one worker", retold_check, FEW),
    Measurement("check-today", "today: `jsonschema` and surfaces", today_check, FEW),
    Measurement("load", "`load_dataset`, `documents`", _load("load", "parquet"), FEW, rows_written),
    Measurement("load-jsonl", "`load_dataset` of JSON lines", _load("load", "jsonl"), FEW, rows_written),
    Measurement("first", "first row, streamed", _load("first", "parquet"), FEW, rows_written),
    Measurement(
        "first-jsonl", "first row of JSON lines, streamed", _load("first", "jsonl"), FEW, rows_written
    ),
    Measurement("python", "`python -c pass`", _code("pass"), None),
    Measurement("import", "`import retold`", _code("import retold"), None),
    Measurement("help", "`retold --help`", lambda _: [PYTHON, "-m", "retold", "--help"], None),
    Measurement("loop", "a loop of Python", _code(_LOOP), None),
    Measurement("two-loops", "two such loops at a time", _code(_TWO), None),
)  # fmt: skip
