"""The results of one annotation in Label Studio -> items of a neutral document.

A region is a result of the type ``labels`` with ``start`` and ``end``; further results with its id
are the values of its controls; a relation names two ids. What is none of these is kept as it is.

Conventions of ours, where Label Studio has nothing of the kind: the pieces of a discontinuous passage
are regions with the label ``fragment``, which a relation ``fragment`` joins to the first; an event
is the region of its trigger with a relation, labelled with the role, to each participant. The
``meta`` of a region or value, which Label Studio keeps, says what labels and names cannot.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from retold.findings import Finding, Place
from retold.formats import mapping
from retold.formats.base import span_findings
from retold.formats.labelstudio_config import FRAGMENT, Control, controls
from retold.formats.neutral import (
    Attribute,
    Event,
    Item,
    Json,
    Mark,
    Normalisation,
    Note,
    Relation,
    Written,
)
from retold.model import Span, Spans

NOTE = "AnnotatorNotes"
"""Label of the notes on a region; Label Studio's have none."""
DIRECTION = "direction"
BOTH = "bi"
LINKS = frozenset(name for row in mapping.KINDS for name in row.links)
CONTROLS: Mapping[str, Control] = controls()
Where = Callable[[int], Written]
"""Where the result of a number stands."""


@dataclass
class Region:
    """A region while it is read: its result, its labels, and the values of its controls."""

    id: str
    number: int
    span: Span
    labels: list[str]
    meta: Mapping[str, Json]
    values: list[tuple[int, Mapping[str, Json]]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The first of its labels."""
        return self.labels[0] if self.labels else ""


@dataclass(frozen=True, slots=True)
class Joined:
    """A relation between two regions, from the first to the second, or in both directions."""

    number: int
    label: str
    ends: tuple[str, str]
    both: bool


@dataclass
class Results:
    """The results of an annotation, sorted out; ``unknown`` are the numbers of those of other kinds.

    ``pieces`` leads from a region that is a piece of a passage to the region of the first piece.
    """

    text: str
    where: Where
    regions: dict[str, Region] = field(default_factory=dict)
    relations: list[Joined] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    pieces: dict[str, str] = field(default_factory=dict)

    def wrong(self, code: str, number: int, message: str, field: str | None = None) -> None:
        """Notes a fault of the result of that number."""
        written = self.where(number)
        self.findings.append(Finding(code, Place(written.file, written.line, field=field), message))

    def lead(self, id: str) -> str:
        """The region that stands for the passage that a region is a piece of."""
        return self.pieces.get(id, id)

    def own(self, id: str) -> list[Region]:
        """The region and the pieces that belong to it."""
        return [self.regions[id], *(self.regions[p] for p, lead in self.pieces.items() if lead == id)]


def roles_of(label: str, meta: Mapping[str, Json]) -> tuple[str, ...] | None:
    """The roles of the participants of the event that a region with this label is; None for a mark."""
    if meta.get("event") is False:
        return None
    if isinstance(meta.get("event"), list):
        return tuple(str(role) for role in meta["event"])
    roles = mapping.row_of(label).roles
    return None if roles is None else tuple(roles)


def read(
    results: Sequence[Json], text: str, where: Where
) -> tuple[list[Item], list[int], list[Finding]]:
    """Items, the numbers of results of other kinds, and what is wrong; no items where anything is."""
    found = Results(text, where)
    for number, said in enumerate(results):
        _region(found, number, said)
    for number, said in enumerate(results):
        _other(found, number, said)
    _join_pieces(found)
    args, relations = _participants(found)
    items = [*_marks(found), *_details(found, args), *_relations(found, relations)]
    return ([], [], found.findings) if found.findings else (items, found.unknown, [])


def _is_region(said: Json) -> bool:
    value = said.get("value") if isinstance(said, dict) else None
    return isinstance(value, dict) and said.get("type") == "labels" and {"start", "end"} <= set(value)


def _region(found: Results, number: int, said: Json) -> None:
    if not _is_region(said):
        return
    value, id = said["value"], said.get("id")
    labels = value.get("labels", [])
    if not isinstance(id, str) or not _are_strings(labels):
        found.wrong("RT901", number, f"id is {id!r} and labels are {labels!r}: a string, and strings")
        return
    pair = value["start"], value["end"]
    if not all(type(end) is int for end in pair):
        found.wrong("RT901", number, f"start and end are {pair[0]!r} and {pair[1]!r}, not whole numbers")
        return
    written = found.where(number)
    bad = list(span_findings(found.text, [pair], Place(written.file, written.line, field="value")))
    found.findings += bad
    if bad or _misquoted(found, number, pair, value.get("text")):
        return
    meta = said.get("meta")
    made = Region(id, number, pair, labels, meta if isinstance(meta, dict) else {})
    old = found.regions.setdefault(id, made)
    if old is not made and old.span == pair:
        old.labels = [*old.labels, *labels]
    elif old is not made:
        found.wrong("RT905", number, f"two regions have the id {id!r}")


def _are_strings(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _misquoted(found: Results, number: int, span: Span, quoted: Json) -> bool:
    """Whether the text of a region is another than at its offsets: RT903, never a shift.

    The page copies what the browser shows: white space in one piece, line ends as ``\\n`` in two
    characters. So only what is no white space is compared.
    """
    if not isinstance(quoted, str):
        return False
    meant = found.text[slice(*span)]
    if _bare(meant) == _bare(quoted):
        return False
    units = found.text.encode("utf-16-le")[2 * span[0] : 2 * span[1]].decode("utf-16-le", "replace")
    hint = "; counted in UTF-16 units they fit, as old versions did" if (
        _bare(units) == _bare(quoted)
    ) else ""  # fmt: skip
    message = f"text is {quoted!r}, at [{span[0]}, {span[1]}) stands {meant!r}{hint}"
    found.wrong("RT903", number, message, "value")
    return True


def _bare(text: str) -> str:
    return re.sub(r"\s|\\n", "", text)


def _other(found: Results, number: int, said: Json) -> None:
    """A relation, or a value of a region; all else is of another kind."""
    if _is_region(said):
        return
    if isinstance(said, dict) and said.get("type") == "relation":
        _relation(found, number, said)
        return
    id = said.get("id") if isinstance(said, dict) else None
    if isinstance(id, str) and id in found.regions and _has_value(said):
        found.regions[id].values.append((number, said))
    else:
        found.unknown.append(number)


def _has_value(said: Mapping[str, Json]) -> bool:
    value, kind = said.get("value"), said.get("type")
    named = isinstance(said.get("from_name"), str) and isinstance(kind, str)
    return named and isinstance(value, dict) and value_key(str(kind)) in value


def value_key(kind: str) -> str:
    """Under which name the value of a control of that type stands."""
    return "text" if kind == "textarea" else kind


def _relation(found: Results, number: int, said: Mapping[str, Json]) -> None:
    ends = said.get("from_id"), said.get("to_id")
    for end in ends:
        if end not in found.regions:
            found.wrong("RT904", number, f"no region of the text has the id {end!r}")
    labels = said.get("labels") or [""]
    if not _are_strings(labels):
        found.wrong("RT901", number, f"labels are {labels!r}, not strings")
    elif all(end in found.regions for end in ends):
        direction = said.get("direction", "right")
        pair = (str(ends[1]), str(ends[0])) if direction == "left" else (str(ends[0]), str(ends[1]))
        found.relations += [Joined(number, label, pair, direction == BOTH) for label in labels]


def _join_pieces(found: Results) -> None:
    """Which region is a piece of which passage, by the relations ``fragment``."""
    group = {id: id for id in found.regions}
    for relation in found.relations:
        if relation.label == FRAGMENT:
            a, b = (group[end] for end in relation.ends)
            group = {id: a if of == b else of for id, of in group.items()}
    for of in dict.fromkeys(group.values()):
        together = [found.regions[id] for id in found.regions if group[id] == of]
        first = [region for region in together if region.label != FRAGMENT]
        if len(first) == 1:
            found.pieces |= {r.id: first[0].id for r in together if r is not first[0]}
        elif len(together) == 1:
            message = "a fragment that no relation joins to another region"
            found.wrong("RT901", together[0].number, message)
        else:
            message = (
                f"{len(together)} regions joined by {FRAGMENT!r}, of which {len(first)} have another "
                "label: one of them has, and the others have this one"
            )
            found.wrong("RT901", together[0].number, message)


Args = dict[str, list[tuple[str, str]]]
"""Region of a trigger -> role and region of each participant."""


def _participants(found: Results) -> tuple[Args, list[Joined]]:
    """The participants of each event, and the relations that are none of an event's.

    Several regions in one role of a record's event are one passage of several pieces.
    """
    roles = {id: roles_of(r.label, r.meta) for id, r in found.regions.items() if id not in found.pieces}
    args: Args = {id: [] for id, names in roles.items() if names is not None}
    left = []
    for relation in found.relations:
        a, b = (found.lead(end) for end in relation.ends)
        turned = relation.label == found.regions[a].label  # drawn from the participant to the trigger
        if relation.label in (roles.get(a) or ()):
            args[a].append((relation.label, b))
        elif turned and relation.label in (roles.get(b) or ()):
            args[b].append((relation.label, a))
        elif relation.label != FRAGMENT:
            left.append(relation)
    for id, pairs in args.items():
        if "event" not in found.regions[id].meta:
            args[id] = list(_one_a_role(found, pairs, args))
    return args, left


def _one_a_role(found: Results, pairs: list[tuple[str, str]], args: Args) -> Iterator[tuple[str, str]]:
    for role in dict.fromkeys(role for role, _ in pairs):
        first, *more = dict.fromkeys(id for name, id in pairs if name == role)
        for id in more:
            if sum(id == other for others in args.values() for _, other in others) > 1:
                message = f"one of several passages in the role {role!r}, and one of another event too"
                found.wrong("RT901", found.regions[id].number, message)
            found.pieces[id] = first
            found.pieces |= {piece: first for piece, lead in found.pieces.items() if lead == id}
        yield role, first


def _marks(found: Results) -> Iterator[Item]:
    for id, region in found.regions.items():
        if id not in found.pieces:
            spans: Spans = tuple(sorted(piece.span for piece in found.own(id)))
            written = found.where(region.number)
            yield Mark(id, region.label, spans, written)
            for n, label in enumerate(region.labels[1:], 2):
                yield Mark(f"{id}+{n}", label, spans, written)


def _details(found: Results, args: Args) -> Iterator[Item]:
    """Each event, and what is said of each region: values of its controls, and notes."""
    for id, region in found.regions.items():
        if id in found.pieces:
            continue
        target = id
        if id in args:
            target = f"{id}.event"
            yield Event(target, region.label, id, tuple(args[id]), found.where(region.number))
        for piece in found.own(id):
            for number, said in piece.values:
                item = _value(found, number, said, target)
                yield from [] if item is None else [item]
            for n, text in enumerate(_listed(piece.meta.get("text"))):
                if isinstance(text, str):
                    yield Note(f"{piece.id}.note{n}", target, NOTE, text, found.where(piece.number))


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _value(found: Results, number: int, said: Mapping[str, Json], target: str) -> Item | None:
    name, kind, meta = said["from_name"], said["type"], said.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    value = said["value"][value_key(kind)]
    id, written = f"{target}.{name}.{number}", found.where(number)
    words = [value] if isinstance(value, str) else value
    if not _are_strings(words):
        return Attribute(id, target, name, value, written)
    if meta.get("json") is True:
        try:
            return Attribute(id, target, name, json.loads(words[0]), written)
        except (ValueError, IndexError, RecursionError):
            found.wrong("RT901", number, f"{name} is {words!r}, not JSON, as its meta says")
            return None
    link = meta.get("link") if name not in LINKS else {}
    if isinstance(link, dict) and len(words) == 1:
        text, label = str(link.get("text", "")), str(link.get("label", "Reference"))
        return Normalisation(id, target, name, words[0], text, label, written)
    control = CONTROLS.get(name)
    if control is not None:
        return Attribute(id, target, name, control.decode(words), written)
    return Attribute(id, target, name, words[0] if len(words) == 1 else words, written)


def _relations(found: Results, left: Sequence[Joined]) -> Iterator[Item]:
    for n, joined in enumerate(left):
        a, b = (found.lead(end) for end in joined.ends)
        written = found.where(joined.number)
        yield Relation(f"relation{n}", joined.label, (("from", a), ("to", b)), written)
        if joined.both:
            yield Attribute(f"relation{n}.{DIRECTION}", f"relation{n}", DIRECTION, BOTH, written)
