"""Records of gold and of a system that are about the same thing, paired one to one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

from retold.metrics.matching import PARTIAL, Item, match
from retold.model import Spans

R = TypeVar("R")
Pairing = Iterator[tuple[R | None, R | None]]


def by_key(
    gold: Sequence[R],
    answer: Sequence[R],
    key: Callable[[R], Hashable],
    spans: Callable[[R], Spans],
    label: Callable[[R], Hashable],
) -> Pairing[R]:
    """Pairs of equal key: first those whose passages share a character, then the others in order.

    Every record comes once; one without a counterpart has None beside it.
    """
    ours = [Item(spans(r), label(r), key(r)) for r in gold]
    theirs = [Item(spans(r), label(r), key(r)) for r in answer]
    pairs = match(ours, theirs, PARTIAL)
    left = {i for i, _ in pairs}
    right = {j for _, j in pairs}
    for i, item in enumerate(ours):
        rest = (j for j, other in enumerate(theirs) if j not in right and other.key == item.key)
        j = None if i in left else next(rest, None)
        if j is not None:
            pairs.append((i, j))
            left.add(i)
            right.add(j)
    yield from ((gold[i], answer[j]) for i, j in pairs)
    yield from ((r, None) for i, r in enumerate(gold) if i not in left)
    yield from ((None, r) for j, r in enumerate(answer) if j not in right)
