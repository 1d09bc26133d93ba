"""Results -> the page that shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.measuring.measurements import PAIRS, Measurement
from benchmarks.measuring.process import Taken


@dataclass(frozen=True)
class Result:
    """What a measurement took; ``documents`` is None where it needs none."""

    measurement: Measurement
    documents: int | None
    taken: Taken
    command: str


HEAD = """\
# Benchmarks

Written by `make bench`, which runs each command in processes of its own on corpora of `python -m
benchmarks.corpus`: invented stories in four languages and three scripts, 2 to 6 kB of text, about 40
mentions, 5 stances and 3 casualty claims a document. What takes less than 30 seconds is run several
times, and the median counts. Files are in the system's cache. CPU seconds are user and system time of
all processes; memory is the peak of resident memory, of the largest process (never less than the
runner's own, about 20 MiB) and of all together.

"""
RIVALS = """\
Today and the floor (`benchmarks/rivals/`) make the rows of the configs `documents`, `entities`, `ner`,
`stance`, `headlines`, `casualties` and `faults`; a test compares them with those of `retold build`,
which also makes `events`, card, figures, croissant.json and digests. Today checks each record against
its schema and each mention against the text; the floor checks nothing.

"""


def page(results: Sequence[Result], about: Iterable[tuple[str, str]]) -> str:
    """docs/benchmarks.md."""
    sized = [result for result in results if result.documents is not None]
    others = [result for result in results if result.documents is None]
    parts = [HEAD, RIVALS, _ratios(sized)]
    if sized:
        parts += ["## Measured\n\n", _table(sized, documents=True)]
    if others:
        parts += ["## Starting\n\n", _table(others, documents=False)]
    parts += ["## Machine\n\n", _rows(("what", "value"), about, "ll")]
    commands = dict.fromkeys(result.command for result in results)
    listed = "".join(f"{command}\n" for command in commands)
    return "".join([*parts, "## Commands\n\n```sh\n", listed, "```\n"])


def _table(results: Sequence[Result], documents: bool) -> str:
    head = ["what", "seconds", "CPU seconds", "MiB, largest", "MiB, all", "runs"]
    if documents:
        head[1:1] = ["documents"]
        head.insert(4, "documents/s")
    rows = []
    for result in results:
        taken = result.taken
        row = [
            result.measurement.title, _number(taken.wall), _number(taken.cpu), f"{taken.largest:.0f}",
            "" if taken.together is None else f"{taken.together:.0f}", str(taken.runs),
        ]  # fmt: skip
        if result.documents is not None:
            row[1:1] = [f"{result.documents:,}"]
            row.insert(4, _number(result.documents / taken.wall))
        rows.append(row)
    return _rows(head, rows, "l" + "r" * (len(head) - 1))


def _ratios(results: Sequence[Result]) -> str:
    found = {(result.measurement.key, result.documents): result for result in results}
    rows = []
    for first, second in PAIRS:
        for size in sorted({result.documents or 0 for result in results}):
            if (first, size) in found and (second, size) in found:
                a, b = found[first, size].taken, found[second, size].taken
                shares = (b.wall / a.wall, b.cpu / a.cpu, b.largest / a.largest)
                rows.append([f"{second} / {first}", f"{size:,}", *(f"{share:.2f}" for share in shares)])
    if not rows:
        return ""
    about = "How many times as much the other one takes:\n\n"
    head = ("what", "documents", "seconds", "CPU seconds", "memory")
    return f"## Side by side\n\n{about}{_rows(head, rows, 'lrrrr')}"


def _rows(head: Iterable[str], rows: Iterable[Iterable[str]], sides: str) -> str:
    rule = ["---:" if side == "r" else "---" for side in sides]
    lines = (f"| {' | '.join(cells)} |\n" for cells in (head, rule, *rows))
    return "".join(lines) + "\n"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
