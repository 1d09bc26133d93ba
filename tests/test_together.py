"""Several files or none: whatever fails in between, the corpus is as it was."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from conftest import snapshot
from retold import writing
from retold.files import CorpusFolder
from retold.together import write_together

FILES = {
    "seeds/stories.jsonl": b"other\n",
    "seeds/new.txt": b"new",
    "annotations/rules/new.jsonl": b"",
    "seeds/seeds.jsonl": b"other\n",
}


def test_all_files_are_written_and_nothing_else_is_left(corpus_copy: Path) -> None:
    before = snapshot(corpus_copy)
    (corpus_copy / "seeds/seeds.jsonl").chmod(0o640)
    write_together(CorpusFolder(corpus_copy), FILES)
    assert snapshot(corpus_copy) == before | FILES
    assert (corpus_copy / "seeds/seeds.jsonl").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("at", range(1, 7))
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_an_interruption_changes_nothing(
    at: int, error: BaseException, corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, calls = writing.write, []

    def failing(path: Path, data: bytes) -> None:
        calls.append(path)
        if len(calls) == at:
            raise error
        write(path, data)

    monkeypatch.setattr(writing, "write", failing)
    unchanged(corpus_copy, error)


@pytest.mark.parametrize("at", range(1, 5))
@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_a_failure_between_two_files_puts_the_first_back(
    at: int, error: BaseException, corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, calls = Path.replace, []

    def failing(self: Path, target: Path) -> Path:
        if self.name.startswith(".retold-new-"):
            calls.append(self)
            if len(calls) == at:
                raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    unchanged(corpus_copy, error)


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no second file system to link to")
def test_a_link_to_another_file_system_is_written_through(corpus_copy: Path) -> None:
    shelf = Path(tempfile.mkdtemp(dir="/dev/shm"))
    try:
        there, link = shelf / "stories.jsonl", corpus_copy / "seeds/stories.jsonl"
        if shelf.stat().st_dev == corpus_copy.stat().st_dev:
            pytest.skip("the tests run on that file system")
        there.write_bytes(link.read_bytes())
        link.unlink()
        link.symlink_to(there)
        write_together(CorpusFolder(corpus_copy), FILES)
        assert link.is_symlink()
        assert {path: (corpus_copy / path).read_bytes() for path in FILES} == FILES
        assert sorted(shelf.iterdir()) == [there]
    finally:
        shutil.rmtree(shelf)


def test_what_cannot_be_put_back_stops_no_other_and_its_copy_is_named(
    corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace
    lost, copy = "seeds/stories.jsonl", ".retold-old-stories.jsonl"

    def failing(self: Path, target: Path) -> Path:
        if self.name in (".retold-new-seeds.jsonl", copy):
            raise OSError(5, "Input/output error")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    before = snapshot(corpus_copy)
    with pytest.raises(OSError, match="Input/output") as caught:
        write_together(CorpusFolder(corpus_copy), FILES)
    kept = corpus_copy / "seeds" / copy
    assert snapshot(corpus_copy) == before | {lost: FILES[lost], f"seeds/{copy}": before[lost]}
    (note,) = caught.value.__notes__
    assert note.startswith(lost)
    assert note.endswith(f"what it held lies in {kept}")


def unchanged(corpus: Path, error: BaseException) -> None:
    before, folders = snapshot(corpus), sorted(corpus.rglob("*"))
    with pytest.raises(type(error)):
        write_together(CorpusFolder(corpus), FILES)
    assert snapshot(corpus) == before
    assert sorted(corpus.rglob("*")) == folders
