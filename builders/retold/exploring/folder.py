"""A site in a folder: written whole, and in the place of an earlier site only."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

LIST = "site.json"
"""Names every other file of the site, so that a later run knows what is its own."""


def is_site(folder: Path) -> bool:
    """Whether a folder holds what ``write`` put there, and no other file."""
    try:
        listed = json.loads((folder / LIST).read_bytes())["files"]
        there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
        return there == {LIST, *listed}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return False


def write(out: Path, files: Mapping[str, bytes]) -> int:
    """Makes ``out`` hold the site, and says how many bytes that are.

    ``out`` is not there, empty, or an earlier site, which stays where anything goes wrong. Raises
    OSError.
    """
    listed = json.dumps({"files": sorted(files)}, ensure_ascii=False, indent=0) + "\n"
    whole = {**files, LIST: listed.encode("utf-8")}
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    new, old = (out.with_name(f".retold-{which}-{out.name}-{os.getpid()}") for which in ("new", "old"))
    try:
        _fill(new, whole)
        if is_site(out):
            out.rename(old)
        elif out.exists():
            out.rmdir()
        new.rename(out)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        if old.exists() and not out.exists():
            old.rename(out)
        raise
    if old.exists():
        shutil.rmtree(old)
    return sum(map(len, whole.values()))


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Without waiting for the disk at each file, as data/ does: a site is made again in seconds."""
    for parent in sorted({folder / path.rpartition("/")[0] for path in files}):
        parent.mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        (folder / path).write_bytes(data)
