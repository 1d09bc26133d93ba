"""What rules share is asked once of one document, and anew of another."""

from __future__ import annotations

from retold.rules.once import once


def test_the_same_objects_are_asked_once_and_equal_ones_anew() -> None:
    asked: list[tuple[list[int], str]] = []

    @once
    def total(numbers: list[int], name: str) -> str:
        asked.append((numbers, name))
        return f"{name} {sum(numbers)}"

    one, equal = [1, 2], [1, 2]
    assert [total(one, "a"), total(one, "a")] == ["a 3", "a 3"]
    assert len(asked) == 1
    assert total(equal, "a") == "a 3"
    assert asked[1][0] is equal
    assert total(equal, "b") == "b 3"
    assert total(one, "b") == "b 3"
    assert len(asked) == 4


def test_a_question_by_name_is_answered_and_not_remembered() -> None:
    @once
    def total(numbers: list[int]) -> int:
        return sum(numbers)

    assert total(numbers=[1]) == 1
    assert total([2]) == 2
    assert total(numbers=[3]) == 3
    assert total([4]) == 4
