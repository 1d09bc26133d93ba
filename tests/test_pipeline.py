"""End to end: the same input gives the same bytes, a change is seen, a fault stops it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import GOLDEN, ROOT, replace, snapshot
from retold.files import CorpusFolder
from retold.fixing import fix
from retold.pipeline import build, check

GOLD = "annotations/gold/port-en.jsonl"


def test_golden_corpus_gives_the_golden_dataset(corpus_copy: Path) -> None:
    built = build(CorpusFolder(corpus_copy))
    assert built.findings == []
    assert built.record is not None
    found, wanted = snapshot(corpus_copy / "data"), snapshot(GOLDEN.parent / "data")
    assert sorted(found) == sorted(wanted)
    digests = json.loads(wanted["release.json"])["configs"]
    assert built.record["configs"] == digests  # under every version of pyarrow
    import pyarrow

    pinned = next(line for line in (ROOT / "constraints.txt").read_text().split() if "pyarrow==" in line)
    if pinned == f"pyarrow=={pyarrow.__version__}":
        assert found == wanted


@pytest.mark.parametrize("root", [GOLDEN, ROOT], ids=["golden", "retold"])
def test_same_bytes_whatever_hash_seed_locale_and_time_zone(root: Path, tmp_path: Path) -> None:
    results = []
    here = (
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "Asia/Jakarta", "PYTHONUTF8": "1"},
    )
    # what is committed was built elsewhere, so one build of it is compared
    for number, settings in enumerate(here if root == GOLDEN else here[:1]):
        copy = tmp_path / f"other name {number}"
        for name in ("seeds", "annotations"):
            shutil.copytree(root / name, copy / name)
        for name in ("retold.toml", "dataset_card.md", "LICENSE"):
            if (root / name).exists():
                shutil.copyfile(root / name, copy / name)
        command = [sys.executable, "-m", "retold", "build", str(copy)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **settings})
        results.append(snapshot(copy / "data"))
    assert results[0] == results[-1]
    if root == ROOT:
        committed = snapshot(ROOT / "data")
        assert (
            json.loads(results[0]["release.json"])["configs"]
            == (json.loads(committed["release.json"])["configs"])
        )


def test_a_second_build_changes_nothing(corpus_copy: Path) -> None:
    build(CorpusFolder(corpus_copy))
    before = snapshot(corpus_copy)
    build(CorpusFolder(corpus_copy))
    assert snapshot(corpus_copy) == before


def test_release_json_says_what_is_there(corpus_copy: Path) -> None:
    (corpus_copy / "LICENSE").write_text("Take it.\n")
    build(CorpusFolder(corpus_copy))
    from retold.manifest import sha256

    data = snapshot(corpus_copy / "data")
    release = json.loads(data.pop("release.json"))
    assert {f["path"]: (f["bytes"], f["sha256"]) for f in release["files"]} == {
        path: (len(content), sha256(content)) for path, content in data.items()
    }
    for entry in release["inputs"]:
        assert sha256((corpus_copy / entry["path"]).read_bytes()) == entry["sha256"], entry["path"]
    inputs = {entry["path"] for entry in release["inputs"]}
    unread = {p for p in snapshot(corpus_copy) if not p.startswith(("data/", ".retold-"))} - inputs
    assert unread == set()


def test_nothing_of_the_machine_or_the_tool_is_in_data(corpus_copy: Path) -> None:
    build(CorpusFolder(corpus_copy))
    for path, content in snapshot(corpus_copy / "data").items():
        assert str(corpus_copy).encode() not in content, path
        assert b"retold build" not in content, path


def test_one_character_of_one_surface_stops_the_build(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    build(folder)
    before = snapshot(corpus_copy / "data")
    replace(corpus_copy / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    built = build(folder)
    assert built.record is None
    places = [(f.code, f.place.file, f.place.line, f.place.span) for f in built.findings]
    assert ("RT203", GOLD, 11, (88, 96)) in places
    assert snapshot(corpus_copy / "data") == before


def clean(corpus: Path, *folders: str) -> None:
    """Empties every file of these folders but leaves it there."""
    for folder in folders:
        for path in (corpus / folder).rglob("*.jsonl"):
            path.write_text("")


def test_a_corpus_without_documents_builds(corpus_copy: Path) -> None:
    shutil.rmtree(corpus_copy / "annotations/gold")
    shutil.rmtree(corpus_copy / "annotations/first")
    clean(corpus_copy, "seeds", "annotations/registry")
    (corpus_copy / "annotations/links.jsonl").unlink()
    shutil.rmtree(corpus_copy / "annotations/challenge")
    for text in (corpus_copy / "seeds").glob("*.txt"):
        text.unlink()
    built = build(CorpusFolder(corpus_copy))
    assert built.findings == []
    assert built.record is not None
    assert built.record["configs"] == []
    assert "configs:" not in (corpus_copy / "data/README.md").read_text(encoding="utf-8")


def test_a_split_without_rows_has_no_file_and_the_others_load(corpus_copy: Path) -> None:
    build(CorpusFolder(corpus_copy))
    from datasets import load_dataset

    assert not (corpus_copy / "data/headlines/train-00000-of-00001.parquet").exists()
    loaded = load_dataset(str(corpus_copy / "data"), "headlines")
    assert {split: rows.num_rows for split, rows in loaded.items()} == {"test": 2}


@pytest.mark.parametrize("kind", ["file", "link", "folder with a file", "hidden file"])
def test_what_no_build_made_is_not_removed(kind: str, corpus_copy: Path, tmp_path: Path) -> None:
    data = corpus_copy / "data"
    if kind == "file":
        data.write_text("mine")
    elif kind == "link":
        (tmp_path / "elsewhere").mkdir()
        data.symlink_to(tmp_path / "elsewhere")
    else:
        build(CorpusFolder(corpus_copy))
        (data / ("mine.csv" if kind == "folder with a file" else ".git")).write_text("mine")

    def listing() -> list[Path]:
        return sorted(p for p in corpus_copy.rglob("*") if p.name != ".retold-lock")

    before = listing()
    built = build(CorpusFolder(corpus_copy))
    assert [f.code for f in built.findings] == ["RT022"]
    assert listing() == before


def test_a_release_record_of_brackets_lists_nothing(corpus_copy: Path) -> None:
    data = corpus_copy / "data"
    data.mkdir()
    (data / "mine.csv").write_text("mine")
    (data / "release.json").write_text('{"files":' + "[" * 20_000 + "]" * 20_000 + "}")
    assert [f.place.file for f in check(CorpusFolder(corpus_copy)).findings] == ["data/mine.csv"]


def test_two_annotators_and_a_record_of_neither(corpus_copy: Path) -> None:
    second = corpus_copy / "annotations/second"
    shutil.copytree(corpus_copy / "annotations/first", second)
    for path in second.glob("*.jsonl"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"annotator":"first"', '"annotator":"second"'), encoding="utf-8")
    annotators = corpus_copy / "annotations/annotators.jsonl"
    text = annotators.read_text(encoding="utf-8")
    line = '{"id":"second","kind":"human","description":"A second reader."}\n'
    annotators.write_text(text + line, encoding="utf-8")
    assert check(CorpusFolder(corpus_copy)).findings == []
    replace(corpus_copy / GOLD, '"zone":"dateline"', '"zone":"caption"')
    assert [f.code for f in check(CorpusFolder(corpus_copy)).findings] == ["RT801"]


def test_card_without_its_file(corpus_copy: Path) -> None:
    (corpus_copy / "dataset_card.md").unlink()
    assert [f.code for f in check(CorpusFolder(corpus_copy)).findings] == ["RT006"]
    (corpus_copy / "dataset_card.md").write_bytes(b"\xff")
    assert [f.code for f in check(CorpusFolder(corpus_copy)).findings] == ["RT004"]


def test_the_card_of_the_corpus_gets_its_figures(corpus_copy: Path) -> None:
    build(CorpusFolder(corpus_copy))
    text = (corpus_copy / "dataset_card.md").read_text(encoding="utf-8")
    assert "| all | all | 3 |" in text
    assert text.startswith("---\nlicense: cc0-1.0\n---\n")


def test_fix_writes_canonical_form_and_nothing_else(corpus_copy: Path) -> None:
    gold = corpus_copy / GOLD
    wanted = gold.read_bytes()
    lines = wanted.decode("utf-8").splitlines()
    spaced = [json.dumps(json.loads(line)) for line in reversed(lines)]
    gold.write_text("\n\n".join(spaced), encoding="utf-8")
    broken = corpus_copy / "annotations/gold/port-hi.jsonl"
    broken.write_text(broken.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    untouched = broken.read_bytes()
    folder = CorpusFolder(corpus_copy)
    assert {"RT012", "RT013"} <= {f.code for f in check(folder).findings}
    assert fix(folder) == [f"fixed {GOLD}"]
    assert gold.read_bytes() == wanted
    assert broken.read_bytes() == untouched
    assert fix(folder) == []


def test_fix_loses_no_record_that_stands_in_the_wrong_file(corpus_copy: Path) -> None:
    stranger = corpus_copy / "annotations/gold/ferry.jsonl"
    stranger.write_bytes((corpus_copy / GOLD).read_bytes())
    replace(corpus_copy / GOLD, '"doc":"port-en"', '"doc":"port-hi"')
    before = snapshot(corpus_copy)
    fix(CorpusFolder(corpus_copy))
    after = snapshot(corpus_copy)
    for path, content in before.items():
        assert len(after[path].splitlines()) == len(content.splitlines()), path


def test_fix_keeps_links_and_modes(corpus_copy: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.jsonl"
    gold = corpus_copy / GOLD
    gold.rename(elsewhere)
    gold.symlink_to(elsewhere)
    elsewhere.chmod(0o600)
    wanted = elsewhere.read_bytes()
    replace(elsewhere, '"kind":"zone","id"', '"kind": "zone","id"')
    assert fix(CorpusFolder(corpus_copy)) == [f"fixed {GOLD}"]
    assert gold.is_symlink()
    assert elsewhere.read_bytes() == wanted
    assert elsewhere.stat().st_mode & 0o777 == 0o600


def test_a_linked_folder_is_no_layer_that_nobody_reads(corpus_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (corpus_copy / "annotations/second").symlink_to(tmp_path / "elsewhere")
    found = check(CorpusFolder(corpus_copy)).findings
    assert [(f.code, f.place.file) for f in found] == [("RT009", "annotations/second")]


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ("x = " + "[" * 5000, ["RT008"]),
        ("x = " + "[" * 40 + "]" * 40, ["RT008"]),
        ("\ufeffname = 1", ["RT008"]),
        ("name = ", ["RT008"]),
    ],
)
def test_settings_that_cannot_be_read(settings: str, codes: list[str], corpus_copy: Path) -> None:
    (corpus_copy / "retold.toml").write_text(settings, encoding="utf-8")
    assert [f.code for f in check(CorpusFolder(corpus_copy)).findings] == codes


@pytest.mark.parametrize("name", ["a" * 300 + ".txt", "a/b.txt", "..", "a\\u0000b.txt"])
def test_a_seed_whose_file_name_cannot_be(name: str, corpus_copy: Path) -> None:
    replace(corpus_copy / "seeds/seeds.jsonl", '"file":"port-hi.txt"', f'"file":"{name}"')
    assert "RT018" in {f.code for f in check(CorpusFolder(corpus_copy)).findings}


def test_stages_are_announced(corpus_copy: Path) -> None:
    names: list[str] = []

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        names.append(name)
        yield

    build(CorpusFolder(corpus_copy), stage=stage)
    assert names == ["reading and checking", "making tables", "writing data/"]
