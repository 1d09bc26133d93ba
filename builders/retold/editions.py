"""Editions of a dataset on disk: the stand-off edition, and the full one put together again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retold import schemas
from retold.files import RELEASE
from retold.manifest import sha256
from retold.standoff.errors import EditionError, WrongFolderError
from retold.standoff.hydrate import Hydrated, edition_record, hydrate
from retold.standoff.omit import omit, texts_of
from retold.standoff.omitted import OMITTED, load
from retold.standoff.seeds import Wanted, refusal, wanted_of
from retold.writing import write_new_folder


@dataclass(frozen=True)
class Written:
    """A stand-off edition that was written."""

    record: Mapping[str, Any]
    values: int
    """Values that give words of a text."""
    runs: int
    """Runs of words that other strings had in common with a text."""


def write_standoff(dataset: Path, out: Path) -> Written:
    """Writes the stand-off edition of the dataset in a folder into a new folder.

    What was made is put together again before it is written: an edition that does not give back
    every file is an error. Raises WrongFolderError and EditionError as ``standoff.omit``, OSError.
    """
    files = read_dataset(dataset)
    edition = omit(files)
    came_back = hydrate(edition, texts_of(files))
    lost = [p for p in files if came_back.files[p] != files[p] and p not in came_back.rewritten]
    if lost:
        raise EditionError(f"{path}: would not come back as it is" for path in lost)
    write_new_folder(out, edition)
    found = load(edition[OMITTED])
    runs = sum(len(entry.runs or ()) for entry in found)
    values = sum(entry.runs is None for entry in found)
    return Written(json.loads(edition[RELEASE]), values, runs)


def write_hydrated(edition: Path, seeds: Path, out: Path) -> Hydrated:
    """Puts the full dataset together from an edition and a folder of texts, into a new folder.

    Raises WrongFolderError for a folder that is no stand-off edition, EditionError with every text
    that is missing or another one, with every file of the edition that is not as it was made, and
    where what comes back is not the full dataset; then nothing is written. Raises OSError.
    """
    files = read_dataset(edition)
    texts = find_texts(seeds, wanted_of(edition_record(files)))
    found = hydrate(files, texts)
    write_new_folder(out, found.files)
    return found


def read_dataset(folder: Path) -> dict[str, bytes]:
    """The files of a dataset folder that its release.json lists, and that.

    What else lies there (a download's ``.gitattributes``) is no part of it. A file that is not there
    is left out here, and named by whoever asks whether the dataset is whole. Raises
    WrongFolderError where release.json is missing or none.
    """
    if not (folder / RELEASE).is_file():
        raise WrongFolderError(f"{folder} is no dataset: it has no {RELEASE}")
    data = (folder / RELEASE).read_bytes()
    try:
        record = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise WrongFolderError(f"{folder / RELEASE} is no JSON: {error}") from None
    wrong = next(schemas.validator("release").iter_errors(record), None)
    if wrong is not None:
        raise WrongFolderError(f"{folder / RELEASE} is no release record: {wrong.message}")
    paths = [entry["path"] for entry in record["files"]]
    outside = [path for path in paths if not _inside(path)]
    if outside:
        raise WrongFolderError(f"{folder / RELEASE} lists a file outside the folder: {outside[0]!r}")
    files = {path: (folder / path).read_bytes() for path in paths if (folder / path).is_file()}
    return {**files, RELEASE: data}


def find_texts(seeds: Path, wanted: Sequence[Wanted]) -> dict[str, str]:
    """Document id -> text, found anywhere below ``seeds`` by SHA-256, whatever the files' names.

    Raises EditionError with each text that is not there; where a file has the document's name, it
    says in what it differs.
    """
    found: dict[str, str] = {}
    named: dict[str, list[Path]] = {}
    sizes = {text.bytes for text in wanted}
    by_name = {text.doc for text in wanted}
    for path in sorted(_files_below(seeds)):
        if by_name & {path.name, path.stem}:
            named.setdefault(path.stem if path.stem in by_name else path.name, []).append(path)
        if path.stat().st_size in sizes:
            data = path.read_bytes()
            digest = sha256(data)
            found.update((text.doc, data.decode()) for text in wanted if text.sha256 == digest)
    problems = []
    for text in wanted:
        if text.doc not in found:
            problems += [refusal(text, str(path), path.read_bytes()) for path in named.get(text.doc, ())]
            if text.doc not in named:
                problems.append(
                    f"{text.doc}: no file in {seeds} has its text, which is {text.bytes} bytes with "
                    f"SHA-256 {text.sha256}"
                )
    if problems:
        raise EditionError(problems)
    return found


def _files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _inside(path: str) -> bool:
    parts = path.split("/")
    return "\\" not in path and "\0" not in path and not {"", ".", ".."} & set(parts)
