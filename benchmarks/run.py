"""Measures the build against its rivals and writes docs/benchmarks.md: ``python -m benchmarks.run``.

``--documents 1000 10000`` names the sizes, ``--only build-2 floor`` the measurements. Results are kept
in a file, by machine and libraries: a new one takes the place of an old one of the same.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring.corpora import given
from benchmarks.measuring.machine import machine
from benchmarks.measuring.measurements import MEASUREMENTS, Measurement
from benchmarks.measuring.page import page
from benchmarks.measuring.process import FailedError, take
from benchmarks.measuring.results import Result, read, write


def main() -> None:
    """Reads the command line, measures, and writes results and page."""
    keys = [measurement.key for measurement in MEASUREMENTS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--documents", type=int, nargs="*", default=[1000, 10_000], metavar="N")
    parser.add_argument("--only", nargs="*", choices=keys, default=keys, metavar="KEY",
                        help=f"of {', '.join(keys)}")  # fmt: skip
    parser.add_argument("--scores", type=int, metavar="N", help="scores of so many mentions, too")
    parser.add_argument("--runs", type=int, default=3, help="of what is short; the median counts")
    parser.add_argument("--folder", type=Path, help="where the corpora are, and stay")
    parser.add_argument("--note", help="what else is to be known, for example of other load")
    parser.add_argument("--into", type=Path, required=True, metavar="FILE.json")
    said = parser.parse_args()
    runs = read(said.into)
    run = runs.on(machine())
    if said.note is not None:
        run.note = said.note
    chosen = [measurement for measurement in MEASUREMENTS if measurement.key in said.only]
    kept = (
        nullcontext(said.folder) if said.folder else tempfile.TemporaryDirectory(prefix="retold-bench-")
    )
    with kept as folder:
        try:
            for result in measured(chosen, said.documents, said.runs, Path(folder)):
                run.add(result)
                write(said.into, runs)
        except FailedError as error:
            sys.exit(str(error))
    if said.scores:
        from benchmarks import scores  # much memory, which every process begun here would count

        run.add_scores(scores.measure(said.scores))
    write(said.into, runs)
    said.into.with_suffix(".md").write_text(page(runs), encoding="utf-8", newline="")


def measured(chosen: list[Measurement], sizes: list[int], runs: int, folder: Path) -> Iterator[Result]:
    """Each measurement on each size that it is for; the corpora are made below ``folder``."""
    home = folder / "home"
    quiet = {"HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    env = {**os.environ, **quiet}
    for number, size in enumerate(sizes):
        for measurement in chosen:
            none = measurement.most is None
            if number > 0 if none else size > (measurement.most or 0):
                continue
            corpus = given(folder, size)
            argv = measurement.command(corpus)
            if not Path(argv[0]).exists():
                print(f"{measurement.key}: there is no {argv[0]}", file=sys.stderr)
                continue
            print(f"{size:,} documents: {measurement.key}", file=sys.stderr, flush=True)
            taken = take(argv, env, lambda m=measurement, c=corpus: m.prepare(c), runs)  # type: ignore[misc]
            shown = shlex.join(_shown(word, corpus.corpus, corpus.out) for word in argv)
            day = datetime.now(UTC).date().isoformat()
            yield Result(measurement.key, None if none else size, taken, shown, day)


def _shown(word: str, corpus: Path, out: Path) -> str:
    """A word of a command without the folders of this machine."""
    if Path(word).name == "python":
        return "python"
    return {str(corpus): "CORPUS", str(out): "OUT"}.get(word, word)


if __name__ == "__main__":
    main()
