"""What is offered as seeds: a file, a folder of files, standard input."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from retold.corpora.problems import Problem
from retold.files import FolderFiles, decode
from retold.findings import Finding
from retold.intake.page import read_page
from retold.intake.plain import read_plain
from retold.intake.received import Origin, Received
from retold.intake.rows import COLUMNS, read_lines, read_row

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
    empty = True
    for item in KINDS[path.suffix.lower()](path, name):
        empty = False
        yield item
    if empty:
        yield Problem(name, None, "there is no text in it; leave it out")


def _sorted_out(found: Iterator[Received | Problem] | list[Received | Problem], aside: tuple[str, ...]
                ) -> Offered:  # fmt: skip
    items = list(found)
    received = tuple(item for item in items if isinstance(item, Received))
    return Offered(received, tuple(item for item in items if isinstance(item, Problem)), aside)


def _plain(path: Path, name: str) -> Iterator[Received | Problem]:
    yield read_plain(path.read_bytes(), Origin(name), path.stem)


def _page(path: Path, name: str) -> Iterator[Received | Problem]:
    yield read_page(path.read_bytes(), Origin(name), path.stem)


def _lines(path: Path, name: str) -> Iterator[Received | Problem]:
    text = decode(path.read_bytes(), name)
    if isinstance(text, Finding):
        yield Problem(name, None, f"{text.message}; JSON is UTF-8: convert the file")
    else:
        yield from read_lines(text, name, path.stem)


def _rows(path: Path, name: str) -> Iterator[Received | Problem]:
    """The rows of a Parquet file, batch by batch: no more than one is in memory as a table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            there = [column for column in COLUMNS if column in file.schema_arrow.names]
            if "text" not in there:
                has = ", ".join(file.schema_arrow.names)
                yield Problem(name, None, f"it has no column 'text'; its columns are {has}")
                return
            number = 0
            for batch in file.iter_batches(batch_size=_BATCH, columns=there, use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    yield from read_row(row, Origin(name, number), path.stem)
    except pa.ArrowException as error:
        yield Problem(name, None, f"it cannot be read as Parquet: {error}")


_BATCH = 1024
KINDS: Mapping[str, Read] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _page,
    ".htm": _page,
    ".jsonl": _lines,
    ".parquet": _rows,
}
"""Ending -> how a file of that kind is read."""
