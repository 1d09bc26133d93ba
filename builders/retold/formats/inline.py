r"""Text with its marks inside it: written by hand, compiled to a text and spans.

A mark is ``[surface|words]``; marks nest. A zone begins with ``{name}`` or ``{name lang}`` and one
space, and ends with its line or where the next begins; what stands in no zone of its own is ``body``.
A backslash takes the next character as it is: ``\[``, ``\]``, ``\|``, ``\{``, ``\}``, ``\\``.

Offsets of the result are code points of the text without marks. ``loads(dumps(x)) == x``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from retold.model import Span, ZoneName, labels

BODY = "body"
_SPECIAL = "[]|{}\\"
_ZONES = labels(ZoneName)


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked span: ``words`` say what it is."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A zone: its span without white space at its ends; ``lang`` is None for that of the text."""

    span: Span
    zone: str = BODY
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Inline:
    """A text, its zones in order, and its marks: by start, the longer first."""

    text: str
    parts: tuple[Part, ...] = ()
    marks: tuple[Marked, ...] = ()


class InlineError(ValueError):
    """Marks that cannot be read; ``problems`` are all of them, each with its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass
class _Reader:
    """Reads marked text once, from its beginning to its end."""

    marked: str
    at: int = 0
    text: list[str] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)
    """Of each mark that is open: where it stands in the marked text, and where in the text it starts."""
    marks: list[Marked] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    zone: tuple[int, str, str | None] = (0, BODY, None)
    """The zone that is open: where it starts, its name and language."""
    problems: list[str] = field(default_factory=list)

    def read(self) -> Inline:
        while self.at < len(self.marked):
            self.step(self.marked[self.at])
        for place, _ in self.open:
            self.wrong(place, "the mark is not closed with ]")
        self.end_zone()
        if self.problems:
            raise InlineError(self.problems)
        marks = sorted(self.marks, key=lambda mark: (mark.span[0], -mark.span[1]))
        return Inline("".join(self.text), tuple(self.parts), tuple(marks))

    def step(self, character: str) -> None:
        match character:
            case "\\" if self.marked[self.at + 1 : self.at + 2] in _SPECIAL and self.rest > 1:
                self.text.append(self.marked[self.at + 1])
                self.at += 2
                return
            case "\\":
                self.wrong(self.at, f"a backslash stands before one of {' '.join(_SPECIAL)}")
            case "[":
                self.open.append((self.at, len(self.text)))
            case "|":
                self.words()
                return
            case "{":
                self.begin_zone()
                return
            case "]" if self.open:
                place, _ = self.open.pop()
                self.wrong(place, "the mark has no | and words")
            case "]" | "}":
                self.wrong(self.at, f"{character} closes nothing; \\{character} is the character")
            case "\n":
                for place, _ in self.open:
                    self.wrong(place, "the mark goes on over the end of its line")
                self.open = []
                self.end_zone()
                self.text.append("\n")
                self.zone = (len(self.text), BODY, None)
            case _:
                self.text.append(character)
        self.at += 1

    @property
    def rest(self) -> int:
        """Characters from here to the end."""
        return len(self.marked) - self.at

    def words(self) -> None:
        """The words of the mark that was opened last, up to its bracket."""
        if not self.open:
            self.wrong(self.at, "| stands in no mark; \\| is the character")
            self.at += 1
            return
        place, start = self.open.pop()
        end = self.marked.find("]", self.at)
        words = self.marked[self.at + 1 : end] if end >= 0 else ""
        span = (start, len(self.text))
        surface = "".join(self.text[start:])
        if end < 0:
            self.wrong(place, "the mark is not closed with ]")
        elif not words.strip() or set(words) & set("[|{}\\\n") or words != " ".join(words.split()):
            self.wrong(place, f"{words!r} are no words of a mark: words with one space between them")
        elif not surface or surface != surface.strip():
            self.wrong(place, f"the mark holds {surface!r}: nothing, or white space at an end")
        elif any(mark.span == span for mark in self.marks):
            self.wrong(place, f"two marks on one passage, {surface!r}")
        else:
            self.marks.append(Marked(span, words))
        self.at = end + 1 if end >= 0 else len(self.marked)

    def begin_zone(self) -> None:
        """A zone's name in braces, and the space behind it."""
        end = self.marked.find("}", self.at)
        name, _, lang = self.marked[self.at + 1 : end if end >= 0 else self.at + 1].partition(" ")
        if name not in _ZONES:
            shown = ", ".join(_ZONES)
            self.wrong(self.at, f"{{{name}}} is no zone; there are: {shown}. \\{{ is the character")
            self.at = end + 1 if end >= 0 else self.at + 1
            return
        if self.open:
            self.wrong(self.at, f"{{{name}}} stands in a mark")
        self.end_zone()
        self.zone = (len(self.text), name, lang or None)
        self.at = end + 1
        if self.marked[self.at : self.at + 1] == " ":
            self.at += 1

    def end_zone(self) -> None:
        start, name, lang = self.zone
        held = "".join(self.text[start:])
        if held.strip():
            start += len(held) - len(held.lstrip())
            self.parts.append(Part((start, start + len(held.strip())), name, lang))
        elif (name, lang) != (BODY, None):
            self.wrong(self.at, f"the zone {name} is empty")

    def wrong(self, at: int, message: str) -> None:
        self.problems.append(f"at {at}, {self.marked[at : at + 20]!r}: {message}")


def loads(marked: str) -> Inline:
    """Reads marked text. Raises InlineError with everything that is wrong."""
    return _Reader(marked).read()


def dumps(inline: Inline) -> str:
    """Writes a text with its marks.

    Marks neither cross nor share a passage; zones are as ``loads`` gives them.
    """
    begins = dict(_zone_marks(inline))
    opens: dict[int, list[Marked]] = {}
    closes: dict[int, list[Marked]] = {}
    for mark in inline.marks:
        opens.setdefault(mark.span[0], []).append(mark)
        closes.setdefault(mark.span[1], []).insert(0, mark)
    written = []
    for at in range(len(inline.text) + 1):
        written += [f"|{mark.words}]" for mark in closes.get(at, ())]
        written.append(begins.get(at, ""))
        written += ["[" for _ in opens.get(at, ())]
        for character in inline.text[at : at + 1]:
            written.append(f"\\{character}" if character in _SPECIAL else character)
    return "".join(written)


def _zone_marks(inline: Inline) -> Iterator[tuple[int, str]]:
    """Where a zone is named: not where it is the first of its line and ``body``."""
    line = -1
    for part in inline.parts:
        start = inline.text.rfind("\n", 0, part.span[0]) + 1
        if start == line or (part.zone, part.lang) != (BODY, None):
            yield part.span[0], f"{{{part.zone}{f' {part.lang}' if part.lang else ''}}} "
        line = start
