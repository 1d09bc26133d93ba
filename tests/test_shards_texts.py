"""The texts of a shard, read without its records."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from retold.shards.addresses import Store
from retold.shards.texts import ShardTexts


def test_what_can_be_read_is_and_of_two_lines_the_first_counts(tmp_path: Path) -> None:
    lines = [
        '\ufeff{"id":"a","text":"नमस्ते\\r\\n"}',
        '{"id":"b"}',
        '{"id":"c","text":"🧭"}\r',
        '{"id":"a","text":"again"}',
        '{"id":"d","text":' + "[" * 5000,
    ]
    (tmp_path / "shard.jsonl").write_bytes("\n".join(lines).encode())
    texts = ShardTexts(Store(str(tmp_path)))
    assert dict(texts.of("shard.jsonl")) == {"a": "नमस्ते\r\n", "c": "🧭"}


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (pa.array(["one", None, "🧭"]), {"a": "one", "c": "🧭"}),
        (pa.array([1, 2, 3]), {}),
        (pa.array([b"one", b"two", b"three"]), {}),
    ],
    ids=["strings", "numbers", "bytes"],
)
def test_a_table_may_hold_what_is_no_text(
    texts: pa.Array, wanted: dict[str, str], tmp_path: Path
) -> None:
    pq.write_table(pa.table({"id": ["a", "b", "c"], "text": texts}), tmp_path / "shard.parquet")
    assert ShardTexts(Store(str(tmp_path))).of("shard.parquet") == wanted


def test_a_row_that_is_no_utf_8_takes_no_other_with_it(tmp_path: Path) -> None:
    bytes_ = pa.array([b"one", b"\xff", "🧭".encode()])
    text = pa.Array.from_buffers(pa.string(), 3, bytes_.buffers())
    pq.write_table(pa.table({"id": ["a", "b", "c"], "text": text}), tmp_path / "shard.parquet")
    assert ShardTexts(Store(str(tmp_path))).of("shard.parquet") == {"a": "one", "c": "🧭"}


def test_a_table_without_texts_has_none(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "shard.parquet")
    assert ShardTexts(Store(str(tmp_path))).of("shard.parquet") == {}


def test_a_table_that_is_damaged_has_none(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"id": ["a"], "text": ["one"]}), tmp_path / "shard.parquet", compression=None
    )
    whole = (tmp_path / "shard.parquet").read_bytes()
    # the header of the page of texts
    at = pq.ParquetFile(tmp_path / "shard.parquet").metadata.row_group(0).column(1).data_page_offset
    (tmp_path / "shard.parquet").write_bytes(whole[:at] + b"\xff" * 8 + whole[at + 8 :])
    assert ShardTexts(Store(str(tmp_path))).of("shard.parquet") == {}
    (tmp_path / "shard.parquet").write_bytes(whole[:-10])
    assert ShardTexts(Store(str(tmp_path))).of("shard.parquet") == {}


def test_a_file_that_is_not_there_is_no_shard_without_texts(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ShardTexts(Store(str(tmp_path))).of("shard.parquet")
