"""Figures of victims in the forms of casualty claims, as each language words them."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.corpus.fills import Fill, nameless, tail
from benchmarks.corpus.wordings import Wording
from retold.model import Count, CountForm

# Forms with a number, and the words for many with the number from which they hold.
_FORMS: tuple[tuple[str, CountForm], ...] = (
    ("exact", "exact"), ("at_least", "at_least"), ("more_than", "more_than"), ("exact", "exact"),
    ("approx", "approx"), ("range", "range"), ("at_most", "at_most"), ("dozens", "vague"),
    ("hundreds", "vague"),
)  # fmt: skip


class Figure(NamedTuple):
    """A noun phrase with its numeral, and what the figure says."""

    fill: Fill
    said: Count


def figure(wording: Wording, slot: str, number: int, victims: int, draw: float) -> Figure:
    """The victims of a slot as ``number`` people. ``draw``, from 0 to 1, chooses the form."""
    table = wording.table["figure"]
    forms = [form for form in _FORMS if number >= table["least"].get(form[0], 0)]
    name, form = forms[int(draw * len(forms))]
    pattern, _, joint = table[name].partition("|")
    high = number + 1 + number // 4
    words = pattern.format(n=number, m=high)
    start, end = words.index("["), words.index("]") - 1
    words = words.replace("[", "").replace("]", "")
    least = table["least"].get(name)
    value, count = _said(form, words, number, high, least)
    numeral = (start, end, tail(words[start:end], "CARDINAL", value=value))
    phrase = f"{words}{joint} {wording.victims(slot)[victims]}"
    return Figure(nameless(victims, phrase, (numeral,)), count)


def _said(form: CountForm, words: str, number: int, high: int, least: int | None) -> tuple[str, Count]:
    """The value of the numeral, and the count."""
    if form == "vague":
        return f"min {least}", Count(words, form, least, None, None)
    if form == "range":
        return f"{number}-{high}", Count(words, form, number, high, None)
    ends: dict[str, tuple[int | None, int | None, int | None]] = {
        "exact": (number, number, number),
        "at_least": (number, None, None),
        "more_than": (number + 1, None, None),
        "at_most": (None, number, None),
    }
    return str(number), Count(words, form, *ends.get(form, (None, None, None)))


def families(wording: Wording) -> Figure:
    """Families of whom no number is given; they come last among those without names."""
    fill = nameless(len(wording.victims("")), wording.table["families"])
    return Figure(fill, Count(None, "unstated", None, None, None))


def nobody(wording: Wording) -> Figure:
    """The words that say that nobody was harmed."""
    words = wording.table["nobody"]
    return Figure(Fill(words), Count(words, "exact", 0, 0, 0))
