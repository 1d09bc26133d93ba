"""Rows of results -> docs/results.md, and the region of the card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from retold.card import markdown_table
from retold.metrics.scores.words import interval, many, rounded
from retold.scoreboard.rows import SEES, Figure, Row, Trained

_HEAD = """# Results

Generated from `results.json` beside it by `make results`, which runs each command below.
[scoring.md](scoring.md) says what the figures count, [baselines.md](baselines.md) what the systems are.
In brackets are 95 % intervals, from a bootstrap over the units named; `-` is undefined.
`results.json` has the counts.

The systems are not ranked. Compare those alone that see the same:

{sees}

In the commands `OUT` is a new folder and `SAMPLES` the folder with the files of other corpora, which are
not part of this one; `.` is this corpus. Each row says what it was measured on: the digest `content` of
release.json, and of the samples a digest of their files.
"""


def page(rows: Sequence[Row], sets: Mapping[str, str], lacking: str) -> str:
    """docs/results.md; ``sets`` is what to know of each set, ``lacking`` of what has no row."""
    seen = "\n".join(f"- *{word}*: {meant}." for word, meant in _seen(rows))
    parts = [_HEAD.format(sees=seen), lacking]
    there = {row.set for row in rows}
    parts.append("\n".join(f"- **{name}**: {about}" for name, about in sets.items() if name in there))
    for task in dict.fromkeys(row.task for row in rows):
        parts.append("\n".join(_section(task, [row for row in rows if row.task == task])))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def region(rows: Sequence[Row], content: str) -> str:
    """What the card says: the rows on this corpus, and whether they are of its ``content``."""
    own = [row for row in rows if row.own]
    if not own:
        return "Nothing is measured."
    said = [
        "What the baselines that ship with the tool score, in brackets 95 % intervals; `-` is "
        "undefined. A column a set: docs/results.md of the repository says what it is, over how many "
        "units an interval is, by which commands a row is made, and has results on other corpora. "
        "Compare those alone that see the same."
    ]
    old = sorted({row.content for row in own} - {content})
    if old:
        said.append(
            "**Measured on other rows than these:** content "
            f"{', '.join(digest[:12] for digest in old)}, not {content[:12]}."
        )
    tables = [_by_set([row for row in own if _titles(row) in of]) for of in _alike(own)]
    legend = "; ".join(f"*{word}*: {meant}" for word, meant in _seen(own))
    learned = {row.system: row.trained for row in own if row.trained is not None}
    models = [f"*{system}* learned from {_trained(made)}." for system, made in learned.items()]
    return "\n\n".join([*said, *tables, " ".join([f"Sees {legend}.", *models])])


def _alike(rows: Sequence[Row]) -> list[set[tuple[str, ...]]]:
    """Figures that rows of a task have on plain sets, and those that they have on the challenge set."""
    plain = {_titles(row) for row in rows if not row.phenomena}
    return [found for found in (plain, {_titles(row) for row in rows} - plain) if found]


def _by_set(rows: Sequence[Row]) -> str:
    """A line for each figure of a system, a column for each set."""
    sets = {row.set: _column(row) for row in rows}
    lines: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for row in rows:
        for figure in row.figures:
            line = lines.setdefault((row.task, row.system, _sees(row), figure.title), {})
            line[row.set] = _value(figure)
    table = [[*line, *(found.get(name, "") for name in sets)] for line, found in lines.items()]
    return markdown_table(("task", "system", "sees", "figure", *sets.values()), table)


def _column(row: Row) -> str:
    """A split of this corpus by its name; behind it what docs/results.md calls the set."""
    return row.set if row.split in (None, row.set) else f"`{row.split}` ({row.set})"


def _seen(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """What the systems of these rows see: the word, and what it means."""
    return [words for sees, words in SEES.items() if sees in {row.sees for row in rows}]


def _sees(row: Row) -> str:
    return SEES[row.sees][0]


def _section(task: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f"## {task}"
    for titles in dict.fromkeys(map(_titles, rows)):  # a set may have figures of its own
        head = ("system", "set", "split", "sees", "documents", *titles)
        yield "\n" + markdown_table(head, [[*_cells(row)] for row in rows if _titles(row) == titles])
    yield from _phenomena(rows)
    for row in rows:
        yield f"\n### {task}: {row.system} on {row.set}\n"
        yield _measured_on(row)
        yield from ("\n```sh", *row.commands, "```")


def _phenomena(rows: Sequence[Row]) -> Iterator[str]:
    """Pass rates on the challenge set: a line a phenomenon, a column a system."""
    rows = [row for row in rows if row.phenomena]
    if not rows:
        return
    names = dict.fromkeys(figure.title for row in rows for figure in row.phenomena)
    found = {(row.system, figure.title): figure for row in rows for figure in row.phenomena}
    table: list[list[str | int]] = []
    for name in names:
        figures = [found.get((row.system, name)) for row in rows]
        items = max(figure.units for figure in figures if figure is not None)
        cells = ("-" if figure is None else _value(figure) for figure in figures)
        table.append([name, items, *cells])
    yield "\nPass rates by phenomenon:\n"
    yield markdown_table(("phenomenon", "items", *(row.system for row in rows)), table)


def _titles(row: Row) -> tuple[str, ...]:
    return tuple(figure.title for figure in row.figures)


def _cells(row: Row) -> Iterable[str | int]:
    shown = (f"{_value(figure)}, {_units(figure)}" for figure in row.figures)
    return row.system, row.set, row.split or "-", _sees(row), row.documents, *shown


def _value(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return rounded(figure.value)
    return f"{rounded(figure.value)} ({interval(figure.low, figure.high)})"


def _units(figure: Figure) -> str:
    return many(figure.units, figure.unit) if figure.units else "-"


def _measured_on(row: Row) -> str:
    words = [f"Measured on content `{row.content[:12]}`"]
    words += [f"files of `{name}` `{digest[:12]}`" for name, digest in row.samples.items()]
    text = f"{', '.join(words)}."
    return text if row.trained is None else f"{text} Trained on {_trained(row.trained)}."


def _trained(made: Trained) -> str:
    part = "" if made.share == 1 else f", {made.share:.0%} of its stories"
    of = f"{made.examples} examples of {made.dataset}, split {made.split}{part}"
    if made.majority is not None:
        return f"{of}: the most frequent answer, `{made.majority}`, is always given"
    return (
        f"{of} ({made.lang}; {', '.join(made.labels)}): "
        f"{made.epochs} epochs, seed {made.seed}, spaCy {made.spacy}"
    )
