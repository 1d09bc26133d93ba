"""What is wrong with committed results, as far as the corpus alone can tell.

Rules on sets of the corpus itself are measured again and must be the same; of the others is known that
they are there, by which commands, and on which rows of the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from retold.results.plan import LACKING, SETS, Planned
from retold.results.running import Say, measured
from retold.scoreboard.pages import page
from retold.scoreboard.rows import Row
from retold.sources import open_dataset


def page_of(rows: Sequence[Row]) -> str:
    """docs/results.md."""
    return page(rows, {name: chosen.about for name, chosen in SETS.items()}, LACKING)


def findings(
    rows: Sequence[Row], shown: str | None, wanted: Sequence[Planned], corpus: Path, say: Say
) -> Iterator[str]:
    """A line for each thing that is wrong; ``shown`` is docs/results.md as it is, None if it is not.

    Raises RunError, DatasetError, OSError.
    """
    if shown != page_of(rows):
        yield "docs/results.md is not what docs/results.json makes"
    if [row.key for row in rows] != [p.key for p in wanted if p.key in {row.key for row in rows}]:
        yield "docs/results.json: a row twice, out of its place, or that nothing makes"
    there = {row.key: row for row in rows}
    content = open_dataset(str(corpus)).record.get("content")
    fresh = []
    for planned in wanted:
        row = there.get(planned.key)
        name = f"docs/results.json: {' '.join(planned.key)}"
        if row is None:
            yield f"{name}: no such row"
        elif _planned(row) != _row(planned):
            yield f"{name}: made by other commands than those of today"
        elif row.own and row.content != content:
            needs = f", with {' and '.join(_named(planned))}" if planned.samples else ""
            yield f"{name}: stale, measured on content {row.content[:12]}, data/ has {content}{needs}"
        elif planned.quick:
            fresh.append(planned)
    for now in measured(fresh, (), corpus, None, say):
        yield from _differences(there[now.key], now)


def _named(planned: Planned) -> list[str]:
    return [f"SAMPLES/{name}" for name in planned.samples]


def _planned(row: Row) -> tuple[object, ...]:
    return row.sees, row.own, row.split, row.commands, tuple(row.samples)


def _row(planned: Planned) -> tuple[object, ...]:
    split = SETS[planned.set].split
    return planned.sees, planned.own, split, planned.commands, planned.samples


def _differences(then: Row, now: Row) -> Iterator[str]:
    name = f"docs/results.json: {' '.join(now.key)}"
    was = {(figure.measure, figure.figure): figure for figure in then.figures}
    for figure in now.figures:
        old = was.get((figure.measure, figure.figure))
        if old != figure:
            value = "nothing" if old is None else f"{old.value} over {old.units} {old.unit}s"
            yield (
                f"{name}: {figure.title} is {value}; measured again {figure.value} "
                f"over {figure.units} {figure.unit}s, or its interval or counts differ"
            )
    if then.phenomena != now.phenomena:
        yield f"{name}: pass rates of phenomena are others than those measured again"
    if len(was) != len(now.figures) or then.documents != now.documents:
        yield f"{name}: other figures or documents than those measured again"
