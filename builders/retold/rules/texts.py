"""Rules on the text of a seed. It is kept as received, so these only warn."""

from __future__ import annotations

from collections.abc import Iterator

from retold.corpus import Corpus
from retold.findings import Finding, Place
from retold.model import Seed
from retold.records import Row
from retold.rules.base import Rule


def byte_order_mark(seed: Row[Seed], text: str, corpus: Corpus) -> Iterator[Finding]:
    if text.startswith("\ufeff"):
        yield _at(seed, "RT101", "the text begins with U+FEFF", 0)


def carriage_return(seed: Row[Seed], text: str, corpus: Corpus) -> Iterator[Finding]:
    if "\r" in text:
        first = text.index("\r")
        count = text.count("\r")
        yield _at(seed, "RT102", f"{count} carriage returns (U+000D), the first at {first}", first)


def nul(seed: Row[Seed], text: str, corpus: Corpus) -> Iterator[Finding]:
    if "\0" in text:
        first = text.index("\0")
        yield _at(seed, "RT103", f"{text.count(chr(0))} NUL (U+0000), the first at {first}", first)


def empty(seed: Row[Seed], text: str, corpus: Corpus) -> Iterator[Finding]:
    if not text.strip():
        yield Finding("RT104", _place(seed, None), "the text is empty or white space alone")


def _at(seed: Row[Seed], code: str, message: str, offset: int) -> Finding:
    return Finding(code, _place(seed, (offset, offset + 1)), message)


def _place(seed: Row[Seed], span: tuple[int, int] | None) -> Place:
    id = seed.record.id
    if seed.file.startswith("seeds/shards/"):
        return Place(seed.file, seed.line, id, "text", id, span)
    return Place(f"seeds/{seed.record.file}", None, id, None, id, span)


RULES = (
    Rule(
        "RT101",
        "warning",
        "byte order mark in a seed",
        why="The mark is a code point of the text and shifts what other tools count.",
        fix="Nothing, if the document was received so: the text is kept as it is.",
        bad="U+FEFF before the first letter",
        good="the first letter",
        text=byte_order_mark,
    ),
    Rule(
        "RT102",
        "warning",
        "carriage return in a seed",
        why="Other tools count CR LF as one character and move the offsets.",
        fix="Nothing, if the document was received so: the text is kept as it is.",
        bad="lines that end in CR LF",
        good="lines that end in LF",
        text=carriage_return,
    ),
    Rule(
        "RT103",
        "warning",
        "NUL in a seed",
        why="Many tools stop reading at a NUL.",
        fix="Nothing, if the document was received so: the text is kept as it is.",
        bad="Nor\\0haven",
        good="Norhaven",
        text=nul,
    ),
    Rule(
        "RT104",
        "warning",
        "empty seed",
        why="There is nothing to annotate in it.",
        fix="Check that the document was received whole.",
        bad="a file of blank lines",
        good="a file with a letter",
        text=empty,
    ),
)
