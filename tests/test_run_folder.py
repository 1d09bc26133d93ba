"""Each run has a folder of its own; what a killed one left goes."""

from __future__ import annotations

import errno
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from retold.engine.run_folder import alone, run_folder


def folders(work: Path) -> set[str]:
    return {path.name for path in work.iterdir() if path.is_dir()}


def test_two_runs_do_not_meet(tmp_path: Path) -> None:
    with run_folder(tmp_path) as first:
        (first / "index").write_text("first")
        with run_folder(tmp_path) as second:
            (second / "index").write_text("second")
            assert (first / "index").read_text() == "first"
        assert folders(tmp_path) == {first.name}
    assert folders(tmp_path) == set()


def test_what_a_killed_run_left_is_removed_and_parts_are_not(tmp_path: Path) -> None:
    left = tmp_path / "run-killed0"
    left.mkdir()
    (left / "held").touch()  # and held by nobody
    (left / "index").write_text("old")
    (tmp_path / "run-killed1").mkdir()  # before it was held
    (tmp_path / "0123-built").mkdir()
    with run_folder(tmp_path) as own:
        assert folders(tmp_path) == {own.name, "0123-built"}
    assert folders(tmp_path) == {"0123-built"}


HOLD = """
import sys, time
from pathlib import Path
from retold.engine.run_folder import run_folder
with run_folder(Path(sys.argv[1])) as own:
    print(own, flush=True)
    time.sleep(60)
"""


def test_a_run_of_another_process_is_left_alone_until_it_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        theirs = Path(other.stdout.readline().strip())
        with run_folder(tmp_path) as own:
            assert folders(tmp_path) == {own.name, theirs.name}
        other.kill()
    assert theirs.is_dir()
    with run_folder(tmp_path) as own:
        assert folders(tmp_path) == {own.name}


def test_a_run_knows_whether_another_goes_on(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with run_folder(tmp_path) as own:
        with alone(own) as nobody_else:
            assert nobody_else
        with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as other:
            assert other.stdout is not None
            other.stdout.readline()
            with alone(own) as nobody_else:
                assert not nobody_else
            other.kill()
        with alone(own) as nobody_else:
            assert nobody_else


def test_no_run_begins_while_another_knows_that_it_is_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with (
        run_folder(tmp_path) as own,
        alone(own),
        subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as other,
    ):
        assert other.stdout is not None
        assert not select.select([other.stdout], [], [], 2)[0]
        assert folders(tmp_path) == {own.name}
        other.kill()


def test_a_run_that_could_not_begin_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acquire = FileLock.acquire

    def without_locks(lock: FileLock, *args: object, **kwargs: object) -> object:
        if lock.lock_file.endswith("held"):
            raise OSError(errno.ENOLCK, "No locks available")
        return acquire(lock, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(FileLock, "acquire", without_locks)
    with pytest.raises(OSError, match="No locks"), run_folder(tmp_path):
        pass
    assert folders(tmp_path) == set()


def test_who_may_read_it_is_said_by_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with run_folder(tmp_path) as own:
            assert own.stat().st_mode & 0o777 == 0o750
    finally:
        os.umask(before)
