"""What every record is made of."""

from __future__ import annotations

import msgspec

Span = tuple[int, int]
Spans = tuple[Span, ...]


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all records; a field with a default is left out of its line while it has it."""
