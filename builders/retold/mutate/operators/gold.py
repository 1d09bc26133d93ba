"""Gold that is not what layers and decisions make; waivers and the ratchet. Here RT80x count."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec

from retold.adjudication import Plan, adjudicate
from retold.files import BUILT_CARD, CARD, RATCHET, RELEASE, SETTINGS
from retold.model import Annotator, Decision, Mention
from retold.mutate.base import Mutate, Operator, put
from retold.mutate.draws import Draw
from retold.mutate.layers import edited, path_in
from retold.mutate.sources import DECISIONS, Change, Sources
from retold.records import canonical, dump

_WAIVERS = "annotations/waivers.jsonl"


def in_one(gold: bool, change: Callable[[Mention], Mention | None]) -> Mutate:
    """A name changed in gold alone, or in the first layer that it comes from alone.

    Without adjudication there must be one annotator: with two, gold need not have what one marked.
    """

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        alone = len(sources.layers()) == 1
        for mention, document in draw.order(sources.of(Mention)):
            if mention.entity is None or not (alone or mention.derived_from):
                continue
            both = edited(sources, [(mention, change(mention))])
            names = mention.derived_from or (f"{mention.annotator}/{mention.id}",)
            path = document.file if gold else path_in(names[0].partition("/")[0], document.id)
            if len(both) > 1 and path in both:
                return {path: both[path]}
        return None

    return mutate


def remove_layer(sources: Sources, draw: Draw) -> Change | None:
    """No annotator has one of several documents."""
    for document in draw.order(sources.documents):
        layers = sources.layers(document.id)
        others = {layer for d in sources.documents if d != document for layer in sources.layers(d.id)}
        if layers and others:
            return {path_in(layer, document.id): None for layer in layers}
    return None


def derived(sources: Sources, draw: Draw) -> Change | None:
    """Gold alone says of a record that it comes from another one."""
    for mention, document in draw.order(sources.of(Mention)):
        nowhere = (f"{mention.annotator}/{sources.new_id(mention.id)}",)
        new = msgspec.structs.replace(mention, derived_from=nowhere)
        return {document.file: sources.rewritten(document.file, {canonical(mention): new})}
    return None


def two_that_differ(sources: Sources, draw: Draw) -> Change | None:
    """A second annotator, who differs in one name, and nobody decides."""
    if len(sources.layers()) != 1 or "[adjudication]" in sources.text(SETTINGS):
        return None
    (first,) = sources.layers()
    plan = Plan((first, "other"))
    change: dict[str, bytes | None] = {
        SETTINGS: sources.files[SETTINGS]
        + f'\n[adjudication]\nannotators = ["{first}", "other"]\n'.encode(),
        **sources.joined(Annotator("other", "rule", "Differs in one name.")),
    }
    names = [m for m, _ in sources.of(Mention) if m.entity is not None]
    if not names:
        return None
    chosen = draw.one(names)
    for document in sources.documents:
        own = [row.record for row in document.rows]
        others = [msgspec.structs.replace(record, annotator="other") for record in own]
        gold = adjudicate({first: own, "other": others}, (), plan).gold
        others = [nominal(r) if isinstance(r, Mention) and r.id == chosen.id else r for r in others]
        change[path_in("other", document.id)] = dump(others).encode("utf-8")
        change[document.file] = dump(gold).encode("utf-8")
    return change


def decision_lost(sources: Sources, draw: Draw) -> Change | None:
    for path in draw.order([path for path in sources.record_paths() if path.startswith(DECISIONS)]):
        rows = sources.rows(path)
        if rows:
            return {path: sources.rewritten(path, {canonical(draw.one(rows).record): None})}
    return None


def decision_on_nothing(sources: Sources, draw: Draw) -> Change | None:
    """A decision about a record that nobody has."""
    for document in draw.order(sources.documents):
        path, own = f"{DECISIONS}{document.id}.jsonl", [row.record for row in document.rows]
        if own and document.rows:
            by, nobody = own[0].annotator, f"{own[0].annotator}/{sources.new_id(own[0].id)}"
            decision = Decision(
                sources.new_id("d"), document.id, None, (nobody,), "none", by, "It is not there.", "1"
            )
            return {path: sources.rewritten(path, {}, [decision])}
    return None


def line_in(path: str, line: dict[str, object]) -> Mutate:
    """A further line of a file of waivers or of the ratchet."""

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        names = [row.record.id for row in sources.table(Annotator)]
        if path in sources.files or not names:
            return None
        said = {**line, **({"by": names[0]} if "by" in line else {})}
        return {path: f"{json.dumps(said, separators=(',', ':'))}\n".encode()}

    return mutate


def floor(sources: Sources, draw: Draw) -> Change | None:
    """A floor for a figure of agreement that there is not."""
    text = sources.text(SETTINGS)
    added = '\n[agreement.floors]\n"no.such.figure" = 0.5\n'
    return None if "[agreement" in text else {SETTINGS: f"{text}{added}".encode()}


def built_of_other_figures(sources: Sources, draw: Draw) -> Change | None:
    """The card of the built dataset says another figure in a region."""
    mark = "<!-- generated:counts -->"
    text = sources.text(CARD)
    if mark not in text or any(path.startswith("data/") for path in sources.files):
        return None
    listed = {"files": [{"path": BUILT_CARD.removeprefix("data/")}]}
    return {
        BUILT_CARD: text.replace(mark, f"{mark}\n\n46 documents", 1).encode("utf-8"),
        f"data/{RELEASE}": json.dumps(listed).encode(),
    }


def nominal(mention: Mention) -> Mention:
    return put(mention, "level", "nominal" if mention.level == "name" else "name")


def lost(mention: Mention) -> None:
    return None


_OF_LAYER = ("RT801", "RT804", "RT805")
_WAIVED: dict[str, object] = {
    "code": "RT401", "record": "no-such-record", "reason": "Not there.", "by": "", "until": "999.0.0"
}  # fmt: skip
_EXPIRED: dict[str, object] = {**_WAIVED, "until": "0.0.1"}
_OLD: dict[str, object] = {"code": "RT401", "file": "annotations/gold/x.jsonl", "record": None}

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
        "a field changed in an annotator's layer alone",
        in_one(False, nominal),
        _OF_LAYER,
    ),
    Operator(
        "layer-alone-lost",
        "structural",
        "a record lost in an annotator's layer alone",
        in_one(False, lost),
        _OF_LAYER,
    ),
    Operator(
        "layer-removed", "structural", "a document that no annotator has", remove_layer, ("RT801",)
    ),
    Operator(
        "derived-from-nowhere",
        "structural",
        "a record of gold that comes from one that is none",
        derived,
        ("RT801",),
    ),
    Operator(
        "two-that-differ",
        "structural",
        "a second annotator differs and nobody decides",
        two_that_differ,
        ("RT804",),
    ),
    Operator(
        "decision-lost",
        "structural",
        "a decision between annotators is lost",
        decision_lost,
        ("RT804", "RT801"),
    ),
    Operator(
        "decision-on-nothing",
        "structural",
        "a decision about a record that nobody has",
        decision_on_nothing,
        ("RT805",),
    ),
    Operator(
        "waiver-unneeded",
        "structural",
        "a waiver of a finding that is not there",
        line_in(_WAIVERS, _WAIVED),
        ("RT806",),
    ),
    Operator(
        "waiver-expired",
        "structural",
        "a waiver that held until an older version",
        line_in(_WAIVERS, _EXPIRED),
        ("RT807",),
    ),
    Operator(
        "ratchet-unneeded",
        "structural",
        "a line of the ratchet for an error that is not there",
        line_in(RATCHET, _OLD),
        ("RT808",),
    ),
    Operator(
        "floor-of-nothing",
        "structural",
        "a floor for a figure of agreement that there is not",
        floor,
        ("RT810",),
    ),
    Operator(
        "built-of-other-figures",
        "structural",
        "a figure in the card that the built data does not have",
        built_of_other_figures,
        ("RT809",),
    ),
)
