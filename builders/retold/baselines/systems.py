"""The systems by rules: a row a task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retold.baselines.casualties import casualties
from retold.corpus import Registry
from retold.metrics.scores.page import Page
from retold.model import Annotation

Answer = Callable[[Page, Registry], Sequence[Annotation]]
"""A page without records, and the registry that records may name -> the records of the page."""


@dataclass(frozen=True)
class Rules:
    """A system by rules. ``registry``: it knows the registry's entries, which a built dataset lacks."""

    answer: Answer
    registry: bool = False


RULES: dict[str, Rules] = {
    "casualties": Rules(lambda page, registry: casualties(page)),
}
"""Task -> its system."""
