"""Token lines -> documents: by ``-DOCSTART-``, else by a fixed number of sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from retold.corpora.iob2.sources import Source
from retold.corpora.problems import Problem
from retold.formats.neutral import Mark
from retold.model import Span, Split

T = TypeVar("T")
SENTENCES = 100
"""Sentences of a document where a file has no ``-DOCSTART-`` and nobody says how many."""

_SPLITS: Mapping[str, Split] = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("valid", "validation", "val", "testa"), "validation"),
    **dict.fromkeys(("dev", "devel", "development"), "validation"),
    **dict.fromkeys(("test", "testing", "testb"), "test"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One document to be: its text, a sentence a line, and what the file says of it.

    ``tokens`` are the spans of each sentence's tokens in ``text``; ``tags`` and ``columns`` go with
    them, as written. ``line`` is where it begins in ``file``.
    """

    id: str
    file: str
    line: int
    split: Split
    text: str
    tokens: tuple[tuple[Span, ...], ...]
    tags: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[tuple[str, ...], ...], ...]
    marks: tuple[Mark, ...]


def split_of(path: str) -> Split | None:
    """The split that the name of a file says, else that of the folder around it; None if none does.

    A name says it by one of its words: train, valid, dev, test and the like; CoNLL-2003's testa and
    testb are validation and test.
    """
    for part in reversed(path.split("/")):
        found = {_SPLITS[word] for word in re.split(r"[^a-z]+", part.lower()) if word in _SPLITS}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def unsplit(files: Iterable[str], chosen: Split | None) -> Iterator[Problem]:
    """The files of which neither their name nor the user says the split."""
    for file in files:
        if chosen is None and split_of(file) is None:
            message = (
                "its name does not say which split it is (train, valid, dev, test); give --split, or "
                "rename it"
            )
            yield Problem(file, None, message)


def pieces_of(sources: Sequence[Source], size: int, chosen: Split | None) -> Iterator[Piece]:
    """The documents of all files, in order. ``chosen`` is the split of files that do not say theirs."""
    for source, stem in zip(sources, _stems([source.file for source in sources]), strict=True):
        split = split_of(source.file) or chosen
        if split is None:
            raise ValueError(f"{source.file} has no split")
        ranges = [*_ranges(source, size)]
        width = max(4, len(str(len(ranges))))
        for number, (first, behind) in enumerate(ranges, 1):
            yield _piece(source, f"{stem}-{number:0{width}d}", split, first, behind)


def _stems(paths: Sequence[str]) -> Iterator[str]:
    """Beginnings of ids, one for each file, of which no two differ in case alone."""
    taken: set[str] = set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        plain = f"{folder}/{name.rpartition('.')[0] or name}"
        base = re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-._")[:80] or "file"
        stem, number = base, 2
        while stem.lower() in taken:
            stem, number = f"{base}-{number}", number + 1
        taken.add(stem.lower())
        yield stem


def _ranges(source: Source, size: int) -> Iterator[tuple[int, int]]:
    """First sentence and the one behind the last of each document that has any."""
    count = len(source.document.sentences or ())
    starts = sorted({int(start[0]) for start in source.document.metadata.get("docstart", ())})
    edges = sorted({0, *starts, count}) if starts else [*range(0, count, size), count]
    yield from pairwise(edges)


def _piece(source: Source, id: str, split: Split, first: int, behind: int) -> Piece:
    document = source.document
    sentences = (document.sentences or ())[first:behind]
    start, end = sentences[0][0][0], sentences[-1][-1][1]
    held = source.starts[first], source.starts[behind]
    marks = document.marks
    firsts = source.mark_starts
    inside = marks[bisect_left(firsts, start) : bisect_left(firsts, end)]
    columns = document.metadata.get("columns") or ()
    return Piece(
        id,
        source.file,
        source.lines[held[0]],
        split,
        document.text[start:end],
        tuple(tuple((a - start, b - start) for a, b in sentence) for sentence in sentences),
        tuple(_grouped(source.tags[slice(*held)], sentences)),
        tuple(_grouped([tuple(row) for row in columns[slice(*held)]], sentences)) if columns else (),
        tuple(
            replace(mark, spans=((mark.spans[0][0] - start, mark.spans[0][1] - start),))
            for mark in inside
        ),
    )


def _grouped(values: Sequence[T], sentences: Sequence[Sequence[Span]]) -> Iterator[tuple[T, ...]]:
    at = 0
    for sentence in sentences:
        yield tuple(values[at : at + len(sentence)])
        at += len(sentence)
