"""A corpus as bytes, document by document; nothing but the line of a document is parsed here."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

Loads = Callable[[bytes], Any]
CONFIGS = ("documents", "entities", "ner", "stance", "headlines", "casualties", "faults")
"""The configs that rivals make."""
SPLITS = ("train", "validation", "test")
_REMEMBERED = 1000


class Given(NamedTuple):
    """One document: its seed, its text, and the lines of its gold."""

    seed: dict[str, Any]
    text: str
    lines: list[bytes]


def table(root: Path, path: str, loads: Loads = json.loads) -> list[dict[str, Any]]:
    """The records of a file that holds one kind; none where there is no file."""
    file = root / path
    return [loads(line) for line in file.read_bytes().splitlines()] if file.is_file() else []


def registry(root: Path, name: str, loads: Loads = json.loads) -> dict[str, dict[str, Any]]:
    """Id -> record of a file of the registry."""
    return {record["id"]: record for record in table(root, f"annotations/registry/{name}.jsonl", loads)}


def splits(root: Path, loads: Loads = json.loads) -> dict[str, str]:
    """Story -> split."""
    return {story["id"]: story["split"] for story in table(root, "seeds/stories.jsonl", loads)}


def documents(
    root: Path, wanted: Callable[[dict[str, Any]], bool] = bool, loads: Loads = json.loads
) -> Iterator[Given]:
    """The documents whose seed is wanted, by id: those in files, then those in shards."""
    for seed in table(root, "seeds/seeds.jsonl", loads):
        if wanted(seed):
            text = (root / "seeds" / seed["file"]).read_bytes().decode("utf-8")
            gold = (root / f"annotations/gold/{seed['id']}.jsonl").read_bytes()
            yield Given(seed, text, gold.splitlines())
    for shard in sorted((root / "seeds/shards").glob("*")):
        name = shard.name.split(".", 1)[0]
        (beside,) = (root / "annotations/gold/shards").glob(f"{name}.*")
        gold_of = groupby(_records(beside), key=lambda pair: pair[0])
        for seed in _seeds(shard, loads):
            doc, found = next(gold_of)
            assert doc == seed["id"], f"{beside}: {doc} stands where {seed['id']} should"
            if wanted(seed):
                text = seed.pop("text")
                yield Given(seed, text, [line for _, line in found])


class Texts:
    """The texts of other documents, which faults point to: those of late, else read again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._late: dict[str, str] = {}

    def saw(self, doc: str, text: str) -> None:
        """Remembers the text of a document that passes by."""
        if len(self._late) >= _REMEMBERED:
            del self._late[next(iter(self._late))]
        self._late[doc] = text

    def of(self, doc: str) -> str:
        """The text of a document."""
        if doc in self._late:
            return self._late[doc]
        file = self._root / f"seeds/{doc}.txt"
        if file.is_file():
            return file.read_bytes().decode("utf-8")
        return next(found.text for found in documents(self._root, lambda seed: bool(seed["id"] == doc)))


def _seeds(shard: Path, loads: Loads) -> Iterator[dict[str, Any]]:
    if shard.suffix == ".parquet":
        import pyarrow.parquet as pq

        yield from pq.read_table(shard).to_pylist()
    else:
        yield from map(loads, _lines(shard))


def _records(shard: Path) -> Iterator[tuple[str, bytes]]:
    """Document id and line of each record; the id is cut out of the line."""
    if shard.suffix == ".parquet":
        import pyarrow.parquet as pq

        columns = pq.read_table(shard).to_pydict()
        for doc, record in zip(columns["doc"], columns["record"], strict=True):
            yield doc, record.encode("utf-8")
    else:
        for line in _lines(shard):
            yield line.split(b'"doc":"', 1)[1].split(b'"', 1)[0].decode("utf-8"), line


def _lines(shard: Path) -> list[bytes]:
    data = shard.read_bytes()
    if shard.suffix == ".gz":
        data = gzip.decompress(data)
    elif shard.suffix == ".zst":
        import zstandard

        data = zstandard.ZstdDecompressor().decompress(data)
    return data.splitlines()
