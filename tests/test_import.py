"""retold import: one door with two ways, and what it says where the options do not decide."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from conftest import snapshot
from muc4_files import FILES as MUC4
from retold.cli import app
from retold.corpora import CORPORA
from retold.formats import FORMATS

LAYER = ("--annotator", "first")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["import", *map(str, words)])


def said(result: Result) -> str:
    """The message, without the frame and the line ends of the terminal."""
    return " ".join(result.output.replace("│", " ").split())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("brat", "{in}"), "--annotator NAME makes a layer of a corpus, --out DIR a corpus of its own"),
        (
            ("muc4", "{in}", "--annotator", "first", "--out", "{new}"),
            "one of the two: --annotator makes",
        ),
        (("brat", "{in}", "--out", "{new}"), "no public corpus 'brat'"),
        (("brat", "{in}", "--out", "{new}"), "it is one that --annotator takes"),
        (("muc4", "{in}", *LAYER), "no format 'muc4'"),
        (("muc4", "{in}", *LAYER), "it is one that --out takes"),
        (("brot", "{in}", *LAYER), "no format 'brot'; there are: brat"),
        (
            ("brat", "{in}", *LAYER, "--obtained", "2031-06-01"),
            "--obtained is for a corpus of its own, which --out makes",
        ),
        (
            ("muc4", "{in}", "{corpus}", "--out", "{new}", "--set", "level=name", "--force", "--lossy"),
            "CORPUS, --set, --force, --lossy are for a layer of a corpus, which --annotator makes",
        ),
    ],
)
def test_the_options_decide_what_it_becomes(
    corpus_copy: Path, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    before = snapshot(corpus_copy)
    names = {"in": MUC4, "corpus": corpus_copy, "new": tmp_path / "new"}
    result = run(*(word.format(**names) for word in words))
    assert result.exit_code == 2, result.output
    assert message in said(result)
    assert snapshot(corpus_copy) == before
    assert not (tmp_path / "new").exists()


def test_the_help_names_every_format_and_corpus() -> None:
    text = said(run("--help"))
    for name in (*FORMATS, *CORPORA):
        assert name in text
    assert "import-corpus" not in CliRunner().invoke(app, ["--help"]).output
