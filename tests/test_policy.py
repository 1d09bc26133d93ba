"""Settings, waivers and the ratchet let findings pass, count them, and reach no structural rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import replace
from retold.cli import app
from retold.files import CorpusFolder
from retold.fixing import accept, fix
from retold.pipeline import build, check, read_corpus
from retold.rules import RULES

runner = CliRunner()
GOLD = "annotations/gold/port-en.jsonl"


def add(path: Path, *lines: dict[str, object]) -> None:
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    new = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    path.write_text(old + new, encoding="utf-8")


@pytest.fixture
def twice(corpus_copy: Path) -> Path:
    """The golden corpus with a stance stated twice (RT404), in gold and its only layer."""
    for layer in ("first", "gold"):
        path = corpus_copy / f"annotations/{layer}/port-en.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines()
        at = next(i for i, line in enumerate(lines) if '"kind":"stance"' in line)
        lines.insert(at + 1, lines[at].replace('"id":"port-en-s1"', '"id":"port-en-s9"'))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return corpus_copy


def codes(corpus: Path) -> list[tuple[str, str, str]]:
    return [(f.code, f.severity, f.place.file) for f in check(CorpusFolder(corpus)).findings]


BOTH = [
    ("RT404", "error", "annotations/first/port-en.jsonl"),
    ("RT404", "error", "annotations/gold/port-en.jsonl"),
]


def test_the_corpus_of_these_tests_is_wrong(twice: Path) -> None:
    assert codes(twice) == BOTH


def test_settings_leave_out_by_path(twice: Path) -> None:
    add_settings(twice, '[check.per_path_ignores]\n"annotations/first/*" = ["RT4"]\n')
    assert codes(twice) == BOTH[1:]
    add_settings(twice, '"*" = ["RT404"]\n')
    assert codes(twice) == []
    checked = check(CorpusFolder(twice))
    assert (checked.passed.ignored, checked.passed.waived, checked.passed.eased) == (2, 0, 0)
    assert "no findings (2 ignored)" in runner.invoke(app, ["check", str(twice)]).stdout


def add_settings(corpus: Path, text: str) -> None:
    path = corpus / "retold.toml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_settings_leave_out_everywhere_and_the_build_obeys(twice: Path) -> None:
    assert build(CorpusFolder(twice)).record is None
    add_settings(twice, '[check]\nignore = ["RT404"]\n')
    assert build(CorpusFolder(twice)).record is not None
    read_corpus(twice)


def test_no_setting_reaches_a_rule_on_which_the_build_relies(corpus_copy: Path) -> None:
    for layer in ("first", "gold"):
        path = corpus_copy / f"annotations/{layer}/port-en.jsonl"
        replace(path, '"spans":[[0,10]]', '"spans":[[0,11]]')
    add_settings(corpus_copy, '[check]\nignore = ["RT"]\n')
    assert "RT203" in {code for code, _, _ in codes(corpus_copy)}


def test_a_waiver_is_for_one_record_and_one_file(twice: Path) -> None:
    waiver = {"code": "RT404", "record": "port-en-s9", "reason": "Said twice.", "by": "first",
              "until": "0.2.0", "file": GOLD}  # fmt: skip
    add(twice / "annotations/waivers.jsonl", waiver)
    assert codes(twice) == BOTH[:1]
    del waiver["file"]
    (twice / "annotations/waivers.jsonl").unlink()
    add(twice / "annotations/waivers.jsonl", waiver)
    assert codes(twice) == []
    assert check(CorpusFolder(twice)).passed.waived == 2


def test_a_waiver_by_a_stranger(twice: Path) -> None:
    add(twice / "annotations/waivers.jsonl", {"code": "RT404", "record": "port-en-s9",
        "reason": "Said twice.", "by": "nobody", "until": "0.2.0"})  # fmt: skip
    assert ("RT303", "error", "annotations/waivers.jsonl") in codes(twice)


def test_the_ratchet_eases_old_records_and_no_new_one(twice: Path) -> None:
    folder = CorpusFolder(twice)
    result = runner.invoke(app, ["ratchet", "RT404", str(twice)])
    assert result.exit_code == 0
    assert f"eased RT404 {GOLD} port-en-s9" in result.stdout
    assert codes(twice) == [(code, "warning", file) for code, _, file in BOTH]
    assert build(folder).record is not None
    assert build(folder, strict=True).record is None
    for layer in ("first", "gold"):
        path = twice / f"annotations/{layer}/port-en.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines()
        at = next(i for i, line in enumerate(lines) if '"id":"port-en-s9"' in line)
        lines.insert(at + 1, lines[at].replace("port-en-s9", "port-en-s99"))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [c for c in codes(twice) if c[1] == "error"] == BOTH
    assert [line.record for line in accept(folder, "RT404")] == ["port-en-s99", "port-en-s99"]


def test_the_ratchet_only_shrinks(twice: Path, corpus_copy: Path) -> None:
    folder = CorpusFolder(twice)
    accept(folder, "RT404")
    for layer in ("first", "gold"):
        path = twice / f"annotations/{layer}/port-en.jsonl"
        kept = [x for x in path.read_text(encoding="utf-8").splitlines() if "port-en-s9" not in x]
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert codes(twice) == [("RT808", "error", "annotations/ratchet.jsonl")] * 2
    said = fix(folder)
    assert len([line for line in said if line.startswith("removed from annotations/ratchet.jsonl")]) == 2
    assert codes(twice) == []
    assert fix(folder) == []


@pytest.mark.parametrize("code", ["RT203", "RT999"])
def test_what_cannot_be_eased_is_wrong_usage(code: str, corpus_copy: Path) -> None:
    result = runner.invoke(app, ["ratchet", code, str(corpus_copy)])
    assert result.exit_code == 2
    assert code in result.output


def test_files_and_schema_are_structural() -> None:
    assert all(rule.structural for rule in RULES if rule.code.startswith("RT0"))
