"""The slots of a casualty claim that are scored, and when a system's value is right.

A slot is *filled* where it says something: null, empty lists, ``unknown``, a party of ``none``, a
figure that is unstated, and no anonymous source say nothing. Offsets and words of the text are
evidence, not slots; the event is scored by ``incidents``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from retold.metrics.matching import Item, shared
from retold.model import Casualty

_SILENT: tuple[Hashable, ...] = (None, (), "unknown", "none", "unstated", False)


@dataclass(frozen=True)
class Slot:
    """One slot: its name, its value in a claim, and whether two filled values are the same."""

    name: str
    value: Callable[[Casualty], Hashable]
    same: Callable[[Hashable, Hashable], bool] = lambda gold, answer: gold == answer

    def said(self, claim: Casualty) -> Hashable:
        """What the claim says there; None where it says nothing."""
        value = self.value(claim)
        return None if value in _SILENT else value

    def right(self, gold: Hashable, answer: Hashable) -> bool:
        """Whether both say something, and the same."""
        return gold is not None and answer is not None and self.same(gold, answer)


def _figure(claim: Casualty) -> Hashable:
    count = claim.count
    if count.form == "unstated" or (count.min is None and count.max is None):
        return None
    return count.min, count.max


def _overlapping(gold: Hashable, answer: Hashable) -> bool:
    assert isinstance(gold, tuple) and isinstance(answer, tuple)
    return shared(Item(gold), Item(answer)) > 0


def _interval(claim: Casualty) -> Hashable:
    date = claim.date
    return None if date.start is None and date.end is None else (date.start, date.end)


Said = tuple[Hashable, ...]
"""What a claim says in each slot."""


def said(claim: Casualty) -> Said:
    """What a claim says, slot by slot."""
    return tuple(slot.said(claim) for slot in SLOTS)


def right(gold: Said, answer: Said) -> list[bool]:
    """Which slots of the system's claim are right."""
    return [slot.right(a, b) for slot, a, b in zip(SLOTS, gold, answer, strict=True)]


SLOTS = (
    Slot("harm", lambda c: (c.harm, c.occurred)),
    Slot("scope", lambda c: c.scope),
    Slot("figure", _figure),
    Slot("form", lambda c: c.count.form),
    Slot("victims", lambda c: c.victims.spans, _overlapping),
    Slot("identity", lambda c: c.victims.identity),
    Slot("role", lambda c: c.victims.role),
    Slot("includes_perpetrator", lambda c: c.victims.includes_perpetrator),
    Slot("actor", lambda c: c.perpetrator.actor),
    Slot("responsibility", lambda c: c.perpetrator.responsibility),
    Slot("method", lambda c: c.method),
    Slot("party", lambda c: c.source.party),
    Slot("chain", lambda c: c.source.chain),
    Slot("anonymous", lambda c: c.source.anonymous),
    Slot("certainty", lambda c: c.certainty),
    Slot("date", _interval),
    Slot("place", lambda c: c.place),
)
