"""The tasks that can be scored: their config, the records that answer them, and their measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from retold.metrics.scores import (
    claims,
    coreference,
    figures,
    headlines,
    incidents,
    iob2,
    links,
    names,
    positions,
)
from retold.metrics.scores.compared import Compared
from retold.metrics.scores.counting import Measure, counted
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Counted, Figures, Key, Place, Sums, Unit, table_of
from retold.model import Annotation, Casualty, Headline, Mention, Stance

Pages = list[tuple[Page, Page]]


@dataclass(frozen=True)
class Whole:
    """A measure of all documents together; what it counts stands at places of its own."""

    name: str
    title: str
    count: Callable[[Iterable[tuple[Page, Page]]], Iterator[tuple[Place, Key, float]]]
    figures: Callable[[Sums], Figures]
    breakdown: None = None
    needs: None = None

    def counted(self, pages: Sequence[tuple[Page, Page]]) -> Counted:
        """Counts by place."""
        cells: dict[Place, dict[Key, float]] = {}
        for place, key, amount in self.count(pages):
            row = cells.setdefault(place, {})
            row[key] = row.get(key, 0) + amount
        return table_of(cells)


@dataclass(frozen=True)
class Task:
    """A row of the table. ``record`` is the kind of record that gold and systems give."""

    name: str
    config: str
    record: type[Annotation]
    measures: tuple[Measure | Whole, ...]

    @property
    def adds_up(self) -> bool:
        """Whether parts of a corpus can be counted apart: nothing is told of by several documents."""
        return all(isinstance(measure, Measure) for measure in self.measures)

    @property
    def reads_tokens(self) -> bool:
        """Whether a measure reads the tokens of gold."""
        return any(isinstance(measure, Measure) and measure.tokens for measure in self.measures)


_INCIDENTS = Whole("events", "low, best and high of events", incidents.count, incidents.figures)

TASKS = {
    task.name: task
    for task in (
        Task("ner", "ner", Mention, (iob2.IOB2, names.NAMES)),
        Task(
            "entities",
            "entities",
            Mention,
            (names.NAMES, names.NOMINALS, links.LINKS, coreference.COREFERENCE),
        ),
        Task("stance", "stance", Stance, (positions.POLARITIES, positions.TUPLES)),
        Task("headlines", "headlines", Headline, (headlines.VS_BODY,)),
        Task("casualties", "casualties", Casualty, (claims.CLAIMS, figures.FIGURES, _INCIDENTS)),
    )
}


def count(measure: Measure | Whole, pages: Pages | Compared, unit: Unit) -> Counted:
    """What a measure counts in pairs of gold and answer."""
    compared = pages if isinstance(pages, Compared) else Compared(pages)
    if isinstance(measure, Whole):
        return measure.counted(compared.pages)
    return counted(measure, compared, unit)
