"""What one task makes of its documents: a table a config and split, as a file and in figures.

A corpus is one part or many; what is said of the whole is added up from the parts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from retold import parquet
from retold.columns import Column, arrow_schema, holds_text
from retold.corpus import Corpus
from retold.tables.arrow import digested_table, rows_digest
from retold.tables.base import Config, Row

Labels = dict[str, dict[str, int]]
"""Path of a column with labels, as ``stance.polarity`` -> label -> how many rows have it."""


@dataclass(frozen=True)
class TablePart:
    """The rows of one config and split that one task made, and their Parquet file.

    ``file`` is the path where the file lies, if it does; else ``content`` has its bytes.
    """

    config: str
    split: str
    rows: int
    memory: int
    """Bytes of the Arrow table."""
    sha256: str
    """Content digest of the rows."""
    licences: tuple[str, ...]
    """Of the texts whose words the rows hold."""
    labels: Labels
    size: int
    """Bytes of the file."""
    file_sha256: str
    content: bytes = b""
    file: str | None = None


def table_parts(corpus: Corpus, configs: Sequence[Config]) -> Iterator[TablePart]:
    """A part for each config and split that has rows, in the order of ``configs``."""
    for config in configs:
        for split, documents in config.parts(corpus).items():
            texts = {d.seed.licence for d in documents} if holds_text(config.columns) else set()
            part = table_part(config, split, config.rows(corpus, documents), texts)
            if part.rows:  # datasets cannot read a Parquet file without rows
                yield part


def table_part(config: Config, split: str, rows: Iterable[Row], licences: Iterable[str]) -> TablePart:
    """The part of these rows."""
    table, digest = digested_table(arrow_schema(config.columns), rows)
    data = parquet.dump(table)
    return TablePart(
        config=config.name,
        split=split,
        rows=table.num_rows,
        memory=table.nbytes,
        sha256=digest,
        licences=tuple(sorted(licences)),
        labels=_labels(config, table),
        size=len(data),
        file_sha256=hashlib.sha256(data).hexdigest(),
        content=data,
    )


def content_digest(table: pa.Table) -> str:
    """``rows_digest`` of an Arrow table."""
    return rows_digest(table.column_names, table.to_pylist())


def joined_digest(digests: Sequence[str]) -> str:
    """The content digest of rows that stand in several files, from those of the files, in order."""
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(f"{digest}\n" for digest in digests).encode("ascii")).hexdigest()


def _labels(config: Config, table: pa.Table) -> Labels:
    counted = {}
    for path in _labelled(config.columns):
        found = pc.value_counts(_values(table, path))
        counts = {entry["values"]: entry["counts"] for entry in found.to_pylist()}
        counted[f"{config.name}.{path}"] = dict(sorted(counts.items()))
    return counted


def _labelled(columns: Sequence[Column], prefix: str = "") -> Iterator[str]:
    """Paths of columns with labels; of what is nested, that which has no config of its own."""
    for column in columns:
        if column.labels:
            yield f"{prefix}{column.name}"
        elif column.name == "zones":
            yield from _labelled(column.fields, f"{column.name}.")


def _values(table: pa.Table, path: str) -> pa.ChunkedArray:
    """What is not null at the end of a path through structs and lists."""
    first, *rest = path.split(".")
    values = _opened(table.column(first))
    for name in rest:
        values = _opened(pc.struct_field(values, name))
    return values.drop_null()


def _opened(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """What is in lists of lists."""
    while pa.types.is_list(values.type):
        values = pc.list_flatten(values)
    return values


def grouped(parts: Iterable[TablePart]) -> list[tuple[tuple[str, str], list[TablePart]]]:
    """Config and split -> its parts, in the order in which they come."""
    found: dict[tuple[str, str], list[TablePart]] = {}
    for part in parts:
        found.setdefault((part.config, part.split), []).append(part)
    return list(found.items())


def added(parts: Iterable[TablePart]) -> Labels:
    """The labels of all parts."""
    found: dict[str, Counter[str]] = {}
    for part in parts:
        for path, counts in part.labels.items():
            found.setdefault(path, Counter()).update(counts)
    return {path: dict(sorted(counts.items())) for path, counts in found.items()}
