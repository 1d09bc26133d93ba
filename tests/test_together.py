"""Several files or none: whatever fails in between, the corpus is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import snapshot
from retold import files as files_module
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
    write, calls = files_module._write, []

    def failing(path: Path, data: bytes) -> None:
        calls.append(path)
        if len(calls) == at:
            raise error
        write(path, data)

    monkeypatch.setattr(files_module, "_write", failing)
    unchanged(corpus_copy, error)


@pytest.mark.parametrize("at", range(1, 5))
@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_a_failure_between_two_files_puts_the_first_back(
    at: int, error: BaseException, corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, calls = Path.replace, []

    def failing(self: Path, target: Path) -> Path:
        if "/.retold-new/new/" in str(self):
            calls.append(self)
            if len(calls) == at:
                raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    unchanged(corpus_copy, error)


def unchanged(corpus: Path, error: BaseException) -> None:
    before, folders = snapshot(corpus), sorted(corpus.rglob("*"))
    with pytest.raises(type(error)):
        write_together(CorpusFolder(corpus), FILES)
    assert snapshot(corpus) == before
    assert sorted(corpus.rglob("*")) == folders
