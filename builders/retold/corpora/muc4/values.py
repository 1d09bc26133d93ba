"""What fills a slot of a MUC-4 template, as values; ``str`` writes each as a key does."""

from __future__ import annotations

from dataclasses import dataclass

from retold.corpora.muc4.numbers import Number


@dataclass(frozen=True, slots=True)
class Null:
    """A hyphen: nothing fills the slot, or nothing is said of the string behind it.

    ``quoted``: between quotation marks, where a filler must be about something and is about nothing.
    """

    quoted: bool = False

    def __str__(self) -> str:
        return '"-"' if self.quoted else "-"


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """An asterisk: the slot is never filled for this type of incident, or there is no incident."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Text:
    """A string of the message, without its quotation marks and escapes.

    Some keys lack or double a mark; ``opening`` and ``closing`` keep what stands there.
    """

    text: str
    opening: str = '"'
    closing: str = '"'

    @property
    def irregular(self) -> bool:
        """Whether a quotation mark lacks or is doubled."""
        return (self.opening, self.closing) != ('"', '"')

    def __str__(self) -> str:
        inside = self.text.replace('"', '\\"')
        return f"{self.opening}{inside}{self.closing}"


@dataclass(frozen=True, slots=True)
class Choice:
    """An item of a set list; ``listed`` is whether the task documentation has it."""

    name: str
    listed: bool = True

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day: ISO 8601, and as the key writes it."""

    iso: str
    written: str

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class Dates:
    """On one day (``first == last``), between two, on or before ``last``, or on or after ``first``."""

    first: Day | None
    last: Day | None

    def __str__(self) -> str:
        if self.first == self.last:
            return str(self.first)
        ends = ("" if day is None else str(day) for day in (self.first, self.last))
        return " - ".join(ends).strip()


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; the country has no type."""

    name: str
    type: str | None = None

    def __str__(self) -> str:
        return self.name if self.type is None else f"{self.name} ({self.type})"


@dataclass(frozen=True, slots=True)
class Location:
    """From wide to narrow; a step of two places is somewhere between them."""

    steps: tuple[tuple[Place, ...], ...]

    @property
    def country(self) -> str:
        """The country's name."""
        return self.steps[0][0].name

    @property
    def places(self) -> tuple[Place, ...]:
        """All places, from wide to narrow."""
        return tuple(place for step in self.steps for place in step)

    def __str__(self) -> str:
        return ": ".join(" - ".join(map(str, step)) for step in self.steps)


Value = Null | Inapplicable | Text | Choice | Dates | Location | Number


@dataclass(frozen=True, slots=True)
class Fill:
    """One filler: alternatives of which any is right, and the strings that it is about.

    ``optional`` is the key's question mark: leaving the filler out is right too. ``bracketed`` says
    which alternatives stand in brackets.
    """

    values: tuple[Value, ...]
    about: tuple[Text | Null, ...] = ()
    optional: bool = False
    bracketed: tuple[bool, ...] = ()

    def __str__(self) -> str:
        marks = self.bracketed or (False,) * len(self.values)
        shown = [f"({v})" if mark else str(v) for v, mark in zip(self.values, marks, strict=True)]
        about = f": {' / '.join(map(str, self.about))}" if self.about else ""
        return f"{'? ' if self.optional else ''}{' / '.join(shown)}{about}"

    @property
    def empty(self) -> bool:
        """Whether it is a bare hyphen or an asterisk: nothing is said."""
        return self.values in ((Null(),), (Inapplicable(),)) and not self.about

    @property
    def texts(self) -> tuple[str, ...]:
        """The strings among the alternatives."""
        return tuple(value.text for value in self.values if isinstance(value, Text))

    @property
    def named(self) -> tuple[str, ...]:
        """The strings that it is about."""
        return tuple(value.text for value in self.about if isinstance(value, Text))
