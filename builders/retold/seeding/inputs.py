"""What is offered as seeds: a file, a folder of files, standard input."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from retold.corpora.problems import Problem
from retold.files import FolderFiles
from retold.intake.plain import read_plain
from retold.intake.received import Origin, Received

Read = Callable[[Path, str], Iterator[Received | Problem]]
"""A file and how it is called in messages -> its texts, or what is wrong with it."""


@dataclass(frozen=True)
class Offered:
    """The texts that were found, what could not be read, and files of other kinds."""

    received: tuple[Received, ...]
    problems: tuple[Problem, ...]
    aside: tuple[str, ...]


def offered(path: Path) -> Offered:
    """The texts of a file or of all files in a folder, at any depth, by name.

    Hidden files are left out, and in a folder files of other kinds are listed. Raises OSError.
    """
    if not path.is_dir():
        if path.suffix.lower() not in KINDS:
            message = (
                f"files end in {', '.join(KINDS)}; rename it, or pipe the text in: retold seed add -"
            )
            return Offered((), (Problem(path.name, None, message),), ())
        return _sorted_out(_texts(path, path.name), ())
    names = list(FolderFiles(path))
    chosen = [name for name in names if Path(name).suffix.lower() in KINDS]
    if not chosen:
        message = f"no file in it ends in {', '.join(KINDS)}"
        return Offered((), (Problem(path.name, None, message),), tuple(names))
    found = (item for name in chosen for item in _texts(path / name, name))
    return _sorted_out(found, tuple(name for name in names if name not in chosen))


def from_stream(data: bytes) -> Offered:
    """The one text that came by standard input."""
    return _sorted_out([read_plain(data, Origin("standard input"), "seed")], ())


def _texts(path: Path, name: str) -> Iterator[Received | Problem]:
    return KINDS[path.suffix.lower()](path, name)


def _sorted_out(found: Iterator[Received | Problem] | list[Received | Problem], aside: tuple[str, ...]
                ) -> Offered:  # fmt: skip
    items = list(found)
    received = tuple(item for item in items if isinstance(item, Received))
    return Offered(received, tuple(item for item in items if isinstance(item, Problem)), aside)


def _plain(path: Path, name: str) -> Iterator[Received | Problem]:
    yield read_plain(path.read_bytes(), Origin(name), path.stem)


KINDS: Mapping[str, Read] = {".txt": _plain, ".md": _plain}
"""Ending -> how a file of that kind is read."""
