"""Folders and files of other formats: what is read from them and written to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retold.files import FolderFiles, decode, is_below
from retold.findings import Finding, Place
from retold.formats.base import Format, Read, stem
from retold.formats.neutral import Document
from retold.writing import write_new_file, write_new_folder


@dataclass(frozen=True)
class Done:
    """What an export, an import or a conversion did; ``written`` is empty where it did nothing."""

    findings: list[Finding]
    documents: int
    written: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    """Files of the source that are none of the format's."""
    dropped: int = 0
    """Records whose provenance an import left out: it is gold's, and the layer is not."""


def load(path: Path, format: Format) -> Read:
    """Reads a folder, or a file and what belongs to it. Raises OSError.

    A document whose id is no path below a folder is left out with RT901, one whose id another had
    before with RT905: a writer names files by ids.
    """
    folder, wanted = (
        (path, None) if path.is_dir() else (path.parent, stem(path.name) if format.paired else path.name)
    )
    files: dict[str, str] = {}
    findings: list[Finding] = []
    aside: list[str] = []
    for name, data in _files(folder, path.name, wanted, format.beside).items():
        if not name.endswith(format.suffixes) and (wanted is None or name != path.name):
            aside.append(name)
            continue
        text = decode(data, name)
        if isinstance(text, Finding):
            findings.append(text)
        else:
            files[name] = text
    found = format.loads(files)
    bad = {stem(finding.place.file) for finding in findings}
    sound = tuple(document for document in found.documents if document.id not in bad)
    sound, wrong = _named_apart(sound, path.name)
    others = (f for f in found.findings if f.code != "RT906" or stem(f.place.file) not in bad)
    return Read(sound, (*findings, *others, *wrong), tuple(sorted({*aside, *found.aside})))


def _named_apart(documents: Sequence[Document], path: str) -> tuple[tuple[Document, ...], list[Finding]]:
    """The documents by whose ids files can be named, each id once, and what is wrong with the others."""
    first: dict[str, Place] = {}
    kept: list[Document] = []
    findings: list[Finding] = []
    for document in documents:
        id, written = document.id, document.written
        place = Place(path) if written is None else Place(written.file, written.line)
        if not is_below(id):
            message = (
                f"the id {id!r} names no file below a folder: parts between / are neither empty nor "
                "begin with a dot, and have no backslash, control character or lone surrogate"
            )
            findings.append(Finding("RT901", place, message))
        elif id in first:
            before = first[id]
            at = before.file if before.line is None else f"{before.file}:{before.line}"
            message = f"the document {id!r} stands already at {at}"
            findings.append(Finding("RT905", place, message))
        else:
            first[id] = place
            kept.append(document)
    return tuple(kept), findings


def _files(folder: Path, name: str, wanted: str | None, endings: tuple[str, ...]) -> Mapping[str, bytes]:
    """The files of a folder; or the one of that name, what is of ``wanted``'s name and what ends so."""
    if wanted is None:
        return FolderFiles(folder)
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    beside = [found for found in names if wanted in (found, stem(found)) or found.endswith(endings)]
    return {found: (folder / found).read_bytes() for found in {name, *beside}}


def write_folder(files: Mapping[str, str], target: Path) -> tuple[str, ...]:
    """Writes files below a new folder; their paths there.

    Raises OSError, and ValueError for a path that is not below it.
    """
    write_new_folder(target, {path: text.encode("utf-8") for path, text in files.items()})
    return tuple(sorted(files))


def write_file(files: Mapping[str, str], target: Path) -> tuple[str, ...]:
    """Writes the one file, or the files of one document, under the name of ``target``.

    Raises OSError, and ValueError where files of several names would have to be one.
    """
    if len({stem(path) for path in files}) != 1:
        raise ValueError(f"{len(files)} files come out; {target.name} is one: name a folder")
    written = []
    for path, text in sorted(files.items()):
        name = target.name if len(files) == 1 else stem(target.name) + path[len(stem(path)) :]
        write_new_file(target.parent / name, text.encode("utf-8"))
        written.append(name)
    return tuple(written)
