"""What a system reports of each event: low, best and high of its claims, against those of gold.

A claim of the system that is paired with one of gold is about gold's event; so is one that names an
event of gold; any other is about an event of the system's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from retold.events import bounds
from retold.metrics.ratios import ratio
from retold.metrics.scores.claims import align
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Figures, Place, Sums, prf
from retold.model import Casualty

BOUNDS = ("low", "best", "high")
_Claims = dict[tuple[str, str], list[Casualty]]


def count(pages: Iterable[tuple[Page, Page]]) -> Iterator[tuple[Place, tuple[str, ...], float]]:
    """A place for each event, whichever documents tell of it; what is compared is event and harm."""
    ours: _Claims = defaultdict(list)
    theirs: _Claims = defaultdict(list)
    unpaired: list[Casualty] = []
    for gold, answer in pages:
        for a, b in align(gold.casualties, answer.casualties):
            if a is not None:
                ours[a.event, a.harm].append(a)
            if b is not None and a is not None:
                theirs[a.event, b.harm].append(b)
            elif b is not None:
                unpaired.append(b)
    known = {event for event, _ in ours}
    for claim in unpaired:
        event = claim.event if claim.event in known else f"another: {claim.event}"
        theirs[event, claim.harm].append(claim)
    for event, harm in sorted({*ours, *theirs}):
        place = Place(event, -1, "")
        key = (event, harm)
        if key in ours:
            yield place, ("gold",), 1
        if key in theirs:
            yield place, ("answer",), 1
        if key in ours and key in theirs:
            yield place, ("both",), 1
            for name, x, y in zip(BOUNDS, bounds(ours[key]), bounds(theirs[key]), strict=True):
                yield place, ("right", name), x == y


def figures(sums: Sums) -> Figures:
    """Accuracy of each bound is over all events and harms that either side reports."""
    either = sums["gold",] + sums["answer",] - sums["both",]
    return {
        **prf(sums["both",], sums["gold",], sums["answer",], "told"),
        **{f"{name}.accuracy": ratio(sums["right", name], either) for name in BOUNDS},
    }
