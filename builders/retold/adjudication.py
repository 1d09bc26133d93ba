"""Annotators' layers and decisions -> gold.

What the annotators agree on is taken over; each group of records in which they differ needs
decisions. With one annotator of a document, gold is a copy of that layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from retold.alignment import Group, Voice, content, groups
from retold.model import Annotation, Decision
from retold.records import Row, sort_key


@dataclass(frozen=True)
class Plan:
    """Who is adjudicated: ``annotators`` agree or differ; ``voices`` are heard too.

    A record that only a voice has must be decided as well, and gold keeps the voices' ids first.
    """

    annotators: tuple[str, ...]
    voices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What adjudication makes of one document."""

    gold: tuple[Annotation, ...]
    agreed: int
    """Groups that all annotators agree on."""
    decided: int
    """Decisions that stand."""
    open: tuple[Group, ...]
    """Groups that differ and are not decided."""
    faults: tuple[tuple[Row[Decision], str, str], ...]
    """Decisions that cannot stand: the row, the field and why."""
    copied: int | None = None
    """Records of a document that one annotator alone has; None where two have it."""


def adjudicate(
    layers: Mapping[str, Iterable[Annotation]], decisions: Iterable[Row[Decision]], plan: Plan
) -> Outcome:
    """Gold of one document, in canonical order.

    ``layers`` maps annotators to their records of the document; those whom the plan does not name
    are left out. Of an agreed group gold takes the first annotator's record.
    """
    order = [*plan.voices, *plan.annotators]
    heard = {n: tuple(layers[n]) for n in (*plan.annotators, *plan.voices) if n in layers}
    present = tuple(name for name in plan.annotators if name in heard)
    if len(present) < 2:
        sole = heard[(present or tuple(heard))[0]] if heard else ()
        unasked = tuple((row, "record", "only one annotator has the document") for row in decisions)
        return Outcome(tuple(sorted(sole, key=sort_key)), 0, 0, (), unasked, copied=len(sole))
    aligned = groups(heard)
    decisions = tuple(decisions)
    sound, faults = _sound(decisions, aligned)
    # one that cannot stand has its own fault; its group is not reported again
    named = {candidate for row in decisions for candidate in row.record.candidates}
    agreed: list[Group] = []
    open_groups: list[Group] = []
    for group in aligned:
        unnamed = [voice for voice in group if str(voice) not in named]
        if len(unnamed) < len(group):
            if any(voice.annotator in present for voice in unnamed):
                open_groups.append(group)
        elif _agree(group, present):
            agreed.append(group)
        else:
            open_groups.append(group)
    resolved = [_decided(row.record, aligned) for row in sound if row.record.choice != "none"]
    taken = {record.id for record in resolved}
    gold = [*resolved, *_taken_over(agreed, order, taken)]
    return Outcome(
        tuple(sorted(gold, key=sort_key)), len(agreed), len(sound), tuple(open_groups), faults
    )


def _agree(group: Group, annotators: tuple[str, ...]) -> bool:
    """Whether each annotator has one record in the group, and all are the same."""
    names = sorted(voice.annotator for voice in group if voice.annotator in annotators)
    return names == sorted(annotators) and len({content(v.record) for v in _of(group, annotators)}) == 1


def _of(group: Group, annotators: Iterable[str]) -> list[Voice]:
    return [voice for voice in group if voice.annotator in annotators]


def _sound(
    decisions: Iterable[Row[Decision]], aligned: list[Group]
) -> tuple[list[Row[Decision]], tuple[tuple[Row[Decision], str, str], ...]]:
    """The decisions that can stand, and what is wrong with the others."""
    home = {str(voice): number for number, group in enumerate(aligned) for voice in group}
    sound: list[Row[Decision]] = []
    faults: list[tuple[Row[Decision], str, str]] = []
    results: set[str] = set()
    for row in decisions:
        found = list(_faults(row.record, home, results))
        if row.record.record is not None:
            results.add(row.record.record)
        faults += [(row, field, message) for field, message in found]
        if not found:
            sound.append(row)
    return sound, tuple(faults)


def _faults(decision: Decision, home: Mapping[str, int], results: set[str]) -> Iterator[tuple[str, str]]:
    unknown = [candidate for candidate in decision.candidates if candidate not in home]
    for candidate in unknown:
        yield "candidates", f"no record {candidate!r} is adjudicated in this document"
    if not unknown and len({home[candidate] for candidate in decision.candidates}) > 1:
        yield "candidates", "the candidates do not speak of the same thing"
    if decision.choice not in ("merged", "new", "none", *decision.candidates):
        yield "choice", f"{decision.choice!r} is none of the candidates"
    if decision.record in results:
        yield "record", f"another decision results in {decision.record!r} already"
    result = decision.result
    if result is not None:
        for name, wanted in (("id", decision.record), ("doc", decision.doc), ("annotator", decision.by)):
            if getattr(result, name) != wanted:
                yield f"result.{name}", f"{getattr(result, name)!r}, the decision says {wanted!r}"


def _decided(decision: Decision, aligned: list[Group]) -> Annotation:
    voices = {str(voice): voice.record for group in aligned for voice in group}
    if decision.result is not None:
        source, sources = decision.result, decision.candidates
    else:
        source = voices[decision.choice]
        same = (c for c in decision.candidates if content(voices[c]) == content(source))
        sources = tuple(dict.fromkeys((decision.choice, *same)))
    assert decision.record is not None  # the schema: null for 'none' alone
    return msgspec.structs.replace(
        source, id=decision.record, derived_from=sources, decision=decision.id
    )


def _taken_over(agreed: list[Group], order: list[str], taken: set[str]) -> Iterator[Annotation]:
    """The agreed records, each under the first id of its group that is free.

    Ids go out by annotator, not by group, so that the oldest layer keeps all of its own.
    """
    ids: dict[int, str] = {}
    for name in order:
        for number, group in enumerate(agreed):
            for voice in _of(group, (name,)):
                if number not in ids and voice.record.id not in taken:
                    ids[number] = voice.record.id
                    taken.add(voice.record.id)
    for number, group in enumerate(agreed):
        source = group[0]
        same = tuple(str(v) for v in group if content(v.record) == content(source.record))
        id = ids.get(number, f"{source.record.id}-{source.annotator}")
        yield msgspec.structs.replace(source.record, id=id, derived_from=same)
