"""A neutral document, cut to size -> a WebAnno TSV 3.3 file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain as joined
from typing import Final

from retold.formats import own_layers
from retold.formats.layers import (
    ANNOTATION,
    DEPENDENCY,
    LINK_FEATURES,
    SENTENCE,
    TOKEN,
    Annotation,
    Arc,
    Chain,
    Span,
    pointed,
    sentences_of,
)
from retold.formats.layers_out import Schema, annotations_of
from retold.formats.neutral import Document
from retold.formats.utf16 import Units
from retold.formats.webanno_cells import NOTHING, NULL, Column, Header, escaped, header, text_line
from retold.model import Span as Offsets

NAME: Final = "webanno"
COMMENTS: Final = "comments"
"""Metadata: lines that begin with # and say nothing that is known."""
POS: Final = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"
_FIRST = (own_layers.FEATURES[0],)
_ORDER: Final = {"type": 0, "relation": 0, "value": 0, "role": 1, "target": 1, "base": 2}
Part = tuple[int, Offsets]
"""A token's number and what of it: all, or a part that has a row of its own."""


def written(document: Document) -> str:
    """The file of a document that ``fit`` has cut to size."""
    return "".join(_Writer(document).lines())


@dataclass
class _Layer:
    """A layer's columns, and its annotations at each row."""

    kind: str
    name: str
    columns: list[Column] = field(default_factory=list)
    at: dict[Part, list[Span | Arc]] = field(default_factory=lambda: defaultdict(list))

    def has(self, kind: str, name: str = "") -> bool:
        """Whether there is a column of that kind and name."""
        return any((column.kind, column.name) == (kind, name) for column in self.columns)

    def annotations(self) -> Iterator[Span | Arc]:
        """Those of all rows."""
        return joined.from_iterable(self.at.values())


class _Writer:
    def __init__(self, document: Document) -> None:
        from retold.formats.webanno_fit import Tokens

        self.document = document
        self.sentences = sentences_of(document)
        self.tokens = Tokens(self.sentences)
        self.units = Units(document.text)
        self.annotations: tuple[Annotation, ...] = annotations_of(document, Schema(rows=True))
        spans = [a for a in self.annotations if isinstance(a, Span)]
        self.by_id = {span.id: span for span in spans}
        self.parts = {span.id: self.tokens.covered(span.start, span.end) or [] for span in spans}
        self.names = {s.start: str(s.values["id"]) for s in spans if s.layer == SENTENCE}
        self.chained = {
            id: (number, place)
            for number, chain in enumerate((a for a in self.annotations if isinstance(a, Chain)), 1)
            for place, id in enumerate(chain.links, 1)
        }
        self.layers = self._layers()
        for layer in self.layers:
            layer.columns = [self._typed(layer, column) for column in layer.columns]
            layer.columns = layer.columns or [Column("placeholder")]
        self.rows = self._rows()
        self.numbers = self._numbers()

    # columns

    def _headers(self) -> list[Header]:
        """The layers of the file that the document was read from."""
        written = self.document.written
        if written is None or written.format != NAME:
            return []
        lines = [line.removesuffix("\r") for line in written.text.split("\n")]
        said = [header(line) for line in lines if line.startswith("#T_")]
        return [found for found in said if isinstance(found, Header)]

    def _layers(self) -> list[_Layer]:
        found = {
            said.layer: _Layer(
                said.kind, said.layer, [c for c in said.columns if c.kind != "placeholder"]
            )
            for said in self._headers()
        }
        new: dict[str, _Layer] = {}
        for annotation in self.annotations:
            if isinstance(annotation, Chain) or annotation.layer in (TOKEN, SENTENCE):
                continue
            kind = (
                "RL" if isinstance(annotation, Arc) else "CH" if annotation.id in self.chained else "SP"
            )
            layer = found.get(annotation.layer)
            if layer is None or layer.kind != kind:
                layer = new.setdefault(annotation.layer, _Layer(kind, annotation.layer))
                found.pop(annotation.layer, None)
            self._add(layer, annotation)
        for layer in new.values():
            layer.columns.sort(key=lambda column: (_ORDER[column.kind], column.name not in _FIRST))
        layers = [*found.values(), *sorted(new.values(), key=lambda layer: layer.name)]
        return sorted(layers, key=lambda layer: ("SP", "CH", "RL").index(layer.kind))

    def _add(self, layer: _Layer, annotation: Span | Arc) -> None:
        """Puts an annotation into its rows, and adds the columns that it needs."""
        missing: list[Column] = []
        if layer.kind == "CH":
            missing += [Column("type", LINK_FEATURES[0]), Column("relation", LINK_FEATURES[1])]
        else:
            missing += [Column("value", name) for name in sorted(annotation.values)]
        if isinstance(annotation, Arc):
            missing.append(Column("base"))
            layer.at[self.parts[annotation.dependent][0]].append(annotation)
        else:
            for slot in sorted(annotation.slots):
                link = f"{layer.name}{slot[0].upper()}{slot[1:]}Link"
                missing += [Column("role", slot, link), Column("target", slot)]
            for part in self.parts[annotation.id]:
                layer.at[part].append(annotation)
        layer.columns += [column for column in missing if not layer.has(column.kind, column.name)]

    def _typed(self, layer: _Layer, column: Column) -> Column:
        """A column with the type that all its targets are of: as it was, their layer, or Annotation."""
        found = list(layer.annotations())
        if column.kind == "base":
            ends = [id for arc in found for id in pointed(arc)]
            if layer.name == DEPENDENCY:
                return column if column.target else replace(column, target=POS)
        elif column.kind == "target":
            spans = [span for span in found if isinstance(span, Span)]
            ends = [link.target for span in spans for link in span.slots.get(column.name, ())]
        else:
            return column
        layers = {self.by_id[id].layer for id in ends}
        if column.target and (column.target == ANNOTATION or layers <= {column.target}):
            return column
        return replace(column, target=layers.pop() if len(layers) == 1 else ANNOTATION)

    # rows

    def _rows(self) -> list[list[Part]]:
        """The rows of each token: the whole, then its parts by place, the longer first."""
        rows: list[list[Part]] = [[(n, span)] for n, span in enumerate(self.tokens.spans)]
        for layer in self.layers:
            for part in layer.at:
                if part not in rows[part[0]]:
                    rows[part[0]].append(part)
        return [[row[0], *sorted(row[1:], key=lambda part: (part[1][0], -part[1][1]))] for row in rows]

    def _numbers(self) -> dict[str, int]:
        """Numbers of annotations that a row alone does not tell apart, in the order of the file."""
        wanted = {id for id, parts in self.parts.items() if len(parts) > 1}
        for layer in self.layers:
            if layer.kind == "SP":
                for stack in layer.at.values():
                    wanted |= {a.id for a in stack} if len(stack) > 1 else set()
            for column in layer.columns:
                if column.target != ANNOTATION:
                    continue
                for annotation in layer.annotations():
                    if isinstance(annotation, Arc):
                        wanted |= set(pointed(annotation))
                    else:
                        links = annotation.slots.get(column.name, ())
                        wanted |= {link.target for link in links}
        numbers: dict[str, int] = {}
        for part in joined.from_iterable(self.rows):
            for layer in self.layers:
                for annotation in layer.at.get(part, ()) if layer.kind == "SP" else ():
                    if annotation.id in wanted:
                        numbers.setdefault(annotation.id, len(numbers) + 1)
        return numbers

    def lines(self) -> Iterator[str]:
        yield "#FORMAT=WebAnno TSV 3.3\n"
        for layer in self.layers:
            columns = "|".join(column.said(layer.name) for column in layer.columns)
            yield f"#T_{layer.kind}={layer.name}|{columns}\n"
        yield "\n"
        names = dict(self._names())
        number = 0
        for at, sentence in enumerate(self.sentences):
            yield "\n"
            if sentence[0][0] in self.names:
                yield f"#Sentence.id={text_line(self.names[sentence[0][0]])}\n"
            for line in self._text(at).split("\n"):
                yield f"#Text={text_line(line)}\n"
            for _ in sentence:
                for part in self.rows[number]:
                    yield self._line(part, names)
                number += 1

    def _names(self) -> Iterator[tuple[Part, str]]:
        """The name of each row: 1-2, or 1-2.1 for the first part of a token."""
        number = 0
        for at, sentence in enumerate(self.sentences, 1):
            for token in range(1, len(sentence) + 1):
                for place, part in enumerate(self.rows[number]):
                    yield part, f"{at}-{token}{f'.{place}' if place else ''}"
                number += 1

    def _text(self, at: int) -> str:
        """A sentence's text: up to the next one's, but for a line feed and spaces between them."""
        text, start = self.document.text, self.sentences[at][0][0]
        if at + 1 == len(self.sentences):
            return text[start:]
        end, goal = self.sentences[at][-1][1], self.sentences[at + 1][0][0]
        between = re.fullmatch(r"(.*)\n *", text[end:goal], re.DOTALL)
        return text[start : goal if between is None else end + len(between[1])]

    # cells

    def _line(self, part: Part, names: Mapping[Part, str]) -> str:
        start, end = part[1]
        cells = [names[part], f"{self.units.unit(start)}-{self.units.unit(end)}"]
        cells.append(self.document.text[start:end])
        for layer in self.layers:
            cells += self._cells(layer, layer.at.get(part, ()), names)
        return "\t".join([*cells, ""]) + "\n"

    def _cells(self, layer: _Layer, stack: Sequence[Span | Arc], names: Mapping[Part, str]) -> list[str]:
        rows = [
            [self._said(column, annotation, names) for column in layer.columns] for annotation in stack
        ]
        if not rows:
            return [NOTHING] * len(layer.columns)
        return ["|".join(column) for column in zip(*rows, strict=True)]

    def _said(self, column: Column, annotation: Span | Arc, names: Mapping[Part, str]) -> str:
        number = self.numbers.get(annotation.id)
        suffix = f"[{number}]" if number is not None else ""
        value = NULL
        if column.name in annotation.values:
            value = escaped(str(annotation.values[column.name]))
        if isinstance(annotation, Arc):
            if column.kind != "base":
                return value
            ids = [self.numbers.get(id, 0) for id in (annotation.governor, annotation.dependent)]
            between = f"[{ids[0]}_{ids[1]}]" if any(ids) else ""
            return names[self.parts[annotation.governor][0]] + between
        links = annotation.slots.get(column.name, ())
        match column.kind:
            case "type":
                return f"{value}[{self.chained[annotation.id][0]}]"
            case "relation":
                chain, place = self.chained[annotation.id]
                return f"{value}->{chain}-{place}"
            case "role":
                return (";".join(escaped(link.role) or NULL for link in links) or NOTHING) + suffix
            case "target":
                return ";".join(self._filler(link.target, names) for link in links) or NULL
        return f"{value}{suffix}"

    def _filler(self, id: str, names: Mapping[Part, str]) -> str:
        number = self.numbers.get(id)
        return names[self.parts[id][0]] + (f"[{number}]" if number is not None else "")
