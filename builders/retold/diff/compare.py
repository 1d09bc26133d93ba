"""Two built datasets -> everything that differs between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from retold.dataset import Dataset
from retold.diff.changes import ADDED, KINDS, REMOVED, Change, Total
from retold.diff.fields import config_changes, schema_changes
from retold.diff.files import file_changes
from retold.diff.layers import Key, Layer, Row, columns_of, layers_of, rows_of
from retold.diff.records import layer_changes
from retold.diff.shipped import columns_of_kind, shipped_layers, shipped_rows
from retold.manifest import RELEASE
from retold.versions import Bump, greatest


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


def diff(old: Dataset, new: Dataset, names: tuple[str, str] | None = None) -> Diff:
    """Compares rows, fields and files. Raises DatasetError where one cannot be read.

    Records are paired by content, id and place, whatever their order; what the registry says of an
    entity is told once and not for each row that shows it. Of a full dataset and an edition without
    texts, all but the words is compared. No two datasets of different bytes are told to be the same.
    ``names`` are what the two are called; default: their names and versions.
    """
    omitted = old.without_text != new.without_text
    changes: list[Change] = [*config_changes(old, new), *schema_changes(old, new)]
    totals: list[Total] = []
    for layer in layers_of(old, new):
        before, after = rows_of(old, layer), rows_of(new, layer)
        found = list(layer_changes(layer, columns_of(layer), before, after, omitted))
        changes += found
        totals += _totals(layer.name, before, after, found)
    for folder in shipped_layers(old, new):
        then, now = shipped_rows(folder, old), shipped_rows(folder, new)
        for kind in sorted({*then, *now}):
            before, after = then.get(kind, {}), now.get(kind, {})
            layer = Layer(f"{folder} {kind}", folder)
            found = list(layer_changes(layer, columns_of_kind(kind), before, after, omitted))
            changes += found
            totals += _totals(layer.name, before, after, found)
    changes += file_changes(old, new, changes)
    if not changes and not omitted and old.files[RELEASE] != new.files[RELEASE]:
        changes = [Change("file changed", "file", record=RELEASE)]
    called = names or (str(old), str(new))
    return Diff(*called, tuple(sorted(_once(changes), key=_rank)), tuple(totals))


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
