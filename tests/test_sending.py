"""A dataset is sent to an address, and what stands there is whole all the time."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from fsspec.core import url_to_fs
from typer.testing import CliRunner

from conftest import replace, snapshot
from retold.cli import app
from retold.engine.sending import send
from retold.files import CorpusFolder
from retold.pipeline import build
from retold.shards.addresses import Store
from test_engine import reported_otherwise


def test_a_dataset_is_sent_to_an_address_and_there_changes_with_its_files(corpus_copy: Path) -> None:
    address = f"memory://{uuid.uuid4()}/data"
    first = CliRunner().invoke(app, ["build", str(corpus_copy), "--to", address])
    assert first.exit_code == 0
    data = snapshot(corpus_copy / "data")
    assert there(address) == data
    assert f"{len(data)} files sent, 0 were there, 0 removed" in first.output
    again = CliRunner().invoke(app, ["build", str(corpus_copy), "--to", address])
    assert f"1 files sent, {len(data) - 1} were there, 0 removed" in again.output
    (corpus_copy / "CITATION.cff").write_text("cff-version: 1.2.0\n")
    CliRunner().invoke(app, ["build", str(corpus_copy), "--to", address])
    assert "CITATION.cff" in there(address)
    (corpus_copy / "CITATION.cff").unlink()
    last = CliRunner().invoke(app, ["build", str(corpus_copy), "--to", address])
    assert "1 removed" in last.output
    assert there(address) == snapshot(corpus_copy / "data") == data


def test_a_dataset_is_not_sent_where_an_error_stands(corpus_copy: Path) -> None:
    address = f"memory://{uuid.uuid4()}/data"
    replace(corpus_copy / "annotations/gold/port-hi.jsonl", '"surface":"', '"surface":"x')
    assert CliRunner().invoke(app, ["build", str(corpus_copy), "--to", address]).exit_code == 1
    assert there(address) == {}


def test_while_files_are_sent_the_earlier_dataset_still_stands(corpus_copy: Path) -> None:
    store = Store(f"memory://{uuid.uuid4()}/data")
    record = build(CorpusFolder(corpus_copy)).record
    assert record is not None
    send(corpus_copy / "data", record, store)
    before = there(store.root)
    reported_otherwise(corpus_copy)
    changed = build(CorpusFolder(corpus_copy)).record
    assert changed is not None
    (corpus_copy / "data/croissant.json").unlink()  # cannot be read, so cannot be sent
    with pytest.raises(FileNotFoundError):
        send(corpus_copy / "data", changed, store)
    assert there(store.root)["release.json"] == before["release.json"]


def there(address: str) -> dict[str, bytes]:
    """Path -> bytes of all files below an address."""
    system, base = url_to_fs(address)
    found = system.find(base) if system.exists(base) else []
    return {path.removeprefix(f"{base}/"): system.cat_file(path) for path in found}
