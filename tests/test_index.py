"""The index on disk answers as the tables in memory would."""

from __future__ import annotations

import gc
import gzip
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import replace
from retold.corpus import Corpus, Settings
from retold.engine.elsewhere import Elsewhere
from retold.engine.index import AskedIndex, Opened, SeedIndex, StoryIndex, tables_of, write_index
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
    opened = Opened(tmp_path / "index")
    index = StoryIndex(opened)
    stories = Corpus(Settings("x", "X", "0.1.0", {}), {"story": tuple(rows)}, {}).stories
    assert list(index.items()) == list(stories.items()) == list(index.in_memory().items())
    assert len(index) == 2
    assert index["b"].title == "Second"
    assert index.get("c") is None
    assert list(tables_of(opened)["story"]) == rows


@pytest.fixture
def sharded(corpus_copy: Path, tmp_path: Path) -> tuple[Reader, Opened, list[Row[Seed]]]:
    """A corpus in shards, its index, and its lines."""
    reshard(CorpusFolder(corpus_copy), tmp_path / "shards", ".jsonl.zst", 2)
    reader = Reader(CorpusFolder(tmp_path / "shards"), keep=False)
    reader.start(listing=False)
    rows = [row for shard in reader.shards for row in manifest(reader.store, shard.seeds, {})]
    write_index(tmp_path / "index", rows, [])
    return reader, Opened(tmp_path / "index"), rows


def test_a_line_is_found_with_its_place(sharded: tuple[Reader, Opened, list[Row[Seed]]]) -> None:
    _, opened, rows = sharded
    index = SeedIndex(opened)
    assert [index.line_of(row.record.id) for row in rows] == rows == list(tables_of(opened)["seed"])
    assert {row.file for row in rows} == {f"seeds/shards/part-0000{n}.jsonl.zst" for n in range(2)}
    assert index.line_of("nobody") is None
    assert dict(index) == {row.record.id: row.record for row in rows}


def test_what_a_task_asked_is_remembered(sharded: tuple[Reader, Opened, list[Row[Seed]]]) -> None:
    reader, opened, rows = sharded
    index = AskedIndex(opened)
    texts = Elsewhere(reader.folder, reader.store, index)
    assert texts["port-hi"].startswith("नोरहेवन")
    assert texts.get("nobody") is None
    # a text that changes, or comes, is a line that does so, and the task is done again
    assert texts.lacking == set()
    of = {row.record.id: row.record for row in rows}
    assert index.asked == {"port-hi": of["port-hi"], "nobody": None}


def test_a_text_that_is_not_as_pinned_is_none(corpus_copy: Path, tmp_path: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    reader = Reader(folder, keep=False)
    corpus = reader.start(listing=False)
    write_index(tmp_path / "index", corpus.tables["seed"], [])
    replace(corpus_copy / "seeds/port-en.txt", "crane", "Crane")
    (corpus_copy / "seeds/port-hi.txt").unlink()
    index = SeedIndex(Opened(tmp_path / "index"))
    texts = Elsewhere(folder, reader.store, index)
    assert [texts.get(id) for id in ("port-en", "port-hi", "nobody")] == [None, None, None]
    assert texts.lacking == {"port-en", "port-hi"}
    assert texts["port-id"]


def test_a_compressed_text_is_as_pinned(corpus_copy: Path, tmp_path: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    plain = corpus_copy / "seeds/port-hi.txt"
    packed = corpus_copy / "seeds/port-hi.gz"
    text = plain.read_bytes()
    packed.write_bytes(gzip.compress(text))
    plain.unlink()
    manifest = corpus_copy / "seeds/seeds.jsonl"
    replace(manifest, "port-hi.txt", "port-hi.gz")
    replace(manifest, hashlib.sha256(text).hexdigest(), hashlib.sha256(packed.read_bytes()).hexdigest())
    reader = Reader(folder, keep=False)
    write_index(tmp_path / "index", reader.start(listing=False).tables["seed"], [])
    texts = Elsewhere(folder, reader.store, SeedIndex(Opened(tmp_path / "index")))
    assert texts["port-hi"].encode() == text


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "a#b?c%41 ü"
    folder.mkdir()
    rows = told(("b", "First"))
    write_index(folder / "index", [], rows)
    with Opened(folder / "index") as opened:
        assert StoryIndex(opened)["b"] == rows[0].record
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


FULL = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
{}
"""
INDEX = """
from retold.engine.index import write_index
from retold.model import Story
from retold.records import Row
rows = (Row(Story(f"story-{n}", "x" * 200, "train"), "stories.jsonl", n) for n in range(2000))
write_index(Path(sys.argv[1]) / "index", [], rows)
"""
FACTS = """
from retold.engine.facts import AllFacts
AllFacts([Path(sys.argv[1]) / "facts.parquet"], Path(sys.argv[1]))
"""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (INDEX, "the manifest cannot be written to"),
        (FACTS, "the facts of all documents cannot be judged"),
    ],
    ids=["full disk", "missing facts"],
)
def test_what_a_database_cannot_do_is_an_os_error(code: str, said: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL.format(code), str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.stderr.splitlines()[-1].startswith(f"OSError: {said}")


def open_files(name: Path) -> int:
    """How many descriptors of this process are of that file."""
    found = 0
    for link in Path("/proc/self/fd").iterdir():
        try:
            found += link.readlink() == name
        except OSError:  # the one that lists them
            continue
    return found


def test_an_index_that_nobody_uses_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "index"
    write_index(path, [], told(("b", "First")))
    gc.disable()  # a cycle would wait for it
    try:
        index = StoryIndex(Opened(path))
        assert index["b"].title == "First"
        assert open_files(path) == 1
        del index
        assert open_files(path) == 0
    finally:
        gc.enable()
