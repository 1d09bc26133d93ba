"""A folder of a public corpus, as its user has it -> a corpus folder of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from retold.corpora import CORPORA
from retold.corpora.conversion import Choices, Conversion
from retold.corpora.labels import PRESETS, Labels, parse_labels
from retold.corpora.problems import ImportProblemsError, Problem
from retold.files import FolderFiles, decode
from retold.findings import Finding
from retold.writing import write_new_folder

_PRESETS = Path(__file__).parent / "corpora" / "presets"


def import_corpus(name: str, path: Path, target: Path, choices: Choices) -> Conversion:
    """Converts the corpus ``name`` (a key of ``CORPORA``) at ``path`` and writes it to ``target``.

    ``path`` is a file, or a folder whose files are read at any depth, but hidden ones. Raises
    ImportProblemsError, after which nothing is written, and OSError.
    """
    received: Mapping[str, bytes] = (
        FolderFiles(path) if path.is_dir() else {path.name: path.read_bytes()}
    )
    made = CORPORA[name].convert(_texts(received), choices)
    write_new_folder(target, {file: text.encode("utf-8") for file, text in made.files.items()})
    return made


def read_labels(word: str) -> Labels:
    """The label mapping of that name (``PRESETS``), or the one in that file, TOML or JSON.

    Raises ImportProblemsError with all that is wrong in the file, and OSError.
    """
    path = _PRESETS / f"{word}.toml" if word in PRESETS else Path(word)
    return parse_labels(_texts({path.name: path.read_bytes()})[path.name], path.name)


def _texts(received: Mapping[str, bytes]) -> dict[str, str]:
    texts, problems = {}, []
    for file, data in received.items():
        text = decode(data, file)
        if isinstance(text, Finding):
            problems.append(Problem(file, None, f"{text.message}; leave the file out or convert it"))
        else:
            texts[file] = text
    if problems:
        raise ImportProblemsError(problems)
    return texts
