"""Gold that is no copy of an annotator's layer. Only here does RT801 count as a catch."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from retold.model import Mention
from retold.mutate.base import Mutate, Operator, put
from retold.mutate.draws import Draw
from retold.mutate.sources import Change, Sources


def in_one(gold: bool, change: Callable[[Mention], Mention | None]) -> Mutate:
    """A name changed in gold alone, or in the layer alone, of a corpus with one annotator.

    With two, gold need not have what only one of them marked.
    """

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        if len(sources.layers()) != 1:
            return None
        for mention, document in draw.order(sources.of(Mention)):
            both = sources.edited((mention, change(mention)))
            if mention.entity is not None and len(both) == 2:
                return {path: data for path, data in both.items() if (path == document.file) == gold}
        return None

    return mutate


def remove_layer(sources: Sources, draw: Draw) -> Change | None:
    """No annotator has one of several documents."""
    for document in draw.order(sources.documents):
        layers = sources.layers(document.id)
        others = {layer for d in sources.documents if d != document for layer in sources.layers(d.id)}
        if layers and others:
            return {f"annotations/{layer}/{document.id}.jsonl": None for layer in layers}
    return None


def derived(sources: Sources, draw: Draw) -> Change | None:
    """An annotator's record, and gold alike, that says it comes from a record that is none."""
    for mention, _ in draw.order(sources.of(Mention)):
        if not mention.derived_from:
            nowhere = f"{mention.annotator}/{sources.new_id(mention.id)}"
            return sources.edited((mention, msgspec.structs.replace(mention, derived_from=(nowhere,))))
    return None


def nominal(mention: Mention) -> Mention | None:
    return put(mention, "level", "nominal" if mention.level == "name" else "name")


def lost(mention: Mention) -> Mention | None:
    return None


OPERATORS = (
    Operator(
        "gold-alone-changed",
        "structural",
        "a field changed in gold alone",
        in_one(True, nominal),
        ("RT801",),
    ),
    Operator(
        "gold-alone-lost", "structural", "a record lost in gold alone", in_one(True, lost), ("RT801",)
    ),
    Operator(
        "layer-alone-changed",
        "structural",
        "a field changed in the annotator's layer alone",
        in_one(False, nominal),
        ("RT801",),
    ),
    Operator(
        "layer-alone-lost",
        "structural",
        "a record lost in the annotator's layer alone",
        in_one(False, lost),
        ("RT801",),
    ),
    Operator("derived-from-nowhere", "semantic", "a record that comes from one that is none", derived),
    Operator(
        "layer-removed", "structural", "a document that no annotator has", remove_layer, ("RT801",)
    ),
)
