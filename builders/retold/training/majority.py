"""The classifier that every other has to beat: always the answer that is most frequent.

It is called ZeroR, or the majority class (Witten, Frank and Hall 2011, Data Mining).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from retold.training.examples import Example


@dataclass(frozen=True)
class Majority:
    """Stands where a pipeline would: ``label`` is the answer, whatever is read."""

    label: str


def learned(found: Iterable[Example]) -> Majority:
    """The label of most examples; of equally frequent ones the first by name."""
    counted = Counter(label for example in found for label in example.labels)
    return Majority(min(counted, key=lambda label: (-counted[label], label)))
