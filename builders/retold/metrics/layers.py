"""What is compared in each layer of annotation: which records, by what they match, which fields."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from retold.documents import Document
from retold.model import Annotation, EntityType, Mention, Spans, labels

Path = str
"""A field of a record; of a part of it with a dot: ``count.form``."""


@dataclass(frozen=True)
class Layer:
    """How the records of one layer are compared.

    Two records can match if they agree in the fields of ``key`` and their ``spans`` are the same
    (or share a character). ``label`` is the field by which figures are broken down. ``fields`` are
    compared on records that match; those of the key on records that match by their spans alone.
    """

    name: str
    title: str
    records: Callable[[Document], Sequence[Annotation]]
    spans: Path
    label: Path
    fields: tuple[Path, ...]
    key: tuple[Path, ...] = ()
    unitized: bool = False
    """Whether unitising alpha makes sense: the layer says of each character whether it is in."""
    exclusive: bool = True
    """Whether a character has one label at most; else the layer is one category for that alpha."""
    only: Mapping[Path, frozenset[str]] = field(default_factory=dict)
    """Field -> the labels for which it can hold a value, where that is not all of them."""

    @property
    def label_in_key(self) -> bool:
        """Whether all records that match have equal labels."""
        return self.label in self.key

    def applies(self, path: Path, labels: Iterable[str]) -> bool:
        """Whether a record of one of these labels can hold a value there; null is one where any may be.

        Else all would agree on the null of, say, the sum of money that a person is.
        """
        only = self.only.get(path)
        return only is None or not only.isdisjoint(labels)

    def spans_of(self, record: Annotation) -> Spans:
        """The fragments by which a record matches."""
        spans: Spans = getattr(record, self.spans)
        return spans


def text(record: Annotation, path: Path) -> str:
    """The value of a field as a nominal label: a string as it is, all else as JSON.

    A part of a field that is null is null.
    """
    return texts([record], path)[0]


def texts(records: Sequence[Annotation], path: Path) -> list[str]:
    """The ``text`` of a field of each record."""
    values: list[Any] = list(records)
    for name in path.split("."):
        values = [None if value is None else getattr(value, name) for value in values]
    # 1 and true are the same key, and no field has both
    known: dict[Hashable, str] = {}
    for value in values:
        if value not in known:
            is_text = isinstance(value, str)
            known[value] = value if is_text else msgspec.json.encode(value).decode("utf-8")
    return [known[value] for value in values]


def _mentions(level: str) -> Callable[[Document], Sequence[Mention]]:
    return lambda document: [m for m in document.mentions if m.level == level]


_TIMES = frozenset({"DATE", "TIME"})
_FIGURES = _TIMES | {"CARDINAL", "MONEY"}
_METONYMS = frozenset({"GPE", "PER"})
_MENTION = ("type", "org_subtype", "metonym", "entity", "referent", "value", "anchor")
# As RT020 and the schema have it.
_MENTION_ONLY = {
    "org_subtype": frozenset({"ORG"}),
    "metonym": _METONYMS,
    "referent": _METONYMS,
    "entity": frozenset(labels(EntityType)) - _FIGURES,
    "value": _FIGURES,
    "anchor": _TIMES,
}

LAYERS = (
    Layer(
        "zone", "zones", lambda d: d.zones, "spans", "zone", ("zone", "lang"), unitized=True
    ),
    Layer(
        "mention_name", "mentions, names and values", _mentions("name"), "spans", "type", _MENTION,
        unitized=True, only=_MENTION_ONLY,
    ),
    Layer(
        "mention_nominal", "mentions, nominals", _mentions("nominal"), "spans", "type", _MENTION,
        unitized=True, only=_MENTION_ONLY,
    ),
    Layer(
        "stance", "stances", lambda d: d.stances, "evidence", "polarity",
        ("polarity", "expression", "source_chain"), key=("holder", "target"),
        unitized=True, exclusive=False,
    ),
    Layer(
        "headline", "headlines", lambda d: d.headlines, "spans", "vs_body",
        ("holder", "polarity", "vs_body"), key=("asserts",),
    ),
    Layer(
        "casualty", "casualty claims", lambda d: d.casualties, "evidence", "harm",
        (
            "scope", "occurred", "count.surface", "count.form", "count.min", "count.max",
            "count.best", "victims.identity", "victims.role", "victims.includes_perpetrator",
            "perpetrator.actor", "perpetrator.responsibility", "method", "source.chain",
            "source.party", "source.anonymous", "certainty", "date.surface", "date.start",
            "date.end", "date.precision", "date.anchor", "place",
        ),
        key=("event", "harm"),
    ),
    Layer(
        "fault", "faults", lambda d: d.faults, "spans", "fault", ("fault", "right.doc"),
        unitized=True,
    ),
)  # fmt: skip
