"""A corpus folder -> Corpus and Findings: the first three stages and the rules."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from retold import files, schemas
from retold.corpus import Corpus, Settings
from retold.documents import Document
from retold.files import CorpusFolder
from retold.findings import Finding, Place, in_order
from retold.model import Annotation, Record, Seed, Story
from retold.records import Row, duplicates, parse
from retold.rules import CORPUS_RULES, DOCUMENT_RULES, TEXT_RULES
from retold.seeds import not_in_manifest, read_texts, without_story

_NO_SETTINGS = Settings("", "", "0.0.0", {})


@dataclass
class Reading:
    """What was read, what is wrong with it, and the digests of all that was read."""

    corpus: Corpus
    findings: list[Finding]
    inputs: dict[str, str]
    """Path inside the corpus -> SHA-256 of the file's bytes."""
    rows: dict[str, tuple[Row[Record], ...]]
    """Path -> every valid record of the file, wherever it belongs."""


@dataclass
class _Reader:
    folder: CorpusFolder
    findings: list[Finding] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    by_file: dict[str, tuple[Row[Record], ...]] = field(default_factory=dict)

    def text(self, path: str) -> str | None:
        """The file's text, its digest noted; None after RT004."""
        data = self.folder.read_bytes(path)
        self.inputs[path] = files.sha256(data)
        text = files.decode(data, path)
        if isinstance(text, Finding):
            self.findings.append(text)
            return None
        return text

    def rows(self, path: str, kind: str | None) -> tuple[Row[Record], ...]:
        text = self.text(path)
        rows, findings = ([], []) if text is None else parse(text, path, kind, schemas.violations)
        self.findings.extend(findings)
        if text is None or any(f.code not in ("RT012", "RT013") for f in findings):
            self.broken.update((path, *([kind] if kind else [])))
        self.by_file[path] = tuple(rows)
        return self.by_file[path]

    def settings(self) -> Settings:
        text = self.text(files.SETTINGS)
        if text is None:
            return _NO_SETTINGS
        if text.startswith("\ufeff"):
            message = "the file begins with a byte order mark"
            self.findings.append(Finding("RT008", Place(files.SETTINGS, 1), message))
            return _NO_SETTINGS
        try:
            value = tomllib.loads(text)
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

    def tables(self) -> dict[str, tuple[Row[Record], ...]]:
        tables: dict[str, tuple[Row[Record], ...]] = {}
        for path, (kind, required) in files.SINGLE_KIND.items():
            if self.folder.exists(path):
                tables[kind] = self.rows(path, kind)
                if kind != "seed":
                    self.findings.extend(duplicates(tables[kind]))
            elif required:
                self.findings.append(Finding("RT006", Place(path), self.folder.lack(path)))
                self.broken.add(kind)
        return tables

    def layer(
        self, layer: str, paths: list[str], seeds: dict[str, Seed], texts: dict[str, str]
    ) -> tuple[Document, ...]:
        """The documents of one layer; gold has one for every seed."""
        by_file = {path: cast(tuple[Row[Annotation], ...], self.rows(path, None)) for path in paths}
        self.findings.extend(duplicates(row for rows in by_file.values() for row in rows))
        for path in paths:
            stem = path.rsplit("/", 1)[1].removesuffix(".jsonl")
            if "seed" not in self.broken:
                self.findings.extend(_strangers(by_file[path], path, stem, set(seeds)))
        documents = []
        for id in sorted(texts):
            path = self.folder.layer_path(layer, id)
            if path not in by_file:
                if layer != files.GOLD:
                    continue
                message = f"document {id!r} has no gold annotation: {self.folder.lack(path)}"
                self.findings.append(Finding("RT006", Place(path, doc=id), message))
                self.broken.add(path)
            rows = tuple(row for row in by_file.get(path, ()) if row.record.doc == id)
            documents.append(Document(seeds[id], texts[id], layer, path, rows))
        return tuple(documents)


def _strangers(
    rows: tuple[Row[Annotation], ...], path: str, stem: str, known: set[str]
) -> Iterator[Finding]:
    """Records that are not of the document that their file is named after."""
    if stem not in known:
        message = f"the file is named after {stem!r}, which is no seed; its records: {len(rows)}"
        yield Finding("RT302", Place(path), message)
    for row in rows:
        if row.record.doc == stem:
            continue
        if row.record.doc not in known:
            yield row.finding("RT302", f"no document {row.record.doc!r}", "doc")
        else:
            yield row.finding("RT019", f"doc is {row.record.doc!r}, the file is {stem!r}'s", "doc")


def read(folder: CorpusFolder) -> Reading:
    """Reads everything and applies every rule; never raises for bad data."""
    reader = _Reader(folder)
    settings = reader.settings()
    tables = reader.tables()
    seeds = cast(tuple[Row[Seed], ...], tables.get("seed", ()))
    texts, findings = read_texts(folder, seeds)
    reader.findings.extend(findings)
    for row in seeds:
        if row.record.id in texts:
            reader.inputs[folder.seed_path(row.record.file)] = row.record.sha256
    if "seed" not in reader.broken:
        reader.findings.extend(not_in_manifest(folder, seeds))
    if "story" not in reader.broken:
        stories = {row.record.id: row.record for row in tables["story"] if isinstance(row.record, Story)}
        reader.findings.extend(without_story(seeds, stories))
    for path in folder.foreign_data():
        message = "no build made it, and the next would remove it"
        reader.findings.append(Finding("RT022", Place(path), message))
    for path in folder.stray_files():
        reader.findings.append(Finding("RT009", Place(path), "no stage reads this file"))
    by_id = {row.record.id: row.record for row in reversed(seeds)}
    paths = {files.GOLD: [], **folder.layer_files()}
    layers = {name: reader.layer(name, paths[name], by_id, texts) for name in paths}
    corpus = Corpus(settings, tables, layers, frozenset(reader.broken))
    found = [*reader.findings, *_apply_rules(corpus, seeds, texts)]
    return Reading(corpus, in_order(found), reader.inputs, reader.by_file)


def _apply_rules(
    corpus: Corpus, seeds: tuple[Row[Seed], ...], texts: dict[str, str]
) -> Iterator[Finding]:
    for row in seeds:
        if row.record.id in texts:
            for text_rule in TEXT_RULES.values():
                yield from text_rule(row, texts[row.record.id], corpus)
    for documents in corpus.layers.values():
        for document in documents:
            for document_rule in DOCUMENT_RULES.values():
                yield from document_rule(document, corpus)
    for corpus_rule in CORPUS_RULES.values():
        yield from corpus_rule(corpus)
