"""Annotators' layers -> what gold may hold.

With one annotator, gold is a copy of that layer. With several, each gold record is a record of
one of them; decisions on what they dispute are not read by this version.
"""

from __future__ import annotations

from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding, Place
from retold.records import differing_fields


def gold_has_annotators(corpus: Corpus) -> Iterator[Finding]:
    """RT801 for each gold record that no annotator made, and for what the only one made in vain."""
    others = {name: {d.id: d for d in docs} for name, docs in corpus.layers.items() if name != "gold"}
    for gold in corpus.documents if others else ():
        sources = [docs[gold.id] for docs in others.values() if gold.id in docs]
        if any(document.file in corpus.broken for document in (gold, *sources)):
            continue
        if not sources:
            message = f"no annotator's layer has document {gold.id!r}"
            yield Finding("RT801", Place(gold.file, doc=gold.id), message)
        elif len(others) == 1:
            yield from _differences(gold, sources[0])
        else:
            known = {row.record for source in sources for row in source.rows}
            for row in gold.rows:
                if row.record not in known:
                    yield row.finding("RT801", "no annotator's layer has such a record")


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
