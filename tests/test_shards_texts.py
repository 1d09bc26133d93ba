"""The texts of a shard, read without its records."""

from __future__ import annotations

from pathlib import Path

from retold.shards.addresses import Store
from retold.shards.texts import ShardTexts


def test_what_can_be_read_is_and_of_two_lines_the_first_counts(tmp_path: Path) -> None:
    lines = [
        '\ufeff{"id":"a","text":"नमस्ते\\r\\n"}',
        '{"id":"b"}',
        '{"id":"c","text":"🧭"}\r',
        '{"id":"a","text":"again"}',
        '{"id":"d","text":',
    ]
    (tmp_path / "shard.jsonl").write_bytes("\n".join(lines).encode())
    texts = ShardTexts(Store(str(tmp_path)))
    assert dict(texts.of("shard.jsonl")) == {"a": "नमस्ते\r\n", "c": "🧭"}
