"""A diff in the form in which the tests compare it."""

from __future__ import annotations

from typing import Any

from retold.diff.compare import Diff


def told(found: Diff) -> list[tuple[Any, ...]]:
    """Kind, layer, record, field, old and new of each change."""
    return [(c.kind, c.layer, c.record, c.field, c.old, c.new) for c in found.changes]
