"""Results -> the page that shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.measuring.corpora import PER_SHARD
from benchmarks.measuring.measurements import MEASUREMENTS
from benchmarks.measuring.results import Result, Run, Runs, Score
from benchmarks.measuring.targets import reached

HEAD = f"""\
# Benchmarks

Written by `make bench`, which runs each command in processes of its own on corpora of `python -m
benchmarks.corpus`: invented stories in four languages and three scripts, 2 to 6 kB of text, about 40
mentions, 5 stances and 3 casualty claims a document, in shards of {PER_SHARD} (jsonl.zst). What takes
less than 30 seconds is run several times, and the median counts. Files are in the system's cache. CPU
seconds are user and system time of all processes; memory is the peak of resident memory, of the largest
process (never less than the runner's own) and of all together, where shared pages count in each.

Today and the floor (`benchmarks/rivals/`) make the rows of the configs `documents`, `entities`, `ner`,
`stance`, `headlines`, `casualties` and `faults`; a test compares them with those of `retold build`,
which also makes `events`, card, figures, croissant.json and digests. Today checks each record against
its schema and each mention against the text; the floor checks nothing. The build without checks
(`benchmarks/rivals/unchecked.py`) makes the bytes of the build with them. Under Ray the CPU seconds are
those of the process that waits: Ray's own workers do not count.

A run is of one machine with one set of libraries. Figures of two runs are not compared.

"""
TITLES = {measurement.key: measurement.title for measurement in MEASUREMENTS}
_ORDER = {measurement.key: number for number, measurement in enumerate(MEASUREMENTS)}


def page(found: Runs) -> str:
    """docs/benchmarks.md."""
    commands = dict.fromkeys(
        result.command for run in found.runs for result in sorted(run.results, key=_place)
    )
    listed = "".join(f"{command}\n" for command in commands)
    runs = [_run(number, run) for number, run in enumerate(found.runs, start=1)]
    return "".join([HEAD, *runs, "## Commands\n\n```sh\n", listed, "```\n"])


def _run(number: int, run: Run) -> str:
    results = sorted(run.results, key=_place)
    sized = [result for result in results if result.documents is not None]
    others = [result for result in results if result.documents is None]
    parts = [f"## {_title(number, run)}\n\n", f"{run.note}\n\n" if run.note else "", _targets(results)]
    if sized:
        parts += ["### Measured\n\n", _table(sized, documents=True)]
    if run.scores:
        parts.append(_scores(run.scores))
    if others:
        parts += ["### Starting\n\n", _table(others, documents=False)]
    return "".join([*parts, "### Machine\n\n", _rows(("what", "value"), run.machine, "ll")])


def _place(result: Result) -> tuple[int, int]:
    return result.documents or 0, _ORDER[result.key]


def _title(number: int, run: Run) -> str:
    """Such as "Run 1: retold 0.8.0, 10,000 to 1,000,000 documents"."""
    sizes = sorted({result.documents for result in run.results if result.documents is not None})
    told = f"Run {number}: retold {dict(run.machine).get('retold', 'unknown')}"
    if not sizes:
        return told
    span = " to ".join(f"{size:,}" for size in dict.fromkeys((sizes[0], sizes[-1])))
    return f"{told}, {span} documents"


def _targets(results: Sequence[Result]) -> str:
    rows = list(reached({(result.key, result.documents): result.taken for result in results}))
    if not rows:
        return ""
    head = ("what", "documents", "asked", "measured")
    return f"### Asked and measured\n\n{_rows(head, rows, 'lrrr')}"


def _table(results: Sequence[Result], documents: bool) -> str:
    head = ["what", "seconds", "CPU seconds", "MiB, largest", "MiB, all", "runs", "day"]
    if documents:
        head[1:1] = ["documents"]
        head.insert(4, "documents/s")
    rows = []
    for result in results:
        taken = result.taken
        row = [
            TITLES[result.key], _number(taken.wall), _number(taken.cpu), f"{taken.largest:.0f}",
            "" if taken.together is None else f"{taken.together:.0f}", str(taken.runs), result.day,
        ]  # fmt: skip
        if result.documents is not None:
            row[1:1] = [f"{result.documents:,}"]
            row.insert(4, _number(result.documents / taken.wall))
        rows.append(row)
    return _rows(head, rows, "l" + "r" * (len(head) - 1))


def _scores(scores: Sequence[Score]) -> str:
    about = (
        "Two sides of so many mentions (`python -m benchmarks.scores`). What a library takes as its\n"
        "input is made before the clock starts; commands are measured from their start to their end.\n"
        "Asked was that nervaluate takes 20 times as long as our score of the same mentions.\n\n"
    )
    head = ("what", "mentions", "seconds", "CPU seconds", "MB", "found")
    rows = (
        (
            r.name, f"{r.mentions:,}", _number(r.wall), _number(r.cpu), f"{r.peak_mb:.0f}",
            r.found and f"`{r.found}`",
        )
        for r in scores
    )  # fmt: skip
    return f"### Scores and agreement\n\n{about}{_rows(head, rows, 'lrrrrl')}"


def _rows(head: Iterable[str], rows: Iterable[Iterable[str]], sides: str) -> str:
    rule = ["---:" if side == "r" else "---" for side in sides]
    lines = (f"| {' | '.join(cells)} |\n" for cells in (head, rule, *rows))
    return "".join(lines) + "\n"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
