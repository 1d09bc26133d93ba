"""WebAnno TSV 3, the table of tokens that WebAnno and INCEpTION export and import: versions 3.0 to 3.3.

Offsets count UTF-16 units. The text is that of the #Text lines; between two sentences stands nothing,
or a line feed and then spaces, as their offsets say. An annotation begins and ends at, or inside, a
token. All values are strings. Written files are of version 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retold.findings import Finding
from retold.formats import layers_in, webanno_in, webanno_out
from retold.formats.base import Files, Format, Holding, Read, stem
from retold.formats.neutral import Document, Written
from retold.formats.webanno_fit import fit

NAME = webanno_out.NAME


def loads(files: Files) -> Read:
    """Reads each file as one document."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for path in sorted(files):
        found, wrong = _document(Written(NAME, path, 1, files[path]))
        findings += wrong
        documents += [] if wrong else [found]
    return Read(tuple(documents), tuple(findings))


def _document(written: Written) -> tuple[Document, list[Finding]]:
    found = webanno_in.read(written)
    document = Document(stem(written.file), found.text, written=written)
    if found.findings:
        return document, found.findings
    faults = layers_in.faults(found.annotations, written.file)
    if faults:
        return document, faults
    items = layers_in.items(found.annotations)
    metadata = {webanno_out.COMMENTS: found.comments} if found.comments else {}
    return replace(document, items=items, sentences=found.sentences, metadata=metadata), []


def dumps(documents: Sequence[Document]) -> dict[str, str]:
    """A file a document, as it was read where that still says the same."""
    files: dict[str, str] = {}
    for document in documents:
        written = document.written
        if written is not None and written.format == NAME and _document(written)[0] == document:
            files[written.file] = written.text
        else:
            files[f"{document.id}.tsv"] = webanno_out.written(document)
    return files


_ROWS = "a value in the row of its token, of parts of one, or with [n] in several rows"
_OWN = "webanno.custom.Retold"
HOLDS = {
    "spans": Holding(True, f"{_ROWS}; left out where an edge is in white space"),
    "adjacent": Holding(True, _ROWS),
    "nested": Holding(True, _ROWS),
    "stacked": Holding(True, "values between |"),
    "crossing": Holding(True, _ROWS),
    "lines": Holding(True, _ROWS),
    "discontinuous": Holding(True, f"further ones of {_OWN}Fragment in the slot fragments"),
    "zero-width": Holding(True, "a part of a token whose offsets are equal; else left out"),
    "attributes": Holding(True, "columns"),
    "other-attributes": Holding(True, "columns"),
    "values": Holding(True, f"JSON in a column; in layers that are not {_OWN} they become strings"),
    "clashes": Holding(True, "the second is JSON in the column more"),
    "relations": Holding(True, f"a relation layer, {_OWN}Relation where none is named"),
    "roles": Holding(True, "JSON in the column roles, but for Governor and Dependent"),
    "higher-relations": Holding(False, "left out"),
    "groups": Holding(True, f"{_OWN}Group with the slot members; a chain where it was one"),
    "events": Holding(
        True, f"{_OWN}Event with the slot participants; left out where a relation takes part"
    ),
    "normalisations": Holding(True, "JSON in the column links"),
    "notes": Holding(True, "JSON in the column notes"),
    "note-lines": Holding(True, "JSON in the column notes"),
    "odd-names": Holding(True, "labels and roles are escaped; other keys are JSON in more"),
    "metadata": Holding(False, "left out"),
    "tokens": Holding(True, "a row each"),
    "white-space": Holding(True, "#Text lines; before the first token it becomes spaces"),
    "unannotated": Holding(True, "rows without columns"),
    "empty": Holding(True, "the head alone"),
}

FORMAT = Format(NAME, "WebAnno TSV 3", (".tsv",), "UTF-16 units", loads, dumps, fit, HOLDS)
