"""The index on disk answers as the tables in memory would."""

from __future__ import annotations

from pathlib import Path

import pytest

from retold.corpus import Corpus, Settings
from retold.engine.index import AskedIndex, Elsewhere, SeedIndex, StoryIndex, tables_of, write_index
from retold.files import CorpusFolder
from retold.model import Seed, Story
from retold.reading import Reader
from retold.records import Row
from retold.resharding.reshard import reshard
from retold.shards.manifest import manifest

STORIES = "seeds/stories.jsonl"


def told(*rows: tuple[str, str]) -> list[Row[Story]]:
    return [Row(Story(id, title, "train"), STORIES, n) for n, (id, title) in enumerate(rows, 1)]


def test_stories_are_those_of_the_table_and_of_two_lines_the_last_counts(tmp_path: Path) -> None:
    rows = told(("b", "First"), ("a", "Fire"), ("b", "Second"))
    write_index(tmp_path / "index", [], rows)
    index = StoryIndex(tmp_path / "index")
    stories = Corpus(Settings("x", "X", "0.1.0", {}), {"story": tuple(rows)}, {}).stories
    assert list(index.items()) == list(stories.items()) == list(index.in_memory().items())
    assert len(index) == 2
    assert index["b"].title == "Second"
    assert index.get("c") is None
    assert list(tables_of(tmp_path / "index")["story"]) == rows


@pytest.fixture
def sharded(corpus_copy: Path, tmp_path: Path) -> tuple[Reader, Path, list[Row[Seed]]]:
    """A corpus in shards, the path of its index, and its lines."""
    reshard(CorpusFolder(corpus_copy), tmp_path / "shards", ".jsonl.zst", 2)
    reader = Reader(CorpusFolder(tmp_path / "shards"), keep=False)
    reader.start(listing=False)
    rows = [row for shard in reader.shards for row in manifest(reader.store, shard.seeds, {})]
    write_index(tmp_path / "index", rows, [])
    return reader, tmp_path / "index", rows


def test_a_line_is_found_with_its_place(sharded: tuple[Reader, Path, list[Row[Seed]]]) -> None:
    _, path, rows = sharded
    index = SeedIndex(path)
    assert [index.line_of(row.record.id) for row in rows] == rows == list(tables_of(path)["seed"])
    assert {row.file for row in rows} == {f"seeds/shards/part-0000{n}.jsonl.zst" for n in range(2)}
    assert index.line_of("nobody") is None
    assert dict(index) == {row.record.id: row.record for row in rows}


def test_what_a_task_asked_is_remembered(sharded: tuple[Reader, Path, list[Row[Seed]]]) -> None:
    reader, path, rows = sharded
    index = AskedIndex(path)
    texts = Elsewhere(reader.folder, reader.store, index)
    assert texts["port-hi"].startswith("नोरहेवन")
    assert texts.get("nobody") is None
    # a text that changes, or comes, is a line that does so, and the task is done again
    of = {row.record.id: row.record for row in rows}
    assert index.asked == {"port-hi": of["port-hi"], "nobody": None}
