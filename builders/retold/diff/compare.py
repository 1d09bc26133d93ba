"""Two built datasets -> everything that differs between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from retold.dataset import Dataset
from retold.diff.changes import ADDED, KINDS, REMOVED, Change, Total
from retold.diff.fields import config_changes, schema_changes
from retold.diff.layers import LAYERS, Key, Layer, Row, columns_of, layers_of, rows_of
from retold.diff.records import layer_changes
from retold.diff.shipped import columns_of_kind, shipped_layers, shipped_rows
from retold.manifest import RELEASE, SCHEMA
from retold.versions import Bump, greatest

_CONFIGS = {layer.config for layer in LAYERS}


@dataclass(frozen=True)
class Diff:
    """What differs between two datasets; ``old`` and ``new`` name them."""

    old: str
    new: str
    changes: tuple[Change, ...]
    totals: tuple[Total, ...]

    @property
    def bump(self) -> Bump:
        """The least version bump that the changes demand."""
        return greatest(change.bump for change in self.changes)


def diff(old: Dataset, new: Dataset) -> Diff:
    """Compares rows, fields and files. Raises DatasetError where one cannot be read.

    Records are compared by id, whatever their order; what the registry says of an entity is told
    once and not for each row that shows it.
    """
    changes: list[Change] = [*config_changes(old, new), *schema_changes(old, new)]
    told = {str(change.record) for change in changes}
    totals: list[Total] = []
    for layer in layers_of(old, new):
        before, after = rows_of(old, layer), rows_of(new, layer)
        found = list(layer_changes(layer, columns_of(layer), before, after))
        changes += found
        told |= {layer.config, "documents"} if found else set()  # which repeats every other layer
        told |= _CONFIGS if any(c.kind == "split changed" for c in found) else set()
        totals += _totals(layer.name, before, after, found)
    for folder in shipped_layers(old, new):
        then, now = shipped_rows(folder, old), shipped_rows(folder, new)
        for kind in sorted({*then, *now}):
            before, after = then.get(kind, {}), now.get(kind, {})
            layer = Layer(f"{folder} {kind}", folder)
            found = list(layer_changes(layer, columns_of_kind(kind), before, after))
            changes += found
            totals += _totals(layer.name, before, after, found)
    changes += _file_changes(old, new, told)
    return Diff(str(old), str(new), tuple(sorted(_once(changes), key=_rank)), tuple(totals))


def _rank(change: Change) -> tuple[bool, int, int, str]:
    """Gold before the annotators' layers; what demands most first; then kind by kind."""
    return (
        change.layer.startswith("annotations/"),
        -change.bump,
        list(KINDS).index(change.kind),
        change.layer,
    )


def _once(changes: list[Change]) -> Iterator[Change]:
    """Changes of the registry told once, with the number of rows that show them."""
    rows = Counter(str(change) for change in changes if change.kind == "registry changed")
    for change in changes:
        if change.kind != "registry changed":
            yield change
        elif found := rows.pop(str(change), 0):
            yield replace(change, rows=found)


def _totals(
    name: str, before: dict[Key, Row], after: dict[Key, Row], changes: list[Change]
) -> Iterator[Total]:
    """Counts per split and language; a record that changes in several fields counts once."""

    def count(rows: Any) -> Counter[tuple[str, str]]:
        return Counter((row.split, row.lang or "-") for row in rows)

    was, now = count(before.values()), count(after.values())
    added = Counter((c.split or "-", c.lang or "-") for c in changes if c.kind in ADDED)
    removed = Counter((c.split or "-", c.lang or "-") for c in changes if c.kind in REMOVED)
    touched = {
        (c.split or "-", c.lang or "-", c.doc, c.record)
        for c in changes
        if c.kind not in (*ADDED, *REMOVED, "registry changed")
    }
    changed = Counter((split, lang) for split, lang, _, _ in touched)
    for split, lang in sorted({*was, *now}):
        key = (split, lang)
        counts = (was[key], now[key], added[key], removed[key], changed[key])
        yield Total(name, split, lang, *counts)


def _file_changes(old: Dataset, new: Dataset, told: set[str]) -> Iterator[Change]:
    """Files that differ and whose content no other change tells; ``told`` are the configs that are."""
    layered = {path for name in shipped_layers(old, new) for path in _below(old, new, name)}
    parquet = {path: config for d in (old, new) for path, config, _ in d.parquet_files()}
    for path in sorted({*old.files, *new.files} - layered - {RELEASE}):
        before, after = old.files.get(path), new.files.get(path)
        if before == after:
            continue
        if path in parquet:
            if before is not None and after is not None and _same_rows(old, new, path):
                yield Change("file rewritten", "file", record=path)
            elif parquet[path] not in told:
                yield Change("recomputed", "file", record=path)
        elif not path.startswith(SCHEMA):
            kind = "changed" if before is not None and after is not None else "added"
            kind = "removed" if after is None else kind
            yield Change(f"file {kind}", "file", record=path)


def _same_rows(old: Dataset, new: Dataset, path: str) -> bool:
    """Whether a table has the same columns and rows, in whatever order the rows stand."""
    before, after = old.table(path), new.table(path)
    if before.schema != after.schema or before.num_rows != after.num_rows:
        return False
    return sorted(map(str, before.to_pylist())) == sorted(map(str, after.to_pylist()))


def _below(old: Dataset, new: Dataset, layer: str) -> Iterator[str]:
    return (path for path in {*old.files, *new.files} if path.startswith(f"{layer}/"))
