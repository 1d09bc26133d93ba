"""Unitising alpha against its book, against pairs of characters, and against nominal alpha."""

from __future__ import annotations

from itertools import product
from random import Random

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from retold.metrics.agreement import alphas
from retold.metrics.unitizing import Unit, outermost, unitizing_alpha, unitizing_counts

unhurried = settings(deadline=None)  # a busy machine
LENGTH = 12


def units(text: str) -> list[Unit]:
    """``1-7:1 8-13:2`` -> units; positions count from 1 and are inclusive, as in the book."""
    found = []
    for part in text.split():
        place, category = part.split(":")
        start, end = map(int, place.split("-"))
        found.append(Unit(start - 1, end, category))
    return found


@st.composite
def unit_lists(draw: st.DrawFn) -> list[Unit]:
    found = draw(
        st.lists(
            st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH), st.sampled_from("ab")),
            max_size=4,
        )
    )
    return [Unit(min(s, e), max(s, e), c) for s, e, c in found if s != e]


studies = st.lists(unit_lists(), min_size=2, max_size=4)

# Krippendorff 2019 (Content Analysis, 4th edition), figure 12.11, p. 340: three observers of a
# continuum of 60, seven values.
BOOK = [
    units("1-7:1 8-13:2 31-32:5 33-37:6 38-44:6 45-60:7"),
    units("1-7:1 8-13:3 14-21:5 33-44:6"),
    units("1-7:1 8-13:4 14-21:5 33-37:6 38-41:6 42-44:6"),
]


def test_the_example_of_the_book() -> None:
    assert round(unitizing_alpha(BOOK, 60) or 0, 3) == 0.510


def test_the_example_of_the_book_with_units_and_gaps_alone() -> None:
    """The book's |uα: what is marked at all. It gives 0.413, we find 0.4136."""
    marked = [[Unit(u.start, u.end, "") for u in found] for found in BOOK]
    assert unitizing_alpha(marked, 60) == pytest.approx(0.413, abs=0.001)


def by_pairs_of_characters(annotators: list[list[Unit]]) -> float | None:
    """The definition, one pair of characters after the other."""
    characters = []  # (annotator, position, category, unit): a gap's character is its own unit
    for number, found in enumerate(annotators):
        line = [(number, at, "", (number, "gap", at)) for at in range(LENGTH)]
        for unit in outermost(found):
            for at in range(unit.start, unit.end):
                line[at] = (number, at, unit.category, (number, "unit", unit.start))
        characters += line
    observed = [x[2] != y[2] for x, y in product(characters, repeat=2) if x[0] != y[0] and x[1] == y[1]]
    expected = [x[2] != y[2] for x, y in product(characters, repeat=2) if x[3] != y[3]]
    if not any(expected):
        return None
    return 1 - np.mean(observed) / np.mean(expected)


@unhurried
@given(studies)
def test_as_defined(annotators: list[list[Unit]]) -> None:
    ours, theirs = unitizing_alpha(annotators, LENGTH), by_pairs_of_characters(annotators)
    assert ours == (None if theirs is None else pytest.approx(theirs))


@unhurried
@given(st.lists(st.text("ab-", min_size=LENGTH, max_size=LENGTH), min_size=2, max_size=4))
def test_units_of_one_character_are_nominal_data(lines: list[str]) -> None:
    """Then uα is alpha for nominal data, with gaps as a value."""
    assume(len({character for line in lines for character in line}) > 1)
    annotators = [
        [Unit(at, at + 1, category) for at, category in enumerate(line) if category != "-"]
        for line in lines
    ]
    data = [["ab-".index(character) for character in line] for line in lines]
    theirs = krippendorff.alpha(data, level_of_measurement="nominal")
    assert unitizing_alpha(annotators, LENGTH) == pytest.approx(theirs)


def test_undefined_is_none() -> None:
    assert unitizing_alpha([[], []], 10) is None
    assert unitizing_alpha([[Unit(0, 10, "a")], [Unit(0, 10, "a")]], 10) is None
    assert unitizing_alpha([[], []], 0) is None


@unhurried
@given(unit_lists(), st.integers(2, 4))
def test_equal_annotators_agree(found: list[Unit], annotators: int) -> None:
    assert unitizing_alpha([found] * annotators, LENGTH) in (1.0, None)


@unhurried
@given(studies, st.randoms())
def test_knows_no_order_of_annotators_or_units(annotators: list[list[Unit]], chance: Random) -> None:
    turned = [found[::-1] for found in annotators]
    chance.shuffle(turned)
    assert unitizing_alpha(turned, LENGTH) == pytest.approx(unitizing_alpha(annotators, LENGTH))


def test_a_boundary_counts_by_what_it_moves() -> None:
    first = [Unit(10, 20, "a"), Unit(40, 50, "a")]
    found = [unitizing_alpha([first, [Unit(10, end, "a"), first[1]]], 100) for end in range(20, 11, -1)]
    assert found[0] == 1
    assert found == sorted(found, key=lambda value: -(value or 0))
    assert len(set(found)) == len(found)


def test_counted_by_hand() -> None:
    """One unit of 5 in 20 characters, of another category to each annotator.

    Of the 40 characters 10 disagree. 40² - (30² + 5² + 5²) = 650 pairs of them differ, of the
    40² - (30 + 5² + 5²) = 1520 that are not of one unit.
    """
    found = unitizing_alpha([[Unit(0, 5, "a")], [Unit(0, 5, "b")]], 20)
    assert found == pytest.approx(1 - (10 / 40) / (650 / 1520))


@unhurried
@given(studies, st.sets(st.integers(1, LENGTH - 1)))
def test_blocks_add_up(annotators: list[list[Unit]], cuts: set[int]) -> None:
    whole = unitizing_counts(annotators, LENGTH, "ab")
    parts = unitizing_counts(annotators, LENGTH, "ab", [0, *sorted(cuts)])
    assert parts.shape == (1 + len(cuts), 5)
    assert parts.sum(axis=0) == pytest.approx(whole[0])


@unhurried
@given(studies, studies)
def test_texts_add_up(first: list[list[Unit]], second: list[list[Unit]]) -> None:
    """Two texts apart, and one behind the other as one continuum."""
    assume(len(first) == len(second))
    behind = [[Unit(s + LENGTH, e + LENGTH, c) for s, e, c in found] for found in second]
    joined = [[*a, *b] for a, b in zip(first, behind, strict=True)]
    apart = unitizing_counts(first, LENGTH, "ab") + unitizing_counts(second, LENGTH, "ab")
    together = unitizing_counts(joined, 2 * LENGTH, "ab")
    assert together == pytest.approx(apart)
    assert alphas(together) == pytest.approx(alphas(apart), nan_ok=True)


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("1-9:a 4-6:b", "1-9:a"),  # inside
        ("1-9:a 4-6:a", "1-9:a"),
        ("1-5:a 4-9:b", "1-5:a 6-9:b"),  # crossing
        ("1-5:a 4-9:a", "1-9:a"),
        ("1-5:a 6-9:a", "1-5:a 6-9:a"),  # side by side
        ("1-5:b 1-5:a", "1-5:a"),  # one over the other: the first category
        ("1-3:a 1-9:b", "1-9:b"),
    ],
)
def test_outermost(found: str, kept: str) -> None:
    assert outermost(units(found)) == units(kept)
    assert outermost(reversed(units(found))) == units(kept)


@unhurried
@given(unit_lists())
def test_outermost_covers_what_was_covered_and_nothing_twice(found: list[Unit]) -> None:
    covered = [at for unit in outermost(found) for at in range(unit.start, unit.end)]
    assert covered == sorted({at for unit in found for at in range(unit.start, unit.end)})


@pytest.mark.parametrize(
    ("annotators", "blocks", "message"),
    [
        ([[]], [0], "two annotators or more, not 1"),
        ([[], [Unit(8, 11, "a")]], [0], r"\[8, 11\) is no part of a continuum of 10"),
        ([[], []], [1], "begin at 0"),
        ([[], []], [0, 5, 3], "rise"),
        ([[], []], [0, 10], "stay below 10"),
    ],
)
def test_misuse(annotators: list[list[Unit]], blocks: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        unitizing_counts(annotators, 10, "a", blocks)
