"""The folder of one run: what its tasks share, and what is of no use when it ends."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

_PREFIX = "run-"
_HELD = "held"
_BEGINNING = ".beginning"
"""Who has it: no run begins, and none is taken for ended."""


@contextmanager
def run_folder(work: Path) -> Iterator[Path]:
    """A new folder below ``work``, removed at the end; those that killed runs left are removed too.

    A check may run beside a build, and each has its own. Raises OSError.
    """
    with FileLock(work / _BEGINNING):
        for left in work.glob(f"{_PREFIX}*"):
            if not _goes_on(left):
                shutil.rmtree(left, ignore_errors=True)
        # no mkdtemp: workers may be another user's, and the umask says who reads
        folder = work / f"{_PREFIX}{secrets.token_hex(8)}"
        folder.mkdir()
        held = FileLock(folder / _HELD)
        try:
            held.acquire()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    try:
        yield folder
    finally:
        held.release()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def alone(own: Path) -> Iterator[bool]:
    """Whether no other run than that of the folder ``own`` goes on; until the end of this none begins.

    Raises OSError.
    """
    with FileLock(own.parent / _BEGINNING):
        others = (folder for folder in own.parent.glob(f"{_PREFIX}*") if folder != own)
        yield not any(_goes_on(other) for other in others)


def _goes_on(folder: Path) -> bool:
    held = FileLock(folder / _HELD)
    try:
        held.acquire(timeout=0)
    except FileNotFoundError:  # it ended just now
        return False
    except OSError:  # held, or another user's
        return True
    held.release()
    return False
