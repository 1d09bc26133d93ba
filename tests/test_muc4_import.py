"""retold import muc4: the command, what it refuses, and the real corpus where it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import ROOT
from muc4_files import FILES, sources
from retold.cli import app
from retold.corpora import CORPORA
from retold.corpora.conversion import Choices
from retold.corpora.muc4.fills import plain
from retold.corpora.muc4.templates import parse_keys, write_keys
from retold.corpora.muc4.texts import parse_messages
from retold.corpora.problems import ImportProblemsError
from retold.corpus_import import import_corpus
from retold.files import CorpusFolder
from retold.pipeline import build, check

SAMPLE = ROOT.parent / "shared" / "samples" / "muc4"
CHOICES = Choices("2031-06-01")
runner = CliRunner()


# the command


def run(*words: object) -> Any:
    return runner.invoke(app, ["import", *map(str, words)])


def test_the_command_says_what_became_of_each_slot(tmp_path: Path) -> None:
    result = run("muc4", FILES, "--out", tmp_path / "out", "--obtained", "2031-06-01")
    assert result.exit_code == 0, result.output
    assert "4 documents (1 without an incident), 6 templates" in result.output
    assert "none unread" in result.output
    assert "Neither messages nor keys: NOTES." in result.output
    assert [f for f in check(CorpusFolder(tmp_path / "out")).findings if f.severity == "error"] == []


def test_the_command_as_json(tmp_path: Path) -> None:
    result = run("muc4", FILES, "--out", tmp_path / "out", "--format", "json")
    report = json.loads(result.stdout)["report"]
    assert report == json.loads((tmp_path / "out/import/report.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("muc5", FILES, "--out", "new"), "no public corpus 'muc5'; there are: muc4"),
        (("muc4", FILES / "none", "--out", "new"), "does not exist"),
        (("muc4", FILES, "--out", FILES), "not empty"),
        (("muc4", FILES, "--out", "new", "--obtained", "May"), "'May' is no day"),
    ],
)
def test_misuse_is_wrong_usage(words: tuple[object, ...], said: str, tmp_path: Path) -> None:
    here = [tmp_path / "new" if word == "new" else word for word in words]
    result = run(*here)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split()).replace("│ ", "")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("key-dev-9001", lambda t: t.replace("30 DEC 89", "30 DEZ 89"), "no filler of slot 2"),
        ("key-dev-9001", lambda t: "", "no key has a template of DEV-MUC3-9001"),
        ("dev-muc3-9003-9004", lambda t: "", "there is no text of DEV-MUC3-9003"),
        ("dev-muc3-9003-9004", lambda t: t + t.lstrip(), "stands in dev-muc3-9003-9004 too"),
        ("dev-muc3-9003-9004", lambda t: t.replace("\n", "\r\n"), "carriage returns"),
        (
            "key-dev-9003",
            lambda t: t.replace("EMPLATE               2", "EMPLATE               1"),
            "twice",
        ),
        ("dev-muc3-9003-9004", lambda t: t[: t.index("   WESTMARK")], "DEV-MUC3-9004 has no text"),
    ],
)
def test_what_is_not_whole_is_not_imported(name: str, change: Any, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for path, text in sources().items():
        (folder / path).write_bytes((change(text) if path == name else text).encode())
    result = run("muc4", folder, "--out", tmp_path / "out")
    assert result.exit_code == 1, result.output
    assert said in result.output
    assert "Nothing written" in result.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["files"]


def test_bytes_that_are_no_utf8_are_told(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "key").write_bytes(b"\xff")
    with pytest.raises(ImportProblemsError, match="key: byte 0 is not UTF-8"):
        import_corpus("muc4", tmp_path / "files", tmp_path / "out", CHOICES)


def test_a_folder_without_messages_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportProblemsError, match="no file here holds messages"):
        import_corpus("muc4", tmp_path, tmp_path / "out", CHOICES)


# the real corpus, where it lies beside the repository

sample = pytest.mark.skipif(
    not SAMPLE.is_dir(), reason=f"the files of MUC-4 are not in {SAMPLE.relative_to(ROOT.parent)}"
)


def real(kind: str) -> Iterator[tuple[str, str]]:
    for path in sorted(SAMPLE.glob(f"dev/{kind}*")):
        yield path.name, path.read_text(encoding="utf-8")


@sample
def test_every_value_of_the_real_keys_is_read_and_written_back() -> None:
    read_whole = Counter[str]()
    for name, text in real("key-"):
        keys, problems = parse_keys(text, name)
        assert problems == []
        again, problems = parse_keys(write_keys(keys), name)
        assert (again, problems) == (keys, [])
        lines = Counter(plain(line) for line in text.splitlines() if line.strip())
        again_lines = Counter(plain(line) for line in write_keys(keys).splitlines() if line)
        assert again_lines == lines
        held = [fills for template in keys for fills in template.slots]
        read_whole["templates"] += len(keys)
        read_whole["fillers"] += sum(map(len, held))
        read_whole["values"] += sum(len(fill.values) for fills in held for fill in fills)
    assert read_whole == {"templates": 686, "fillers": 17299, "values": 17958}


@sample
def test_the_real_messages_joined_are_their_files() -> None:
    for name, text in real("dev-"):
        found, problems = parse_messages(text, name)
        assert (len(found), problems) == (100, [])
        assert "".join(message.received for message in found) == text


@sample
def test_the_real_corpus_imports_builds_and_loads(tmp_path: Path) -> None:
    from datasets import load_dataset

    made = CORPORA["muc4"].convert(dict([*real("key-"), *real("dev-")]), CHOICES)
    assert made.report["documents"] == 500
    assert made.report["unaccounted"] == {}
    import_corpus("muc4", SAMPLE, tmp_path / "out", CHOICES)
    built = build(CorpusFolder(tmp_path / "out"))
    assert [f for f in built.findings if f.severity == "error"] == []
    found = load_dataset(str(tmp_path / "out/data"), split="train", cache_dir=str(tmp_path / "cache"))
    assert len(found) == 500
    assert sum(map(len, found["casualties"])) == made.report["counts"]["claims"]
