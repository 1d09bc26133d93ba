"""tests/cases/<CODE>: a corpus that breaks each code, and one near it that passes.

A case is the golden corpus without its annotator's layer, less the files that case.toml
removes, plus the files of the case. ``base`` in case.toml names another corpus beside the golden one.
``expected.txt`` is what `retold check` finds in a bad one.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from conftest import GOLDEN, ROOT, snapshot
from retold.files import CorpusFolder
from retold.pipeline import build, check
from retold.rules import CATALOGUE, answers, interchange

CASES = ROOT / "tests" / "cases"
# Files in other formats have cases of their own: test_foreign.py.
OF_A_CORPUS = set(CATALOGUE) - {rule.code for rule in (*interchange.RULES, *answers.RULES)}
# Damage is of shards and compressed files: test_shards_faults.py.
OF_SHARDS = {"RT023"}
BAD = sorted({p.parent.name for p in CASES.glob("*/bad")} - OF_SHARDS)
NOT_FILES = {"case.toml", "expected.txt"}


def lay_out(case: Path, target: Path) -> CorpusFolder:
    said = tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))
    ignore = shutil.ignore_patterns("data", ".retold-*", "first")
    shutil.copytree(GOLDEN.parent / said.get("base", GOLDEN.name), target, ignore=ignore)
    for path in said.get("removed", []):
        (target / path).unlink()
    for source in case.rglob("*"):
        relative = source.relative_to(case)
        if source.is_file() and relative.as_posix() not in NOT_FILES:
            (target / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / relative)
    return CorpusFolder(target)


def found(folder: CorpusFolder) -> list[str]:
    return [f"{f.code} {f.place}: {f.message}" for f in check(folder).findings]


def test_every_code_has_both_cases() -> None:
    folders = {p.relative_to(CASES).as_posix() for p in CASES.glob("*/*") if (p / "case.toml").is_file()}
    wanted = {f"{code}/{kind}" for code in OF_A_CORPUS for kind in ("bad", "good")}
    assert folders == wanted


@pytest.mark.parametrize("code", BAD)
def test_bad(code: str, tmp_path: Path) -> None:
    folder = lay_out(CASES / code / "bad", tmp_path / "corpus")
    lines = found(folder)
    assert code in {line.split()[0] for line in lines}
    assert "\n".join(lines) + "\n" == (CASES / code / "bad/expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", BAD)
def test_good(code: str, tmp_path: Path) -> None:
    folder = lay_out(CASES / code / "good", tmp_path / "corpus")
    assert [line for line in found(folder) if line.startswith(code)] == []


# A build mends what it writes itself.
MENDED_BY_BUILD = {"RT809"}


@pytest.mark.parametrize(
    "code", [c for c in BAD if CATALOGUE[c].severity == "error" and c not in MENDED_BY_BUILD]
)
def test_an_error_writes_nothing(code: str, tmp_path: Path) -> None:
    folder = lay_out(CASES / code / "bad", tmp_path / "corpus")
    folder.data.mkdir(exist_ok=True)
    (folder.data / "old").write_text("old")
    (folder.data / "release.json").write_text('{"files":[{"path":"old"}]}')
    before = snapshot(folder.data)
    assert build(folder).record is None
    assert snapshot(folder.data) == before


@pytest.mark.parametrize("code", [c for c in BAD if CATALOGUE[c].severity == "warning"])
def test_a_warning_forbids_only_a_strict_build(code: str, tmp_path: Path) -> None:
    folder = lay_out(CASES / code / "bad", tmp_path / "corpus")
    assert build(folder, strict=True).record is None
    assert build(folder).record is not None


@pytest.mark.parametrize("code", sorted(MENDED_BY_BUILD))
def test_a_build_mends_what_it_writes(code: str, tmp_path: Path) -> None:
    folder = lay_out(CASES / code / "bad", tmp_path / "corpus")
    assert build(folder).record is not None
    assert found(folder) == []
