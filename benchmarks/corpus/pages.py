"""A text and the mentions in it, written from left to right; offsets are code points."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from benchmarks.corpus.fills import Fill
from benchmarks.corpus.wordings import Sentence
from retold.model import ANNOTATION_KINDS, Annotation, Span, ZoneName, extent, span_fields
from retold.records import canonical

Slots = list[tuple[Fill, ...]]
"""What may stand in each gap; where it is more than one thing, one is drawn each time."""
Line = tuple[int, int, int, str, str]
"""A record's line behind what lines are sorted by: start, end (negative), kind, id."""

ANNOTATOR = "first"
_RANK = {kind: number for number, kind in enumerate(ANNOTATION_KINDS.values())}
_ZONE, _MENTION = 0, 1


class Page:
    """One document as it is written."""

    def __init__(self, doc: str, lang: str, slots: Slots, draw: Callable[[], float]) -> None:
        self.doc = doc
        self.slots = slots
        self.used: set[str] = set()
        self._lang = lang
        self._draw = draw
        self._parts: list[str] = []
        self._at = 0
        self._lines: list[Line] = []
        self._placed: list[tuple[int, int]] = []
        self._mentions = 0
        self._zones = 0
        self._behind_id = f'","doc":"{doc}","annotator":"{ANNOTATOR}","spans":[['

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def put(self, words: str) -> None:
        """Words without mentions."""
        self._parts.append(words)
        self._at += len(words)

    def sentence(self, sentence: Sentence) -> Span:
        """A sentence with its gaps filled; where it stands."""
        start = at = self._at
        parts, placed = self._parts, self._placed
        for item in sentence:
            if isinstance(item, str):
                parts.append(item)
                at += len(item)
                continue
            choices = self.slots[item]
            count = len(choices)
            words, tail, inside, ids = choices[0 if count == 1 else int(self._draw() * count)]
            placed.append((item, at))
            parts.append(words)
            end = at + len(words)
            if tail is not None:
                self._mention(at, end, tail)
                self.used.update(ids)
            for a, b, inner in inside:
                self._mention(at + a, at + b, inner)
            at = end
        self._at = at
        return start, at

    def zone(self, zone: ZoneName, sentences: Iterable[Sentence], end: str = "\n") -> list[Span]:
        """A zone of several sentences, and what stands behind it; where each sentence stands."""
        spans = []
        for number, sentence in enumerate(sentences):
            if number:
                self.put(" ")
            spans.append(self.sentence(sentence))
        self._close(zone, (spans[0][0], spans[-1][1]), end)
        return spans

    def plain_zone(self, zone: ZoneName, words: str) -> None:
        """A zone of words without gaps, the last of the page."""
        start = self._at
        self.put(words)
        self._close(zone, (start, self._at), "\n")

    def _close(self, zone: ZoneName, span: Span, end: str) -> None:
        self._zones += 1
        id = f"{self.doc}-z{self._zones:02d}"
        line = (
            f'{{"kind":"zone","id":"{id}{self._behind_id}{span[0]},{span[1]}]],'
            f'"zone":"{zone}","lang":"{self._lang}"}}'
        )
        self._lines.append((span[0], -span[1], _ZONE, id, line))
        self.put(end)

    def span(self, slot: int, words: str, within: Span) -> Span:
        """Where words that filled a slot stand in a sentence."""
        start = next(at for item, at in self._placed if item == slot and within[0] <= at < within[1])
        return start, start + len(words)

    def add(self, record: Annotation) -> None:
        """A record that is neither zone nor mention."""
        start, end = extent(next(span_fields(record))[1])
        self._lines.append((start, -end, _RANK[type(record)], record.id, canonical(record)))

    def lines(self) -> list[str]:
        """The lines of all records, in canonical order."""
        self._lines.sort()
        return [line[-1] for line in self._lines]

    def _mention(self, start: int, end: int, tail: str) -> None:
        self._mentions += 1
        id = f"{self.doc}-m{self._mentions:02d}"
        line = f'{{"kind":"mention","id":"{id}{self._behind_id}{start},{end}]],{tail}'
        self._lines.append((start, -end, _MENTION, id, line))
