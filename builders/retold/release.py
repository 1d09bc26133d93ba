"""Tables -> the files of data/: Parquet, the card, the schema, croissant.json, release.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retold import card, croissant, manifest, schemas
from retold.charts.pictures import agreement_picture, claims_picture, labels_picture
from retold.corpus import Corpus
from retold.files import CARD, CITATION, LICENCE, stem
from retold.manifest import sha256
from retold.metrics.quality import quality
from retold.scoreboard.pages import region
from retold.scoreboard.rows import Row
from retold.tables import CONFIGS
from retold.tables.parts import TablePart, added, grouped, joined_digest
from retold.tables.shown import Tables

PICTURES = "figures/"
"""The folder of the card's pictures, each named after the region that shows it."""
QUALITY = "quality.json"


class DataFiles(Mapping[str, bytes]):
    """Path in data/ -> bytes; those of tables that lie on disk are read when asked for."""

    def __init__(self, plain: Mapping[str, bytes], tables: Mapping[str, TablePart]) -> None:
        self._plain = plain
        self._tables = tables

    def __getitem__(self, path: str) -> bytes:
        if path in self._plain:
            return self._plain[path]
        part = self._tables[path]
        return part.content if part.file is None else Path(part.file).read_bytes()

    def __iter__(self) -> Iterator[str]:
        yield from (*self._plain, *self._tables)

    def __len__(self) -> int:
        return len(self._plain) + len(self._tables)

    @property
    def lying(self) -> dict[str, Path]:
        """Path in data/ -> the file that has its bytes already."""
        return {path: Path(part.file) for path, part in self._tables.items() if part.file is not None}


@dataclass(frozen=True)
class Release:
    """The files of a dataset folder, and the card that goes back to the corpus."""

    files: DataFiles
    card: str
    record: Mapping[str, Any]
    """What release.json says."""


def make(
    corpus: Corpus,
    tables: Tables,
    card_text: str,
    shipped: Mapping[str, bytes],
    inputs: Mapping[str, str],
    results: Sequence[Row] = (),
    invented: str = "",
) -> Release:
    """All files of ``data/`` as bytes, from the corpus and its tables alone: no clock, no machine.

    ``card_text`` is dataset_card.md; ``shipped`` are files that go along as they are;
    ``inputs`` are the digests of what was read; ``results`` what systems score and
    ``invented`` what is said of invented stories, for the card.
    """
    schema = {f"schema/{name}": data for name, data in schemas.files().items()}
    files = {**shipped, **schema}
    licences: dict[str, str | None] = {**_shipped_licences(corpus, shipped)}
    licences.update(dict.fromkeys(schema, manifest.TOOL_LICENCE))
    own = corpus.settings.licences["annotations"]
    entries: list[dict[str, Any]] = []
    tabled: dict[str, TablePart] = {}
    splits: dict[str, list[dict[str, Any]]] = {config.name: [] for config in CONFIGS}
    for (config, split), parts in grouped(tables.parts):
        parquet = [f"{config}/{split}-{n:05d}-of-{len(parts):05d}.parquet" for n in range(len(parts))]
        for path, part in zip(parquet, parts, strict=True):
            tabled[path] = part
            licences[path] = manifest.licence(own, part.licences)
        rows = sum(part.rows for part in parts)
        digest = joined_digest([part.sha256 for part in parts])
        entries.append({"config": config, "split": split, "rows": rows, "sha256": digest})
        splits[config].append(
            {
                "name": split,
                "path": parquet[0] if len(parts) == 1 else f"{config}/{split}-*.parquet",
                "memory": sum(part.memory for part in parts),
                "disk": sum(part.size for part in parts),
                "rows": rows,
            }
        )
    record: dict[str, Any] = {
        "name": corpus.settings.name,
        "version": corpus.settings.version,
        "configs": entries,
        "counts": list(tables.counts),
        "content": manifest.content_digest(entries),
        "schemas": manifest.schema_entries(files),
    }
    measured = quality(corpus)
    if measured is not None:
        text = json.dumps(measured, indent=1, ensure_ascii=False)
        files[QUALITY] = f"{text}\n".encode()
    scored = region(results, record["content"])
    pictures = dict(_pictures(corpus, tables, measured))
    paths = {name: f"{PICTURES}{name}.svg" for name in pictures}
    files.update((paths[name], picture) for name, picture in pictures.items())

    def filled_card(folder: str) -> str:
        shown = {name: folder + path for name, path in paths.items()}
        told = {"results": scored, "invented": invented}
        return card.fill(card_text, card.regions(record, tables, describe, shown, measured, told))

    filled = filled_card("data/")
    metadata = card.metadata(record, splits)
    files["README.md"] = card.with_metadata(filled_card(""), metadata).encode("utf-8")
    for path in files:
        licences.setdefault(path, own)
    made = [manifest.FileEntry(path, part.size, part.file_sha256) for path, part in tabled.items()]
    record["files"] = manifest.file_entries(files, licences, made)
    about = _described(corpus, tables, filled, shipped, measured)
    files[croissant.CROISSANT] = croissant.dump(croissant.document(record, about, describe))
    licences[croissant.CROISSANT] = own
    record["files"] = manifest.file_entries(files, licences, made)
    # the card as it will stand after this build, so that building again gives the same
    digests = {**inputs, CARD: sha256(filled.encode("utf-8"))}
    digests.update((path, sha256(data)) for path, data in shipped.items())
    record["inputs"] = [{"path": path, "sha256": found} for path, found in sorted(digests.items())]
    record = manifest.sealed(record)
    files[manifest.RELEASE] = manifest.dump(record)
    return Release(DataFiles(files, tabled), filled, record)


def _pictures(
    corpus: Corpus, tables: Tables, measured: Mapping[str, Any] | None
) -> Iterator[tuple[str, bytes]]:
    """Region of the card -> its picture, for those that have something to show."""
    columns = {config.name: config.columns for config in CONFIGS}

    def name(entity: str) -> str:
        return corpus.entities[entity].name()

    pictures = {
        "labels": labels_picture(added(tables.parts), columns),
        "events": claims_picture(tables.events, tables.claims, tables.documents, name),
        "agreement": None if measured is None else agreement_picture(measured),
    }
    yield from ((name, picture) for name, picture in pictures.items() if picture is not None)


def _described(
    corpus: Corpus,
    tables: Tables,
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
        layers=tables.layers,
        quality=measured,
    )


def describe(path: str) -> str:
    """The description of a schema field, written ``kind.field``."""
    return str(schemas.field_schema(path)["description"])


def _shipped_licences(corpus: Corpus, shipped: Iterable[str]) -> dict[str, str | None]:
    """Licences of what goes along: annotators' lines hold words of the text that they are of."""
    found: dict[str, str | None] = {LICENCE: None}
    for path in shipped:
        if path != LICENCE:
            of_one = path.endswith(".jsonl") and stem(path) in corpus.seeds
            texts = [corpus.seeds[stem(path)].licence] if of_one else []
            found[path] = manifest.licence(corpus.settings.licences["annotations"], texts)
    return found
