"""Items of a neutral document -> the results of an annotation in Label Studio, and what fits."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import count, groupby

from retold.formats import mapping
from retold.formats.base import Fitted, Loss
from retold.formats.features import PLAIN_ROLES, cut_items
from retold.formats.labelstudio_config import FRAGMENT, PART, TEXT, label_controls
from retold.formats.labelstudio_results import (
    BOTH,
    CONTROLS,
    DIRECTION,
    LINKS,
    NOTE,
    roles_of,
    value_key,
)
from retold.formats.neutral import (
    Attribute,
    Document,
    Event,
    Item,
    Json,
    Mark,
    Normalisation,
    Note,
    Relation,
)
from retold.model import Span

Result = dict[str, Json]
_LABELS = label_controls()
_LABEL = "label"
"""Name of the control of labels that are none of ours, as in Label Studio's own templates."""


def build(document: Document) -> list[Result]:
    """The results of a document that ``unfit`` finds nothing in."""
    return list(_Builder(document).results())


class _Builder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.ids = _region_ids(document)
        self.events = {item.trigger: item for item in document.items if isinstance(item, Event)}
        self.said: dict[str, list[Item]] = {}
        for item in document.items:
            if isinstance(item, Attribute | Normalisation | Note):
                self.said.setdefault(item.target, []).append(item)

    def results(self) -> Iterator[Result]:
        joins: list[Result] = []
        for mark in self.document.marks:
            first, *more = mark.spans
            event = self.events.get(mark.id)
            said = [*self.said.get(mark.id, ()), *(self.said.get(event.id, ()) if event else ())]
            region = self.region(self.ids[mark.id], first, _LABELS.get(mark.label, _LABEL), mark.label)
            meta = _meta(mark, event, [item.text for item in said if isinstance(item, Note)])
            yield {**region, "meta": meta} if meta else region
            for number, span in enumerate(more, 2):
                piece = f"{self.ids[mark.id]}_{number}"
                yield self.region(piece, span, PART, FRAGMENT)
                joins.append(_relation(self.ids[mark.id], piece, [FRAGMENT]))
            for item in said:
                if isinstance(item, Attribute | Normalisation):
                    yield self.value(self.ids[mark.id], first, item)
            joins += [
                _relation(self.ids[mark.id], self.ids[id], [role]) for role, id in event.args
            ] if event else []  # fmt: skip
        yield from joins
        relations = [item for item in self.document.items if isinstance(item, Relation)]
        for (a, b, both), group in groupby(relations, key=self.ends):
            labels = [relation.label for relation in group]
            yield _relation(a, b, [] if labels == [""] else labels, BOTH if both else "right")

    def ends(self, relation: Relation) -> tuple[str, str, bool]:
        a, b = (self.ids[id] for _, id in relation.args)
        return a, b, bool(self.said.get(relation.id))

    def region(self, id: str, span: Span, control: str, label: str) -> Result:
        value = {"start": span[0], "end": span[1], "text": self.document.text[slice(*span)]}
        return {
            "id": id,
            "from_name": control,
            "to_name": TEXT,
            "type": "labels",
            "value": {**value, "labels": [label]},
        }

    def value(self, id: str, span: Span, item: Attribute | Normalisation) -> Result:
        name, kind, words, meta = _words(item)
        value = {"start": span[0], "end": span[1], value_key(kind): words}
        made = {"id": id, "from_name": name, "to_name": TEXT, "type": kind, "value": value}
        return {**made, "meta": meta} if meta else made


def _relation(a: str, b: str, labels: list[str], direction: str = "right") -> Result:
    return {"from_id": a, "to_id": b, "type": "relation", "direction": direction, "labels": labels}


def _region_ids(document: Document) -> dict[str, str]:
    """Mark -> id of its region: its own, where that can be one and stand in a name of a style."""
    marks = document.marks
    kept = {mark.id for mark in marks if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", mark.id)}
    free = (id for n in count(1) if (id := f"m{n}") not in kept)
    return {mark.id: mark.id if mark.id in kept else next(free) for mark in marks}


def _meta(mark: Mark, event: Event | None, notes: list[str]) -> dict[str, Json]:
    meta: dict[str, Json] = {}
    usual = roles_of(mark.label, {})
    if event is None:
        meta |= {} if usual is None else {"event": False}
    elif usual is None:
        meta["event"] = list(dict.fromkeys(role for role, _ in event.args))
    if notes:
        meta["text"] = notes[0] if len(notes) == 1 else notes
    return meta


def _words(item: Attribute | Normalisation) -> tuple[str, str, list[str], dict[str, Json]]:
    """Name and type of the control, the words of the value, and what these do not say of it."""
    if isinstance(item, Normalisation):
        plain = item.db in LINKS
        link = {} if plain else {"link": {"text": item.text, "label": item.label}}
        return item.db, "textarea", [item.key], link
    control = CONTROLS.get(item.name)
    if control is not None and item.name not in LINKS:
        words = control.encode(item.value)
        known = not control.options or words[0] in control.options
        if words and known and _same(control.decode(words), item.value):
            return item.name, control.type, words, {}
    elif isinstance(item.value, str) and item.name not in LINKS:
        return item.name, "textarea", [item.value], {}
    return item.name, "textarea", [json.dumps(item.value, ensure_ascii=False)], {"json": True}


def _same(a: Json, b: Json) -> bool:
    """Whether two values are the same in JSON, where 1, 1.0 and true are three."""
    return json.dumps(a) == json.dumps(b)


def fit(document: Document) -> Fitted:
    """The document without what our results cannot say, though others like it are held."""
    losses: dict[str, int] = {}
    while True:
        gone = _unfit(document)
        if not gone:
            return document, tuple(Loss(name, n) for name, n in losses.items())
        document, dependent = cut_items(document, set(gone))
        for name in [*gone.values(), *["dependent"] * dependent]:
            losses[name] = losses.get(name, 0) + 1


def plain_roles(document: Document) -> Document:
    """The document with relations from one end to the other, without names of the ends."""

    def plain(item: Item) -> Item:
        if not isinstance(item, Relation):
            return item
        args = tuple((role, id) for role, (_, id) in zip(PLAIN_ROLES, item.args, strict=True))
        return replace(item, args=args)

    return replace(document, items=tuple(map(plain, document.items)))


def _unfit(document: Document) -> dict[int, str]:
    """Place in ``items`` -> feature, of the items that would come back as something else."""
    marks = {mark.id: mark for mark in document.marks}
    gone: dict[int, str] = {}
    triggers: dict[str, Event] = {}
    for n, item in enumerate(document.items):
        if isinstance(item, Mark) and item.label == FRAGMENT:
            gone[n] = "odd-names"
        elif isinstance(item, Event):
            if item.trigger in triggers or not _holds_event(item, marks):
                gone[n] = "events"
            else:
                triggers[item.trigger] = item
    gone |= _unfit_relations(document, marks, triggers, gone)
    gone |= _unfit_values(document, marks, triggers, gone)
    return gone


def _holds_event(event: Event, marks: Mapping[str, Mark]) -> bool:
    trigger = marks.get(event.trigger)
    ends = [id for _, id in event.args]
    if trigger is None or trigger.label != event.label or len(set(ends)) < len(ends):
        return False
    roles = [role for role, _ in event.args]
    usual = mapping.row_of(event.label).roles
    once = usual is None or (set(roles) <= set(usual) and len(set(roles)) == len(roles))
    return once and FRAGMENT not in roles and event.trigger not in ends and set(ends) <= set(marks)


def _unfit_relations(
    document: Document,
    marks: Mapping[str, Mark],
    triggers: Mapping[str, Event],
    gone: Collection[int],
) -> dict[int, str]:
    """Label Studio keeps one relation between two regions, with any number of labels."""
    roles = {
        id: roles_of(event.label, {}) or {r for r, _ in event.args} for id, event in triggers.items()
    }
    taken = {(id, end) for id, event in triggers.items() for _, end in event.args}
    found = {}
    last: object = None
    both = {i.target for i in document.items if isinstance(i, Attribute) and i.name == DIRECTION}
    for n, item in enumerate(document.items):
        if not isinstance(item, Relation) or n in gone:
            continue
        a, b = (id for _, id in item.args)
        key = (a, b, item.id in both)
        turned = a in marks and marks[a].label == item.label and item.label in roles.get(b, ())
        role = item.label == FRAGMENT or item.label in roles.get(a, ()) or turned
        if role or ((a, b) in taken and key != last):
            found[n] = "relations"
            continue
        taken.add((a, b))
        last = key
    return found


def _unfit_values(
    document: Document,
    marks: Mapping[str, Mark],
    triggers: Mapping[str, Event],
    gone: Collection[int],
) -> dict[int, str]:
    relations = {item.id for item in document.items if isinstance(item, Relation)}
    regions = {id for id in marks if id not in triggers} | {event.id for event in triggers.values()}
    seen: set[tuple[str, str]] = set()
    found = {}
    for n, item in enumerate(document.items):
        if n in gone or not isinstance(item, Attribute | Normalisation | Note):
            continue
        name = item.name if isinstance(item, Attribute) else getattr(item, "db", "")
        if item.target in relations:
            plain = isinstance(item, Attribute) and (name, item.value) == (DIRECTION, BOTH)
            held = plain and (item.target, name) not in seen
        elif isinstance(item, Note):
            held = item.target in regions and item.label == NOTE
        else:
            held = item.target in regions and (item.target, name) not in seen
            held = held and _as_it_is(item)
        if not held:
            found[n] = "other-attributes" if item.target in relations else _FEATURE[type(item)]
        elif not isinstance(item, Note):
            seen.add((item.target, name))
    return found


def _as_it_is(item: Attribute | Normalisation) -> bool:
    """One of our links has no more than its key."""
    if not isinstance(item, Normalisation) or item.db not in LINKS:
        return True
    return (item.text, item.label) == ("", "Reference")


_FEATURE: dict[type[Item], str] = {
    Attribute: "attributes",
    Normalisation: "normalisations",
    Note: "notes",
}
