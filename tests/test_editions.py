"""Editions on disk and on the command line: texts found by digest, what is refused, loading."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from conftest import ROOT, snapshot
from retold import manifest
from retold.editions import Written, write_hydrated, write_standoff
from retold.manifest import sha256
from retold.standoff.errors import EditionError, WrongFolderError
from retold.standoff.seeds import Wanted, refusal
from retold.tables import CONFIGS

TEXTS = len([*(ROOT / "seeds").glob("*.txt")])


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stand-off edition of this repository's dataset."""
    out = tmp_path_factory.mktemp("edition") / "standoff"
    write_standoff(ROOT / "data", out)
    return out


@pytest.mark.parametrize("config", [config.name for config in CONFIGS])
def test_the_edition_loads_with_the_same_features(config: str, on_disk: Path) -> None:
    from datasets import load_dataset

    was = load_dataset(str(ROOT / "data"), config, split="test")
    now = load_dataset(str(on_disk), config, split="test")
    assert now.features == was.features
    assert now.num_rows == was.num_rows
    for column in next(c for c in CONFIGS if c.name == config).columns:
        if column.role == "text":
            assert set(now[column.name]) == {None}
            assert set(map(str, was[column.name])) != {"None"}
        elif column.role in ("key", "span"):
            assert now[column.name] == was[column.name]


def seeds_copy(to: Path) -> list[Path]:
    """The seeds of this repository under names that say nothing, some folders down."""
    found = []
    for number, path in enumerate(sorted((ROOT / "seeds").glob("*.txt"))):
        target = to / f"deep{number}" / f"{number}.bin"
        target.parent.mkdir(parents=True)
        target.write_bytes(path.read_bytes())
        found.append(target)
    return found


def test_texts_are_found_by_digest_whatever_their_names(on_disk: Path, tmp_path: Path) -> None:
    seeds_copy(tmp_path / "seeds")
    (tmp_path / "seeds/000_5869bfeec2b9019e.txt").write_text("a stranger of that name")
    write_hydrated(on_disk, tmp_path / "seeds", tmp_path / "out")
    assert snapshot(tmp_path / "out") == snapshot(ROOT / "data")


def test_missing_and_wrong_texts_are_all_named_and_nothing_is_written(
    on_disk: Path, tmp_path: Path
) -> None:
    first, second, *others = sorted((ROOT / "seeds").glob("*.txt"))
    wrong = tmp_path / "seeds" / second.name
    wrong.parent.mkdir()
    wrong.write_bytes(second.read_bytes() + b"more")
    for number, other in enumerate(others):
        (tmp_path / f"seeds/{number}").write_bytes(other.read_bytes())
    with pytest.raises(EditionError) as caught:
        write_hydrated(on_disk, tmp_path / "seeds", tmp_path / "out")
    missing, damaged = caught.value.problems
    assert missing.startswith(f"{first.stem}: no file in {tmp_path / 'seeds'} has its text")
    assert sha256(first.read_bytes()) in missing
    size, digest = len(second.read_bytes()), sha256(wrong.read_bytes())
    assert damaged == (
        f"{wrong}: not the text of {second.stem}: SHA-256 {digest} ({size + 4} bytes), "
        f"expected {sha256(second.read_bytes())} ({size} bytes)"
    )
    assert not (tmp_path / "out").exists()


TEXT = "Café – one\ntwo\n"


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (TEXT.replace("\n", "\r\n").encode(), "its line ends were changed to CR LF"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "a byte order mark was put before it"),
        (TEXT[:-1].encode(), "its last line end was taken off"),
        (TEXT.encode() + b"\n", "a line end was put behind it"),
        (unicodedata.normalize("NFD", TEXT).encode(), "its characters were decomposed (NFD)"),
        (
            b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(),
            "a byte order mark was put before it and its line ends were changed to CR LF",
        ),
        (b"another text", None),
        (b"\xff\xfe", None),
    ],
)
def test_a_changed_text_is_told_what_happened_to_it(data: bytes, hint: str | None) -> None:
    encoded = TEXT.encode()
    said = refusal(Wanted("a", sha256(encoded), len(encoded), len(TEXT)), "a.txt", data)
    assert (said.rpartition("but for this: ")[2] if "but for this" in said else None) == hint
    assert f"({len(data)} bytes), expected {sha256(encoded)} ({len(encoded)} bytes)" in said


@pytest.mark.parametrize(
    ("seed", "data", "hint"),
    [
        (b"a\r\nb\r\n", b"a\nb\n", "its line ends were changed from CR LF to LF"),
        (b"a\nb\n", b"a\rb\r", "its line ends were changed to CR"),
        (b"\xef\xbb\xbfa", b"a", "its byte order mark was taken off"),
        ("e\u0301".encode(), "\u00e9".encode(), "its characters were composed (NFC)"),
    ],
)
def test_a_seed_that_was_odd_and_was_mended_is_told(seed: bytes, data: bytes, hint: str) -> None:
    wanted = Wanted("a", sha256(seed), len(seed), len(seed.decode()))
    assert refusal(wanted, "a.txt", data).endswith(f"but for this: {hint}")


def test_what_was_written_is_counted(tmp_path: Path) -> None:
    made = write_standoff(ROOT / "data", tmp_path / "out")
    assert isinstance(made, Written)
    lines = (tmp_path / "out/omitted.jsonl").read_text(encoding="utf-8").splitlines()
    with_runs = [json.loads(line)["runs"] for line in lines if '"runs"' in line]
    assert made.values + len(with_runs) == len(lines)
    assert made.runs == sum(map(len, with_runs)) > 0
    assert made.record == json.loads((tmp_path / "out/release.json").read_bytes())


@pytest.mark.parametrize("path", ["../outside.txt", "/tmp/outside.txt", "a/../../b", "a//b", "."])
def test_a_release_record_leads_nowhere_else(path: str, on_disk: Path, tmp_path: Path) -> None:
    files = snapshot(on_disk)
    record = json.loads(files["release.json"])
    record["files"][0]["path"] = path
    resealed = manifest.sealed({name: value for name, value in record.items() if name != "sha256"})
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition/release.json").write_bytes(manifest.dump(resealed))
    with pytest.raises(WrongFolderError, match="lists a file outside the folder"):
        write_hydrated(tmp_path / "edition", ROOT / "seeds", tmp_path / "out")


def retold(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "retold", *map(str, words)]
    environ = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environ)


def said(result: subprocess.CompletedProcess[str]) -> str:
    """What a command says of wrong usage, without its frame."""
    return " ".join(result.stderr.replace("│", " ").split())


def test_the_commands_go_there_and_back(tmp_path: Path) -> None:
    made = retold("release", "--text", "omit", "--out", tmp_path / "edition", ROOT)
    assert made.returncode == 0, made.stderr
    version = json.loads((ROOT / "data/release.json").read_bytes())["version"]
    told = f"Wrote the stand-off edition of retold {version} to {tmp_path}/edition: "
    assert made.stdout.startswith(told)
    assert f"retold hydrate {tmp_path}/edition --seeds" in made.stdout
    (tmp_path / "new").mkdir()
    back = retold(
        "hydrate", "--seeds", ROOT / "seeds", "--out", tmp_path / "new", cwd=tmp_path / "edition"
    )
    content = json.loads((ROOT / "data/release.json").read_bytes())["content"]
    assert (back.returncode, back.stderr) == (0, "")
    assert f"content SHA-256 {content}" in back.stdout
    assert "Each is the full dataset's, byte for byte." in back.stdout
    assert snapshot(tmp_path / "new") == snapshot(ROOT / "data")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["edition", "new"]


def test_hydrate_for_machines(on_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    options = ("--seeds", tmp_path / "seeds", "--out", tmp_path / "new", "--format", "json")
    lacking = retold("hydrate", on_disk, *options)
    assert lacking.returncode == 1
    value = json.loads(lacking.stdout)
    assert value["out"] is None
    assert len(value["problems"]) == TEXTS
    assert not (tmp_path / "new").exists()
    seeds_copy(tmp_path / "seeds")
    value = json.loads(retold("hydrate", on_disk, *options).stdout)
    assert value["files"] == sorted(snapshot(ROOT / "data"))
    assert (value["rewritten"], value["problems"]) == ([], [])


def test_texts_that_lack_are_said_and_nothing_is_written(on_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    options = ("--seeds", tmp_path / "seeds", "--out", tmp_path / "new")
    result = retold("hydrate", on_disk, *options)
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == TEXTS + 1
    assert result.stdout.endswith(f"Nothing written: {TEXTS} problems.\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["seeds"]


def test_the_wrong_folder_is_wrong_usage(on_disk: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "work").write_text("mine")
    seeds, new = ("--seeds", ROOT / "seeds"), ("--out", tmp_path / "new")
    release = ("release", "--text", "omit")
    for words, why in (
        (("hydrate", ROOT / "data", *seeds, *new), "this is a full dataset, not a stand-off edition"),
        (("hydrate", mine, *seeds, *new), "is no dataset: it has no release.json"),
        (("hydrate", on_disk, *seeds, "--out", mine), "is not empty; name a new folder"),
        (("hydrate", on_disk, *seeds, "--out", mine / "work"), "is there and no folder"),
        (("hydrate", on_disk, *seeds, "--out", on_disk / "new"), "which is read"),
        (("hydrate", on_disk, "--seeds", tmp_path / "none", *new), "does not exist"),
        (("hydrate", on_disk, *new), "Missing option '--seeds'"),
        ((*release, on_disk, *new), "this is a stand-off edition already"),
        ((*release, mine, *new), "is no dataset: it has no release.json"),
        ((*release, ROOT, "--out", mine), "is not empty; name a new folder"),
        (("release", ROOT, *new), "--text and --out go together"),
        ((*release, ROOT), "--text and --out go together"),
        ((*release, ROOT, *new, "--yes"), "an edition is of the present version"),
        ((*release, ROOT, *new, "--minor"), "an edition is of the present version"),
    ):
        result = retold(*words)
        assert result.returncode == 2, words
        assert why in said(result), words
    assert retold(*release, *new, cwd=tmp_path).returncode == 2
    assert snapshot(tmp_path) == {"mine/work": b"mine"}


def test_an_edition_or_dataset_that_was_changed_is_named(on_disk: Path, tmp_path: Path) -> None:
    for source, command in (
        (on_disk, ("hydrate", "--seeds", ROOT / "seeds")),
        (ROOT / "data", ("release", "--text", "omit")),
    ):
        copy = tmp_path / command[0]
        shutil.copytree(source, copy)
        (copy / "CITATION.cff").unlink()
        (copy / "quality.json").write_text("{}")
        result = retold(*command, "--out", tmp_path / "new", copy)
        assert result.returncode == 1
        assert "CITATION.cff: is missing" in result.stdout
        assert "quality.json: was changed: SHA-256" in result.stdout
        assert result.stdout.splitlines()[-1].startswith("Nothing written")
        assert not (tmp_path / "new").exists()
