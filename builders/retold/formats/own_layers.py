"""Our own layers, for what no other layer is said of or has a place for.

``webanno.custom.Retold`` is a span layer with the feature ``label`` and one for each attribute name.
Values that are no plain string are JSON; so is a string that would read as such. ``more`` has attributes
whose name cannot be a feature's, or that come twice. Further fragments are spans of a layer of their own
in the slot ``fragments``. An event is a span with the slot ``participants``; where its trigger is an
annotation besides, that is in the slot ``trigger``. A group is a span with the slot ``members``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NoReturn

from retold.formats.layers import (
    DEPENDENT,
    GOVERNOR,
    OWN,
    UNCLEAN,
    Annotation,
    Arc,
    Link,
    Span,
    is_feature,
    pointed,
)
from retold.formats.neutral import (
    Attribute,
    Event,
    Group,
    Item,
    Json,
    Mark,
    Normalisation,
    Note,
    Relation,
)

EVENT: Final = f"{OWN}Event"
GROUP: Final = f"{OWN}Group"
FRAGMENT: Final = f"{OWN}Fragment"
RELATION: Final = f"{OWN}Relation"
SLOTS: Final[Mapping[str, tuple[str, ...]]] = {
    OWN: ("fragments",),
    EVENT: ("trigger", "fragments", "participants"),
    GROUP: ("members",),
    FRAGMENT: (),
}
"""The span layers and their slots."""
_LABEL, _MORE, _LINKS, _NOTES, _ROLES = "label", "more", "links", "notes", "roles"
FEATURES: Final = (_LABEL, _MORE, _LINKS, _NOTES)
_RESERVED: Final = {*FEATURES, _ROLES, *(slot for slots in SLOTS.values() for slot in slots)}
_REFERENCE: Final = "Reference"  # the label of a normalisation that says nothing else
_ROLE_NAMES: Final = (GOVERNOR, DEPENDENT)
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
Said = Attribute | Normalisation | Note


def is_own(layer: str) -> bool:
    """Whether a layer is ours."""
    return layer in SLOTS or layer == RELATION


class Known:
    """What annotations of ours need to know of the others of a document."""

    def __init__(self, annotations: Sequence[Annotation]) -> None:
        self.spans = {a.id: (a.start, a.end) for a in annotations if isinstance(a, Span)}
        self.marks = {a.id for a in annotations if isinstance(a, Span) and a.layer not in (EVENT, GROUP)}
        self._pointed = {id for a in annotations for id in pointed(a)}

    def is_ours(self, annotation: Span | Arc) -> bool:
        """Whether it says what we mean by its layer. A fragment of nothing is any annotation, and a
        group without members, or that something points to.
        """
        pointed = annotation.id in self._pointed
        if isinstance(annotation, Span) and annotation.layer == GROUP:
            return not pointed and bool(annotation.slots.get("members"))
        return pointed if annotation.layer == FRAGMENT else is_own(annotation.layer)


def text_of(value: Json) -> str:
    """A value as a feature holds it: a plain string as it is, else JSON."""
    if isinstance(value, str) and value and not UNCLEAN.search(value) and _json(value) is _NO_JSON:
        return value
    return as_json(value)


def as_json(value: Json) -> str:
    """A value as JSON without characters that XML, or a line of a table, cannot hold."""
    said = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", said)


def value_of(text: Json) -> Json:
    """What a feature says."""
    if not isinstance(text, str):
        return text
    value = _json(text)
    return text if value is _NO_JSON else value


_NO_JSON: Final = object()


def _json(text: str) -> Json:
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        return _NO_JSON


def _finite(said: str) -> float:
    number = float(said)
    return number if math.isfinite(number) else _no_number(said)


def _no_number(said: str) -> NoReturn:
    """NaN and infinities, which Python's JSON has and no other: they stay strings."""
    raise ValueError(said)


def _name(text: Json) -> str:
    """A label or role: what is meant if that is a string, else what stands there."""
    meant = value_of(text)
    return meant if isinstance(meant, str) else str(text)


def features(label: str, said: Iterable[Said]) -> dict[str, Json]:
    """The features that hold a label and what is said of its item."""
    values: dict[str, Json] = {_LABEL: text_of(label)}
    more: list[Json] = []
    links: list[Json] = []
    notes: list[Json] = []
    for item in said:
        match item:
            case Attribute(name=name, value=value):
                if name in values or name in _RESERVED or not is_feature(name):
                    more.append([name, value])
                else:
                    values[name] = text_of(value)
            case Normalisation(db=db, key=key, text=text, label=kind):
                links.append([db, key, *([text, kind] if (text, kind) != ("", _REFERENCE) else [])])
            case Note(label=kind, text=text):
                notes.append([kind, text])
    for name, rows in ((_MORE, more), (_LINKS, links), (_NOTES, notes)):
        if rows:
            values[name] = as_json(rows)
    return values


def _said(target: str, values: Mapping[str, Json]) -> Iterator[Item]:
    """What features say of an item, but for its label."""
    number = 0
    for name, text in values.items():
        rows = _rows(text) if name in (_MORE, _LINKS, _NOTES) else None
        if rows is None or not all(_is_row(name, row) for row in rows):
            if name not in (_LABEL, _ROLES):
                yield Attribute(f"{target}.s{number}", target, name, value_of(text))
                number += 1
            continue
        for row in rows:
            id = f"{target}.s{number}"
            number += 1
            if name == _MORE:
                yield Attribute(id, target, row[0], row[1])
            elif name == _LINKS:
                yield Normalisation(id, target, *row)
            else:
                yield Note(id, target, *row)


def _rows(text: Json) -> list[Json] | None:
    value = value_of(text)
    return value if isinstance(value, list) else None


def _is_row(name: str, row: Json) -> bool:
    if not isinstance(row, list):
        return False
    if name == _MORE:
        return len(row) == 2 and isinstance(row[0], str)
    return len(row) in ((2, 4) if name == _LINKS else (2,)) and all(isinstance(x, str) for x in row)


def faults(annotation: Span | Arc, known: Known) -> Iterator[str]:
    """What an annotation of ours says that its layer has no meaning for, for people."""
    values, layer = annotation.values, annotation.layer
    if isinstance(annotation, Arc):
        roles = _rows(values[_ROLES]) if _ROLES in values else list(_ROLE_NAMES)
        if roles is None or len(roles) != 2 or not all(isinstance(role, str) for role in roles):
            yield f"{_ROLES} is {values[_ROLES]!r}, not a JSON list of two strings"
        return
    slots = annotation.slots
    for slot in sorted({*slots} - {*SLOTS[layer]}):
        yield f"{layer} has no slot {slot}; its slots: {', '.join(SLOTS[layer]) or 'none'}"
    unheld = {GROUP: {*values} - {_LABEL}, FRAGMENT: {*values}}.get(layer, set())
    for name in sorted(unheld):
        yield f"{layer} has no feature {name}"
    if layer == GROUP and len(slots["members"]) < 2:
        yield f"{layer} has one member; two and more are a group"
    if any(link.target not in known.spans for link in slots.get("fragments", ())):
        yield "a fragment is a relation, not a span"
    triggers = [link.target for link in slots.get("trigger", ())]
    if layer == EVENT and (len(triggers) > 1 or not known.marks.issuperset(triggers)):
        yield "trigger is not one span"


def items(annotation: Span | Arc, known: Known) -> Iterator[Item]:
    """The neutral items of an annotation of ours without ``faults``; a fragment is with the whole."""
    id, values, written = annotation.id, annotation.values, annotation.written
    label = _name(values.get(_LABEL, annotation.layer))
    if isinstance(annotation, Arc):
        roles = _rows(values[_ROLES]) if _ROLES in values else None
        ends = (annotation.governor, annotation.dependent)
        yield Relation(id, label, tuple(zip(roles or _ROLE_NAMES, ends, strict=True)), written)
        yield from _said(id, values)
        return
    slots = annotation.slots
    if annotation.layer == FRAGMENT:
        return
    if annotation.layer == GROUP:
        yield Group("*", label, tuple(link.target for link in slots["members"]), written)
        return
    spans = (
        (annotation.start, annotation.end),
        *(known.spans[link.target] for link in slots.get("fragments", ())),
    )
    if annotation.layer == OWN:
        yield Mark(id, label, spans, written)
    else:
        trigger = next((x.target for x in slots.get("trigger", ()) if x.target in known.marks), None)
        if trigger is None:
            trigger = f"{id}.t"
            yield Mark(trigger, label, spans, written)
        args = tuple((_name(link.role), link.target) for link in slots.get("participants", ()))
        yield Event(id, label, trigger, args, written)
    yield from _said(id, values)


def span(
    id: str,
    layer: str,
    spans: Sequence[tuple[int, int]],
    values: Mapping[str, Json],
    slots: Mapping[str, Sequence[tuple[str, str]]],
) -> Iterator[Span]:
    """An annotation of ours and its further fragments; ``slots`` are pairs of role and id."""
    fragments = [f"{id}.f{number}" for number in range(1, len(spans))]
    links = {
        "fragments": tuple(Link("", fragment) for fragment in fragments),
        **{
            slot: tuple(Link(text_of(role) if slot == "participants" else "", end) for role, end in ends)
            for slot, ends in slots.items()
        },
    }
    held = {slot: links[slot] for slot in SLOTS[layer] if links.get(slot)}
    yield Span(id, layer, *spans[0], values, held)
    for fragment, (start, end) in zip(fragments, spans[1:], strict=True):
        yield Span(fragment, FRAGMENT, start, end)


def arc(relation: Relation, said: Iterable[Said], ends: Sequence[str]) -> Arc:
    """A relation as one of ours."""
    values = features(relation.label, said)
    roles = [role for role, _ in relation.args]
    if roles != list(_ROLE_NAMES):
        values[_ROLES] = as_json(roles)
    return Arc(relation.id, RELATION, ends[0], ends[1], values)
