"""What became of every tag: counts by label, for the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from retold.corpora.iob2.mentions import Placed
from retold.corpora.iob2.sources import label_of
from retold.corpora.labels import Label, Labels


@dataclass
class Accounts:
    """Counts of one import, by label of the corpus."""

    tags: Counter[str] = field(default_factory=Counter)
    """Tags as written, but O."""
    held: Counter[str] = field(default_factory=Counter)
    """Tags of the tokens of names."""
    cases: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Names by label and by what became of them (``mentions.Case``)."""

    def read(self, tags: Iterable[str]) -> None:
        """Counts tags as written."""
        self.tags.update(label for tag in tags if (label := label_of(tag)) is not None)

    def add(self, one: Placed) -> None:
        """Counts what became of a name."""
        self.held[one.label.name] += one.tokens
        self.cases[one.label.name, one.case] += 1

    def unaccounted(self) -> dict[str, int]:
        """Label -> tags that no name has; none if all have."""
        left = Counter(self.tags)
        left.subtract(self.held)
        return {label: number for label, number in sorted(left.items()) if number}

    def as_json(self, labels: Labels) -> list[dict[str, Any]]:
        """The report's rows: each label of the mapping that the files have."""
        return [self._row(row) for row in labels.rows.values() if self.tags[row.name]]

    def _row(self, row: Label) -> dict[str, Any]:
        cases = {case: n for (name, case), n in sorted(self.cases.items()) if name == row.name}
        kept = cases.pop("kept", 0)
        return {
            "label": row.name,
            "type": row.type,
            "org_subtype": row.org_subtype,
            "tags": self.tags[row.name],
            "mentions": kept + sum(cases.values()),
            "exact": kept if row.outcome == "exact" else 0,
            "approximate": kept if row.outcome == "approximate" else 0,
            "dropped": sum(cases.values()),
            "dropped_because": cases,
        }
