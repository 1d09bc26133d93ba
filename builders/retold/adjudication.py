"""Annotators' layers -> what gold must be.

With one annotator, gold is a copy of that layer. With several, gold comes out of decisions,
which this version does not make; it then leaves gold to the curators.
"""

from __future__ import annotations

from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.records import differing_fields


def gold_is_sole_layer(corpus: Corpus) -> Iterator[Finding]:
    """RT801 for each record in which gold and the only annotator's layer differ."""
    others = [name for name in corpus.layers if name != "gold"]
    if len(others) != 1:
        return
    sole = {document.id: document for document in corpus.layers[others[0]]}
    for gold in corpus.documents:
        source = sole.get(gold.id)
        if source is not None and not {gold.file, source.file} & corpus.broken:
            yield from _differences(gold, source)


def _differences(gold: Document, source: Document) -> Iterator[Finding]:
    wanted = {row.record.id: row for row in source.rows}
    for row in gold.rows:
        twin = wanted.pop(row.record.id, None)
        if twin is None:
            yield row.finding("RT801", f"{source.file} has no such record")
        else:
            for field in differing_fields(row.record, twin.record):
                yield row.finding("RT801", f"differs from {twin.file}:{twin.line}", field)
    for row in wanted.values():
        yield row.finding("RT801", f"{gold.file} has no such record")
