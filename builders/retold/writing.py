"""Files and folders written in one step: whoever looks sees the old or the new, whole."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

WORK = ".retold-"
"""How the names of what the tool itself leaves beside a corpus begin."""


@contextmanager
def making_folder(target: Path) -> Iterator[Path]:
    """A folder to be filled, which then takes the place of ``target``; that is not there, or empty.

    On an error nothing is left. Raises OSError, also where ``target`` is not empty.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.parent / f"{WORK}{target.name}-{os.getpid()}"
    new.mkdir()
    try:
        yield new
        if target.exists():
            target.rmdir()
        new.rename(target)
    except BaseException:
        shutil.rmtree(new)
        raise


def write_new_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Makes ``target``, which is not there or empty, hold ``files`` (path inside it -> bytes).

    It is written whole beside it and then takes its place; on an error nothing is left. Raises
    OSError, also where ``target`` is not empty; ValueError for a path that is not below it.
    """
    outside = sorted(path for path in files if ".." in Path(path).parts or Path(path).is_absolute())
    if outside:
        raise ValueError(f"not below {target.name}: {', '.join(map(repr, outside))}")
    with making_folder(target) as new:
        for path, data in sorted(files.items()):
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            write(new / path, data)


def write_new_file(target: Path, data: bytes) -> None:
    """Writes a file that is not there yet, in one step. Raises OSError, also where it is there."""
    if target.exists():
        raise FileExistsError(f"{target} is there already")
    new = target.parent / f"{WORK}{target.name}-{os.getpid()}"
    try:
        write(new, data)
        new.rename(target)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def write_staged(path: Path, data: bytes, like: Path) -> None:
    """Writes a file that will take the place of ``like``, with the mode of that, if it is there."""
    write(path, data)
    if like.exists():
        shutil.copymode(like, path)


def write(path: Path, data: bytes) -> None:
    """Writes a file and waits for the disk."""
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def copy(source: Path, target: Path) -> None:
    """Copies in the kernel; no link, since what somebody writes into one file is not in the other."""
    shutil.copyfile(source, target)
    with target.open("rb+") as out:
        os.fsync(out.fileno())


def exchange(a: Path, b: Path) -> bool:
    """Swaps two folders in one system call; False where the system cannot.

    Linux: renameat2 with RENAME_EXCHANGE; macOS: renamex_np with RENAME_SWAP. Elsewhere the
    caller renames twice, and ``building()`` repairs what a kill between the two leaves.
    """
    name, swap = {"linux": ("renameat2", 2), "darwin": ("renamex_np", 2)}.get(sys.platform, ("", 0))
    function = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if function is None:
        return False
    first, second = os.fsencode(a), os.fsencode(b)
    if sys.platform == "linux":
        at_cwd = -100
        return bool(function(at_cwd, first, at_cwd, second, swap) == 0)
    return bool(function(first, second, swap) == 0)
