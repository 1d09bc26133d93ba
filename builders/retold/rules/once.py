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
        found = last
        # by position there are always as many arguments as before
        if found is None or kwargs or not all(map(is_, args, found[0])):
            found = args, look(*args, **kwargs)
            last = None if kwargs else found
        return found[1]

    return remembered
