"""What measures of mentions count, one mention after the other: slow, short, and as it is defined."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from retold.metrics.matching import PARTIAL, Item, match
from retold.metrics.scores.page import Page
from retold.model import Mention
from retold.ner import flat_names

Told = Iterator[tuple[tuple[str, ...], float]]
Cluster = frozenset[Hashable]
VALUES = ("DATE", "TIME", "CARDINAL", "MONEY")


def sides(
    gold: Sequence[Mention], answer: Sequence[Mention]
) -> Iterator[tuple[Mention | None, Mention | None]]:
    """Mentions that are paired, and those without another."""
    pairs = match([item(m) for m in gold], [item(m) for m in answer], PARTIAL)
    yield from ((gold[i], answer[j]) for i, j in pairs)
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    yield from ((m, None) for i, m in enumerate(gold) if i not in left)
    yield from ((None, m) for j, m in enumerate(answer) if j not in right)


def item(mention: Mention) -> Item:
    return Item(mention.spans, mention.type)


def same(a: Mention, b: Mention) -> bool:
    return item(a).characters == item(b).characters


def schemes(gold: Page, answer: Page, level: str) -> Told:
    for one, other in sides(
        [m for m in gold.mentions if m.level == level], [m for m in answer.mentions if m.level == level]
    ):
        if other:
            yield ("answers", other.type), 1
        right = dict.fromkeys(("strict", "exact", "partial", "type"), False)
        if one and other:
            typed, alike = one.type == other.type, same(one, other)
            right = {"strict": alike and typed, "exact": alike, "partial": alike, "type": typed}
        for scheme, is_right in right.items():
            if one is None or other is None:
                outcome = "missed" if other is None else "spurious"
            elif is_right:
                outcome = "correct"
            else:
                outcome = "partial" if scheme == "partial" else "incorrect"
            yield (scheme, (one or other).type, outcome), 1  # type: ignore[union-attr]
            worth = {"correct": 1.0, "partial": 0.5}.get(outcome, 0.0)
            if other and worth:
                yield (scheme, other.type, "right_answers"), worth


def entities(page: Page, gold: Page) -> list[tuple[str, int, int]]:
    """The outermost names, cut where a sentence of gold begins."""
    found = []
    for (start, end), type in flat_names(page.mentions):
        cuts = [at for at in gold.starts if start < at < end]
        found += [(type, a, b) for a, b in zip([start, *cuts], [*cuts, end], strict=True)]
    return found


def iob2(gold: Page, answer: Page) -> Told:
    ours, theirs = entities(gold, gold), entities(answer, gold)
    yield from ((("gold", e[0]), 1.0) for e in ours)
    yield from ((("answer", e[0]), 1.0) for e in theirs)
    yield from ((("correct", e[0]), 1.0) for e in set(ours) & set(theirs))


def links(gold: Page, answer: Page) -> Told:
    def linkable(page: Page) -> list[Mention]:
        return [m for m in page.mentions if m.level == "name" and m.type not in VALUES]

    for one, other in sides(linkable(gold), linkable(answer)):
        if other:
            yield ("answer",), 1
        if one:
            nil = one.entity is None or one.entity in gold.nil
            kind = "nil" if nil else "linked"
            yield ("gold", kind), 1
            if other and same(one, other):
                yield ("found", kind), 1
                if one.entity == other.entity or (nil and other.entity is None):
                    yield ("right", kind), 1


def clusters(page: Page) -> list[Cluster]:
    found: dict[str, set[Hashable]] = defaultdict(set)
    seen: dict[Hashable, int] = defaultdict(int)
    for mention in page.mentions:
        if mention.entity is not None:
            characters = item(mention).characters
            found[mention.entity].add((characters, seen[characters]))
            seen[characters] += 1
    return [frozenset(members) for _, members in sorted(found.items())]


def coreference(gold: Page, answer: Page) -> Told:
    both = clusters(gold), clusters(answer)
    for side, (key, response) in (("recall", both), ("precision", both[::-1])):
        of = {mention: number for number, cluster in enumerate(response) for mention in cluster}
        for cluster in key:
            beside = Counter(of[m] for m in cluster if m in of)
            alone = sum(m not in of for m in cluster)
            yield ("muc", side, "right"), len(cluster) - len(beside) - alone
            yield ("muc", side, "total"), len(cluster) - 1
            yield ("b_cubed", side, "right"), sum(n**2 for n in beside.values()) / len(cluster)
            yield ("b_cubed", side, "total"), len(cluster)
    key, response = both
    if key and response:
        alike = np.array([[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key])
        yield ("ceaf_e", "right"), alike[linear_sum_assignment(alike, maximize=True)].sum()
    yield ("ceaf_e", "gold"), len(key)
    yield ("ceaf_e", "answer"), len(response)
