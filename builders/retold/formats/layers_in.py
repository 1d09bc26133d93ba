"""Annotations of layers -> the items of a neutral document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from retold.findings import Finding, Place
from retold.formats import own_layers
from retold.formats.layers import (
    DEPENDENT,
    GOVERNOR,
    LABELLED,
    Annotation,
    Arc,
    Chain,
    Span,
)
from retold.formats.neutral import Attribute, Event, Group, Item, Json, Mark, Relation


def faults(annotations: Sequence[Annotation], file: str) -> list[Finding]:
    """RT901 for what stands in layers of ours and means nothing there."""
    known = own_layers.Known(annotations)
    return [
        Finding("RT901", Place(file, None if said.written is None else said.written.line), message)
        for said in annotations
        if not isinstance(said, Chain) and own_layers.is_own(said.layer) and known.is_ours(said)
        for message in own_layers.faults(said, known)
    ]


def items(annotations: Sequence[Annotation]) -> tuple[Item, ...]:
    """The neutral items of annotations without ``faults``, in their order. All that they point to must
    be among them.
    """
    known = own_layers.Known(annotations)
    return tuple(item for annotation in annotations for item in _items(annotation, known))


def _items(annotation: Annotation, known: own_layers.Known) -> Iterator[Item]:
    match annotation:
        case Chain(layer=layer, links=links):
            if len(links) > 1:
                yield Group("*", layer, links)
        case _ if known.is_ours(annotation):
            yield from own_layers.items(annotation, known)
        case Arc(id=id, layer=layer, values=values):
            ends = ((GOVERNOR, annotation.governor), (DEPENDENT, annotation.dependent))
            yield Relation(id, layer, ends, annotation.written)
            yield from _said(id, layer, values)
        case Span():
            yield from _span(annotation)


def _span(span: Span) -> Iterator[Item]:
    values = dict(span.values)
    label = values.pop(LABELLED.get(span.layer, ""), span.layer)
    if not isinstance(label, str):
        label, values = span.layer, dict(span.values)
    yield Mark(span.id, label, ((span.start, span.end),), span.written)
    yield from _said(span.id, span.layer, values)
    for slot, links in span.slots.items():
        if links:
            event = f"{span.id}.{slot}"
            args = tuple((link.role, link.target) for link in links)
            yield Event(event, label, span.id, args, span.written)
            yield Attribute(f"{event}.slot", event, "slot", slot)


def _said(id: str, layer: str, values: Mapping[str, Json]) -> Iterator[Attribute]:
    yield Attribute(f"{id}.layer", id, "layer", layer)
    for number, (name, value) in enumerate(values.items()):
        yield Attribute(f"{id}.a{number}", id, name, value)
