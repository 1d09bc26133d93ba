"""Tasks on Ray: on this machine, and on a cluster of three machines that this one plays.

Part of `make test-scale`, where Ray is installed.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT, snapshot
from engine_faults import SHARDS, environment, laid_out, parts, wanted  # noqa: F401 - fixtures
from retold.engine.on_ray import on_ray
from retold.engine.survey import Done, Options
from retold.files import CorpusFolder
from retold.pipeline import build

ray = pytest.importorskip("ray", reason="Ray is not installed")


@pytest.fixture
def corpus(laid_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    target = tmp_path / "corpus"
    shutil.copytree(laid_out, target)
    return target


def workers() -> list[int]:
    """Processes of Ray that do a task."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().startswith(b"ray::_run"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def test_ray_makes_the_bytes_of_one_worker(corpus: Path, wanted: dict[str, bytes]) -> None:  # noqa: F811
    done: list[int] = []
    options = Options(engine=on_ray(None, 2), report=lambda so_far: done.append(so_far.tasks))
    assert build(CorpusFolder(corpus), options=options).record is not None
    assert snapshot(corpus / "data") == wanted
    assert done == list(range(SHARDS + 1))
    assert not ray.is_initialized()


def test_a_worker_that_is_killed_is_replaced(
    corpus: Path,
    wanted: dict[str, bytes],  # noqa: F811
) -> None:
    killed: list[int] = []

    def report(done: Done) -> None:
        if done.tasks in (1, 3):
            for process in workers()[:1]:
                os.kill(process, signal.SIGKILL)
                killed.append(process)

    built = build(CorpusFolder(corpus), options=Options(engine=on_ray(None, 2), report=report))
    assert built.record is not None
    assert killed
    assert snapshot(corpus / "data") == wanted


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        found: int = listening.getsockname()[1]
        return found


@dataclass
class Cluster:
    """A head that does no task, and two machines of a processor each, until one is lost."""

    process: subprocess.Popen[str]
    port: int
    address: str

    def lose(self, left: int = 1) -> None:
        """Kills a machine with all that runs there; ``left`` machines are left."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == f"{left}\n"


@pytest.fixture
def cluster(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    # the cluster has a token, as those of Ray 2.61 and later have
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
    port = free_port()
    command = [sys.executable, str(ROOT / "tests/ray_cluster.py"), str(port)]
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield Cluster(process, port, process.stdout.readline().strip())


# Builds in processes of their own: Ray keeps the token that a process began with.


def on_cluster(corpus: Path, address: str | None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "retold", "build", str(corpus), "--engine", "ray"]
    if address is not None:
        command += ["--address", address]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def test_a_cluster_makes_the_bytes_of_one_worker(
    cluster: Cluster,
    corpus: Path,
    wanted: dict[str, bytes],  # noqa: F811
) -> None:
    at_once = 0
    with on_cluster(corpus, cluster.address) as building:
        while len(parts(corpus)) < SHARDS and building.poll() is None:
            at_once = max(at_once, len(workers()))
            time.sleep(0.02)
        said, _ = building.communicate()
    assert building.returncode == 0, said
    assert at_once == 2
    assert snapshot(corpus / "data") == wanted


def test_a_machine_that_is_lost_is_done_without(
    cluster: Cluster,
    corpus: Path,
    wanted: dict[str, bytes],  # noqa: F811
) -> None:
    with on_cluster(corpus, cluster.address) as building:
        # each of the two has a task when one is lost
        while len(workers()) < 2 and building.poll() is None:
            time.sleep(0.02)
        cluster.lose()
        assert len(parts(corpus)) < SHARDS
        assert building.poll() is None
        said, _ = building.communicate()
    assert building.returncode == 0, said
    assert snapshot(corpus / "data") == wanted


def test_a_build_is_sent_to_a_cluster_from_elsewhere(
    cluster: Cluster,
    corpus: Path,
    wanted: dict[str, bytes],  # noqa: F811
) -> None:
    with on_cluster(corpus, f"ray://127.0.0.1:{cluster.port}") as building:
        said, _ = building.communicate()
    assert building.returncode == 0, said
    assert snapshot(corpus / "data") == wanted


def test_without_an_address_it_runs_here_also_where_a_cluster_is(
    cluster: Cluster,
    corpus: Path,
    wanted: dict[str, bytes],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cluster.lose()
    cluster.lose(left=0)  # it would do no task
    monkeypatch.setenv("RAY_ADDRESS", cluster.address)
    with on_cluster(corpus, None) as building:
        try:
            said, _ = building.communicate(timeout=240)
        finally:
            building.kill()
    assert building.returncode == 0, said
    assert snapshot(corpus / "data") == wanted


@pytest.fixture
def answering() -> Iterator[int]:
    """A port where something listens that is no head of Ray."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        found: int = listening.getsockname()[1]
        yield found


@pytest.mark.parametrize(
    ("address", "found", "why"),
    [
        ("127.0.0.1:CLOSED", "", "Connection refused"),
        ("[::1]:CLOSED", "", "Connection refused"),
        ("ray://127.0.0.1:CLOSED", "", "Connection refused"),
        ("auto", "127.0.0.1:CLOSED", "Connection refused"),
        ("127.0.0.1:OTHER", "", "what listens at 127.0.0.1:OTHER is no head of Ray"),
        ("ray://127.0.0.1:OTHER", "", "connection timeout"),
        ("auto", "127.0.0.1:OTHER", "what listens at 127.0.0.1:OTHER is no head of Ray"),
        ("nonsense", "", "nonsense"),
        ("127.0.0.1:99999", "", "port must be 0-65535"),
    ],
)
def test_an_address_where_no_cluster_is(
    address: str, found: str, why: str, answering: int, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``found`` is what Ray finds in the environment."""
    closed = free_port()
    address, found, why = (
        text.replace("CLOSED", str(closed)).replace("OTHER", str(answering))
        for text in (address, found, why)
    )
    if found:
        monkeypatch.setenv("RAY_ADDRESS", found)
    with on_cluster(corpus, address) as building:
        try:
            said, _ = building.communicate(timeout=120)
        finally:
            building.kill()
    assert building.returncode == 3
    assert f"could not run: the Ray cluster at {address} cannot be used: " in said
    assert why in said
    assert "HOST:6379" in said
    assert "fault of the tool" not in said
    assert not (corpus / "data").exists()
