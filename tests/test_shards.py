"""Documents in shards: what is read of them is what the files of one document would have given."""

from __future__ import annotations

import gzip
import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import GOLDEN
from retold import schemas
from retold.files import CorpusFolder
from retold.model import Annotation
from retold.reading import read as read_folder
from retold.records import misplaced, parse
from retold.shards.addresses import Store, store_of, unread
from retold.shards.lines import rows_of_lines
from retold.shards.manifest import manifest
from retold.shards.pairing import ENDINGS, paired
from retold.shards.reading import ShardReading
from retold.shards.streams import lines
from sharded import golden, laid_out, lines_of, read
from test_records import near_misses


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_shard_gives_what_files_of_one_document_give(ending: str, tmp_path: Path) -> None:
    documents, records = golden()
    store, shard = laid_out(
        tmp_path, lines_of(documents), {k: lines_of(v) for k, v in records.items()}, ending
    )
    came, reading = read(store, shard)
    assert reading.findings == []
    assert reading.broken == set()
    wanted = read_folder(CorpusFolder(GOLDEN)).documents
    assert [d.seed.record for d in came] == [layers.documents["gold"].seed for layers in wanted]
    assert [d.text for d in came] == [layers.documents["gold"].text for layers in wanted]
    for document, layers in zip(came, wanted, strict=True):
        assert {
            name: ([row.record for row in rows], whole)
            for name, (rows, whole) in document.layers.items()
        } == {
            name: ([row.record for row in of_layer.rows], of_layer.whole)
            for name, of_layer in layers.documents.items()
        }


@pytest.mark.parametrize("ending", ENDINGS)
def test_rows_say_where_they_stand(ending: str, tmp_path: Path) -> None:
    documents, records = golden()
    store, shard = laid_out(tmp_path, lines_of(documents), {"gold": lines_of(records["gold"])}, ending)
    came, _ = read(store, shard)
    assert [(d.seed.file, d.seed.line) for d in came] == [
        (f"seeds/shards/part-1{ending}", number) for number in (1, 2, 3)
    ]
    rows = [row for document in came for row in document.layers["gold"].rows]
    assert [row.line for row in rows] == list(range(1, len(records["gold"]) + 1))
    assert {row.file for row in rows} == {f"annotations/gold/shards/part-1{ending}"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_bytes_are_digested_as_they_are_read(ending: str, tmp_path: Path) -> None:
    documents, records = golden()
    layers = {k: lines_of(v) for k, v in records.items()}
    store, shard = laid_out(tmp_path, lines_of(documents), layers, ending)
    _, reading = read(store, shard)
    wanted = {p: hashlib.sha256((tmp_path / p).read_bytes()).hexdigest() for p in shard.paths}
    assert reading.inputs == wanted
    assert {path: store.digest(path) for path in shard.paths} == wanted


def test_documents_pass_one_by_one(tmp_path: Path) -> None:
    """Nothing behind the document that is asked for has been looked at: the file may end anywhere."""
    documents, records = golden()
    seeds = [lines_of(documents)[0], *(["not JSON"] * 30_000)]
    store, shard = laid_out(tmp_path, seeds, {"gold": lines_of(records["gold"])})
    reading = ShardReading(store, shard)
    passing = reading.documents()
    assert next(passing).seed.record.id == "port-en"
    assert reading.findings == []
    passing.close()


def test_layers_may_have_other_endings_than_the_documents(tmp_path: Path) -> None:
    documents, records = golden()
    laid_out(tmp_path, lines_of(documents), {"gold": lines_of(records["gold"])}, ".parquet")
    first = tmp_path / "annotations/first/shards/part-1.jsonl.gz"
    first.parent.mkdir(parents=True)
    first.write_bytes(gzip.compress("".join(f"{x}\n" for x in lines_of(records["first"])).encode()))
    store = Store(str(tmp_path))
    (shard,), findings = paired(store.paths())
    assert findings == []
    came, reading = read(store, shard)
    assert reading.findings == []
    assert sum(len(d.layers["first"].rows) for d in came) == len(records["first"])


def test_a_layer_may_have_no_record_of_a_document(tmp_path: Path) -> None:
    documents, records = golden()
    some = {k: [r for r in v if r.doc != "port-hi"] for k, v in records.items()}
    store, shard = laid_out(tmp_path, lines_of(documents), {k: lines_of(v) for k, v in some.items()})
    came, reading = read(store, shard)
    assert reading.findings == []
    assert [sorted(d.layers) for d in came] == [["first", "gold"], ["gold"], ["first", "gold"]]
    assert came[1].layers["gold"] == ((), True)


@pytest.mark.parametrize(
    ("ending", "compress"),
    [(".jsonl.gz", gzip.compress), (".jsonl.zst", zstandard.ZstdCompressor().compress)],
)
def test_compressed_files_may_have_several_parts(ending: str, compress: object, tmp_path: Path) -> None:
    documents, records = golden()
    store, shard = laid_out(tmp_path, [], {"gold": lines_of(records["gold"])}, ending)
    assert callable(compress)
    parts = [compress(f"{line}\n".encode()) for line in lines_of(documents)]
    (tmp_path / shard.seeds).write_bytes(b"".join([*parts, compress(b"")]))
    came, reading = read(store, shard)
    assert reading.findings == []
    assert len(came) == 3


def test_shards_come_in_the_order_of_their_numbers() -> None:
    names = ["part-10", "part-9", "part-09", "a", "part-1"]
    shards, _ = paired(f"seeds/shards/{name}.jsonl" for name in names)
    assert [shard.name for shard in shards] == ["a", "part-1", "part-09", "part-9", "part-10"]


def test_gold_is_the_first_layer() -> None:
    paths = [f"annotations/{layer}/shards/p.jsonl" for layer in ("ada", "gold", "ben")]
    (shard,), findings = paired(["seeds/shards/p.parquet", *paths])
    assert findings == []
    assert list(shard.layers) == ["gold", "ada", "ben"]


@given(
    near_misses(), st.integers(1, 50), st.sampled_from([None, "entity"]), st.sampled_from(["", "\ufeff"])
)
def test_a_line_is_judged_as_in_a_file_of_one_document(
    text: str, size: int, kind: str | None, mark: str
) -> None:
    data = (mark + text).encode("utf-8")
    chunks = [data[i : i + size] for i in range(0, len(data), size)]
    findings: list[object] = []
    reads = rows_of_lines(lines(chunks), "f", kind, schemas.violations, findings)  # type: ignore[arg-type]
    rows = [read.row for read in reads if read.row is not None]
    findings += [finding for a, b in pairwise(rows) for finding in misplaced(a, b)]
    wanted_rows, wanted = parse(mark + text, "f", kind, schemas.violations)
    assert rows == wanted_rows
    assert sorted(map(str, findings)) == sorted(map(str, wanted))


def test_where_the_shards_are(tmp_path: Path) -> None:
    folder = CorpusFolder(tmp_path)
    assert store_of(folder, None) == Store(str(tmp_path))
    assert store_of(folder, "../elsewhere") == Store(str(tmp_path.parent / "elsewhere"))
    assert store_of(folder, "s3://bucket/corpus/") == Store("s3://bucket/corpus")
    assert [store.remote for store in (store_of(folder, "x"), store_of(folder, "memory://x"))] == [
        False,
        True,
    ]


def test_what_lies_in_the_corpus_is_not_read_where_an_address_is_named(tmp_path: Path) -> None:
    laid_out(tmp_path, [], {"gold": []})
    folder = CorpusFolder(tmp_path)
    both = ["annotations/gold/shards/part-1.jsonl", "seeds/shards/part-1.jsonl"]
    assert unread(folder, store_of(folder, None)) == []
    assert unread(folder, store_of(folder, "memory://x")) == both


def test_files_of_shards_are_neither_seeds_nor_strays(tmp_path: Path) -> None:
    laid_out(tmp_path, [], {"gold": [], "ada": []})
    (tmp_path / "seeds/shards/README.md").write_text("Prose.\n")
    folder = CorpusFolder(tmp_path)
    assert folder.seed_files() == []
    assert folder.stray_files() == []
    assert len(folder.shard_files()) == 3


def test_annotations_of_golden_are_enough_to_tell() -> None:
    documents, records = golden()
    assert len(documents) == 3
    assert all(len({r.doc for r in of_layer}) == 3 for of_layer in records.values())
    assert all(isinstance(r, Annotation) for of_layer in records.values() for r in of_layer)
    assert json.loads(lines_of(documents)[0])["text"] == documents[0].text


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_manifest_of_a_shard_is_its_documents_without_texts(ending: str, tmp_path: Path) -> None:
    documents, records = golden()
    store, shard = laid_out(tmp_path, lines_of(documents), {"gold": lines_of(records["gold"])}, ending)
    inputs: dict[str, str] = {}
    came, reading = read(store, shard)
    assert list(manifest(store, shard.seeds, inputs)) == [d.seed for d in came]
    assert inputs == {shard.seeds: reading.inputs[shard.seeds]}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_manifest_leaves_out_what_is_none_and_judges_nothing(ending: str, tmp_path: Path) -> None:
    documents, _ = golden()
    seeds = lines_of(documents)
    broken = [seeds[0], seeds[1].replace('"story":"port-strike"', '"story":null'), seeds[2]]
    store, shard = laid_out(tmp_path, broken, {"gold": []}, ending)
    inputs: dict[str, str] = {}
    rows = list(manifest(store, shard.seeds, inputs))
    assert [(row.record.id, row.line) for row in rows] == [("port-en", 1), ("port-id", 3)]
    whole = (tmp_path / shard.seeds).read_bytes()
    for cut in (0, 5, -1):
        (tmp_path / shard.seeds).write_bytes(whole[:cut])
        assert [row in rows for row in manifest(store, shard.seeds, inputs)] in ([], [True], [True] * 2)
        assert inputs == {shard.seeds: hashlib.sha256(whole[:cut]).hexdigest()}


def test_a_finding_in_a_text_stands_in_its_shard(tmp_path: Path) -> None:
    from retold.corpus import Corpus, Settings
    from retold.rules.texts import byte_order_mark

    document = golden()[0][0]
    text = "\ufeff" + document.text
    marked = replace(document, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
    (came,), _ = read(*laid_out(tmp_path, lines_of([marked]), {"gold": []}))
    corpus = Corpus(Settings("", "", "0.0.0", {}), {}, {})
    (finding,) = byte_order_mark(came.seed, came.text, corpus)
    assert str(finding.place) == "seeds/shards/part-1.jsonl:1 port-en text [0, 1)"
