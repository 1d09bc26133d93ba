"""The numbers of MUC-4 keys: ``7``, ``5-``, ``-80``, ``3-4``, ``~30`` and ``PLURAL``.

After the MUC-4 task documentation, slots 14, 17, 21 and 24: ``n-`` is "at least n", ``a-b`` a range,
``~n`` an approximate number, ``PLURAL`` more than one. ``-n`` is not in the documentation and stands
in the keys; it is read as "at most n".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retold.model import CountForm

Shape = Literal["exact", "at_least", "at_most", "approx", "range", "plural"]

_FORMS: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    ("exact", re.compile(r"(?P<low>0|[1-9][0-9]*)")),
    ("at_least", re.compile(r"(?P<low>0|[1-9][0-9]*) ?-")),
    ("at_most", re.compile(r"- ?(?P<high>0|[1-9][0-9]*)")),
    ("approx", re.compile(r"~ ?(?P<low>0|[1-9][0-9]*)")),
    ("range", re.compile(r"(?P<low>0|[1-9][0-9]*) ?- ?(?P<high>0|[1-9][0-9]*)")),
    ("plural", re.compile(r"PLURAL")),
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of persons or things as a key gives it.

    ``low`` is set for exact, at_least, approx (the number itself) and range; ``high`` for at_most and
    range.
    """

    shape: Shape
    low: int | None = None
    high: int | None = None

    @property
    def bounds(self) -> tuple[CountForm, int | None, int | None]:
        """Form, least and greatest number, as a casualty record has them."""
        if self.shape == "plural":
            return "vague", 2, None
        if self.shape == "approx":
            return "approx", None, None
        if self.shape == "exact":
            return "exact", self.low, self.low
        return self.shape, self.low, self.high

    def __str__(self) -> str:
        match self.shape:
            case "plural":
                return "PLURAL"
            case "approx":
                return f"~{self.low}"
            case "exact":
                return f"{self.low}"
            case _:
                low, high = ("" if end is None else str(end) for end in (self.low, self.high))
                return f"{low}-{high}"


def parse_number(text: str) -> Number | None:
    """The number that ``text`` writes, or None; ``str`` writes it back."""
    for shape, form in _FORMS:
        found = form.fullmatch(text)
        if found:
            ends = found.groupdict()
            low, high = (int(end) if (end := ends.get(name)) else None for name in ("low", "high"))
            return None if shape == "range" and (low or 0) > (high or 0) else Number(shape, low, high)
    return None
