"""`retold init`: a folder for a new corpus, which at once checks, builds and passes its tests."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import ROOT, snapshot
from retold import scaffold
from retold.card import split_front_matter
from retold.cli import app
from retold.files import CorpusFolder
from retold.pipeline import build, check
from retold.sources import open_dataset
from retold.verifying import verify
from retold.writing import write_new_folder

runner = CliRunner()


def run(*words: object) -> Any:
    return runner.invoke(app, ["init", *map(str, words)])


def test_an_empty_corpus_checks_builds_and_verifies(tmp_path: Path) -> None:
    assert run(tmp_path / "ferry", "--languages", "en,id,hi").exit_code == 0
    folder = CorpusFolder(tmp_path / "ferry")
    assert check(folder).findings == []
    built = build(folder, strict=True)
    assert built.record is not None
    assert built.record["configs"] == []
    assert verify(open_dataset(str(folder.root / "data"))).mismatches == ()
    assert check(folder).findings == []


def test_its_own_tests_pass_before_and_after_a_build_and_see_old_data(tmp_path: Path) -> None:
    run(tmp_path / "ferry")

    def tests() -> str:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        return subprocess.run(
            command, check=False, cwd=tmp_path / "ferry", text=True, capture_output=True
        ).stdout

    assert "2 passed, 1 skipped" in tests()
    build(CorpusFolder(tmp_path / "ferry"))
    assert "3 passed" in tests()
    settings = tmp_path / "ferry/retold.toml"
    settings.write_text(settings.read_text().replace("0.1.0", "0.2.0"))
    assert "run retold build" in tests()


def test_building_an_empty_corpus_says_what_to_do(tmp_path: Path) -> None:
    run(tmp_path / "ferry")
    said = runner.invoke(app, ["build", str(tmp_path / "ferry")]).output
    assert "No document yet, so there is no config to load. Next: retold seed add FILE" in said


def test_name_and_title_come_from_the_folder(tmp_path: Path) -> None:
    run(tmp_path / "Ferry News_2")
    settings = tomllib.loads((tmp_path / "Ferry News_2/retold.toml").read_text())
    assert (settings["name"], settings["title"]) == ("ferry-news-2", "Ferry news 2")


def test_the_report_as_json_lists_what_was_written(tmp_path: Path) -> None:
    said = json.loads(run(tmp_path / "ferry", "--format", "json").stdout)
    assert said["files"] == sorted(snapshot(tmp_path / "ferry")) == scaffold.paths()


@given(st.text(min_size=1).filter(scaffold.is_title))
def test_any_title_of_one_line_stands_in_every_file(title: str) -> None:
    files = scaffold.empty_corpus("ferry", title, ["en"])
    assert tomllib.loads(files["retold.toml"].decode())["title"] == title
    assert yaml.safe_load(files["CITATION.cff"])["title"] == title
    front, body = split_front_matter(files["dataset_card.md"].decode())
    assert front["pretty_name"] == title
    assert f"# {title}\n" in body


@given(st.text(max_size=40))
def test_a_name_made_of_any_folder_is_one(words: str) -> None:
    name = scaffold.name_from(words)
    assert name is None or scaffold.is_name(name)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("full",), "full is not empty"),
        (("file",), "no folder"),
        (("new", "--name", "Ferry News"), "'Ferry News' makes no name"),
        (("новости",), "makes no name"),
        (("new", "--title", "a\nb"), "one line"),
        (("new", "--languages", "en,english!"), "english! is no language tag"),
        (("new", "--languages", ","), "nothing is no language tag"),
        ((".",), "from the folder above"),
    ],
)
def test_misuse_is_wrong_usage_and_writes_nothing(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a").write_text("")
    (tmp_path / "file").write_text("")
    (tmp_path / "here").mkdir()
    before = snapshot(tmp_path)
    monkeypatch.chdir(tmp_path / "here" if words == (".",) else tmp_path)
    result = run(*words)
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())
    assert snapshot(tmp_path) == before


def test_without_room_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from retold import writing

    written = writing.write

    def full(path: Path, data: bytes) -> None:
        if path.name == "seeds.jsonl":
            raise OSError(28, "No space left on device")
        written(path, data)

    monkeypatch.setattr(writing, "write", full)
    with pytest.raises(OSError, match="No space"):
        write_new_folder(tmp_path / "ferry", scaffold.empty_corpus("ferry", "Ferry", ["en"]))
    assert list(tmp_path.iterdir()) == []


def test_the_page_on_new_corpora_lists_what_init_writes() -> None:
    page = (ROOT / "docs/new-corpus.md").read_text(encoding="utf-8")
    assert page.index("retold init") < page.index("## What a corpus consists of")
    listed = re.findall(r"It makes these files:\n\n```text\n(.*?)```", page, re.DOTALL)[0]
    assert listed.split() == scaffold.paths()
