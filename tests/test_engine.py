"""A corpus in tasks gives what it gives whole: the same findings, the same rows, the same card."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from datasets import load_dataset
from typer.testing import CliRunner

from conftest import replace, snapshot
from retold.cli import app
from retold.cli.findings import text_of
from retold.compression import compress
from retold.dataset import Dataset
from retold.editions import write_standoff
from retold.engine.facts import AllFacts, FactSheet
from retold.engine.survey import Done, Options, TasksError
from retold.files import CorpusFolder
from retold.findings import Finding
from retold.pipeline import build, check
from retold.resharding.reshard import reshard
from retold.rules.base import Across
from retold.standoff.errors import EditionError
from retold.verifying import verify


def rows_of(data: Path) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for path in sorted(data.glob("*/*.parquet")):
        name = f"{path.parent.name}/{path.name.split('-')[0]}"
        found.setdefault(name, []).extend(pq.read_table(path).to_pylist())
    return found


def reported_otherwise(corpus: Path) -> None:
    """Changes one field of port-hi, as its annotator would."""
    for layer in ("first", "gold"):
        file = corpus / f"annotations/{layer}/port-hi.jsonl"
        replace(file, '"certainty":"reported"', '"certainty":"unverified"')


def watched(per_task: int) -> tuple[Options, list[tuple[int, int, int]]]:
    """Options, and what is reported: tasks done, tasks, documents."""
    done: list[tuple[int, int, int]] = []
    return Options(
        per_task=per_task, report=lambda d: done.append((d.tasks, d.of_tasks, d.documents))
    ), done


@pytest.mark.parametrize("per_task", [1, 2])
def test_tasks_make_the_rows_that_one_makes(corpus_copy: Path, per_task: int) -> None:
    whole = build(CorpusFolder(corpus_copy))
    wanted, card = rows_of(corpus_copy / "data"), (corpus_copy / "dataset_card.md").read_bytes()
    parts = build(CorpusFolder(corpus_copy), options=Options(per_task=per_task))
    assert parts.record is not None
    assert whole.record is not None
    assert rows_of(corpus_copy / "data") == wanted
    assert (corpus_copy / "dataset_card.md").read_bytes() == card
    assert parts.record["counts"] == whole.record["counts"]


def test_events_of_many_claims_stand_in_several_files(
    corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(CorpusFolder(corpus_copy), options=Options())
    events, name = corpus_copy / "data/events", "events/test"
    wanted = rows_of(corpus_copy / "data")[name]
    assert len(wanted) > 1
    assert len(list(events.glob("test-*"))) == 1
    monkeypatch.setattr("retold.engine.told._PER_FILE", 1)
    build(CorpusFolder(corpus_copy), options=Options())
    assert len(list(events.glob("test-*"))) == len(wanted)
    assert rows_of(corpus_copy / "data")[name] == wanted


def told(findings: Sequence[Finding]) -> list[str]:
    return [f"{f.code} {f.place}: {f.message}" for f in findings]


def test_a_part_that_asked_for_a_document_is_made_again_where_that_changes(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    options, done = watched(1)
    check(folder, options=options)
    done.clear()
    manifest = corpus_copy / "seeds/seeds.jsonl"
    text = corpus_copy / "seeds/port-hi.txt"
    old = hashlib.sha256(text.read_bytes()).hexdigest()
    text.write_bytes(text.read_bytes() + b"\n")
    replace(manifest, old, hashlib.sha256(text.read_bytes()).hexdigest())
    check(folder, options=options)
    # port-hi itself, and port-en, a fault of which shows a passage of port-hi
    assert done == [(1, 3, 1), (2, 3, 2), (3, 3, 3)]


@pytest.fixture
def in_shards(corpus_copy: Path, tmp_path: Path) -> Path:
    """The golden corpus, a document a shard."""
    reshard(CorpusFolder(corpus_copy), tmp_path / "shards", ".jsonl", 1)
    return tmp_path / "shards"


def test_a_shard_that_was_asked_and_changes_makes_who_asked_again(in_shards: Path) -> None:
    options, done = watched(1)
    check(CorpusFolder(in_shards), options=options)
    done.clear()
    shard = in_shards / "seeds/shards/part-00001.jsonl"
    line = json.loads(shard.read_text(encoding="utf-8"))
    line["text"] += "\n"
    line["sha256"] = hashlib.sha256(line["text"].encode()).hexdigest()
    shard.write_text(
        json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    check(CorpusFolder(in_shards), options=options)
    assert done == [(1, 3, 1), (2, 3, 2), (3, 3, 3)]


def changed_text(shard: bytes) -> bytes:
    line = json.loads(shard)
    text = line["text"]
    assert text[40] != "x"
    line["text"] = text[:40] + "x" + text[41:]
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


@pytest.mark.parametrize(
    ("damaged", "code"),
    [
        (changed_text, "RT003"),
        (lambda shard: shard.replace(b'"text":', b'"taxt":'), "RT016"),
        (lambda shard: b"\xef\xbb\xbf" + shard, "RT012"),
        (lambda shard: b"", "RT302"),
        (lambda shard: shard.replace(b'"text":"', b'"text":' + b"[" * 5000 + b'"'), "RT010"),
    ],
    ids=["changed", "without", "marked", "empty", "deep"],
)
def test_nothing_of_a_damaged_text_stays_in_the_part_of_another(
    damaged: Callable[[bytes], bytes], code: str, in_shards: Path
) -> None:
    """Of port-hi, of which a fault of port-en quotes a passage."""
    folder = CorpusFolder(in_shards)
    build(folder, options=Options())
    wanted = snapshot(in_shards / "data")
    shutil.rmtree(in_shards / "data")
    shutil.rmtree(in_shards / ".retold-parts")
    shard = in_shards / "seeds/shards/part-00001.jsonl"
    whole = shard.read_bytes()
    shard.write_bytes(damaged(whole))
    built = build(folder, options=Options())
    assert built.record is None
    assert told(built.findings) == told(check(folder).findings)
    assert code in {finding.code for finding in built.findings}
    shard.write_bytes(whole)
    assert build(folder, options=Options()).record is not None
    assert snapshot(in_shards / "data") == wanted


def test_a_text_that_changes_while_it_runs_is_said(corpus_copy: Path) -> None:
    """Port-hi is done when it changes; then a fault of port-en quotes it."""
    folder = CorpusFolder(corpus_copy)
    build(folder, options=Options(per_task=1))
    wanted = snapshot(corpus_copy / "data")
    parts = (corpus_copy / ".retold-parts").glob("*-built")
    shutil.rmtree(next(p for p in parts if b'"task":"documents 1-1"' in (p / "part.json").read_bytes()))
    text = corpus_copy / "seeds/port-hi.txt"
    whole = text.read_bytes()

    def report(done: Done) -> None:
        text.write_bytes(whole + b"\n")

    said = r"2 tasks are done and kept.*\ndocuments 1-1: the text of port-hi changed while this ran$"
    with pytest.raises(TasksError, match=said):
        build(folder, options=Options(per_task=1, report=report))
    assert snapshot(corpus_copy / "data") == wanted
    text.write_bytes(whole)
    options, done = watched(1)
    assert build(folder, options=options).record is not None
    assert done == [(2, 3, 2), (3, 3, 3)]
    assert snapshot(corpus_copy / "data") == wanted


def test_a_source_line_that_cannot_be_had_is_left_out(in_shards: Path) -> None:
    folder = CorpusFolder(in_shards)
    corpus = check(folder, options=Options()).corpus
    assert {id: text_of(folder, corpus)(id) for id in corpus.seeds} == {
        line["id"]: line["text"]
        for path in sorted(in_shards.glob("seeds/shards/*"))
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    }
    shard = in_shards / "seeds/shards/part-00001.jsonl"
    shard.write_bytes(changed_text(shard.read_bytes()))
    assert text_of(folder, corpus)("port-hi") is None
    shard.unlink()
    assert text_of(folder, corpus)("port-hi") is None
    assert text_of(folder, corpus)("nobody") is None


def test_a_source_line_of_a_file_that_cannot_be_read_is_left_out(
    corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = CorpusFolder(corpus_copy)
    corpus = check(folder).corpus
    assert text_of(folder, corpus)("port-hi")

    def broken(folder: CorpusFolder, path: str) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(CorpusFolder, "read_bytes", broken)
    assert text_of(folder, corpus)("port-hi") is None


def test_processes_make_the_same_bytes_in_any_number(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    build(folder, options=Options(per_task=1))
    data = snapshot(corpus_copy / "data")
    shutil.rmtree(corpus_copy / ".retold-parts")
    build(folder, options=Options(per_task=1, jobs=3))
    assert snapshot(corpus_copy / "data") == data


def test_facts_of_one_reading_are_not_judged_and_others_all_are(tmp_path: Path) -> None:
    across = Across(str, lambda d, c: iter(()), lambda f, c: iter(()), reading=lambda value: value[0])
    sums = Across(int, across.facts, across.judge, condense=lambda values: [sum(values)])
    sheets = []
    for number, values in enumerate((["a1", "a2"], ["a3"], ["b1", "a4"])):
        sheet = FactSheet()
        for value in values:
            sheet.add("X", "both" if number else "one", value)
            sheet.add("Y", "ü", 1)
        path = tmp_path / f"{number}'.parquet"
        sheet.write(path, [("X", across), ("Y", sums)])
        sheets.append(path)
    with AllFacts(sheets, tmp_path) as facts:
        assert list(facts.of("X", str)) == [("both", "a3"), ("both", "b1"), ("both", "a4")]
        assert list(facts.of("Y", int)) == [("ü", 2), ("ü", 1), ("ü", 2)]
        assert list(facts.of("Z", int)) == []
    with AllFacts([], tmp_path) as none:
        assert list(none.of("X", str)) == []


def test_ray_that_is_not_there_is_named(corpus_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    refused = CliRunner().invoke(app, ["build", str(corpus_copy), "--engine", "ray"])
    assert refused.exit_code == 3
    assert "pip install 'retold[ray]'" in refused.output
    assert not (corpus_copy / "data").exists()
    wrong = CliRunner().invoke(app, ["build", str(corpus_copy), "--address", "ray://x"])
    assert wrong.exit_code == 2


def test_a_small_corpus_is_built_alike_at_once_and_in_a_task(corpus_copy: Path) -> None:
    """The command chooses by size; what comes out is the same."""
    assert CliRunner().invoke(app, ["build", str(corpus_copy)]).exit_code == 0
    assert not (corpus_copy / ".retold-parts").exists()
    data = snapshot(corpus_copy / "data")
    in_task = CliRunner().invoke(app, ["build", str(corpus_copy), "--jobs", "1"])
    assert in_task.exit_code == 0
    assert "check, all tasks" in in_task.output
    assert (corpus_copy / ".retold-parts").exists()
    assert snapshot(corpus_copy / "data") == data
    checked = CliRunner().invoke(app, ["check", str(corpus_copy), "--jobs", "1"])
    assert checked.exit_code == 0
    assert "Checked 3 documents: no findings" in checked.output


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_stories_and_registry_that_are_compressed_are_read(corpus_copy: Path, ending: str) -> None:
    build(CorpusFolder(corpus_copy))
    tables = {p: d for p, d in snapshot(corpus_copy / "data").items() if p.endswith(".parquet")}
    for path in ("seeds/stories.jsonl", "annotations/registry/entities.jsonl"):
        plain = corpus_copy / path
        plain.with_name(plain.name + ending).write_bytes(compress(plain.read_bytes(), path + ending))
        plain.unlink()
    for options in (None, Options(per_task=2)):
        assert check(CorpusFolder(corpus_copy), options=options).findings == []
    assert build(CorpusFolder(corpus_copy)).record is not None
    data = snapshot(corpus_copy / "data")
    assert {path: data[path] for path in tables} == tables


def test_a_dataset_of_many_files_is_sound_and_loads(corpus_copy: Path, tmp_path: Path) -> None:
    built = build(CorpusFolder(corpus_copy), options=Options(per_task=1))
    assert built.record is not None
    data = corpus_copy / "data"
    assert len(list(data.glob("entities/test-*.parquet"))) == 2
    assert verify(Dataset(snapshot(data))).mismatches == ()
    rows = {entry["config"]: 0 for entry in built.record["configs"]}
    for entry in built.record["configs"]:
        loaded = load_dataset(str(data), entry["config"], split=entry["split"], cache_dir=str(tmp_path))
        assert loaded.num_rows == entry["rows"]
        rows[entry["config"]] += loaded.num_rows
    assert rows["documents"] == 3
    one = next(data.glob("entities/test-00001-*.parquet"))
    one.write_bytes(next(data.glob("entities/test-00000-*.parquet")).read_bytes())
    wrong = {mismatch.path for mismatch in verify(Dataset(snapshot(data))).mismatches}
    assert {"entities/test-*.parquet", one.relative_to(data).as_posix()} <= wrong
    build(CorpusFolder(corpus_copy), options=Options(per_task=1))
    with pytest.raises(EditionError, match="is in several files"):
        write_standoff(data, tmp_path / "edition")


@pytest.mark.parametrize("ending", [".jsonl.zst", ".parquet"])
def test_findings_show_their_source_line_in_shards_too(
    ending: str, corpus_copy: Path, tmp_path: Path
) -> None:
    stances = '"holder":"author","target":"e-dock-union"'
    replace(
        corpus_copy / "annotations/gold/port-hi.jsonl",
        stances,
        '"holder":"e-dock-union","target":"e-dock-union"',
    )
    reshard(CorpusFolder(corpus_copy), tmp_path / "shards", ending, 2)

    def marked(corpus: Path) -> list[str]:
        printed = CliRunner().invoke(app, ["check", str(corpus)]).output
        return [line for line in printed.splitlines() if line.startswith("    port-")]

    assert marked(tmp_path / "shards") == marked(corpus_copy) != []
