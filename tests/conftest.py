"""What the tests share: the repository, copies of the golden corpus, a clean Hugging Face home."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

# Before anything imports datasets: no cache of this machine, no network.
os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="retold-hf-")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"

import pytest

if TYPE_CHECKING:
    from hub_story import Client, Near
    from labelstudio_server import Studio

atexit.register(shutil.rmtree, os.environ["HF_HOME"], ignore_errors=True)

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


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection to anywhere."""

    def refuse(*_: object) -> None:
        raise AssertionError("a test reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def corpus(corpus_copy: Path) -> Path:
    """The golden corpus, built, with a citation and a changelog, committed and tagged v0.2.0."""
    from retold.files import CorpusFolder
    from retold.pipeline import build
    from test_sources import committed

    (corpus_copy / "CITATION.cff").write_text(
        "cff-version: 1.2.0\nmessage: Cite it.\ntitle: Harbour\nversion: 0.2.0\n"
    )
    (corpus_copy / "CHANGELOG.md").write_text("# Changelog\n\n## Data 0.2.0\n\nMore.\n")
    build(CorpusFolder(corpus_copy))
    return committed(corpus_copy)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """data/ of two versions of the golden corpus."""
    from hub_story import versions

    return versions(tmp_path_factory.mktemp("versions"))


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Near]:
    """A hub without a dataset, and a client in this process."""
    from hub_server import serving
    from hub_story import USERS, Near

    home = tmp_path / "home"
    home.mkdir()
    with serving(USERS) as hub:
        yield Near(hub, home, patch=monkeypatch)


@pytest.fixture
def apart(client: Near) -> Client:
    """A client of that hub in a process of its own."""
    from hub_story import Client

    return Client(client.hub, client.home)


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """A stand-in for Label Studio on loopback, whose address and token are set."""
    from labelstudio_server import TOKEN, serving

    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with serving() as found:
        monkeypatch.setenv("LABEL_STUDIO_URL", found.url)
        monkeypatch.setenv("LABEL_STUDIO_API_KEY", TOKEN)
        yield found
