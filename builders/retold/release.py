"""Tables -> the files of data/: Parquet, the card, the schema, croissant.json, release.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retold import card, croissant, manifest, parquet, schemas
from retold.charts.pictures import agreement_picture, claims_picture, labels_picture
from retold.columns import holds_text
from retold.corpus import Corpus
from retold.files import CARD, CITATION, GOLD, LICENCE, stem
from retold.manifest import sha256
from retold.metrics.quality import quality
from retold.scoreboard.pages import region
from retold.scoreboard.rows import Row
from retold.splits import by_split
from retold.tables import CONFIGS, content_digest, counts, table
from retold.tables.base import Row as TableRow
from retold.wording import letter

PICTURES = "figures/"
"""The folder of the card's pictures, each named after the region that shows it."""
QUALITY = "quality.json"


@dataclass(frozen=True)
class Release:
    """The files of a dataset folder, and the card that goes back to the corpus."""

    files: Mapping[str, bytes]
    card: str
    record: Mapping[str, Any]
    """What release.json says."""


def make(
    corpus: Corpus,
    card_text: str,
    shipped: Mapping[str, bytes],
    inputs: Mapping[str, str],
    results: Sequence[Row] = (),
) -> Release:
    """All files of ``data/`` as bytes, from the corpus alone: no clock, no machine.

    ``card_text`` is dataset_card.md; ``shipped`` are files that go along as they are;
    ``inputs`` are the digests of what was read; ``results`` what systems score, for the card.
    """
    schema = {f"schema/{name}": data for name, data in schemas.files().items()}
    files = {**shipped, **schema}
    licences: dict[str, str | None] = {**_shipped_licences(corpus, shipped)}
    licences.update(dict.fromkeys(schema, manifest.TOOL_LICENCE))
    own = corpus.settings.licences["annotations"]
    entries: list[dict[str, Any]] = []
    splits: dict[str, list[dict[str, Any]]] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for config in CONFIGS:
        splits[config.name] = []
        rows[config.name] = []
        for split, documents in config.parts(corpus).items():
            found = table(config, corpus, documents)
            rows[config.name].extend(found.to_pylist())
            if not found.num_rows:  # datasets cannot read a Parquet file without rows
                continue
            path = f"{config.name}/{split}-00000-of-00001.parquet"
            files[path] = parquet.dump(found)
            texts = [d.seed.licence for d in documents] if holds_text(config.columns) else []
            licences[path] = manifest.licence(own, texts)
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
        "content": manifest.content_digest(entries),
        "schemas": manifest.schema_entries(files),
    }
    measured = quality(corpus)
    if measured is not None:
        text = json.dumps(measured, indent=1, ensure_ascii=False)
        files[QUALITY] = f"{text}\n".encode()
    scored = region(results, record["content"])
    pictures = dict(_pictures(corpus, rows, measured))
    paths = {name: f"{PICTURES}{name}.svg" for name in pictures}
    files.update((paths[name], picture) for name, picture in pictures.items())

    def filled_card(folder: str) -> str:
        shown = {name: folder + path for name, path in paths.items()}
        return card.fill(card_text, card.regions(record, rows, describe, shown, measured, scored))

    filled = filled_card("data/")
    metadata = card.metadata(record, splits)
    files["README.md"] = card.with_metadata(filled_card(""), metadata).encode("utf-8")
    for path in files:
        licences.setdefault(path, own)
    record["files"] = manifest.file_entries(files, licences)
    about = _described(corpus, filled, shipped, measured)
    files[croissant.CROISSANT] = croissant.dump(croissant.document(record, about, describe))
    licences[croissant.CROISSANT] = own
    record["files"] = manifest.file_entries(files, licences)
    # the card as it will stand after this build, so that building again gives the same
    digests = {**inputs, CARD: sha256(filled.encode("utf-8"))}
    digests.update((path, sha256(data)) for path, data in shipped.items())
    record["inputs"] = [{"path": path, "sha256": found} for path, found in sorted(digests.items())]
    record = manifest.sealed(record)
    files[manifest.RELEASE] = manifest.dump(record)
    return Release(files, filled, record)


def _pictures(
    corpus: Corpus, rows: Mapping[str, Sequence[TableRow]], measured: Mapping[str, Any] | None
) -> Iterator[tuple[str, bytes]]:
    """Region of the card -> its picture, for those that have something to show."""
    told: dict[str, tuple[str, str]] = {}
    of_story: Counter[str] = Counter()
    for row in rows["documents"]:
        told[row["doc_id"]] = (letter(of_story[row["story_id"]]), _label(row))
        of_story[row["story_id"]] += 1
    names = {id: entity.name() for id, entity in corpus.entities.items()}
    pictures = {
        "labels": labels_picture(rows, {config.name: config.columns for config in CONFIGS}),
        "events": claims_picture(rows["events"], rows["casualties"], told, names.__getitem__),
        "agreement": None if measured is None else agreement_picture(measured),
    }
    yield from ((name, picture) for name, picture in pictures.items() if picture is not None)


def _label(row: TableRow) -> str:
    return f"{row['outlet'] or row['doc_id']} ({row['lang']})"


def _described(
    corpus: Corpus,
    card_text: str,
    shipped: Mapping[str, bytes],
    measured: Mapping[str, Any] | None,
) -> croissant.Described:
    cited = shipped.get(CITATION)
    return croissant.Described(
        settings=corpus.settings,
        card=card_text,
        citation=None if cited is None else cited.decode("utf-8"),
        annotators=corpus.annotators,
        layers={name: {d.id for d in found} for name, found in corpus.layers.items() if name != GOLD},
        quality=measured,
    )


def describe(path: str) -> str:
    """The description of a schema field, written ``kind.field``."""
    return str(schemas.field_schema(path)["description"])


def _shipped_licences(corpus: Corpus, shipped: Iterable[str]) -> dict[str, str | None]:
    """Licences of what goes along: annotators' lines hold words of the text that they are of."""
    of_text = {document.id: document.seed.licence for document in corpus.documents}
    found: dict[str, str | None] = {LICENCE: None}
    for path in shipped:
        if path != LICENCE:
            texts = [of_text[stem(path)]] if path.endswith(".jsonl") and stem(path) in of_text else []
            found[path] = manifest.licence(corpus.settings.licences["annotations"], texts)
    return found
