"""A site in a folder: written whole, and in the place of an earlier site only."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from retold.files import write_new_folder

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
    if not is_site(out):
        write_new_folder(out, whole)
        return sum(map(len, whole.values()))
    old = out.resolve().with_name(f".retold-old-{out.resolve().name}")
    out.rename(old)
    try:
        write_new_folder(out, whole)
    except BaseException:
        old.rename(out)
        raise
    shutil.rmtree(old)
    return sum(map(len, whole.values()))
