"""Each run has a folder of its own; what a killed one left goes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from retold.engine.run_folder import run_folder


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


def test_who_may_read_it_is_said_by_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with run_folder(tmp_path) as own:
            assert own.stat().st_mode & 0o777 == 0o750
    finally:
        os.umask(before)
