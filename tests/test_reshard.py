"""`retold reshard`: another layout, the same corpus; or nothing written, and all that is wrong."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from typer.testing import CliRunner

from conftest import GOLDEN, replace, snapshot
from retold.cli import app
from retold.files import CorpusFolder
from retold.findings import CorpusError
from retold.resharding.reshard import reshard
from retold.shards.addresses import Store
from retold.shards.pairing import ENDINGS
from retold.shards.writing import write_shard
from retold.writing import write_new_folder
from valid_corpora import corpora

runner = CliRunner()
KEPT = ("seeds/", "annotations/", "retold.toml", "dataset_card.md", "LICENSE", "CITATION.cff")


def run(*words: object) -> Result:
    return runner.invoke(app, ["reshard", *map(str, words)])


def said(result: Result) -> str:
    return " ".join(result.output.replace("│", " ").split())


def corpus_files(folder: Path) -> dict[str, bytes]:
    """What makes a corpus, without what stands beside it."""
    return {path: data for path, data in snapshot(folder).items() if path.startswith(KEPT)}


@pytest.mark.parametrize("ending", ENDINGS)
def test_into_shards_and_back_is_the_same_corpus(ending: str, corpus_copy: Path, tmp_path: Path) -> None:
    done = reshard(CorpusFolder(corpus_copy), tmp_path / "shards", ending, 2)
    assert (done.documents, done.shards, done.not_carried) == (3, 2, ())
    parts = [f"part-0000{n}{ending}" for n in range(2)]
    written = snapshot(tmp_path / "shards")
    assert {p for p in written if "/shards/" in p} == {
        f"{folder}/shards/{part}"
        for folder in ("seeds", "annotations/gold", "annotations/first")
        for part in parts
    }
    assert written["seeds/seeds.jsonl"] == b""
    assert not {p for p in written if p.endswith(".txt") or p.startswith("annotations/gold/port")}
    reshard(CorpusFolder(tmp_path / "shards"), tmp_path / "files", None, 1)
    assert corpus_files(tmp_path / "files") == corpus_files(corpus_copy)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=corpora())
def test_random_corpora_come_back(drawn: dict[str, bytes], tmp_path_factory: Any) -> None:
    root = tmp_path_factory.mktemp("round")
    write_new_folder(root / "corpus", drawn)
    folder = root / "corpus"
    for number, ending in enumerate((*ENDINGS, None)):
        done = reshard(CorpusFolder(folder), root / f"{number}", ending, number + 1)
        assert done.documents == sum(path.endswith(".txt") for path in drawn)
        folder = root / f"{number}"
    none = {p for p, data in drawn.items() if not data and p.count("/") == 2}
    lost = {path for path in none if path.split("/")[1] not in ("gold", "registry")}
    wanted = corpus_files(root / "corpus")
    assert corpus_files(folder) == {path: wanted[path] for path in wanted.keys() - lost}


def test_what_was_there_before_does_not_show(corpus_copy: Path, tmp_path: Path) -> None:
    """Shards of shards are byte for byte those of files."""
    reshard(CorpusFolder(corpus_copy), tmp_path / "one", ".jsonl.gz", 1)
    reshard(CorpusFolder(tmp_path / "one"), tmp_path / "again", ".parquet", 2)
    reshard(CorpusFolder(corpus_copy), tmp_path / "at once", ".parquet", 2)
    assert snapshot(tmp_path / "again") == snapshot(tmp_path / "at once")


def move_to_shard(corpus: Path, id: str) -> None:
    """Takes one document out of its files and puts it into a shard."""
    whole, out = CorpusFolder(corpus), corpus.parent / "moved"
    reshard(whole, out, ".jsonl", 1)
    names = sorted(p.name for p in (out / "seeds/shards").iterdir())
    for folder in ("seeds", "annotations/gold", "annotations/first"):
        name = names[["port-en", "port-hi", "port-id"].index(id)]
        target = corpus / folder / "shards" / name
        target.parent.mkdir()
        target.write_bytes((out / folder / "shards" / name).read_bytes())
        (corpus / folder / f"{id}.{'txt' if folder == 'seeds' else 'jsonl'}").unlink()
    lines = (corpus / "seeds/seeds.jsonl").read_text("utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if json.loads(line)["id"] != id)
    (corpus / "seeds/seeds.jsonl").write_text(kept, "utf-8")


def test_documents_may_be_in_both(corpus_copy: Path, tmp_path: Path) -> None:
    before = corpus_files(corpus_copy)
    move_to_shard(corpus_copy, "port-hi")
    done = reshard(CorpusFolder(corpus_copy), tmp_path / "files", None, 1)
    assert done.documents == 3
    assert corpus_files(tmp_path / "files") == before


def test_shards_need_not_follow_each_other_by_id(corpus_copy: Path, tmp_path: Path) -> None:
    reshard(CorpusFolder(corpus_copy), tmp_path / "one", ".jsonl", 1)
    for folder in ("seeds", "annotations/gold", "annotations/first"):
        shards = tmp_path / "one" / folder / "shards"
        for number, name in enumerate(("c", "b", "a")):
            (shards / f"part-0000{number}.jsonl").rename(shards / f"{name}.jsonl")
    reshard(CorpusFolder(tmp_path / "one"), tmp_path / "again", ".jsonl", 9)
    reshard(CorpusFolder(corpus_copy), tmp_path / "at once", ".jsonl", 9)
    assert snapshot(tmp_path / "again") == snapshot(tmp_path / "at once")


def test_a_document_that_is_in_both(corpus_copy: Path, tmp_path: Path) -> None:
    reshard(CorpusFolder(corpus_copy), tmp_path / "shards", ".jsonl", 9)
    for folder in ("seeds", "annotations/gold"):
        (corpus_copy / folder / "shards").mkdir()
        data = (tmp_path / "shards" / folder / "shards/part-00000.jsonl").read_bytes()
        (corpus_copy / folder / "shards/p.jsonl").write_bytes(data)
    with pytest.raises(CorpusError) as error:
        reshard(CorpusFolder(corpus_copy), tmp_path / "new", ".jsonl", 9)
    found = [f"{f.code} {f.place}: {f.message}" for f in error.value.findings]
    assert found == [
        f"RT005 seeds/shards/p.jsonl:{n} {id} id: id {id!r} stands already at seeds/seeds.jsonl:{n}"
        for n, id in enumerate(["port-en", "port-hi", "port-id"], 1)
    ]
    assert not (tmp_path / "new").exists()


GOLD = "annotations/gold/port-en.jsonl"


def test_with_a_fault_nothing_is_written_and_all_are_named(corpus_copy: Path, tmp_path: Path) -> None:
    replace(corpus_copy / GOLD, '"kind":"zone"', '"kind":"zon"')
    replace(corpus_copy / "seeds/port-id.txt", "a", "b")
    (corpus_copy / "annotations/gold/port-hi.jsonl").unlink()
    (corpus_copy / "annotations/first/other.jsonl").write_text("")
    before = snapshot(tmp_path)
    result = run(corpus_copy, "--out", tmp_path / "new", "--format", "json")
    assert result.exit_code == 1
    printed = json.loads(result.output)
    assert printed["out"] is None
    assert sorted((f["code"], f["file"]) for f in printed["findings"]) == [
        ("RT003", "seeds/seeds.jsonl"),
        ("RT006", "annotations/gold/port-hi.jsonl"),
        ("RT017", GOLD),
        ("RT302", "annotations/first/other.jsonl"),
    ]
    assert snapshot(tmp_path) == before
    result = run(corpus_copy, "--out", tmp_path / "new")
    assert result.exit_code == 1
    assert f"{GOLD}:1" in result.output
    assert "Nothing written." in result.output
    assert snapshot(tmp_path) == before


def test_a_fault_in_a_shard_is_named(corpus_copy: Path, tmp_path: Path) -> None:
    reshard(CorpusFolder(corpus_copy), tmp_path / "shards", ".jsonl", 9)
    replace(tmp_path / "shards/annotations/gold/shards/part-00000.jsonl", '"zone"', '"zon"')
    result = run(tmp_path / "shards", "--out", tmp_path / "new", "--as", "files")
    assert result.exit_code == 1
    assert "annotations/gold/shards/part-00000.jsonl:1" in result.output
    assert not (tmp_path / "new").exists()


def test_it_says_what_it_did(corpus_copy: Path, tmp_path: Path) -> None:
    result = run(corpus_copy, "--out", tmp_path / "new", "--documents", 2, "--as", "parquet")
    assert result.exit_code == 0
    gold = sum(len(p.read_bytes().splitlines()) for p in (corpus_copy / "annotations/gold").iterdir())
    assert f"Wrote 3 documents to {tmp_path}/new, in 2 shards (parquet)." in result.output
    assert f"  gold: {gold} records" in result.output
    printed = json.loads(run(corpus_copy, "--out", tmp_path / "more", "--format", "json").output)
    assert (printed["documents"], printed["shards"], printed["records"]["gold"]) == (3, 1, gold)
    assert (printed["not_carried"], printed["findings"], printed["address"]) == ([], [], None)
    assert snapshot(tmp_path / "more/seeds/shards").keys() == {"part-00000.jsonl.zst"}


def test_what_cannot_go_along_is_said(corpus_copy: Path, tmp_path: Path) -> None:
    (corpus_copy / "seeds/port-id.txt").rename(corpus_copy / "seeds/port-id.html")
    replace(corpus_copy / "seeds/seeds.jsonl", "port-id.txt", "port-id.html")
    (corpus_copy / "annotations/first/port-hi.jsonl").write_text("")
    ratchet = '{"code":"RT203","file":"annotations/gold/port-en.jsonl","record":"x"}\n'
    (corpus_copy / "annotations/ratchet.jsonl").write_text(ratchet)
    (corpus_copy / "README.md").write_text("About.\n")
    (corpus_copy / ".hidden").write_text("x")
    result = run(corpus_copy, "--out", tmp_path / "new")
    notes = [line.partition(": ")[2] for line in result.output.splitlines() if "Not carried" in line]
    assert notes == [
        "what lies beside the corpus (README.md, hidden files)",
        "names of seed files other than the id and .txt (1)",
        "files without a record in the layer first (1)",
        "files that lines of waivers or ratchet name, to be corrected (1)",
    ]
    assert (tmp_path / "new/annotations/ratchet.jsonl").read_text() == ratchet


def test_decisions_and_prose_go_along(corpus_copy: Path, tmp_path: Path) -> None:
    for path in ("annotations/adjudication/port-en.jsonl", "annotations/first/registry/entities.jsonl",
                 "annotations/first/README.md", "seeds/README.md", "seeds/stories.jsonl"):  # fmt: skip
        (corpus_copy / path).parent.mkdir(exist_ok=True)
        (corpus_copy / path).touch()
    reshard(CorpusFolder(corpus_copy), tmp_path / "new", ".jsonl", 9)
    moved = ("seeds/port", "annotations/gold/", "annotations/first/port", "seeds/seeds.jsonl")
    wanted = {p: d for p, d in corpus_files(corpus_copy).items() if not p.startswith(moved)}
    came = corpus_files(tmp_path / "new")
    assert {p: came[p] for p in wanted} == wanted
    assert {p for p in came if "/shards/" not in p} == {*wanted, "seeds/seeds.jsonl"}


@pytest.fixture
def address() -> str:
    return f"memory://{uuid.uuid4()}/corpus"


def test_shards_at_an_address(address: str, corpus_copy: Path, tmp_path: Path) -> None:
    comment = "# Ours.\n" + (corpus_copy / "retold.toml").read_text("utf-8")
    (corpus_copy / "retold.toml").write_text(comment, "utf-8")
    result = run(corpus_copy, "--out", tmp_path / "new", "--address", address, "--documents", 2)
    assert result.exit_code == 0
    assert f"in 2 shards (jsonl.zst) at {address}." in result.output
    assert len(Store(address).paths()) == 6
    here = snapshot(tmp_path / "new")
    assert not [path for path in here if "shards" in path]
    text = here["retold.toml"].decode("utf-8")
    assert text.startswith(comment.rstrip("\n"))
    assert text.endswith(f'[shards]\naddress = "{address}"\n')
    reshard(CorpusFolder(tmp_path / "new"), tmp_path / "files", None, 1)
    assert corpus_files(tmp_path / "files") == corpus_files(corpus_copy)


def test_shards_here_are_not_read_where_an_address_is_named(
    address: str, corpus_copy: Path, tmp_path: Path
) -> None:
    reshard(CorpusFolder(corpus_copy), tmp_path / "new", ".jsonl", 9, address)
    stray = tmp_path / "new/seeds/shards/part-00009.jsonl"
    stray.parent.mkdir()
    stray.write_text("")
    with pytest.raises(CorpusError) as error:
        reshard(CorpusFolder(tmp_path / "new"), tmp_path / "files", None, 1)
    (finding,) = error.value.findings
    assert (finding.code, finding.place.file) == ("RT009", "seeds/shards/part-00009.jsonl")
    assert finding.message.startswith(f"the shards are at {address}, as retold.toml says")


def test_with_a_fault_nothing_is_left_at_the_address(
    address: str, corpus_copy: Path, tmp_path: Path
) -> None:
    replace(corpus_copy / "annotations/gold/port-id.jsonl", '"zone"', '"zon"')
    result = run(corpus_copy, "--out", tmp_path / "new", "--address", address, "--documents", 1)
    assert result.exit_code == 1
    assert Store(address).paths() == []
    assert not (tmp_path / "new").exists()


def test_behind_a_fault_nothing_is_sent(
    address: str, corpus_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent(*_: object) -> None:
        raise AssertionError("sent")

    monkeypatch.setattr("retold.resharding.targets.write_shard", sent)
    replace(corpus_copy / "annotations/gold/port-en.jsonl", '"zone"', '"zon"')
    with pytest.raises(CorpusError):
        reshard(CorpusFolder(corpus_copy), tmp_path / "new", ".jsonl", 1, address)


def test_what_stays_at_the_address_is_said(
    address: str, corpus_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(store: Store, path: str, records: Any) -> None:
        if "00001" in path:
            raise OSError(28, "no room")
        write_shard(store, path, records)

    def stuck(store: Store, path: str) -> None:
        raise OSError("gone")

    monkeypatch.setattr("retold.resharding.targets.write_shard", full)
    with pytest.raises(OSError, match="no room") as error:
        reshard(CorpusFolder(corpus_copy), tmp_path / "new", ".jsonl", 1, address)
    assert getattr(error.value, "__notes__", []) == []
    assert Store(address).paths() == []
    monkeypatch.setattr(Store, "remove", stuck)
    with pytest.raises(OSError, match="no room") as error:
        reshard(CorpusFolder(corpus_copy), tmp_path / "new", ".jsonl", 1, address)
    assert error.value.__notes__[0] == (
        f"{address}/seeds/shards/part-00000.jsonl may be left there (gone); remove it by hand"
    )
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--documents", "0"], "should be greater than or equal to 1"),
        (["--as", "csv"], "'csv' is not one of 'jsonl', 'jsonl.gz', 'jsonl.zst', 'parquet', 'files'"),
        (["--address", "bucket/corpus"], "write it as s3://bucket/corpus"),
        (["--address", "sftp://me:secret@host/x"], "without a password"),
        (["--address", "memory://x", "--as", "files"], "files of one document are written below --out"),
    ],
)
def test_misuse_is_wrong_usage(
    words: list[str], message: str, corpus_copy: Path, tmp_path: Path
) -> None:
    result = run(corpus_copy, "--out", tmp_path / "new", *words)
    assert result.exit_code == 2
    assert message in said(result)
    assert "secret" not in result.output
    assert not (tmp_path / "new").exists()


def test_what_is_there_is_not_written_over(address: str, corpus_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new/x").touch()
    assert run(corpus_copy, "--out", tmp_path / "new").exit_code == 2
    assert run(corpus_copy, "--out", tmp_path / "a", "--address", address).exit_code == 0
    result = run(corpus_copy, "--out", tmp_path / "b", "--address", address)
    assert result.exit_code == 2
    assert "annotations/first/shards/part-00000.jsonl.zst is there already" in said(result)


def test_an_address_that_cannot_be_reached_is_no_finding(corpus_copy: Path, tmp_path: Path) -> None:
    result = run(corpus_copy, "--out", tmp_path / "new", "--address", "carrier-pigeon://x")
    assert isinstance(result.exception, OSError)  # main() says it and exits with 3
    assert "Protocol not known" in str(result.exception)


def test_an_empty_corpus(corpus_copy: Path, tmp_path: Path, address: str) -> None:
    from test_pipeline import clean

    for path in [*(corpus_copy / "seeds").glob("*.txt"), *(corpus_copy / "annotations").glob("*/port*")]:
        path.unlink()
    clean(corpus_copy, "seeds")
    done = reshard(CorpusFolder(corpus_copy), tmp_path / "new", ".jsonl", 9, address)
    assert (done.documents, done.shards) == (0, 0)
    assert b"shards" not in (tmp_path / "new/retold.toml").read_bytes()


def test_golden_is_in_files() -> None:
    assert not [path for path in snapshot(GOLDEN) if "/shards/" in path]
