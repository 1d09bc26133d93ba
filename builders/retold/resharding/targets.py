"""Where documents go: files of one document, or shards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from retold.files import GOLD, SEEDS, CorpusFolder, shard_folder
from retold.model import SeedText
from retold.records import canonical, dump, sort_key
from retold.resharding.told import Told
from retold.shards.addresses import Store
from retold.shards.writing import write_shard


class Target(Protocol):
    """What takes documents; it has all of them when ``close`` has come back."""

    def add(self, told: Told) -> None:
        """Takes one document. Raises OSError."""

    def close(self) -> int:
        """Writes what is left; how many shards there are. Raises OSError."""


class OneByOne:
    """Files of one document below a folder."""

    def __init__(self, root: Path) -> None:
        self._folder = CorpusFolder(root)
        self._lines: list[tuple[str, str]] = []

    def add(self, told: Told) -> None:
        """Writes the text, and a file for each layer."""
        seed = told.seed
        self._lines.append((seed.id, canonical(seed) + "\n"))
        self._write(self._folder.seed_path(seed.file), told.text)
        for layer, records in told.layers.items():
            self._write(self._folder.layer_path(layer, seed.id), dump(records))

    def close(self) -> int:
        """Writes the manifest."""
        self._write(SEEDS, "".join(line for _, line in sorted(self._lines)))
        return 0

    def _write(self, path: str, text: str) -> None:
        target = self._folder.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))


class Sharded:
    """Shards of ``size`` documents each; the last has the rest. One shard is in memory at a time."""

    def __init__(self, store: Store, ending: str, size: int) -> None:
        self._store = store
        self._ending = ending
        self._size = size
        self._waiting: list[Told] = []
        self._shards = 0
        self.written: list[str] = []
        self.empty: Counter[str] = Counter()
        """Layer -> files of it without a record, which a shard cannot tell from none."""

    def add(self, told: Told) -> None:
        """Takes a document; the one that fills a shard writes it."""
        self._waiting.append(told)
        if len(self._waiting) == self._size:
            self._flush()

    def close(self) -> int:
        """Writes the shard that is not full."""
        if self._waiting:
            self._flush()
        return self._shards

    def _flush(self) -> None:
        told = sorted(self._waiting, key=lambda told: told.seed.id)
        name = f"part-{self._shards:05d}{self._ending}"
        self._write(f"{shard_folder()}/{name}", (SeedText.of(t.seed, t.text) for t in told))
        for layer in sorted({layer for t in told for layer in t.layers}):
            records = [t.layers[layer] for t in told if layer in t.layers]
            if layer != GOLD and not all(records):
                self.empty[layer] += sum(not of_document for of_document in records)
            if layer == GOLD or any(records):
                lines = (r for of_document in records for r in sorted(of_document, key=sort_key))
                self._write(f"{shard_folder(layer)}/{name}", lines)
        self._shards += 1
        self._waiting.clear()

    def _write(self, path: str, records: Iterator[object]) -> None:
        self.written.append(path)
        write_shard(self._store, path, records)  # type: ignore[arg-type]


@contextmanager
def undone(target: Sharded, store: Store) -> Iterator[None]:
    """On an error, removes at an address what was written there; says in a note what stayed."""
    try:
        yield
    except BaseException as error:
        for path in target.written:
            try:
                store.remove(path)
            except FileNotFoundError:
                continue
            except OSError as stays:
                error.add_note(f"{store.root}/{path} may be left there ({stays}); remove it by hand")
        raise
