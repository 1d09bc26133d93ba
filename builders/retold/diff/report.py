"""A diff as people read it: lines of text, or a section of Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from retold.card import code, markdown_table
from retold.diff.changes import Change, Total
from retold.diff.compare import Diff
from retold.diff.layers import LAYERS

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
    """The totals, then changes by kind and layer, at most ``limit`` lines of each."""
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
        lines += ["", f"{_title(kind, layer)} ({len(changes)}, {changes[0].bump.name})"]
        shown = _told(changes, diff, limit)
        lines += [f"  {' '.join(_cells(change))}" for change in shown]
        lines += [f"  … {more} (--all)" for more in _more(changes, shown)]
    return "\n".join(lines)


def as_markdown(diff: Diff, limit: int | None) -> str:
    """The same as a section without a heading of its own: for a changelog. It quotes no text."""
    if not diff.changes:
        return "Nothing changed."
    lines = [f"{_many(len(diff.changes)).capitalize()} since {diff.old}."]
    rows = [list(vars(total).values()) for total in _touched(diff)]
    if rows:
        lines += ["", markdown_table(_HEAD, rows)]
    for kind, layer, changes in _groups(diff):
        lines += ["", f"**{_title(kind, layer).capitalize()}** ({len(changes)})", ""]
        shown = _told(changes, diff, limit)
        lines += [f"- {_markdown(change)}" for change in shown]
        lines += [f"- … {more}" for more in _more(changes, shown)]
    return "\n".join(lines)


def _title(kind: str, layer: str) -> str:
    """Kind and layer, once where the one names the other."""
    return kind if layer in kind.split() else f"{kind}: {layer}"


def _told(changes: list[Change], diff: Diff, limit: int | None) -> list[Change]:
    """Those that get a line: not what comes and goes with its document or config, nor derived rows."""
    if limit is None:
        return changes
    kinds = ("document added", "document removed")
    whole = {change.doc for change in diff.changes if change.kind in kinds}
    with_it = ("record added", "record removed")
    configs = {c.record for c in diff.changes if c.kind in ("config added", "config removed")}
    whole_layers = {layer.name for layer in LAYERS if layer.config in configs}
    left = [
        change
        for change in changes
        if not (change.kind in with_it and (change.doc in whole or change.layer in whole_layers))
    ]
    left = [c for c in left if c.kind not in ("row added", "row removed")]
    return left[:limit]


def _groups(diff: Diff) -> Iterator[tuple[str, str, list[Change]]]:
    for (kind, layer), found in groupby(diff.changes, key=lambda c: (c.kind, c.layer)):
        yield kind, layer, list(found)


def _more(changes: list[Change], shown: list[Change]) -> list[str]:
    rest = len(changes) - len(shown)
    if not rest:
        return []
    return [f"and {rest} more" if shown else f"{rest}, in the totals"]


def _touched(diff: Diff) -> list[Total]:
    return [t for t in diff.totals if t.added or t.removed or t.changed or t.before != t.after]


def _cells(change: Change) -> Iterator[str]:
    """Where, which record, what from what to what, and the words that it is about."""
    place = "/".join(filter(None, (change.split, change.lang)))
    yield from filter(None, (place, change.doc, change.record))
    if change.field:
        yield f"{change.field}:" if _shows(change) else change.field
    if _shows(change):
        old, new = _values(change)
        yield " -> ".join(filter(None, (old, new)))
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
        parts.append(" → ".join(code(value) for value in _values(change) if value))
    if change.rows > 1:
        parts.append(f"(in {change.rows} rows)")
    return " ".join(parts)


def _shows(change: Change) -> bool:
    return change.old is not None or change.new is not None


def _values(change: Change, room: int = 80) -> tuple[str, str]:
    """Old and new in words; of what was added or removed, that alone; long ones where they differ."""
    old, new = (_words(value) for value in (change.old, change.new))
    if change.kind.endswith((" added", " removed")):
        return ("", _short(new, room)) if change.old is None else (_short(old, room), "")
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    first = max(0, at - room // 2) if max(len(old), len(new)) > room else 0
    return _short(old[first:], room, first), _short(new[first:], room, first)


def _words(value: Any) -> str:
    if value is None or value == "":
        return "-" if value is None else '""'
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return " ".join(text.split())


def _short(text: str, room: int, cut: int = 0) -> str:
    """The text in one line; ``cut`` is how much was taken off its beginning."""
    text = ("…" if cut else "") + " ".join(text.split())
    return text if len(text) <= room else f"{text[: room - 1]}…"


def _many(n: int) -> str:
    return f"{n} change" if n == 1 else f"{n} changes"
