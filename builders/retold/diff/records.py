"""How the rows of one layer differ: added, removed, renamed, or changed field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from retold.columns import Column
from retold.diff.changes import Change
from retold.diff.differing import differing
from retold.diff.layers import Key, Layer, Row
from retold.diff.pairing import by_content, by_key

_OF_ROLE = {"link": "relinked", "value": "value changed", "quote": "value changed"}


def layer_changes(
    layer: Layer,
    columns: Mapping[str, Column],
    old: Mapping[Key, Row],
    new: Mapping[Key, Row],
    omitted: bool = False,
) -> Iterator[Change]:
    """Changes between two states of a layer, in the order of their documents.

    ``columns`` are those that this version knows, by path; another field is a plain value.
    ``omitted`` is whether one of the two is a stand-off edition: then no words are compared.
    """
    decided = not layer.derived and layer.name != "document"
    pairs = by_content(columns, old, new) if decided else by_key(old, new)
    for before, after in pairs:
        if before is None and after is not None:
            yield _change(layer, _whole(layer, "added"), after)
        elif after is None and before is not None:
            yield _change(layer, _whole(layer, "removed"), before)
        elif before is not None and after is not None:
            if before.id != after.id:
                yield _change(layer, "renamed", after, old=before.id, new=after.id)
            yield from _row_changes(layer, columns, before, after, omitted)


def _whole(layer: Layer, what: str) -> str:
    if layer.name == "document":
        return f"document {what}"
    return f"row {what}" if layer.derived else f"record {what}"


def _row_changes(
    layer: Layer, columns: Mapping[str, Column], before: Row, after: Row, omitted: bool
) -> Iterator[Change]:
    if layer.name == "document" and before.split != after.split:
        yield _change(layer, "split changed", after, old=before.split, new=after.split)
    found = list(differing(columns, before, after, omitted))
    joined = [name for name in found if _joined(columns.get(name), found)]
    decided = [] if layer.derived else list(_decided(layer, columns, before, after, found))
    yield from decided
    for name in joined:
        of = columns[name].of
        known = after.values.get(of) if of else None
        change = Change("registry changed", "registry", record=known, field=name)
        yield replace(change, old=before.values.get(name), new=after.values.get(name))
    if decided:
        return
    for name in found:
        column = columns.get(name)
        computed = column is not None and column.role in ("computed", "text")
        if name not in joined and (layer.derived or computed):
            old, new = before.values.get(name), after.values.get(name)
            yield _change(layer, "recomputed", after, name, old, new)


def _joined(column: Column | None, differing: list[str]) -> bool:
    """Whether a field gives what the registry says, and the link to the registry is the same."""
    return column is not None and column.role == "joined" and column.of not in differing


def _decided(
    layer: Layer, columns: Mapping[str, Column], before: Row, after: Row, differing: list[str]
) -> Iterator[Change]:
    """Changes of what somebody decided: labels, spans, links, values, and the text itself."""
    words = {column.of: name for name, column in columns.items() if column.role == "text"}
    for name in differing:
        column = columns.get(name)
        old, new = before.values.get(name), after.values.get(name)
        if name == "end" and "start" in differing:
            continue  # told with it
        if name == "start" and "end" in differing:
            old, new = ([row.values["start"], row.values["end"]] for row in (before, after))
        role = "value" if column is None else column.role
        if role == "span":
            told = words.get(name)
            kind = "moved" if _same_words(before, after, name, told) else "boundary changed"
            yield _change(layer, kind, after, name, old, new)
        elif role == "text":
            if layer.name == "document":
                yield _change(layer, "text changed", after, name, *_around(old, new))
            elif column is not None and column.of is None and name.endswith("surface"):
                yield _change(layer, "value changed", after, name, old, new)
        elif column is not None and column.labels and role == "value":
            yield _change(layer, "relabelled", after, name, old, new)
        elif role in _OF_ROLE:
            yield _change(layer, _OF_ROLE[role], after, name, old, new)


def _same_words(before: Row, after: Row, span: str, words: str | None) -> bool:
    """Whether the words under a span stayed; of spans without words, their lengths."""
    old, new = (row.values.get(words) if words else None for row in (before, after))
    if old is not None or new is not None:
        return bool(old == new)
    return _lengths(before.values, span) == _lengths(after.values, span)


def _lengths(values: Mapping[str, Any], span: str) -> object:
    if span in ("start", "end"):
        return values["end"] - values["start"]
    found = values.get(span)
    return None if found is None else [end - start for start, end in found]


def _around(old: str | None, new: str | None, room: int = 20) -> tuple[str | None, str | None]:
    """Both texts around their first difference, with the code point at which it stands."""
    if old is None or new is None:  # one of them is a stand-off edition
        return ("omitted" if old is None else "there"), ("omitted" if new is None else "there")
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    at = min(len(old), len(new)) if at is None else at
    first = max(0, at - room)
    shown = [f"{at}: …{text[first : at + room]}… ({len(text)} code points)" for text in (old, new)]
    return shown[0], shown[1]


def _change(
    layer: Layer, kind: str, row: Row, field: str | None = None, old: Any = None, new: Any = None
) -> Change:
    values = row.values
    said = (values.get(name) for name in ("surface", "evidence"))
    words = next((word for word in said if isinstance(word, str)), None)
    record = row.id if row.id != row.doc else None
    return Change(kind, layer.name, row.split, row.lang, row.doc, record, field, old, new, words)
