"""How far annotators agree: from a corpus and their names to one plain value.

For each layer: pairs and F1 of each two annotators, and unitising alpha of all of them, also by
language and by label; and for each field of the records that match, Cohen's kappa and
Krippendorff's alpha of each two, and alpha of all. Each has its counts and a bootstrap interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retold.corpus import Corpus
from retold.documents import Document
from retold.metrics.agreement import alpha_counts, alphas, kappa_counts, kappas
from retold.metrics.blocks import Blocks, Rows, reference
from retold.metrics.bootstrap import LEVEL, RESAMPLES, SEED, interval
from retold.metrics.comparison import Comparison, Outcome, values
from retold.metrics.layers import LAYERS, Layer, Path
from retold.metrics.matching import EXACT, PARTIAL, STRICT, TYPE, Counts, f1_scores
from retold.metrics.ratios import Vector, single
from retold.metrics.values import (
    TOO_FEW,
    Coefficient,
    FieldAgreement,
    FieldPair,
    LayerAgreement,
    PairScores,
    Report,
    Sampling,
    Score,
    Shared,
    Slice,
    Unitizing,
)

CRITERIA = {
    "exact": EXACT,
    "overlapping": PARTIAL,
    "exact_label": STRICT,
    "overlapping_label": TYPE,
}
Outcomes = dict[tuple[str, str], dict[str, list[Outcome]]]
Values = Sequence[str | None]


def agreement(corpus: Corpus, annotators: Sequence[str]) -> Report:
    """Compares the layers of two annotators or more; the first of a pair is its reference.

    Documents that only one of them has are left out. Raises ValueError, naming the layers there
    are, for a name without a layer, for fewer than two names, or where no document is shared.
    """
    documents = _documents(corpus, annotators)
    gold = {document.id: document for document in corpus.documents}
    ordered = {id: [versions[name] for name in sorted(versions)] for id, versions in documents.items()}
    # Gold, where it is there, has the zones that the corpus goes by, whoever is compared.
    first = {id: [gold[id], *found] if id in gold else found for id, found in ordered.items()}
    blocks = Blocks(tuple(reference(found) for found in first.values()))
    names = tuple(annotators)
    return Report(
        annotators=names,
        documents=len(documents),
        shared=tuple(
            Shared(a, b, sum({a, b} <= versions.keys() for versions in documents.values()))
            for a, b in combinations(names, 2)
        ),
        sampling=Sampling(blocks.unit, blocks.rows().size, RESAMPLES, LEVEL, SEED),
        too_few_below=TOO_FEW,
        layers={
            layer.name: _layer(layer, Comparison(layer, names, documents, blocks)) for layer in LAYERS
        },
    )


def _documents(corpus: Corpus, annotators: Sequence[str]) -> dict[str, dict[str, Document]]:
    """Document id -> annotator -> version, of the documents that at least two annotated."""
    there = {name: documents for name, documents in corpus.layers.items() if documents}
    named = ", ".join(sorted(there))
    for name in annotators:
        if name not in there:
            raise ValueError(f"no layer of {name!r}; there are: {named}")
    if len(set(annotators)) < 2 or len(set(annotators)) < len(annotators):
        raise ValueError(f"agreement is of two different annotators or more; there are: {named}")
    versions: dict[str, dict[str, Document]] = {}
    for name in annotators:
        for document in there[name]:
            versions.setdefault(document.id, {})[name] = document
    shared = {id: found for id, found in sorted(versions.items()) if len(found) > 1}
    if not shared:
        raise ValueError(f"no document has layers of two of: {', '.join(annotators)}")
    return shared


def _layer(layer: Layer, compared: Comparison) -> LayerAgreement:
    plain = [name for name, criterion in CRITERIA.items() if not criterion.labelled]
    labelled = plain if layer.label_in_key else [name for name in CRITERIA if name not in plain]
    shown = list(dict.fromkeys([*plain, *labelled]))
    outcomes: Outcomes = {
        (a, b): {name: list(compared.outcomes(a, b, CRITERIA[name])) for name in shown}
        for a, b in combinations(compared.annotators, 2)
    }
    unitized = {
        label: (compared.unitized(label), compared.unit_blocks(label))
        for label in ((None, *compared.labels) if layer.unitized else ())
    }
    found = (outcome for by_name in outcomes.values() for outcome in by_name["exact"])
    everything = compared.blocks.rows()

    def part(criteria: Iterable[str], rows: Rows, label: str | None = None) -> Slice:
        pairs = tuple(
            PairScores(a, b, {name: _score(_of(by_name[name], label), rows) for name in criteria})
            for (a, b), by_name in outcomes.items()
        )
        lengths = np.array(compared.blocks.lengths)
        return Slice(pairs, _unitizing(*unitized[label], lengths, rows) if unitized else None)

    return LayerAgreement(
        title=layer.title,
        key=layer.key,
        label=layer.label,
        all=part(shown, everything),
        languages={
            language: part(shown, compared.blocks.rows(language))
            for language in sorted({compared.blocks.languages[outcome.block] for outcome in found})
        },
        labels={label: part(labelled, everything, label) for label in compared.labels},
        fields=(
            *_fields(compared, layer.fields, everything, keyed=True),
            *_fields(compared, layer.key, everything, keyed=False),
        ),
    )


def _of(outcomes: Iterable[Outcome], label: str | None) -> Iterator[Outcome]:
    return (outcome for outcome in outcomes if label in (None, outcome.label))


def _score(outcomes: Iterable[Outcome], rows: Rows) -> Score:
    table = np.zeros((rows.size, 3))
    for outcome in outcomes:
        if rows.of[outcome.block] >= 0:
            table[rows.of[outcome.block], outcome.column] += 1
    counts = Counts(*(int(n) for n in table.sum(axis=0)))
    return Score(
        matched=counts.matched,
        only_a=counts.only_a,
        only_b=counts.only_b,
        precision=counts.precision,
        recall=counts.recall,
        f1=counts.f1,
        f1_interval=interval(table, f1_scores),
        too_few=counts.matched + counts.only_a + counts.only_b < TOO_FEW,
    )


def _unitizing(
    counts: Vector, starts: dict[str, list[int]], lengths: NDArray[np.intp], rows: Rows
) -> Unitizing:
    units = {name: int((rows.of[found] >= 0).sum()) for name, found in starts.items()}
    return Unitizing(
        code_points=int(lengths[rows.of >= 0].sum()),
        units=units,
        alpha=_coefficient(rows.total(counts), alphas, max(units.values())),
    )


def _fields(
    compared: Comparison, paths: Sequence[Path], rows: Rows, *, keyed: bool
) -> Iterator[FieldAgreement]:
    units = [unit for unit in compared.aligned(keyed=keyed) if len(unit.records) > unit.missing + 1]
    names = compared.annotators
    for path in paths:
        meant = (unit for unit in units if compared.layer.applies(path, filter(None, unit.records)))
        found = [(int(rows.of[unit.block]), values(unit, path)) for unit in meant]
        pairs = tuple(
            _field_pair(a, b, [(row, (v[x], v[y])) for row, v in found], rows.size)
            for (x, a), (y, b) in combinations(enumerate(names), 2)
        )
        alpha = _by_row(found, alpha_counts, rows.size)
        yield FieldAgreement(
            path, "key" if keyed else "spans", pairs, _coefficient(alpha, alphas, len(found))
        )


def _field_pair(a: str, b: str, found: list[tuple[int, Values]], size: int) -> FieldPair:
    both = [(row, pair) for row, pair in found if None not in pair]
    return FieldPair(
        a,
        b,
        agreed=sum(left == right for _, (left, right) in both),
        kappa=_coefficient(_by_row(both, kappa_counts, size), kappas, len(both)),
        alpha=_coefficient(_by_row(both, alpha_counts, size), alphas, len(both)),
    )


def _by_row(
    found: Sequence[tuple[int, Values]], counted: Callable[[Any, Any], Vector], size: int
) -> Vector:
    """A row of counts for each thing that is resampled, from the values that belong to it."""
    labels = sorted({value for _, held in found for value in held if value is not None})
    groups: dict[int, list[Values]] = {}
    for row, held in found:
        groups.setdefault(row, []).append(held)
    return np.array([counted(groups.get(row, ()), labels) for row in range(size)])


def _coefficient(table: Vector, statistic: Callable[[Vector], Vector], n: int) -> Coefficient:
    value = single(statistic(table.sum(axis=0, keepdims=True)))
    return Coefficient(value, n, interval(table, statistic), n < TOO_FEW)
