"""What the machine has, and what this process took of it."""

from __future__ import annotations

import os
import sys


def processors() -> int:
    """How many processors this process may use; where the system does not say, how many there are."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def peak_memory() -> int:
    """The peak of resident memory of this process in bytes; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # POSIX leaves the unit open: Linux counts in KiB, macOS in bytes
    return peak if sys.platform == "darwin" else peak * 1024
