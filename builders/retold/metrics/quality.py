"""What a corpus says of its own quality: data/quality.json, and floors under single figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from itertools import combinations
from typing import Any

from retold.corpus import Corpus
from retold.findings import Finding, Place
from retold.metrics.report import agreement
from retold.metrics.values import Report
from retold.model import ANNOTATION_KINDS

DIGITS = 4
"""Figures in quality.json are rounded: the last bits of a float differ between machines."""


@dataclass(frozen=True)
class Figure:
    """One figure of a report, the lowest of all pairs of annotators, with its sample size."""

    value: float | None
    n: int
    too_few: bool


def figures(report: Report) -> dict[str, Figure]:
    """Name -> figure, for every figure of a whole layer.

    ``<layer>.exact``, ``.overlapping`` and the same with ``_label`` are F1 of matched records;
    ``<layer>.unitizing`` is Krippendorff's alpha for unitising; ``<layer>.<field>`` is his nominal
    alpha of that field on the records that match.
    """
    found: dict[str, Figure] = {}
    for name, layer in report.layers.items():
        for criterion in layer.all.pairs[0].scores if layer.all.pairs else ():
            scores = [pair.scores[criterion] for pair in layer.all.pairs]
            worst = min(scores, key=lambda score: 1.0 if score.f1 is None else score.f1)
            n = worst.matched + worst.only_a + worst.only_b
            found[f"{name}.{criterion}"] = Figure(worst.f1, n, worst.too_few)
        if layer.all.unitizing is not None:
            alpha = layer.all.unitizing.alpha
            found[f"{name}.unitizing"] = Figure(alpha.value, alpha.n, alpha.too_few)
        for field in layer.fields:
            alpha = field.alpha
            found[f"{name}.{field.field}"] = Figure(alpha.value, alpha.n, alpha.too_few)
    return found


def floor_findings(report: Report, floors: Mapping[str, float], file: str) -> Iterator[Finding]:
    """RT810 for each floor that its figure does not reach, has not, or that names no figure."""
    known = figures(report)
    for name, floor in floors.items():
        place = Place(file, field=f"agreement.floors.{name}")
        figure = known.get(name)
        if figure is None:
            near = get_close_matches(name, known, n=5, cutoff=0.5)
            meant = f"perhaps {', '.join(near)}" if near else "data/quality.json lists them"
            message = f"there is no figure {name!r}; {meant}"
            yield Finding("RT810", place, message)
        elif figure.value is None:
            yield Finding("RT810", place, f"{name} is undefined over {figure.n} records")
        elif figure.value < floor:
            message = f"{name} is {figure.value:.3f} over {figure.n} records, the floor is {floor}"
            yield Finding("RT810", place, message)


def quality(corpus: Corpus) -> dict[str, Any] | None:
    """The content of quality.json; None where no two annotators have a document in common."""
    found = report_of(corpus)
    if found is None:
        return None
    value: dict[str, Any] = _rounded(
        {
            "figures": {name: asdict(figure) for name, figure in figures(found).items()},
            "floors": corpus.settings.floors,
            "gold": _gold(corpus),
            "agreement": asdict(found),
        }
    )
    return value


def report_of(corpus: Corpus) -> Report | None:
    """Agreement of the annotators whose agreement counts, or None where two have nothing in common."""
    documents = [{d.id for d in corpus.layers.get(name, ())} for name in corpus.compared]
    shared = any(a & b for a, b in combinations(documents, 2))
    there = [n for n, ids in zip(corpus.compared, documents, strict=True) if ids]
    return agreement(corpus, there) if shared else None


def _gold(corpus: Corpus) -> dict[str, dict[str, int]]:
    """Kind -> records of gold that the annotators agreed on, and that a decision made.

    ``left_out`` counts the records of the annotators that no record of gold comes from.
    """
    rows = [row.record for document in corpus for row in document.rows]
    sources = {source for record in rows for source in record.derived_from}
    layers = ((name, d) for name in corpus.compared for d in corpus.layers.get(name, ()))
    theirs = [(name, row.record) for name, document in layers for row in document.rows]
    found = {}
    for kind, type_ in ANNOTATION_KINDS.items():
        of_kind = [record for record in rows if isinstance(record, type_)]
        unused = [
            record
            for name, record in theirs
            if isinstance(record, type_) and f"{name}/{record.id}" not in sources
        ]
        decided = sum(record.decision is not None for record in of_kind)
        found[kind] = {
            "agreed": len(of_kind) - decided,
            "decided": decided,
            "left_out": len(unused),
        }
    return found


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value


HEAD = ("layer", "records", "F1, same span", "F1, overlap", "unitising α", "fields below 1: α (n)")


def about(value: Mapping[str, Any]) -> str:
    """Who was compared on how much, and how the intervals came about, from quality.json."""
    found = value["agreement"]
    sampling = found["sampling"]
    return (
        f"Annotators {' and '.join(f'`{name}`' for name in found['annotators'])}, "
        f"{found['documents']} documents. Intervals: {sampling['level']:.0%}, bootstrap over "
        f"{sampling['units']} {sampling['unit']}s, {sampling['resamples']} times. Too few: under "
        f"{found['too_few_below']} records. All figures, by language and label: `quality.json`."
    )


def table(value: Mapping[str, Any]) -> list[list[Any]]:
    """Rows for the card, from quality.json: a layer a row, with the columns of ``HEAD``."""
    rows = []
    for layer in value["agreement"]["layers"].values():
        pair = layer["all"]["pairs"][0]
        exact, overlap = pair["scores"]["exact"], pair["scores"]["overlapping"]
        unitizing = layer["all"]["unitizing"]
        both = exact["matched"]
        rows.append(
            [
                layer["title"],
                f"{both + exact['only_a']} / {both + exact['only_b']}",
                _with_interval(exact["f1"], exact["f1_interval"], exact["too_few"]),
                _shown(overlap["f1"]),
                "–" if unitizing is None else _shown(unitizing["alpha"]["value"]),
                _lowest(layer["fields"]),
            ]
        )
    return rows


def f1_intervals(
    value: Mapping[str, Any],
) -> Iterator[tuple[str, float, float | None, float | None]]:
    """Title with how many records, F1 of records with the same span, its interval; of each layer.

    ``value`` is quality.json. A layer in which nobody has a record has no F1 and is left out.
    """
    for layer in value["agreement"]["layers"].values():
        score = layer["all"]["pairs"][0]["scores"]["exact"]
        if score["f1"] is not None:
            n = score["matched"] + score["only_a"] + score["only_b"]
            label = f"{layer['title']} ({n}{', too few' if score['too_few'] else ''})"
            around = score["f1_interval"] or {"low": None, "high": None}
            yield label, score["f1"], around["low"], around["high"]


def _lowest(fields: list[dict[str, Any]]) -> str:
    """The fields on whose values somebody disagreed, lowest first."""
    alphas = [(f["alpha"]["value"], f["alpha"]["n"], f["alpha"]["too_few"], f["field"]) for f in fields]
    below = sorted((a, n, few, name) for a, n, few, name in alphas if a is not None and a < 1)
    parts = (f"{name} {a:.2f} ({n}{', too few' if few else ''})" for a, n, few, name in below)
    return ", ".join(parts) or "none"


def _with_interval(value: float | None, interval: Mapping[str, Any] | None, too_few: bool) -> str:
    shown = _shown(value)
    if interval is not None:
        shown += f" ({interval['low']:.2f} to {interval['high']:.2f})"
    return f"{shown}, too few" if too_few else shown


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
