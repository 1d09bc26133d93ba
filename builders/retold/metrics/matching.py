"""Lining up the items that two annotators, or gold and a model, found in one document.

An item is a span, or the fragments of a discontinuous one, with a label. The criteria are the four
of SemEval-2013 task 9.1 (Segura-Bedmar, Martínez and Herrero-Zazo 2013): strict, exact boundary,
partial boundary, type. Each pair counts as one here; where a partial match is to count half, the
difference of the two counts says how many those are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from retold.metrics.ratios import Vector, ratio, single
from retold.model import Spans

Pair = tuple[int, int]
_FEW = 6
"""Edges of which every choice is tried."""
_FINENESS = 10_000
"""Steps in which overlap is measured: fine enough to compare, coarse enough for exact sums."""


@dataclass(frozen=True)
class Item:
    """What an annotator marked: fragments ``[start, end)`` in code points, in any order.

    Only items of equal ``key`` can be matched. Raises ValueError without fragments, or where one
    is empty or turned round.
    """

    spans: Spans
    label: Hashable = None
    key: Hashable = None

    def __post_init__(self) -> None:
        if not self.spans or any(start >= end for start, end in self.spans):
            raise ValueError(f"an item has fragments [start, end) with start < end, not {self.spans}")

    @cached_property
    def characters(self) -> Spans:
        """The characters covered, as the fewest fragments, in order."""
        return joined(self.spans)

    @cached_property
    def size(self) -> int:
        """Number of code points covered."""
        return sum(end - start for start, end in self.characters)


def joined(spans: Spans) -> Spans:
    """The characters that fragments cover, as the fewest fragments, in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


@dataclass(frozen=True)
class Criterion:
    """When two items may be a pair: same characters or a shared one, any label or an equal one."""

    overlapping: bool
    labelled: bool

    def admits(self, a: Item, b: Item) -> bool:
        """Whether ``a`` and ``b`` may be a pair."""
        if a.key != b.key or (self.labelled and a.label != b.label):
            return False
        return shared(a, b) > 0 if self.overlapping else a.characters == b.characters


STRICT = Criterion(overlapping=False, labelled=True)
EXACT = Criterion(overlapping=False, labelled=False)
PARTIAL = Criterion(overlapping=True, labelled=False)
TYPE = Criterion(overlapping=True, labelled=True)


@dataclass(frozen=True)
class Counts:
    """Pairs, and items that are only in ``a`` or only in ``b``; counts of documents add up.

    ``a`` is the reference where there is one.
    """

    matched: int = 0
    only_a: int = 0
    only_b: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(x + y for x, y in zip(astuple(self), astuple(other), strict=True)))

    @property
    def precision(self) -> float | None:
        """Matched of all in ``b``; None where ``b`` is empty."""
        return self.matched / (self.matched + self.only_b) if self.matched + self.only_b else None

    @property
    def recall(self) -> float | None:
        """Matched of all in ``a``; None where ``a`` is empty."""
        return self.matched / (self.matched + self.only_a) if self.matched + self.only_a else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two, the same from either side; None where both are empty."""
        return single(f1_scores(np.array([astuple(self)], dtype=float)))


def f1_scores(counts: Vector) -> Vector:
    """F1 of each row ``(matched, only in a, only in b)``; NaN where all are 0."""
    twice = 2 * counts[..., 0]
    return ratio(twice, twice + counts[..., 1] + counts[..., 2])


def shared(a: Item, b: Item) -> int:
    """Number of code points that both cover."""
    both = 0
    for start, end in a.characters:
        for other_start, other_end in b.characters:
            both += max(0, min(end, other_end) - max(start, other_start))
    return both


def closeness(a: Item, b: Item) -> tuple[int, int, int]:
    """How near two items are: same characters, overlap (Dice, in 1/10000), equal label."""
    overlap = 2 * shared(a, b) * _FINENESS // (a.size + b.size)
    return int(a.characters == b.characters), overlap, int(a.label == b.label)


def match(a: Sequence[Item], b: Sequence[Item], criterion: Criterion) -> list[Pair]:
    """Pairs of positions in ``a`` and ``b``, each item in at most one, by position in ``a``.

    Of all one-to-one assignments that the criterion admits, the one with the most pairs of the
    same characters; then with the greatest sum of overlaps; then with the most pairs; then with the
    most equal labels; then of the earlier items, in the order of the text. So equal input gives
    equal pairs, and the counts are the same from either side.
    """
    rows, columns = _in_text_order(a), _in_text_order(b)
    near = _near([a[i] for i in rows], [b[j] for j in columns])
    edges = [(i, j) for i, j in near if criterion.admits(a[rows[i]], b[columns[j]])]
    pairs: list[Pair] = []
    for component in _components(edges, len(a), len(b)):
        weights = {(i, j): closeness(a[rows[i]], b[columns[j]]) for i, j in component}
        pairs += _assign(weights)
    return sorted((rows[i], columns[j]) for i, j in pairs)


def count(a: Sequence[Item], b: Sequence[Item], criterion: Criterion) -> Counts:
    """The counts of one document."""
    matched = len(match(a, b, criterion))
    return Counts(matched, len(a) - matched, len(b) - matched)


def align(annotators: Sequence[Sequence[Item]], criterion: Criterion) -> list[tuple[int | None, ...]]:
    """The items of any number of annotators as units: a position, or None, for each annotator.

    Pairs of annotators are matched, and the pairs joined, the closest first; one that would put
    two items of an annotator into one unit is left out. Of two annotators the units are the pairs
    of ``match`` and the items without one.
    """
    links = []
    for x, y in combinations(range(len(annotators)), 2):
        for i, j in match(annotators[x], annotators[y], criterion):
            first, second = annotators[x][i], annotators[y][j]
            rank = tuple(-value for value in closeness(first, second))
            place = sorted((first.characters, second.characters))
            links.append((rank, place, (x, i), (y, j)))
    units = {(x, i): {x: i} for x, items in enumerate(annotators) for i in range(len(items))}
    for _, _, left, right in sorted(links):
        one, other = units[left], units[right]
        if not one.keys() & other.keys():
            one.update(other)
            units.update(dict.fromkeys(other.items(), one))
    distinct = {id(unit): unit for unit in units.values()}.values()
    found = [tuple(unit.get(x) for x in range(len(annotators))) for unit in distinct]
    return sorted(found, key=lambda unit: _place(unit, annotators))


def _place(unit: tuple[int | None, ...], annotators: Sequence[Sequence[Item]]) -> tuple[Spans, int]:
    """Where a unit stands: its first item's characters, and who has the first item."""
    return min((annotators[x][i].characters, x) for x, i in enumerate(unit) if i is not None)


def _in_text_order(items: Sequence[Item]) -> list[int]:
    return sorted(range(len(items)), key=lambda i: (items[i].characters, str(items[i].label), i))


def _near(a: list[Item], b: list[Item]) -> Iterator[Pair]:
    """Positions of items whose extents share a character, both lists in the order of the text."""
    starts = [item.characters[0][0] for item in b]
    longest = max((item.characters[-1][1] - item.characters[0][0] for item in b), default=0)
    for i, item in enumerate(a):
        start, end = item.characters[0][0], item.characters[-1][1]
        for j in range(bisect_left(starts, start - longest + 1), bisect_left(starts, end)):
            yield i, j


def _components(edges: list[Pair], rows: int, columns: int) -> Iterable[list[Pair]]:
    """The edges in groups that have no item in common: small problems instead of a large one."""
    parent = list(range(rows + columns))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for i, j in edges:
        parent[root(i)] = root(rows + j)
    groups: dict[int, list[Pair]] = {}
    for edge in edges:
        groups.setdefault(root(edge[0]), []).append(edge)
    return groups.values()


def _assign(closeness_of: dict[Pair, tuple[int, int, int]]) -> list[Pair]:
    """The best one-to-one choice of edges; see ``match`` for what is best.

    Its criteria become one whole number: each counts more than all behind it can together. The
    sums are exact up to 2**53, which some 70 items that all overlap do not reach; beyond that,
    only what decides between equally good choices may be lost. Of a few edges every choice is tried,
    for which nothing has to be loaded.
    """
    if len(closeness_of) == 1:
        return list(closeness_of)
    rows = sorted({i for i, _ in closeness_of})
    columns = sorted({j for _, j in closeness_of})
    most = min(len(rows), len(columns))
    per_label = 4 * max(len(rows), len(columns)) * most + 1
    per_pair = per_label * (most + 1)
    per_overlap = per_pair * (most + 1)
    per_exact = per_overlap * (most * _FINENESS + 1)
    weights = {}
    for (i, j), (exact, overlap, label) in closeness_of.items():
        r, c = rows.index(i), columns.index(j)
        worth = exact * per_exact + overlap * per_overlap + per_pair + label * per_label
        weights[r, c] = worth - (r + c + 2 * max(r, c))
    chosen = _tried(weights) if len(weights) <= _FEW else _solved(weights, len(rows), len(columns))
    return [(rows[r], columns[c]) for r, c in chosen]


def _tried(weights: dict[Pair, int]) -> list[Pair]:
    """The choice of greatest weight, by trying all; of several, that of the earlier edges."""
    best: tuple[int, list[Pair]] = (0, [])
    choices: list[tuple[int, list[Pair]]] = [best]
    for edge, weight in sorted(weights.items()):
        for total, chosen in choices[:]:
            if all(edge[0] != r and edge[1] != c for r, c in chosen):
                more = total + weight, [*chosen, edge]
                choices.append(more)
                best = more if more[0] > best[0] else best
    return best[1]


def _solved(weights: dict[Pair, int], rows: int, columns: int) -> list[Pair]:
    """The choice of greatest weight, as an assignment problem."""
    from scipy.optimize import linear_sum_assignment

    table = np.zeros((rows, columns))
    for edge, weight in weights.items():
        table[edge] = weight
    chosen = zip(*linear_sum_assignment(table, maximize=True), strict=True)
    return [(int(r), int(c)) for r, c in chosen if table[r, c] > 0]
