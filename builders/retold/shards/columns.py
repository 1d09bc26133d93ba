"""Parquet <-> rows: the columns of a shard's table, and what its rows hold.

Documents have a column a field; annotations the columns ``doc`` and ``record``, the canonical line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from retold.compression import DamagedError
from retold.findings import Finding, Place
from retold.records import Row, Validate, convert, parse_line
from retold.shards.lines import Read, doc_of

if TYPE_CHECKING:
    import pyarrow as pa

OPTIONAL = ("provenance",)
"""Columns of documents that may be missing, and null where the field is left out."""
BATCH = 64
"""Rows that are in memory at a time."""


def columns(kind: str | None) -> pa.Schema:
    """The Arrow schema of a shard of documents (``document``), or of annotations (None)."""
    import pyarrow as pa

    if kind is None:
        return pa.schema([("doc", pa.string()), ("record", pa.string())])
    published = pa.struct([("date", pa.string()), ("inferred", pa.bool_())])
    names = ("id", "sha256", "lang", "outlet", "story", "published", "licence", "obtained", "text",
             *OPTIONAL)  # fmt: skip
    return pa.schema([(name, published if name == "published" else pa.string()) for name in names])


def rows_of_table(
    data: bytes, path: str, kind: str | None, validate: Validate, findings: list[Finding]
) -> Iterator[Read]:
    """What each row of a Parquet file holds; what is wrong goes to ``findings``.

    ``kind`` is as in ``lines.rows_of_lines``. Where a column is missing or of another type, no row is
    read. Raises DamagedError for what is no Parquet file.
    """
    for number, value in enumerate(_values(data, path, kind, findings), 1):
        if value is None:
            yield Read(None, None)
            return
        if isinstance(value, UnicodeDecodeError):
            message = f"byte {value.start} of a value is not UTF-8: {value.reason}"
            findings.append(Finding("RT004", Place(path, number), message))
            yield Read(None, None)
        elif kind is not None:
            yield _document(value, path, number, validate, findings)
        elif (read := _annotation(value, path, number, validate, findings)) is not None:
            yield read


Value = dict[str, Any] | UnicodeDecodeError
"""A row, or why it has none."""


def _values(data: bytes, path: str, kind: str | None, findings: list[Finding]) -> Iterator[Value | None]:
    """The rows as dictionaries; None alone where the columns are not those of a shard."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    count = 0
    try:
        file = pq.ParquetFile(pa.BufferReader(data), page_checksum_verification=True)
        wanted = columns(kind)
        wrong = list(_misfits(file.schema_arrow, wanted, path))
        findings.extend(wrong)
        if any(finding.code != "RT015" for finding in wrong):
            yield None
            return
        # pyarrow's threads may outlive the rows, and end the interpreter badly (apache/arrow 34314)
        there = [name for name in wanted.names if name in file.schema_arrow.names]
        for batch in file.iter_batches(BATCH, columns=there, use_threads=False):
            count += batch.num_rows
            yield from values_of(batch)
        if count != file.metadata.num_rows:  # pyarrow takes some damaged pages for the end of a column
            raise DamagedError(f"{count} rows of {file.metadata.num_rows} can be read")
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise DamagedError(f"no whole Parquet file: {error}") from None


def values_of(batch: pa.RecordBatch) -> Iterator[Value]:
    """The rows of a batch; one whose bytes are no UTF-8 takes no other with it."""
    try:
        yield from batch.to_pylist()
    except UnicodeDecodeError as error:
        if batch.num_rows == 1:
            yield error
        else:
            for number in range(batch.num_rows):
                yield from values_of(batch.slice(number, 1))


def _document(
    value: dict[str, Any], path: str, number: int, validate: Validate, findings: list[Finding]
) -> Read:
    id: str | None = value["id"]
    value = without_nulls(value)
    row = convert(value, "document", Place(path, number, id), validate, findings)
    return Read(id, row)


def without_nulls(value: dict[str, Any]) -> dict[str, Any]:
    """The fields of a row; an optional one that is null is left out."""
    return {name: x for name, x in value.items() if x is not None or name not in OPTIONAL}


def _annotation(
    value: dict[str, Any], path: str, number: int, validate: Validate, findings: list[Finding]
) -> Read | None:
    doc, line = value["doc"], value["record"]
    if doc is None or line is None:
        name = "doc" if doc is None else "record"
        findings.append(Finding("RT018", Place(path, number, field=name), "null is no string"))
    if line is None:
        return Read(doc, None)
    row: Row[Any] | None = parse_line(line, path, number, None, validate, findings)
    if row is None:
        return Read(doc or doc_of(line, None), None) if line.strip() else None
    if doc is not None and row.record.doc != doc:
        message = f"column doc says {doc!r}, the record {row.record.doc!r}"
        findings.append(row.finding("RT019", message, "doc"))
    return Read(row.record.doc, row)


def _misfits(found: pa.Schema, wanted: pa.Schema, path: str) -> Iterator[Finding]:
    """How the columns differ from those of a shard."""
    for name in dict.fromkeys(found.names):
        if name not in wanted.names:
            message = f"unknown column {name!r}; the columns are {', '.join(wanted.names)}"
            yield Finding("RT015", Place(path, field=name), message)
        elif found.names.count(name) > 1:
            yield Finding("RT011", Place(path, field=name), f"column {name!r} stands twice")
    for field in wanted:
        name = field.name
        at = found.get_all_field_indices(name)
        if not at and name in OPTIONAL:
            continue
        if not at:
            yield Finding("RT016", Place(path, field=name), f"column {name!r} is missing")
        elif not _fits(found.field(at[0]).type, field.type):
            message = f"column {name!r} is {found.field(at[0]).type}, not {field.type}"
            yield Finding("RT018", Place(path, field=name), message)


def _fits(found: pa.DataType, wanted: pa.DataType) -> bool:
    from pyarrow import types

    if types.is_struct(wanted):
        if not types.is_struct(found) or [f.name for f in found] != [f.name for f in wanted]:
            return False
        return all(_fits(found.field(f.name).type, f.type) for f in wanted)
    strings = (types.is_string, types.is_large_string, types.is_string_view)
    if types.is_string(wanted):
        return any(is_one(found) for is_one in strings)
    return bool(found == wanted)
