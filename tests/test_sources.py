"""A dataset is found in a folder, in a corpus, and in a git revision; else it is said what was tried."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import GOLDEN, replace
from released import FILES
from retold.dataset import DatasetError
from retold.files import CorpusFolder, FolderFiles
from retold.pipeline import build
from retold.sources import changed_inputs, open_dataset
from test_git import git

DATA = GOLDEN.parent / "data"


def committed(corpus: Path) -> Path:
    """A corpus with its data/, in a repository of its own, tagged v0.2.0."""
    if not (corpus / "data").exists():
        shutil.copytree(DATA, corpus / "data")
    (corpus / ".gitignore").write_text(".retold-*\n")
    git(corpus, "init", "--quiet", "--initial-branch=main")
    git(corpus, "config", "user.name", "Ada Lund")
    git(corpus, "config", "user.email", "ada@example.org")
    git(corpus, "config", "core.autocrlf", "false")
    git(corpus, "add", "--all")
    git(corpus, "commit", "--quiet", "--message=one")
    git(corpus, "tag", "v0.2.0")
    return corpus


def test_a_folder_and_a_corpus(corpus_copy: Path) -> None:
    assert dict(open_dataset(str(DATA)).files) == FILES
    shutil.copytree(DATA, corpus_copy / "data")
    assert str(open_dataset(str(corpus_copy))) == "harbour 0.2.0"


def test_hidden_files_are_none_of_a_dataset(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").write_text("x")
    (tmp_path / ".gitattributes").write_text("x")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b.txt").write_bytes(b"x")
    assert dict(FolderFiles(tmp_path)) == {"a/b.txt": b"x"}
    with pytest.raises(KeyError):
        FolderFiles(tmp_path)[".gitattributes"]


def test_revisions_and_folders_of_the_same_name(
    corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(corpus_copy)
    replace(corpus_copy / "data/release.json", '"version": "0.2.0"', '"version": "0.3.0"')
    monkeypatch.chdir(corpus_copy / "seeds")
    for revision in ("v0.2.0", "HEAD", "main"):
        assert open_dataset(revision).version == "0.2.0"
    assert dict(open_dataset("HEAD").files) == FILES
    assert open_dataset(str(corpus_copy)).version == "0.3.0"
    shutil.copytree(corpus_copy / "data", corpus_copy / "seeds/v0.2.0")
    assert open_dataset("v0.2.0").version == "0.3.0"
    assert open_dataset("refs/tags/v0.2.0").version == "0.2.0"


def test_what_is_no_dataset(corpus_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatasetError, match=r"v9\.0\.0 is no dataset: neither a folder .* nor hf://"):
        open_dataset("v9.0.0")
    with pytest.raises(DatasetError, match=r"corpus is no built dataset: it has no release\.json"):
        open_dataset(str(corpus_copy))
    shutil.rmtree(corpus_copy / "seeds")
    committed(corpus_copy)
    git(corpus_copy, "rm", "--quiet", "-r", "data")
    git(corpus_copy, "commit", "--quiet", "--message=without")
    with pytest.raises(DatasetError, match=r"HEAD is no built dataset: it has no release\.json"):
        open_dataset("HEAD", corpus=corpus_copy)


def test_data_that_is_older_than_the_corpus(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    build(folder)
    dataset = open_dataset(str(corpus_copy))
    assert changed_inputs(dataset, folder) == []
    replace(corpus_copy / "seeds/stories.jsonl", "port-storm", "port-storm2")
    (corpus_copy / "annotations/links.jsonl").unlink()
    assert changed_inputs(dataset, folder) == ["annotations/links.jsonl", "seeds/stories.jsonl"]
