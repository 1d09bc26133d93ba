"""A release is carried out as a whole, or every file is put back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import replace, snapshot
from release_steps import commit, relabel
from retold import releasing
from retold.files import CorpusFolder
from retold.git import GitError, Repository
from retold.pipeline import build
from retold.releasing import ReleaseError, carry_out, plan
from retold.sources import open_dataset
from retold.verifying import Verified, verify
from retold.verifying.mismatch import Mismatch
from test_cli import retold
from test_git import git


def test_yes_sets_the_version_everywhere_builds_commits_and_tags(corpus: Path) -> None:
    relabel(corpus)
    replace(corpus / "CHANGELOG.md", "## Data 0.2.0", "## Data unreleased\n\nWhy.\n\n## Data 0.2.0")
    commit(corpus)
    result = retold("release", "--yes", cwd=corpus)
    assert result.returncode == 0, result.stdout + result.stderr
    repository = Repository(corpus)
    assert repository.tags() == ["v0.2.0", "v1.0.0"]
    assert repository.commit("v1.0.0") == repository.commit("HEAD")
    assert repository.uncommitted() == []
    assert 'version = "1.0.0"' in (corpus / "retold.toml").read_text()
    assert yaml.safe_load((corpus / "CITATION.cff").read_text())["version"] == "1.0.0"
    released = open_dataset("v1.0.0", corpus=corpus)
    assert released.version == "1.0.0"
    assert verify(released).mismatches == ()
    log = (corpus / "CHANGELOG.md").read_text(encoding="utf-8")
    first, second = log.index("## Data 1.0.0\n\nWhy.\n\n"), log.index("## Data 0.2.0")
    told = log[first:second]
    assert "- `port-en/port-en-s1` `polarity` `oppose` → `support`" in told
    assert "| stance | test | en | 1 | 1 | 0 | 0 | 1 |" in told
    assert "unreleased" not in log
    assert plan(CorpusFolder(corpus)).version is None
    build(CorpusFolder(corpus))
    assert repository.uncommitted() == []  # the same bytes when built again


@pytest.mark.parametrize("way", ["ignored file", "changed line ends"])
def test_a_commit_that_does_not_verify_is_not_tagged(way: str, corpus: Path) -> None:
    if way == "ignored file":
        (corpus / ".gitignore").write_text(".retold-*\n*.svg\n")
        git(corpus, "rm", "--quiet", "--cached", "data/figures/events.svg")
    else:
        (corpus / ".gitattributes").write_text("* text=auto\n")
        (corpus / "LICENSE").write_bytes(b"Take\r\nit.\r\n")
    relabel(corpus)
    build(CorpusFolder(corpus))
    git(corpus, "add", "--all")
    commit(corpus)
    before = snapshot(corpus / "annotations"), snapshot(corpus / "data")
    head = Repository(corpus).commit("HEAD")
    result = retold("release", "--yes", cwd=corpus)
    assert result.returncode == 1
    assert "does not verify" in result.stderr
    assert "Everything is as it was." in result.stderr
    assert (Repository(corpus).tags(), Repository(corpus).commit("HEAD")) == (["v0.2.0"], head)
    assert (snapshot(corpus / "annotations"), snapshot(corpus / "data")) == before


@pytest.mark.parametrize("step", ["build", "no build", "verify", "commit", "tag", "interrupt"])
def test_a_step_that_fails_puts_everything_back(
    step: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    relabel(corpus)
    commit(corpus)
    folder = CorpusFolder(corpus)
    planned = plan(folder)
    before, head = snapshot(corpus), Repository(corpus).commit("HEAD")

    def fail(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt if step == "interrupt" else GitError(f"git {step}: no")

    if step == "build":
        monkeypatch.setattr(releasing.pipeline, "build", fail)
    elif step == "no build":
        checked = releasing.pipeline.check(folder)
        nothing = releasing.pipeline.Built(checked, None)
        monkeypatch.setattr(releasing.pipeline, "build", lambda _: nothing)
    elif step == "verify":
        wrong = Verified((Mismatch("README.md", "is wrong"),), ())
        monkeypatch.setattr(releasing, "verify", lambda _: wrong)
    elif step == "interrupt":
        monkeypatch.setattr(releasing, "verify", fail)
    elif step == "tag":
        monkeypatch.setattr(Repository, "tag", fail)
    elif step == "commit":
        git(corpus, "config", "user.useConfigOnly", "true")
        git(corpus, "config", "--unset", "user.email")
        for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL", "EMAIL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        before = snapshot(corpus)
    with pytest.raises((GitError, ReleaseError, KeyboardInterrupt)):
        carry_out(folder, planned)
    after = {p: d for p, d in snapshot(corpus).items() if not p.startswith((".git/", ".retold-"))}
    assert after == {p: d for p, d in before.items() if not p.startswith((".git/", ".retold-"))}
    assert Repository(corpus).commit("HEAD") == head
    assert Repository(corpus).tags() == ["v0.2.0"]
    assert Repository(corpus).uncommitted() == []
