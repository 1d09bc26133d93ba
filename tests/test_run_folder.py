"""Each run has a folder of its own; what a killed one left goes."""

from __future__ import annotations

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
