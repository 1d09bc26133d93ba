"""tests/foreign/<CODE>: files of another format that bring the code about, and ones that do not.

case.toml says which format they are of, and what is done with them: converted (``to``), or imported
into the golden corpus (``corpus``). ``expected.txt`` is what is found in the bad ones. A code has a
``bad`` and a ``good``; further ones are named after what breaks in them (``bad-cas``).
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from conftest import GOLDEN, ROOT
from retold.files import CorpusFolder
from retold.findings import Finding
from retold.formats import FORMATS
from retold.interchange.disk import Done
from retold.interchange.inward import take_in
from retold.interchange.outward import convert
from retold.rules import CATALOGUE, interchange

CASES = ROOT / "tests" / "foreign"
CODES = [rule.code for rule in interchange.RULES]
FOLDERS = sorted(p.parent.relative_to(CASES).as_posix() for p in CASES.glob("*/*/case.toml"))
NOT_FILES = shutil.ignore_patterns("case.toml", "expected.txt")


def outcome(case: Path, tmp_path: Path) -> Done:
    said = tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))
    shutil.copytree(case, tmp_path / "in", ignore=NOT_FILES)
    reader = FORMATS[said["from"]]
    if "to" in said:
        return convert(tmp_path / "in", reader, FORMATS[said["to"]], tmp_path / "out")
    shutil.copytree(GOLDEN, tmp_path / "corpus", ignore=shutil.ignore_patterns("data", "first"))
    return take_in(CorpusFolder(tmp_path / "corpus"), tmp_path / "in", reader, "first")


def shown(finding: Finding) -> str:
    return f"{finding.code} {finding.place}: {finding.message}"


def test_every_code_has_both_cases() -> None:
    assert {f"{code}/{kind}" for code in CODES for kind in ("bad", "good")} <= set(FOLDERS)
    assert {folder.split("/")[0] for folder in FOLDERS} == set(CODES)
    assert {folder.split("/")[1].split("-")[0] for folder in FOLDERS} == {"bad", "good"}


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if "/bad" in folder])
def test_bad(folder: str, tmp_path: Path) -> None:
    code = folder.split("/", maxsplit=1)[0]
    done = outcome(CASES / folder, tmp_path)
    assert code in {finding.code for finding in done.findings}
    expected = (CASES / folder / "expected.txt").read_text(encoding="utf-8")
    assert "".join(f"{shown(finding)}\n" for finding in done.findings) == expected
    assert {finding.severity for finding in done.findings} == {CATALOGUE[code].severity}
    assert bool(done.written) == (CATALOGUE[code].severity == "warning")


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if "/good" in folder])
def test_good(folder: str, tmp_path: Path) -> None:
    code = folder.split("/", maxsplit=1)[0]
    done = outcome(CASES / folder, tmp_path)
    assert [shown(finding) for finding in done.findings if finding.code == code] == []
