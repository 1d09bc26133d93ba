"""The source line of a finding with a caret under its span, in cells of a terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass

import regex
from rich.cells import cell_len

_LINE_END = re.compile(r"[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True)
class Excerpt:
    """One line of a text and the marks under it.

    ``line`` and ``column`` count from 1, in lines and in code points.
    """

    line: int
    column: int
    shown: str
    marks: str


def excerpt(text: str, span: tuple[int, int], width: int = 88) -> Excerpt:
    """The line that holds the span's start, cut to about ``width`` cells around it.

    A span over more than one line is marked to the end of the first. What is no printable
    character (controls, bidi overrides, NUL) is shown as ``�``, so that no text of a corpus can
    steer the terminal. An empty span has one caret.
    """
    start, end = min(span[0], len(text)), min(max(span), len(text))
    before = [match.end() for match in _LINE_END.finditer(text, 0, start)]
    line_start = before[-1] if before else 0
    following = _LINE_END.search(text, start)
    line_end = following.start() if following else len(text)
    end = min(end, line_end)
    head = _clusters(text[line_start:start])
    marked, tail = text[start:end], _clusters(text[end:line_end])
    room = max(width - cell_len(_visible(marked)), 16)
    left, right = _cut(head[::-1], room // 2)[::-1], _cut(tail, room - room // 2)
    opening = "…" if len(left) < len(head) else ""
    closing = "…" if len(right) < len(tail) else ""
    shown_left = opening + _visible("".join(left))
    shown_marked = _visible(marked)
    return Excerpt(
        line=1 + text.count("\n", 0, line_start),
        column=1 + start - line_start,
        shown=shown_left + shown_marked + _visible("".join(right)) + closing,
        marks=" " * cell_len(shown_left) + "^" * max(1, cell_len(shown_marked)),
    )


def _clusters(text: str) -> list[str]:
    return list(regex.findall(r"\X", text))


def _cut(clusters: list[str], cells: int) -> list[str]:
    """As many clusters from the front as have room."""
    used = 0
    for number, cluster in enumerate(clusters):
        used += cell_len(_visible(cluster))
        if used > cells:
            return clusters[:number]
    return clusters


def _visible(text: str) -> str:
    """The text with what does not print replaced; joiners inside a cluster stay."""
    return str(regex.sub(r"[\p{Cc}\p{Co}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]", "�", text))
