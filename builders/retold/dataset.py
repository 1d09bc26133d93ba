"""A built dataset folder as a value: its record, its tables, the labels that its card declares."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from retold import parquet
from retold.card import split_front_matter
from retold.manifest import RELEASE

_PARQUET = re.compile(r"(?P<config>[^/]+)/(?P<split>[^/]+)-[0-9]{5}-of-[0-9]{5}\.parquet")
CARD = "README.md"

Labels = Mapping[str, tuple[str, ...]]


class DatasetError(Exception):
    """A folder that is no built dataset, or one of whose files cannot be read."""


@dataclass(frozen=True)
class Dataset:
    """The files of a dataset folder: path inside it, with ``/`` -> bytes."""

    files: Mapping[str, bytes]

    @cached_property
    def record(self) -> dict[str, Any]:
        """What release.json says. Raises DatasetError if it is not there, or no JSON object."""
        if RELEASE not in self.files:
            raise DatasetError(f"no built dataset: it has no {RELEASE}")
        try:
            found = json.loads(self.files[RELEASE])
        except (ValueError, RecursionError) as error:
            raise DatasetError(f"{RELEASE} is no JSON: {error}") from None
        if not isinstance(found, dict):
            raise DatasetError(f"{RELEASE} is a {type(found).__name__}, not an object")
        return found

    @property
    def version(self) -> str:
        """The data version, as release.json has it."""
        return str(self.record.get("version", "unknown"))

    def __str__(self) -> str:
        return f"{self.record.get('name', 'unnamed')} {self.version}"

    @cached_property
    def tables(self) -> dict[str, dict[str, pa.Table]]:
        """Config -> split -> table, from the Parquet files. Raises DatasetError."""
        found: dict[str, dict[str, list[pa.Table]]] = {}
        for path, config, split in self.parquet_files():
            found.setdefault(config, {}).setdefault(split, []).append(self.table(path))
        return {
            config: {split: pa.concat_tables(parts) for split, parts in splits.items()}
            for config, splits in found.items()
        }

    def parquet_files(self) -> Iterator[tuple[str, str, str]]:
        """Path, config and split of each Parquet file, by path."""
        for path in sorted(self.files):
            match = _PARQUET.fullmatch(path)
            if match is not None:
                yield path, match["config"], match["split"]

    def table(self, path: str) -> pa.Table:
        """The table of one Parquet file. Raises DatasetError if it cannot be read."""
        try:
            return parquet.load(self.files[path])
        except (pa.ArrowException, OSError) as error:
            raise DatasetError(f"{path} cannot be read: {error}") from None

    @cached_property
    def infos(self) -> dict[str, dict[str, Any]]:
        """Config -> its entry of ``dataset_info`` in the card; empty where the card has none."""
        metadata, _ = split_front_matter(self.files.get(CARD, b"").decode("utf-8", "replace"))
        found = metadata.get("dataset_info", [])
        listed = found if isinstance(found, list) else [found]
        named = (info for info in listed if isinstance(info, dict) and "config_name" in info)
        return {info["config_name"]: info for info in named}

    @cached_property
    def labels(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Config -> column path (``mentions.type``) -> its labels in order, from the card."""
        infos = self.infos.items()
        return {config: dict(_labels(info.get("features", []), "")) for config, info in infos}


def _labels(features: Any, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Paths of ClassLabel features, through lists and structs."""
    for feature in features:
        path = f"{prefix}{feature['name']}"
        inner: Any = feature
        while isinstance(inner, dict) and "list" in inner:
            inner = inner["list"]
        if isinstance(inner, dict) and "struct" in inner:
            inner = inner["struct"]
        if isinstance(inner, list):
            yield from _labels(inner, f"{path}.")
            continue
        dtype = inner.get("dtype", inner) if isinstance(inner, dict) else inner
        if isinstance(dtype, dict) and "class_label" in dtype:
            names = dtype["class_label"]["names"]
            yield path, tuple(names[key] for key in sorted(names, key=int))
