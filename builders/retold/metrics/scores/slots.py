"""The slots of a casualty claim that are scored, and when a system's value is right.

A slot is *filled* where it says something (``slots``). The event is scored by ``incidents``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from retold.metrics.matching import Item, shared
from retold.model import Casualty
from retold.slots import CASUALTY
from retold.slots import said as said_in


@dataclass(frozen=True)
class Slot:
    """One slot: its name, its value in a claim, and whether two filled values are the same."""

    name: str
    value: Callable[[Casualty], Hashable]
    same: Callable[[Hashable, Hashable], bool] = lambda gold, answer: gold == answer

    def said(self, claim: Casualty) -> Hashable:
        """What the claim says there; None where it says nothing."""
        return said_in(self.value(claim))

    def right(self, gold: Hashable, answer: Hashable) -> bool:
        """Whether both say something, and the same."""
        return gold is not None and answer is not None and self.same(gold, answer)


def _overlapping(gold: Hashable, answer: Hashable) -> bool:
    assert isinstance(gold, tuple) and isinstance(answer, tuple)
    return shared(Item(gold), Item(answer)) > 0


Said = tuple[Hashable, ...]
"""What a claim says in each slot."""


def said(claim: Casualty) -> Said:
    """What a claim says, slot by slot."""
    return tuple(slot.said(claim) for slot in SLOTS)


def right(gold: Said, answer: Said) -> list[bool]:
    """Which slots of the system's claim are right."""
    return [slot.right(a, b) for slot, a, b in zip(SLOTS, gold, answer, strict=True)]


SLOTS = tuple(
    Slot(name, value, _overlapping) if name == "victims" else Slot(name, value)
    for name, value in CASUALTY.items()
)
