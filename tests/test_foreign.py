"""tests/foreign/<CODE>: files of another format that bring the code about, and ones that do not.

case.toml says which format they are of, and what is done with them: converted (``to``), or imported
into the golden corpus (``corpus``). ``expected.txt`` is what is found in the bad ones.
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
    folders = {p.parent.relative_to(CASES).as_posix() for p in CASES.glob("*/*/case.toml")}
    assert folders == {f"{code}/{kind}" for code in CODES for kind in ("bad", "good")}


@pytest.mark.parametrize("code", CODES)
def test_bad(code: str, tmp_path: Path) -> None:
    done = outcome(CASES / code / "bad", tmp_path)
    assert code in {finding.code for finding in done.findings}
    expected = (CASES / code / "bad/expected.txt").read_text(encoding="utf-8")
    assert "".join(f"{shown(finding)}\n" for finding in done.findings) == expected
    assert {finding.severity for finding in done.findings} == {CATALOGUE[code].severity}
    assert bool(done.written) == (CATALOGUE[code].severity == "warning")


@pytest.mark.parametrize("code", CODES)
def test_good(code: str, tmp_path: Path) -> None:
    done = outcome(CASES / code / "good", tmp_path)
    assert [shown(finding) for finding in done.findings if finding.code == code] == []
