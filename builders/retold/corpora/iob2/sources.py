"""Files of token lines -> what ``formats.iob2`` reads of them, the tags as written, and their scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from retold.corpora.iob2.schemes import Scheme, scheme_of
from retold.corpora.problems import Problem
from retold.formats import iob2
from retold.formats.neutral import Document

_TAG = re.compile(r"O|([BIESLU])-(.+)", re.DOTALL)
_OPENING, _CLOSING = frozenset("BSU"), frozenset("ESLU")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its document over all sentences, and per token the tag as written and the line.

    ``irregular`` are numbers of tokens whose tag is not what ``scheme`` writes for the names read.
    ``starts`` are the number of each sentence's first token and, last, of all tokens; ``mark_starts``
    the offset of each mark.
    """

    file: str
    document: Document
    tags: tuple[str, ...]
    lines: tuple[int, ...]
    scheme: Scheme
    irregular: tuple[int, ...]
    starts: tuple[int, ...]
    mark_starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that could be read, those that hold no token lines, and what is wrong in the others.

    ``rows`` are line and tag of each token, also of files that could not be read whole.
    """

    read: list[Source]
    aside: list[str]
    problems: list[Problem]
    rows: dict[str, list[tuple[int, str]]]


def read_sources(texts: Mapping[str, str]) -> Sources:
    """Reads files of token lines.

    A file holds token lines if more than half of its lines are tokens with a tag.
    """
    found = Sources([], [], [], {})
    for file, text in sorted(texts.items()):
        # the mark says how the file is encoded; it is no part of the first token
        received = text.removeprefix("\ufeff")
        rows = [*_rows(received)]
        if not _mostly(rows, received):
            found.aside.append(file)
            continue
        found.rows[file] = rows
        read = iob2.loads({file: _as_iob2(received, [tag for _, tag in rows])})
        wrong = [f for f in read.findings if f.code != "RT908"]
        found.problems.extend(Problem(file, f.place.line, f.message) for f in wrong)
        found.read.extend(_source(file, document, rows) for document in read.documents)
    return found


def label_of(tag: str) -> str | None:
    """The label of a tag as written; None for O."""
    found = _TAG.fullmatch(tag)
    return found[2] if found else None


def _source(file: str, document: Document, rows: Sequence[tuple[int, str]]) -> Source:
    tags = tuple(tag for _, tag in rows)
    scheme, irregular = scheme_of(document, tags)
    return Source(
        file,
        replace(document, written=None),
        tags,
        tuple(line for line, _ in rows),
        scheme,
        irregular,
        (0, *accumulate(len(sentence) for sentence in document.sentences or ())),
        tuple(mark.spans[0][0] for mark in document.marks),
    )


def _mostly(rows: Sequence[tuple[int, str]], text: str) -> bool:
    """Whether more than half of the lines that say something are these."""
    lines = [line for line in text.split("\n") if line.strip()]
    starts = sum(line.startswith(iob2.DOCSTART) for line in lines)
    return 2 * (len(rows) + starts) > len(lines)


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Line number and tag of each token, in order."""
    for number, line in enumerate(text.split("\n"), 1):
        tag = None if _is_docstart(line) else _tag(line)
        if tag is not None:
            yield number, tag


def _is_docstart(line: str) -> bool:
    return iob2.columns_of(line.removesuffix("\r"))[0] == iob2.DOCSTART


def _tag(line: str) -> str | None:
    """The tag that ends a line of two columns or more."""
    columns = iob2.columns_of(line.removesuffix("\r"))
    tag = columns[-1].rstrip()
    return tag if len(columns) > 1 and _TAG.fullmatch(tag) else None


def _as_iob2(text: str, tags: Sequence[str]) -> str:
    """The same lines with B- and I- for the single and last tokens that other schemes mark."""
    if not any(tag[0] in "ESLU" for tag in tags):
        return text
    lines = []
    before = "O"
    for line in text.split("\n"):
        tag = None if _is_docstart(line) else _tag(line)
        if tag is None:
            before = "O"
            lines.append(line)
            continue
        opens = tag[0] in _OPENING or (tag[0] != "O" and before[0] in _CLOSING)
        new = tag if tag == "O" else f"{'B' if opens else 'I'}{tag[1:]}"
        head, _, tail = line.rpartition(tag)
        lines.append(f"{head}{new}{tail}")
        before = tag
    return "\n".join(lines)
