"""What a release needs of git, in real repositories; a corpus may be a folder inside one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from retold.git import GitError, Repository


def git(folder: Path, *words: str) -> str:
    return subprocess.check_output(["git", "-C", str(folder), *words], text=True)


@pytest.fixture(params=["", "inner/corpus"])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    """A repository with one commit, and a folder in it that may be its top."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "config", "user.name", "Ada Lund")
    git(tmp_path, "config", "user.email", "ada@example.org")
    folder = tmp_path / request.param
    (folder / "data").mkdir(parents=True)
    (folder / "data/नाम.txt").write_bytes(b"one\r\n\x00")
    (tmp_path / "data-other.txt").write_text("not below data")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message=one")
    return Repository(folder)


def test_files_of_a_revision_are_byte_for_byte(repository: Repository) -> None:
    first = repository.commit("HEAD")
    assert first is not None
    (repository.folder / "data/नाम.txt").write_bytes(b"two")
    files = repository.files(first, "data")
    assert dict(files) == {"नाम.txt": b"one\r\n\x00"}
    assert len(files) == 1
    assert "other" not in files


@pytest.mark.parametrize("name", ["nope", "--help", "-h", "HEAD:data", "", "HEAD^{tree}"])
def test_what_is_no_commit(name: str, repository: Repository) -> None:
    assert repository.commit(name) is None


def test_tags_are_those_behind_the_head_and_never_move(repository: Repository) -> None:
    repository.tag("v0.1.0", "one")
    assert repository.tags() == ["v0.1.0"]
    assert repository.has_tag("v0.1.0")
    assert not repository.has_tag("v0.2.0")
    assert not repository.has_tag("main")
    with pytest.raises(GitError, match="already exists"):
        repository.tag("v0.1.0", "again")
    git(repository.folder, "checkout", "--quiet", "--orphan", "other")
    git(repository.folder, "commit", "--quiet", "--message=other")
    assert repository.tags() == []
    assert repository.has_tag("v0.1.0")


def test_uncommitted_are_changed_and_new_files_from_the_top(repository: Repository) -> None:
    assert repository.uncommitted() == []
    (repository.folder / "new file.txt").write_text("x")
    (repository.folder / "data/नाम.txt").write_bytes(b"two")
    found = {Path(path).name for path in repository.uncommitted()}
    assert found == {"new file.txt", "नाम.txt"}


def test_a_commit_has_the_named_paths_and_no_others(repository: Repository) -> None:
    (repository.folder / "data/more.txt").write_text("x")
    (repository.folder / "data/नाम.txt").unlink()
    (repository.folder / "mine.txt").write_text("x")
    commit = repository.add_commit(["data"], "two")
    assert dict(repository.files(commit, "data")) == {"more.txt": b"x"}
    assert [Path(path).name for path in repository.uncommitted()] == ["mine.txt"]
    assert len(list(repository.commits_of("data/more.txt"))) == 1


def test_uncommit_leaves_the_files_and_what_is_not_named(repository: Repository) -> None:
    before = repository.commit("HEAD")
    assert before is not None
    (repository.folder / "data/more.txt").write_text("x")
    repository.add_commit(["data"], "two")
    repository.uncommit(before, ["data"])
    assert repository.commit("HEAD") == before
    assert (repository.folder / "data/more.txt").read_text() == "x"
    assert [Path(path).name for path in repository.uncommitted()] == ["more.txt"]


def test_a_renamed_file_is_named_as_it_was_and_as_it_is(repository: Repository) -> None:
    git(repository.folder, "mv", "data/नाम.txt", "data/name.txt")
    assert {Path(path).name for path in repository.uncommitted()} == {"नाम.txt", "name.txt"}


def test_the_main_line_is_not_left_for_a_branch_that_was_merged(repository: Repository) -> None:
    folder = repository.folder
    git(folder, "checkout", "--quiet", "-b", "side")
    (folder / "data/नाम.txt").write_bytes(b"side")
    side = repository.add_commit(["data"], "side")
    git(folder, "checkout", "--quiet", "main")
    git(folder, "merge", "--quiet", "--no-ff", "--message=merge", "side")
    found = list(repository.commits_of("data/नाम.txt"))
    assert side not in found
    assert found[0] == repository.commit("HEAD")


def test_before_the_first_commit_there_are_no_tags(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    found = Repository(tmp_path)
    assert found.there
    assert (found.tags(), found.commit("HEAD"), found.on_branch) == ([], None, True)


def test_ignored_paths_and_a_head_on_no_branch(repository: Repository) -> None:
    (repository.folder / ".gitignore").write_text("other/\n*.svg\n")
    assert repository.ignored(["data", "other/", "a.svg"]) == ["other/", "a.svg"]
    assert repository.ignored(["data"]) == []
    assert repository.on_branch
    git(repository.folder, "checkout", "--quiet", "--detach")
    assert not repository.on_branch


def test_a_folder_outside_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    found = Repository(tmp_path)
    assert not found.there
    assert found.commit("HEAD") is None


def test_without_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    assert repository.there
    monkeypatch.setenv("PATH", "")
    assert not repository.there
    with pytest.raises(GitError, match="git could not be run"):
        repository.uncommitted()
