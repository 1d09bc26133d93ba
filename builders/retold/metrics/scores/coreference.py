"""Mentions grouped: the coreference scores of CoNLL-2012, inside a document.

The mentions of one entity are a cluster, one mention alone is one too. MUC (Vilain et al. 1995), B³
(Bagga and Baldwin 1998) and entity-based CEAF (Luo 2005), for mentions that a system found itself, as
Pradhan et al. (2014) have them; ``conll`` is the mean of the three F1. All of them follow from the sizes
of the clusters, and from how many mentions each cluster of gold and each of the answer have in common.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from retold.metrics.marks import Integers
from retold.metrics.pairing import numbered
from retold.metrics.ratios import Vector, ratio
from retold.metrics.scores.compared import Compared, Mentions
from retold.metrics.scores.counting import Column, Measure, Tallies
from retold.metrics.scores.links import names_an_entity
from retold.metrics.scores.sums import Figures, Sums, harmonic, mean, prf


@dataclass(frozen=True)
class Clusters:
    """The clusters of one side: the page and the size of each, and the cluster of each mention.

    Mentions are told by their characters; ``keys`` are equal for the same mention of both sides.
    """

    pages: Integers
    sizes: Integers
    of: Integers
    keys: Integers


@dataclass(frozen=True)
class Common:
    """Pairs of clusters that have mentions in common, by cluster of gold, and how many."""

    key: Integers
    response: Integers
    mentions: Integers


def clusters(gold: Mentions, answers: Mentions) -> tuple[Clusters, Clusters]:
    """The mentions of each entity, of both sides."""
    sides = [_clustered(side) for side in (gold, answers)]
    entities = sorted({entity for side in sides for entity in side.entities if entity is not None})
    number = {entity: n for n, entity in enumerate(entities)}
    characters = numbered(sides[0].marks, sides[1].marks)
    stacked = [_stacked(side, codes) for side, codes in zip(sides, characters, strict=True)]
    high = 1 + max(int(s.max(initial=0)) for s in stacked)
    found = []
    for side, codes, places in zip(sides, characters, stacked, strict=True):
        named = np.array([number[e] for e in side.entities if e is not None], dtype=np.int64)
        told, of = np.unique(side.marks.documents * len(number) + named, return_inverse=True)
        sizes = np.bincount(of, minlength=len(told))
        found.append(Clusters(told // max(1, len(number)), sizes, of, codes * high + places))
    return found[0], found[1]


def _clustered(side: Mentions) -> Mentions:
    return side.take(np.array([entity is not None for entity in side.entities], dtype=bool))


def _stacked(side: Mentions, characters: Integers) -> Integers:
    """Of mentions of the same characters, which one each is, in the order of what they say."""
    found = np.zeros(len(characters), dtype=np.int64)
    several = np.flatnonzero(np.bincount(characters)[characters] > 1) if len(characters) else found
    by_place = several[np.argsort(characters[several], kind="stable")]
    for rows in np.split(by_place, np.flatnonzero(np.diff(characters[by_place])) + 1):
        found[side.in_order(rows.tolist())] = np.arange(len(rows))
    return found


def common(key: Clusters, response: Clusters) -> Common:
    """What clusters of gold and of the answer have in common."""
    _, ours, theirs = np.intersect1d(key.keys, response.keys, assume_unique=True, return_indices=True)
    width = max(1, len(response.sizes))
    cells, mentions = np.unique(key.of[ours] * width + response.of[theirs], return_counts=True)
    return Common(cells // width, cells % width, mentions)


def muc(sizes: Integers, of: Integers, mentions: Integers) -> tuple[Vector, Vector]:
    """For each cluster: its links that the other side has, and its links; a cluster of n has n - 1.

    ``of`` and ``mentions``: what it has in common with one cluster of the other side each time.
    """
    links = np.bincount(of, mentions - 1, len(sizes)).astype(float)
    return links, sizes.astype(float) - 1


def b_cubed(sizes: Integers, of: Integers, mentions: Integers) -> tuple[Vector, Vector]:
    """For each cluster: what share of it the other side has beside each mention, added up; its size."""
    squares = np.bincount(of, mentions**2, len(sizes))
    return np.asarray(squares / sizes, dtype=float), sizes.astype(float)


def ceaf_e(key: Clusters, response: Clusters, shared: Common) -> tuple[Integers, Vector]:
    """Similarity (Dice, Luo's φ4) of clusters paired one to one so that it is greatest.

    Pages, each as often as its sum has terms, and the terms.
    """
    alike = 2 * shared.mentions / (key.sizes[shared.key] + response.sizes[shared.response])
    # two that share mentions with nobody else are a pair in any best choice
    alone = np.bincount(shared.key, minlength=len(key.sizes))[shared.key] == 1
    alone &= np.bincount(shared.response, minlength=len(response.sizes))[shared.response] == 1
    pages = key.pages[shared.key]
    left = np.flatnonzero(~alone)
    each = np.split(left, np.flatnonzero(np.diff(pages[left])) + 1) if len(left) else []
    best = [_best(shared.key[rows], shared.response[rows], alike[rows]) for rows in each]
    others = [int(pages[rows[0]]) for rows in each]
    return (
        np.concatenate([pages[alone], np.array(others, dtype=np.int64)]),
        np.concatenate([alike[alone], np.array(best, dtype=float)]),
    )


def _best(key: Integers, response: Integers, alike: Vector) -> float:
    """The greatest sum of a one-to-one choice among pairs with so much each."""
    from scipy.optimize import linear_sum_assignment

    rows, row = np.unique(key, return_inverse=True)
    columns, column = np.unique(response, return_inverse=True)
    table = np.zeros((len(rows), len(columns)))
    table[row, column] = alike
    return float(table[linear_sum_assignment(table, maximize=True)].sum())


def _coreference(compared: Compared) -> Tallies:
    key, response = clusters(compared.gold, compared.answers)
    shared = common(key, response)
    found = list(_counted(key, response, shared))
    pages = np.concatenate([pages for _, pages, _ in found])
    names = [name for name, _, _ in found]
    numbers = np.repeat(np.arange(len(found)), [len(pages) for _, pages, _ in found])
    amounts = np.concatenate([amounts for _, _, amounts in found])
    return Tallies(compared.parts.first[pages], [Column(names, numbers, amounts)])


def _counted(
    key: Clusters, response: Clusters, shared: Common
) -> Iterator[tuple[tuple[str, ...], Integers, Vector]]:
    """Name, pages and amounts of each thing that is counted."""
    for side, found, of in (("recall", key, shared.key), ("precision", response, shared.response)):
        for name, count in (("muc", muc), ("b_cubed", b_cubed)):
            right, total = count(found.sizes, of, shared.mentions)
            yield (name, side, "right"), found.pages, right
            yield (name, side, "total"), found.pages, total
    yield ("ceaf_e", "right"), *ceaf_e(key, response, shared)
    yield ("ceaf_e", "gold"), key.pages, np.ones(len(key.pages))
    yield ("ceaf_e", "answer"), response.pages, np.ones(len(response.pages))


def _coreference_figures(sums: Sums) -> Figures:
    found: dict[str, Vector] = {}
    for name in ("muc", "b_cubed"):
        sides = {
            side: ratio(sums[name, side, "right"], sums[name, side, "total"])
            for side in ("precision", "recall")
        }
        f1 = harmonic(sides["precision"], sides["recall"])
        found |= {f"{name}.{side}": values for side, values in {**sides, "f1": f1}.items()}
    found |= prf(sums["ceaf_e", "right"], sums["ceaf_e", "gold"], sums["ceaf_e", "answer"], "ceaf_e")
    found["conll"] = mean([found[f"{name}.f1"] for name in ("muc", "b_cubed", "ceaf_e")])
    return found


COREFERENCE = Measure(
    "coreference",
    "mentions of one entity, inside a document",
    _coreference,
    _coreference_figures,
    divisible=False,
    needs=names_an_entity,
)
