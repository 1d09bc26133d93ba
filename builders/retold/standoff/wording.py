"""Where a string repeats the wording of a text: runs of five words or more.

Words are told apart in two ways, and a run counts in either: letters and digits (``\\w+``), or what
stands between white space. Case is folded. ``\\w`` knows no combining marks, so that in Devanagari
it sees more words than a reader does, and more is taken out there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

RUN = 5
"""Words in a row that are too many to be the annotators' own."""
MARK = "[…]"
"""What stands in the place of a run."""
SHORTEST = 2 * RUN - 1
"""Code points of the shortest string that can hold a run."""
TOKENS = (re.compile(r"\w+"), re.compile(r"\S+"))

Range = tuple[int, int]


class Wording:
    """The runs of words of some texts (document id -> text)."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._sources: list[dict[str, str]] = []
        self._free: set[str] = set()  # strings without a run: keys, labels and ids come again and again
        for pattern in TOKENS:
            found: dict[str, str] = {}
            for doc, text in texts.items():
                for _, _, run in _runs(pattern, text):
                    found.setdefault(run, doc)
            self._sources.append(found)

    def repeated_in(self, text: str) -> bool:
        """Whether the string holds a run."""
        return bool(self._hits(text))

    def redact(self, text: str) -> list[tuple[Range, tuple[str, ...]]]:
        """The ranges to take out so that no run is left, each with the texts that it repeats.

        What is left on both sides of a mark may make a new run, so this looks until there is none.
        """
        if not self._hits(text):
            return []
        taken: list[Range] = []
        sources: dict[Range, str] = {}
        while True:
            shown, origin = _shown(text, taken)
            hits = self._hits(shown)
            if not hits:
                break
            new = {(origin[a][0], origin[b - 1][1]): doc for a, b, doc in hits}
            sources.update(new)
            taken = _merged([*taken, *new])
        return [
            ((a, b), tuple(dict.fromkeys(d for (x, y), d in sorted(sources.items()) if a <= x < y <= b)))
            for a, b in taken
        ]

    def _hits(self, text: str) -> list[tuple[int, int, str]]:
        if len(text) < SHORTEST or text in self._free:
            return []
        hits = [
            (start, end, found[run])
            for pattern, found in zip(TOKENS, self._sources, strict=True)
            for start, end, run in _runs(pattern, text)
            if run in found
        ]
        if not hits:
            self._free.add(text)
        return hits


def redacted(text: str, ranges: Iterable[Range]) -> str:
    """The text with a mark in the place of each range; ranges are sorted and apart."""
    return _shown(text, ranges)[0]


def _runs(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and words of each run of exactly RUN words; a space parts words in the last."""
    words = [(m.start(), m.end(), m[0].casefold()) for m in pattern.finditer(text)]
    for at in range(len(words) - RUN + 1):
        part = words[at : at + RUN]
        yield part[0][0], part[-1][1], " ".join(word for _, _, word in part)


def _shown(text: str, taken: Iterable[Range]) -> tuple[str, list[Range]]:
    """The text as it is left, and for each of its code points the range that it stands for."""
    parts: list[str] = []
    origin: list[Range] = []
    at = 0
    for start, end in taken:
        parts += [text[at:start], MARK]
        origin += [(i, i + 1) for i in range(at, start)]
        origin += [(start, end)] * len(MARK)
        at = end
    origin += [(i, i + 1) for i in range(at, len(text))]
    return "".join([*parts, text[at:]]), origin


def _merged(ranges: Iterable[Range]) -> list[Range]:
    """Sorted, and as one where they meet."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
