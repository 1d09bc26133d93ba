"""Shards behind the API of S3, for real and on loopback: `make test-scale`."""

from __future__ import annotations

import ipaddress
import multiprocessing
import random
import socket
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from moto.server import ThreadedMotoServer
from msgspec.structs import replace as replaced
from typer.testing import CliRunner

from conftest import replace, snapshot
from retold.cli import app
from retold.files import CorpusFolder
from retold.findings import CorpusError
from retold.manifest import sha256
from retold.model import Annotation, SeedText
from retold.resharding.reshard import reshard
from retold.shards.addresses import AddressError, Store
from retold.shards.pairing import ENDINGS, paired
from retold.shards.reading import ShardReading
from retold.shards.writing import write_shard
from sharded import golden, read
from test_reshard import corpus_files, said
from test_shards_writing import ADA, GOLD, SEEDS, shards

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
runner = CliRunner()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Address of a server of the S3 API on this machine."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "invented")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "invented")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        connect = socket.socket.connect

        def near(own: socket.socket, address: Any) -> None:
            if own.family != socket.AF_UNIX:
                assert ipaddress.ip_address(address[0]).is_loopback, address
            connect(own, address)

        patch.setattr(socket.socket, "connect", near)
        yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def store(server: str) -> Store:
    """A bucket of its own."""
    return bucket()


def bucket() -> Store:
    name = f"b{uuid.uuid4()}"
    boto3.client("s3").create_bucket(Bucket=name)
    return Store(f"s3://{name}/corpus")


def objects(store: Store) -> list[str]:
    """Every key of the bucket, as the API lists them, and uploads that were begun and not ended."""
    client = boto3.client("s3")
    name = store.root.split("/")[2]
    found = client.list_objects_v2(Bucket=name).get("Contents", [])
    begun = client.list_multipart_uploads(Bucket=name).get("Uploads", [])
    return sorted(each["Key"] for each in (*found, *begun))


@pytest.mark.parametrize("ending", ENDINGS)
@SLOW
@given(drawn=shards())
def test_what_is_written_is_read_back(
    ending: str, drawn: tuple[list[SeedText], list[list[Annotation]]], server: str
) -> None:
    store = bucket()
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
def test_objects_are_the_files_of_a_folder(ending: str, store: Store, tmp_path: Path) -> None:
    found, records = golden()
    here = Store(str(tmp_path))
    for place in (store, here):
        write_shard(place, SEEDS + ending, found)
        write_shard(place, GOLD + ending, records["gold"])
    assert store.paths() == here.paths()
    for path, data in snapshot(tmp_path).items():
        assert b"".join(store.chunks(path)) == data
        assert store.digest(path) == here.digest(path) == sha256(data)
    assert objects(store) == [f"corpus/{path}" for path in store.paths()]
    (shard,), _ = paired(store.paths())
    assert read(store, shard)[1].inputs == read(here, shard)[1].inputs


def large(megabytes: int) -> SeedText:
    """A document that no compression makes small."""
    text = random.Random(7).randbytes(megabytes << 19).hex()
    return replaced(golden()[0][0], text=text, sha256=sha256(text.encode()))


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
def test_more_than_one_request_brings(ending: str, store: Store) -> None:
    document = large(20)
    write_shard(store, SEEDS + ending, [document])
    write_shard(store, GOLD + ending, [])
    (shard,), _ = paired(store.paths())
    (came,), reading = read(store, shard)
    assert reading.findings == []
    assert came.text == document.text
    assert reading.inputs[shard.seeds] == store.digest(shard.seeds)


def test_what_is_new_is_listed_at_once(store: Store) -> None:
    assert store.paths() == []
    write_shard(store, f"{SEEDS}.jsonl", [])
    assert store.paths() == [f"{SEEDS}.jsonl"]
    store.remove(f"{SEEDS}.jsonl")
    assert store.paths() == []


def broken(records: list[Any]) -> Iterator[Any]:
    yield records[0]
    raise RuntimeError("no more")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_shard_that_cannot_be_written_is_not_there(ending: str, store: Store) -> None:
    found, _ = golden()
    with pytest.raises(RuntimeError, match="no more"):
        write_shard(store, SEEDS + ending, broken(found))
    assert objects(store) == []
    write_shard(store, SEEDS + ending, found)
    before = store.digest(SEEDS + ending)
    with pytest.raises(RuntimeError, match="no more"):
        write_shard(store, SEEDS + ending, broken(found))
    assert store.digest(SEEDS + ending) == before


@pytest.mark.parametrize("ending", [".jsonl.gz", ".jsonl.zst", ".parquet"])
def test_an_object_that_is_cut_off(ending: str, store: Store) -> None:
    found, records = golden()
    write_shard(store, SEEDS + ending, found)
    write_shard(store, GOLD + ending, records["gold"])
    name = store.root.split("/")[2]
    half = b"".join(store.chunks(SEEDS + ending))[:-20]
    boto3.client("s3").put_object(Bucket=name, Key=f"corpus/{SEEDS}{ending}", Body=half)
    (shard,), _ = paired(store.paths())
    _, reading = read(store, shard)
    assert [(f.code, f.place.file) for f in reading.findings] == [("RT023", SEEDS + ending)]
    assert reading.inputs[SEEDS + ending] == sha256(half)


def texts_of(store: Store) -> list[str]:
    found = []
    for shard in paired(store.paths())[0]:
        found += [document.text for document in ShardReading(store, shard).documents()]
    return found


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_other_processes_read_it_too(method: str, store: Store) -> None:
    """Also after this one has connections open, which a fork must not share."""
    found, records = golden()
    write_shard(store, f"{SEEDS}.jsonl.zst", found)
    write_shard(store, f"{GOLD}.jsonl.zst", records["gold"])
    wanted = texts_of(store)
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as pool:
        assert list(pool.map(texts_of, [store] * 4, timeout=120)) == [wanted] * 4
    assert wanted == [document.text for document in found]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_corpus_goes_there_and_comes_back(
    ending: str, store: Store, corpus_copy: Path, tmp_path: Path
) -> None:
    form = ending.removeprefix(".")
    words = ["reshard", corpus_copy, "--out", tmp_path / "new", "--address", store.root, "--as", form]
    result = runner.invoke(app, [*map(str, words), "--documents", "2"])
    assert result.exit_code == 0, result.output
    assert f"in 2 shards ({form}) at {store.root}." in result.output
    assert len(store.paths()) == 6
    assert not [path for path in snapshot(tmp_path / "new") if "shards" in path]
    back = ["reshard", tmp_path / "new", "--out", tmp_path / "files", "--as", "files"]
    assert runner.invoke(app, [*map(str, back)]).exit_code == 0
    assert corpus_files(tmp_path / "files") == corpus_files(corpus_copy)
    more = [*words[:2], "--out", tmp_path / "more", "--address", store.root]
    again = runner.invoke(app, [*map(str, more)])
    assert again.exit_code == 2
    assert "is there already" in said(again)


def test_with_a_fault_nothing_is_left_there(store: Store, corpus_copy: Path, tmp_path: Path) -> None:
    replace(corpus_copy / "annotations/gold/port-id.jsonl", '"zone"', '"zon"')
    with pytest.raises(CorpusError):
        reshard(CorpusFolder(corpus_copy), tmp_path / "new", ".jsonl", 1, store.root)
    assert objects(store) == []
    assert not (tmp_path / "new").exists()


def test_a_bucket_that_is_not_there(server: str) -> None:
    store = Store("s3://no-such-bucket/corpus")
    with pytest.raises(OSError, match=r"^s3://no-such-bucket/corpus: .*bucket"):
        write_shard(store, f"{SEEDS}.jsonl", [])
    with pytest.raises(FileNotFoundError, match=r"^s3://no-such-bucket/corpus: "):
        list(store.chunks(f"{SEEDS}.jsonl"))


def test_a_server_that_does_not_answer(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{held.getsockname()[1]}")
        import s3fs

        s3fs.S3FileSystem.clear_instance_cache()
        store = Store(f"s3://{uuid.uuid4()}/corpus")
        with pytest.raises(AddressError, match=f"^{store.root}: "):
            list(store.chunks(f"{SEEDS}.jsonl"))
        with pytest.raises(AddressError, match=f"^{store.root}: "):
            write_shard(store, f"{SEEDS}.jsonl", [])
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_corpus_there_is_built_to_there_as_here(
    store: Store, corpus_copy: Path, tmp_path: Path
) -> None:
    """Shards are read from a bucket, the dataset goes to another: the bytes are those of a folder."""
    reshard(CorpusFolder(corpus_copy), tmp_path / "here", ".jsonl.zst", 2)
    reshard(CorpusFolder(corpus_copy), tmp_path / "there", ".jsonl.zst", 2, store.root)
    target = bucket()
    here = runner.invoke(app, ["build", str(tmp_path / "here")])
    there = runner.invoke(app, ["build", str(tmp_path / "there"), "--jobs", "2", "--to", target.root])
    assert here.exit_code == there.exit_code == 0, there.output
    built = snapshot(tmp_path / "there/data")
    assert {path.removeprefix("corpus/") for path in objects(target)} == set(built)
    wanted = snapshot(tmp_path / "here/data")
    tables = [path for path in wanted if path.endswith(".parquet")]
    assert len(tables) > 7
    assert {path: built[path] for path in tables} == {path: wanted[path] for path in tables}
    assert {path: b"".join(target.chunks(path)) for path in built} == built
