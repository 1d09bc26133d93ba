"""Atomic writing: killed at any moment, data/ is the old one or the new one, whole."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from conftest import replace, snapshot
from retold import files, writing
from retold.files import CorpusFolder, find_root
from retold.findings import Finding
from retold.pipeline import build

# Builds, and kills itself at the given one of the events that touch the corpus folder.
KILLED = """
import os, signal, sys
from pathlib import Path
from retold.files import CorpusFolder
from retold.pipeline import build
import retold.release, pyarrow.parquet, sentencex, regex
root, limit = sys.argv[1], int(sys.argv[2])
touching = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "ctypes.dlsym"}
seen = 0
def hook(event, args):
    global seen
    if event in touching and (event == "ctypes.dlsym" or root in str(args[0])):
        seen += 1
        if seen == limit:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
build(CorpusFolder(Path(root)))
print(seen)
"""
POINTS = 20


def run_killed(root: Path, limit: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KILLED, str(root), str(limit)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def litter(root: Path) -> list[str]:
    return [p.name for p in root.iterdir() if p.name.startswith(".retold-") and p.name != ".retold-lock"]


def built_and_changed(root: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """data/ before and after a change of one label; leaves the old one in place."""
    build(CorpusFolder(root))
    old = snapshot(root / "data")
    replace(root / "annotations/registry/entities.jsonl", '"wikidata":null', '"wikidata":"Q1"')
    other = root.parent / "other"
    shutil.copytree(root, other)
    build(CorpusFolder(other))
    return old, snapshot(other / "data")


def test_killed_at_any_point_data_is_whole(corpus_copy: Path) -> None:
    old, new = built_and_changed(corpus_copy)
    assert old != new
    clean = corpus_copy.parent / "clean"
    shutil.copytree(corpus_copy, clean)
    events = int(run_killed(corpus_copy, 10**9).stdout)
    assert snapshot(corpus_copy / "data") == new
    assert events > POINTS
    seen = set()
    for number in range(POINTS):
        shutil.rmtree(corpus_copy)
        shutil.copytree(clean, corpus_copy)
        limit = 1 + number * (events - 1) // (POINTS - 1)
        result = run_killed(corpus_copy, limit)
        assert result.returncode == -signal.SIGKILL, result.stderr
        now = snapshot(corpus_copy / "data")
        assert now in (old, new), f"killed at event {limit} of {events}"
        seen.add("old" if now == old else "new")
        assert build(CorpusFolder(corpus_copy)).record is not None
        assert snapshot(corpus_copy / "data") == new
        assert litter(corpus_copy) == []
    assert seen == {"old", "new"}


def test_without_an_exchanging_system_call(corpus_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, new = built_and_changed(corpus_copy)
    monkeypatch.setattr(files, "exchange", lambda a, b: False)
    build(CorpusFolder(corpus_copy))
    assert snapshot(corpus_copy / "data") == new
    assert litter(corpus_copy) == []


def test_a_kill_between_two_renames_is_repaired(corpus_copy: Path) -> None:
    old, _ = built_and_changed(corpus_copy)
    (corpus_copy / "data").rename(corpus_copy / ".retold-old")
    (corpus_copy / ".retold-new").mkdir()
    with CorpusFolder(corpus_copy).building():
        assert snapshot(corpus_copy / "data") == old
        assert litter(corpus_copy) == []


def test_exchange_swaps_or_says_that_it_cannot(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    swapped = files.exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / "b").exists() == swapped
    assert not files.exchange(tmp_path / "a", tmp_path / "missing")


def test_a_full_disk_leaves_the_old_data(corpus_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = built_and_changed(corpus_copy)

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "write", full)
        with pytest.raises(OSError, match="No space"):
            build(CorpusFolder(corpus_copy))
    assert snapshot(corpus_copy / "data") == old
    build(CorpusFolder(corpus_copy))
    assert snapshot(corpus_copy / "data") == new


def test_one_build_at_a_time(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    with folder.building(), pytest.raises(Timeout):
        FileLock(corpus_copy / ".retold-lock").acquire(timeout=0)
    with FileLock(corpus_copy / ".retold-lock", timeout=0):
        pass  # free again


def test_every_file_is_on_the_disk_before_the_folders_change_places(
    corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    real = writing.os.fsync
    monkeypatch.setattr(writing.os, "fsync", lambda fd: (events.append("fsync"), real(fd))[1])
    exchange = files.exchange
    monkeypatch.setattr(files, "exchange", lambda a, b: (events.append("swap"), exchange(a, b))[1])
    build(CorpusFolder(corpus_copy))
    events.clear()
    build(CorpusFolder(corpus_copy))
    count = len(snapshot(corpus_copy / "data"))
    assert events[: count + 1] == ["fsync"] * count + ["swap"]


def test_find_root(corpus_copy: Path) -> None:
    assert find_root(corpus_copy / "annotations" / "gold") == corpus_copy
    assert find_root(corpus_copy.parent) is None


def test_read_text_translates_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffa\r\nb\rc".encode())
    (tmp_path / "b.txt").write_bytes(b"\xff")
    folder = CorpusFolder(tmp_path)
    assert folder.read_text("a.txt") == "\ufeffa\r\nb\rc"
    found = folder.read_text("b.txt")
    assert isinstance(found, Finding)
    assert found.code == "RT004"
