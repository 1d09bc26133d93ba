"""Tasks in processes of this machine."""

from __future__ import annotations

import errno
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from retold.engine.parts import Part
from retold.engine.task import Task, Workshop, run

TRIES = 3
"""How often a task is begun whose process is killed."""


@dataclass(frozen=True)
class Failure:
    """A task that was not done, and why; ``last`` is whether others need not be tried."""

    task: Task
    why: str
    last: bool = False


Outcome = Part | Failure


def in_processes(tasks: Sequence[Task], shop: Workshop, jobs: int) -> Iterator[tuple[Task, Outcome]]:
    """Each task with its part, or why there is none, as they end.

    A process that is killed takes the tasks with it that were under way; they are tried again, three
    times in all. Where the disk is full nothing more is begun.
    """
    if jobs == 1:
        yield from _here(tasks, shop)
        return
    waiting = deque(tasks)
    tries: Counter[str] = Counter()
    while waiting:
        lost: list[Task] = []
        # threads of Arrow and Rust do not survive a fork
        pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin, initargs=(shop,))
        try:
            for task, outcome in _until_broken(pool, waiting, jobs, lost):
                yield task, outcome
                if isinstance(outcome, Failure) and outcome.last:
                    yield from not_begun(waiting, outcome.why)
                    return
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        for task in lost:
            tries[task.key] += 1
            if tries[task.key] < TRIES:
                waiting.append(task)
            else:
                yield task, Failure(task, f"its process was killed {TRIES} times")


def _until_broken(
    pool: ProcessPoolExecutor, waiting: deque[Task], jobs: int, lost: list[Task]
) -> Iterator[tuple[Task, Outcome]]:
    """Does what waits until nothing does, or a process was killed; then ``lost`` has what it did."""
    under_way: dict[Future[Part], Task] = {}
    while (waiting and not lost) or under_way:
        while waiting and not lost and len(under_way) < jobs:
            try:
                under_way[pool.submit(_run, waiting[0])] = waiting[0]
            except BrokenProcessPool:
                lost.append(waiting[0])
            waiting.popleft()
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            task = under_way.pop(future)
            try:
                yield task, future.result()
            except BrokenProcessPool:
                lost.append(task)
            except Exception as error:  # whatever a task dies of, the others go on
                yield task, failure(task, error)


def _here(tasks: Sequence[Task], shop: Workshop) -> Iterator[tuple[Task, Outcome]]:
    for number, task in enumerate(tasks, 1):
        try:
            yield task, run(task, shop)
        except Exception as error:
            failed = failure(task, error)
            yield task, failed
            if failed.last:
                yield from not_begun(tasks[number:], failed.why)
                return


def not_begun(tasks: Sequence[Task] | deque[Task], why: str) -> Iterator[tuple[Task, Outcome]]:
    """Failures of tasks that nothing would come of."""
    yield from ((task, Failure(task, f"not begun: {why}")) for task in tasks)


def failure(task: Task, error: Exception) -> Failure:
    """What an error says of the task that it ended."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    why = str(error) if isinstance(error, OSError) else repr(error)
    return Failure(task, why, last=full)


_shop: Workshop | None = None


def _begin(shop: Workshop) -> None:
    global _shop  # noqa: PLW0603 - one a process, read once
    _shop = shop


def _run(task: Task) -> Part:
    assert _shop is not None
    return run(task, _shop)
