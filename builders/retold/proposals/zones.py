"""A text -> proposed zones, by its lines and by cue words.

The first line is the headline, and so is each line that repeats it, and a line below it in another
script. A line that is a cue of furniture is furniture, and so is each short line after the first one
behind the last running text. What stands before the first running text is a caption where it is short;
a short line between two paragraphs is a subheading. Everything else is body. docs/new-corpus.md says how
far this agrees with gold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from retold.model import Span, Zone, ZoneName
from retold.proposals.cues import CAPTION, FURNITURE, RELATED
from retold.proposals.scripts import language, script

_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?।…][\"'”’»)\]]*$")
# What opens the first paragraph up to a dash of its own: place, day, agency; no sentence before it.
_DATELINE = re.compile(r"[^\W\d_][^.!?:;।]{1,59}? ?[–—]{1,2}(?=\s)|[^\W\d_][^.!?:;।]{1,59}? --?(?=\s)")
_RUN_IN = re.compile(r"[^\W\d_][^.!?:;।\"“”]{2,69}:(?=\s+\S)")
_CAPTION_WORDS, _HEADING_WORDS, _BUTTON_WORDS = 8, 12, 6
_PARAGRAPH_WORDS = 8
_CUE_WORDS = 12


@dataclass
class _Line:
    span: Span
    text: str
    zone: ZoneName | None = None

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def runs(self) -> bool:
        """Whether it reads like running text: sentences, not a heading or a button."""
        return self.words >= _PARAGRAPH_WORDS and bool(_SENTENCE_END.search(self.text))


def propose_zones(text: str, doc: str, lang: str, annotator: str) -> tuple[Zone, ...]:
    """Zones that hold every character but white space once, in order; ``lang`` is the page's."""
    lines = list(_lines(text))
    _named(lines)
    page, title = script(text), lines[0].text if lines else ""
    paragraphs = [line for line in lines if line.zone == "body" and not _repeats(line, title)]
    opening = paragraphs[0] if paragraphs else None
    pieces = [piece for line in lines for piece in _parted(line, title, line is opening)]
    return tuple(
        Zone(
            f"{doc}-z{number:03d}",
            doc,
            annotator,
            ((start, end),),
            zone,
            language(text[start:end], page, lang),
        )
        for number, ((start, end), zone) in enumerate(pieces, 1)
    )


def _lines(text: str) -> Iterable[_Line]:
    for found in _LINE.finditer(text):
        inside = found.group().strip()
        if inside:
            start = found.start() + found.group().index(inside)
            yield _Line((start, start + len(inside)), inside)


def _named(lines: list[_Line]) -> None:
    """Gives each line its zone, as a whole."""
    if not lines:
        return
    first = lines[0]
    for line in lines:
        if line.words <= _CUE_WORDS and _cue(FURNITURE).fullmatch(line.text):
            line.zone = "furniture"
        elif _cue(RELATED).match(line.text):
            line.zone = "related"
        elif line.text == first.text:
            line.zone = "headline"
        elif _cue(CAPTION).match(line.text):
            line.zone = "caption"
    running = [n for n, line in enumerate(lines) if line.zone is None and line.runs]
    begin, last = (running[0], running[-1]) if running else (len(lines), len(lines))
    buttons = False
    for number, line in enumerate(lines):
        buttons = buttons or (number > last and line.zone == "furniture")
        if line.zone is not None:
            continue
        if number < begin:
            line.zone = _above(line, first)
        elif number > last and buttons and line.words <= _BUTTON_WORDS:
            line.zone = "furniture"
        elif begin < number < last and _is_heading(line):
            line.zone = "subheading"
        else:
            line.zone = "body"


def _above(line: _Line, first: _Line) -> ZoneName:
    """The zone of a line between the headline and the first running text."""
    ended = _SENTENCE_END.search(line.text) is not None
    if script(line.text) != script(first.text) and not ended:
        return "headline"
    if line.words <= _CAPTION_WORDS and not ended:
        return "caption"
    return "body" if ended else "summary"


def _repeats(line: _Line, title: str) -> bool:
    """Whether a line begins with the headline; one of a word or two begins other lines too."""
    return len(title.split()) > 2 and line.text.startswith(f"{title} ")


def _is_heading(line: _Line) -> bool:
    ended = _SENTENCE_END.search(line.text) is not None and not line.text.endswith("?")
    return line.words <= _HEADING_WORDS and not ended


def _parted(line: _Line, title: str, opens: bool) -> Iterable[tuple[Span, ZoneName]]:
    """The line's zones: a repeated headline, a dateline or a run-in heading stands before the rest.

    ``opens`` says whether the line is the first paragraph, the only one with a dateline: later ones
    have dashes of their own.
    """
    assert line.zone is not None
    (start, end), size = line.span, 0
    opening: ZoneName = line.zone
    rest: ZoneName = "body"
    if line.zone == "body":
        if _repeats(line, title):
            opening, rest, size = "headline", "summary", len(title)
        elif opens and (found := _DATELINE.match(line.text)):
            opening, size = "dateline", found.end()
        elif line.runs and (found := _RUN_IN.match(line.text)) and _is_title(found.group()):
            opening, size = "subheading", found.end()
    if size == 0:
        yield line.span, line.zone
        return
    yield (start, start + size), opening
    behind = line.text[size:].lstrip()
    yield (end - len(behind), end), rest


def _is_title(words: str) -> bool:
    """Whether it is written as titles are, most words with a capital; so no script without case."""
    found = words.split()
    return len(found) <= _CAPTION_WORDS and 2 * sum(word[0].isupper() for word in found) > len(found)


@cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _cue(table: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    """One pattern for the cues of all languages: a page may have parts in another."""
    return _compiled(tuple(pattern for patterns in table.values() for pattern in patterns))
