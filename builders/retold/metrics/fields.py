"""How far annotators agree on the fields of records that match: kappa and alpha of each field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from retold.metrics.agreement import alpha_table, alphas, kappa_table, kappas
from retold.metrics.blocks import Rows
from retold.metrics.comparison import Comparison
from retold.metrics.estimates import Wanted, coefficients
from retold.metrics.layers import Path, texts
from retold.metrics.marks import Flags, Integers
from retold.metrics.values import Coefficient, FieldAgreement, FieldPair


def fields(
    compared: Comparison, paths: Sequence[Path], rows: Rows, *, keyed: bool
) -> Iterator[FieldAgreement]:
    """Each field of records that match, by their key too if ``keyed``, else by their spans alone."""
    if not paths:
        return
    units = compared.aligned(keyed=keyed)
    row = rows.of[units.blocks]
    for path in paths:
        meant = _meant(compared, units.records, path)
        values, labels = _values(compared, units.records[meant], path)
        pairs, alpha = _coefficients(compared.annotators, values, row[meant], (rows.size, labels))
        yield FieldAgreement(path, "key" if keyed else "spans", pairs, alpha)


def _meant(compared: Comparison, records: Integers, path: Path) -> Flags:
    """Of which things one of the records can hold a value in a field."""
    applies = np.array([compared.layer.applies(path, [label]) for label in compared.labels], dtype=bool)
    found = np.zeros(len(records), dtype=bool)
    for side, rows in zip(compared.sides.values(), records.T, strict=True):
        assert side.marks.labels is not None
        found |= np.append(applies[side.marks.labels], False)[rows]
    return found


def _values(compared: Comparison, records: Integers, path: Path) -> tuple[Integers, int]:
    """What each annotator put into a field, as numbers, -1 for who has no record; how many there are."""
    numbers: dict[str, int] = {}
    columns = []
    for side, rows in zip(compared.sides.values(), records.T, strict=True):
        found = texts([side.records[n] for n in rows.tolist() if n >= 0], path)
        column = np.full(len(rows), -1)
        column[rows >= 0] = [numbers.setdefault(value, len(numbers)) for value in found]
        columns.append(column)
    return np.stack(columns, axis=1), len(numbers)


def _coefficients(
    annotators: Sequence[str], values: Integers, row: Integers, shape: tuple[int, int]
) -> tuple[tuple[FieldPair, ...], Coefficient]:
    """Of each two annotators, and alpha of all."""
    twos = list(combinations(range(len(annotators)), 2))
    wanted = [Wanted(alpha_table(values, row, shape), alphas, len(values))]
    agreed = []
    for x, y in twos:
        both = (values[:, x] >= 0) & (values[:, y] >= 0)
        pair, rows = values[both][:, [x, y]], row[both]
        agreed.append(int((pair[:, 0] == pair[:, 1]).sum()))
        wanted.append(Wanted(kappa_table(pair[:, 0], pair[:, 1], rows, shape), kappas, len(pair)))
        if len(twos) > 1:  # two annotators are all
            wanted.append(Wanted(alpha_table(pair, rows, shape), alphas, len(pair)))
    alpha, *found = coefficients(wanted)
    of_pairs = zip(found[::2], found[1::2], strict=True) if len(twos) > 1 else [(found[0], alpha)]
    pairs = (
        FieldPair(annotators[x], annotators[y], agreed=n, kappa=kappa, alpha=of_pair)
        for (x, y), n, (kappa, of_pair) in zip(twos, agreed, of_pairs, strict=True)
    )
    return tuple(pairs), alpha
