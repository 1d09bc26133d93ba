"""UIMA CAS XMI, as INCEpTION exports and imports it: ``.xmi`` and beside it a ``TypeSystem.xml``.

Offsets count UTF-16 units. The type system is that of the folder, else of the nearest one above that is
read; several files of one folder count as one. A neutral document has what ``layers`` says; all else
that a CAS can hold is metadata, by type, and stays where the document is written again. Files are
written by dkpro-cassis (github.com/dkpro/dkpro-cassis), those that did not change as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from retold.findings import Finding, Place
from retold.formats import cas_in, cas_out, layers_in, layers_out
from retold.formats.base import Files, Fitted, Format, Holding, Read, stem
from retold.formats.cas_types import (
    FILE,
    System,
    Systems,
    as_xml,
    dkpro,
    library,
    loaded,
    merged,
    needed,
    part_of_dkpro,
    schema_of,
)
from retold.formats.cas_xml import checked
from retold.formats.layers import placed, sentences_of
from retold.formats.neutral import Document, Written

if TYPE_CHECKING:
    from cassis import TypeSystem

NAME = "cas"


def loads(files: Files) -> Read:
    """Reads every ``.xmi`` with its type system. Raises MissingLibraryError."""
    library()
    systems = Systems(files)
    documents: list[Document] = []
    findings: list[Finding] = []
    used: set[str] = set()
    for path in sorted(files):
        if not path.endswith(".xmi"):
            continue
        system = systems.nearest(path)
        if isinstance(system, Finding):
            findings.append(system)
        elif system is not None:
            used.update(name for name, _ in system.files)
            document, wrong = _document(Written(NAME, path, 1, files[path], system.files), system.types)
            findings += wrong
            documents += [] if document is None or wrong else [document]
    aside = [path for path in files if not path.endswith(".xmi") and path not in used]
    broken = {finding.place.file for finding in systems.findings}
    aside = sorted(path for path in aside if path not in broken)
    return Read(tuple(documents), (*systems.findings, *findings), tuple(aside))


def _document(written: Written, types: TypeSystem) -> tuple[Document | None, list[Finding]]:
    found, findings = _found(written, types)
    if found is None:
        return None, findings
    faults = layers_in.faults(found.annotations, written.file)
    if faults:
        return None, faults
    items = layers_in.items(found.annotations)
    id = stem(written.file)
    return Document(id, found.text, items, found.sentences, found.metadata, written=written), []


def _found(written: Written, types: TypeSystem) -> tuple[cas_in.Found | None, list[Finding]]:
    raw, findings = checked(written.text, written.file, types)
    if findings:
        return None, findings
    try:
        cas = cas_in.load(written.text, types, raw)
    except Exception as error:  # the library raises whatever a faulty file makes it stumble on
        message = f"dkpro-cassis cannot read it: {type(error).__name__}: {error}"
        return None, [Finding("RT901", Place(written.file, 1), message)]
    found = cas_in.read(cas, raw, written.file, NAME)
    return (None, list(found.findings)) if found.findings else (found, [])


def dumps(documents: Sequence[Document]) -> dict[str, str]:
    """An XMI a document, as it was read where that still says the same, and their type systems.

    Raises MissingLibraryError.
    """
    library()
    files: dict[str, str] = {}
    systems = _Cache()
    changed: dict[str, list[Document]] = {}
    for document in documents:
        written = document.written
        if written is not None and written.format == NAME:
            files |= dict(written.beside)
            types = systems.of(written).types
            if _document(written, types)[0] == document:
                files[written.file] = written.text
                continue
        folder = document.id.rpartition("/")[0]
        changed.setdefault(folder, []).append(document)
    for folder, group in changed.items():
        files |= _folder(folder, group, files)
    return files


class _Cache:
    """Type systems that were read, by their files."""

    def __init__(self) -> None:
        self.read: dict[tuple[tuple[str, str], ...], System] = {}

    def of(self, written: Written) -> System:
        if written.beside not in self.read:
            self.read[written.beside] = System(_types(written.beside), written.beside)
        return self.read[written.beside]


def _types(files: Sequence[tuple[str, str]]) -> TypeSystem:
    found = [loaded(text) for _, text in files]
    return found[0] if len(found) == 1 else merged(*found)


def _folder(folder: str, documents: Sequence[Document], files: Files) -> dict[str, str]:
    """New and changed documents of a folder, and the type system that they share."""
    path = f"{folder}/{FILE}" if folder else FILE
    there = {pair for d in documents if d.written is not None for pair in d.written.beside}
    if path in files:
        there.add((path, files[path]))
    base = _types(sorted(there)) if there else None
    schema = schema_of(*([dkpro()] if base is None else [dkpro(), base]))
    made: list[tuple[Document, cas_out.Content]] = []
    for document in documents:
        content = cas_out.Content(
            document.text,
            layers_out.annotations_of(document, schema),
            sentences_of(document),
            document.metadata,
        )
        made.append((document, content))
    part = part_of_dkpro(schema.used)
    new = base is None or not all(base.contains_type(kind.name, True) for kind in part.get_types())
    types = part if base is None else merged(base, part) if new else base
    for _, content in made:
        new |= needed(types, content.annotations, schema)
        new |= cas_out.extended(types, content)
    found = {f"{document.id}.xmi": _xmi(document, content, types) for document, content in made}
    return {**found, **({path: as_xml(types)} if new else {})}


def _xmi(document: Document, content: cas_out.Content, types: TypeSystem) -> str:
    written = document.written
    if written is None or written.format != NAME:
        return cas_out.written(types, content, None, ())
    raw, _ = checked(written.text, written.file, types)
    cas = cas_in.load(written.text, types, raw)
    found = cas_in.read(cas, raw, written.file, NAME)
    if found.text != document.text:
        return cas_out.written(types, content, None, ())
    items = layers_in.items(found.annotations)
    before = replace(document, items=items, sentences=found.sentences)
    said = layers_out.annotations_of(before, schema_of(dkpro(), types))
    others = {key: v for key, v in found.metadata.items() if key not in found.ours}
    metadata = {key: v for key, v in document.metadata.items() if key not in others or others[key] != v}
    kept = document.sentences is None or document.sentences == found.sentences
    content = replace(content, sentences=None if kept else content.sentences, metadata=metadata)
    return cas_out.written(types, content, (cas, raw), said)


_HELD = "a span"
_OWN = "webanno.custom.Retold"
HOLDS = {
    "spans": Holding(True, f"an annotation of a span layer, {_OWN} where none is named"),
    "adjacent": Holding(True, _HELD),
    "nested": Holding(True, _HELD),
    "stacked": Holding(True, "a span each"),
    "crossing": Holding(True, _HELD),
    "lines": Holding(True, _HELD),
    "discontinuous": Holding(True, f"a span and further ones of {_OWN}Fragment in its slot fragments"),
    "zero-width": Holding(True, "a span whose begin is its end"),
    "attributes": Holding(True, "features"),
    "other-attributes": Holding(True, "features"),
    "values": Holding(True, "JSON in a feature"),
    "clashes": Holding(True, "the second is JSON in the feature more"),
    "relations": Holding(True, f"a relation layer, {_OWN}Relation where none is named"),
    "roles": Holding(True, "JSON in the feature roles, but for Governor and Dependent"),
    "higher-relations": Holding(True, "Governor and Dependent are any annotations"),
    "groups": Holding(True, f"{_OWN}Group with the slot members; a chain where it was one"),
    "events": Holding(True, f"{_OWN}Event with the slot participants"),
    "normalisations": Holding(True, "JSON in the feature links"),
    "notes": Holding(True, "JSON in the feature notes"),
    "note-lines": Holding(True, "JSON in the feature notes"),
    "odd-names": Holding(True, "labels and roles are strings; other keys are JSON in more"),
    "metadata": Holding(True, f"JSON in {_OWN}Document"),
    "tokens": Holding(True, "DKPro's Token and Sentence"),
    "white-space": Holding(True, f"sofaString; what XML cannot hold is U+FFFD and in {_OWN}Character"),
    "unannotated": Holding(True, "tokens and sentences alone"),
    "empty": Holding(True, "an empty sofaString"),
}


def fit(document: Document) -> Fitted:
    """What layers can say of a document: all but what points to nothing."""
    return placed(document)


FORMAT = Format(
    NAME,
    "UIMA CAS XMI",
    (".xmi", ".xml"),
    "UTF-16 units",
    loads,
    dumps,
    fit,
    HOLDS,
    beside=(".xml",),
)
