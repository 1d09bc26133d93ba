"""Pairs found in columns are those of ``match``, document by document, whatever lies over what."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.metrics import pairing
from retold.metrics.marks import Marks, fragments
from retold.metrics.matching import EXACT, PARTIAL, STRICT, TYPE, Criterion, Item, match
from retold.metrics.pairing import alike, numbered, pairs

unhurried = settings(deadline=None, max_examples=300)  # the first example imports scipy
CRITERIA = [STRICT, EXACT, PARTIAL, TYPE]
LABELS = ("B", "A", "C")
Document = list[Item]


@st.composite
def items(draw: st.DrawFn) -> Item:
    """One to three fragments, which may touch or lie over each other."""
    spans = []
    at = draw(st.integers(0, draw(st.sampled_from([14, 80]))))
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        end = at + draw(st.integers(1, 5))
        spans.append((at, end))
        at = end + draw(st.integers(-1, 2))
    order = draw(st.permutations(spans))
    return Item(tuple(order), draw(st.sampled_from(LABELS)), draw(st.integers(0, 1)))


@st.composite
def sides(draw: st.DrawFn) -> tuple[list[Document], list[Document]]:
    """Documents of both sides; the second side has much of the first, some of it twice."""
    ours = draw(st.lists(st.lists(items(), max_size=7), max_size=3))
    theirs = []
    for document in ours:
        kept = draw(st.lists(st.sampled_from(document), max_size=7)) if document else []
        theirs.append(kept + draw(st.lists(items(), max_size=3)))
    return ours, theirs


def marks(documents: list[Document]) -> Marks:
    every = [item for document in documents for item in document]
    return Marks(
        np.repeat(np.arange(len(documents)), [len(document) for document in documents]),
        *fragments([item.spans for item in every]),
        labels=np.array([LABELS.index(str(item.label)) for item in every], dtype=np.int64),
        names=LABELS,
        keys=np.array([item.key for item in every], dtype=np.int64),
    )


def one_by_one(
    ours: list[Document], theirs: list[Document], criterion: Criterion
) -> list[tuple[int, int]]:
    """The pairs that ``match`` makes, by rows of all documents."""
    found, before = [], [0, 0]
    for a, b in zip(ours, theirs, strict=True):
        found += [(i + before[0], j + before[1]) for i, j in match(a, b, criterion)]
        before = [before[0] + len(a), before[1] + len(b)]
    return found


@unhurried
@given(sides(), st.sampled_from(CRITERIA))
def test_pairs_are_those_of_match(
    drawn: tuple[list[Document], list[Document]], criterion: Criterion
) -> None:
    ours, theirs = drawn
    found = pairs(marks(ours), marks(theirs), criterion)
    assert [tuple(row) for row in found.tolist()] == one_by_one(ours, theirs, criterion)


@unhurried
@given(sides())
def test_the_same_characters_have_the_same_number(
    drawn: tuple[list[Document], list[Document]],
) -> None:
    a, b = (marks(side) for side in drawn)
    ours, theirs = numbered(a, b)
    told = [
        (document, item.characters)
        for side in drawn
        for document, found in enumerate(side)
        for item in found
    ]
    number = {key: n for n, key in zip([*ours.tolist(), *theirs.tolist()], told, strict=True)}
    assert [number[key] for key in told] == [*ours.tolist(), *theirs.tolist()]
    assert len(set(number.values())) == len(number)


@unhurried
@given(sides())
def test_pairs_of_the_same_characters_are_told(
    drawn: tuple[list[Document], list[Document]],
) -> None:
    a, b = (marks(side) for side in drawn)
    found = pairs(a, b, PARTIAL)
    same = [a.item(i).characters == b.item(j).characters for i, j in found.tolist()]
    assert alike(a, b, found).tolist() == same


def test_some_rows_are_as_if_the_others_were_not_there() -> None:
    document = [Item(((0, 3), (5, 8)), "A", 0), Item(((2, 4),), "B", 0), Item(((9, 12),), "C", 1)]
    some = marks([document, document]).take(np.array([False, True, True, True, False, True]))
    assert [some.item(row) for row in range(len(some))] == [*document[1:], document[0], document[2]]
    assert some.documents.tolist() == [0, 0, 1, 1]


def test_what_is_plain_is_decided_without_match(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal names, nested and broken ones too, and one that ends elsewhere; two that stand alone."""

    def refuse(*_: object) -> None:
        raise AssertionError("match was asked")

    monkeypatch.setattr(pairing, "match", refuse)
    outer, inner = Item(((0, 9),), "A", 0), Item(((5, 9),), "B", 0)
    broken, between = Item(((20, 23), (30, 34)), "A", 0), Item(((24, 34),), "A", 0)
    longer, shorter = Item(((40, 49),), "A", 0), Item(((40, 45),), "A", 0)
    ours = [[outer, inner, broken, between, longer, Item(((60, 61),), "A", 0)]]
    theirs = [[inner, outer, between, broken, shorter, Item(((70, 71),), "A", 0)]]
    found = pairs(marks(ours), marks(theirs), PARTIAL)
    assert found.tolist() == [[0, 1], [1, 0], [2, 3], [3, 2], [4, 4]]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (Item(((0, 5),), "A", 0), Item(((3, 9),), "A", 0), CRITERIA[2:]),
        (Item(((0, 5),), "A", 0), Item(((3, 9),), "B", 0), [PARTIAL]),
        (Item(((0, 5),), "A", 0), Item(((3, 9),), "A", 1), []),
        # beside each other, and one in the gap of the other
        (Item(((0, 5),), "A", 0), Item(((5, 9),), "A", 0), []),
        (Item(((0, 2), (8, 10)), "A", 0), Item(((3, 6),), "A", 0), []),
        # from the same first to the same last character, and not the same
        (Item(((0, 2), (8, 10)), "A", 0), Item(((0, 4), (8, 10)), "A", 0), CRITERIA[2:]),
        (Item(((0, 2), (8, 10)), "A", 0), Item(((0, 10),), "A", 0), CRITERIA[2:]),
    ],
)
def test_two_that_stand_alone(one: Item, other: Item, found: list[Criterion]) -> None:
    ours, theirs = marks([[one]]), marks([[other]])
    assert [c for c in CRITERIA if len(pairs(ours, theirs, c))] == found
    assert not alike(ours, theirs, pairs(ours, theirs, PARTIAL)).any()


def test_what_is_not_is_left_to_match(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(pairing, "match", lambda a, b, c: asked.append((a, b)) or match(a, b, c))
    one, other = Item(((0, 10),), "A", 0), Item(((0, 9),), "A", 0)
    far = Item(((20, 21),), "A", 0)
    shifted = [Item(((1, 10),), "A", 0), Item(((9, 12),), "A", 0)]
    found = pairs(marks([[one, other, far]]), marks([[*shifted, far]]), PARTIAL)
    assert found.tolist() == [[0, 1], [1, 0], [2, 2]]
    assert asked == [([one, other], shifted)], "the name that stands alone is none of it"


def test_what_is_no_item_is_none_in_columns() -> None:
    for spans in ((), ((3, 3),), ((0, 2), (5, 4))):
        with pytest.raises(ValueError, match="start < end"):
            Marks(np.zeros(2, dtype=np.int64), *fragments([((0, 1),), spans]))
