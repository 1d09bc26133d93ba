"""Annotations as WebAnno and INCEpTION see them: layers of spans, relations and chains, with features.

An annotation of a span layer is a mark, its features are attributes, and the attribute ``layer`` names
the layer. The label is the feature of ``LABELLED``, in other layers the layer's name. A slot feature
that has fillers is an event whose trigger is the mark and whose attribute ``slot`` names the feature. An
annotation of a relation layer is a relation from Governor to Dependent. A chain of several links is a
group named after the chain's type, each link a mark. What has no ``layer``, or does not fit it, stands
in our own layers (``own_layers``), which hold all of it.

Layers are those of the user's guide of INCEpTION (inception-project.github.io), section Layers; tokens
and sentences are those of DKPro Core.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from retold.formats.base import Loss
from retold.formats.neutral import (
    Attribute,
    Document,
    Event,
    Group,
    Item,
    Json,
    Mark,
    Normalisation,
    Note,
    Relation,
    Written,
    targets,
)
from retold.model import Span as Offsets
from retold.segmentation import tokens

SEGMENTATION: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
TOKEN: Final = f"{SEGMENTATION}.Token"
SENTENCE: Final = f"{SEGMENTATION}.Sentence"
NAMED_ENTITY: Final = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
DEPENDENCY: Final = "de.tudarmstadt.ukp.dkpro.core.api.syntax.type.dependency.Dependency"
ANNOTATION: Final = "uima.tcas.Annotation"
OWN: Final = "webanno.custom.Retold"
LABELLED: Final[Mapping[str, str]] = {NAMED_ENTITY: "value"}
"""Layers whose label is the value of a feature; our own come besides."""
GOVERNOR, DEPENDENT = "Governor", "Dependent"
LINK, CHAIN = "Link", "Chain"
LINK_FEATURES: Final = ("referenceType", "referenceRelation")
_TYPE = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+", re.ASCII)
_FEATURE = re.compile(r"(?!ROLE_|BT_)[A-Za-z]\w*", re.ASCII)
# Names that UIMA, the slots and chains of WebAnno, or the library take.
TAKEN: Final = {"begin", "end", "sofa", "type", "self", "xmiID", "next", "first", GOVERNOR, DEPENDENT}
# What no XML 1.0 document may hold, and what one line of a table cannot.
UNCLEAN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Link:
    """A filler of a slot: its role, empty where none is given, and the annotation that fills it."""

    role: str
    target: str


@dataclass(frozen=True, slots=True)
class Span:
    """An annotation of a span layer; of the link layer of a chain too."""

    id: str
    layer: str
    start: int
    end: int
    values: Mapping[str, Json] = field(default_factory=dict)
    slots: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    written: Written | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Arc:
    """An annotation of a relation layer."""

    id: str
    layer: str
    governor: str
    dependent: str
    values: Mapping[str, Json] = field(default_factory=dict)
    written: Written | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """Links in their order; ``layer`` is the type of the chain, which ends with Chain."""

    layer: str
    links: tuple[str, ...]


Annotation = Span | Arc | Chain


def pointed(annotation: Annotation) -> Iterator[str]:
    """The annotations that one points to."""
    match annotation:
        case Arc(governor=governor, dependent=dependent):
            yield from (governor, dependent)
        case Chain(links=links):
            yield from links
        case Span(slots=slots):
            yield from (link.target for links in slots.values() for link in links)


def is_type(name: object) -> bool:
    """Whether a value can name a layer: a package and a name, none of UIMA's own."""
    return isinstance(name, str) and bool(_TYPE.fullmatch(name)) and not name.startswith("uima.")


def is_feature(name: object) -> bool:
    """Whether a value can name a feature."""
    return isinstance(name, str) and bool(_FEATURE.fullmatch(name)) and name not in TAKEN


def sentences_of(document: Document) -> tuple[tuple[Offsets, ...], ...]:
    """The document's tokens by sentence; where it has none, ours, a sentence a line."""
    if document.sentences is not None:
        return document.sentences
    found = []
    for line in re.finditer(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", document.text):
        row = [(line.start() + a, line.start() + b) for a, b in tokens(line.group())]
        found += [tuple(row)] if row else []
    return tuple(found)


def grouped(sentences: Sequence[Offsets], tokens: Iterable[Offsets]) -> tuple[tuple[Offsets, ...], ...]:
    """Tokens by the first sentence that they stand in; those in none, and sentences of none, are out."""
    rows: list[list[Offsets]] = [[] for _ in sentences]
    at = 0
    for token in sorted(tokens):
        while at < len(sentences) and sentences[at][1] < token[1]:
            at += 1
        if at < len(sentences) and sentences[at][0] <= token[0]:
            rows[at].append(token)
    return tuple(tuple(row) for row in rows if row)


def placed(document: Document) -> tuple[Document, tuple[Loss, ...]]:
    """The document without what no layer can say: what points to nothing, or to no annotation.

    Sentences that are not one behind the other are none.
    """
    losses: dict[str, int] = {}
    left = [item for item in document.items if type(item) in _KINDS]
    while True:
        things = {item.id for item in left if isinstance(item, Mark | Event | Relation)}
        marks = {item.id for item in left if isinstance(item, Mark)}
        kept = []
        for item in left:
            sound = things.issuperset(targets(item))
            if isinstance(item, Event):
                sound = sound and item.trigger in marks
            if sound:
                kept.append(item)
            else:
                losses[_KINDS[type(item)]] = losses.get(_KINDS[type(item)], 0) + 1
        if len(kept) == len(left):
            break
        left = kept
    given = document.sentences
    if given is not None:
        flat = [token for sentence in given for token in sentence]
        extents = [(row[0][0], row[-1][1]) for row in given if row]
        apart = all(a[1] <= b[0] for a, b in pairwise(flat))
        if not apart or any(a == b for a, b in flat) or grouped(extents, flat) != given:
            document = replace(document, sentences=None)
            losses["tokens"] = 1
    found = tuple(Loss(name, count) for name, count in losses.items())
    return replace(document, items=tuple(left)), found


_KINDS: dict[type[Item], str] = {
    Mark: "spans",
    Relation: "relations",
    Group: "groups",
    Event: "events",
    Attribute: "attributes",
    Normalisation: "normalisations",
    Note: "notes",
}
