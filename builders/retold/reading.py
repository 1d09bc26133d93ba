"""A corpus folder -> Corpus and Findings: the first three stages and the rules.

Documents pass one by one, each with all its layers; only what ``keep`` asks for stays in memory.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from retold import checking, files, schemas
from retold.challenge import CHALLENGE
from retold.challenge.items import quoted_documents
from retold.corpus import Corpus, Settings
from retold.documents import Document, Layers
from retold.facts import FactStore
from retold.files import CorpusFolder, in_shards
from retold.findings import Finding, Place, in_order
from retold.manifest import sha256
from retold.model import Annotation, Decision, Record, Seed, Story
from retold.records import Row, duplicates, parse, too_deep
from retold.rules import graded
from retold.seeds import not_in_manifest, read_text, without_story
from retold.shards.addresses import Store, store_of, unread
from retold.shards.manifest import manifest
from retold.shards.pairing import Shard, paired
from retold.shards.reading import ShardReading

OfDocument = Row[Annotation] | Row[Decision]
_NO_SETTINGS = Settings("", "", "0.0.0", {})


@dataclass
class Reading:
    """What was read, what is wrong with it, and the digests of all that was read."""

    corpus: Corpus
    documents: tuple[Layers, ...]
    """Each document in all layers, with its decisions; empty where nothing is kept."""
    findings: list[Finding]
    inputs: dict[str, str]
    """Path inside the corpus -> SHA-256 of the file's bytes; empty where nothing is kept."""


def read(folder: CorpusFolder, *, keep: bool = True) -> Reading:
    """Reads everything and applies every rule; never raises for bad data.

    Without ``keep`` the corpus that comes back has its tables, but no documents, save those that two
    annotators have in common where the settings have floors of agreement.
    """
    reader = Reader(folder, keep)
    corpus = reader.start()
    findings = reader.findings
    kept: list[Layers] = []
    quoted = quoted_documents(corpus)
    texts: dict[str, str] = {}
    with FactStore() as store:
        for row, layers in reader.documents(corpus):
            findings.extend(checking.on_document(row, layers, corpus, store))
            if row.record.id in quoted:
                texts[row.record.id] = next(iter(layers.documents.values())).text
            if keep:
                kept.append(layers)
            elif corpus.settings.floors:
                kept += _twice_annotated(layers, corpus)
        findings.extend(checking.on_corpus(corpus, store))
    findings.extend(checking.on_challenge(corpus, texts, schemas.violations))
    if kept:
        corpus = replace(corpus, layers=_by_layer(kept, (files.GOLD, *corpus.annotated)))
    return Reading(corpus, tuple(kept) if keep else (), in_order(graded(findings)), reader.inputs)


def read_tables(folder: CorpusFolder, *, listing: bool = True) -> tuple[Corpus, list[Finding]]:
    """Settings, manifests and registry without any document, and what is wrong with their files.

    With ``listing`` the manifest has the documents in shards too.
    """
    reader = Reader(folder, keep=False)
    corpus = reader.start(listing=listing)
    seeds = cast(tuple[Row[Seed], ...], corpus.tables.get("seed", ()))
    return corpus, in_order([*reader.findings, *duplicates(seeds, "RT005")])


def _twice_annotated(layers: Layers, corpus: Corpus) -> list[Layers]:
    """The document's layers that floors of agreement look at; none where one annotator has it."""
    names = {files.GOLD, *corpus.compared_at_all}
    found = {name: d for name, d in layers.documents.items() if name in names}
    return [Layers(found)] if len(found) > 2 else []


def _by_layer(kept: list[Layers], names: tuple[str, ...]) -> dict[str, tuple[Document, ...]]:
    return {
        name: tuple(layers.documents[name] for layers in kept if name in layers.documents)
        for name in names
    }


@dataclass
class Reader:
    """Reads the files of a corpus folder; ``keep`` is whether their digests are kept in ``inputs``."""

    folder: CorpusFolder
    keep: bool
    findings: list[Finding] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    store: Store = field(init=False)
    shards: list[Shard] = field(default_factory=list, init=False)

    def start(self, *, listing: bool = True) -> Corpus:
        """Settings, tables and what the annotators propose; all but the documents.

        With ``listing`` the table of seeds has the documents in shards too. Raises OSError where these
        are at an address that cannot be reached.
        """
        settings = self._settings()
        self._find_shards(settings)
        tables = self._tables()
        seeds = cast(tuple[Row[Seed], ...], tables.get("seed", ()))
        if "seed" not in self.broken:
            self.findings.extend(not_in_manifest(self.folder, seeds))
        if "story" not in self.broken:
            found = (row.record for row in tables["story"])
            stories = {record.id: record for record in found if isinstance(record, Story)}
            self.findings.extend(without_story(seeds, stories))
        for path in self.folder.foreign_data():
            message = "no build made it, and the next would remove it"
            self.findings.append(Finding("RT022", Place(path), message))
        for path in self.folder.stray_files():
            self.findings.append(Finding("RT009", Place(path), "no stage reads this file"))
        layers = {*self.folder.layers(), *(name for shard in self.shards for name in shard.layers)}
        annotated = tuple(sorted(layers - {files.GOLD}))
        proposals = {name: self._proposals(name) for name in (*annotated, CHALLENGE)}
        if listing and self.shards:
            within = [row for shard in self.shards for row in manifest(self.store, shard.seeds, {})]
            tables = {**tables, "seed": (*seeds, *within)}
        return Corpus(settings, tables, {}, annotated, proposals, self._clauses(), self.broken)

    def _find_shards(self, settings: Settings) -> None:
        self.store = store_of(self.folder, settings.address)
        self.shards, findings = paired(self.store.paths())
        self.findings.extend(findings)
        for path in unread(self.folder, self.store):
            message = (
                f"the shards are at {self.store.root}, as retold.toml says; nothing reads this file"
            )
            self.findings.append(Finding("RT009", Place(path), message))

    def documents(self, corpus: Corpus) -> Iterator[tuple[Row[Seed], Layers]]:
        """Each seed's row and its document in every layer: by document id, then shard after shard."""
        seeds = manifest_of(corpus)
        everything = cast(tuple[Row[Seed], ...], corpus.tables.get("seed", ()))
        within = (row for row in everything if row.file != files.SEEDS)
        self.findings.extend(named_twice((*seeds, *within)))
        before = None
        for row in seeds:
            layers = self.document(row, row.record.id == before, corpus)
            before = row.record.id
            if layers is not None:
                yield row, layers
        for shard in self.shards:
            yield from self.in_shard(shard, corpus)
        self.strangers({row.record.id for row in seeds})

    def in_shard(self, shard: Shard, corpus: Corpus) -> Iterator[tuple[Row[Seed], Layers]]:
        """Each document of a shard in every layer, one in memory at a time. Raises OSError."""
        reading = ShardReading(self.store, shard, corpus.seeds)
        for row, text, layers in reading.documents():
            self.findings.extend(without_story((row,), corpus.stories))
            yield (
                row,
                Layers(
                    {
                        name: Document(
                            row.record, text, name, path_of(shard, name), found.rows, found.whole
                        )
                        for name, found in layers.items()
                    }
                ),
            )
        self.findings.extend(reading.findings)
        self.broken.update(reading.broken)
        if self.keep:
            self.inputs.update(reading.inputs)

    def strangers(self, by_id: Container[str]) -> None:
        """Finds the files of layers and decisions that are named after no document."""
        decided = ((path, "decision") for path in self.folder.decision_files())
        for path, kind in (*((path, None) for path in self.folder.layer_files()), *decided):
            if files.stem(path) not in by_id:
                rows = cast(tuple[OfDocument, ...], self._rows(path, kind))
                if "seed" not in self.broken:
                    self.findings.extend(_strangers(rows, path, by_id))

    def document(self, row: Row[Seed], seen: bool, corpus: Corpus) -> Layers | None:
        """The document of a line of the manifest in every layer; None where it has no text, or ``seen``.

        ``seen`` is whether another line of the same id came before.
        """
        seed = row.record
        text, findings = read_text(self.folder, row)
        self.findings.extend(findings)
        if seen:
            return None
        gold = self.folder.layer_path(files.GOLD, seed.id)
        if text is None:
            self.broken.add(gold)
        elif self.keep:
            self.inputs[self.folder.seed_path(seed.file)] = seed.sha256
        layers: dict[str, Document] = {}
        for layer in (files.GOLD, *corpus.annotated):
            path = self.folder.layer_path(layer, seed.id)
            rows: tuple[Row[Annotation], ...] = ()
            whole = False
            if self.folder.exists(path):
                found = self._annotations(path)
                rows = tuple(row for row in found if row.record.doc == seed.id)
                whole = path not in self.broken and len(rows) == len(found)
                self.findings.extend(_of_others(found, seed.id, corpus))
            elif layer != files.GOLD:
                continue
            elif text is not None:
                message = f"document {seed.id!r} has no gold annotation: {self.folder.lack(path)}"
                self.findings.append(Finding("RT006", Place(path, doc=seed.id), message))
                self.broken.add(path)
            if text is not None:
                layers[layer] = Document(seed, text, layer, path, rows, whole)
        decisions = self._decisions(self.folder.decision_path(seed.id), seed.id, corpus)
        return Layers(layers, decisions) if layers else None

    def _decisions(self, path: str, doc: str, corpus: Corpus) -> tuple[Row[Decision], ...]:
        if not self.folder.exists(path):
            return ()
        rows = cast(tuple[Row[Decision], ...], self._rows(path, "decision"))
        self.findings.extend(duplicates(rows))
        self.findings.extend(_of_others(rows, doc, corpus))
        return tuple(row for row in rows if row.record.doc == doc)

    def _annotations(self, path: str) -> tuple[Row[Annotation], ...]:
        return cast(tuple[Row[Annotation], ...], self._rows(path, None))

    def _text(self, path: str) -> str | None:
        """The file's text, its digest noted; None after RT004."""
        data = self.folder.read_bytes(path)
        if self.keep:
            self.inputs[path] = sha256(data)
        text = files.decode(data, path)
        if isinstance(text, Finding):
            self.findings.append(text)
            return None
        return text

    def _rows(self, path: str, kind: str | None) -> tuple[Row[Record], ...]:
        text = self._text(path)
        rows, findings = ([], []) if text is None else parse(text, path, kind, schemas.violations)
        self.findings.extend(findings)
        if text is None or any(f.code not in ("RT012", "RT013") for f in findings):
            self.broken.update((path, *([kind] if kind else [])))
        return tuple(rows)

    def _settings(self) -> Settings:
        text = self._text(files.SETTINGS)
        if text is None:
            return _NO_SETTINGS
        if text.startswith("\ufeff"):
            message = "the file begins with a byte order mark"
            self.findings.append(Finding("RT008", Place(files.SETTINGS, 1), message))
            return _NO_SETTINGS
        try:
            value = tomllib.loads(text)
            if too_deep(value):
                raise RecursionError
        except tomllib.TOMLDecodeError as error:
            self.findings.append(Finding("RT008", Place(files.SETTINGS), str(error)))
            return _NO_SETTINGS
        except RecursionError:
            self.findings.append(Finding("RT008", Place(files.SETTINGS), "nested too deeply"))
            return _NO_SETTINGS
        broken = list(schemas.violations("settings", value))
        for code, name, message in broken:
            self.findings.append(Finding(code, Place(files.SETTINGS, field=name), message))
        return _NO_SETTINGS if broken else Settings(**value)

    def _tables(self) -> dict[str, tuple[Row[Record], ...]]:
        tables: dict[str, tuple[Row[Record], ...]] = {}
        for path, (kind, required) in files.SINGLE_KIND.items():
            there = self.folder.stored(path)
            if self.folder.exists(there):
                tables[kind] = self._rows(there, kind)
                if kind != "seed":
                    self.findings.extend(duplicates(tables[kind]))
            elif required and not (kind == "seed" and self.shards):
                self.findings.append(Finding("RT006", Place(path), self.folder.lack(path)))
                self.broken.add(kind)
        items = [row for path in self.folder.challenge_files() for row in self._rows(path, CHALLENGE)]
        self.findings.extend(duplicates(items))
        return {**tables, CHALLENGE: tuple(items)} if items else tables

    def _clauses(self) -> frozenset[str] | None:
        """The numbers of the guidelines' clauses, which stand in bold: ``**2.3.1 PER**``."""
        if not self.folder.exists(files.GUIDELINES):
            return None
        text = self._text(files.GUIDELINES)
        found = re.findall(r"\*\*(\d+(?:\.\d+)*)\b", text or "")
        return frozenset(found) if text is not None else None

    def _proposals(self, layer: str) -> dict[str, tuple[Row[Record], ...]]:
        found: dict[str, tuple[Row[Record], ...]] = {}
        for path, kind in files.proposal_paths(layer).items():
            if self.folder.exists(path):
                found[kind] = self._rows(path, kind)
                self.findings.extend(duplicates(found[kind]))
        return found


def named_twice(rows: Iterable[Row[Seed]]) -> Iterator[Finding]:
    """RT005 for documents with the id of one before; what is one shard's own is found there."""
    first: dict[str, Row[Seed]] = {}
    for row in rows:
        before = first.setdefault(row.record.id, row)
        if before is not row and not (row.file == before.file and in_shards(row.file)):
            yield taken(row, before.file, before.line)


def taken(row: Row[Seed], file: str, line: int) -> Finding:
    """RT005 for a document whose id stands before it, in this line of this file."""
    return row.finding("RT005", f"id {row.record.id!r} stands already at {file}:{line}", "id")


def path_of(shard: Shard, layer: str) -> str:
    """The file of a layer; where gold has none, where it should be."""
    return shard.layers.get(layer, f"{files.shard_folder(layer)}/{shard.name}")


def manifest_of(corpus: Corpus) -> list[Row[Seed]]:
    """The lines of the manifest, by document id; without documents in shards."""
    seeds = cast(tuple[Row[Seed], ...], corpus.tables.get("seed", ()))
    seeds = tuple(row for row in seeds if row.file == files.SEEDS)
    return sorted(seeds, key=lambda row: (row.record.id, row.line))


def _of_others(rows: tuple[OfDocument, ...], id: str, corpus: Corpus) -> Iterator[Finding]:
    """Records that are not of the document that their file is named after."""
    for row in rows:
        if row.record.doc == id or "seed" in corpus.broken:
            continue
        if row.record.doc not in corpus.seeds:
            yield row.finding("RT302", f"no document {row.record.doc!r}", "doc")
        else:
            yield row.finding("RT019", f"doc is {row.record.doc!r}, the file is {id!r}'s", "doc")


def _strangers(rows: tuple[OfDocument, ...], path: str, known: Container[str]) -> Iterator[Finding]:
    """A file named after no seed, and its records."""
    stem = files.stem(path)
    message = f"the file is named after {stem!r}, which is no seed; its records: {len(rows)}"
    yield Finding("RT302", Place(path), message)
    for row in rows:
        doc = row.record.doc
        if doc in known:
            yield row.finding("RT019", f"doc is {doc!r}, the file is {stem!r}'s", "doc")
        elif doc != stem:
            yield row.finding("RT302", f"no document {doc!r}", "doc")
