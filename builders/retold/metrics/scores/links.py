"""Mentions linked and grouped: accuracy of links with NIL, and the coreference scores of CoNLL-2012.

Links are to the registry. An entity of gold without a Wikidata item is NIL: whoever says null there,
or the same id of the registry, is right (as TAC-KBP counts NIL, McNamee and Dang 2009).

Coreference is inside a document: the mentions of one entity are a cluster, one mention alone is one
too. MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998) and entity-based CEAF (Luo 2005), for
mentions that a system found itself, as Pradhan et al. (2014) have them; ``conll`` is the mean of the
three F1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from retold.metrics.matching import Item
from retold.metrics.ratios import Vector, ratio
from retold.metrics.scores.names import paired, same_characters
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Figures, Measure, Sums, Tally, harmonic, mean, prf
from retold.model import Mention

Cluster = frozenset[Hashable]
_VALUES = ("DATE", "TIME", "CARDINAL", "MONEY")


def _linkable(page: Page) -> list[Mention]:
    return [m for m in page.mentions if m.level == "name" and m.type not in _VALUES]


def _links(gold: Page, answer: Page) -> Iterator[Tally]:
    ours, theirs = _linkable(gold), _linkable(answer)
    for i, j in paired(ours, theirs):
        if i is not None:
            kind = "nil" if ours[i].entity is None or ours[i].entity in gold.nil else "linked"
            at = ours[i].spans[0][0]
            yield Tally(("gold", kind), at)
            if j is not None and same_characters(ours[i], theirs[j]):
                yield Tally(("found", kind), at)
                same = ours[i].entity == theirs[j].entity
                if same or (kind == "nil" and theirs[j].entity is None):
                    yield Tally(("right", kind), at)
        if j is not None:
            yield Tally(("answer",), theirs[j].spans[0][0])


def _link_figures(sums: Sums) -> Figures:
    def both(key: str) -> Vector:
        return sums[key, "nil"] + sums[key, "linked"]

    return {
        "accuracy": ratio(both("right"), both("found")),
        "accuracy.linked": ratio(sums["right", "linked"], sums["found", "linked"]),
        "accuracy.nil": ratio(sums["right", "nil"], sums["found", "nil"]),
        **prf(both("right"), both("gold"), sums["answer",], "end_to_end"),
    }


LINKS = Measure(
    "links",
    "links of names to the registry",
    _links,
    _link_figures,
    needs=lambda page: any(m.entity is not None for m in page.mentions),
)


def clusters(page: Page) -> list[Cluster]:
    """The mentions of each entity, told by their characters; stacked ones, by their order."""
    found: dict[str, set[Hashable]] = defaultdict(set)
    seen: dict[Hashable, int] = defaultdict(int)
    for mention in page.mentions:
        if mention.entity is not None:
            characters = Item(mention.spans).characters
            found[mention.entity].add((characters, seen[characters]))
            seen[characters] += 1
    return [frozenset(members) for _, members in sorted(found.items())]


def muc(key: Sequence[Cluster], response: Sequence[Cluster]) -> tuple[float, float]:
    """Links of the key that the response has, and links of the key: a cluster of n has n - 1."""
    of = {mention: number for number, cluster in enumerate(response) for mention in cluster}
    right = total = 0
    for cluster in key:
        pieces = {of[m] for m in cluster if m in of}
        alone = sum(m not in of for m in cluster)
        right += len(cluster) - len(pieces) - alone
        total += len(cluster) - 1
    return right, total


def b_cubed(key: Sequence[Cluster], response: Sequence[Cluster]) -> tuple[float, float]:
    """For each mention of the key, the share of its cluster that the response has beside it."""
    of = {mention: number for number, cluster in enumerate(response) for mention in cluster}
    right = 0.0
    for cluster in key:
        beside = Counter(of[mention] for mention in cluster if mention in of)
        right += sum(n**2 for n in beside.values()) / len(cluster)
    return right, sum(len(k) for k in key)


def ceaf_e(key: Sequence[Cluster], response: Sequence[Cluster]) -> float:
    """Similarity (Dice, Luo's φ4) of clusters paired one to one so that it is greatest."""
    from scipy.optimize import linear_sum_assignment

    if not key or not response:
        return 0.0
    alike = np.array([[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key])
    rows, columns = linear_sum_assignment(alike, maximize=True)
    return float(alike[rows, columns].sum())


def _coreference(gold: Page, answer: Page) -> Iterator[Tally]:
    key, response = clusters(gold), clusters(answer)
    for name, count in (("muc", muc), ("b_cubed", b_cubed)):
        for side, pair in (("recall", (key, response)), ("precision", (response, key))):
            right, total = count(*pair)
            yield Tally((name, side, "right"), 0, right)
            yield Tally((name, side, "total"), 0, total)
    yield Tally(("ceaf_e", "right"), 0, ceaf_e(key, response))
    yield Tally(("ceaf_e", "gold"), 0, len(key))
    yield Tally(("ceaf_e", "answer"), 0, len(response))


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
    needs=LINKS.needs,
)
