"""What the card and croissant.json say of files and columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from retold.croissant import CROISSANT
from retold.dataset import CARD, Dataset
from retold.diff.fields import columns
from retold.manifest import RELEASE
from retold.verifying.mismatch import Mismatch, sha256


def check_card(dataset: Dataset, record: dict[str, Any]) -> Iterator[Mismatch]:
    """What the card tells ``load_dataset``: configs, files, rows, labels' columns."""
    for config, splits in dataset.tables.items():
        declared = dataset.infos.get(config)
        if declared is None:
            yield Mismatch(CARD, f"does not declare config {config}")
            continue
        said = {s["name"]: s["num_examples"] for s in declared.get("splits", [])}
        rows = {split: table.num_rows for split, table in splits.items()}
        for split in sorted({*said, *rows}):
            if said.get(split) != rows.get(split):
                wrong = f"{said.get(split, 'no')} rows, not {rows.get(split, 'none')}"
                yield Mismatch(CARD, f"says that {config}, split {split}, has {wrong}")
        names = [feature["name"] for feature in declared.get("features", [])]
        table = next(iter(splits.values()))
        if names != table.column_names:
            yield Mismatch(CARD, f"declares other columns of {config} than its file has")
        there = columns(dataset, config)
        for path in dataset.labels.get(config, {}):
            if path not in there:
                yield Mismatch(CARD, f"declares labels of {config}.{path}, which is no column")
    for config in dataset.infos:
        if config not in dataset.tables:
            yield Mismatch(CARD, f"declares config {config}, which has no file")


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
    sets = {found["@id"]: found for found in said["recordSet"]}
    for config in dataset.tables:
        there = {path: _form(field.type) for path, field in columns(dataset, config).items()}
        listed = sets[config]["field"] if config in sets else []
        described = dict(_described([f for f in listed if "column" in _extract(f)], ""))
        for path in sorted({*there, *described}):
            if there.get(path) != described.get(path):
                told, right = (_words(found.get(path)) for found in (described, there))
                yield Mismatch(CROISSANT, f"says that {config}.{path} is {told}, not {right}")


def _extract(field: dict[str, Any]) -> dict[str, Any]:
    """Where a field of Croissant comes from; a struct's is that of its parts."""
    source = field["source"] if "source" in field else field["subField"][0]["source"]
    found = source["extract"]
    assert isinstance(found, dict)
    return found


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
