"""What a document can have, and what is left of it in a format that lacks some of that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from retold.formats.base import Fitted, Holding, Loss
from retold.formats.neutral import (
    Attribute,
    Document,
    Event,
    Group,
    Item,
    Mark,
    Normalisation,
    Note,
    Relation,
    targets,
)
from retold.model import extent

Overlap = Literal["nested", "stacked", "crossing"]


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature, and the items of a document that have it (their places in ``items``)."""

    name: str
    what: str
    found: Callable[[Document], set[int]]


def _kind(kind: type[Item]) -> Callable[[Document], set[int]]:
    return lambda document: {n for n, item in enumerate(document.items) if isinstance(item, kind)}


def _marks(wanted: Callable[[Mark], bool]) -> Callable[[Document], set[int]]:
    return lambda document: {
        n for n, item in enumerate(document.items) if isinstance(item, Mark) and wanted(item)
    }


def overlaps(document: Document) -> dict[int, Overlap]:
    """Marks that share characters with another: the inner of two, the later of two that are alike
    or cross. Fragments count as the extent from the first to the last.
    """
    found: dict[int, Overlap] = {}
    marks = [(n, *extent(i.spans)) for n, i in enumerate(document.items) if isinstance(i, Mark)]
    marks = sorted((m for m in marks if m[1] < m[2]), key=lambda m: (m[1], -m[2], m[0]))
    open_ones: list[tuple[int, int, int]] = []
    for number, start, end in marks:
        open_ones = [mark for mark in open_ones if start < mark[2]]
        for _, a, b in open_ones:
            if (a, b) == (start, end):
                found[number] = "stacked"
            elif end <= b:
                found.setdefault(number, "nested")
            else:
                found.setdefault(number, "crossing")
        open_ones.append((number, start, end))
    return found


def _overlapping(kind: Overlap) -> Callable[[Document], set[int]]:
    return lambda document: {n for n, how in overlaps(document).items() if how == kind}


def _adjacent(document: Document) -> set[int]:
    ends = {extent(mark.spans)[1] for mark in document.marks}
    return _marks(lambda mark: mark.spans[0][0] in ends)(document)


def _values(document: Document) -> set[int]:
    return {
        n
        for n, item in enumerate(document.items)
        if isinstance(item, Attribute) and not is_word(item.value)
    }


def _of(*kinds: type[Item]) -> Callable[[Document], set[int]]:
    """Attributes of items of these kinds."""

    def found(document: Document) -> set[int]:
        ids = {item.id for item in document.items if isinstance(item, kinds)}
        return {
            n
            for n, item in enumerate(document.items)
            if isinstance(item, Attribute) and item.target in ids
        }

    return found


def _over_lines(document: Document) -> set[int]:
    return _marks(lambda mark: _broken(document.text[slice(*extent(mark.spans))]))(document)


def _clashes(document: Document) -> set[int]:
    seen: set[tuple[str, str]] = set()
    found = set()
    for n, item in enumerate(document.items):
        if isinstance(item, Attribute):
            if (item.target, item.name) in seen:
                found.add(n)
            seen.add((item.target, item.name))
    return found


PLAIN_ROLES = ("from", "to")
"""The roles of a relation in formats that give its ends no names."""


def _roles(document: Document) -> set[int]:
    return {
        n
        for n, item in enumerate(document.items)
        if isinstance(item, Relation) and tuple(role for role, _ in item.args) != PLAIN_ROLES
    }


def _higher(document: Document) -> set[int]:
    marks = {mark.id for mark in document.marks}
    return {
        n
        for n, item in enumerate(document.items)
        if isinstance(item, Relation) and not marks.issuperset(targets(item))
    }


def is_word(value: object) -> bool:
    """Whether a value is said by its name alone (``True``) or by one word without white space."""
    return value is True or (isinstance(value, str) and value != "" and value.split() == [value])


def _broken(text: str) -> bool:
    return text.splitlines() not in ([], [text])


def names_of(item: Item) -> tuple[str, ...]:
    """The labels, roles and keys of an item, which many formats write as one word."""
    match item:
        case Mark(label=label) | Group(label=label) | Note(label=label):
            return (label,)
        case Relation(label=label, args=args) | Event(label=label, args=args):
            return (label, *(role for role, _ in args))
        case Normalisation(label=label, db=db, key=key):
            return (label, db.replace(":", " "), key)
    return ()


def _odd_names(document: Document) -> set[int]:
    return {
        n for n, item in enumerate(document.items) if any(not is_word(name) for name in names_of(item))
    }


def _whole(wanted: Callable[[Document], bool]) -> Callable[[Document], set[int]]:
    """Features of the document itself: one, if it has it."""
    return lambda document: {-1} if wanted(document) else set()


FEATURES = {
    feature.name: feature
    for feature in (
        Feature("spans", "a label on one span", _marks(lambda m: len(m.spans) == 1)),
        Feature("adjacent", "spans that touch", _adjacent),
        Feature("nested", "a span inside another", _overlapping("nested")),
        Feature("stacked", "two labels on one span", _overlapping("stacked")),
        Feature("crossing", "spans that overlap in part", _overlapping("crossing")),
        Feature("lines", "a span over the end of a line", _over_lines),
        Feature("discontinuous", "a span of several fragments", _marks(lambda m: len(m.spans) > 1)),
        Feature(
            "zero-width", "a span without characters", _marks(lambda m: any(a == b for a, b in m.spans))
        ),
        Feature("attributes", "attributes of spans", _of(Mark)),
        Feature("other-attributes", "attributes of relations and events", _of(Relation, Event)),
        Feature("values", "attributes whose value is not one word", _values),
        Feature("clashes", "two attributes of one name on one item", _clashes),
        Feature("relations", "relations between two items", _kind(Relation)),
        Feature("roles", "relations whose ends have names", _roles),
        Feature("higher-relations", "relations of what is no span", _higher),
        Feature("groups", "groups without direction", _kind(Group)),
        Feature("events", "events with participants", _kind(Event)),
        Feature("normalisations", "links to a database", _kind(Normalisation)),
        Feature("notes", "notes on an item", _kind(Note)),
        Feature(
            "note-lines",
            "notes of several lines",
            lambda document: {
                n
                for n, item in enumerate(document.items)
                if isinstance(item, Note | Normalisation) and _broken(item.text)
            },
        ),
        Feature("odd-names", "labels, roles and keys with white space, or empty", _odd_names),
        Feature("metadata", "values of the document as a whole", _whole(lambda d: bool(d.metadata))),
        Feature(
            "tokens",
            "tokens that are not what stands between white space",
            _whole(lambda d: d.sentences is not None and d.sentences != plain_tokens(d.text)),
        ),
        Feature(
            "white-space",
            "text that is more than tokens, a space or line feed apart",
            _whole(lambda d: d.text != rejoined(d)),
        ),
        Feature("unannotated", "documents without annotations", _whole(lambda d: not d.items)),
        Feature("empty", "documents without text", _whole(lambda d: not d.text)),
    )
}


def plain_tokens(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """What stands between spaces, line by line; lines without anything are left out."""
    found = []
    start = 0
    for line in text.split("\n"):
        row = []
        at = start
        for word in line.split(" "):
            if word:
                row.append((at, at + len(word)))
            at += len(word) + 1
        if row:
            found.append(tuple(row))
        start += len(line) + 1
    return tuple(found)


def rejoined(document: Document) -> str:
    """The tokens of a text with one space between two, and a line feed between sentences."""
    rows = plain_tokens(document.text) if document.sentences is None else document.sentences
    return "\n".join(" ".join(document.text[a:b] for a, b in row) for row in rows)


def cut(document: Document, lacking: Iterable[str]) -> Fitted:
    """The document without what a format lacks, and what that was, by feature.

    What points to an item that goes has to go too; it is counted as ``dependent``.
    """
    losses: list[Loss] = []
    gone: set[int] = set()
    for name in lacking:
        found = FEATURES[name].found(document) - gone
        if found:
            losses.append(Loss(name, len(found)))
        gone |= found
        if name == "metadata" and found:
            document = replace(document, metadata={})
        if name == "tokens" and found:
            document = replace(document, sentences=None)
    left, dependent = cut_items(document, gone)
    if dependent:
        losses.append(Loss("dependent", dependent))
    return left, tuple(losses)


def cut_items(document: Document, gone: Collection[int]) -> tuple[Document, int]:
    """The document without the items at these places, and without what points to them: how many."""
    dependent = _dependent(document, gone)
    left = tuple(item for n, item in enumerate(document.items) if n not in {*gone, *dependent})
    return replace(document, items=left), len(dependent)


def _dependent(document: Document, gone: Collection[int]) -> set[int]:
    """Items that point to one that is gone, or to one that is gone therefore."""
    lost = {document.items[n].id for n in gone if n >= 0}
    found: set[int] = set()
    more = True
    while more:
        new = {
            n
            for n, item in enumerate(document.items)
            if n not in gone and n not in found and lost.intersection(targets(item))
        }
        lost |= {document.items[n].id for n in new}
        found |= new
        more = bool(new)
    return found


def lacking(holds: Mapping[str, Holding]) -> tuple[str, ...]:
    """The features that a format does not hold, in the order of ``FEATURES``."""
    return tuple(name for name in FEATURES if not holds[name].held)
