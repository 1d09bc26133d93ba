"""Compressed files: the same content is the same bytes, damage is said, and tables may be so."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from conftest import replace, snapshot
from retold.compression import COMPRESSED, DamagedError, compress, decompressed
from retold.dataset import DatasetError
from retold.exploring.beside import beside
from retold.files import ENTITIES, SEEDS, STORIES, CorpusFolder
from retold.findings import Finding
from retold.fixing import fix

EVENTS = "annotations/registry/events.jsonl"


def content(data: bytes, path: str, size: int = 1 << 20) -> bytes:
    return b"".join(decompressed([data[i : i + size] for i in range(0, len(data), size)], path))


@pytest.mark.parametrize("ending", ["", *COMPRESSED])
@given(data=st.binary(max_size=500), size=st.integers(1, 100))
def test_what_is_compressed_comes_back(ending: str, data: bytes, size: int) -> None:
    packed = compress(data, f"f{ending}")
    assert packed == compress(data, f"g{ending}")
    assert content(packed, f"f{ending}", size) == data


def test_zstd_has_its_check_sum() -> None:
    assert zstandard.get_frame_parameters(compress(b"abc", "f.zst")).has_checksum


def test_other_programs_read_it() -> None:
    assert gzip.decompress(compress(b"abc", "f.gz")) == b"abc"
    reader = zstandard.ZstdDecompressor().decompressobj()
    assert reader.decompress(compress(b"abc", "f.zst")) == b"abc"


@pytest.mark.parametrize("ending", COMPRESSED)
@pytest.mark.parametrize("part", [slice(0, 0), slice(0, 9), slice(0, -1), slice(5, None)])
def test_what_is_not_whole_is_damaged(ending: str, part: slice) -> None:
    packed = compress(b"abc" * 100, f"f{ending}")
    with pytest.raises(DamagedError, match="stream"):
        content(packed[part], f"f{ending}")
    with pytest.raises(DamagedError, match="stream"):
        content(packed + packed[part] + b"x", f"f{ending}")


@pytest.mark.parametrize("ending", COMPRESSED)
def test_content_comes_in_small_pieces(ending: str) -> None:
    data = random.Random(1).randbytes(2 << 20).hex().encode()
    pieces = list(decompressed([compress(data, ending)], ending))
    assert b"".join(pieces) == data
    assert max(map(len, pieces)) < 1 << 18


def pack(corpus: Path, path: str, ending: str) -> None:
    """Puts a compressed file in the place of a plain one."""
    (corpus / f"{path}{ending}").write_bytes(compress((corpus / path).read_bytes(), ending))
    (corpus / path).unlink()


@pytest.mark.parametrize("ending", COMPRESSED)
def test_stories_and_registry_may_be_compressed(ending: str, corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    plain = {path: folder.read_text(path) for path in (STORIES, ENTITIES, EVENTS)}
    for path, text in plain.items():
        pack(corpus_copy, path, ending)
        assert folder.stored(path) == f"{path}{ending}"
        assert folder.read_text(folder.stored(path)) == text
    assert folder.stray_files() == []
    assert {file.rsplit(".", 1)[1] for file in folder.seed_files()} == {"txt"}
    assert {f"{path}{ending}" for path in plain} <= {path for path, _ in folder.record_files()}
    assert beside(folder).titles.keys() == {"port-storm", "port-strike"}


@pytest.mark.parametrize("path", [SEEDS, "annotations/links.jsonl", "annotations/annotators.jsonl"])
def test_other_tables_may_not(path: str, corpus_copy: Path) -> None:
    pack(corpus_copy, path, ".gz")
    folder = CorpusFolder(corpus_copy)
    assert folder.stored(path) == path
    assert f"{path}.gz" in [*folder.stray_files(), *(f"seeds/{name}" for name in folder.seed_files())]


def test_what_is_there_twice_is_read_plain_and_the_other_is_a_stray(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    for path in (STORIES, EVENTS):
        (corpus_copy / f"{path}.gz").write_bytes(compress(b"", ".gz"))
        assert folder.stored(path) == path
    assert folder.stray_files() == [f"{EVENTS}.gz"]
    assert "stories.jsonl.gz" in folder.seed_files()
    (corpus_copy / EVENTS).unlink()
    (corpus_copy / f"{EVENTS}.zst").write_bytes(compress(b"", ".zst"))
    assert folder.stored(EVENTS) == f"{EVENTS}.gz"
    assert folder.stray_files() == [f"{EVENTS}.zst"]


@pytest.mark.parametrize("ending", COMPRESSED)
def test_fix_mends_them_and_leaves_them_compressed(ending: str, corpus_copy: Path) -> None:
    replace(corpus_copy / EVENTS, '{"id"', '{ "id"')
    pack(corpus_copy, EVENTS, ending)
    folder = CorpusFolder(corpus_copy)
    assert fix(folder) == [f"fixed {EVENTS}{ending}"]
    mended = folder.read_text(f"{EVENTS}{ending}")
    assert isinstance(mended, str)
    assert mended.startswith('{"id"')
    before = snapshot(corpus_copy)
    assert fix(folder) == []
    assert snapshot(corpus_copy) == before


def test_a_damaged_table_is_a_finding(corpus_copy: Path) -> None:
    pack(corpus_copy, STORIES, ".zst")
    path = f"{STORIES}.zst"
    (corpus_copy / path).write_bytes((corpus_copy / path).read_bytes()[:-1])
    found = CorpusFolder(corpus_copy).read_text(path)
    assert isinstance(found, Finding)
    assert (found.code, found.place.file) == ("RT023", path)
    with pytest.raises(DatasetError, match=r"^seeds/stories\.jsonl\.zst: the zstd stream breaks off"):
        beside(CorpusFolder(corpus_copy))


def test_compressed_bytes_that_are_no_text(corpus_copy: Path) -> None:
    (corpus_copy / f"{EVENTS}.gz").write_bytes(compress(b"\xe9", ".gz"))
    found = CorpusFolder(corpus_copy).read_text(f"{EVENTS}.gz")
    assert isinstance(found, Finding)
    assert found.code == "RT004"
