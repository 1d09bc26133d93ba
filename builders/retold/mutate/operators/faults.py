"""Faults of a retelling: their passage, the right one, their kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from retold.model import Fault, FaultName, Spans, labels
from retold.mutate.base import At, Mutate, Operator, each, edit, put
from retold.mutate.layers import Edit
from retold.mutate.operators.spans import respanned


def over_zones(fault: Fault, at: At) -> Fault | None:
    """To the first character of the next zone."""
    start, end = fault.spans[0]
    edges = [zone.spans[0][0] for zone in at.document.zones if zone.spans[0][0] >= end]
    new = respanned(fault, ((start, edges[0] + 1),), at.text) if edges else None
    return new if isinstance(new, Fault) else None


def right(change: Callable[[Fault, At], tuple[str, Spans] | None]) -> Mutate:
    """Names another passage, or another document, as the right one of a fault."""

    def changed(fault: Fault, at: At) -> Fault | None:
        found = change(fault, at)
        return None if found is None else put(fault, "right", {"doc": found[0], "spans": found[1]})

    return each(Fault, changed)


def right_past_the_end(fault: Fault, at: At) -> tuple[str, Spans] | None:
    told = [d for d in at.sources.documents if d.seed.story == at.document.seed.story]
    others = [d for d in told if d.id != fault.doc]
    return (others[0].id, ((0, len(others[0].text) + 1),)) if others else None


def right_turned_round(fault: Fault, at: At) -> tuple[str, Spans] | None:
    found = right_past_the_end(fault, at)
    return (found[0], ((1, 1),)) if found else None


def right_fragments(fault: Fault, at: At) -> tuple[str, Spans] | None:
    found = right_past_the_end(fault, at)
    return (found[0], ((4, 6), (1, 3))) if found else None


def right_in_other_story(fault: Fault, at: At) -> tuple[str, Spans] | None:
    others = [d for d in at.sources.documents if d.seed.story != at.document.seed.story]
    return (others[0].id, ((0, 1),)) if others else None


def right_elsewhere(fault: Fault, at: At) -> tuple[str, Spans] | None:
    """A sentence of another report of the story, wherever it stands."""
    told = [d for d in at.sources.documents if d.seed.story == at.document.seed.story]
    spans = [(d.id, (s.span,)) for d in told if d.id != fault.doc for s in d.sentences]
    return at.draw.one(spans) if spans else None


def twice(fault: Fault, at: At) -> Iterable[Edit]:
    yield None, put(fault, "id", at.sources.new_id(fault.id))


def lost(fault: Fault, at: At) -> Iterable[Edit]:
    yield fault, None


def other_kind(fault: Fault, at: At) -> Fault:
    return put(fault, "fault", at.draw.one([name for name in labels(FaultName) if name != fault.fault]))


_JUDGED = "What a passage distorts, and how, is the reader's judgement; a second annotator would see it."

OPERATORS = (
    Operator(
        "fault-over-zones",
        "structural",
        "a fault that reaches into the next zone",
        each(Fault, over_zones),
        ("RT207",),
    ),
    Operator(
        "right-past-the-end",
        "structural",
        "the right passage ends behind its text",
        right(right_past_the_end),
        ("RT206",),
    ),
    Operator(
        "right-empty", "structural", "the right passage is empty", right(right_turned_round), ("RT206",)
    ),
    Operator(
        "right-fragments",
        "structural",
        "the right passage in fragments out of order",
        right(right_fragments),
        ("RT208",),
    ),
    Operator(
        "right-in-own-document",
        "structural",
        "the right passage in the fault's own document",
        right(lambda fault, at: (fault.doc, ((0, 1),))),
        ("RT208",),
    ),
    Operator(
        "right-in-other-story",
        "structural",
        "the right passage in another story",
        right(right_in_other_story),
        ("RT208",),
    ),
    Operator(
        "right-nowhere",
        "structural",
        "the right passage in a document that is none",
        right(lambda fault, at: (at.sources.new_id(fault.doc), ((0, 1),))),
        ("RT302",),
    ),
    Operator("fault-twice", "semantic", "a fault twice", edit(Fault, twice)),
    Operator(
        "right-elsewhere",
        "undetectable",
        "another passage as the right one",
        right(right_elsewhere),
        why=_JUDGED,
    ),
    Operator(
        "fault-kind", "undetectable", "a fault of another kind", each(Fault, other_kind), why=_JUDGED
    ),
    Operator(
        "fault-lost",
        "undetectable",
        "a fault without record",
        edit(Fault, lambda fault, at: ((fault, None),)),
        why=_JUDGED,
    ),
)
