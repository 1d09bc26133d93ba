"""Two layers of mentions over invented texts, for measurements: gold, and a second one that differs.

Pure and seeded: the same seed gives the same documents, and document k is the same however many there
are. Some 40 mentions a document, in 17 sentences: names and nominals of all types, one group in ten
nested, one in fifty discontinuous ("Ada and Orm Lund"). In the second layer a share of the mentions
is left out, ends elsewhere, has another type or entity, or is made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from retold.model import EntityType, Mention, Span, Spans, labels, surface_of

SENTENCES = 17
WORDS_A_SENTENCE = 16
PER_DOCUMENT = 40
"""About so many mentions has a document."""
DIFFERENT = 0.15
"""The share of mentions in which the second layer differs."""
ENTITIES = 5000
LANGUAGES = ("en", "id", "hi")
_WORDS = {
    "en": ("harbour", "crane", "rope", "tide", "barge", "pilot", "quay", "anchor", "cargo", "the"),
    "id": ("pelabuhan", "derek", "tali", "pasang", "tongkang", "pandu", "dermaga", "jangkar", "yang"),
    "hi": ("बंदरगाह", "क्रेन", "रस्सी", "ज्वार", "नाव", "पायलट", "घाट", "लंगर", "माल", "का", "में"),
}
_TYPES = labels(EntityType)
_VALUES = frozenset({"DATE", "TIME", "CARDINAL", "MONEY"})
_Mark = tuple[tuple[tuple[int, int], ...], str, str, str | None]
"""Ranges of tokens of a sentence, type, level, entity."""


@dataclass(frozen=True)
class Marked:
    """One document: its text, sentences and tokens in code points, and the mentions of both layers."""

    id: str
    lang: str
    text: str
    sentences: tuple[Span, ...]
    tokens: tuple[tuple[Span, ...], ...]
    gold: tuple[Mention, ...]
    other: tuple[Mention, ...]


def documents(mentions: int, *, seed: int = 0, different: float = DIFFERENT) -> Iterator[Marked]:
    """Documents until gold has at least so many mentions."""
    found = number = 0
    while found < mentions:
        document = _document(number, seed, different)
        found += len(document.gold)
        number += 1
        yield document


def _document(number: int, seed: int, different: float) -> Marked:
    chance = Random(f"{seed} {number}")
    id, lang = f"d{number:07d}", LANGUAGES[number % len(LANGUAGES)]
    words = _WORDS[lang]
    pieces: list[str] = []
    sentences: list[Span] = []
    tokens: list[tuple[Span, ...]] = []
    marks: tuple[list[tuple[int, _Mark]], list[tuple[int, _Mark]]] = ([], [])
    at = 0
    for line in range(SENTENCES):
        chosen = chance.choices(words, k=WORDS_A_SENTENCE)
        first, of_line = at, []
        for word in chosen:
            of_line.append((at, at + len(word)))
            at += len(word) + 1
        of_line.append((at - 1, at))
        sentences.append((first, at))
        at += 1
        pieces.append(f"{' '.join(chosen)}.\n")
        tokens.append(tuple(of_line))
        gold = [mark for start in (0, 8) for mark in _group(chance, start)]
        marks[0].extend((line, mark) for mark in gold)
        marks[1].extend((line, mark) for mark in _changed(chance, gold, different))
    text = "".join(pieces)
    layers = (
        tuple(
            _mention(f"{id}-m{n:03d}", id, name, mark, tokens[line], text)
            for n, (line, mark) in enumerate(found)
        )
        for name, found in zip(("gold", "other"), marks, strict=True)
    )
    return Marked(id, lang, text, tuple(sentences), tuple(tokens), *layers)


def _group(chance: Random, start: int) -> Iterator[_Mark]:
    """Mentions in the eight words from ``start`` on."""
    drawn = chance.random()
    at = start + chance.randrange(3)
    if drawn < 0.10:
        yield _mark(chance, ((at, at + 3),))
        yield _mark(chance, ((at + 2, at + 3),))
    elif drawn < 0.12:
        yield _mark(chance, ((at, at + 1), (at + 3, at + 4)))
        yield _mark(chance, ((at + 2, at + 4),))
    else:
        yield _mark(chance, ((at, at + 1 + chance.randrange(3)),))


def _mark(chance: Random, ranges: tuple[tuple[int, int], ...]) -> _Mark:
    type = _TYPES[int(len(_TYPES) * chance.random() ** 2)]
    level = "name" if chance.random() < 0.85 else "nominal"
    entity = None if type in _VALUES else f"e-{int(ENTITIES * chance.random() ** 3)}"
    return ranges, type, level, entity


def _changed(chance: Random, marks: list[_Mark], different: float) -> Iterator[_Mark]:
    for mark in marks:
        ranges, type, level, entity = mark
        if chance.random() >= different:
            yield mark
            continue
        drawn = chance.randrange(5)
        if drawn == 1:
            start, end = ranges[-1]
            yield (*ranges[:-1], (start, end + 1)), type, level, entity
        elif drawn == 2:
            yield ranges, chance.choice(_TYPES), level, entity
        elif drawn == 3:
            yield ranges, type, level, f"e-{chance.randrange(ENTITIES)}"
        elif drawn == 4:
            yield mark
            yield _mark(chance, ((7, 8),))


def _mention(
    id: str, doc: str, annotator: str, mark: _Mark, tokens: tuple[Span, ...], text: str
) -> Mention:
    ranges, type, level, entity = mark
    spans: Spans = tuple((tokens[a][0], tokens[b - 1][1]) for a, b in ranges)
    nothing = dict.fromkeys(("org_subtype", "metonym", "referent", "value", "anchor"))
    words = surface_of(text, spans)
    return Mention(id, doc, annotator, spans, words, type, level, entity=entity, **nothing)
