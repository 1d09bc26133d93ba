"""The files that a command wrote, as lines: of a folder with many of them, how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

MANY = 10
"""Files of a folder that are named one by one; of more, their number is told."""


def listed(verb: str, paths: Sequence[str]) -> Iterator[str]:
    """``verb`` before each path, in order; files of one folder that follow each other are counted."""
    for folder, group in groupby(paths, key=lambda path: path.rpartition("/")[0]):
        there = list(group)
        if len(there) > MANY:
            yield f"{verb} {len(there)} files in {folder}"
        else:
            yield from (f"{verb} {path}" for path in there)
