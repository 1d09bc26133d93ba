"""The records of a layer's shard, document after document, beside the documents themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from retold.findings import Finding
from retold.model import Annotation
from retold.records import Row, misplaced
from retold.shards.lines import Read


class LayerRows(NamedTuple):
    """A document's records in one layer, and whether every line of it is among them."""

    rows: tuple[Row[Annotation], ...]
    whole: bool


class Layer:
    """A layer's shard that is read along with the documents.

    Both are sorted by document. Where they are not, what is passed over waits in memory for its
    document, so that a fault of order makes no others.
    """

    def __init__(self, reads: Iterator[Read], findings: list[Finding]) -> None:
        self._reads = reads
        self._findings = findings
        self._next: Read | None = None
        self._doubt = False  # a broken line may be of any document until the next that says its own
        self._passed: dict[str, list[Row[Any] | None]] = {}

    def take(self, doc: str) -> LayerRows:
        """The records of a document, which follow those of the one before."""
        found = self._passed.pop(doc, [])
        whole = not self._doubt
        while (read := self._peek()) is not None:
            if read.doc is None:
                self._doubt, whole = True, False
            elif read.doc == doc:
                self._doubt = False
                found.append(read.row)
            elif read.doc < doc:
                self._pass(read.doc, read.row)
            else:
                break
            self._next = None
        rows = tuple(row for row in found if row is not None)
        for before, row in pairwise(rows):
            self._findings.extend(misplaced(before, row))
        return LayerRows(rows, whole and len(rows) == len(found))

    def left_over(self) -> Iterator[tuple[Row[Any], int]]:
        """Records that no document took: the first of each document, and how many there are."""
        while (read := self._peek()) is not None:
            if read.doc is not None:
                self._pass(read.doc, read.row)
            self._next = None
        for found in self._passed.values():
            rows = [row for row in found if row is not None]
            if rows:
                yield rows[0], len(rows)

    def _peek(self) -> Read | None:
        if self._next is None:
            self._next = next(self._reads, None)
        return self._next

    def _pass(self, doc: str, row: Row[Any] | None) -> None:
        self._doubt = False
        self._passed.setdefault(doc, []).append(row)
