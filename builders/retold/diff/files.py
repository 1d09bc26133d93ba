"""Files that differ although no row, record or field tells why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from retold.croissant import CROISSANT
from retold.dataset import CARD, Dataset
from retold.diff.changes import Change
from retold.diff.fields import leaves
from retold.diff.layers import LAYERS, NESTED
from retold.diff.shipped import shipped_files, shipped_layers
from retold.manifest import RELEASE, SCHEMA
from retold.standoff.omit import FULL
from retold.standoff.omitted import OMITTED


def file_changes(old: Dataset, new: Dataset, told: Sequence[Change]) -> Iterator[Change]:
    """Whatever differs in bytes and is in none of the changes ``told``.

    What an edition without texts has of its own is no change against the full dataset, nor is what
    it says of that one.
    """
    crossing = old.without_text != new.without_text
    editions = old.without_text or new.without_text
    if not crossing:
        yield from _tables(old, new, told)
        yield from _shipped(old, new, told)
    parquet = {path for dataset in (old, new) for path, _, _ in dataset.parquet_files()}
    read = {p for name in shipped_layers(old, new) for d in (old, new) for p in shipped_files(name, d)}
    own = {CARD, CROISSANT} if crossing else set()
    for path in _differing(old, new):
        before, after = old.files.get(path), new.files.get(path)
        if path in (parquet | read | own | {RELEASE}):
            continue
        if editions and (path == OMITTED or path.startswith(FULL)):
            continue
        if path.startswith(SCHEMA) and _told_of_schema(path, told):
            continue
        kind = "changed" if before is not None and after is not None else "added"
        yield Change(f"file {'removed' if after is None else kind}", "file", record=path)


def _differing(old: Dataset, new: Dataset) -> Iterator[str]:
    for path in sorted({*old.files, *new.files}):
        if old.files.get(path) != new.files.get(path):
            yield path


def _told_of_schema(path: str, told: Sequence[Change]) -> bool:
    """Whether a field of this schema file was told."""
    kind = path.removeprefix(SCHEMA).removesuffix(".schema.json")
    return any(c.layer == "schema" and str(c.field).startswith(f"{kind}.") for c in told)


def _shipped(old: Dataset, new: Dataset, told: Sequence[Change]) -> Iterator[Change]:
    """Annotators' files with other bytes and the same records."""
    for folder in shipped_layers(old, new):
        docs = {c.doc for c in told if c.layer.startswith(f"{folder} ")}
        for path in sorted({*shipped_files(folder, old), *shipped_files(folder, new)}):
            doc = path.rsplit("/", 1)[-1].removesuffix(".jsonl")
            same = old.files.get(path) == new.files.get(path)
            if not same and doc not in docs and None not in docs:
                kind = "rewritten" if path in old.files and path in new.files else "changed"
                yield Change(f"file {kind}", "file", record=path)


def _tables(old: Dataset, new: Dataset, told: Sequence[Change]) -> Iterator[Change]:
    """Tables whose bytes differ: with the same rows, or with a difference that no layer has."""
    layers = {layer.name: layer.config for layer in LAYERS}
    configs = {layers.get(c.layer, c.layer) for c in told} | {str(c.record) for c in told}
    moved = any(c.kind == "split changed" for c in told)
    registry = any(c.layer == "registry" for c in told)
    paths: dict[tuple[str, str], list[str]] = {}
    for path, config, split in sorted({*old.parquet_files(), *new.parquet_files()}):
        paths.setdefault((config, split), []).append(path)
    for (config, split), files in paths.items():
        changed = [path for path in files if old.files.get(path) != new.files.get(path)]
        if not changed:
            continue
        before, after = (_rows(dataset, config, split) for dataset in (old, new))
        if before == after:
            yield from (Change("file rewritten", "file", record=path) for path in changed)
        elif config == "documents":
            yield from _nested(old, new, split, told)
        elif not (config in configs or moved or registry):
            yield from (Change("recomputed", "file", record=path) for path in changed)


def _rows(dataset: Dataset, config: str, split: str) -> tuple[list[tuple[str, str]], list[str]] | None:
    """Columns and rows of a table, in whatever order the rows stand."""
    table = dataset.tables.get(config, {}).get(split)
    return None if table is None else ([*leaves(table.schema)], sorted(map(str, table.to_pylist())))


def _nested(old: Dataset, new: Dataset, split: str, told: Sequence[Change]) -> Iterator[Change]:
    """Lists inside `documents` that differ where the config of the same records does not."""
    seen = {(c.layer, c.doc) for c in told}
    registry = any(c.layer == "registry" for c in told)
    before, after = (_by_doc(dataset, split) for dataset in (old, new))
    for doc in sorted({*before} & {*after}):
        for name, layer in NESTED.items():
            lists = [row[doc].get(name) for row in (before, after)]
            differs = None not in lists and not _alike(*lists)
            if differs and (layer, doc) not in seen and not registry:
                yield Change("recomputed", "document", split, None, doc, None, name)


def _alike(old: object, new: object) -> bool:
    """Whether values are the same in all fields that both have: a field that came in is told itself."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(_alike(old[name], new[name]) for name in old.keys() & new.keys())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_alike, old, new))
    return old == new


def _by_doc(dataset: Dataset, split: str) -> dict[str, dict[str, Any]]:
    table = dataset.tables.get("documents", {}).get(split)
    rows = [] if table is None else table.to_pylist()
    return {str(row.get("doc_id")): row for row in rows}
