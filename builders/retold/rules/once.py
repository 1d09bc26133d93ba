"""What many rules ask of one document is computed once, and forgotten with the next document."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def once(look: Callable[P, R]) -> Callable[P, R]:
    """A pure function that remembers its last answer for as long as it is asked the same.

    The same are the very same objects: to compare documents by value would cost more than most
    answers. Documents pass one by one, so one answer is enough, and it goes with the next one.
    """
    last: tuple[tuple[object, ...], R] | None = None

    @wraps(look)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        nonlocal last
        if last is None or kwargs or not _same(args, last[0]):
            last = args, look(*args, **kwargs)
        return last[1]

    return remembered


def _same(asked: tuple[object, ...], before: tuple[object, ...]) -> bool:
    return len(asked) == len(before) and all(map(is_, asked, before))
