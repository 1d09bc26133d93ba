"""What the formats of one JSON object a line share: rows, their layout, and values of no format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from retold.findings import Finding, Place
from retold.formats.base import Files, Fitted, Loss, Read, span_findings, stem
from retold.formats.features import FEATURES, PLAIN_ROLES, cut
from retold.formats.neutral import Document, Item, Json, Mark, Relation, Written
from retold.records import load_object

Parse = Callable[[Mapping[str, Json], str, Place], tuple[Document | None, list[Finding]]]
"""A row's object, the id if it names none, and its place -> the document, and what is wrong."""
Build = Callable[[Document], dict[str, Json]]
TOGETHER = "documents.jsonl"


def loads(files: Files, name: str, parse: Parse) -> Read:
    """Reads every row; blank lines between rows are layout."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for path in sorted(files):
        for line, chunk in _chunks(files[path]):
            found, wrong = _document(Written(name, path, line, chunk), parse)
            findings += wrong
            if found is not None and not any(f.code not in _DOUBTS for f in wrong):
                documents.append(found)
    return Read(tuple(documents), tuple(findings))


_DOUBTS = ("RT909", "RT911")
"""Warnings: the row is read all the same."""


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Rows with their line numbers: a line that says something, and the blank ones around it."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    start = 0
    said = [n for n, line in enumerate(lines) if line.strip()]
    for n in said:
        end = len(lines) if n == said[-1] else n + 1
        yield n + 1, "".join(lines[start:end])
        start = end


def _document(written: Written, parse: Parse) -> tuple[Document | None, list[Finding]]:
    place = Place(written.file, written.line)
    findings: list[Finding] = []
    value = load_object(written.text.strip(), place, findings)
    if value is None:
        return None, findings
    found, findings = parse(value, f"{stem(written.file)}-{written.line}", place)
    return (None if found is None else replace(found, written=written)), findings


def dumps(documents: Sequence[Document], name: str, parse: Parse, build: Build) -> dict[str, str]:
    """Rows as they were read where they still say the same, else in one form; by file."""
    files: dict[str, list[str]] = {}
    for document in documents:
        written = document.written
        own = written is not None and written.format == name
        path = written.file if own and written else TOGETHER
        rows = files.setdefault(path, [])
        if rows and not rows[-1].endswith("\n"):
            rows[-1] += "\n"
        if own and written and _document(written, parse)[0] == document:
            rows.append(written.text)
        else:
            rows.append(json.dumps(build(document), ensure_ascii=False) + "\n")
    return {path: "".join(rows) for path, rows in files.items()}


def span_of(
    text: str, said: Mapping[str, Json], start: str, end: str, place: Place
) -> tuple[tuple[int, int] | None, list[Finding]]:
    """A span that two keys give: None after RT901 where they are no numbers, or RT902."""
    pair = said.get(start), said.get(end)
    if not all(type(number) is int for number in pair):
        message = f"{start} and {end} are {pair[0]!r} and {pair[1]!r}, not whole numbers"
        return None, [Finding("RT901", place, message)]
    wrong = list(span_findings(text, [pair], place))
    return (None if wrong else (int(pair[0] or 0), int(pair[1] or 0))), wrong


def text_of(value: Mapping[str, Json], place: Place) -> str | Finding:
    """The row's text, or RT906."""
    text = value.get("text")
    if isinstance(text, str):
        return text
    lack = "there is no field 'text'" if "text" not in value else f"text is {text!r}, not a string"
    return Finding("RT906", place, lack)


def rest(value: Mapping[str, Json], used: Collection[str]) -> dict[str, Json]:
    """The keys of a row that are not ``used``, as metadata."""
    return {key: item for key, item in value.items() if key not in used}


def fit(document: Document, lacks: Sequence[str], reserved: Collection[str]) -> Fitted:
    """The document without what a format lacks, and metadata without keys that are the format's own."""
    roles = len(FEATURES["roles"].found(document))
    left, others = cut(document, [name for name in lacks if name != "roles"])
    left = replace(left, items=tuple(_without_roles(item) for item in left.items))
    losses = (*others, *([Loss("roles", roles)] if roles else []))
    clashing = [key for key in left.metadata if key in reserved]
    if clashing:
        left = replace(left, metadata=rest(left.metadata, clashing))
        losses = (*losses, Loss("metadata", len(clashing)))
    return left, losses


def _without_roles(item: Item) -> Item:
    if not isinstance(item, Relation):
        return item
    return replace(item, args=tuple((r, id) for r, (_, id) in zip(PLAIN_ROLES, item.args, strict=True)))


def marks_first(document: Document) -> tuple[list[Mark], dict[str, int]]:
    """The marks, and the place of each in their list."""
    marks = list(document.marks)
    return marks, {mark.id: n for n, mark in enumerate(marks)}


def plain(value: Any) -> bool:
    """Whether a value is a list of objects, as annotations are."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
