"""Small pages for the tests of scores: records at offsets, and the figures of one measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import msgspec

from retold.metrics.ratios import Vector, single
from retold.metrics.scores.counting import Measure
from retold.metrics.scores.page import Page, Part
from retold.metrics.scores.sums import Sums
from retold.metrics.scores.tasks import TASKS, Whole, count
from retold.model import Annotation, Casualty, Headline, Mention, Span, Stance

Figures = dict[str, float | None]


def mention(
    *spans: Span, type: str = "PER", entity: str | None = None, level: str = "name", id: str = "m"
) -> Mention:
    return Mention(
        id, "d", "a", spans, "", type, level, None, None, entity, None, None, None  # type: ignore[arg-type]
    )  # fmt: skip


def stance(holder: str, target: str, polarity: str, *evidence: Span, id: str = "s") -> Stance:
    return Stance(
        id, "d", "a", holder, target, polarity, "indirect", ("outlet",), evidence or ((0, 5),)  # type: ignore[arg-type]
    )  # fmt: skip


def headline(asserts: str, vs_body: str, *spans: Span, id: str = "h") -> Headline:
    where = spans or ((0, 5),)
    return Headline(id, "d", "a", where, "e-x", asserts, "support", vs_body, where)  # type: ignore[arg-type]


CLAIM: dict[str, Any] = {
    "kind": "casualty", "id": "c", "doc": "d", "annotator": "a", "event": "ev-a", "scope": "event",
    "harm": "killed", "occurred": True,
    "count": {"surface": "12", "form": "exact", "min": 12, "max": 12, "best": 12},
    "victims": {"spans": None, "identity": None, "role": "unknown", "includes_perpetrator": "unknown"},
    "perpetrator": {"actor": None, "responsibility": "unattributed"},
    "method": None, "source": {"chain": [], "party": "none", "anonymous": False},
    "certainty": "asserted",
    "date": {"surface": None, "start": None, "end": None, "precision": None, "anchor": None},
    "place": [], "evidence": [[0, 10]],
}  # fmt: skip
FILLED = 6
"""Slots that CLAIM fills: harm, scope, figure, form, responsibility, certainty."""


def claim(**changes: Any) -> Casualty:
    """CLAIM with other values; ``n`` is an exact number, ``a__b`` the field b of the object a."""
    value: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(CLAIM))
    if "n" in changes:
        n = changes.pop("n")
        value["count"] = {"surface": str(n), "form": "exact", "min": n, "max": n, "best": n}
    for name, new in deepcopy(changes).items():
        outer, _, inner = name.partition("__")
        if inner:
            value[outer][inner] = new
        else:
            value[outer] = new
    return msgspec.convert(value, Casualty)


def sentences(*spans: Span, lang: str = "en", zone: str = "body") -> tuple[Part, ...]:
    return tuple(Part(span, lang, (span,), zone) for span in spans)


def page(records: Sequence[Annotation] = (), *, id: str = "d", **more: Any) -> Page:
    return Page(**{"id": id, "lang": "en", "length": 1000, "records": tuple(records), **more})


Sides = tuple[Sequence[Annotation], Sequence[Annotation]]


def pages(*documents: Sides, **more: Any) -> list[tuple[Page, Page]]:
    """Gold's and the system's page of each document."""
    return [
        (page(gold, id=f"d{n}", **more), page(answer, id=f"d{n}", **more))
        for n, (gold, answer) in enumerate(documents)
    ]


def total(measure: Measure | Whole, pairs: list[tuple[Page, Page]]) -> Sums:
    """The sums over some documents."""
    found = count(measure, pairs, "document")
    return found.sums(found.table.sum(axis=0, keepdims=True))


def singles(values: Mapping[str, Vector]) -> Figures:
    return {name: single(v) for name, v in values.items()}


def figures(measure: Measure | Whole, *documents: Sides, **more: Any) -> Figures:
    """The figures over some documents, each its records of gold and of the system."""
    return singles(measure.figures(total(measure, pages(*documents, **more))))


def counts(measure: Measure | Whole, *documents: Sides, **more: Any) -> dict[str, float]:
    return total(measure, pages(*documents, **more)).counts()


def labelled(measure: Measure | Whole, sums: Sums) -> dict[str, Figures]:
    assert measure.breakdown is not None
    return {label: singles(values) for label, values in measure.breakdown(sums).items()}


def by_label(measure: Measure, *documents: Sides) -> dict[str, Figures]:
    return labelled(measure, total(measure, pages(*documents)))


def prf(found: Figures, name: str = "") -> tuple[float | None, ...]:
    dot = f"{name}." if name else ""
    return tuple(found[f"{dot}{what}"] for what in ("precision", "recall", "f1"))


MEASURES = {(task.name, m.name): m for task in TASKS.values() for m in task.measures}
