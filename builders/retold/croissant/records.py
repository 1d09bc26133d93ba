"""Columns -> Croissant: a RecordSet a config, an enumeration a set of labels, and the splits.

The Parquet files of a config are one FileSet, and the split of a row is read off its file's name,
as the Hub's own Croissant does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from retold.columns import Column
from retold.tables.base import Config

Json = dict[str, Any]
Describe = Callable[[str], str]

PARQUET = "application/x-parquet"
SPLITS = "splits"
SPLIT = "split"
_SPLIT_CLASS = {
    "train": "TrainingSplit",
    "validation": "ValidationSplit",
    "test": "TestSplit",
    "test_authored": "TestSplit",
}
_TYPES = {"string": "sc:Text", "int32": "sc:Integer", "int64": "sc:Integer", "bool": "sc:Boolean"}


def file_set(config: str) -> Json:
    """The Parquet files of a config, all splits."""
    return {
        "@type": "cr:FileSet",
        "@id": _file_set_id(config),
        "name": _file_set_id(config),
        "description": f"Parquet files of the config {config}, one or more a split.",
        "encodingFormat": PARQUET,
        "includes": f"{config}/*.parquet",
    }


def record_sets(
    configs: Sequence[Config], splits: Mapping[str, Sequence[str]], describe: Describe
) -> list[Json]:
    """RecordSets of the splits, of the labels, and of each config that has rows.

    ``splits`` gives the splits of each config that has any. ``describe`` turns a reference to a
    schema field into that field's description.
    """
    shown = [config for config in configs if splits.get(config.name)]
    if not shown:
        return []
    named = sorted({split for config in shown for split in splits[config.name]})
    return [
        _splits(named),
        *(_enumeration(name, values) for name, values in enumerations(shown).items()),
        *(_record_set(config, splits[config.name], describe) for config in shown),
    ]


def enumerations(configs: Sequence[Config]) -> dict[str, tuple[str, ...]]:
    """Name of each label column -> its labels; columns of one name share them.

    Raises ValueError for two columns of one name with different labels.
    """
    found: dict[str, tuple[str, ...]] = {}
    for config in configs:
        for column in _all_columns(config.columns):
            if column.labels and found.setdefault(column.name, column.labels) != column.labels:
                raise ValueError(f"{config.name}: another column {column.name!r} has other labels")
    return dict(sorted(found.items()))


def _all_columns(columns: tuple[Column, ...]) -> Iterator[Column]:
    for column in columns:
        yield column
        yield from _all_columns(column.fields)


def _splits(names: Sequence[str]) -> Json:
    return {
        "@type": "cr:RecordSet",
        "@id": SPLITS,
        "name": SPLITS,
        "description": "The splits; a story is in one split with all its retellings.",
        "dataType": "cr:Split",
        "key": {"@id": f"{SPLITS}/name"},
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{SPLITS}/name",
                "name": "name",
                "description": "Name of the split.",
                "dataType": "sc:Text",
            },
            {
                "@type": "cr:Field",
                "@id": f"{SPLITS}/url",
                "name": "url",
                "description": "What the split is for, as a class of Croissant.",
                "dataType": "sc:URL",
            },
        ],
        "data": [{f"{SPLITS}/name": n, f"{SPLITS}/url": f"cr:{_SPLIT_CLASS[n]}"} for n in names],
    }


def _enumeration(name: str, labels: tuple[str, ...]) -> Json:
    id = _enumeration_id(name)
    return {
        "@type": "cr:RecordSet",
        "@id": id,
        "name": id,
        "description": f"Labels of the columns {name}.",
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{id}/name"},
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{id}/name",
                "name": "name",
                "description": "The label as it stands in the Parquet files.",
                "dataType": "sc:Text",
            }
        ],
        "data": [{f"{id}/name": label} for label in labels],
    }


def _record_set(config: Config, splits: Sequence[str], describe: Describe) -> Json:
    keys = [column.name for column in config.columns if column.role == "key"]
    if "doc_id" not in keys:  # a document is in one split, an event may be in several
        keys.append(SPLIT)
    ids = [{"@id": f"{config.name}/{key}"} for key in keys]
    return {
        "@type": "cr:RecordSet",
        "@id": config.name,
        "name": config.name,
        "description": config.about,
        "key": ids[0] if len(ids) == 1 else ids,
        "field": [
            _split(config.name, splits),
            *(_field(column, config.name, describe) for column in config.columns),
        ],
    }


def _split(config: str, splits: Sequence[str]) -> Json:
    return {
        "@type": "cr:Field",
        "@id": f"{config}/{SPLIT}",
        "name": SPLIT,
        "description": "Split that the row belongs to.",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": _file_set_id(config)},
            "extract": {"fileProperty": "fullpath"},
            # mlcroissant applies it twice where a field refers to another: what surrounds the
            # split's name must not be needed the second time
            "transform": {"regex": f"^(?:{config}/)?({'|'.join(splits)})(?:-.+)?$"},
        },
        "references": {"field": {"@id": f"{SPLITS}/name"}},
    }


def _field(column: Column, config: str, describe: Describe) -> Json:
    """A column. One of structs has a subField for each of theirs, which a JSONPath takes out."""
    id = f"{config}/{column.name}"
    source = {"fileSet": {"@id": _file_set_id(config)}, "extract": {"column": column.name}}
    if not column.fields:
        return {**_about(column, id, describe), "source": source}
    inner = [
        {
            **_about(child, f"{id}/{child.name}", describe),
            "source": {**source, "transform": {"jsonPath": f"$.{child.name}"}},
        }
        for child in column.fields
    ]
    return {**_about(column, id, describe), "subField": inner}


def _about(column: Column, id: str, describe: Describe) -> Json:
    about = describe(column.about[1:]) if column.about.startswith("=") else column.about
    if column.labels:
        # no ``references``: mlcroissant joins on one field only, and that is the split
        about = f"{about} Values: record set {_enumeration_id(column.name)}."
    found: Json = {"@type": "cr:Field", "@id": id, "name": column.name, "description": about}
    if not column.fields:
        kind = _TYPES[column.type]
        found["dataType"] = [kind, "cr:Label"] if column.labels else kind
    if column.depth:
        found["isArray"] = True
        found["arrayShape"] = ",".join(["-1"] * column.depth)
    return found


def _file_set_id(config: str) -> str:
    return f"parquet/{config}"


def _enumeration_id(name: str) -> str:
    return f"labels/{name}"
