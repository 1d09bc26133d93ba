"""A folder of a public corpus, as its user has it -> a corpus folder of its own."""

from __future__ import annotations

from pathlib import Path

from retold.corpora import CORPORA
from retold.corpora.conversion import Conversion
from retold.corpora.problems import ImportProblemsError, Problem
from retold.files import FolderFiles, decode, write_new_folder
from retold.findings import Finding


def import_corpus(name: str, path: Path, target: Path, obtained: str) -> Conversion:
    """Converts the corpus ``name`` (a key of ``CORPORA``) at ``path`` and writes it to ``target``.

    ``path`` is a folder; its files are read at any depth, but hidden ones. ``obtained`` is the day on
    which they came, ISO 8601. Raises ImportProblemsError, after which nothing is written, and OSError.
    """
    texts, problems = {}, []
    for file, data in FolderFiles(path).items():
        text = decode(data, file)
        if isinstance(text, Finding):
            problems.append(Problem(file, None, f"{text.message}; leave the file out or convert it"))
        else:
            texts[file] = text
    if problems:
        raise ImportProblemsError(problems)
    made = CORPORA[name](texts, obtained)
    write_new_folder(target, {file: text.encode("utf-8") for file, text in made.files.items()})
    return made
