"""Lines up what several annotators made of one document: records that speak of the same thing.

Two records are *twins* if they are of one kind and agree in all that a reader would compare; they
are *alike* if they name the same thing at the same place but differ; they *touch* if they lie over
the same words. Groups are formed in that order, so that a nested name is not confused with the name
around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from retold.model import (
    Annotation,
    Casualty,
    Fault,
    Headline,
    Mention,
    Spans,
    Stance,
    Zone,
    extent,
)
from retold.records import sort_key
from retold.references import standing

# What says who made a record, and a fault's free words: never compared.
UNCOMPARED = frozenset({"id", "annotator", "derived_from", "decision", "note"})


@dataclass(frozen=True)
class Voice:
    """One annotator's record; written ``<annotator>/<record id>``."""

    annotator: str
    record: Annotation

    def __str__(self) -> str:
        return f"{self.annotator}/{self.record.id}"


Group = tuple[Voice, ...]
"""Records of one kind that speak of the same thing, in the order of the annotators."""


def content(record: Annotation) -> tuple[Any, ...]:
    """What is compared: the kind and all fields but those that say who made it."""
    names = (name for name in record.__struct_fields__ if name not in UNCOMPARED)
    return (type(record).__name__, *(getattr(record, name) for name in names))


def differing(a: Annotation, b: Annotation) -> list[str]:
    """Paths of the compared fields in which two records of one kind differ."""
    of_a, of_b = _flat(a), _flat(b)
    return [path for path in {**of_a, **of_b} if of_a.get(path) != of_b.get(path)]


def overlap(a: Spans, b: Spans) -> bool:
    """Whether two lists of fragments share a code point."""
    return any(x[0] < y[1] and y[0] < x[1] for x in a for y in b)


def groups(layers: Mapping[str, Iterable[Annotation]]) -> list[Group]:
    """The records of all annotators in groups, by position.

    ``layers`` maps annotators, in order, to their records of one document. A record stands in
    exactly one group; a group holds one kind.
    """
    voices = [Voice(name, record) for name, records in layers.items() for record in records]
    found: list[list[Voice]] = []
    for same in (_twins, _alike):
        found, voices = _joined(found, voices, same)
    voices = [voice for voice in voices if not _attached(found, voice)]
    found += _components(voices)
    order = list(layers)
    ordered = [tuple(sorted(group, key=lambda v: _place(v, order))) for group in found]
    return sorted(ordered, key=lambda group: (*sort_key(group[0].record), group[0].annotator))


def _place(voice: Voice, order: list[str]) -> tuple[int, tuple[int, int, int, str]]:
    return order.index(voice.annotator), sort_key(voice.record)


def _joined(
    found: list[list[Voice]], voices: list[Voice], same: Callable[[Annotation, Annotation], bool]
) -> tuple[list[list[Voice]], list[Voice]]:
    """Groups with those voices added that belong to one of them, or to each other."""
    left: list[Voice] = []
    for voice in voices:
        group = next((g for g in found if _fits(voice, g, same)), None)
        if group is not None:
            group.append(voice)
        else:
            other = next((o for o in left if _fits(voice, [o], same)), None)
            if other is not None:
                left.remove(other)
                found.append([other, voice])
            else:
                left.append(voice)
    return found, left


def _attached(found: list[list[Voice]], voice: Voice) -> bool:
    """Puts a record to the first group over whose words it lies, if its annotator has none there."""
    group = next((g for g in found if _fits(voice, g, _touch)), None)
    if group is not None:
        group.append(voice)
    return group is not None


def _fits(voice: Voice, group: list[Voice], same: Callable[[Annotation, Annotation], bool]) -> bool:
    """Whether the group has no record of this annotator yet, and one that is the ``same``."""
    others = all(voice.annotator != member.annotator for member in group)
    return others and any(same(voice.record, member.record) for member in group)


def _twins(a: Annotation, b: Annotation) -> bool:
    return content(a) == content(b)


def _alike(a: Annotation, b: Annotation) -> bool:
    """Same place and name: spans and type; stance by holder and target; claims by event and harm."""
    match a, b:
        case (Zone(), Zone()) | (Mention(), Mention()) | (Fault(), Fault()):
            return standing(a) == standing(b)
        case Headline(), Headline():
            return overlap(a.spans, b.spans) and a.asserts == b.asserts
        case Stance(), Stance():
            named = (a.holder, a.target) == (b.holder, b.target)
            return named and overlap(a.evidence, b.evidence)
        case Casualty(), Casualty():
            return (a.event, a.harm) == (b.event, b.harm) and overlap(a.evidence, b.evidence)
        case _:
            return False


def _touch(a: Annotation, b: Annotation) -> bool:
    if isinstance(a, Stance) and isinstance(b, Stance):
        related = a.holder == b.holder or a.target == b.target
        return related and overlap(a.evidence, b.evidence)
    return type(a) is type(b) and overlap(standing(a), standing(b))


def _components(voices: list[Voice]) -> Iterator[list[Voice]]:
    """Groups of records that touch one of another annotator, directly or over others."""
    waiting = list(voices)
    while waiting:
        group = [waiting.pop(0)]
        for member in group:  # grows while it is walked
            near = [
                v for v in waiting if v.annotator != member.annotator and _touch(v.record, member.record)
            ]
            group += near
            waiting = [v for v in waiting if v not in near]
        yield group


def _flat(record: Annotation) -> dict[str, Any]:
    """Field path -> value of all compared fields."""
    values = {name: getattr(record, name) for name in record.__struct_fields__ if name not in UNCOMPARED}
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, msgspec.Struct):
            flat.update({f"{name}.{field}": getattr(value, field) for field in value.__struct_fields__})
        else:
            flat[name] = value
    return flat


def position(group: Group) -> tuple[int, int]:
    """First and last code point over which the records of a group stand."""
    edges = [extent(standing(voice.record)) for voice in group]
    return min(start for start, _ in edges), max(end for _, end in edges)
