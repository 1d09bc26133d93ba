"""pre-commit and action.yml as others run them: each installs Retold anew and checks a corpus.

Needs the network and a minute, so `make test` leaves it to `make test-integrations`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import composite
from conftest import GOLDEN, ROOT, replace

GOLD = "annotations/gold/port-en.jsonl"
PROGRAMS = Path(sys.executable).parent
PINS = {name: str(ROOT / "constraints.txt") for name in ("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT")}


def command(*words: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    environ = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH",)}
    given = {**environ, "COLUMNS": "100", "NO_COLOR": "1", **env}
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, env=given)


def git(*words: str, cwd: Path) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    done = command("git", *who, *words, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def committed(folder: Path) -> str:
    """Makes a folder a repository of one commit; the commit."""
    git("init", "--quiet", cwd=folder)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message", "all", cwd=folder)
    return git("rev-parse", "HEAD", cwd=folder).strip()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This work tree, changes that are not committed included, as a repository of its own."""
    target = tmp_path_factory.mktemp("retold")
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    committed(target)
    return target


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A repository that holds the golden corpus in a folder."""
    ignore = shutil.ignore_patterns(".retold-*", "data")
    shutil.copytree(GOLDEN, tmp_path / "repository/corpus", ignore=ignore)
    (tmp_path / "repository/.gitignore").write_text(".retold-*\n")
    return tmp_path / "repository/corpus"


def test_pre_commit(checkout: Path, corpus: Path, tmp_path: Path) -> None:
    top = corpus.parent
    hooks = "".join(f"\n      - {{id: {id}, args: [corpus]}}" for id in ("retold-fix", "retold-check"))
    commit = git("rev-parse", "HEAD", cwd=checkout).strip()
    config = f"repos:\n  - repo: {checkout}\n    rev: {commit}\n    hooks:{hooks}\n"
    (top / ".pre-commit-config.yaml").write_text(config)
    committed(top)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        home = str(tmp_path / "home")
        return command(
            str(PROGRAMS / "pre-commit"), "run", *words, cwd=top, PRE_COMMIT_HOME=home, **PINS
        )

    clean = run("--all-files")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert clean.stdout.count("Passed") == 2
    assert git("status", "--porcelain", cwd=top) == ""

    replace(corpus / GOLD, '"kind":"zone","id"', '"kind": "zone","id"')
    replace(corpus / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    broken = run("--all-files")
    assert broken.returncode == 1
    fixed, checked = broken.stdout.split("retold check", 1)
    assert "Failed" in fixed
    assert f"fixed {GOLD}" in fixed
    assert "RT203" not in fixed
    assert "Failed" in checked
    assert f"{GOLD}:11 port-en-m06 surface [88, 96): RT203 error" in checked
    assert '"kind":"zone","id"' in (corpus / GOLD).read_text(encoding="utf-8")

    git("restore", ".", cwd=top)
    (top / "notes.txt").write_text("of no corpus\n")
    git("add", "--all", cwd=top)
    assert run().stdout.count("Skipped") == 2


def test_action(checkout: Path, corpus: Path, tmp_path: Path) -> None:
    workspace, temp = corpus.parent, tmp_path / "temp"
    temp.mkdir()
    committed(workspace)
    python = os.path.realpath(sys.executable)
    values = {"steps.python.outputs.python-path": python, "github.action_path": str(checkout)}
    install = composite.run("Install retold", workspace, temp, values)
    assert install.status == 0, install.stderr
    assert git("status", "--porcelain", cwd=checkout) == ""
    inputs = {"inputs.corpus": "corpus", "inputs.sarif": "out.sarif"}
    clean = composite.run("check", workspace, temp, inputs)
    assert (clean.status, clean.stdout) == (0, ""), clean.stderr
    replace(corpus / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    broken = composite.run("check", workspace, temp, inputs)
    assert broken.status == 1
    assert broken.stdout.startswith(f"::error file=corpus/{GOLD},line=11,")
    assert '"RT203"' in (workspace / "out.sarif").read_text(encoding="utf-8")

    # the same installation has the plugin in the pytest beside it, with nothing said
    venv = str(temp / "retold/bin/python")
    pip = command(venv, "-m", "pip", "install", "--quiet", "pytest", cwd=workspace, **PINS)
    assert pip.returncode == 0, pip.stderr
    tests = command(venv, "-m", "pytest", "--retold", "corpus", cwd=workspace)
    assert tests.returncode == 1, tests.stderr
    assert "FAILED corpus/retold.toml::port-en" in tests.stdout
    assert "1 failed, 3 passed" in tests.stdout
