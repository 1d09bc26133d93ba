"""data/quality.json, the floors, and the table of the card."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import GOLDEN, ROOT
from retold.card import markdown_table
from retold.cli import app
from retold.files import CorpusFolder
from retold.metrics.quality import DIGITS, HEAD, figures, report_of, table
from retold.pipeline import build, check, read_corpus

QUALITY = json.loads((ROOT / "data/quality.json").read_text(encoding="utf-8"))


@pytest.fixture
def two(tmp_path: Path) -> Path:
    target = tmp_path / "two"
    shutil.copytree(GOLDEN.parent / "two", target, ignore=shutil.ignore_patterns(".retold-*", "data"))
    return target


def test_figures_of_two_annotators_counted_by_hand(two: Path) -> None:
    corpus = read_corpus(two)
    report = report_of(corpus)
    assert report is not None
    found = figures(report)
    # ada: Dock Union, Lund, Norhaven. ben: The Dock Union, Norhaven. One span is the same: 2/(3+2).
    assert found["mention_name.exact"].value == pytest.approx(2 / 5)
    assert found["mention_name.overlapping"].value == pytest.approx(4 / 5)
    assert found["mention_name.exact"].n == 4
    assert found["mention_name.exact"].too_few
    assert found["zone.exact_label"].value == 1
    assert found["fault.exact"].value is None


def test_only_the_adjudicated_annotators_count(two: Path) -> None:
    assert read_corpus(two).compared == ("ada", "ben")
    report = report_of(read_corpus(two))
    assert report is not None
    assert report.annotators == ("ada", "ben")


def test_quality_json_of_the_build(two: Path) -> None:
    assert build(CorpusFolder(two)).record is not None
    value = json.loads((two / "data/quality.json").read_text(encoding="utf-8"))
    assert value["figures"]["mention_name.exact"] == {"value": 0.4, "n": 4, "too_few": True}
    assert value["gold"]["mention"] == {"agreed": 0, "decided": 3, "left_out": 2}
    assert value["gold"]["zone"] == {"agreed": 1, "decided": 0, "left_out": 0}


def test_one_annotator_has_no_quality(corpus_copy: Path) -> None:
    assert build(CorpusFolder(corpus_copy)).record is not None
    assert not (corpus_copy / "data/quality.json").exists()


def test_floors_without_two_annotators_are_not_reached(corpus_copy: Path) -> None:
    path = corpus_copy / "retold.toml"
    path.write_text(
        path.read_text(encoding="utf-8") + '\n[agreement.floors]\n"zone.exact" = 0.1\n', encoding="utf-8"
    )
    for keep in (True, False):
        found = check(CorpusFolder(corpus_copy), keep=keep).findings
        assert [(f.code, f.place.field) for f in found] == [("RT810", "agreement.floors.zone.exact")]


def test_the_repository_s_figures_are_those_of_retold_agree() -> None:
    said = runner_json("agree", str(ROOT), "--annotators", "second,third")
    for name, layer in said["layers"].items():
        f1 = layer["all"]["pairs"][0]["scores"]["exact"]["f1"]
        assert QUALITY["figures"][f"{name}.exact"]["value"] == (
            None if f1 is None else round(f1, DIGITS)
        )
    assert set(QUALITY["floors"]) <= set(QUALITY["figures"])


def runner_json(*words: str) -> Any:
    result = CliRunner().invoke(app, [*words, "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_card_has_the_table() -> None:
    card = (ROOT / "dataset_card.md").read_text(encoding="utf-8")
    assert markdown_table(HEAD, table(QUALITY)) in card


def test_agreement_can_be_computed_from_the_dataset_alone(tmp_path: Path) -> None:
    """The shipped layers, laid out as a corpus again, give the figures that ship beside them."""
    for name in ("retold.toml", "dataset_card.md"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    for name in ("seeds", "annotations/registry"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "data/annotations", tmp_path / "annotations", dirs_exist_ok=True)
    (tmp_path / "annotations/gold").mkdir()
    for path in (ROOT / "annotations/gold").iterdir():
        shutil.copyfile(path, tmp_path / "annotations/gold" / path.name)
    report = report_of(read_corpus(tmp_path))
    assert report is not None
    for name, figure in figures(report).items():
        value = None if figure.value is None else round(figure.value, DIGITS)
        assert QUALITY["figures"][name]["value"] == value, name
