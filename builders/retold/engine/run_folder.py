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


@contextmanager
def run_folder(work: Path) -> Iterator[Path]:
    """A new folder below ``work``, removed at the end; those that killed runs left are removed too.

    A check may run beside a build, and each has its own. Raises OSError.
    """
    for left in work.glob(f"{_PREFIX}*"):
        _remove(left)
    # no mkdtemp: workers may be another user's, and the umask says who reads
    name = f"{_PREFIX}{secrets.token_hex(8)}"
    beginning = work / f".{name}"
    beginning.mkdir()
    held = FileLock(beginning / _HELD)
    held.acquire()
    # held before others see it, as what nobody holds is what a killed run left
    folder = beginning.rename(work / name)
    try:
        yield folder
    finally:
        held.release()
        shutil.rmtree(folder, ignore_errors=True)


def _remove(folder: Path) -> None:
    """Removes the folder of a run that has ended, where that is allowed."""
    held = FileLock(folder / _HELD)
    try:
        held.acquire(timeout=0)
    except OSError:  # of a run that goes on, ends just now, or is another user's
        return
    held.release()
    shutil.rmtree(folder, ignore_errors=True)
