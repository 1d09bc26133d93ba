"""Measures the build against its rivals and writes docs/benchmarks.md: ``python -m benchmarks.run``.

``--documents 1000 10000`` names the sizes, ``--only build floor`` the measurements; without ``--write``
the page goes to standard output.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring.corpora import given
from benchmarks.measuring.machine import machine
from benchmarks.measuring.measurements import MEASUREMENTS, Measurement
from benchmarks.measuring.page import Result, page
from benchmarks.measuring.process import FailedError, take


def main() -> None:
    """Reads the command line, measures, and shows the page."""
    keys = [measurement.key for measurement in MEASUREMENTS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 10_000], metavar="N")
    parser.add_argument("--only", nargs="+", choices=keys, default=keys, metavar="KEY",
                        help=f"of {', '.join(keys)}")  # fmt: skip
    parser.add_argument("--runs", type=int, default=3, help="of what is short; the median counts")
    parser.add_argument("--write", type=Path, metavar="FILE")
    said = parser.parse_args()
    about = machine()
    chosen = [measurement for measurement in MEASUREMENTS if measurement.key in said.only]
    with tempfile.TemporaryDirectory(prefix="retold-bench-") as folder:
        try:
            results = list(measured(chosen, said.documents, said.runs, Path(folder)))
        except FailedError as error:
            sys.exit(str(error))
    text = page(results, about)
    if said.write is None:
        print(text, end="")
    else:
        said.write.write_text(text, encoding="utf-8", newline="")


def measured(chosen: list[Measurement], sizes: list[int], runs: int, folder: Path) -> Iterator[Result]:
    """Each measurement on each size; the corpora are made below ``folder``."""
    home = folder / "home"
    quiet = {"HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    env = {**os.environ, **quiet}
    for size in sizes:
        for measurement in chosen:
            if not measurement.sized and size != sizes[0]:
                continue
            corpus = given(folder, size, measurement.layout)
            argv = measurement.command(corpus)
            print(f"{size:,} documents: {measurement.key}", file=sys.stderr, flush=True)
            taken = take(argv, env, corpus.clean, runs)
            shown = shlex.join(_shown(word, corpus.corpus, corpus.out) for word in argv)
            yield Result(measurement, size if measurement.sized else None, taken, shown)


def _shown(word: str, corpus: Path, out: Path) -> str:
    """A word of a command without the folders of this machine."""
    return {sys.executable: "python", str(corpus): "CORPUS", str(out): "OUT"}.get(word, word)


if __name__ == "__main__":
    main()
