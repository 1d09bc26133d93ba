"""What the tests share: the repository, copies of the golden corpus, a clean Hugging Face home."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

# Before anything imports datasets: no cache of this machine, no network.
os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="retold-hf-")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"

import pytest

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden" / "corpus"


@pytest.fixture
def corpus_copy(tmp_path: Path) -> Path:
    """The golden corpus in a folder of its own, to be changed by the test."""
    target = tmp_path / "corpus"
    shutil.copytree(GOLDEN, target, ignore=shutil.ignore_patterns(".retold-*", "data"))
    return target


def replace(path: Path, old: str, new: str) -> None:
    """Changes one place of a file; the old text must be there."""
    text = path.read_bytes().decode("utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Path -> bytes of every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
