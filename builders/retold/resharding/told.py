"""The documents of a corpus one by one, from files of one document and from shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, cast

from retold import files, schemas
from retold.corpus import Corpus
from retold.facts import FactStore
from retold.files import GOLD, CorpusFolder
from retold.findings import Finding, Place
from retold.model import Annotation, Seed
from retold.records import Row, parse
from retold.seeds import read_text
from retold.shards.addresses import store_of
from retold.shards.pairing import paired
from retold.shards.reading import ShardReading

_Rows = Mapping[str, tuple[Row[Annotation], ...]]


class Told(NamedTuple):
    """A document, its text, and layer -> its records there; ``gold`` is always among the layers."""

    seed: Seed
    text: str
    layers: Mapping[str, tuple[Annotation, ...]]


def documents(folder: CorpusFolder, corpus: Corpus, findings: list[Finding]) -> Iterator[Told]:
    """Those in files by id, then those in shards in the order of these. Raises OSError.

    What is wrong goes to ``findings``, to its end: also after one the others come.
    """
    with FactStore() as store:
        for row, text, layers in _all(folder, corpus, findings):
            store.add("id", row.record.id, row.place("id"))
            records = {name: tuple(row.record for row in rows) for name, rows in layers.items()}
            yield Told(row.record, text, records)
        for id, places in groupby(store.of("id", Place), key=itemgetter(0)):
            first, *others = (place for _, place in places)
            for place in others:
                message = f"id {id!r} stands already at {first.file}:{first.line}"
                findings.append(Finding("RT005", place, message))


def _all(
    folder: CorpusFolder, corpus: Corpus, findings: list[Finding]
) -> Iterator[tuple[Row[Seed], str, _Rows]]:
    yield from _of_files(folder, corpus, findings)
    store = store_of(folder, corpus.settings.address)
    shards, _ = paired(store.paths())  # what is wrong was found with the tables
    for shard in shards:
        reading = ShardReading(store, shard, corpus.seeds)
        for row, text, layers in reading.documents():
            yield row, text, {name: found.rows for name, found in layers.items()}
        findings.extend(reading.findings)


def _of_files(
    folder: CorpusFolder, corpus: Corpus, findings: list[Finding]
) -> Iterator[tuple[Row[Seed], str, _Rows]]:
    seeds = cast(Iterable[Row[Seed]], corpus.tables.get("seed", ()))
    layers = [layer for layer in folder.layers() if layer != GOLD]
    for row in sorted(seeds, key=lambda row: row.record.id):
        id = row.record.id
        text, wrong = read_text(folder, row)
        findings.extend(wrong)
        found = {GOLD: _rows(folder, GOLD, id, findings)}
        for layer in layers:
            if folder.exists(folder.layer_path(layer, id)):
                found[layer] = _rows(folder, layer, id, findings)
        if text is not None:
            yield row, text, found
    for path in folder.layer_files():
        if files.stem(path) not in corpus.seeds:
            message = f"the file is named after {files.stem(path)!r}, which is no seed"
            findings.append(Finding("RT302", Place(path), message))


def _rows(
    folder: CorpusFolder, layer: str, id: str, findings: list[Finding]
) -> tuple[Row[Annotation], ...]:
    path = folder.layer_path(layer, id)
    if not folder.exists(path):
        message = f"document {id!r} has no gold annotation: {folder.lack(path)}"
        findings.append(Finding("RT006", Place(path, doc=id), message))
        return ()
    text = folder.read_text(path)
    if isinstance(text, Finding):
        findings.append(text)
        return ()
    found, wrong = parse(text, path, None, schemas.violations)
    findings.extend(wrong)
    rows = cast(list[Row[Annotation]], found)
    for row in rows:
        if row.record.doc != id:
            message = f"doc is {row.record.doc!r}, the file is {id!r}'s"
            findings.append(row.finding("RT019", message, "doc"))
    return tuple(rows)
