"""The items of a neutral document -> annotations of layers.

A mark, relation or event goes into the layer that its attribute ``layer`` names, where it fits there:
one span, features for attributes, nothing else said of it. All others go into our own layers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from retold.formats import own_layers
from retold.formats.layers import (
    CHAIN,
    DEPENDENCY,
    DEPENDENT,
    GOVERNOR,
    LABELLED,
    LINK,
    LINK_FEATURES,
    OWN,
    SENTENCE,
    TOKEN,
    UNCLEAN,
    Annotation,
    Arc,
    Chain,
    Link,
    Span,
    is_feature,
    is_type,
    sentences_of,
)
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
    targets,
)
from retold.model import Spans

Kind = Literal["span", "relation", "link"]


@dataclass
class Schema:
    """What each layer is and its features hold: the same in all documents that share one schema.

    The first document that uses a layer decides; what does not fit that goes into ours.
    ``known`` are layers that are there before: kind and features, with what each holds.
    """

    kinds: dict[str, Kind] = field(default_factory=dict)
    features: dict[tuple[str, str], type] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    """Layers that take no further features."""
    used: set[str] = field(default_factory=set)
    rows: bool = False
    """Whether annotations are values in rows of tokens: then tokens, sentences and links of chains have
    no number, and can be pointed to in few ways.
    """

    def takes(self, layer: str, kind: Kind, values: Mapping[str, Json], slots: set[str]) -> bool:
        """Whether the layer can have an annotation like that; if so, it is noted."""
        wanted = {
            **{(layer, name): type(value) for name, value in values.items()},
            **{(layer, slot): Link for slot in slots},
        }
        if len(wanted) < len(values) + len(slots) or self.kinds.get(layer, kind) != kind:
            return False
        if any(self.features.get(key, held) is not held for key, held in wanted.items()):
            return False
        if layer in self.closed and not self.features.keys() >= wanted.keys():
            return False
        self.kinds[layer] = kind
        self.features.update(wanted)
        self.used.add(layer)
        return True


def annotations_of(document: Document, schema: Schema) -> tuple[Annotation, ...]:
    """The annotations of a document that ``layers.placed`` has cut to what layers can say."""
    return tuple(_Writer(document, schema).annotations())


class _Writer:
    def __init__(self, document: Document, schema: Schema) -> None:
        self.document, self.schema = document, schema
        self.said: dict[str, list[own_layers.Said]] = defaultdict(list)
        self.uses: dict[str, int] = defaultdict(int)
        self.events: dict[str, list[Event]] = defaultdict(list)
        self.marks = {mark.id: mark for mark in document.marks}
        self.by_id: dict[str, Item] = {}
        for item in document.items:
            if isinstance(item, Attribute | Normalisation | Note):
                self.said[item.target].append(item)
                continue
            self.by_id[item.id] = item
            for id in targets(item):
                self.uses[id] += 1
            if isinstance(item, Event):
                self.events[item.trigger].append(item)
        rows = sentences_of(document)
        self.places = {
            TOKEN: {token for row in rows for token in row},
            SENTENCE: {(row[0][0], row[-1][1]) for row in rows if row},
        }
        self.slotted: set[str] = set()
        self.spans = {mark.id: span for mark in document.marks if (span := self._fitting(mark))}
        relations = [item for item in document.items if isinstance(item, Relation)]
        self.arcs = {item.id: arc for item in relations if (arc := self._arc(item))}
        self._keep_to_rows()
        self.whole = dict(self._whole())
        self.elsewhere = self.slotted | {event.id for event in self.whole.values()}

    def annotations(self) -> Iterator[Annotation]:
        chained: set[str] = set()
        for item in self.document.items:
            match item:
                case Mark(id=id) if id in self.spans:
                    yield self.spans[id]
                case Mark(id=id):
                    yield from self._own(item, self.whole.get(id))
                case Event(id=id) if id not in self.elsewhere:
                    yield from self._event(item)
                case Relation():
                    yield self._relation(item)
                case Group():
                    links = self._chain(item, chained)
                    if links:
                        chained |= set(links)
                        yield Chain(item.label, links)
                    else:
                        yield from self._group(item)
        for span in self.spans.values():
            if self.schema.kinds[span.layer] == "link" and span.id not in chained:
                yield Chain(_chain_of(span.layer), (span.id,))

    def _values(self, id: str, layer: str) -> dict[str, Json] | None:
        """What is said of an item as features of a layer; None where they cannot be."""
        values: dict[str, Json] = {}
        for item in self.said[id]:
            if not isinstance(item, Attribute) or item.name in values:
                return None
            values[item.name] = item.value
        if values.pop("layer", None) != layer or not all(map(is_feature, values)):
            return None
        return values if all(map(_plain, values.values())) else None

    def _layer(self, id: str) -> str | None:
        found = (x.value for x in self.said[id] if isinstance(x, Attribute) and x.name == "layer")
        layer: Json = next(found, None)
        return str(layer) if is_type(layer) and not own_layers.is_own(layer) else None

    def _fitting(self, mark: Mark) -> Span | None:
        layer = self._layer(mark.id)
        values = None if layer is None else self._values(mark.id, layer)
        if layer is None or values is None or len(mark.spans) > 1:
            return None
        feature = LABELLED.get(layer)
        if mark.label != layer or feature is None:
            if feature is None or feature in values or not _plain(mark.label):
                if mark.label != layer:
                    return None
            else:
                values = {feature: mark.label, **values}
        if layer in self.places:
            if mark.spans[0] not in self.places[layer]:
                return None
            self.places[layer].remove(mark.spans[0])
        slots = dict(self._slots(mark, values))
        kind: Kind = "link" if layer.endswith(LINK) and set(values) <= set(LINK_FEATURES) else "span"
        if not self.schema.takes(layer, kind, values, set(slots)):
            return None
        self.slotted |= {event.id for event in slots.values()}
        links = {
            slot: tuple(Link(role, target) for role, target in event.args)
            for slot, event in slots.items()
        }
        return Span(mark.id, layer, *mark.spans[0], values, links)

    def _slots(self, mark: Mark, values: Mapping[str, Json]) -> Iterator[tuple[str, Event]]:
        """Events that are a slot of their trigger: no one points to them, and they say no more."""
        seen = set(values)
        for event in self.events[mark.id]:
            said = self.said[event.id]
            slot = said[0].value if len(said) == 1 and isinstance(said[0], Attribute) else None
            if (
                slot is not None
                and isinstance(slot, str)
                and said[0].name == "slot"  # type: ignore[union-attr]
                and is_feature(slot)
                and slot not in seen
                and event.args
                and event.label == mark.label
                and not self.uses[event.id]
                and all(_plain(role) and id in self.marks for role, id in event.args)
            ):
                seen.add(slot)
                yield slot, event

    def _whole(self) -> Iterator[tuple[str, Event]]:
        """Events that stand for their trigger too, which nothing else is said of, in their order."""
        places = {id(item): n for n, item in enumerate(self.document.items)}
        last = -1
        for event in self.document.items:
            if not isinstance(event, Event) or event.id in self.slotted:
                continue
            mark = self.marks[event.trigger]
            at = places[id(mark)]
            alone = self.uses[mark.id] == 1 and not self.said[mark.id]
            if alone and mark.label == event.label and last < at < places[id(event)]:
                last = at
                yield mark.id, event
            else:
                last = places[id(event)]

    def _own(self, mark: Mark, event: Event | None) -> Iterator[Span]:
        if event is None:
            values = own_layers.features(mark.label, self.said[mark.id])
            return own_layers.span(mark.id, OWN, mark.spans, values, {})
        values = own_layers.features(event.label, self.said[event.id])
        slots = {"participants": event.args}
        return own_layers.span(event.id, own_layers.EVENT, mark.spans, values, slots)

    def _event(self, event: Event) -> Iterator[Span]:
        values = own_layers.features(event.label, self.said[event.id])
        slots = {"trigger": (("", event.trigger),), "participants": event.args}
        spans = self.marks[event.trigger].spans[:1]
        return own_layers.span(event.id, own_layers.EVENT, spans, values, slots)

    def _arc(self, relation: Relation) -> Arc | None:
        (first, a), (second, b) = relation.args
        layer = self._layer(relation.id)
        values = None if layer is None else self._values(relation.id, layer)
        if (
            layer is not None
            and values is not None
            and (relation.label, first, second) == (layer, GOVERNOR, DEPENDENT)
            and layer not in self.places
            and (layer != DEPENDENCY or all(self._is_token(id) for id in (a, b)))
            and a in self.marks
            and b in self.marks
            and self.schema.takes(layer, "relation", values, set())
        ):
            return Arc(relation.id, layer, a, b, values)
        return None

    def _relation(self, relation: Relation) -> Arc:
        ends = [end for _, end in relation.args]
        return self.arcs.get(relation.id) or own_layers.arc(relation, self.said[relation.id], ends)

    def _keep_to_rows(self) -> None:
        """Takes annotations that rows cannot point to out of their layers, until all that is left can
        be: tokens are ends of relations between tokens, links are in one chain.
        """
        users: dict[str, list[Item]] = defaultdict(list)
        for item in self.document.items:
            for id in targets(item) if not isinstance(item, Attribute | Normalisation | Note) else ():
                users[id].append(item)
        out = True
        while self.schema.rows and out:
            out = False
            for span in list(self.spans.values()):
                if not self._in_rows(span, users[span.id]):
                    del self.spans[span.id]
                    self.slotted -= {event.id for event in self.events[span.id]}
                    out = True
            for arc in list(self.arcs.values()):
                if arc.layer == DEPENDENCY and not all(
                    map(self._is_token, (arc.governor, arc.dependent))
                ):
                    del self.arcs[arc.id]
                    out = True

    def _in_rows(self, span: Span, users: Sequence[Item]) -> bool:
        if span.layer == SENTENCE:
            return not users and set(span.values) == {"id"} and bool(span.values["id"])
        if span.layer == TOKEN:
            return (
                bool(users)
                and not span.values
                and all(
                    user.id in self.arcs and all(self._is_token(id) for _, id in user.args)
                    if isinstance(user, Relation)
                    else False
                    for user in users
                )
            )
        if self.schema.kinds[span.layer] == "link":
            return not users or (
                len(users) == 1 and isinstance(users[0], Group) and bool(self._chain(users[0], set()))
            )
        return True

    def _is_token(self, id: str) -> bool:
        return id in self.spans and self.spans[id].layer == TOKEN

    def _chain(self, group: Group, chained: set[str]) -> tuple[str, ...]:
        members = group.members
        sound = group.label.endswith(CHAIN) and len(members) == len(set(members)) > 1
        for id in members if sound else ():
            span = self.spans.get(id)
            if span is None or id in chained or _chain_of(span.layer) != group.label:
                return ()
            if self.schema.kinds[span.layer] != "link":
                return ()
        return members if sound else ()

    def _group(self, group: Group) -> Iterator[Span]:
        values = own_layers.features(group.label, ())
        slots = {"members": tuple(("", id) for id in group.members)}
        id = f"*{next(n for n, item in enumerate(self.document.items) if item is group)}"
        return own_layers.span(id, own_layers.GROUP, self._place(group.members[0]), values, slots)

    def _place(self, id: str) -> Spans:
        """Where an annotation about another stands: at the first span that it leads to."""
        seen: set[str] = set()
        while id not in self.marks and id not in seen:
            seen.add(id)
            id = targets(self.by_id[id])[0]
        return self.marks[id].spans[:1] if id in self.marks else ((0, 0),)


def _chain_of(layer: str) -> str:
    return layer.removesuffix(LINK) + CHAIN


def _plain(value: Json) -> bool:
    """Whether a feature can hold the value as it is."""
    if isinstance(value, str):
        return not UNCLEAN.search(value)
    return isinstance(value, bool | float) or (isinstance(value, int) and -(2**31) <= value < 2**31)
