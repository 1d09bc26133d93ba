"""How far annotators agree: from a corpus and their names to one plain value.

For each layer: pairs and F1 of each two annotators, and unitising alpha of all of them, also by
language and by label; and for each field of the records that match, Cohen's kappa and
Krippendorff's alpha of each two, and alpha of all. Each has its counts and a bootstrap interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from retold.corpus import Corpus
from retold.documents import Document
from retold.metrics import comparison
from retold.metrics.agreement import alphas
from retold.metrics.blocks import Blocks, Rows, reference
from retold.metrics.bootstrap import LEVEL, RESAMPLES, SEED
from retold.metrics.comparison import Comparison
from retold.metrics.estimates import Wanted, coefficients, scores
from retold.metrics.fields import fields
from retold.metrics.layers import LAYERS, Layer
from retold.metrics.marks import Integers
from retold.metrics.matching import EXACT, PARTIAL, STRICT, TYPE
from retold.metrics.ratios import Vector
from retold.metrics.values import (
    TOO_FEW,
    LayerAgreement,
    PairScores,
    Report,
    Sampling,
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
Outcomes = dict[tuple[str, str], dict[str, comparison.Outcomes]]


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
        (a, b): {name: compared.outcomes(a, b, CRITERIA[name]) for name in shown}
        for a, b in combinations(compared.annotators, 2)
    }
    languages = compared.blocks.languages
    blocks = {int(n) for by_name in outcomes.values() for n in np.unique(by_name["exact"].blocks)}
    everything = compared.blocks.rows()
    by_language = {lang: compared.blocks.rows(lang) for lang in sorted({languages[n] for n in blocks})}
    units = compared.unitized() if layer.unitized else None

    def whole(rows: Rows) -> Slice:
        tables = [outcomes[pair][name].counts(rows) for pair in outcomes for name in shown]
        counted = [] if units is None else [_Unitized.of(compared, *units, rows)]
        (found,) = _slices(outcomes, shown, [tables], counted)
        return found

    return LayerAgreement(
        title=layer.title,
        key=layer.key,
        label=layer.label,
        all=whole(everything),
        languages={language: whole(rows) for language, rows in by_language.items()},
        labels=_by_label(compared, outcomes, labelled, everything),
        fields=(
            *fields(compared, layer.fields, everything, keyed=True),
            *fields(compared, layer.key, everything, keyed=False),
        ),
    )


def _by_label(
    compared: Comparison, outcomes: Outcomes, labelled: Sequence[str], rows: Rows
) -> dict[str, Slice]:
    """The same of each label alone; all of them are resampled at once."""
    tables = [
        [outcomes[pair][name].counts(rows, number) for pair in outcomes for name in labelled]
        for number in range(len(compared.labels))
    ]
    counted = [
        _Unitized.of(compared, *compared.unitized(label), rows)
        for label in (compared.labels if compared.layer.unitized else ())
    ]
    return dict(zip(compared.labels, _slices(outcomes, labelled, tables, counted), strict=True))


class _Unitized(NamedTuple):
    """What unitising alpha of some rows follows from."""

    table: Vector
    code_points: int
    units: dict[str, int]

    @classmethod
    def of(
        cls, compared: Comparison, counts: Vector, starts: dict[str, Integers], rows: Rows
    ) -> _Unitized:
        units = {name: int((rows.of[found] >= 0).sum()) for name, found in starts.items()}
        lengths = np.array(compared.blocks.lengths)
        return cls(rows.total(counts), int(lengths[rows.of >= 0].sum()), units)


def _slices(
    pairs: Iterable[tuple[str, str]],
    criteria: Sequence[str],
    tables: Sequence[Sequence[Vector]],
    counted: Sequence[_Unitized],
) -> list[Slice]:
    """A slice for each list of tables, which has one for each pair and criterion."""
    found = iter(scores([table for of_slice in tables for table in of_slice]))
    wanted = [Wanted(u.table, alphas, max(u.units.values())) for u in counted]
    alpha = coefficients(wanted)
    unitizing: list[Unitizing | None] = [None] * len(tables)
    for n, (of, value) in enumerate(zip(counted, alpha, strict=True)):
        unitizing[n] = Unitizing(of.code_points, of.units, value)
    return [
        Slice(tuple(PairScores(a, b, {name: next(found) for name in criteria}) for a, b in pairs), unit)
        for unit in unitizing
    ]
