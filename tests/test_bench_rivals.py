"""What the build is compared with gives the rows that the build gives, from the same corpus."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from benchmarks.corpus.layouts import write
from benchmarks.rivals import check_today, floor, today
from benchmarks.rivals.inputs import CONFIGS
from datasets.exceptions import DatasetGenerationError
from jsonschema import ValidationError

from conftest import ROOT, replace, snapshot
from retold.files import CorpusFolder
from retold.pipeline import build

COUNT = 24
# No rows of documents: of events and of the challenge set.
LEFT_OUT = {"events", "challenge"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of files with its data/."""
    folder = tmp_path_factory.mktemp("built") / "corpus"
    write(folder, COUNT, 0, "files", 1000, "jsonl", ("gold",))
    assert build(CorpusFolder(folder)).record is not None
    return folder


@pytest.fixture(scope="module", params=["files", "jsonl", "jsonl.gz", "jsonl.zst", "parquet"])
def given(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same corpus in each layout."""
    if request.param == "files":
        return built
    folder = tmp_path_factory.mktemp("shards") / "corpus"
    write(folder, COUNT, 0, "shards", 10, request.param, ("gold",))
    return folder


def tables(folder: Path) -> dict[tuple[str, str], pq.ParquetFile]:
    """Config and split -> file."""
    found = sorted(folder.glob("*/*.parquet"))
    names = ((path.parent.name, path.name.split(".")[0].split("-")[0]) for path in found)
    return dict(zip(names, map(pq.ParquetFile, found), strict=True))


def same(made: Path, built: Path) -> None:
    wanted = {key: file for key, file in tables(built / "data").items() if key[0] not in LEFT_OUT}
    found = tables(made)
    assert {config for config, _ in found} == set(CONFIGS)
    assert found.keys() == wanted.keys()
    for key, file in wanted.items():
        a, b = found[key].read(use_threads=False), file.read(use_threads=False)
        assert a.column_names == b.column_names
        assert a.to_pylist() == b.to_pylist(), key


def test_what_people_write_today_gives_the_same_rows(given: Path, built: Path, tmp_path: Path) -> None:
    today.build(given, tmp_path / "made", str(tmp_path / "cache"))
    same(tmp_path / "made", built)


def test_the_floor_gives_the_same_rows(given: Path, built: Path, tmp_path: Path) -> None:
    floor.build(given, tmp_path / "made")
    same(tmp_path / "made", built)


def test_the_floor_gives_the_same_rows_where_it_writes_them_in_parts(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floor, "_AT_ONCE", 5)
    floor.build(built, tmp_path / "made")
    same(tmp_path / "made", built)
    assert tables(tmp_path / "made")["documents", "train"].num_row_groups == 4


def test_jsonschema_looks_at_every_record(built: Path) -> None:
    paths = (path for folder in ("seeds", "annotations") for path in (built / folder).rglob("*.jsonl"))
    records = sum(path.read_bytes().count(b"\n") for path in paths)
    assert check_today.check(built) == records > 50 * COUNT


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [('"zone":"body"', '"zone":"trunk"', ValidationError), ('"surface":"', '"surface":"X', ValueError)],
)
def test_a_record_that_is_wrong_stops_them(
    tmp_path: Path, old: str, new: str, error: type[Exception]
) -> None:
    folder = tmp_path / "corpus"
    write(folder, 2, 0, "files", 1000, "jsonl", ("gold",))
    replace(folder / "annotations/gold/d0000001.jsonl", old, new)
    with pytest.raises(error):
        check_today.check(folder)
    with pytest.raises(DatasetGenerationError) as stopped:
        today.build(folder, tmp_path / "made", str(tmp_path / "cache"))
    assert isinstance(stopped.value.__cause__, error)


def test_the_build_without_checks_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write(folder, COUNT, 0, "shards", 10, "jsonl.zst", ("gold",))
    for module in ("retold", "benchmarks.rivals.unchecked"):
        argv = [sys.executable, "-m", module, *(["build", "--jobs", "1"] if module == "retold" else [])]
        subprocess.run([*argv, str(folder)], check=True, capture_output=True, cwd=ROOT)
        made = snapshot(folder / "data")
        shutil.move(folder / "data", tmp_path / module)
        shutil.rmtree(folder / ".retold-parts")
    assert made == snapshot(tmp_path / "retold")


def test_the_build_without_checks_checks_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write(folder, COUNT, 0, "shards", 10, "jsonl", ("gold",))
    path = folder / "annotations/gold/shards/00000.jsonl"
    faulty = path.read_bytes().replace(b'"surface":"', b'"surface":"X', 1)
    assert faulty != path.read_bytes()
    path.write_bytes(faulty)
    argv = [sys.executable, "-m", "benchmarks.rivals.unchecked", str(folder)]
    subprocess.run(argv, check=True, capture_output=True, cwd=ROOT)
    assert (folder / "data/release.json").is_file()
