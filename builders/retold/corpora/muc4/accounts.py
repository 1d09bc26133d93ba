"""What became of every value: counts per row of the mapping table, and what was not found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from retold.corpora.muc4.mapping import ROWS
from retold.corpora.muc4.slots import SLOTS
from retold.corpora.muc4.templates import Template

_KNOWN = {(row.slot, row.case): row for row in ROWS}


@dataclass
class Accounts:
    """Counts of one import; ``cases`` by slot and case of the mapping table."""

    cases: Counter[tuple[int, str]] = field(default_factory=Counter)
    empty: Counter[int] = field(default_factory=Counter)
    """Hyphens and asterisks, by slot."""
    read: Counter[int] = field(default_factory=Counter)
    """Values that were read, by slot, hyphens and asterisks among them."""
    missing: list[tuple[str, int, str]] = field(default_factory=list)
    """Message, slot and string of each string that is not in its text."""
    found: Counter[int] = field(default_factory=Counter)
    lost: Counter[int] = field(default_factory=Counter)
    references: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)

    def add(self, slot: int, case: str, times: int = 1) -> None:
        """Counts values of a slot under a case. Raises KeyError for one that the table lacks."""
        if (slot, case) not in _KNOWN:
            raise KeyError(f"the mapping table has no case {case!r} of slot {slot}")
        self.cases[slot, case] += times

    def take(self, template: Template) -> None:
        """Counts what was read of a template."""
        self.read.update((0, 1))
        self.other["templates"] += 1
        self.other["optional templates"] += template.optional
        for slot, fills in zip(SLOTS[2:], template.slots, strict=True):
            for fill in fills:
                self.read[slot.number] += len(fill.values)
                self.empty[slot.number] += len(fill.values) if fill.empty else 0
                self.other["fillers"] += 1
                self.other["optional fillers"] += fill.optional
                self.other["fillers with alternatives"] += len(fill.values) > 1

    def unaccounted(self) -> dict[int, int]:
        """Slot -> values read, less those that stand under a case or are empty; none if all do."""
        left = Counter(self.read)
        left.subtract(self.empty)
        for (slot, _), times in self.cases.items():
            left[slot] -= times
        return {slot: times for slot, times in left.items() if times}

    def as_json(self) -> dict[str, Any]:
        """The report's part on slots, strings and references."""
        slots = []
        for slot in SLOTS:
            cases = [row for row in ROWS if row.slot == slot.number]
            totals: Counter[str] = Counter()
            for row in cases:
                totals[row.outcome] += self.cases[row.slot, row.case]
            slots.append(
                {
                    "slot": slot.number,
                    "name": slot.name,
                    "values": self.read[slot.number],
                    "empty": self.empty[slot.number],
                    **{name: totals[name] for name in ("exact", "approximate", "dropped")},
                    "cases": {
                        row.case: times for row in cases if (times := self.cases[row.slot, row.case])
                    },
                }
            )
        return {
            "slots": slots,
            "strings": {
                "found": sum(self.found.values()),
                "not_found": sum(self.lost.values()),
                "missing": [
                    {"doc": doc, "slot": slot, "string": string} for doc, slot, string in self.missing
                ],
            },
            "references": dict(sorted(self.references.items())),
            "counts": dict(sorted(self.other.items())),
        }
