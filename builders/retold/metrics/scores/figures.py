"""The numbers of casualty claims: exact, by interval, by how many times too large; and made-up ones."""

from __future__ import annotations

import math
from collections.abc import Iterator

from retold.metrics.ratios import ratio
from retold.metrics.scores.claims import align, place_of
from retold.metrics.scores.counting import Measure, Tally, each
from retold.metrics.scores.page import Page
from retold.metrics.scores.sums import Figures, Sums, prf
from retold.model import Casualty, Count
from retold.numbers import can_read, numbers_in


def stated(count: Count) -> bool:
    """Whether there is a number: a form that is stated, and a bound."""
    return count.form != "unstated" and (count.min is not None or count.max is not None)


def point(count: Count) -> int:
    """One number for a figure: the exact one, else the minimum, else the maximum."""
    found = next(n for n in (count.best, count.min, count.max) if n is not None)
    return found


def share_a_number(a: Count, b: Count) -> bool:
    """Whether the intervals have a number in common; an open end goes on for ever."""
    low = max(a.min or 0, b.min or 0)
    high = min(math.inf if c.max is None else c.max for c in (a, b))
    return low <= high


def made_up(claim: Casualty, numbers: frozenset[int]) -> bool:
    """Whether no bound of a stated figure is a number of the document, by digits or by words.

    The bounds of an approximate figure are the annotator's: any number between them will do.
    """
    count = claim.count
    bounds = {count.min, count.max, count.best} - {None}
    if count.form == "more_than" and count.min is not None:
        bounds.add(count.min - 1)  # more than 40 is at least 41, and the text says 40
    if not stated(count) or bounds & numbers:
        return False
    if count.form != "approx" or count.min is None or count.max is None:
        return True
    return not any(count.min <= number <= count.max for number in numbers)


def _count(gold: Page, answer: Page) -> Iterator[Tally]:
    figures = any(stated(claim.count) for claim in answer.casualties)
    numbers = numbers_of(gold) if figures else None
    for pair in align(gold.casualties, answer.casualties):
        at = place_of(pair)
        ours, theirs = pair
        if ours and stated(ours.count):
            yield Tally(("gold",), at)
        if theirs and stated(theirs.count):
            yield Tally(("answer",), at)
            if numbers is not None:
                yield Tally(("looked_up",), at)
                if made_up(theirs, numbers):
                    yield Tally(("made_up",), at)
        if ours and theirs and stated(ours.count) and stated(theirs.count):
            a, b = ours.count, theirs.count
            yield Tally(("exact",), at, (a.min, a.max) == (b.min, b.max))
            yield Tally(("interval",), at, share_a_number(a, b))
            yield Tally(("pairs",), at)
            yield Tally(("log_error",), at, abs(math.log((1 + point(b)) / (1 + point(a)))))


def numbers_of(page: Page) -> frozenset[int] | None:
    """Every number that the document's text states; None where not all of it can be read.

    That is without its text or sentences, or in a language whose numerals nobody knows here.
    """
    if page.text is None or not page.parts or not all(can_read(part.lang) for part in page.parts):
        return None
    found: set[int] = set()
    for part in page.parts:
        found |= numbers_in(page.text, part.tokens, part.lang)
    return frozenset(found)


def _figures(sums: Sums) -> Figures:
    gold, answer = sums["gold",], sums["answer",]
    return {
        **prf(sums["exact",], gold, answer, "exact"),
        **prf(sums["interval",], gold, answer, "interval"),
        "log_error": ratio(sums["log_error",], sums["pairs",]),
        "made_up": ratio(sums["made_up",], sums["looked_up",]),
    }


FIGURES = Measure("figures", "numbers of casualty claims", each(_count), _figures, tokens=True)
