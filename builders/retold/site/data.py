"""The dataset itself: configs, columns, sizes, digests, and how to load it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retold.challenge import CHALLENGE
from retold.dataset import Dataset
from retold.diff.fields import Field, columns
from retold.site.names import file_name

CROISSANT = "croissant.json"


@dataclass(frozen=True, eq=False)
class Config:
    """A config as the dataset describes it, whichever it is."""

    name: str
    about: str
    columns: Sequence[tuple[str, Field, str]]
    """Path, type and labels, description."""
    splits: Sequence[Mapping[str, Any]]
    """Entries of release.json: split, rows, content digest."""
    load: str


@dataclass(frozen=True)
class File:
    """A file of the dataset; ``download`` where the site has a copy."""

    path: str
    bytes: int
    sha256: str
    licence: str | None
    download: str | None


def configs_of(dataset: Dataset, address: str) -> list[Config]:
    """Every config that release.json or a Parquet file names, in the order of release.json."""
    entries = dataset.record.get("configs", [])
    names = dict.fromkeys([*(entry["config"] for entry in entries), *dataset.tables])
    described = _described(dataset)
    abouts = {
        found.get("config_name"): str(found.get("description", ""))
        for found in dataset.metadata.get("configs", [])
        if isinstance(found, dict)
    }
    return [
        Config(
            name=name,
            about=abouts.get(name, "").partition(" Content SHA-256")[0],
            columns=list(_columns(dataset, name, described)) if name in dataset.tables else [],
            splits=[entry for entry in entries if entry["config"] == name],
            load=load_line(address, name, next(iter(dataset.tables.get(name, {})), None)),
        )
        for name in names
    ]


def _columns(
    dataset: Dataset, config: str, described: Mapping[str, str]
) -> Iterator[tuple[str, Field, str]]:
    """The columns of a config, without the fields of those that are said to be as in another config."""
    told: list[str] = []
    for path, found in columns(dataset, config).items():
        if any(path.startswith(f"{outer}.") for outer in told):
            continue
        about = described.get(f"{config}/{path.replace('.', '/')}", "")
        if about.startswith("As in "):
            told.append(path)
        yield path, found, about


def load_line(address: str, config: str, split: str | None) -> str:
    """The line of Python that loads a config; ``address`` is a folder, or hf://datasets/…@revision."""
    place, revision = address, ""
    if address.startswith("hf://datasets/"):
        place, _, at = address.removeprefix("hf://datasets/").partition("@")
        revision = f', revision="{at}"' if at else ""
    named = f', split="{split}"' if split else ""
    return f'load_dataset("{place}", "{config}"{named}{revision})'


def _described(dataset: Dataset) -> dict[str, str]:
    """``config/column/field`` -> what croissant.json says of it; empty where there is no such file."""
    try:
        value = json.loads(dataset.files.get(CROISSANT, b"{}"))
        found: dict[str, str] = {}
        for record in value.get("recordSet", []):
            _collect(record.get("field", []), found)
        return found
    except (ValueError, AttributeError, TypeError):
        return {}


def _collect(fields: Any, found: dict[str, str]) -> None:
    for field in fields:
        found[str(field.get("@id"))] = str(field.get("description", ""))
        _collect(field.get("subField", []), found)


def files_of(dataset: Dataset) -> list[File]:
    """Every file that release.json lists; Parquet files can be had from the site."""
    copies = _copies(dataset)
    return [
        File(
            path=entry["path"],
            bytes=entry["bytes"],
            sha256=entry["sha256"],
            licence=entry.get("licence"),
            download=copies.get(entry["path"]),
        )
        for entry in dataset.record.get("files", [])
    ]


def downloads_of(dataset: Dataset) -> dict[str, bytes]:
    """The Parquet files, as files of the site."""
    return {copy: dataset.files[path] for path, copy in _copies(dataset).items()}


def _copies(dataset: Dataset) -> dict[str, str]:
    """Path of a Parquet file in the dataset -> its path in the site.

    Not of the challenge set: its items are no retellings, and no page shows them.
    """
    found = {}
    for path, config, _ in dataset.parquet_files():
        if config == CHALLENGE:
            continue
        part = path.split("/")[1].removesuffix(".parquet")
        found[path] = f"download/{file_name(config)}/{file_name(part)}.parquet"
    return found
