"""The files of an edition that describe the edition itself: card, croissant.json, release.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from retold import card, croissant, manifest, parquet
from retold.standoff import fields
from retold.standoff.errors import EditionError
from retold.standoff.omitted import OMITTED
from retold.standoff.wording import Wording, redacted
from retold.tables import CONFIGS, content_digest

README = "README.md"

_NOTICE = f"""> **Stand-off edition.** The texts are third-party and left out, with all values
> that give words of them. Such values are null, and `[…]` stands for five words or more of a text in
> other strings. Everything else is as in the full dataset. Whoever has the texts puts it together,
> byte for byte, with `retold hydrate EDITION --seeds FOLDER --out NEW`, which knows them by SHA-256,
> whatever the files' names. `release.json` lists the texts, `{OMITTED}` what is left out.

"""


_CROISSANT_NOTICE = "Stand-off edition: the texts, and all values that give words of them, are left out."


@dataclass(frozen=True)
class Edition:
    """An edition as its describing files see it: the full dataset's file, and what was made so far."""

    full: bytes
    record: Mapping[str, Any]
    """What release.json says so far; ``files`` are those made before this one."""
    splits: Mapping[str, list[dict[str, Any]]]
    wording: Wording


def _readme(edition: Edition) -> bytes:
    """The card: its prose with the notice on top, the metadata of the edition's tables."""
    said, body = card.split_front_matter(edition.full.decode("utf-8"))
    for path, text in [*fields.strings(said)]:
        fields.replaced(said, path, _left(text, edition.wording))
    added = card.metadata(edition.record, edition.splits)
    page = _NOTICE + _left(body, edition.wording).lstrip("\n")
    return card.with_metadata(page, {**said, **added}).encode("utf-8")


def _croissant(edition: Edition) -> bytes:
    """croissant.json: the same columns, the edition's files, without the licence of the texts."""
    said = json.loads(edition.full)
    for path, text in [*fields.strings(said)]:
        fields.replaced(said, path, _left(text, edition.wording))
    said["description"] = f"{_CROISSANT_NOTICE} {said['description']}"
    return croissant.dump(croissant.of_files(said, edition.record["files"]))


_MAKERS: Mapping[str, Callable[[Edition], bytes]] = {
    README: _readme,
    croissant.CROISSANT: _croissant,
}
"""File -> how the edition's own is made, in order. release.json is made last, of all of them."""

DESCRIBING = (*_MAKERS, manifest.RELEASE)
"""Files that the edition has of its own; those of the full dataset stand below ``full/``."""


def described(
    full: Mapping[str, bytes],
    edition: Mapping[str, bytes],
    record: Mapping[str, Any],
    about: Mapping[str, Any],
    wording: Wording,
) -> dict[str, bytes]:
    """The edition's files with those that describe it.

    ``full`` and ``record`` are the full dataset's files and release record, ``edition`` what was
    made of its other files, ``about`` the record's key ``edition``.
    """
    files = dict(edition)
    entries, splits = _tables(record, files)
    made: dict[str, Any] = {
        name: found for name, found in record.items() if name not in ("files", "inputs", "sha256")
    }
    made.update(configs=entries, content=manifest.content_digest(entries), edition=about)
    for name, make in _MAKERS.items():
        made["files"] = manifest.file_entries(files, _licences(record, files))
        if name in full:
            files[name] = make(Edition(full[name], made, splits, wording))
    made["files"] = manifest.file_entries(files, _licences(record, files))
    made["inputs"] = record["inputs"]
    files[manifest.RELEASE] = manifest.dump(manifest.sealed(made))
    return files


def _tables(
    record: Mapping[str, Any], files: Mapping[str, bytes]
) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    """The entries of ``configs`` for the edition's tables, and what the card says of their sizes."""
    entries = []
    splits: dict[str, list[dict[str, Any]]] = {config.name: [] for config in CONFIGS}
    for entry in record["configs"]:
        path = f"{entry['config']}/{entry['split']}-00000-of-00001.parquet"
        if path not in files:
            several = f"{entry['config']}, split {entry['split']}: is in several files"
            raise EditionError([f"{several}, of which no edition without the texts can be made"])
        rows = parquet.load(files[path])
        entries.append({**entry, "sha256": content_digest(rows)})
        sizes = {"memory": rows.nbytes, "disk": len(files[path]), "rows": rows.num_rows}
        splits[entry["config"]].append({"name": entry["split"], "path": path, **sizes})
    return entries, splits


def _licences(record: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, str | None]:
    """Licences without those of texts: a file that had them keeps the annotations' alone."""
    full = {entry["path"]: entry["licence"] for entry in record["files"]}
    own = full[README]  # a file that is all annotations
    found = {path: full.get(path, own) for path in files}
    return {
        path: own if licence is not None and licence.startswith(f"{own} AND ") else licence
        for path, licence in found.items()
    }


def _left(text: str, wording: Wording) -> str:
    return redacted(text, (range_ for range_, _ in wording.redact(text)))
