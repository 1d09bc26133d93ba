"""A dataset -> its stand-off edition: the same files without the words of the texts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from retold.columns import Column, arrow_schema
from retold.standoff import describe, fields, omitted
from retold.standoff.contents import Contents, contents, table
from retold.standoff.errors import EditionError, WrongFolderError
from retold.standoff.omitted import Omitted
from retold.standoff.pieces import encode
from retold.standoff.wholeness import record_of
from retold.standoff.wording import MARK, Wording, redacted
from retold.tables import config

FULL = "full/"
"""Where the edition keeps the files of the full dataset that describe the dataset itself."""


@dataclass
class _Making:
    """The texts, what was taken out so far, and what cannot be."""

    texts: Mapping[str, str]
    wording: Wording
    found: list[Omitted] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def omit(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the stand-off edition of a dataset's files (paths inside the folder -> bytes).

    Raises WrongFolderError for an edition without texts, EditionError where a file is not what
    release.json says, or where a name that must stay (an id, a key, a path) repeats a text.
    """
    record = record_of(files)
    if record.get("edition"):
        raise WrongFolderError("this is a stand-off edition already: its texts are left out")
    texts = texts_of(files)
    making = _Making(texts, Wording(texts))
    edition: dict[str, bytes] = {}
    for path, data in sorted(files.items()):
        target = FULL + path if path in describe.DESCRIBING else path
        if making.wording.repeated_in(path):
            making.problems.append(
                f"{path}: the name of the file repeats a text; rename it, build again"
            )
        edition[target] = _left_of(path, target, data, making)
    if making.problems:
        raise EditionError(making.problems)
    edition[omitted.OMITTED] = omitted.dump(making.found)
    about = {"text": "omitted", "of": record["content"], "texts": _said(texts)}
    return describe.described(files, edition, record, about, making.wording)


def texts_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Document id -> text, from the table ``documents``.

    Raises EditionError for a text that has not the digest that stands beside it.
    """
    texts: dict[str, str] = {}
    problems = []
    for path, data in sorted(files.items()):
        if path.startswith("documents/") and path.endswith(".parquet"):
            for row in table(data).rows:
                texts[row["doc_id"]] = row["text"]
                if _sha256(row["text"]) != row["sha256"]:
                    problems.append(
                        f"{path}: the text of {row['doc_id']} has another digest than it says"
                    )
    if problems:
        raise EditionError(problems)
    return texts


def _said(texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """What identifies each text, without its words."""
    return [
        {"doc": doc, "sha256": _sha256(text), "bytes": len(text.encode("utf-8")), "length": len(text)}
        for doc, text in texts.items()
    ]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _left_of(path: str, target: str, data: bytes, making: _Making) -> bytes:
    """The bytes of one file without words of the texts."""
    found = contents(path, data)
    if found is None:
        return data
    if found.plain and path.endswith(".jsonl"):
        making.problems.append(f"{path}: not in canonical form; `retold check --fix`, then build again")
        return data
    before = len(making.found)
    columns = _columns(path, found, making.problems) if found.table is not None else ()
    if columns is None:
        return data
    for number, row in enumerate(found.rows):
        found.rows[number] = _row(target, None if found.plain else number, row, columns, making)
    return found.write(found.rows) if len(making.found) > before else data


def _columns(path: str, found: Contents, problems: list[str]) -> tuple[Column, ...] | None:
    """The columns of the config that the table is of; None, and a problem, where it is of none."""
    try:
        columns = config(path.partition("/")[0]).columns
    except KeyError as error:
        problems.append(f"{path}: {error.args[0]}")
        return None
    assert found.table is not None
    if found.table.schema != arrow_schema(columns):
        problems.append(f"{path}: has other columns than this version of the tool makes; build again")
        return None
    return columns


def _row(file: str, number: int | None, row: Any, columns: tuple[Column, ...], making: _Making) -> Any:
    """The row without words of the texts; what is taken out is noted."""
    texts, wording = making.texts, making.wording
    own = fields.own_document(row)
    own = own if own in texts else None
    for path, spans, near in [*(fields.in_row(row, columns) if columns else fields.in_record(row))]:
        value = fields.get(row, path)
        if isinstance(value, list):
            lists, at = [], near
            for text in value:
                lists.append(encode(text, texts, own, near=at))
                at = _behind(lists[-1], at)
            making.found.append(Omitted(file, number, path, own, lists=tuple(lists)))
        else:
            pieces = encode(value, texts, own, spans=spans, near=near)
            making.found.append(Omitted(file, number, path, own, pieces=pieces))
        fields.replaced(row, path, None)
    names = {*fields.ids_in_row(row, columns), *fields.keys(row)}
    making.problems += [
        f"{file}, row {number}: {name!r} repeats a text and cannot be left out; rename it, build again"
        for name in sorted(names)
        if wording.repeated_in(name)
    ]
    for path, text in [*fields.strings(row)]:
        taken = wording.redact(text)
        if not taken:
            continue
        runs, gone = [], 0
        for (start, end), sources in taken:
            runs.append((start - gone, encode(text[start:end], texts, own, first=sources)))
            gone += end - start - len(MARK)
        making.found.append(Omitted(file, number, path, own, runs=tuple(runs)))
        row = fields.replaced(row, path, redacted(text, (range_ for range_, _ in taken)))
    return row


def _behind(pieces: tuple[Any, ...], at: int) -> int:
    """Where the next token is looked for: behind this one, if it stands in the same document."""
    return int(pieces[-1][1]) if pieces and len(pieces[-1]) == 2 else at
