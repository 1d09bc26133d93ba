"""A WebAnno TSV 3 file -> text, sentences and annotations of layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from retold.findings import Finding, Place
from retold.formats import webanno_cells as cells
from retold.formats.layers import (
    ANNOTATION,
    CHAIN,
    DEPENDENCY,
    LINK,
    SENTENCE,
    TOKEN,
    Annotation,
    Arc,
    Chain,
    Link,
    Span,
)
from retold.formats.neutral import Json, Written
from retold.formats.webanno_cells import NOTHING, NULL, Column, Header
from retold.formats.webanno_lines import Lines, Row, Sentence
from retold.model import Span as Offsets


@dataclass
class Found:
    """What a file says, and what is wrong with it."""

    text: str = ""
    sentences: tuple[tuple[Offsets, ...], ...] = ()
    annotations: tuple[Annotation, ...] = ()
    comments: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(written: Written) -> Found:
    """Everything in a file, and everything that is wrong in it."""
    return _Reader(written).found


@dataclass
class _Made:
    """A span that is being read: over one row or several."""

    header: Header
    rows: list[Row]
    values: dict[str, Json]
    slots: dict[str, tuple[list[str], list[str]]]
    id: str


class _Reader:
    def __init__(self, written: Written) -> None:
        lines = Lines(written)
        self.written, self.headers, self.blocks = written, lines.headers, lines.blocks
        self.found = Found(lines.text, comments=lines.comments, findings=lines.findings)
        self.ids = count(1)
        self.made: dict[tuple[object, ...], _Made] = {}
        self.numbered: dict[int, _Made] = {}
        self.at: dict[str, list[_Made]] = {}
        self.arcs: list[tuple[Header, Row, str, int | None, int | None, dict[str, Json]]] = []
        self.chains: dict[tuple[str, int], dict[int, str]] = {}
        self.named: dict[str, Span] = {}
        if not self.found.findings:
            rows = (tuple(row.span for row in block.tokens) for block in self.blocks)
            self.found.sentences = tuple(rows)
            for row in (row for block in self.blocks for row in block.rows):
                self._row(row)
            self._finish()

    def _wrong(self, code: str, line: int, message: str, unit: str | None = None) -> None:
        self.found.findings.append(Finding(code, Place(self.written.file, line, unit), message))

    # annotations

    def _row(self, row: Row) -> None:
        at = 0
        for header in self.headers:
            said = row.cells[at : at + len(header.columns)]
            at += len(header.columns)
            if all(cell == NOTHING for cell in said):
                continue
            stacks = [[] if cell == NOTHING else cells.parts(cell, "|") for cell in said]
            size = max(map(len, stacks))
            if any(len(stack) not in (0, size) for stack in stacks):
                message = f"the columns of {header.layer} have different numbers of annotations"
                self._wrong("RT901", row.line, message, row.unit)
                continue
            for number in range(size):
                one = [stack[number] if stack else NOTHING for stack in stacks]
                kind = {"SP": self._span, "CH": self._link, "RL": self._arc}[header.kind]
                kind(header, row, number, one)

    def _span(self, header: Header, row: Row, number: int, said: Sequence[str]) -> None:
        values: dict[str, Json] = {}
        slots: dict[str, tuple[list[str], list[str]]] = {}
        ids: set[int] = set()
        for column, part in zip(header.columns, said, strict=True):
            if column.kind == "target":
                fillers = [] if part in (NULL, NOTHING) else cells.parts(part, ";")
                slots[column.name] = (slots[column.name][0], fillers)
                continue
            value, id, _ = cells.suffixed(part)
            ids |= set() if id is None else {id}
            if column.kind == "role":
                roles = [] if value == NOTHING else cells.parts(value, ";")
                slots[column.name] = (roles, [])
            elif column.kind == "value" and value not in (NULL, NOTHING):
                values[column.name] = cells.unescaped(value)
        if len(ids) > 1 or any(len(roles) != len(ends) for roles, ends in slots.values()):
            lack = (
                "several numbers in brackets" if len(ids) > 1 else "roles and targets of other numbers"
            )
            self._wrong("RT901", row.line, f"an annotation of {header.layer} with {lack}", row.unit)
            return
        id = next(iter(ids), None)
        made = None if id is None else self.numbered.get(id)
        if made is None:
            made = self._make(header, row, (row.unit, header.layer, number), values, slots)
            if id is not None:
                self.numbered[id] = made
        elif (made.header, made.values, made.slots) != (header, values, slots):
            message = f"[{id}] says something else in line {made.rows[0].line}"
            self._wrong("RT905", row.line, message, row.unit)
        else:
            made.rows.append(row)
        self.at.setdefault(row.unit, []).append(made)

    def _make(
        self,
        header: Header,
        row: Row,
        key: tuple[object, ...],
        values: dict[str, Json],
        slots: dict[str, tuple[list[str], list[str]]],
    ) -> _Made:
        made = _Made(header, [row], values, slots, f"a{next(self.ids)}")
        self.made[key] = made
        return made

    def _link(self, header: Header, row: Row, number: int, said: Sequence[str]) -> None:
        values: dict[str, Json] = {}
        place: tuple[int, int] | None = None
        chain: int | None = None
        for column, part in zip(header.columns, said, strict=True):
            value = part
            if column.kind == "relation":
                follows = cells.following(part)
                if follows is not None:
                    value, place = follows[0], follows[1:]
            else:
                value, chain, _ = cells.suffixed(part)
            if value != NULL:
                values[column.name] = cells.unescaped(value)
        if place is None or place[0] != chain:
            message = f"{' and '.join(said)} are not a value, ->CHAIN-LINK, and a value, [CHAIN]"
            self._wrong("RT901", row.line, message, row.unit)
            return
        key = (header.layer, *place)
        made = self.made.get(key)
        if made is None:
            made = self._make(header, row, key, values, {})
            self.chains.setdefault((header.layer, place[0]), {})[place[1]] = made.id
        elif made.values != values:
            message = f"->{place[0]}-{place[1]} says something else in line {made.rows[0].line}"
            self._wrong("RT905", row.line, message, row.unit)
        else:
            made.rows.append(row)
        self.at.setdefault(row.unit, []).append(made)

    def _arc(self, header: Header, row: Row, number: int, said: Sequence[str]) -> None:
        values: dict[str, Json] = {}
        end = ""
        for column, part in zip(header.columns, said, strict=True):
            if column.kind == "base":
                end = part
            elif column.kind == "value" and part not in (NULL, NOTHING):
                values[column.name] = cells.unescaped(part)
        self.arcs.append((header, row, *cells.suffixed(end), values))

    # references

    def _finish(self) -> None:
        spans: list[Span] = []
        for made in self.made.values():
            slots = {}
            for slot, (roles, ends) in made.slots.items():
                column = next(c for c in made.header.columns if (c.kind, c.name) == ("target", slot))
                links = tuple(self._links(made, column, roles, ends))
                if links:
                    slots[slot] = links
            start = min(row.span[0] for row in made.rows)
            end = max(row.span[1] for row in made.rows)
            at = Written(self.written.format, self.written.file, made.rows[0].line, "")
            spans.append(Span(made.id, made.header.layer, start, end, made.values, slots, at))
        arcs = [arc for said in self.arcs for arc in self._resolved(*said)]
        rows = [self._sentence(n, block) for n, block in enumerate(self.blocks, 1) if block.name]
        chains = [
            Chain(layer.removesuffix(LINK) + CHAIN, tuple(links[n] for n in sorted(links)))
            for (layer, _), links in self.chains.items()
        ]
        self.found.annotations = (*rows, *self.named.values(), *spans, *arcs, *chains)

    def _sentence(self, number: int, block: Sentence) -> Span:
        at = Written(self.written.format, self.written.file, block.line, "")
        start, end = block.tokens[0].span[0], block.tokens[-1].span[1]
        return Span(f"s{number}", SENTENCE, start, end, {"id": block.name}, written=at)

    def _links(
        self, made: _Made, column: Column, roles: Sequence[str], ends: Sequence[str]
    ) -> Iterator[Link]:
        for role, end in zip(roles, ends, strict=True):
            unit, id, _ = cells.suffixed(end)
            target = self._end(made.rows[0], unit, id, column.target)
            if target is not None:
                yield Link("" if role == NULL else cells.unescaped(role), target)

    def _resolved(
        self, header: Header, row: Row, unit: str, source: int | None, goal: int | None,
        values: dict[str, Json],
    ) -> Iterator[Arc]:  # fmt: skip
        base = next(column.target for column in header.columns if column.kind == "base")
        base = TOKEN if header.layer == DEPENDENCY else base
        if not cells.UNIT.fullmatch(unit) or (source is None) != (goal is None):
            message = f"{unit!r} is no row where a relation begins: 1-2, or 1-2[3_4]"
            self._wrong("RT901", row.line, message, row.unit)
            return
        governor = self._end(row, unit, source or None, base)
        dependent = self._end(row, row.unit, goal or None, base)
        if governor is not None and dependent is not None:
            at = Written(self.written.format, self.written.file, row.line, "")
            yield Arc(f"a{next(self.ids)}", header.layer, governor, dependent, values, at)

    def _end(self, row: Row, unit: str, id: int | None, layer: str) -> str | None:
        """The annotation of a layer that a row and perhaps a number name."""
        if id is not None:
            made = self.numbered.get(id)
            if made is None or unit not in {r.unit for r in made.rows}:
                self._wrong(
                    "RT904", row.line, f"no annotation at {unit} has the number [{id}]", row.unit
                )
                return None
            return made.id
        here = [made for made in self.at.get(unit, ()) if layer in (made.header.layer, ANNOTATION)]
        if layer == TOKEN:
            return self._token(row, unit)
        if not here or (layer == ANNOTATION and len(here) > 1):
            message = f"{'several annotations stand' if here else 'no annotation stands'} at {unit}"
            self._wrong("RT904", row.line, f"{message}, and one of {layer} is meant", row.unit)
            return None
        return here[0].id

    def _token(self, row: Row, unit: str) -> str | None:
        found = next((r for block in self.blocks for r in block.tokens if r.unit == unit), None)
        if found is None:
            self._wrong("RT904", row.line, f"no token is called {unit}", row.unit)
            return None
        at = Written(self.written.format, self.written.file, found.line, "")
        self.named.setdefault(unit, Span(f"t{unit}", TOKEN, *found.span, written=at))
        return f"t{unit}"
