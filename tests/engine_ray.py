"""Tasks on Ray, on this machine. Part of `make test-scale`, where Ray is installed."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from conftest import snapshot
from engine_faults import SHARDS, environment, laid_out, wanted  # noqa: F401 - fixtures
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
