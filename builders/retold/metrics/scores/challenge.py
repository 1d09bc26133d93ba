"""Pass rates on the challenge set: CheckList (Ribeiro et al., ACL 2020) with minimal pairs.

A text passes if the answers, seen through the slots that its item compares, are gold's: the same
values, equally often. An item passes if both its texts do, as a contrast set counts it (Gardner et al.,
Findings of EMNLP 2020). What is resampled are items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from retold.challenge.checks import seen
from retold.metrics.bootstrap import LEVEL, RESAMPLES, SEED
from retold.metrics.ratios import ratio
from retold.metrics.scores.measured import Report, measured
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Counted, Figures, Key, Place, Sums, table_of
from retold.model import ChallengeTask, Spans
from retold.ner import outermost_names

TITLE = "pass rates"


@dataclass(frozen=True)
class Pair:
    """An item as scoring sees it: the pages of gold, and the passages that it is about (None: all).

    ``outermost``: names inside names are not compared, since tags of tokens cannot say them.
    """

    id: str
    phenomenon: str
    task: ChallengeTask
    lang: str
    checks: tuple[str, ...]
    pages: tuple[Page, Page]
    focus: tuple[Spans | None, Spans | None]
    outermost: bool = False

    def seen(self, page: Page, focus: Spans | None) -> Counter[tuple[Hashable, ...]]:
        """What the records of one side say in the slots that are compared."""
        records = outermost_names(page.mentions) if self.outermost else page.records
        return seen(self.task, self.checks, records, focus)


def passed(pair: Pair, answers: Mapping[str, Page]) -> tuple[bool, bool]:
    """Whether the original passes, and whether the edit does; ``answers`` are pages by id."""
    original, edit = (
        pair.seen(page, focus) == pair.seen(answers[page.id], focus)
        for page, focus in zip(pair.pages, pair.focus, strict=True)
    )
    return original, edit


def score(task: str, pairs: Sequence[Pair], answers: Iterable[Page]) -> Report:
    """Pass rates: of all items, by language, by phenomenon, and of each item."""
    given = {page.id: page for page in answers}
    found = tally(pairs, given)
    measure = measured(TITLE, found, figures, by_phenomenon, unit="item", labelled="phenomenon")
    return Report(task, 2 * len(pairs), RESAMPLES, LEVEL, SEED, {"challenge": measure}, {})


def tally(pairs: Sequence[Pair], answers: Mapping[str, Page]) -> Counted:
    """For each item whether it passed, under its phenomenon."""
    cells: dict[Place, dict[Key, float]] = {}
    for pair in pairs:
        original, edit = passed(pair, answers)
        said = {"items": True, "original": original, "edit": edit, "both": original and edit}
        row: dict[Key, float] = {(pair.phenomenon, name): float(yes) for name, yes in said.items()}
        cells[Place(pair.id, -1, pair.lang)] = row
    return table_of(cells)


def figures(sums: Sums) -> Figures:
    """``pass_rate`` of items, and the rates of originals and edits alone."""
    return _rates(sums, sums.first())


def by_phenomenon(sums: Sums) -> Mapping[str, Figures]:
    """The same of each phenomenon."""
    return {name: _rates(sums, [name]) for name in sums.first()}


def _rates(sums: Sums, phenomena: Sequence[str]) -> Figures:
    def of(name: str) -> Iterator[Key]:
        yield from ((phenomenon, name) for phenomenon in phenomena)

    items = sums.over(of("items"))
    return {
        "pass_rate": ratio(sums.over(of("both")), items),
        "original": ratio(sums.over(of("original")), items),
        "edit": ratio(sums.over(of("edit")), items),
    }
