"""Files of another format -> an annotator's layer."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from retold import checking, schemas
from retold.corpus import Corpus
from retold.documents import Document as CorpusDocument
from retold.files import ANNOTATORS, CorpusFolder
from retold.findings import Finding, Place, blocking, in_order
from retold.formats import mapping
from retold.formats.alignment import aligned
from retold.formats.base import Format, Loss, Read
from retold.formats.neutral import Document
from retold.interchange.disk import Done, load
from retold.interchange.losses import lost_in
from retold.interchange.outward import kind_of
from retold.model import Annotation, Annotator, Seed
from retold.policy import police
from retold.reading import read
from retold.records import Row, dump, duplicates, parse, sort_key
from retold.rules import graded
from retold.seeds import read_text
from retold.together import write_together

_FORM = ("RT012", "RT013")
"""Findings on how lines are written: what is imported is written in canonical form."""


class WontReplaceError(ValueError):
    """Files that are there already, and nobody said to replace."""


class UnreadableError(WontReplaceError):
    """A layer of which records must stay, and not every line can be read."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value for a field where a document does not give it, of one label's records or of all."""

    label: str | None
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Incoming:
    """Documents that become one annotator's layer; ``path`` is where findings say they stand."""

    annotator: str
    read: Read
    unit: str
    path: str


def take_in(
    folder: CorpusFolder,
    path: Path,
    reader: Format,
    annotator: str,
    settings: Sequence[Setting] = (),
    *,
    force: bool = False,
    lossy: bool = False,
) -> Done:
    """Reads files of another format as an annotator's layer of a corpus.

    The records pass the schema and every rule that looks at one document; with an error, nothing is
    written. What no record can hold is one, but not with ``lossy``. Raises WontReplaceError for
    files that are there and would change, but with ``force``; OSError.
    """
    incoming = Incoming(annotator, load(path, reader), reader.unit, path.name)
    return take_layers(folder, [incoming], settings, force=force, lossy=lossy)


def take_layers(
    folder: CorpusFolder,
    layers: Sequence[Incoming],
    settings: Sequence[Setting] = (),
    *,
    force: bool = False,
    lossy: bool = False,
    kept: Container[str] = (),
    people: Sequence[Annotator] = (),
) -> Done:
    """As ``take_in``, for several annotators: all are written, or none.

    Records of the kinds ``kept`` that a layer has already stay in it. ``people`` are added to the
    annotators of the corpus, whose file must be read whole for that: its findings come back else.
    """
    with folder.building():
        reading = read(folder, keep=bool(kept))
        documents = sum(len(layer.read.documents) for layer in layers)
        if people and "annotator" in reading.corpus.broken:  # it is written from what was read
            found = [finding for finding in reading.findings if finding.place.file == ANNOTATORS]
            return Done(found, documents)
        corpus = _with_people(reading.corpus, people)
        taking = _Taking(folder, corpus, _texts(folder, corpus), settings, kept)
        findings = [finding for layer in layers for finding in taking.layer(layer)]
        losses = [lost for layer in layers for lost in lost_in(taking.losses[layer.annotator],
                  "a record", layer.path, {}, lossy)]  # fmt: skip
        policed, _ = police(list(graded(findings)), corpus, all_ran=False)
        findings = in_order([*policed, *losses])
        aside = tuple(name for layer in layers for name in layer.read.aside)
        if blocking(findings):
            return Done(findings, documents, aside=aside)
        if people:
            taking.files[ANNOTATORS] = dump(row.record for row in corpus.tables["annotator"])
        _refuse(folder, {p: text for p, text in taking.files.items() if p != ANNOTATORS}, force)
        write_together(folder, {name: text.encode("utf-8") for name, text in taking.files.items()})
    written = tuple(sorted(path for path in taking.files if path != ANNOTATORS))
    return Done(findings, documents, written, aside, taking.dropped)


def _with_people(corpus: Corpus, people: Sequence[Annotator]) -> Corpus:
    rows = [Row(person, ANNOTATORS, 1) for person in people]
    tables = {**corpus.tables, "annotator": (*corpus.tables.get("annotator", ()), *rows)}
    return replace(corpus, tables=tables)


@dataclass
class _Taking:
    """The files of layers while they are made."""

    folder: CorpusFolder
    corpus: Corpus
    texts: Mapping[str, str]
    settings: Sequence[Setting]
    kept: Container[str]
    files: dict[str, str] = field(default_factory=dict)
    losses: dict[str, list[tuple[Document, Loss]]] = field(default_factory=dict)
    dropped: int = 0

    def layer(self, layer: Incoming) -> Iterator[Finding]:
        """What is wrong with an annotator's documents; their files are noted."""
        yield from layer.read.findings
        losses = self.losses.setdefault(layer.annotator, [])
        ids: list[Row[Annotation]] = []
        for document in layer.read.documents:
            here, wrong = _of_corpus(document, self.texts, layer.unit, layer.path)
            yield from wrong
            if here is None:
                continue
            target = self.folder.layer_path(layer.annotator, here.id)
            if target in self.files:
                yield Finding("RT910", _place(here, layer.path), f"{here.id!r} is there twice")
                continue
            rows, wrong, lost, provenance = _rows(here, layer.annotator, self.settings, layer.path)
            rows = self.with_kept(rows, layer.annotator, here.id)
            seed = self.corpus.seeds[here.id]
            file = here.written.file if here.written else layer.path
            whole = CorpusDocument(seed, here.text, layer.annotator, file, rows, not wrong)
            yield from wrong
            yield from checking.of_document(whole, self.corpus)
            ids += rows
            losses += [(here, loss) for loss in lost]
            self.dropped += provenance
            self.files[target] = dump(row.record for row in rows)
        yield from duplicates(ids)

    def with_kept(
        self, rows: tuple[Row[Annotation], ...], annotator: str, doc: str
    ) -> tuple[Row[Annotation], ...]:
        """The records with those of other kinds that the layer has; raises where it cannot be read."""
        layer = self.corpus.layers.get(annotator, ())
        path = self.folder.layer_path(annotator, doc)
        if self.kept and path in self.corpus.broken:
            raise UnreadableError(f"{path} cannot be read whole; `retold check` says why")
        old = (row for document in layer if document.id == doc for row in document.rows)
        more = [row for row in old if kind_of(row.record) in self.kept]
        return tuple(sorted((*rows, *more), key=lambda row: sort_key(row.record)))


def _refuse(folder: CorpusFolder, files: Mapping[str, str], force: bool) -> None:
    there = [p for p in files if folder.exists(p) and folder.read_text(p) != files[p]]
    if there and not force:
        raise WontReplaceError(f"{', '.join(there)}: there already; --force replaces them")


def _texts(folder: CorpusFolder, corpus: Corpus) -> dict[str, str]:
    rows = cast(tuple[Row[Seed], ...], corpus.tables.get("seed", ()))
    read_ones = ((row.record.id, read_text(folder, row)[0]) for row in rows)
    return {id: text for id, text in read_ones if text is not None}


def _place(document: Document, path: str) -> Place:
    written = document.written
    return Place(path, doc=document.id) if written is None else Place(written.file, written.line)


def _of_corpus(
    document: Document, texts: Mapping[str, str], unit: str, path: str
) -> tuple[Document | None, list[Finding]]:
    """The document under its id and over its text in the corpus; None after RT910."""
    id = document.id
    if not document.named:
        id = next((id for id, text in texts.items() if text == document.text), id)
    if id not in texts:
        return None, [Finding("RT910", _place(document, path), f"no seed has the id {id!r}")]
    here = replace(document, id=id)
    if unit == "tokens":
        moved = aligned(here, texts[id])
        if moved is not None:
            return moved, []
    if here.text != texts[id]:
        at = next((n for n, (a, b) in enumerate(zip(here.text, texts[id], strict=False)) if a != b),
                  min(len(here.text), len(texts[id])))  # fmt: skip
        message = f"its text is not the text of seed {id!r}: they differ at character {at}"
        return None, [Finding("RT910", _place(document, path), message)]
    return here, []


def _rows(
    document: Document, annotator: str, settings: Sequence[Setting], path: str
) -> tuple[tuple[Row[Annotation], ...], list[Finding], tuple[Loss, ...], int]:
    """The document's records at their places in the foreign file, and what the schema says."""
    found, losses = mapping.values_of(document, annotator)
    dropped = 0
    places = []
    lines = []
    for record in found:
        values = {**record.values, "annotator": annotator}
        provenance = [values.pop(name, None) for name in mapping.PROVENANCE]
        dropped += any(provenance)
        for setting in settings:
            label = mapping.label_of(values)
            if setting.label in (None, label) and values.get(setting.field) is None:
                values[setting.field] = setting.value
        lines.append(json.dumps(mapping.in_order(values), ensure_ascii=False) + "\n")
        at = record.written or document.written
        places.append((at.file, at.line) if at else (path, 1))
    rows, findings = parse("".join(lines), path, None, schemas.violations)
    moved = [Row(cast(Annotation, row.record), *places[row.line - 1]) for row in rows]
    told = [
        replace(f, place=replace(f.place, file=at[0], line=at[1]))
        for f in findings
        if f.code not in _FORM
        for at in [places[(f.place.line or 1) - 1]]
    ]
    return tuple(sorted(moved, key=lambda row: sort_key(row.record))), told, losses, dropped
