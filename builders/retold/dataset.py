"""A built dataset folder as a value: its record, its tables, the labels that its card declares."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import yaml

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
            raise DatasetError(f"{RELEASE} is missing: this is no built dataset")
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

    @property
    def without_text(self) -> bool:
        """Whether it is a stand-off edition."""
        return bool(self.record.get("edition"))

    def __str__(self) -> str:
        return f"{self.record.get('name', 'unnamed')} {self.version}"

    @cached_property
    def tables(self) -> dict[str, dict[str, pa.Table]]:
        """Config -> split -> table, from the Parquet files. Raises DatasetError."""
        found: dict[str, dict[str, list[pa.Table]]] = {}
        for path, config, split in self.parquet_files():
            found.setdefault(config, {}).setdefault(split, []).append(self.table(path))
        return {
            config: {split: _together(parts) for split, parts in splits.items()}
            for config, splits in found.items()
        }

    def parquet_files(self) -> Iterator[tuple[str, str, str]]:
        """Path, config and split of each Parquet file, by path."""
        for path in sorted(self.files):
            match = _PARQUET.fullmatch(path)
            if match is not None:
                yield path, match["config"], match["split"]

    @cached_property
    def configs(self) -> dict[str, set[str]]:
        """Config -> its splits."""
        found: dict[str, set[str]] = {}
        for _, config, split in self.parquet_files():
            found.setdefault(config, set()).add(split)
        return found

    def read(self, config: str, columns: Collection[str]) -> dict[str, pa.Table]:
        """Split -> some columns of a config, those of them that are there. Raises DatasetError."""
        found: dict[str, list[pa.Table]] = {}
        for path, name, split in self.parquet_files():
            if name == config:
                found.setdefault(split, []).append(self.table(path, columns))
        return {split: _together(parts) for split, parts in found.items()}

    def table(self, path: str, columns: Collection[str] | None = None) -> pa.Table:
        """The table of one Parquet file, or some columns. Raises DatasetError if it cannot be read."""
        try:
            return parquet.load(self.files[path], columns)
        except (pa.ArrowException, OSError) as error:
            raise DatasetError(f"{path} cannot be read: {error}") from None

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """The front matter of the card. Raises DatasetError where it is no YAML."""
        try:
            return split_front_matter(self.files.get(CARD, b"").decode("utf-8"))[0]
        except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:
            raise DatasetError(f"{CARD} cannot be read: {error}") from None

    @cached_property
    def infos(self) -> dict[str, dict[str, Any]]:
        """Config -> its entry of ``dataset_info`` in the card; empty where the card has none."""
        found = self.metadata.get("dataset_info", [])
        listed = found if isinstance(found, list) else [found]
        named = (info for info in listed if isinstance(info, dict) and "config_name" in info)
        return {info["config_name"]: info for info in named}

    @cached_property
    def labels(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Config -> column path (``mentions.type``) -> its labels in order, from the card."""
        infos = self.infos.items()
        try:
            return {config: dict(_labels(info.get("features", []), "")) for config, info in infos}
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise DatasetError(f"{CARD} declares features in no known form: {error!r}") from None


def _together(parts: list[pa.Table]) -> pa.Table:
    try:
        return pa.concat_tables(parts)
    except pa.ArrowException as error:
        raise DatasetError(f"its Parquet files do not fit each other: {error}") from None


def _labels(features: Any, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Paths of ClassLabel features, through lists and structs."""
    for path, _, inner in _walk(features, prefix):
        if isinstance(inner, dict) and "class_label" in inner:
            names = inner["class_label"]["names"]
            yield path, tuple(names[key] for key in sorted(names, key=int))


def feature_types(features: Any, prefix: str) -> Iterator[tuple[str, str]]:
    """Path and type of each feature that a card declares, in Arrow's words; labels are strings."""
    for path, lists, inner in _walk(features, prefix):
        kind = "string" if isinstance(inner, dict) else str(inner)
        yield path, "list of " * lists + kind


def _walk(features: Any, prefix: str) -> Iterator[tuple[str, int, Any]]:
    """Path, number of lists around it, and type or ClassLabel of each feature, nested ones too."""
    for feature in features:
        path = f"{prefix}{feature['name']}"
        inner: Any = feature
        lists = 0
        while isinstance(inner, dict) and "list" in inner:
            inner, lists = inner["list"], lists + 1
        if isinstance(inner, dict) and "struct" in inner:
            inner = inner["struct"]
        if isinstance(inner, list):
            yield path, lists, "struct"
            yield from _walk(inner, f"{path}.")
        else:
            yield path, lists, inner.get("dtype", inner) if isinstance(inner, dict) else inner
