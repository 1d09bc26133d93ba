"""The folder of one run: what its tasks share, and what is of no use when it ends."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock, Timeout

_PREFIX = "run-"
_HELD = "held"
_BEGIN = "beginning"


@contextmanager
def run_folder(work: Path) -> Iterator[Path]:
    """A new folder below ``work``, removed at the end; those that killed runs left are removed too.

    A check may run beside a build, and each has its own. Raises OSError.
    """
    # begun one after the other: a folder that is not held yet would look left
    with FileLock(work / f"{_PREFIX}{_BEGIN}"):
        for left in work.glob(f"{_PREFIX}*"):
            if left.is_dir():
                _remove(left)
        folder = Path(mkdtemp(prefix=_PREFIX, dir=work))
        held = FileLock(folder / _HELD)
        held.acquire()
    try:
        yield folder
    finally:
        held.release()
        shutil.rmtree(folder, ignore_errors=True)


def _remove(folder: Path) -> None:
    """Removes the folder of a run that has ended."""
    held = FileLock(folder / _HELD)
    try:
        held.acquire(timeout=0)
    except Timeout:
        return
    held.release()
    shutil.rmtree(folder, ignore_errors=True)
