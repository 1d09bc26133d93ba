"""The two layers as each measured thing takes them: pages, a corpus, a folder, token tags, spans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.two_layers import ENTITIES, Marked
from retold.corpus import Corpus, Settings
from retold.documents import Document, Sentence
from retold.metrics.scores.page import Page, Part
from retold.model import Annotation, Entity, Mention, Published, RegistryType, Seed, Story, Zone, labels
from retold.ner import flat_names, fragments_of, iob2
from retold.records import Row, dump
from retold.tables import config, table

_DAY = Published("2031-05-04", inferred=False)
_BATCH = 500


def pages(documents: Sequence[Marked], side: str) -> list[Page]:
    """One side as scoring takes it."""
    return [
        Page(
            id=d.id,
            lang=d.lang,
            length=len(d.text),
            records=getattr(d, side),
            parts=tuple(Part(s, d.lang, t) for s, t in zip(d.sentences, d.tokens, strict=True)),
            text=d.text,
        )
        for d in documents
    ]


def document(marked: Marked, side: str) -> Document:
    """One side of a document, with one zone, and its sentences as a reading would have found them."""
    id = marked.id
    zone = Zone(f"{id}-z1", id, side, ((0, len(marked.text) - 1),), "body", marked.lang)
    records: list[Annotation] = [zone, *getattr(marked, side)]
    rows = tuple(Row(record, id, n) for n, record in enumerate(records, 1))
    seed = Seed(id, f"{id}.txt", "0" * 64, marked.lang, None, id, _DAY, "CC0-1.0", _DAY.date)
    found = Document(seed, marked.text, side, id, rows)
    vars(found)["sentences"] = tuple(
        Sentence(f"{id}-s{n:03d}", span, zone, tokens)
        for n, (span, tokens) in enumerate(zip(marked.sentences, marked.tokens, strict=True), 1)
    )
    return found


def corpus(documents: Sequence[Marked]) -> Corpus:
    """Both sides as layers of two annotators, gold beside them."""
    layers = {
        name: tuple(document(d, side) for d in documents)
        for name, side in (("gold", "gold"), ("ada", "gold"), ("ben", "other"))
    }
    return Corpus(Settings("bench", "Bench", "0.1.0", {}), _tables(documents), layers, ("ada", "ben"))


def _tables(documents: Sequence[Marked]) -> dict[str, Any]:
    types = labels(RegistryType)
    names = ({"en": (f"Entity {n}",)} for n in range(ENTITIES))
    entities = (
        Entity(f"e-{n}", types[n % len(types)], None, name, f"Q{n}" if n % 3 else None)
        for n, name in enumerate(names)
    )
    stories = (Story(d.id, d.id, "test") for d in documents)
    return {
        "entity": tuple(Row(r, "", n) for n, r in enumerate(entities)),
        "story": tuple(Row(r, "", n) for n, r in enumerate(stories)),
    }


def built(documents: Sequence[Marked], folder: Path) -> None:
    """Gold as the tables of a built dataset that scoring reads."""
    (folder / "release.json").parent.mkdir(parents=True, exist_ok=True)
    (folder / "release.json").write_text('{"name": "bench", "version": "0.1.0"}\n')
    whole = Corpus(Settings("bench", "Bench", "0.1.0", {}), _tables(documents), {})
    for name in ("documents", "entities", "ner"):
        (folder / name).mkdir()
        parts = [
            table(config(name), whole, [document(d, "gold") for d in documents[n : n + _BATCH]])
            for n in range(0, len(documents), _BATCH)
        ]
        path = folder / name / "test-00000-of-00001.parquet"
        pq.write_table(pa.concat_tables(parts), path, compression="zstd", write_page_index=True)


def record_lines(documents: Sequence[Marked], path: Path) -> None:
    """The second layer as record lines, all documents in one file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for d in documents:
            file.write(dump(d.other))


def tags(documents: Sequence[Marked], side: str) -> list[list[str]]:
    """One side as IOB2 tags, a sentence a row."""
    found = []
    for marked in documents:
        fragments = flat_names(getattr(marked, side))
        for sentence in document(marked, side).sentences:
            found.append(iob2(sentence, fragments_of(fragments, sentence)))
    return found


def spans(documents: Sequence[Marked], side: str) -> list[list[dict[str, Any]]]:
    """The names of one side as nervaluate takes them, a document a row; of fragments their extent."""
    return [[_span(m) for m in getattr(d, side) if m.level == "name"] for d in documents]


def spans_by_sentence(documents: Sequence[Marked], side: str) -> list[list[dict[str, Any]]]:
    """The same with a sentence a row."""
    found = []
    for d in documents:
        names = [m for m in getattr(d, side) if m.level == "name"]
        for start, end in d.sentences:
            found.append([_span(m) for m in names if start <= m.spans[0][0] < end])
    return found


def _span(mention: Mention) -> dict[str, Any]:
    (start, _), (_, end) = mention.spans[0], mention.spans[-1]
    return {"label": mention.type, "start": start, "end": end - 1}
