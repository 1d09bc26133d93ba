"""Files of another format -> an annotator's layer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from retold import checking, schemas
from retold.corpus import Corpus
from retold.documents import Document as CorpusDocument
from retold.files import CorpusFolder
from retold.findings import Finding, Place, blocking, in_order
from retold.formats import mapping
from retold.formats.alignment import aligned
from retold.formats.base import Format, Loss
from retold.formats.neutral import Document
from retold.interchange.disk import Done, load
from retold.interchange.losses import lost_in
from retold.model import Annotation, Seed
from retold.policy import police
from retold.reading import read
from retold.records import Row, dump, duplicates, parse, sort_key
from retold.rules import graded
from retold.seeds import read_text

_FORM = ("RT012", "RT013")
"""Findings on how lines are written: what is imported is written in canonical form."""


class WontReplaceError(ValueError):
    """Files that are there already, and nobody said to replace."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value for a field where a document does not give it, of one label's records or of all."""

    label: str | None
    field: str
    value: Any


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
    found = load(path, reader)
    with folder.building():
        corpus = read(folder, keep=False).corpus
        texts = _texts(folder, corpus)
        findings = [*found.findings]
        losses: list[tuple[Document, Loss]] = []
        files: dict[str, str] = {}
        ids: list[Row[Annotation]] = []
        dropped = 0
        for document in found.documents:
            here, wrong = _of_corpus(document, texts, reader, path.name)
            findings += wrong
            if here is None:
                continue
            if folder.layer_path(annotator, here.id) in files:
                findings.append(Finding("RT910", _place(here, path.name), f"{here.id!r} is there twice"))
                continue
            rows, wrong, lost, provenance = _rows(here, annotator, settings, path.name)
            seed = corpus.seeds[here.id]
            whole = CorpusDocument(seed, here.text, annotator, path.name, rows, not wrong)
            findings += [*wrong, *checking.of_document(whole, corpus)]
            ids += rows
            losses += [(here, loss) for loss in lost]
            dropped += provenance
            files[folder.layer_path(annotator, here.id)] = dump(row.record for row in rows)
        findings += duplicates(ids)
        findings += lost_in(losses, "a record", path.name, {}, lossy)
        judged = [f for f in findings if f.code == "RT907"]
        others = [f for f in findings if f.code != "RT907"]
        policed, _ = police(list(graded(others)), corpus, all_ran=False)
        findings = in_order([*policed, *judged])
        if blocking(findings):
            return Done(findings, len(found.documents), aside=found.aside)
        _refuse(folder, files, force)
        for name, text in files.items():
            folder.write_text(name, text)
    return Done(findings, len(found.documents), tuple(sorted(files)), found.aside, dropped)


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
    document: Document, texts: Mapping[str, str], reader: Format, path: str
) -> tuple[Document | None, list[Finding]]:
    """The document under its id and over its text in the corpus; None after RT910."""
    id = document.id
    if not document.named:
        id = next((id for id, text in texts.items() if text == document.text), id)
    if id not in texts:
        return None, [Finding("RT910", _place(document, path), f"no seed has the id {id!r}")]
    here = replace(document, id=id)
    if reader.unit == "tokens":
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
    rows, findings = parse("".join(lines), path, None, schemas.remembered)
    moved = [Row(cast(Annotation, row.record), *places[row.line - 1]) for row in rows]
    told = [
        replace(f, place=replace(f.place, file=at[0], line=at[1]))
        for f in findings
        if f.code not in _FORM
        for at in [places[(f.place.line or 1) - 1]]
    ]
    return tuple(sorted(moved, key=lambda row: sort_key(row.record))), told, losses, dropped
