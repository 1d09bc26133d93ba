"""Texts that a task asks for though their documents are another task's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retold.engine.index import SeedIndex
from retold.files import CorpusFolder, in_shards
from retold.manifest import sha256
from retold.model import Seed
from retold.records import Row
from retold.seeds import read_text
from retold.shards.addresses import Store
from retold.shards.texts import ShardTexts


class Elsewhere(Mapping[str, str]):
    """Document id -> text, of documents of other tasks; read when asked for.

    A text that is not as its line pins it is as good as none, and its id is in ``lacking``: what is
    made without it holds for no other time.
    """

    def __init__(self, folder: CorpusFolder, store: Store, seeds: SeedIndex) -> None:
        self._folder = folder
        self._shards = ShardTexts(store)
        self._seeds = seeds
        self.lacking: set[str] = set()

    def __getitem__(self, id: str) -> str:
        # what is asked is remembered, also where there is no such document
        row = self._seeds.line_of(id) if id in self._seeds else None
        if row is None:
            raise KeyError(id)
        text = self._in_shard(row) if in_shards(row.file) else read_text(self._folder, row)[0]
        if text is None:
            self.lacking.add(id)  # what is wrong with it, its own task says
            raise KeyError(id)
        return text

    def _in_shard(self, row: Row[Seed]) -> str | None:
        text = self._shards.of(row.file).get(row.record.id)
        return text if text is not None and sha256(text.encode()) == row.record.sha256 else None

    def __iter__(self) -> Iterator[str]:
        return iter(self._seeds)

    def __len__(self) -> int:
        return len(self._seeds)
