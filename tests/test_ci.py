"""What others check their corpora with: hooks for pre-commit, the GitHub action, README's snippets.

`make test-integrations` runs the same for real, with installations of their own.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import composite
from conftest import ROOT, replace
from retold.files import CARD, SETTINGS, SINGLE_KIND, CorpusFolder
from retold.rules import RULES
from test_cli import retold

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GOLD = "annotations/gold/port-en.jsonl"


# pre-commit


def hook_words(id: str) -> list[str]:
    program, *words = shlex.split(HOOKS[id]["entry"])
    assert program in PROJECT["scripts"]
    return words


@pytest.mark.parametrize("id", sorted(HOOKS))
def test_hooks_pass_a_sound_corpus(id: str, corpus_copy: Path) -> None:
    assert (HOOKS[id]["language"], HOOKS[id]["pass_filenames"]) == ("python", False)
    assert retold(*hook_words(id), cwd=corpus_copy).returncode == 0
    assert retold(*hook_words(id), "corpus", "--strict", cwd=corpus_copy.parent).returncode == 0


def test_the_hook_that_checks_fails_with_the_findings(corpus_copy: Path) -> None:
    replace(corpus_copy / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    result = retold(*hook_words("retold-check"), cwd=corpus_copy)
    assert result.returncode == 1
    assert "RT203 error" in result.stdout


def test_the_hook_that_fixes_leaves_other_findings_to_the_other(corpus_copy: Path) -> None:
    replace(corpus_copy / GOLD, '"surface":"Norhaven"', '"surface": "Norhavem"')
    result = retold(*hook_words("retold-fix"), cwd=corpus_copy)
    assert (result.returncode, result.stdout.splitlines()[0]) == (0, f"fixed {GOLD}")
    assert '"surface":"Norhavem"' in (corpus_copy / GOLD).read_text(encoding="utf-8")


def test_the_hook_that_fixes_reports_all_that_it_could_have_mended() -> None:
    words = hook_words("retold-fix")
    wanted = words[words.index("--select") + 1].split(",")
    assert wanted == [rule.code for rule in RULES if rule.fixable]


@pytest.mark.parametrize("prefix", ["", "corpora/news/"])
def test_hooks_start_at_every_file_that_they_read(prefix: str) -> None:
    folder = CorpusFolder(ROOT / "tests/golden/corpus")
    records = {path for path, _ in folder.record_files()} | set(SINGLE_KIND)
    texts = {folder.seed_path(file) for file in folder.seed_files()}
    checked, fixed = (re.compile(HOOKS[id]["files"]) for id in ("retold-check", "retold-fix"))
    assert len(texts) == 3
    for path in {SETTINGS, CARD, "data/left.txt", *texts, *records}:
        assert checked.search(prefix + path), path
    for path in records:
        assert fixed.search(prefix + path), path
    for path in ("README.md", "src/retold.toml.py", "myseeds/a.jsonl", "annotations.md"):
        assert not checked.search(prefix + path), path
        assert not fixed.search(prefix + path), path


# The action


def expressions(value: Any) -> set[str]:
    return set(composite.EXPRESSION.findall(json.dumps(value, ensure_ascii=False).replace("\\n", "\n")))


def test_expressions_of_the_action_name_what_there_is() -> None:
    steps = composite.ACTION["runs"]["steps"]
    conditions = " ".join(step.get("if", "") for step in steps)
    named = expressions([steps, composite.ACTION["outputs"]])
    named |= set(re.findall(r"[a-z]+\.[\w.-]+", conditions))
    inputs = {name.removeprefix("inputs.") for name in named if name.startswith("inputs.")}
    assert inputs == set(composite.ACTION["inputs"])
    for name in sorted(named):
        kind, _, rest = name.partition(".")
        if kind == "steps":
            id, _, output = rest.partition(".outputs.")
            step = composite.step(id)
            assert f'echo "{output}=' in step.get("run", "") or output == "python-path"
        else:
            assert kind == "inputs" or name == "github.action_path"
    for spec in composite.ACTION["inputs"].values():
        assert isinstance(spec["default"], str)
        assert spec["description"]


def test_no_expression_is_pasted_into_a_script() -> None:
    scripts = [step for step in composite.ACTION["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    for step in scripts:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        used = set(re.findall(r"\$\{?([A-Z_]+)", step["run"]))
        assert used == set(step["env"]) | (used & {"RUNNER_TEMP", "GITHUB_OUTPUT"})


def test_actions_are_pinned_by_their_major_version() -> None:
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    used = [step["uses"] for step in composite.ACTION["runs"]["steps"] if "uses" in step]
    assert [re.sub(r"@v\d+$", "", name) for name in used] == [
        "actions/setup-python",
        "github/codeql-action/upload-sarif",
    ]
    assert used[0] in workflow  # the version that this repository's own CI shows to work


def installed(tmp_path: Path, program: str) -> Path:
    """The runner's folder for temporary files, with a program where the action installs Retold."""
    path = tmp_path / "temp/retold/bin/retold"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\n{program}\n")
    path.chmod(0o755)
    return tmp_path / "temp"


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A runner with this Retold."""
    return installed(tmp_path, f'exec {shlex.quote(sys.executable)} -m retold "$@"')


@pytest.fixture
def echo(tmp_path: Path) -> Path:
    """A runner on which Retold prints the words that it is called with, and finds something."""
    return installed(tmp_path, "printf '%s\\n' \"$@\"; exit 1")


def checked(workspace: Path, runner: Path, **inputs: str) -> composite.Ran:
    values = {f"inputs.{name}": value for name, value in {"corpus": "corpus", **inputs}.items()}
    return composite.run("check", workspace, runner, values)


def test_the_action_passes_a_sound_corpus(corpus_copy: Path, runner: Path) -> None:
    ran = checked(corpus_copy.parent, runner, sarif="out.sarif")
    assert (ran.status, ran.stdout, ran.outputs) == (0, "", {"sarif": "out.sarif"})
    log = json.loads((corpus_copy.parent / "out.sarif").read_text(encoding="utf-8"))
    assert log["runs"][0]["results"] == []


def test_the_action_fails_and_still_hands_over_its_sarif(corpus_copy: Path, runner: Path) -> None:
    (corpus_copy.parent / ".git").mkdir()
    replace(corpus_copy / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    ran = checked(corpus_copy.parent, runner, sarif="out.sarif")
    assert (ran.status, ran.outputs) == (1, {"sarif": "out.sarif"})
    assert ran.stdout.startswith(f"::error file=corpus/{GOLD},line=11,title=RT203")
    log = json.loads((corpus_copy.parent / "out.sarif").read_text(encoding="utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["RT203", "RT801"]
    upload = composite.step("Send the findings to code scanning")
    assert upload["if"].startswith("always() && ")


def test_an_action_that_cannot_run_hands_over_nothing(corpus_copy: Path, runner: Path) -> None:
    ran = checked(corpus_copy.parent, runner, corpus="elsewhere", sarif="out.sarif")
    assert (ran.status, ran.outputs) == (2, {})
    assert "it has no retold.toml" in " ".join(ran.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({}, ["--format=github"]),
        ({"strict": "true", "format": "text"}, ["--strict", "--format=text"]),
        ({"select": "RT2, RT301", "format": "x"}, ["--select=RT2, RT301", "--format=x"]),
        ({"strict": "x -o true"}, ["--format=github"]),
        ({"ignore": "RT8", "strict": "false"}, ["--ignore=RT8", "--format=github"]),
        ({"select": "$(touch a) `touch b`"}, ["--select=$(touch a) `touch b`", "--format=github"]),
        (
            {"ignore": '"; touch a #', "strict": "a; touch b"},
            ['--ignore="; touch a #', "--format=github"],
        ),
        ({"format": "'; touch a; '"}, ["--format='; touch a; '"]),
    ],
)
def test_inputs_of_the_action_are_words_of_the_command(
    inputs: dict[str, str], words: list[str], tmp_path: Path, echo: Path
) -> None:
    ran = checked(tmp_path, echo, corpus="-a $(touch run)", **inputs)
    assert ran.status == 1
    assert ran.stdout.splitlines() == ["check", *words, "--", "-a $(touch run)"]
    assert [path.name for path in tmp_path.iterdir()] == ["temp"]


def test_the_action_writes_sarif_where_it_is_told(tmp_path: Path, echo: Path) -> None:
    ran = checked(tmp_path, echo, sarif="$(touch run) out", select="RT2")
    assert ran.outputs == {"sarif": "$(touch run) out"}
    written = (tmp_path / "$(touch run) out").read_text().splitlines()
    assert written == ["check", "--select=RT2", "--format=sarif", "--", "corpus"]
    assert ran.stdout.splitlines() == ["check", "--select=RT2", "--format=github", "--", "corpus"]


# README


def snippets() -> list[Any]:
    return [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)]


def test_the_snippet_for_pre_commit_names_hooks() -> None:
    (repository,) = snippets()[0]["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == ["retold-fix", "retold-check"]
    assert {"retold-fix", "retold-check"} == set(HOOKS)


def test_the_snippet_for_github_gives_inputs_of_the_action() -> None:
    checkout, step = snippets()[1]["steps"]
    assert checkout["uses"] in (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    assert set(step["with"]) == {"corpus", "strict", "sarif", "upload"}
    assert set(step["with"]) < set(composite.ACTION["inputs"])
    assert "security-events: write" in composite.ACTION["inputs"]["upload"]["description"]
    assert snippets()[1]["permissions"]["security-events"] == "write"


def test_the_line_for_pytest_has_options_of_the_plugin() -> None:
    (line,) = re.findall(r"^pytest (.*)$", README, re.MULTILINE)
    plugin = (ROOT / "builders/retold/pytest_plugin.py").read_text(encoding="utf-8")
    options = [word for word in shlex.split(line) if word.startswith("--")]
    assert len(options) == 2
    for option in (*options, "retold_corpus"):
        assert f'"{option}"' in plugin
