"""Key files <-> templates: every slot of every template, with its comments.

A template is 25 slots, one a line, with further fillers under the first; ``;`` opens a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from retold.corpora.muc4.fills import parse_fill, plain
from retold.corpora.muc4.slots import SLOTS, Slot
from retold.corpora.muc4.values import Choice, Fill
from retold.corpora.problems import Problem

_LABEL = re.compile(r"([0-9]{1,2})\. +([A-Z]+(?: [A-Z]+)*: [A-Z]+(?: [A-Z]+)*?)(?:\s{2,}(.*?)|)\s*")
_MESSAGE = re.compile(r"([A-Z0-9]+-MUC[0-9]-[0-9]{4})(?:\s*\(([^()]*)\))?")
_NUMBER = re.compile(r"([1-9][0-9]*)(?:\s*(\(OPTIONAL\)))?")
_COLUMN = 36


Fills = tuple[Fill, ...]
Comment = tuple[int, str]
"""The slot under which a comment stands (-1: before the template), and its line."""


@dataclass(frozen=True, slots=True)
class Template:
    """One incident of a message, or the statement that the message has none (``number`` None).

    ``slots`` are those from 2 to 24, in order; ``by`` is what stands in brackets behind the message's
    id. ``comments`` are lines before and in the template. ``file`` and ``line`` are where it
    begins, and no part of its value.
    """

    message: str
    by: str | None
    number: int | None
    optional: bool
    slots: tuple[Fills, ...]
    comments: tuple[Comment, ...] = ()
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def fills(self, slot: int) -> Fills:
        """The fillers of a slot, 2 to 24, that say something: no hyphen, no asterisk."""
        return tuple(fill for fill in self.slots[slot - 2] if not fill.empty)


def is_key(text: str) -> bool:
    """Whether a file holds templates."""
    return re.search(rf"^0\. +MESSAGE: ID\s+{_MESSAGE.pattern}", text, re.MULTILINE) is not None


def parse_keys(text: str, file: str) -> tuple[list[Template], list[Problem]]:
    """The templates of a key file, and everything that could not be read.

    A template with a problem is not among those returned. Comments behind the last are its own.
    """
    problems: list[Problem] = []
    templates: list[Template] = []
    comments: list[Comment] = []
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(";"):
            comments.append((_slot_of(lines), line.strip()))
        elif line.strip():
            if lines and line.startswith("0. "):
                templates.extend(_template(lines, comments, file, problems))
                lines, comments = [], []
            lines.append((number, line))
        elif lines:
            templates.extend(_template(lines, comments, file, problems))
            lines, comments = [], []
    if lines:
        templates.extend(_template(lines, comments, file, problems))
        comments = []
    if comments and templates:
        last = templates.pop()
        behind = ((SLOTS[-1].number, text) for _, text in comments)
        templates.append(replace(last, comments=(*last.comments, *behind)))
    return templates, problems


def write_keys(templates: Iterable[Template]) -> str:
    """The key file again: values as parsed, one layout."""
    return "\n".join(map(write_template, templates))


def write_template(template: Template) -> str:
    """One template with its comments, each line ended by a line feed."""
    by = "" if template.by is None else f" ({template.by})"
    number = "*" if template.number is None else str(template.number)
    first = [f"{template.message}{by}"], [f"{number}{' (OPTIONAL)' if template.optional else ''}"]
    lines = [text for under, text in template.comments if under < 0]
    for slot, shown in zip(SLOTS, (*first, *map(written, template.slots)), strict=True):
        label = f"{f'{slot.number}.':<4}{slot.name}"
        lines.append(f"{label:<{_COLUMN}}{shown[0]}")
        lines += [f"{'':<{_COLUMN}}{fill}" for fill in shown[1:]]
        lines += [text for under, text in template.comments if under == slot.number]
    return "".join(f"{line}\n" for line in lines)


def written(fills: Fills) -> list[str]:
    """The fillers of a slot as a key writes them, one a line."""
    return [str(fill) for fill in fills]


def unlisted(template: Template) -> Iterator[tuple[Slot, Choice]]:
    """Set fillers that the task documentation does not list."""
    for slot, held in zip(SLOTS[2:], template.slots, strict=True):
        for fill in held:
            for value in fill.values:
                if isinstance(value, Choice) and not value.listed:
                    yield slot, value


def _template(
    lines: list[tuple[int, str]], comments: Iterable[Comment], file: str, problems: list[Problem]
) -> Iterator[Template]:
    """The template of these lines, or nothing after the problems that it has."""
    known = len(problems)
    held: dict[int, list[tuple[int, str]]] = {}
    current = -1
    for number, line in lines:
        label = _LABEL.fullmatch(line)
        if label:
            current = int(label[1])
            if current >= len(SLOTS) or SLOTS[current].name != label[2]:
                problems.append(Problem(file, number, f"there is no slot {label[1]}. {label[2]}"))
            elif current in held:
                problems.append(Problem(file, number, f"slot {current} stands twice in the template"))
            held[current] = [(number, label[3] or "")]
        elif line[:1].isspace() and current >= 0:
            held[current].append((number, line.strip()))
        else:
            problems.append(Problem(file, number, f"neither a slot, a filler nor a comment: {line!r}"))
    missing = [f"{slot.number}. {slot.name}" for slot in SLOTS if slot.number not in held]
    if held and missing:
        problems.append(Problem(file, lines[0][0], f"the template lacks {', '.join(missing)}"))
    if len(problems) > known:
        return
    head = _MESSAGE.fullmatch(_one(held[0]))
    if head is None:
        problems.append(Problem(file, held[0][0][0], f"no message id: {_one(held[0])!r}"))
    count = _NUMBER.fullmatch(_one(held[1]))
    if count is None and _one(held[1]) != "*":
        problems.append(Problem(file, held[1][0][0], f"no number of a template: {_one(held[1])!r}"))
    slots = tuple(_slot(held[slot.number], slot, file, problems) for slot in SLOTS[2:])
    if head is None or len(problems) > known:
        return
    yield Template(
        head[1],
        head[2],
        int(count[1]) if count else None,
        bool(count and count[2]),
        slots,
        tuple(comments),
        file,
        lines[0][0],
    )


def _slot_of(lines: list[tuple[int, str]]) -> int:
    """The slot that the last of these lines belongs to; -1 before the first."""
    labels = (_LABEL.fullmatch(line) for _, line in reversed(lines))
    return next((int(label[1]) for label in labels if label), -1)


def _one(held: list[tuple[int, str]]) -> str:
    return " ".join(text for _, text in held).strip()


def _slot(held: list[tuple[int, str]], slot: Slot, file: str, problems: list[Problem]) -> Fills:
    lines = [(number, text) for number, text in held if text]
    fills: list[Fill] = []
    at = 0
    while at < len(lines):
        fill, used = _fill([text for _, text in lines[at:]], slot)
        source = " ".join(text for _, text in lines[at : at + used])
        if fill is not None and plain(str(fill)) != plain(source):
            message = f"slot {slot.number}. {slot.name} would be written back as {str(fill)!r}"
            problems.append(Problem(file, lines[at][0], message))
        if fill is None:
            message = f"no filler of slot {slot.number}. {slot.name}: {lines[at][1]!r}"
            problems.append(Problem(file, lines[at][0], message))
        else:
            fills.append(fill)
        at += used
    if not lines:
        problems.append(Problem(file, held[0][0], f"slot {slot.number}. {slot.name} is empty"))
    return tuple(fills)


def _fill(texts: list[str], slot: Slot) -> tuple[Fill | None, int]:
    """The first filler of these lines and how many it takes: one, or more where it is wrapped."""
    wrapped = 1
    while wrapped < len(texts) and texts[wrapped].startswith(("/", ":")):
        wrapped += 1
    for used in (wrapped, *range(wrapped + 1, len(texts) + 1)):
        fill = parse_fill(" ".join(texts[:used]), slot)
        if fill is not None:
            return fill, used
    fill = parse_fill(" ".join(texts[:wrapped]), slot, lenient=True)
    return fill, wrapped
