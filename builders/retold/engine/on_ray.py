"""Tasks on Ray: on this machine, or on a cluster that sees the corpus folder under the same path."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import Any

from retold.engine.local import TRIES, Failure, Outcome, failure, not_begun
from retold.engine.parts import Part
from retold.engine.survey import Engine
from retold.engine.task import Task, Workshop, run


def on_ray(address: str | None, jobs: int | None) -> Engine:
    """An engine on Ray: of the cluster at ``address`` (as ``ray.init`` takes it), else of this machine.

    ``jobs`` is how many tasks run at a time; without it one a processor of the cluster. Raises
    ImportError where Ray is not installed.
    """
    import ray

    def engine(tasks: Sequence[Task], shop: Workshop) -> Iterator[tuple[Task, Outcome]]:
        begun = not ray.is_initialized()
        if begun:
            here = {} if address else {"num_cpus": jobs, "include_dashboard": False}
            ray.init(address=address, log_to_driver=False, configure_logging=False, **here)
        try:
            yield from _on(ray, tasks, shop, jobs or int(ray.cluster_resources().get("CPU", 1)))
        finally:
            if begun:
                ray.shutdown()

    return engine


def _on(ray: Any, tasks: Sequence[Task], shop: Workshop, jobs: int) -> Iterator[tuple[Task, Outcome]]:
    # tries are counted here, so that a task that kills its worker is named
    remote = ray.remote(max_retries=0, retry_exceptions=False)(_run)
    shared = ray.put(shop)
    waiting = deque(tasks)
    under_way: dict[Any, Task] = {}
    tries: Counter[str] = Counter()
    while waiting or under_way:
        while waiting and len(under_way) < jobs:
            task = waiting.popleft()
            under_way[remote.remote(task, shared)] = task
        done, _ = ray.wait(list(under_way), num_returns=1)
        for reference in done:
            task = under_way.pop(reference)
            try:
                yield task, ray.get(reference)
            except (ray.exceptions.WorkerCrashedError, ray.exceptions.NodeDiedError):
                tries[task.key] += 1
                if tries[task.key] < TRIES:
                    waiting.append(task)
                else:
                    yield task, Failure(task, f"its process was killed {TRIES} times")
            except ray.exceptions.RayTaskError as error:
                failed = failure(task, error.cause)
                yield task, failed
                if failed.last:
                    yield from not_begun(waiting, failed.why)
                    waiting.clear()


def _run(task: Task, shop: Workshop) -> Part:
    return run(task, shop)
