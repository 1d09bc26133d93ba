"""The report of agreement as people read it: tables in text or Markdown, rounded to two places."""

from __future__ import annotations

from collections.abc import Iterator

from retold.cli.tables import Table, aligned, piped
from retold.metrics.bootstrap import Interval
from retold.metrics.values import Coefficient, FieldAgreement, LayerAgreement, Report, Slice

_CRITERIA = {
    "exact": "exact",
    "overlapping": "overlap",
    "exact_label": "exact, label",
    "overlapping_label": "overlap, label",
}
Slices = list[tuple[str, Slice]]


def as_text(report: Report) -> str:
    """Lines of at most 100 characters, as long as names of annotators leave room for it."""
    lines = [*_preface(report)]
    for layer in report.layers.values():
        lines += ["", layer.title.upper(), *_notes(layer)]
        for table in _tables(report, layer):
            lines += ["", table.title, *aligned(table)]
    return "\n".join(lines)


def as_markdown(report: Report) -> str:
    """The same as a page with a section for each layer."""
    lines = [f"# Agreement of {_named(report.annotators)}", "", " ".join(_preface(report))]
    for layer in report.layers.values():
        lines += ["", f"## {layer.title.capitalize()}"]
        lines += [line for note in _notes(layer) for line in ("", note)]
        for table in _tables(report, layer):
            lines += ["", f"**{table.title}**", "", *piped(table)]
    return "\n".join(lines)


def _preface(report: Report) -> Iterator[str]:
    sampling = report.sampling
    shared = ", ".join(f"{s.a} and {s.b} {s.documents}" for s in report.shared)
    yield f"Agreement of {_named(report.annotators)} on {_many(report.documents, 'document')}."
    if len(report.shared) > 1:
        yield f"Documents that two have in common: {shared}."
    yield (
        f"{sampling.level:.0%} intervals: percentile bootstrap, {sampling.resamples} resamples of "
        f"{_many(sampling.units, sampling.unit)}, always the same ones."
    )
    yield f'"too few": fewer than {report.too_few_below} items. "-": undefined.'


def _notes(layer: LayerAgreement) -> Iterator[str]:
    if layer.key:
        yield f"Records match by equal {_named(layer.key)}, and by their spans."
    if not layer.labels:
        yield "No annotator has any."


def _tables(report: Report, layer: LayerAgreement) -> Iterator[Table]:
    if not layer.labels:
        return
    slices = [("all", layer.all), *layer.languages.items(), *layer.labels.items()]
    for number, shared in enumerate(report.shared):
        title = f"Matches of {shared.a} (a, the reference) and {shared.b} (b), label: {layer.label}"
        yield _matches(title, slices, number)
    if layer.all.unitizing:
        names = " / ".join(report.annotators)
        yield _unitizing(f"Unitising alpha; units of {names}", slices)
    for number, shared in enumerate(report.shared):
        title = f"Fields of records that match (overlap), {shared.a} and {shared.b}"
        yield _fields(title, layer.fields, number)
    if len(report.shared) > 1:
        yield _alphas(f"Fields of records that match (overlap), {_named(report.annotators)}", layer)


def _matches(title: str, slices: Slices, number: int) -> Table:
    header = ("of", "spans", "both", "only a", "only b", "P", "R", "F1", "interval", "")
    rows = []
    for name, part in slices:
        for criterion, score in part.pairs[number].scores.items():
            counts = (str(score.matched), str(score.only_a), str(score.only_b))
            ratios = (_rounded(score.precision), _rounded(score.recall), _rounded(score.f1))
            notes = (_interval(score.f1_interval), _note(score.too_few))
            rows.append((name, _CRITERIA[criterion], *counts, *ratios, *notes))
    return Table(title, header, rows)


def _unitizing(title: str, slices: Slices) -> Table:
    header = ("of", "code points", "units", "alpha", "interval", "")
    rows = []
    for name, part in slices:
        if part.unitizing:
            units = " / ".join(map(str, part.unitizing.units.values()))
            rows.append((name, str(part.unitizing.code_points), units, *_shown(part.unitizing.alpha)))
    return Table(title, header, rows)


def _fields(title: str, fields: tuple[FieldAgreement, ...], number: int) -> Table:
    header = ("field", "records", "agree", "kappa", "interval", "alpha", "interval", "")
    rows = []
    for field in fields:
        pair = field.pairs[number]
        kappa, alpha = _shown(pair.kappa), _shown(pair.alpha)
        rows.append((_field(field), str(pair.kappa.n), str(pair.agreed), *kappa[:2], *alpha))
    return Table(title, header, rows)


def _alphas(title: str, layer: LayerAgreement) -> Table:
    header = ("field", "records", "alpha", "interval", "")
    rows = [(_field(field), str(field.alpha.n), *_shown(field.alpha)) for field in layer.fields]
    return Table(title, header, rows)


def _field(field: FieldAgreement) -> str:
    return field.field if field.matched_by == "key" else f"{field.field} (spans alone)"


def _shown(coefficient: Coefficient) -> tuple[str, str, str]:
    return (
        _rounded(coefficient.value),
        _interval(coefficient.interval),
        _note(coefficient.too_few),
    )


def _rounded(value: float | None) -> str:
    return "-" if value is None else f"{value:z.2f}"


def _interval(found: Interval | None) -> str:
    return "-" if found is None else f"{found.low:z.2f} to {found.high:z.2f}"


def _note(too_few: bool) -> str:
    return "too few" if too_few else ""


def _named(names: tuple[str, ...]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _many(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
