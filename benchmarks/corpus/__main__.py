"""Writes a corpus: ``python -m benchmarks.corpus OUT --documents N``."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.corpus.layouts import write
from benchmarks.corpus.packing import EXTENSIONS


def main() -> None:
    """Reads the command line and writes the corpus."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("out", type=Path, help="a folder that is not there yet")
    parser.add_argument("--documents", type=int, required=True, metavar="N")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--layout", choices=("files", "shards"), default="files")
    parser.add_argument("--per-shard", type=int, default=1000, metavar="N")
    parser.add_argument("--ext", choices=EXTENSIONS, default="jsonl")
    parser.add_argument(
        "--layers", nargs="+", default=["gold"], metavar="LAYER",
        help="gold; or gold and the annotators who make it, each of whom has all its records",
    )  # fmt: skip
    said = parser.parse_args()
    if said.documents < 1 or said.per_shard < 1:
        parser.error("--documents and --per-shard are at least 1")
    if "gold" not in said.layers or len(set(said.layers)) in (0, 2):
        parser.error("--layers is gold alone, or gold and at least two annotators, who make it")
    try:
        write(said.out, said.documents, said.seed, said.layout, said.per_shard, said.ext, said.layers)
    except FileExistsError:
        parser.error(f"{said.out} is there already; name a new folder")


if __name__ == "__main__":
    main()
