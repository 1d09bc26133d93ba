"""What is compared in each layer of annotation: which records, by what they match, which fields."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from retold.documents import Document
from retold.metrics.matching import Item
from retold.metrics.unitizing import Unit
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

    def applies(self, path: Path, records: Iterable[Annotation]) -> bool:
        """Whether one of the records can hold a value there; null is a value where any may be.

        Else all would agree on the null of, say, the sum of money that a person is.
        """
        only = self.only.get(path)
        return only is None or any(text(record, self.label) in only for record in records)

    def item(self, record: Annotation, *, keyed: bool = True) -> Item:
        """The record as matching sees it. Without the key, equal keys still go before others."""
        key = tuple(text(record, path) for path in self.key)
        label = text(record, self.label) if keyed or not self.key else key
        return Item(self._spans(record), label, key if keyed else None)

    def units(self, records: Sequence[Annotation], *, labelled: bool) -> list[Unit]:
        """The fragments of the records; of one category, unless ``labelled``."""
        return [
            Unit(start, end, text(record, self.label) if labelled else self.name)
            for record in records
            for start, end in self._spans(record)
        ]

    def _spans(self, record: Annotation) -> Spans:
        spans: Spans = getattr(record, self.spans)
        return spans


def text(record: Annotation, path: Path) -> str:
    """The value of a field as a nominal label: a string as it is, all else as JSON.

    A part of a field that is null is null.
    """
    value: Hashable = record
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value if isinstance(value, str) else msgspec.json.encode(value).decode("utf-8")


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
