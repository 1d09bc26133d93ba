"""Tables -> the files of data/: Parquet, the card, the schema, release.json."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from retold import card, schemas
from retold.corpus import Corpus
from retold.files import CARD, sha256
from retold.metrics.quality import quality
from retold.report.figures import claims_svg
from retold.splits import by_split
from retold.tables import CONFIGS, content_digest, counts, table

PICTURE = "figures/casualties.svg"
QUALITY = "quality.json"


@dataclass(frozen=True)
class Release:
    """The files of a dataset folder, and the card that goes back to the corpus."""

    files: Mapping[str, bytes]
    card: str
    record: Mapping[str, Any]
    """What release.json says."""


def make(
    corpus: Corpus, card_text: str, shipped: Mapping[str, bytes], inputs: Mapping[str, str]
) -> Release:
    """All files of ``data/`` as bytes, from the corpus alone: no clock, no machine.

    ``card_text`` is dataset_card.md; ``shipped`` are files that go along as they are;
    ``inputs`` are the digests of what was read.
    """
    files = {**shipped, **{f"schema/{name}": data for name, data in schemas.files().items()}}
    entries: list[dict[str, Any]] = []
    splits: dict[str, list[dict[str, Any]]] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for config in CONFIGS:
        splits[config.name] = []
        rows[config.name] = []
        for split, documents in by_split(corpus).items():
            found = table(config, corpus, documents)
            rows[config.name].extend(found.to_pylist())
            if not found.num_rows:  # datasets cannot read a Parquet file without rows
                continue
            path = f"{config.name}/{split}-00000-of-00001.parquet"
            files[path] = _parquet(found)
            entry = {"config": config.name, "split": split, "rows": found.num_rows}
            entries.append({**entry, "sha256": content_digest(found)})
            splits[config.name].append(
                {
                    "name": split,
                    "path": path,
                    "memory": found.nbytes,
                    "disk": len(files[path]),
                    "rows": found.num_rows,
                }
            )
    record: dict[str, Any] = {
        "name": corpus.settings.name,
        "version": corpus.settings.version,
        "configs": entries,
        "counts": [c for split, found in by_split(corpus).items() for c in counts(split, found)],
    }
    measured = quality(corpus)
    if measured is not None:
        text = json.dumps(measured, indent=1, ensure_ascii=False)
        files[QUALITY] = f"{text}\n".encode()
    picture = claims_svg(corpus, corpus.documents)
    if picture is not None:
        files[PICTURE] = picture

    def filled_card(folder: str) -> str:
        address = None if picture is None else folder + PICTURE
        return card.fill(card_text, card.regions(record, rows, describe, address, measured))

    filled = filled_card("data/")
    metadata = card.metadata(record, splits)
    files["README.md"] = card.with_metadata(filled_card(""), metadata).encode("utf-8")
    record["files"] = [
        {"path": path, "bytes": len(data), "sha256": sha256(data)}
        for path, data in sorted(files.items())
    ]
    # the card as it will stand after this build, so that building again gives the same
    digests = {**inputs, CARD: sha256(filled.encode("utf-8"))}
    digests.update((path, sha256(data)) for path, data in shipped.items())
    record["inputs"] = [{"path": path, "sha256": found} for path, found in sorted(digests.items())]
    files["release.json"] = (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
    return Release(files, filled, record)


def describe(path: str) -> str:
    """The description of a schema field, written ``kind.field``."""
    return str(schemas.field_schema(path)["description"])


def _parquet(rows: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(rows, sink, compression="zstd", write_page_index=True)
    return sink.getvalue()
