"""Scores as people read them: tables in text or Markdown, three places, and 1.000 only where it is 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retold.cli.tables import Table, aligned, piped
from retold.metrics.bootstrap import Interval
from retold.metrics.scores.difference import Comparison, MeasureDifferences
from retold.metrics.scores.measured import Figure, MeasureScores, Report
from retold.metrics.scores.words import interval, many, rounded

MOST_DOCUMENTS = 20
"""Of more documents, single ones are in the JSON only."""


def as_text(report: Report) -> str:
    """A section for each measure: all, by language, by label, by document."""
    lines = [*_preface(report)]
    for measure in report.measures.values():
        lines += ["", measure.title.upper()]
        for table in _tables(measure):
            lines += ["", table.title, *aligned(table)]
    return "\n".join(lines)


def as_markdown(report: Report) -> str:
    """The same as a page."""
    lines = [f"# Scores of {report.task}", "", " ".join(_preface(report))]
    for measure in report.measures.values():
        lines += ["", f"## {measure.title.capitalize()}"]
        for table in _tables(measure):
            lines += ["", f"**{table.title}**", "", *piped(table)]
    return "\n".join(lines)


def _preface(report: Report) -> Iterator[str]:
    yield f"Task {report.task}, {many(report.documents, 'document')}."
    yield (
        f"{report.level:.0%} intervals: percentile bootstrap, {report.resamples} resamples, always the "
        "same ones."
    )
    yield '"-": undefined, since nothing was there to be counted.'
    yield from _left_out(report.left_out)


def _left_out(measures: Mapping[str, str]) -> Iterator[str]:
    for name, why in measures.items():
        yield f"Not scored: {name}; {why}."


def _tables(measure: MeasureScores) -> Iterator[Table]:
    rows = [(name, *_shown(figure)) for name, figure in measure.all.figures.items()]
    sampled = f"all, intervals over {many(measure.units, measure.unit)}"
    yield Table(sampled, ("figure", "value", "interval"), rows)
    counts = [(name, _number(n)) for name, n in _counts(measure).items()]
    yield Table("counts", ("figure", "n"), counts)
    if len(measure.languages) > 1:
        found = {name: part.figures for name, part in measure.languages.items()}
        yield _by("by language", found)
    if measure.labels:
        yield _by(f"by {measure.labelled}", measure.labels)
    if 1 < len(measure.documents) <= MOST_DOCUMENTS:
        yield _by(
            f"by {measure.unit if measure.unit == 'item' else 'document'}",
            {name: part.figures for name, part in measure.documents.items()},
        )


def _counts(measure: MeasureScores) -> dict[str, float]:
    """The counts, those of all labels together; each label's are in the JSON."""
    found: dict[str, float] = {}
    for name, n in measure.all.counts.items():
        words = [word for word in name.split(".") if word not in measure.labels]
        found[".".join(words)] = found.get(".".join(words), 0) + n
    return found


def _by(title: str, parts: Mapping[str, Mapping[str, Figure]]) -> Table:
    """One row a part; the columns are the figures that stand alone, and each F1."""
    names = [name for name in next(iter(parts.values())) if not name.endswith(("precision", "recall"))]
    rows = [(part, *(rounded(figures[n].value) for n in names)) for part, figures in parts.items()]
    return Table(title, ("of", *names), rows)


def comparison_text(found: Comparison, a: str, b: str) -> str:
    """A table for each measure."""
    lines = [*_of_both(found, a, b)]
    for measure in found.measures.values():
        table = _differences(measure)
        lines += ["", measure.title.upper(), "", table.title, *aligned(table)]
    return "\n".join(lines)


def comparison_markdown(found: Comparison, a: str, b: str) -> str:
    """The same as a page."""
    lines = [f"# {a} and {b} on {found.task}", "", " ".join(_of_both(found, a, b))]
    for measure in found.measures.values():
        table = _differences(measure)
        lines += ["", f"## {measure.title.capitalize()}", "", f"**{table.title}**", "", *piped(table)]
    return "\n".join(lines)


def _of_both(found: Comparison, a: str, b: str) -> Iterator[str]:
    yield f"Task {found.task}, {many(found.documents, 'document')}. A is {a}, B is {b}."
    yield (
        f"p: approximate randomisation, {found.trials} trials, two-sided; {found.level:.0%} intervals "
        f"of B - A: paired bootstrap, {found.resamples} resamples."
    )
    yield from _left_out(found.left_out)


def _differences(measure: MeasureDifferences) -> Table:
    header = ("figure", "A", "B", "B - A", "interval", "p")
    rows = [
        (
            name,
            rounded(d.a),
            rounded(d.b),
            rounded(d.difference),
            _interval(d.interval),
            "-" if d.p is None else f"{d.p:.4f}",
        )
        for name, d in measure.figures.items()
    ]
    return Table(f"over {many(measure.units, measure.unit)}", header, rows)


def _shown(figure: Figure) -> tuple[str, str]:
    return rounded(figure.value), _interval(figure.interval)


def _interval(found: Interval | None) -> str:
    return "-" if found is None else interval(found.low, found.high)


def _number(n: float) -> str:
    return str(int(n)) if n == int(n) else f"{n:.3f}"
