"""Matching: hand-counted cases, and the best assignment against trying all of them."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.metrics import matching
from retold.metrics.matching import (
    EXACT,
    PARTIAL,
    STRICT,
    TYPE,
    Counts,
    Criterion,
    Item,
    align,
    closeness,
    count,
    match,
    shared,
)

unhurried = settings(deadline=None)  # the first example imports scipy
CRITERIA = [STRICT, EXACT, PARTIAL, TYPE]


def item(start: int, end: int, label: str = "PER", key: str | None = None) -> Item:
    return Item(((start, end),), label, key)


@st.composite
def items(draw: st.DrawFn) -> Item:
    edges = sorted(draw(st.sets(st.integers(0, 12), min_size=2, max_size=4)))
    spans = tuple(zip(edges[::2], edges[1::2], strict=False))
    return Item(spans, draw(st.sampled_from("AB")), draw(st.sampled_from([None, "k"])))


def lists(most: int = 4) -> st.SearchStrategy[list[Item]]:
    return st.lists(items(), max_size=most)


criteria = st.sampled_from(CRITERIA)


def test_four_criteria_counted_by_hand() -> None:
    """Of five in each: one strict; one of another type; one shorter; one shorter and of another
    type; one that nothing touches."""
    a = [item(0, 4), item(5, 9), item(10, 20), item(21, 30), item(40, 44)]
    b = [item(0, 4), item(5, 9, "ORG"), item(10, 15), item(25, 30, "ORG"), item(44, 48)]
    assert [count(a, b, criterion) for criterion in CRITERIA] == [
        Counts(1, 4, 4),
        Counts(2, 3, 3),
        Counts(4, 1, 1),
        Counts(2, 3, 3),
    ]


def test_ratios_of_counts() -> None:
    counts = Counts(matched=2, only_a=3, only_b=1) + Counts(1, 0, 0)
    assert counts == Counts(3, 3, 1)
    assert (counts.precision, counts.recall, counts.f1) == (3 / 4, 3 / 6, 6 / 10)


@pytest.mark.parametrize(
    ("counts", "ratios"),
    [
        (Counts(), (None, None, None)),
        (Counts(only_a=2), (None, 0.0, 0.0)),
        (Counts(only_b=2), (0.0, None, 0.0)),
    ],
)
def test_no_ratio_of_nothing(counts: Counts, ratios: tuple[float | None, ...]) -> None:
    assert (counts.precision, counts.recall, counts.f1) == ratios


def test_the_same_characters_go_before_more_pairs() -> None:
    a = [item(0, 10), item(0, 6)]
    b = [item(0, 10), item(6, 10)]
    assert match(a, b, PARTIAL) == [(0, 0)]


def test_the_sum_of_overlaps_counts_not_the_first_found() -> None:
    """The first of a lies best on the first of b, but then the second has nothing left."""
    a = [item(0, 10), item(0, 9)]
    b = [item(1, 10), item(9, 12)]
    assert closeness(a[0], b[0])[1] == 9473
    assert match(a, b, PARTIAL) == [(0, 1), (1, 0)]


def test_of_equal_overlaps_the_equal_label() -> None:
    a = [item(0, 5, "ORG"), item(0, 5, "PER")]
    assert match(a, [item(0, 5, "PER")], EXACT) == [(1, 0)]


def test_of_equal_items_the_earlier() -> None:
    same = [item(0, 5)] * 3
    assert match(same, same[:2], STRICT) == [(0, 0), (1, 1)]
    assert match(same[:2], same, STRICT) == [(0, 0), (1, 1)]


def test_fragments() -> None:
    """Ada and Orm Lund: the name Ada Lund goes around the other."""
    ada, orm = Item(((0, 3), (12, 16))), item(8, 16)
    assert shared(ada, orm) == 4
    assert match([ada], [item(0, 16)], EXACT) == []
    assert match([ada], [item(0, 16)], PARTIAL) == [(0, 0)]
    assert match([ada], [item(4, 11)], PARTIAL) == []
    assert match([Item(((5, 9), (0, 5)))], [Item(((0, 9),))], EXACT) == [(0, 0)]


def test_keys_keep_items_apart() -> None:
    a, b = item(0, 5, key="x"), item(0, 5, key="y")
    assert match([a], [b], PARTIAL) == []
    assert match([a], [a], PARTIAL) == [(0, 0)]


@pytest.mark.parametrize("spans", [(), ((3, 3),), ((0, 2), (5, 4))])
def test_what_is_no_item(spans: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="start < end"):
        Item(spans)


def test_many_items_over_one_another() -> None:
    many = [item(0, 500 + number) for number in range(120)]
    assert match(many, many[::-1], PARTIAL) == [(i, 119 - i) for i in range(120)]


def merit(a: list[Item], b: list[Item], pairs: list[tuple[int, int]]) -> tuple[int, ...]:
    """What ``match`` makes great, the first thing first."""
    near = [closeness(a[i], b[j]) for i, j in pairs]
    exact, overlap, label = (sum(values) for values in zip(*near, strict=True)) if near else (0, 0, 0)
    return exact, overlap, len(pairs), label


@unhurried
@given(lists(), lists(), criteria)
def test_no_other_assignment_is_better(a: list[Item], b: list[Item], criterion: Criterion) -> None:
    places = [*range(len(b)), *[None] * len(a)]
    every = (
        [(i, j) for i, j in enumerate(chosen) if j is not None and criterion.admits(a[i], b[j])]
        for chosen in permutations(places, len(a))
    )
    found = match(a, b, criterion)
    assert all(criterion.admits(a[i], b[j]) for i, j in found)
    assert merit(a, b, found) == max(merit(a, b, pairs) for pairs in every)


@unhurried
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 50), min_size=1, max_size=6
    )
)
def test_few_edges_are_chosen_as_well_as_many(weights: dict[tuple[int, int], int]) -> None:
    tried, solved = matching._tried(weights), matching._solved(weights, 4, 4)
    assert sum(weights[edge] for edge in tried) == sum(weights[edge] for edge in solved)
    assert len({r for r, _ in tried}) == len({c for _, c in tried}) == len(tried)


@unhurried
@given(lists(9), lists(9), criteria)
def test_each_item_once_and_the_same_from_either_side(
    a: list[Item], b: list[Item], criterion: Criterion
) -> None:
    there, back = count(a, b, criterion), count(b, a, criterion)
    pairs = match(a, b, criterion)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert there == Counts(back.matched, back.only_b, back.only_a)
    assert there.f1 == back.f1


@unhurried
@given(lists(8), criteria, st.randoms())
def test_an_annotator_agrees_with_itself_in_any_order(
    a: list[Item], criterion: Criterion, chance: Random
) -> None:
    shuffled = list(a)
    chance.shuffle(shuffled)
    assert count(a, shuffled, criterion) == Counts(len(a), 0, 0)


@unhurried
@given(lists(6), lists(6), lists(6), lists(6), criteria)
def test_documents_add_up(
    a: list[Item], b: list[Item], c: list[Item], d: list[Item], criterion: Criterion
) -> None:
    """Two documents apart, and one behind the other in one text."""
    behind = [
        [Item(tuple((s + 50, e + 50) for s, e in i.spans), i.label, i.key) for i in found]
        for found in (c, d)
    ]
    together = count([*a, *behind[0]], [*b, *behind[1]], criterion)
    assert together == count(a, b, criterion) + count(c, d, criterion)


@unhurried
@given(lists(6), lists(6), criteria)
def test_units_of_two_annotators_are_their_pairs(
    a: list[Item], b: list[Item], criterion: Criterion
) -> None:
    units = align([a, b], criterion)
    assert sorted(u for u in units if None not in u) == match(a, b, criterion)
    assert sorted(i for i, _ in units if i is not None) == list(range(len(a)))
    assert sorted(j for _, j in units if j is not None) == list(range(len(b)))


def test_units_of_three_annotators() -> None:
    """The second has the first's two names in one, the third misses the second name."""
    annotators = [[item(0, 4), item(5, 9)], [item(0, 9)], [item(0, 4)]]
    assert align(annotators, PARTIAL) == [(0, 0, 0), (1, None, None)]
    assert align(annotators[::-1], PARTIAL) == [(0, 0, 0), (None, None, 1)]


def test_a_link_that_would_join_two_of_an_annotator_is_left_out() -> None:
    """The short names of the first two are one thing; the third's long one lies on both."""
    annotators = [[item(0, 4), item(4, 10)], [item(0, 4)], [item(0, 10)]]
    assert match(annotators[0], annotators[2], PARTIAL) == [(1, 0)]
    assert match(annotators[1], annotators[2], PARTIAL) == [(0, 0)]
    assert align(annotators, PARTIAL) == [(0, 0, None), (1, None, 0)]


@unhurried
@given(st.lists(st.lists(items(), max_size=4, unique_by=lambda i: i.spans), max_size=4), st.randoms())
def test_units_hold_each_item_once(annotators: list[list[Item]], chance: Random) -> None:
    units = align(annotators, PARTIAL)
    for x, found in enumerate(annotators):
        assert sorted(u[x] for u in units if u[x] is not None) == list(range(len(found)))
