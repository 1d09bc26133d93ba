"""The invented token lines of tests/iob2, and the command that imports such."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import Result
from typer.testing import CliRunner

from conftest import ROOT
from retold.cli import app
from retold.corpora.conversion import Choices
from retold.corpora.iob2.corpus import convert
from retold.corpus_import import read_labels

FILES = ROOT / "tests" / "iob2"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["import", "iob2", *map(str, words)])


def said(result: Result) -> str:
    """The output, without the frame and the line ends of the terminal."""
    return " ".join(result.output.replace("│", " ").split())


def own(text: str, labels: str = "conll2003", **choices: Any) -> dict[str, str]:
    """The files of a corpus of one file of training data."""
    given = Choices("2031-06-01", read_labels(labels), choices.pop("lang", "en"), **choices)
    return dict(convert({"train.txt": text}, given).files)
