"""Facts come back sorted by key, and in the order in which they came within a key."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retold.facts import FactStore
from retold.findings import Place
from strategies import words


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b"]), words, st.integers(-(2**63), 2**63)), max_size=40)
)
def test_sorted_by_key_and_stable(facts: list[tuple[str, str, int]]) -> None:
    with FactStore() as store:
        for rule, key, value in facts:
            store.add(rule, key, value)
        for wanted in ("a", "b"):
            mine = [(key, value) for rule, key, value in facts if rule == wanted]
            # SQLite compares text by its UTF-8 bytes, which is the order of code points
            assert list(store.of(wanted, int)) == sorted(mine, key=lambda fact: fact[0])


def test_more_than_a_batch_and_twice_read() -> None:
    with FactStore() as store:
        for number in range(5000):
            store.add("r", f"{number % 7}", number)
        first = list(store.of("r", int))
        assert len(first) == 5000
        assert list(store.of("r", int)) == first


def test_places_survive() -> None:
    place = Place("f", 3, "m1", "spans", "d", (1, 4))
    with FactStore() as store:
        store.add("r", "k", (place, "x"))
        assert list(store.of("r", tuple[Place, str])) == [("k", (place, "x"))]
