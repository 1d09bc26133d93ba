"""Whether the files of a dataset folder are those that its release.json says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from retold import manifest, parquet
from retold.manifest import sha256
from retold.standoff.errors import EditionError
from retold.tables import content_digest

_AGAIN = "get the folder again, or build it again"


def record_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What release.json says, if it holds for every file.

    Raises EditionError with all that does not: its own digest, files that are missing or changed.
    """
    record: dict[str, Any] = json.loads(files[manifest.RELEASE])
    problems = [*_own_problems(record), *(f"{said}; {_AGAIN}" for said in _changed(record, files))]
    if problems:
        raise EditionError(problems)
    return record


def restored_problems(files: Mapping[str, bytes], content: str) -> tuple[list[str], list[str]]:
    """What is wrong with a dataset that was put together; and the tables of which only bytes differ.

    ``content`` is the content digest that it must have. A Parquet file that another version of
    pyarrow wrote has other bytes; then its rows' digest counts.
    """
    record: dict[str, Any] = json.loads(files[manifest.RELEASE])
    problems = list(_own_problems(record))
    if record["content"] != content or manifest.content_digest(record["configs"]) != content:
        problems.append(f"{manifest.RELEASE}: not that of the dataset with content {content}")
    digests = {(e["config"], e["split"]): e["sha256"] for e in record["configs"]}
    rewritten = []
    for entry in record["files"]:
        path = entry["path"]
        if path not in files:
            problems.append(f"{path}: did not come back")
        elif sha256(files[path]) != entry["sha256"]:
            config, _, name = path.partition("/")
            wanted = digests.get((config, name.partition("-")[0]))
            if path.endswith(".parquet") and content_digest(parquet.load(files[path])) == wanted:
                rewritten.append(path)
            else:
                problems.append(f"{path}: came back with SHA-256 {sha256(files[path])}, "
                                f"not {entry['sha256']}")  # fmt: skip
    listed = {manifest.RELEASE, *(entry["path"] for entry in record["files"])}
    problems += [f"{path}: is no file of the dataset" for path in files if path not in listed]
    return problems, rewritten


def _own_problems(record: Mapping[str, Any]) -> Iterator[str]:
    if manifest.seal(record) != record["sha256"]:
        yield f"{manifest.RELEASE}: its own digest does not hold, so it was changed; {_AGAIN}"


def _changed(record: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    for entry in record["files"]:
        path, wanted = entry["path"], entry["sha256"]
        if path not in files:
            yield f"{path}: is missing"
        elif sha256(files[path]) != wanted:
            yield f"{path}: was changed: SHA-256 {sha256(files[path])}, in {manifest.RELEASE} {wanted}"
