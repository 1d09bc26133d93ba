"""What was asked for, and what was measured of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.measuring.process import Taken

Found = Mapping[tuple[str, int | None], Taken]
"""Key of a measurement and number of documents -> what it took."""


@dataclass(frozen=True)
class Target:
    """A figure that was asked for, of ``figure`` of one measurement over that of another.

    ``sizes`` is the number of documents of each; of None, every size that both were measured on.
    ``other`` may be empty: then the figure alone counts.
    """

    title: str
    asked: str
    one: str
    other: str
    figure: Callable[[Taken], float]
    sizes: tuple[int, int] | None = None
    form: str = "{:.2f}"


def wall(taken: Taken) -> float:
    """Seconds."""
    return taken.wall


def cpu(taken: Taken) -> float:
    """CPU seconds."""
    return taken.cpu


def memory(taken: Taken) -> float:
    """MiB of all processes together, or of the largest where that is all that is known."""
    return taken.together or taken.largest


_W = "seconds"
_C = "CPU seconds"
TARGETS: tuple[Target, ...] = (
    Target(f"today / build, two workers ({_W})", "≥ 12", "today", "build-2", wall),
    Target(f"build / build without checks, one worker ({_C})", "≤ 1.25", "build-1", "unchecked", cpu),
    Target(f"floor / build, one worker ({_C})", "≥ 0.5", "floor", "build-1", cpu),
    Target(f"today's check / check, one worker ({_C})", "≥ 60", "check-today", "check", cpu),
    Target(f"one worker / two ({_W})", "≥ 1.8", "build-1", "build-2", wall),
    Target(f"two plain loops at a time / one alone ({_W})", "", "two-loops", "loop", wall),
    Target(f"two processes / Ray ({_W})", "", "build-2", "build-ray", wall),
    Target(f"one document changed / full build, two workers ({_W})", "≤ 0.02", "one-changed", "build-2",
           wall, form="{:.3f}"),
    Target(f"a document of a million / of ten thousand, two workers ({_C})", "0.9 to 1.1", "build-2",
           "build-2", cpu, (1_000_000, 10_000)),
    Target("memory of all processes, two workers (MiB)", "≤ 1024", "build-2", "", memory,
           form="{:,.0f}"),
    Target(f"JSON lines / `load_dataset` ({_W})", "", "load-jsonl", "load", wall),
    Target(f"JSON lines / first row, streamed ({_W})", "", "first-jsonl", "first", wall),
    Target(f"`import retold` ({_W})", "< 0.15", "import", "", wall),
    Target(f"`retold --help` ({_W})", "< 0.3", "help", "", wall),
)  # fmt: skip


def reached(found: Found) -> Iterator[tuple[str, str, str, str]]:
    """Title, documents, what was asked and what was measured, of all targets that were measured."""
    for target in TARGETS:
        for size, value in _values(target, found):
            documents = "" if size is None else f"{size:,}"
            yield target.title, documents, target.asked, target.form.format(value)


def _values(target: Target, found: Found) -> Iterator[tuple[int | None, float]]:
    one = {size: taken for (key, size), taken in found.items() if key == target.one}
    if target.sizes:
        a, b = target.sizes
        if a in one and b in one:
            yield a, target.figure(one[a]) / a / (target.figure(one[b]) / b)
        return
    for size, taken in one.items():
        value = target.figure(taken)
        if not target.other:
            yield size, value
        elif (target.other, size) in found:
            yield size, value / target.figure(found[target.other, size])
