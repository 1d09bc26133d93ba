"""In which fields two rows differ, whatever the fields mean."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from retold.columns import Column
from retold.diff.layers import Row
from retold.standoff.wording import MARK

_ABSENT = object()


def differing(columns: Mapping[str, Column], before: Row, after: Row, omitted: bool) -> Iterator[str]:
    """Paths of the fields in which two rows differ, in their order.

    A column that only one of the tables has is told of the table, not of each row; a field that a
    line of JSON may leave out is told here. ``omitted`` is whether one side is a stand-off edition:
    then words of the texts are not compared.
    """
    for name in dict.fromkeys([*before.values, *after.values]):
        top = name.split(".")[0]
        tops = (before.tops, after.tops)
        if any(found is not None and top not in found for found in tops):
            continue
        old, new = before.values.get(name, _ABSENT), after.values.get(name, _ABSENT)
        if old == new or (_nan(old) and _nan(new)):
            continue
        if (old is None and _below(name, after)) or (new is None and _below(name, before)):
            continue  # an object on the other side: its fields tell
        if omitted and _left_out(columns.get(name), old, new):
            continue
        yield name


def _nan(value: Any) -> bool:
    """Whether it is a number that does not even equal itself."""
    return isinstance(value, float) and math.isnan(value)


def _below(name: str, row: Row) -> bool:
    return any(other.startswith(f"{name}.") for other in row.values)


def _left_out(column: Column | None, old: Any, new: Any) -> bool:
    """Whether two values differ only in that one of them lacks words of a text."""
    if column is not None and column.role == "text":
        return True
    if isinstance(old, str) and isinstance(new, str):
        return old == new or _covers(old, new) or _covers(new, old)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return all(_left_out(None, a, b) for a, b in zip(old, new, strict=True))
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        return all(_left_out(None, old[name], new[name]) for name in old)
    return bool(old == new)


def _covers(left: str, full: str) -> bool:
    """Whether a string with marks for words that are left out may be that one."""
    pattern = ".+".join(re.escape(part) for part in left.split(MARK))
    return MARK in left and re.fullmatch(pattern, full, re.DOTALL) is not None
