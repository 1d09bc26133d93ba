"""The corpus that benchmarks measure with: sound, of the sizes that its page says, in both layouts."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import zstandard
from benchmarks.corpus.__main__ import main
from benchmarks.corpus.documents import Made, documents
from benchmarks.corpus.layouts import write
from benchmarks.corpus.packing import EXTENSIONS

from conftest import snapshot
from retold.files import CorpusFolder
from retold.pipeline import check
from retold.segmentation import sentences

COUNT = 24
LANGS = {"en", "id", "hi", "ur"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("files") / "corpus")


@pytest.fixture(scope="module")
def pages() -> list[Made]:
    return list(documents(COUNT))


def made(folder: Path, count: int = COUNT, seed: int = 0, layers: tuple[str, ...] = ("gold",)) -> Path:
    write(folder, count, seed, "files", 1000, "jsonl", layers)
    return folder


def jsonl(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def of_kind(page: Made, kind: str) -> list[dict[str, Any]]:
    return [record for record in map(json.loads, page.lines) if record["kind"] == kind]


def test_the_check_finds_nothing(files: Path) -> None:
    checked = check(CorpusFolder(files))
    assert checked.findings == []
    assert len(checked.corpus) == COUNT


def test_annotators_make_the_gold_that_stands_there(tmp_path: Path) -> None:
    checked = check(CorpusFolder(made(tmp_path / "corpus", 5, layers=("gold", "ada", "ben"))))
    assert checked.findings == []
    assert checked.corpus.annotated == ("ada", "ben")


def test_one_seed_gives_the_same_bytes_and_another_other_texts(files: Path, tmp_path: Path) -> None:
    assert snapshot(made(tmp_path / "again")) == snapshot(files)
    other = made(tmp_path / "other", seed=1)
    assert not {p.read_bytes() for p in files.glob("seeds/*.txt")} & {
        p.read_bytes() for p in other.glob("seeds/*.txt")
    }


def test_a_document_is_the_same_in_corpora_of_every_size(files: Path, tmp_path: Path) -> None:
    few = snapshot(made(tmp_path / "few", 7))
    many = snapshot(files)
    of_documents = [name for name in few if "/d" in name]
    assert len(of_documents) == 14
    assert {name: few[name] for name in of_documents} == {name: many[name] for name in of_documents}
    assert many["seeds/seeds.jsonl"].startswith(few["seeds/seeds.jsonl"])


@pytest.mark.parametrize("ext", EXTENSIONS)
def test_shards_hold_the_same_records_as_files(files: Path, tmp_path: Path, ext: str) -> None:
    shards = tmp_path / "corpus"
    write(shards, COUNT, 0, "shards", 10, ext, ("gold",))
    names = [f"{number:05d}.{ext}" for number in range(3)]
    assert sorted(p.name for p in (shards / "seeds/shards").iterdir()) == names
    assert sorted(p.name for p in (shards / "annotations/gold/shards").iterdir()) == names
    ids = []
    for name in names:
        told = list(rows(shards / "seeds/shards" / name))
        annotated = list(rows(shards / "annotations/gold/shards" / name))
        wanted: list[Any] = []
        for document in told:
            path = files / f"annotations/gold/{document['id']}.jsonl"
            lines = path.read_text(encoding="utf-8").splitlines()
            of = [{"doc": document["id"], "record": line} for line in lines]
            wanted += of if ext == "parquet" else lines
            text = (files / f"seeds/{document['id']}.txt").read_bytes().decode("utf-8")
            assert document.pop("text") == text
            ids.append({"id": document.pop("id"), "file": path.with_suffix(".txt").name, **document})
        assert annotated == wanted
    assert ids == jsonl((files / "seeds/seeds.jsonl").read_text(encoding="utf-8"))
    beside = {name: data for name, data in snapshot(shards).items() if "/shards/" not in name}
    assert beside.pop("seeds/seeds.jsonl") == b""
    assert beside.items() <= snapshot(files).items()


def rows(path: Path) -> Iterator[Any]:
    """The rows of a shard; lines of records as they are."""
    data = path.read_bytes()
    if path.suffix == ".parquet":
        yield from pq.read_table(path).to_pylist()
        return
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    elif path.suffix == ".zst":
        data = zstandard.ZstdDecompressor().decompress(data)
    lines = data.decode("utf-8").splitlines()
    yield from map(json.loads, lines) if "seeds" in path.parts else lines


def test_documents_have_the_sizes_that_are_measured_with(pages: list[Made]) -> None:
    assert {page.lang for page in pages} == LANGS
    for page in pages:
        assert 2000 <= len(page.text.encode("utf-8")) <= 6000
        counts = Counter(json.loads(line)["kind"] for line in page.lines)
        assert 30 <= counts["mention"] <= 60
        assert (counts["stance"], counts["casualty"], counts["headline"]) == (5, 3, 1)
        zones = {zone["zone"] for zone in of_kind(page, "zone")}
        assert zones >= {"headline", "dateline", "body", "furniture"}
        assert len(sentences(page.text, page.lang)) >= 20
    mentions = [mention for page in pages for mention in of_kind(page, "mention")]
    assert 35 <= len(mentions) / COUNT <= 48
    assert len({mention["type"] for mention in mentions}) >= 14
    forms = {claim["count"]["form"] for page in pages for claim in of_kind(page, "casualty")}
    assert forms >= {"exact", "at_least", "more_than", "range", "approx", "vague"}
    assert any(of_kind(page, "fault") for page in pages)


def test_a_story_is_told_four_times_and_an_event_in_one_split() -> None:
    # two hundred stories: ten events of twenty stories each
    pages = list(documents(800))
    assert set(Counter(page.story.story.id for page in pages).values()) == {4}
    events = {(page.story.story.id, page.story.happening.event.id) for page in pages}
    assert set(Counter(event for _, event in events).values()) == {20}
    splits = {(page.story.happening.event.id, page.story.story.split) for page in pages}
    assert Counter(split for _, split in splits) == {"train": 8, "validation": 1, "test": 1}


def test_a_folder_that_is_there_is_left_alone(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(files)
    monkeypatch.setattr("sys.argv", ["corpus", str(files), "--documents", "2"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert "name a new folder" in capsys.readouterr().err
    assert snapshot(files) == before
