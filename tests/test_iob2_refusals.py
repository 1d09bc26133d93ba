"""retold import iob2 --out: what it refuses, and that everything that is wrong is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import ROOT
from iob2_files import FILES, own, run, said
from retold.cli import app
from retold.corpora.conversion import Choices
from retold.corpora.iob2.corpus import convert
from retold.corpora.problems import ImportProblemsError
from retold.corpus_import import read_labels


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "iob2 does not say what its labels mean; give one of nergrit, hiner, ontonotes, conll2003"),
        (("--labels", "nobody"), "no mapping 'nobody'; there are: nergrit, hiner"),
        (("--labels", "conll2003"), "the mapping conll2003 does not say the language"),
        (("--labels", "hiner", "--lang", "Hindi"), "'Hindi' is no BCP 47 tag"),
        (("--labels", "hiner", "--split", "dev"), "'dev' is not one of"),
        (("--labels", "hiner", "--sentences-per-document", "0"), "greater than or equal to 1"),
        (("--labels", "hiner", "--lossy"), "--lossy is for a layer of a corpus"),
    ],
)
def test_misuse_is_wrong_usage(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    result = run(FILES / "hiner", *words, "--out", tmp_path / "out")
    assert result.exit_code == 2, result.output
    assert message in said(result)
    assert list(tmp_path.iterdir()) == []


def test_options_of_token_lines_are_not_for_other_corpora(tmp_path: Path) -> None:
    words = ("muc4", ROOT / "tests/muc4", "--out", tmp_path / "out", "--labels", "hiner", "--strict")
    result = CliRunner().invoke(app, ["import", *map(str, words)])
    assert (result.exit_code, "--labels, --strict are for iob2" in said(result)) == (2, True)


def test_one_name_is_a_format_too_and_the_option_decides(corpus_copy: Path, tmp_path: Path) -> None:
    result = run(FILES / "hiner", corpus_copy, "--annotator", "first", "--force", "--format", "json")
    codes = {finding["code"] for finding in json.loads(result.stdout)["findings"]}
    assert (result.exit_code, "RT910" in codes) == (1, True), "no seed has these texts"
    both = run(FILES / "hiner", "--annotator", "first", "--out", tmp_path / "out")
    assert both.exit_code == 2


def refused(texts: dict[str, str], **choices: Any) -> list[str]:
    given = Choices("2031-06-01", read_labels("conll2003"), "en", **choices)
    with pytest.raises(ImportProblemsError) as raised:
        convert(texts, given)
    return [str(problem) for problem in raised.value.problems]


def test_every_unknown_label_is_named_with_the_labels_there_are() -> None:
    found = refused({"train.txt": "Ada B-PER\nLund B-X\nOrm I-X\n\nSea B-Y\n", "dev.txt": "b B-X\n"})
    assert [problem.split(" tags")[0] for problem in found] == [
        "dev.txt:1: label 'X' (1", "train.txt:2: label 'X' (2", "train.txt:5: label 'Y' (1"
    ]  # fmt: skip
    assert "the mapping conll2003, which has PER, LOC, ORG, MISC; take another" in found[0]


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = refused({"a.txt": "Ada B-PER\nLund\nOrm B-X\n", "train.txt": "O\nAda O\nx B-PER\n"})
    assert [problem.split(":")[:2] for problem in found] == [
        ["a.txt", " its name does not say which split it is (train, valid, dev, test); give --split, or"
         " rename it"],
        ["a.txt", "2"], ["a.txt", "3"], ["train.txt", "1"],
    ]  # fmt: skip


def test_strict_refuses_what_is_mended_else() -> None:
    text = "Ada B-PER\nOrm O\nUlf B-PER\nOrm O\nUlf B-PER\nOrm O\nUlf I-PER\n\nSund I-LOC\n"
    assert "seeds/train-0001.txt" in own(text)
    assert refused({"train.txt": text}, strict=True) == [
        "train.txt:7: I-PER is not what IOB2 has here", "train.txt:9: I-LOC is not what IOB2 has here"
    ]  # fmt: skip


@pytest.mark.parametrize("texts", [{}, {"README": "All about it.\n"}, {"train.txt": ""}])
def test_a_folder_without_token_lines_is_told(texts: dict[str, str]) -> None:
    assert refused(texts)[0].startswith(".: no file here holds token lines")


def test_problems_are_printed_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "train.txt").write_text("Ada B-X\n", encoding="utf-8")
    (tmp_path / "mine.toml").write_text('name = "x"\n', encoding="utf-8")
    for labels, where in (("hiner", "train.txt"), (str(tmp_path / "mine.toml"), "mine.toml")):
        words = (tmp_path / "train.txt", "--labels", labels, "--out", tmp_path / "out")
        result = run(*words)
        assert (result.exit_code, "Nothing written" in result.output) == (1, True)
        told = json.loads(run(*words, "--format", "json").stdout)
        assert {problem["file"] for problem in told["problems"]} == {where}
    assert not (tmp_path / "out").exists()
