"""Tasks on Ray: on this machine, or on a cluster that sees the corpus folder under the same path."""

from __future__ import annotations

import os
import re
import socket
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import Any

from retold.engine.local import TRIES, Failure, Outcome, failure, not_begun
from retold.engine.parts import Part
from retold.engine.survey import Engine
from retold.engine.task import Task, Workshop, run

_HEAD = re.compile(r"(?:ray://)?\[?(?P<host>[^/\[\]]+)\]?:(?P<port>[0-9]{1,5})")
_SECONDS = 10
"""How long a head may take to answer at all; Ray itself tries for minutes."""


def on_ray(address: str | None, jobs: int | None) -> Engine:
    """An engine on Ray: of the cluster at ``address`` (as ``ray.init`` takes it), else of this machine.

    ``jobs`` is how many tasks run at a time; without it one a processor of the cluster. Raises
    ImportError where Ray is not installed; the engine raises ConnectionError where no cluster is.
    """
    import ray

    def engine(tasks: Sequence[Task], shop: Workshop) -> Iterator[tuple[Task, Outcome]]:
        begun = not ray.is_initialized()
        if begun:
            _begin(ray, address, jobs)
        try:
            yield from _on(ray, tasks, shop, jobs or int(ray.cluster_resources().get("CPU", 1)))
        finally:
            if begun:
                ray.shutdown()

    return engine


def _begin(ray: Any, address: str | None, jobs: int | None) -> None:
    if address is None:
        # local: without an address Ray takes a cluster that it finds
        here = {"address": "local", "num_cpus": jobs, "include_dashboard": False}
        ray.init(**here, log_to_driver=False, configure_logging=False)
        return
    try:
        _knock(address)
        ray.init(address=address, log_to_driver=False, configure_logging=False)
    # of an address that is none, a head that is not there or asks for a token, a missing library
    except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        said = " ".join(str(error).split())
        raise ConnectionError(
            f"the Ray cluster at {address} cannot be used: {said}. An address is HOST:6379 or auto on a "
            "machine of the cluster, ray://HOST:10001 elsewhere; if the cluster asks for a token, set "
            "RAY_AUTH_MODE=token here too"
        ) from error


def _knock(address: str) -> None:
    """Raises OSError or ValueError where nothing answers, or no head of Ray: that speaks gRPC."""
    if address == "auto":
        address = os.environ.get("RAY_ADDRESS", address)
    head = _HEAD.fullmatch(address)
    if head is None:
        return
    host, port = head["host"], int(head["port"])
    if port > 65535:  # the system would take it for another
        raise ValueError("port must be 0-65535")
    socket.create_connection((host, port), _SECONDS).close()
    # Ray's client gives up by itself; TLS needs the cluster's certificates
    if address.startswith("ray://") or os.environ.get("RAY_USE_TLS", "0") != "0":
        return
    import grpc

    with grpc.insecure_channel(f"[{host}]:{port}" if ":" in host else f"{host}:{port}") as channel:
        try:
            grpc.channel_ready_future(channel).result(_SECONDS)
        except grpc.FutureTimeoutError:
            raise OSError(f"what listens at {host}:{port} is no head of Ray") from None


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
            except ray.exceptions.RayTaskError as error:
                failed = failure(task, error.cause)
                yield task, failed
                if failed.last:
                    yield from not_begun(waiting, failed.why)
                    waiting.clear()
            # a worker, its machine, or what it had there to give back
            except ray.exceptions.RayError as error:
                tries[task.key] += 1
                if tries[task.key] < TRIES:
                    waiting.append(task)
                else:
                    why = f"it was lost {TRIES} times, at last by {type(error).__name__}: {error}"
                    yield task, Failure(task, why)


def _run(task: Task, shop: Workshop) -> Part:
    return run(task, shop)
