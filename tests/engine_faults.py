"""What goes wrong while a large corpus is built: killed workers, killed builds, a full disk, Ctrl-C.

Part of `make test-scale`. Corpora are of benchmarks/corpus, in shards, so that there are many tasks.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from conftest import ROOT, snapshot
from retold.engine import task as engine_task
from retold.engine.parts import Part, write_part
from retold.engine.survey import Done, Options, TasksError
from retold.files import CorpusFolder
from retold.pipeline import build

SHARDS = 8
DOCUMENTS = 40
KILLS = 20


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound corpus in shards."""
    target = tmp_path_factory.mktemp("laid") / "corpus"
    command = [sys.executable, "-m", "benchmarks.corpus", str(target), "--documents", str(DOCUMENTS),
               "--layout", "shards", "--per-shard", str(DOCUMENTS // SHARDS)]  # fmt: skip
    subprocess.run(command, check=True, cwd=ROOT, env=environment(), capture_output=True)
    return target


def environment() -> dict[str, str]:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "builders")])
    return {**os.environ, "PYTHONPATH": paths}


@pytest.fixture(scope="module")
def wanted(laid_out: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed build makes of it, with one worker."""
    target = tmp_path_factory.mktemp("wanted") / "corpus"
    shutil.copytree(laid_out, target)
    assert build(CorpusFolder(target), options=Options()).record is not None
    return snapshot(target / "data")


@pytest.fixture
def corpus(laid_out: Path, tmp_path: Path) -> Path:
    target = tmp_path / "corpus"
    shutil.copytree(laid_out, target)
    return target


def parts(corpus: Path) -> set[str]:
    return {path.parent.name for path in (corpus / ".retold-parts").glob("*/part.json")}


def test_two_workers_make_the_bytes_of_one(corpus: Path, wanted: dict[str, bytes]) -> None:
    assert build(CorpusFolder(corpus), options=Options(jobs=2)).record is not None
    assert snapshot(corpus / "data") == wanted


def test_workers_that_are_killed_are_replaced(corpus: Path, wanted: dict[str, bytes]) -> None:
    killed = []

    def report(done: Done) -> None:
        if done.tasks in (2, 4) and done.tasks not in killed:
            killed.append(done.tasks)
            for child in multiprocessing.active_children():
                child.kill()

    built = build(CorpusFolder(corpus), options=Options(jobs=2, report=report))
    assert built.record is not None
    assert killed == [2, 4]
    assert snapshot(corpus / "data") == wanted


def test_a_task_that_always_loses_its_worker_is_named(corpus: Path) -> None:
    """Every worker is killed as soon as it is there."""
    stop = threading.Event()

    def kill() -> None:
        while not stop.wait(0.05):
            for child in multiprocessing.active_children():
                child.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(TasksError, match="its process was killed 3 times") as failed:
            build(CorpusFolder(corpus), options=Options(jobs=2))
    finally:
        stop.set()
        killer.join()
    assert len(failed.value.failures) == SHARDS
    assert not (corpus / "data").exists()


def test_a_build_that_is_killed_at_random_goes_on_to_the_same_bytes(
    corpus: Path, wanted: dict[str, bytes]
) -> None:
    """Killed twenty times: after so many parts more, and a moment."""
    drawn = random.Random(8)
    command = [sys.executable, "-m", "retold", "build", str(corpus), "--jobs", "2"]
    kills = ended = 0
    while kills < KILLS:
        before = len(parts(corpus))
        process = subprocess.Popen(
            command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        more = drawn.randrange(4)
        while process.poll() is None and len(parts(corpus)) < min(before + more, SHARDS):
            time.sleep(0.02)
        time.sleep(drawn.uniform(0, 1.5))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
        there = snapshot(corpus / "data") if (corpus / "data").exists() else None
        assert there in (None, wanted)
        if there or len(parts(corpus)) == SHARDS:  # begin anew, with some of the parts
            ended += 1
            shutil.rmtree(corpus / "data", ignore_errors=True)
            for name in drawn.sample(sorted(parts(corpus)), k=SHARDS - 2):
                shutil.rmtree(corpus / ".retold-parts" / name)
    assert ended >= 1
    subprocess.run(command, env=environment(), check=True, capture_output=True)
    assert snapshot(corpus / "data") == wanted


def test_a_full_disk_leaves_what_was_done(
    corpus: Path, wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def full(folder: Path, part: Part) -> None:
        calls.append(part.task)
        if len(calls) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_part(folder, part)

    with monkeypatch.context() as patch:
        patch.setattr(engine_task, "write_part", full)
        with pytest.raises(TasksError, match="No space left") as failed:
            build(CorpusFolder(corpus), options=Options())
    assert len(calls) == 4
    assert len(failed.value.failures) == SHARDS - 3
    assert sum("not begun" in failure.why for failure in failed.value.failures) == SHARDS - 4
    assert "3 tasks are done and kept" in str(failed.value)
    assert len(parts(corpus)) == 3
    assert not (corpus / "data").exists()
    assert [
        path.name for path in (corpus / ".retold-parts").iterdir() if path.name.startswith(".new")
    ] == []
    build(CorpusFolder(corpus), options=Options())
    assert snapshot(corpus / "data") == wanted


def test_control_c_ends_it_and_keeps_what_was_done(corpus: Path, wanted: dict[str, bytes]) -> None:
    command = [sys.executable, "-m", "retold", "build", str(corpus), "--jobs", "2"]
    process = subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    for _ in range(600):
        if len(parts(corpus)) >= 2 or process.poll() is not None:
            break
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode != 0, said
    assert "Traceback" not in said
    assert 2 <= len(parts(corpus)) < SHARDS
    assert not (corpus / "data").exists()
    done: list[int] = []
    options = Options(jobs=2, report=lambda so_far: done.append(so_far.reused))
    assert build(CorpusFolder(corpus), options=options).record is not None
    assert done[-1] > 0
    assert snapshot(corpus / "data") == wanted
