"""Figures of casualty claims: number, form, bounds, and the words that carry them."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from retold.model import Casualty, Count
from retold.mutate.base import At, Mutate, Operator, each, put
from retold.numerals import LANGUAGES, Meaning, meaning
from retold.segmentation import tokens


def counted(change: Callable[[Count, At], Count | None]) -> Mutate:
    """Changes the figure of a claim that states one."""

    def changed(claim: Casualty, at: At) -> Casualty | None:
        new = change(claim.count, at) if claim.count.surface is not None else None
        return None if new is None else msgspec.structs.replace(claim, count=new)

    return each(Casualty, changed)


def understood(change: Callable[[Count], Count | None]) -> Mutate:
    """Changes a figure whose words the check can read."""

    def changed(claim: Casualty, at: At) -> Casualty | None:
        new = change(claim.count) if _meaning(claim, at) is not None else None
        return None if new is None else msgspec.structs.replace(claim, count=new)

    return each(Casualty, changed)


def other_number(count: Count) -> Count | None:
    """46 becomes 64, in all bounds alike."""
    if count.form == "approx":
        return None
    turned = {n: _turned(n) for n in (count.min, count.max, count.best) if n is not None}
    if count.form == "range" and count.min is not None and count.max is not None:
        turned[count.max] = count.max + 1
        turned[count.min] = count.min
    return Count(
        count.surface,
        count.form,
        *(n if n is None else turned[n] for n in (count.min, count.max, count.best)),
    )


def vague_bound(count: Count) -> Count | None:
    """Dozens from 12 on."""
    if count.form != "vague" or count.min is None:
        return None
    return msgspec.structs.replace(count, min=max(1, count.min // 2))


def exact_as_at_least(count: Count) -> Count | None:
    if count.form != "exact":
        return None
    return msgspec.structs.replace(count, form="at_least", max=None, best=None)


def open_as_exact(count: Count) -> Count | None:
    """At least seven, or dozens, as exactly so many."""
    if count.form not in ("at_least", "more_than", "vague") or count.min is None:
        return None
    return Count(count.surface, "exact", count.min, count.min, count.min)


def min_over_max(count: Count, at: At) -> Count:
    low = count.min if count.min is not None else 1
    return msgspec.structs.replace(count, min=low + 1, max=low)


def best_of_open(count: Count, at: At) -> Count | None:
    """A best number for a figure that is not exact."""
    return (
        msgspec.structs.replace(count, best=count.min) if count.form != "exact" and count.min else None
    )


def best_outside(count: Count, at: At) -> Count | None:
    if count.best is None or count.max is None:
        return None
    return msgspec.structs.replace(count, best=count.max + 1)


def no_bounds(count: Count, at: At) -> Count | None:
    return Count(count.surface, count.form, None, None, None) if count.form != "approx" else None


def unstated_with_bounds(count: Count, at: At) -> Count:
    return msgspec.structs.replace(count, form="unstated")


def figure_not_there(claim: Casualty, at: At) -> Casualty | None:
    """The words of another number than the passage has."""
    words = f"{at.draw.below(900) + 100}"
    there = words in at.document.surface(claim.evidence) or claim.count.surface is None
    return None if there else put(claim, "count.surface", words)


def figure_unread(claim: Casualty, at: At) -> Casualty | None:
    """Other words of the passage as those of the figure."""
    if claim.count.surface is None:
        return None
    for start, end in claim.evidence:
        for a, b in at.draw.order(tokens(at.text[start:end])):
            words = at.text[start + a : start + b]
            changed = put(claim, "count.surface", words)
            if words.isalpha() and _language(claim, at) in LANGUAGES and _meaning(changed, at) is None:
                return changed
    return None


def _language(claim: Casualty, at: At) -> str:
    zone = at.document.zone_at(claim.evidence[:1])
    return zone.lang.split("-", maxsplit=1)[0] if zone else ""


def _meaning(claim: Casualty, at: At) -> Meaning | None:
    return meaning(claim.count.surface or "", _language(claim, at))


def _turned(number: int) -> int:
    turned = int(str(number)[::-1])
    return turned if turned != number else number + 1


OPERATORS = (
    Operator(
        "other-number",
        "structural",
        "46 in the text, 64 in the record",
        understood(other_number),
        ("RT507",),
    ),
    Operator(
        "vague-bound",
        "structural",
        "half the bound of a vague word",
        understood(vague_bound),
        ("RT507",),
    ),
    Operator(
        "exact-as-at-least",
        "structural",
        "an exact figure as at_least",
        understood(exact_as_at_least),
        ("RT507",),
    ),
    Operator(
        "open-as-exact",
        "structural",
        "an open or vague figure as exact",
        understood(open_as_exact),
        ("RT507",),
    ),
    Operator("min-over-max", "structural", "min above max", counted(min_over_max), ("RT501",)),
    Operator(
        "best-of-open", "structural", "a best of an open figure", counted(best_of_open), ("RT502",)
    ),
    Operator("best-outside", "structural", "a best above max", counted(best_outside), ("RT502",)),
    Operator("no-bounds", "structural", "a figure without bounds", counted(no_bounds), ("RT503",)),
    Operator(
        "unstated-with-bounds",
        "structural",
        "an unstated figure with bounds",
        counted(unstated_with_bounds),
        ("RT503",),
    ),
    Operator(
        "figure-not-there",
        "structural",
        "words of a figure that the evidence lacks",
        each(Casualty, figure_not_there),
        ("RT506",),
    ),
    Operator(
        "figure-unread",
        "semantic",
        "other words of the evidence as those of the figure",
        each(Casualty, figure_unread),
        ("RT508",),
    ),
)
