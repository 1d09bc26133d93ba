"""A diff as people read it: lines of text, or a section of Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from retold.card import code, markdown_table
from retold.diff.changes import Change, Total
from retold.diff.compare import Diff

_HEAD = ("layer", "split", "language", "before", "after", "added", "removed", "changed")


def as_json(diff: Diff) -> dict[str, Any]:
    """Everything, as plain values."""
    return {
        "old": diff.old,
        "new": diff.new,
        "same": not diff.changes,
        "bump": diff.bump.name,
        "changes": [{**vars(change), "bump": change.bump.name} for change in diff.changes],
        "totals": [vars(total) for total in diff.totals],
    }


def as_text(diff: Diff, limit: int | None) -> str:
    """Changes by kind, at most ``limit`` lines of one kind and layer, then the totals."""
    if not diff.changes:
        return f"{diff.old} and {diff.new} are the same."
    lines = [f"{diff.old} -> {diff.new}: {_many(len(diff.changes))}, at least {diff.bump.name}"]
    table = [_HEAD, *(tuple(map(str, vars(total).values())) for total in _touched(diff))]
    if len(table) > 1:
        widths = [max(len(row[i]) for row in table) for i in range(len(_HEAD))]
        lines += ["", "totals, where something changed"]
        for row in table:
            words = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
            figures = [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
            lines.append("  ".join(["", *words, *figures]).rstrip())
    for kind, layer, changes in _groups(diff):
        lines += ["", f"{kind}: {layer} ({len(changes)}, {changes[0].bump.name})"]
        lines += [f"  {' '.join(_cells(change))}" for change in changes[:limit]]
        lines += [f"  … and {more} more (--all)" for more in _more(changes, limit)]
    return "\n".join(lines)


def as_markdown(diff: Diff, limit: int | None) -> str:
    """The same as a section without a heading of its own: for a changelog."""
    if not diff.changes:
        return "Nothing changed."
    lines = [f"{_many(len(diff.changes)).capitalize()} since {diff.old}; at least {diff.bump.name}."]
    rows = [list(vars(total).values()) for total in _touched(diff)]
    if rows:
        lines += ["", markdown_table(_HEAD, rows)]
    for kind, layer, changes in _groups(diff):
        lines += ["", f"**{kind.capitalize()}: {layer}** ({len(changes)}, {changes[0].bump.name})", ""]
        lines += [f"- {_markdown(change)}" for change in changes[:limit]]
        lines += [f"- … and {more} more" for more in _more(changes, limit)]
    return "\n".join(lines)


def _groups(diff: Diff) -> Iterator[tuple[str, str, list[Change]]]:
    for (kind, layer), found in groupby(diff.changes, key=lambda c: (c.kind, c.layer)):
        yield kind, layer, list(found)


def _more(changes: list[Change], limit: int | None) -> list[int]:
    return [] if limit is None or len(changes) <= limit else [len(changes) - limit]


def _touched(diff: Diff) -> list[Total]:
    return [t for t in diff.totals if t.added or t.removed or t.changed or t.before != t.after]


def _cells(change: Change) -> Iterator[str]:
    """Where, which record, what from what to what, and the words that it is about."""
    place = "/".join(filter(None, (change.split, change.lang)))
    yield from filter(None, (place, change.doc, change.record))
    if change.field:
        yield f"{change.field}:" if _shows(change) else change.field
    if _shows(change):
        yield f"{_value(change.old)} -> {_value(change.new)}"
    if change.rows > 1:
        yield f"(in {change.rows} rows)"
    if change.words:
        yield f"| {_short(change.words, 60)}"


def _markdown(change: Change) -> str:
    names = "/".join(filter(None, (change.doc, change.record)))
    parts = [code(names)] if names else []
    if change.field:
        parts.append(code(change.field))
    if _shows(change):
        parts.append(f"{code(_value(change.old))} → {code(_value(change.new))}")
    if change.rows > 1:
        parts.append(f"(in {change.rows} rows)")
    return " ".join(parts)


def _shows(change: Change) -> bool:
    return change.old is not None or change.new is not None


def _value(value: Any) -> str:
    if value is None:
        return "-"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _short(text, 80)


def _short(text: str, room: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= room else f"{text[: room - 1]}…"


def _many(n: int) -> str:
    return f"{n} change" if n == 1 else f"{n} changes"
