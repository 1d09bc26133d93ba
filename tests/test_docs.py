"""Documents say what is so: tree, commands, generated pages, pins, links."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from conftest import ROOT
from retold import reference
from retold.files import CorpusFolder
from retold.pipeline import build, check

README = (ROOT / "README.md").read_text(encoding="utf-8")


def tracked() -> list[str]:
    """What git tracks, or would; outside a checkout, every file."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.check_output(command, cwd=ROOT, text=True).splitlines()


def tree() -> list[str]:
    """Paths of the README's tree."""
    block = README.split("## Layout\n\n```\n")[1].split("```")[0]
    paths: list[str] = []
    for line in block.splitlines():
        name = line.split()[0]
        paths.append(paths_of_parent(paths) + name if line.startswith("  ") else name)
    return paths


def paths_of_parent(paths: list[str]) -> str:
    return next(p for p in reversed(paths) if p.count("/") == 1 and p.endswith("/"))


def test_every_path_of_the_tree_exists() -> None:
    for path in tree():
        assert (ROOT / path).exists(), path
        assert (ROOT / path).is_dir() == path.endswith("/"), path


def test_every_top_level_name_is_in_the_tree() -> None:
    top = {p.split("/")[0] + ("/" if "/" in p else "") for p in tracked() if not p.startswith(".")}
    named = {p for p in tree() if p.count("/") - p.endswith("/") == 0} | {
        "constraints-datasets4.txt",
        "constraints-workbench.txt",
        "constraints-train.txt",
        "constraints-scale.txt",
    }
    assert top == named


@pytest.mark.parametrize("page", sorted(reference.pages()))
def test_generated_pages_are_up_to_date(page: str) -> None:
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == reference.pages()[page], (
        "run `make docs`"
    )


def test_every_record_kind_has_an_example() -> None:
    from retold.model import RECORD_KINDS

    text = reference.pages()["records.md"]
    for kind in RECORD_KINDS:
        assert f"\n## {kind}\n" in text


def test_reference_writes_its_pages(tmp_path: Path) -> None:
    reference.main(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == set(reference.pages())


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def snippets() -> list[tuple[str, str]]:
    """Each Python block of the README and the output printed under it."""
    return re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)


def test_every_python_block_shows_its_output() -> None:
    assert len(snippets()) == len(blocks("python")) == 6


@pytest.mark.parametrize(("code", "shown"), snippets())
def test_python_of_the_readme_works_as_printed(
    code: str, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exec(code, {})
    assert capsys.readouterr().out == shown


def test_commands_of_the_readme_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z0-9-]+)", "\n".join(blocks("sh"))):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize(
    "page", [p for p in tracked() if p.endswith(".md") and not p.startswith("tests/")]
)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)\)", text):
        assert "://" in target or ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize(
    "name",
    ["constraints.txt", "constraints-datasets4.txt", "constraints-train.txt", "constraints-scale.txt"],
)
def test_constraints_pin_and_name_no_address(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in lines)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {re.sub("[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
    for needed in project["dependencies"]:
        assert re.split("[<>=]", needed)[0].lower() in pinned


def test_data_version_is_one_everywhere() -> None:
    version = tomllib.loads((ROOT / "retold.toml").read_text(encoding="utf-8"))["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## Data {version}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_tool_version_is_in_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## Tool {project['version']}\n" in text


def test_guidelines_hold_no_sentence_of_a_seed() -> None:
    """Later annotators must come to the seeds blind: no run of five words of a seed."""
    word = r"[\w\u0900-\u097f]+"  # \w knows no vowel signs of Devanagari
    guidelines = re.findall(
        word, (ROOT / "annotations/GUIDELINES.md").read_text(encoding="utf-8").lower()
    )
    runs = {tuple(guidelines[i : i + 5]) for i in range(len(guidelines) - 4)}
    for path in (ROOT / "seeds").glob("*.txt"):
        words = re.findall(word, path.read_text(encoding="utf-8").lower())
        assert not runs & {tuple(words[i : i + 5]) for i in range(len(words) - 4)}, path.name


def test_clauses_are_numbered_once() -> None:
    text = (ROOT / "annotations/GUIDELINES.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^- \*\*(\d+(?:\.\d+)+)", text, re.MULTILINE)
    assert len(numbers) == len(set(numbers)) > 30


def test_the_landed_corpus_is_clean() -> None:
    assert check(CorpusFolder(ROOT)).findings == []


def test_the_small_corpus_of_the_docs_builds(tmp_path: Path) -> None:
    text = (ROOT / "docs/new-corpus.md").read_text(encoding="utf-8")
    files = re.findall(
        r"^`([\w./-]+\.(?:toml|md|txt|jsonl))`.*?```\w+\n(.*?)```", text, re.DOTALL | re.MULTILINE
    )
    assert len(files) == 8
    from retold.manifest import sha256

    seed = dict(files)["seeds/ferry-1.txt"]
    for path, content in files:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content.replace("SHA256", sha256(seed.encode())), encoding="utf-8")
    built = build(CorpusFolder(tmp_path))
    assert built.findings == []
    assert built.record is not None
    rows = {entry["config"]: entry["rows"] for entry in built.record["configs"]}
    assert rows == {"documents": 1, "entities": 2, "ner": 2}
