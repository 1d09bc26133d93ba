"""What the card and croissant.json say of files and columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase as fnmatch
from typing import Any

from retold.croissant import CROISSANT
from retold.dataset import CARD, Dataset, feature_types
from retold.diff.fields import columns
from retold.manifest import RELEASE, sha256
from retold.verifying.mismatch import Mismatch


def check_card(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """What the card tells ``load_dataset``: configs, files, rows, columns, versions, digests."""
    lost = {entry["path"] for entry in record["files"]} - set(dataset.files)
    gone = {path.split("/")[0] for path in lost}  # named already
    configs = {entry["config_name"]: entry for entry in dataset.metadata.get("configs", [])}
    there = dataset.tables
    for config in sorted({*there, *dataset.infos, *configs} - gone):
        declared, loaded = dataset.infos.get(config), configs.get(config)
        if declared is None or loaded is None:
            yield Mismatch(CARD, f"does not declare config {config}")
        elif config not in there:
            yield Mismatch(CARD, f"declares config {config}, which has no file")
        else:
            yield from _rows(config, there[config], declared)
            yield from _features(dataset, config, declared)
            yield from _loaded(dataset, config, loaded, record)


def _rows(config: str, splits: dict[str, Any], declared: dict[str, Any]) -> Iterator[Mismatch]:
    said = {s["name"]: s["num_examples"] for s in declared.get("splits", [])}
    rows = {split: table.num_rows for split, table in splits.items()}
    for split in sorted({*said, *rows}):
        if said.get(split) != rows.get(split):
            wrong = f"{said.get(split, 'no')} rows, not {rows.get(split, 'none')}"
            yield Mismatch(CARD, f"says that {config}, split {split}, has {wrong}")


def _features(dataset: Dataset, config: str, declared: dict[str, Any]) -> Iterator[Mismatch]:
    """Columns and their types; a label is a string in the file."""
    there = {path: field.type for path, field in columns(dataset, config).items()}
    said = dict(feature_types(declared.get("features", []), ""))
    for path in sorted({*there, *said}):
        if there.get(path) != said.get(path):
            told, right = (found.get(path, "not there") for found in (said, there))
            yield Mismatch(CARD, f"says that {config}.{path} is {told}, not {right}")


def _loaded(
    dataset: Dataset, config: str, loaded: dict[str, Any], record: dict[str, Any]
) -> Iterator[Mismatch]:
    """The entry of ``configs``, which ``load_dataset`` reads, and caches by."""
    there = [(split, path) for path, name, split in dataset.parquet_files() if name == config]
    said = [(f["split"], f["path"]) for f in loaded["data_files"]]
    # of a split in several files the card has a pattern
    files = [(s, p) for s, pattern in said for split, p in there if s == split and fnmatch(p, pattern)]
    if sorted(files) != sorted(there) or not all(any(f[0] == s for f in files) for s, _ in said):
        yield Mismatch(CARD, f"gives other files of {config} than there are")
    if loaded["version"] != record["version"]:
        yield Mismatch(CARD, f"says that {config} is of version {loaded['version']}")
    digests = [e["sha256"] for e in record["configs"] if e["config"] == config]
    if not all(digest in loaded["description"] for digest in digests):
        yield Mismatch(CARD, f"has another content digest of {config} than {RELEASE}")


def check_croissant(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """Files and columns as croissant.json describes them."""
    if CROISSANT not in dataset.files:
        return
    try:
        said = json.loads(dataset.files[CROISSANT])
    except (ValueError, RecursionError) as error:
        yield Mismatch(CROISSANT, f"is no JSON: {error}")
        return
    if said["version"] != record["version"]:
        yield Mismatch(CROISSANT, f"is of version {said['version']}, not {record['version']}")
    objects = {o["contentUrl"]: o for o in said["distribution"] if o["@type"] == "cr:FileObject"}
    for path in sorted({*objects, *dataset.files} - {RELEASE, CROISSANT}):
        data, told = dataset.files.get(path), objects.get(path)
        if data is None or told is None:
            what = f"is not in {CROISSANT}" if told is None else f"is missing, but in {CROISSANT}"
            yield Mismatch(path, what)
        elif (told["contentSize"], told["sha256"]) != (f"{len(data)} B", sha256(data)):
            yield Mismatch(path, f"has another size or SHA-256 than {CROISSANT} says")
    sets = {found["@id"]: found for found in said.get("recordSet", ())}
    listed = {o["@id"]: o["includes"] for o in said["distribution"] if o["@type"] == "cr:FileSet"}
    wanted = {f"parquet/{config}": f"{config}/*.parquet" for config in dataset.tables}
    if listed != wanted:
        yield Mismatch(CROISSANT, "names other Parquet files than there are")
    for config in dataset.tables:
        there = {path: _form(field.type) for path, field in columns(dataset, config).items()}
        listed = sets[config]["field"] if config in sets else []
        fields = [f for f in listed if "column" in _extract(f)]
        described = dict(_described(fields, ""))
        for field in fields:
            if _extract(field)["column"] != field["name"]:
                yield Mismatch(CROISSANT, f"takes {config}.{field['name']} from another column")
        for path in sorted({*there, *described}):
            if there.get(path) != described.get(path):
                told, right = (_words(found.get(path)) for found in (described, there))
                yield Mismatch(CROISSANT, f"says that {config}.{path} is {told}, not {right}")


def _extract(field: dict[str, Any]) -> dict[str, Any]:
    """Where a field of Croissant comes from; a struct's is that of its parts."""
    source = field["source"] if "source" in field else field["subField"][0]["source"]
    return dict(source["extract"])


def _described(fields: list[dict[str, Any]], prefix: str) -> Iterator[tuple[str, tuple[str, int]]]:
    """Path -> type and number of lists around it, of the fields of a RecordSet."""
    for field in fields:
        shape = field.get("arrayShape", "")
        path = prefix + field["name"]
        kinds = field.get("dataType", "struct")  # of labels, the second says so
        kind = kinds[0] if isinstance(kinds, list) else kinds
        yield path, (kind, len(shape.split(",")) if shape else 0)
        yield from _described(field.get("subField", []), f"{path}.")


def _form(kind: str) -> tuple[str, int]:
    """A column's type as Croissant has it."""
    inner = kind.rsplit("list of ", maxsplit=1)[-1]
    names = {"string": "sc:Text", "bool": "sc:Boolean", "struct": "struct"}
    return names.get(inner, "sc:Integer"), kind.count("list of ")


def _words(form: tuple[str, int] | None) -> str:
    return "not there" if form is None else "list of " * form[1] + form[0]
