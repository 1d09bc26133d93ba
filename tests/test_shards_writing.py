"""Shards that are written: what is read back is what it was; the same records are the same bytes."""

from __future__ import annotations

import hashlib
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import snapshot
from retold.model import Annotation, Provenance, Published, SeedText, labels
from retold.records import dump, sort_key
from retold.shards.addresses import AddressError, Store
from retold.shards.manifest import manifest
from retold.shards.pairing import ENDINGS, paired
from retold.shards.writing import write_shard
from sharded import golden, lines_of, packed, read
from strategies import annotations, dates, ids, langs, names, texts

SEEDS, GOLD, ADA = ("seeds/shards/p", "annotations/gold/shards/p", "annotations/ada/shards/p")


@st.composite
def documents(draw: st.DrawFn) -> SeedText:
    """Any document that its schema allows."""
    text = draw(texts())
    return SeedText(
        draw(ids), hashlib.sha256(text.encode("utf-8")).hexdigest(), draw(langs),
        draw(st.none() | names), draw(ids), Published(draw(dates), draw(st.booleans())), draw(names),
        draw(dates), text, draw(st.sampled_from(labels(Provenance))),
    )  # fmt: skip


@st.composite
def shards(draw: st.DrawFn) -> tuple[list[SeedText], list[list[Annotation]]]:
    """Documents by id, and the records of two layers in their order."""
    found = sorted(draw(st.lists(documents(), max_size=5, unique_by=lambda d: d.id)), key=lambda d: d.id)
    layers = []
    for _ in range(2 if found else 0):
        doc = st.sampled_from([document.id for document in found])
        records = st.builds(lambda record, doc: replace(record, doc=doc), annotations(), doc)
        layers.append(sorted(draw(st.lists(records, max_size=8)), key=lambda r: (r.doc, sort_key(r))))
    return found, layers or [[], []]


@pytest.fixture(params=["folder", "object store", "other"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("store")
    roots = {"folder": str(folder), "object store": f"memory://{folder.name}{uuid.uuid4()}",
             "other": f"file://{folder}"}  # fmt: skip
    return Store(roots[request.param])


@pytest.mark.parametrize("ending", ENDINGS)
@settings(deadline=None)
@given(drawn=shards())
def test_what_is_written_is_read_back(
    ending: str, drawn: tuple[list[SeedText], list[list[Annotation]]], tmp_path_factory: Any
) -> None:
    store = Store(str(tmp_path_factory.mktemp("store")))
    found, (gold, ada) = drawn
    for path, records in ((SEEDS, found), (GOLD, gold), (ADA, ada)):
        write_shard(store, path + ending, records)  # type: ignore[arg-type]
    (shard,), _ = paired(store.paths())
    came, reading = read(store, shard)
    assert reading.findings == []
    assert [SeedText.of(d.seed.record, d.text) for d in came] == found
    for layer, records in (("gold", gold), ("ada", ada)):
        of_layer = [row.record for d in came if layer in d.layers for row in d.layers[layer].rows]
        assert of_layer == records


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_kind_of_store_holds_them(ending: str, store: Store) -> None:
    found, records = golden()
    assert store.paths() == []
    write_shard(store, SEEDS + ending, found)
    write_shard(store, GOLD + ending, records["gold"])
    assert store.paths() == [GOLD + ending, SEEDS + ending]
    (shard,), _ = paired(store.paths())
    came, reading = read(store, shard)
    assert reading.findings == []
    assert [d.text for d in came] == [d.text for d in found]
    assert [row.record for d in came for row in d.layers["gold"].rows] == records["gold"]
    assert reading.inputs == {path: store.digest(path) for path in shard.paths}
    store.remove(SEEDS + ending)
    assert store.paths() == [GOLD + ending]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_records_are_the_same_bytes(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, records = golden()
    came = []
    for number in range(2):
        monkeypatch.setattr("time.time", lambda number=number: 1_000_000_000.0 + 1000 * number)
        store = Store(str(tmp_path / f"store {number}"))
        write_shard(store, SEEDS + ending, found)
        write_shard(store, GOLD + ending, iter(records["gold"]))
        came.append(snapshot(Path(store.root)))
    assert came[0] == came[1]
    assert len(came[0]) == 2


def test_plain_lines_are_those_of_files(tmp_path: Path) -> None:
    found, records = golden()
    write_shard(Store(str(tmp_path)), f"{SEEDS}.jsonl", found)
    write_shard(Store(str(tmp_path)), f"{GOLD}.jsonl", records["gold"])
    assert (tmp_path / f"{SEEDS}.jsonl").read_bytes() == packed(lines_of(found), ".jsonl")
    by_doc = [[r for r in records["gold"] if r.doc == d.id] for d in found]
    assert (tmp_path / f"{GOLD}.jsonl").read_text("utf-8") == "".join(map(dump, by_doc))


def test_the_columns_of_parquet(tmp_path: Path) -> None:
    found, records = golden()
    write_shard(Store(str(tmp_path)), f"{SEEDS}.parquet", found)
    write_shard(Store(str(tmp_path)), f"{GOLD}.parquet", records["gold"])
    table = pq.read_table(tmp_path / f"{SEEDS}.parquet")
    assert table.column_names == list(SeedText.__struct_fields__)
    assert str(table.schema.field("published").type) == "struct<date: string, inferred: bool>"
    assert table.column("text").to_pylist() == [d.text for d in found]
    lines = pq.read_table(tmp_path / f"{GOLD}.parquet")
    assert lines.to_pylist() == [
        {"doc": record.doc, "record": line}
        for record, line in zip(records["gold"], lines_of(records["gold"]), strict=True)
    ]


def test_a_table_of_documents_needs_no_provenance(tmp_path: Path) -> None:
    """Without the column, and where it is null, a document is real."""
    found, records = golden()
    write_shard(Store(str(tmp_path)), f"{GOLD}.parquet", records["gold"])
    file = tmp_path / f"{SEEDS}.parquet"
    for drop in (False, True):
        write_shard(Store(str(tmp_path)), f"{SEEDS}.parquet", found)
        if drop:
            pq.write_table(pq.read_table(file).drop_columns("provenance"), file)
        else:
            assert pq.read_table(file).column("provenance").null_count == len(found)
        assert {
            row.record.provenance for row in manifest(Store(str(tmp_path)), f"{SEEDS}.parquet", {})
        } == {"real"}
        (shard,), _ = paired(Store(str(tmp_path)).paths())
        documents, _ = read(Store(str(tmp_path)), shard)
        assert [one.text for one in documents] == [d.text for d in found]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_manifest_of_an_invented_document_says_so(ending: str, tmp_path: Path) -> None:
    found = [replace(document, provenance="authored") for document in golden()[0]]
    write_shard(Store(str(tmp_path)), SEEDS + ending, found)
    rows = manifest(Store(str(tmp_path)), SEEDS + ending, {})
    assert [row.record for row in rows] == [document.seed for document in found]


def test_more_rows_than_a_group_of_parquet(tmp_path: Path) -> None:
    record = golden()[1]["gold"][0]
    many = [replace(record, id=f"z{number:04d}") for number in range(1000)]
    write_shard(Store(str(tmp_path)), f"{GOLD}.parquet", many)
    file = pq.ParquetFile(tmp_path / f"{GOLD}.parquet")
    assert (file.metadata.num_rows, file.metadata.num_row_groups) == (1000, 4)


def broken(records: list[Any]) -> Iterator[Any]:
    yield records[0]
    raise RuntimeError("no more")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_shard_that_cannot_be_written_leaves_the_old_one(ending: str, store: Store) -> None:
    found, _ = golden()
    write_shard(store, SEEDS + ending, found[:1])
    before = store.digest(SEEDS + ending)
    with pytest.raises(RuntimeError, match="no more"):
        write_shard(store, SEEDS + ending, broken(found))
    assert store.digest(SEEDS + ending) == before
    assert everything(store) == [SEEDS + ending]


def everything(store: Store) -> list[str]:
    """Every file below the root, hidden ones too."""
    system, base = fsspec.core.url_to_fs(store.root)
    return sorted(path.removeprefix(base).lstrip("/") for path in system.find(base))


def test_a_transfer_that_fails_leaves_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fsspec.implementations.local import LocalFileSystem

    def half(self: object, source: str, target: str) -> None:
        Path(target).write_bytes(Path(source).read_bytes()[:10])
        raise TimeoutError("the line is dead")

    store = Store(f"file://{tmp_path}")
    monkeypatch.setattr(LocalFileSystem, "put_file", half)
    with pytest.raises(AddressError, match=f"^{store.root}: TimeoutError: the line is dead"):
        write_shard(store, f"{SEEDS}.jsonl", golden()[0])
    assert everything(store) == []


def test_records_come_in_order(tmp_path: Path) -> None:
    found, records = golden()
    with pytest.raises(ValueError, match="'port-en' is not in order"):
        write_shard(Store(str(tmp_path)), f"{SEEDS}.jsonl", [found[1], found[0]])
    with pytest.raises(ValueError, match="is not in order"):
        write_shard(Store(str(tmp_path)), f"{GOLD}.jsonl", records["gold"][::-1])
    with pytest.raises(ValueError, match="has no ending of a shard"):
        write_shard(Store(str(tmp_path)), f"{GOLD}.csv", [])
    assert snapshot(tmp_path) == {}


def test_an_address_says_which_library_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.setattr(sys.modules["fsspec.registry"], "_registry", {})
    store = Store("s3://bucket/corpus")
    for use in (store.paths, lambda: list(store.chunks("x")), lambda: store.digest("x")):
        with pytest.raises(AddressError, match=r"s3://bucket/corpus .*pip install 'retold\[s3\]'"):
            use()


def test_an_address_of_no_known_kind() -> None:
    with pytest.raises(AddressError, match=r"^carrier-pigeon://x: ValueError: Protocol not known"):
        Store("carrier-pigeon://x").paths()


def test_an_address_without_the_file() -> None:
    with pytest.raises(FileNotFoundError, match=r"^memory://nowhere: there is no file /nowhere/seeds"):
        list(Store("memory://nowhere").chunks("seeds/shards/p.jsonl"))
