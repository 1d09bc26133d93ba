"""What is measured: a row a measurement, a small function a command.

To add one: a function that makes the command of a corpus, a row of ``MEASUREMENTS``, and where two
rows are to be set side by side, one of ``PAIRS``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.measuring.corpora import Given

PYTHON = sys.executable
Command = Callable[[Given], list[str]]


@dataclass(frozen=True)
class Measurement:
    """One row. ``sized`` says that it is measured on every size of corpus, else once."""

    key: str
    title: str
    command: Command
    layout: str = "files"
    sized: bool = True


def retold_build(given: Given) -> list[str]:
    """The whole build, with all checks."""
    return [PYTHON, "-m", "retold", "build", str(given.corpus)]


def today_build(given: Given) -> list[str]:
    """Generators, datasets and jsonschema."""
    return [PYTHON, "-m", "benchmarks.rivals.today", str(given.corpus), str(given.out)]


def floor_build(given: Given) -> list[str]:
    """No check at all."""
    return [PYTHON, "-m", "benchmarks.rivals.floor", str(given.corpus), str(given.out)]


def retold_check(given: Given) -> list[str]:
    """Every rule."""
    return [PYTHON, "-m", "retold", "check", str(given.corpus)]


def today_check(given: Given) -> list[str]:
    """jsonschema and surfaces alone."""
    return [PYTHON, "-m", "benchmarks.rivals.check_today", str(given.corpus)]


def bare_python(_: Given) -> list[str]:
    """Nothing."""
    return [PYTHON, "-c", "pass"]


def import_retold(_: Given) -> list[str]:
    """The package alone."""
    return [PYTHON, "-c", "import retold"]


def retold_help(_: Given) -> list[str]:
    """What `retold` can do."""
    return [PYTHON, "-m", "retold", "--help"]


MEASUREMENTS: tuple[Measurement, ...] = (
    Measurement("build", "`retold build`: every rule, all configs, card, figures", retold_build),
    Measurement("today", "today: generators, `datasets`, `jsonschema`", today_build),
    Measurement("floor", "floor: `orjson`, `pyarrow`, no check", floor_build),
    Measurement("check", "`retold check`: every rule", retold_check),
    Measurement("check-today", "today: `jsonschema` and surfaces", today_check),
    Measurement("python", "`python -c pass`", bare_python, sized=False),
    Measurement("import", "`import retold`", import_retold, sized=False),
    Measurement("help", "`retold --help`", retold_help, sized=False),
)
# Set side by side: what the second takes, as a multiple of the first.
PAIRS: tuple[tuple[str, str], ...] = (("build", "today"), ("build", "floor"), ("check", "check-today"))
