"""A built dataset at an address of fsspec, as it is in data/."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retold.files import RELEASE
from retold.shards.addresses import Store


@dataclass(frozen=True)
class Sent:
    """Numbers of files: those that were sent, that were there already, and that were removed."""

    sent: int
    kept: int
    removed: int


def send(data: Path, record: Mapping[str, Any], store: Store) -> Sent:
    """Makes an address hold the dataset of a folder, whose release.json says ``record``.

    Files that an earlier release.json there has with the same digest are not sent again. release.json
    comes last of what is sent, and what is of no use any more is removed after it: whoever reads by
    it finds its files. Raises OSError; then the earlier release.json still stands, and it can be
    sent again.
    """
    before = dict(_files(store))
    wanted = {entry["path"]: entry["sha256"] for entry in record["files"]}
    new = [path for path, digest in wanted.items() if before.get(path) != digest]
    for path in (*new, RELEASE):
        with store.writing(path) as staged:
            shutil.copyfile(data / path, staged)
    stale = [path for path in before if path not in wanted]
    for path in stale:
        store.remove(path)
    return Sent(len(new) + 1, len(wanted) - len(new), len(stale))


def _files(store: Store) -> Iterator[tuple[str, str]]:
    """Path and digest of the files of the dataset that is there; none where it is none."""
    try:
        record = json.loads(b"".join(store.chunks(RELEASE)))
        yield from ((entry["path"], entry["sha256"]) for entry in record["files"])
    except (FileNotFoundError, ValueError, LookupError, TypeError):
        return
