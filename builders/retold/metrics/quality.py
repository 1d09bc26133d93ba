"""What a corpus says of its own quality: data/quality.json, and floors under single figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from itertools import combinations
from typing import Any

from retold.corpus import Corpus, Group
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


def all_figures(reports: Mapping[str, Report]) -> dict[str, Figure]:
    """Name -> figure of all groups; those of a named group begin with its name and a slash."""
    return {
        f"{group}/{name}" if group else name: figure
        for group, report in reports.items()
        for name, figure in figures(report).items()
    }


def floor_findings(
    reports: Mapping[str, Report],
    floors: Mapping[str, float],
    groups: Mapping[str, Group],
    file: str,
) -> Iterator[Finding]:
    """RT810 for each floor that its figure does not reach, has not, or that names no figure.

    ``groups`` are the named ones of the settings, measured or not.
    """
    known = all_figures(reports)
    for name, floor in floors.items():
        place = Place(file, field=f"agreement.floors.{name}")
        figure = known.get(name)
        if figure is None:
            yield Finding("RT810", place, _why_no_figure(name, known, reports, groups))
        elif figure.value is None:
            yield Finding("RT810", place, f"{name} is undefined over {figure.n} records")
        elif figure.value < floor:
            message = f"{name} is {figure.value:.3f} over {figure.n} records, the floor is {floor}"
            yield Finding("RT810", place, message)


def _why_no_figure(
    name: str, known: Mapping[str, Figure], reports: Mapping[str, Report], groups: Mapping[str, Group]
) -> str:
    """What keeps a floor from having a figure, and which are near it in its own group."""
    group, _, figure = name.rpartition("/")
    if group and group not in groups:
        there = ", ".join(groups) or "none"
        return f"there is no group {group!r} in agreement.groups; there are: {there}"
    if group not in reports:
        who = f"annotators of group {group}" if group else "annotators"
        return f"no two {who} have a document in common, so {name} is not measured"
    if group and _kind(figure.partition(".")[0]) in groups[group].leave_out:
        return f"group {group} leaves out records of kind {_kind(figure.partition('.')[0])}"
    own = [there for there in known if there.rpartition("/")[0] == group]
    near = get_close_matches(name, own, n=5, cutoff=0.5)
    meant = f"perhaps {', '.join(near)}" if near else "data/quality.json lists them"
    return f"there is no figure {name!r}; {meant}"


def quality(corpus: Corpus) -> dict[str, Any] | None:
    """The content of quality.json; None where no two annotators have a document in common.

    ``agreement`` is that of the annotators who come first, or where they share no document that of the
    first group which does; ``groups`` has the further ones by name, and is there where they are.
    """
    reports = reports_of(corpus)
    if not reports:
        return None
    first, *others = reports
    value: dict[str, Any] = {
        "figures": {name: asdict(figure) for name, figure in all_figures(reports).items()},
        "floors": corpus.settings.floors,
        "gold": _gold(corpus),
        "agreement": asdict(reports[first]),
    }
    if others:
        value["groups"] = {name: asdict(reports[name]) for name in others}
    rounded: dict[str, Any] = _rounded(value)
    return rounded


def reports_of(corpus: Corpus) -> dict[str, Report]:
    """Agreement by group of annotators, without the groups in which no two share a document.

    The first has no name: the annotators whose agreement comes first. The others are those of
    ``agreement.groups`` in the settings.
    """
    found = {}
    for name, group in {"": Group(corpus.compared), **corpus.settings.groups}.items():
        documents = {one: {d.id for d in corpus.layers.get(one, ())} for one in group.annotators}
        if any(a & b for a, b in combinations(documents.values(), 2)):
            report = agreement(corpus, [one for one, ids in documents.items() if ids])
            kept = {key: of for key, of in report.layers.items() if _kind(key) not in group.leave_out}
            found[name] = replace(report, layers=kept)
    return found


def _kind(layer: str) -> str:
    """The kind of record of a layer's: mentions are two layers."""
    return layer.partition("_")[0]


def _gold(corpus: Corpus) -> dict[str, dict[str, int]]:
    """Kind -> records of gold that the annotators agreed on, and that a decision made.

    ``left_out`` counts the records of the annotators that no record of gold comes from. Documents that
    one of them alone has are left out: nobody could agree or differ there.
    """
    made_of = corpus.settings.adjudication.get("annotators") or corpus.judges
    layers = [(name, d) for name in made_of for d in corpus.layers.get(name, ())]
    having = Counter(document.id for _, document in layers)
    rows = [row.record for document in corpus for row in document.rows if having[document.id] > 1]
    sources = {source for record in rows for source in record.derived_from}
    theirs = [(name, row.record) for name, d in layers for row in d.rows if having[d.id] > 1]
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
