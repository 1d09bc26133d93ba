"""Runs a command in processes of its own and says what they took.

Imports little: until it has begun, a new process counts the memory of the one that started it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_EVERY = 0.05
"""Seconds between two looks at the memory of all processes."""
_SHORT = 30.0
"""Seconds: what takes less is run again, and the median counts."""


@dataclass(frozen=True)
class Taken:
    """What a command took; of several runs the median of each figure."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of user and system time, of all processes."""
    largest: float
    """MiB: the peak resident memory of the largest process (getrusage)."""
    together: float | None
    """MiB: the peak of the sum over all processes, looked at 20 times a second; pages that processes
    share count in each. None where there is no /proc."""
    runs: int = 1


class FailedError(RuntimeError):
    """A command that did not succeed: the command, its status, and the end of what it wrote."""


def take(argv: Sequence[str], env: Mapping[str, str], clean: Callable[[], None], runs: int = 3) -> Taken:
    """Runs a command up to ``runs`` times, once if it is long; ``clean`` before each run.

    Raises FailedError.
    """
    found: list[Taken] = []
    while len(found) < runs:
        clean()
        found.append(once(argv, env))
        if found[-1].wall >= _SHORT:
            break
    sums = [taken.together for taken in found if taken.together is not None]
    return Taken(
        median(taken.wall for taken in found),
        median(taken.cpu for taken in found),
        median(taken.largest for taken in found),
        median(sums) if sums else None,
        len(found),
    )


def once(argv: Sequence[str], env: Mapping[str, str]) -> Taken:
    """One run. Raises FailedError."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        # a session of its own, so that its processes are known
        process = subprocess.Popen(
            argv, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.end()
        if process.returncode:
            said.seek(0)
            written = said.read().decode("utf-8", "replace")[-2000:]
            raise FailedError(f"{' '.join(argv)} ended with {process.returncode}:\n{written}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 2**20, watch.peak)


class _Watch(threading.Thread):
    """Looks at the memory of all processes of a session until told to end."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.peak: float | None = None
        self._session = session
        self._over = threading.Event()

    def run(self) -> None:
        """Looks again and again."""
        while not self._over.wait(_EVERY):
            pages = sum(_pages(self._session))
            if pages:
                self.peak = max(self.peak or 0.0, pages * os.sysconf("SC_PAGE_SIZE") / 2**20)

    def end(self) -> None:
        """Stops looking."""
        self._over.set()
        self.join()


def _pages(session: int) -> list[int]:
    """Resident pages of each process of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # behind the name, which may hold anything: state, parent, group, session, …
            fields = stat.read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue  # it has ended
        if int(fields[3]) == session:
            found.append(int(fields[21]))
    return found
