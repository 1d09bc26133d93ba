"""A shard -> its documents one by one, each with its records in every layer, in one pass."""

from __future__ import annotations

from collections.abc import Container, Generator, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from retold import schemas
from retold.compression import DamagedError, decompressed
from retold.files import GOLD, shard_folder
from retold.findings import Finding, Place
from retold.manifest import sha256
from retold.model import Seed, SeedText
from retold.records import Row, Validate, misplaced
from retold.shards.addresses import Store
from retold.shards.columns import rows_of_table
from retold.shards.lines import Read, rows_of_lines
from retold.shards.merging import Layer, LayerRows
from retold.shards.pairing import Shard, ending
from retold.shards.streams import Digested, lines

# What of these is found, is found of lines that could be read.
_READABLE = frozenset({"RT003", "RT005", "RT012", "RT013", "RT019", "RT302"})


class ShardDocument(NamedTuple):
    """A document of a shard: its line, its text, and layer -> its records there.

    ``gold`` is always among the layers, an annotator's where they have records of the document.
    """

    seed: Row[Seed]
    text: str
    layers: Mapping[str, LayerRows]


@dataclass
class ShardReading:
    """One shard being read. All but ``documents`` is complete when that has come to its end."""

    store: Store
    shard: Shard
    known: Container[str] = ()
    """Ids of documents elsewhere in the corpus, to tell a record of theirs from one of no document."""
    validate: Validate = schemas.violations
    findings: list[Finding] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    """Path -> SHA-256 of the bytes of each file of the shard."""
    broken: set[str] = field(default_factory=set)
    """Paths of which not every line could be read, and ``seed`` where they are the documents' own."""
    _lines: dict[str, int] = field(default_factory=dict)
    """Document id -> its line."""
    _named: set[str] = field(default_factory=set)
    """Ids of documents that have a line, sound or not."""

    def documents(self) -> Iterator[ShardDocument]:
        """Each document whose text is as its line says, in the order of the lines. Raises OSError.

        In memory is one document at a time, of a Parquet file its bytes too.
        """
        with ExitStack() as stack:
            layers = {
                name: Layer(self._reads(stack, path, None), self.findings)
                for name, path in self.shard.layers.items()
            }
            previous: Row[SeedText] | None = None
            for read in self._reads(stack, self.shard.seeds, "document"):
                if read.doc is not None:
                    self._named.add(read.doc)
                if read.row is None:
                    self.broken.add("seed")
                    continue
                row = cast(Row[SeedText], read.row)
                if previous is not None:
                    self.findings.extend(misplaced(previous, row))
                previous = row
                found = {name: layer.take(row.record.id) for name, layer in layers.items()}
                if self._sound(row):
                    yield ShardDocument(
                        Row(row.record.seed, row.file, row.line), row.record.text, _kept(found)
                    )
            for name, layer in layers.items():
                self.findings.extend(self._left_over(name, layer))
            if GOLD not in layers:
                self.broken.add(self._gold)
        self.broken.update(f.place.file for f in self.findings if f.code not in _READABLE)

    @property
    def _gold(self) -> str:
        return self.shard.layers.get(GOLD, f"{shard_folder(GOLD)}/{self.shard.name}")

    def _sound(self, row: Row[SeedText]) -> bool:
        """Whether the text is the one that the digest pins, and no line before has the id."""
        found = sha256(row.record.text.encode("utf-8"))
        same = found == row.record.sha256
        if not same:
            message = f"the text has SHA-256 {found}, the line says {row.record.sha256}"
            self.findings.append(row.finding("RT003", message, "sha256"))
            self.broken.add(self._gold)  # of this document it is not looked at
        id = row.record.id
        first = self._lines.setdefault(id, row.line)
        if first != row.line:
            message = f"id {id!r} stands already at {row.file}:{first}"
            self.findings.append(row.finding("RT005", message, "id"))
        return same and first == row.line

    def _reads(self, stack: ExitStack, path: str, kind: str | None) -> Iterator[Read]:
        chunks = stack.enter_context(closing(self.store.chunks(path)))
        reads = self._all_reads(path, kind, Digested(chunks))
        return stack.enter_context(closing(reads))

    def _all_reads(self, path: str, kind: str | None, raw: Digested) -> Generator[Read]:
        end = ending(path)
        assert end is not None
        try:
            if end == ".parquet":
                yield from rows_of_table(b"".join(raw), path, kind, self.validate, self.findings)
            else:
                content = lines(decompressed(raw, end))
                yield from rows_of_lines(content, path, kind, self.validate, self.findings)
        except DamagedError as error:
            self.findings.append(Finding("RT023", Place(path), str(error)))
            yield Read(None, None)
        self.inputs[path] = raw.sha256()

    def _left_over(self, name: str, layer: Layer) -> Iterator[Finding]:
        """Records that stand where no document takes them."""
        for row, count in layer.left_over():
            doc = row.record.doc
            records = f"records here: {count}"
            if doc in self._named and doc not in self._lines:
                continue  # its line is wrong, which is said there
            if doc in self._lines:
                message = f"document {doc!r} stands elsewhere in {self.shard.seeds}; its {records}"
                yield row.finding("RT013", message, "doc")
            elif "seed" in self.broken:
                continue
            elif doc in self.known:
                message = f"doc is {doc!r}, which is not in {self.shard.seeds}; its {records}"
                yield row.finding("RT019", message, "doc")
            else:
                yield row.finding("RT302", f"no document {doc!r}; {records}", "doc")


def _kept(found: dict[str, LayerRows]) -> dict[str, LayerRows]:
    gold = found.pop(GOLD, LayerRows((), False))
    return {GOLD: gold, **{name: rows for name, rows in found.items() if rows.rows or not rows.whole}}
