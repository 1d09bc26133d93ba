"""Out of a corpus, or out of one format, into another."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from retold.documents import Document as CorpusDocument
from retold.files import CorpusFolder
from retold.findings import blocking, in_order
from retold.formats import mapping
from retold.formats.base import Format
from retold.formats.neutral import Document
from retold.interchange.disk import Done, load, write_file, write_folder
from retold.interchange.losses import fitted
from retold.model import ANNOTATION_KINDS, Annotation
from retold.policy import police
from retold.reading import read
from retold.rules import graded


class NoSuchLayerError(ValueError):
    """A layer that the corpus does not have; the message names those there are."""


def convert(source: Path, reader: Format, writer: Format, target: Path, *, lossy: bool = False) -> Done:
    """Reads files of one format and writes them in another.

    Writes nothing where a finding is an error; what ``writer`` cannot hold is one, but not with
    ``lossy``. ``target`` is a new folder, or a file where one is what comes out. Raises OSError, and
    ValueError where several files would have to be one.
    """
    found = load(source, reader)
    left, losses = fitted(found.documents, writer, source.name, lossy)
    findings = in_order([*graded(found.findings), *losses])
    if blocking(findings):
        return Done(findings, len(left), aside=found.aside)
    write = write_file if target.name.endswith(writer.suffixes) else write_folder
    return Done(findings, len(left), write(writer.dumps(left), target), found.aside)


def export(
    folder: CorpusFolder,
    layer: str,
    writer: Format,
    target: Path,
    kinds: Container[str],
    *,
    lossy: bool = False,
) -> Done:
    """Writes the records of some kinds, in one layer of a corpus, in another format.

    Writes nothing where the corpus has an error, or, but with ``lossy``, more than the format can
    hold. Raises NoSuchLayerError, OSError.
    """
    reading = read(folder)
    corpus = reading.corpus
    if layer not in folder.layers():
        raise NoSuchLayerError(f"no layer {layer!r}; there are: {', '.join(folder.layers())}")
    findings = blocking(police(reading.findings, corpus, all_ran=False)[0])
    documents = [_document(document, writer, kinds) for document in corpus.layers.get(layer, ())]
    left, losses = fitted(documents, writer, f"annotations/{layer}", lossy)
    findings = in_order([*findings, *losses])
    if blocking(findings):
        return Done(findings, len(left))
    return Done(findings, len(left), write_folder(writer.dumps(left), target))


def _document(document: CorpusDocument, writer: Format, kinds: Container[str]) -> Document:
    """The neutral document; with our tokens for a format that holds tokens."""
    tokens = tuple(sentence.tokens for sentence in document.sentences if sentence.tokens)
    records = [row.record for row in document.rows if kind_of(row.record) in kinds]
    sentences = tokens if writer.holds["tokens"].held else None
    return mapping.document_of(document.id, document.text, records, document.layer, sentences)


def kind_of(record: Annotation) -> str:
    """The name of a record's kind."""
    return next(kind for kind, type in ANNOTATION_KINDS.items() if isinstance(record, type))
