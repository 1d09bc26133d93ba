"""Tables as people read them: aligned in text, between pipes in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORDS = frozenset({"", "of", "spans", "field", "figure"})
"""Headers of columns that hold words; the others hold figures and stand to the right."""


@dataclass(frozen=True)
class Table:
    """A title, and rows of as many cells as the header."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def aligned(table: Table) -> Iterator[str]:
    """Lines of the header and the rows, without the title."""
    rows = (table.header, *table.rows)
    widths = [max(len(row[number]) for row in rows) for number in range(len(table.header))]
    for row in rows:
        columns = zip(row, table.header, widths, strict=True)
        yield "  ".join(
            cell.ljust(width) if header in WORDS else cell.rjust(width)
            for cell, header, width in columns
        ).rstrip()


def piped(table: Table) -> Iterator[str]:
    """The same in Markdown."""
    marks = tuple("---" if header in WORDS else "---:" for header in table.header)
    for row in (table.header, marks, *table.rows):
        yield f"| {' | '.join(row)} |"
