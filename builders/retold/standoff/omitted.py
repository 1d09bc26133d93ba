"""omitted.jsonl: one line a value that was taken out, with the pieces that it is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from retold.standoff.fields import Path
from retold.standoff.pieces import Pieces, decode
from retold.standoff.wording import MARK

OMITTED = "omitted.jsonl"


@dataclass(frozen=True)
class Omitted:
    """What is missing at one place of the edition, and how to put it back.

    ``row`` counts from 0: the row of a table, the line of a JSONL file, 0 in a JSON file; it is None
    where the value is the whole text of the file. ``path`` leads from there to the value. ``doc`` is
    the document that pieces of two numbers are of. Either the value is null and ``pieces`` make it,
    or one string of its list each; or it is a string with a mark at each ``at`` of ``runs``, which
    counts code points of the value as the edition has it.
    """

    file: str
    row: int | None
    path: Path
    doc: str | None
    pieces: Pieces | None = None
    lists: tuple[Pieces, ...] | None = None
    runs: tuple[tuple[int, Pieces], ...] | None = None

    def restore(self, left: object, texts: Mapping[str, str]) -> object:
        """The value as it was. Raises ValueError where ``left`` or the pieces are something else."""
        if self.runs is not None:
            if not isinstance(left, str):
                raise ValueError("the value is no text with marks")
            for at, pieces in reversed(self.runs):
                if left[at : at + len(MARK)] != MARK:
                    raise ValueError(f"there is no {MARK} at {at}")
                left = left[:at] + decode(pieces, texts, self.doc) + left[at + len(MARK) :]
            return left
        if left is not None:
            raise ValueError("the value is not null")
        if self.lists is not None:
            return [decode(pieces, texts, self.doc) for pieces in self.lists]
        return decode(self.pieces or (), texts, self.doc)


def dump(found: list[Omitted]) -> bytes:
    """The bytes of omitted.jsonl; keys without a value are left out."""
    return "".join(f"{_line(omitted)}\n" for omitted in found).encode("utf-8")


def _line(omitted: Omitted) -> str:
    value = {name: found for name, found in vars(omitted).items() if found is not None}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def load(data: bytes) -> list[Omitted]:
    """The lines of omitted.jsonl. Raises ValueError, naming the line, for what is none."""
    found = []
    for number, line in enumerate(data.decode("utf-8").split("\n")[:-1], 1):
        try:
            found.append(_of(json.loads(line)))
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise ValueError(f"{OMITTED}:{number}: {error}") from None
    return found


def _of(value: dict[str, Any]) -> Omitted:
    return Omitted(
        file=value["file"],
        row=value.get("row"),
        path=tuple(value["path"]),
        doc=value.get("doc"),
        pieces=_pieces(value["pieces"]) if "pieces" in value else None,
        lists=tuple(map(_pieces, value["lists"])) if "lists" in value else None,
        runs=tuple((at, _pieces(run)) for at, run in value["runs"]) if "runs" in value else None,
    )


def _pieces(value: list[Any]) -> Pieces:
    return tuple(piece if isinstance(piece, str) else tuple(piece) for piece in value)
