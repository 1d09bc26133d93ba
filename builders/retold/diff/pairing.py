"""Which record of the new state is which of the old: by content first, then by id, then by place.

Ids alone mislead where records were numbered anew: the fifth mention is then another one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from retold.columns import Column
from retold.diff.layers import Key, Row

Pair = tuple[Row | None, Row | None]
_OWN = ("value", "span", "link")


def by_key(old: Mapping[Key, Row], new: Mapping[Key, Row]) -> Iterator[Pair]:
    """Pairs of rows with the same key, by key; what has no partner stands alone."""
    for key in sorted({*old, *new}, key=natural):
        yield old.get(key), new.get(key)


def by_content(
    columns: Mapping[str, Column], old: Mapping[Key, Row], new: Mapping[Key, Row]
) -> Iterator[Pair]:
    """Pairs of records, each record in one pair, in the order of the old ones, new ones last.

    A record is paired with the one of its document that has, in this order: its id and its
    content; its content; its id, if the two share a place or words; its very place. What is left
    was removed or added.
    """
    left, right = dict(old), dict(new)
    pairs: dict[Key, Row] = {}

    def take(name: Callable[[Key, Row], object], fits: Callable[[Row, Row], bool]) -> None:
        waiting: dict[object, list[Key]] = {}
        for key, row in sorted(right.items()):
            waiting.setdefault((row.doc, name(key, row)), []).append(key)
        for key, row in sorted(left.items()):
            for other in waiting.get((row.doc, name(key, row)), ()):
                if other in right and fits(row, right[other]):
                    pairs[key] = right.pop(other)
                    del left[key]
                    break

    def content(row: Row) -> str:
        return _content(columns, row)

    take(lambda key, row: (key, content(row)), lambda a, b: True)
    take(lambda key, row: content(row), lambda a, b: True)
    take(lambda key, row: key, lambda a, b: _touch(columns, a, b))
    take(lambda key, row: _place(columns, row), lambda a, b: _place(columns, a) is not None)
    for key in sorted(old, key=natural):
        yield old[key], pairs.get(key)
    for key in sorted(right, key=natural):
        yield None, right[key]


def natural(key: Key) -> list[tuple[str, int]]:
    """Sorts ``m2`` before ``m10``."""
    parts = re.findall(r"(\D*)(\d*)", "\0".join(key))
    return [(word, int(number or -1)) for word, number in parts]


def _content(columns: Mapping[str, Column], row: Row) -> str:
    said = {
        name: value
        for name, value in row.values.items()
        if name not in columns or columns[name].role in _OWN
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)


def _place(columns: Mapping[str, Column], row: Row) -> str | None:
    """All its spans, as a text to compare by; None where it has none."""
    spans = [row.values.get(name) for name, column in columns.items() if column.role == "span"]
    return json.dumps(spans) if any(spans) else None


def _touch(columns: Mapping[str, Column], a: Row, b: Row) -> bool:
    """Whether two records share a code point or the same words; records without spans always do."""
    spans = [name for name, column in columns.items() if column.role == "span"]
    words = [name for name, column in columns.items() if column.role == "text" and column.of]
    if not any(row.values.get(name) for name in spans for row in (a, b)):
        return True
    if any(a.values.get(name) and a.values.get(name) == b.values.get(name) for name in words):
        return True
    return any(
        first < other_end and other < end
        for first, end in _ranges(spans, a.values)
        for other, other_end in _ranges(spans, b.values)
    )


def _ranges(spans: Iterable[str], values: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    for name in spans:
        found = values.get(name)
        if name == "start" and found is not None:
            yield found, values["end"]
        elif isinstance(found, list):
            yield from ((start, end) for start, end in found)
