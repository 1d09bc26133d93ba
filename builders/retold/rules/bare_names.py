"""Rules on names left bare: annotated in one place, plain text in another.

The variation between a label and none, which Dickinson and Meurers' method finds for names as it
does for parts of speech. A name that is also a common word is told from it by its capital letter
where the position does not force one; in a script without case, and where it does, by how rarely
the string is left bare.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from retold.corpus import Corpus, NameIndex, name_index
from retold.documents import Document, Sentence
from retold.findings import Finding, Place
from retold.model import Mention, Span, extent
from retold.rules.base import Across, Fact, Rule
from retold.rules.mentions import mention_rows, placed
from retold.rules.names import language
from retold.rules.once import once
from retold.rules.words import is_word, words_of

# An unsure place is named only where the string is a mention at least so many times as often.
_RARE = 4
_LISTED = 100
# Marks after which a word inside a sentence keeps its own case.
_NO_START = frozenset(",([/&-#@")
_TITLES = ("headline", "subheading", "caption", "related")
_ADDRESS = re.compile(r"@|://|www\.|\w\.[a-z]{2,}\b")


class Bare(NamedTuple):
    """A name of the document's language without a mention; unsure where it may be a common word."""

    name: str
    span: Span
    sure: bool


class Standing(NamedTuple):
    """How a name stands in one document: mentions, bare places, and those not told by RT603.

    ``balance`` is 1 for a document that has it as a mention, -1 for one that only leaves it bare; of
    several documents it is the sum, as the counts are.
    """

    mentions: int
    bare: int
    balance: int
    places: tuple[tuple[Place, bool], ...]


class _Covered:
    """The characters of a document that mentions of names touch, in runs from left to right."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them lies in ``[start, end)``."""
        number = bisect_left(self._starts, end) - 1
        return number >= 0 and start < self._ends[number]


class _Line:
    """One sentence, with what tells a name from a common word in it."""

    def __init__(self, text: str, sentence: Sentence, words: list[str], covered: _Covered) -> None:
        self.text = text
        self.span = sentence.span
        self.zone = sentence.zone.zone
        self.tokens = sentence.tokens
        self.words = words
        self.covered = covered

    @cached_property
    def _ends(self) -> dict[int, int]:
        """Where each token ends, and its number."""
        return {end: number for number, (_, end) in enumerate(self.tokens)}

    @cached_property
    def addresses(self) -> list[Span]:
        """Where it has addresses of pages and mail."""
        start, end = self.span
        return [
            (start + found.start(), start + found.end())
            for found in re.finditer(r"\S+", self.text[start:end])
            if _ADDRESS.search(found.group())
        ]

    @cached_property
    def upper(self) -> bool:
        """Whether all is written in capitals, so that a capital tells nothing."""
        letters = [character for word in self.words for character in word if character.isalpha()]
        return all(map(str.isupper, letters))

    def shouted(self, number: int, last: int) -> bool:
        """Whether the word before or behind is in capitals too."""
        beside = self.words[max(number - 1, 0) : number] + self.words[last + 1 : last + 2]
        return any(len(word) > 1 and word.isupper() for word in beside)

    def names(self, index: NameIndex) -> Iterator[tuple[int, int, str, Span]]:
        """Numbers of the first and last token, name and span of the longest names, left to right."""
        at = 0
        for number, word in enumerate(self.words):
            names = index.get(word)
            start = self.tokens[number][0]
            if names is None or start < at:
                continue
            for name in names:
                end = start + len(name)
                if self.text.startswith(name, start) and end in self._ends:
                    at = end
                    if not (self.covered.touch(start, end) or self._addressed(start, end)):
                        yield number, self._ends[end], name, (start, end)
                    break

    def _addressed(self, start: int, end: int) -> bool:
        return any(a < end and start < b for a, b in self.addresses)

    def starts(self, number: int) -> bool:
        """Whether the position itself asks for a capital letter: a beginning, or within a title."""
        before = self.words[number - 1] if number else ""
        if not (is_word(before) or before in _NO_START):
            return True
        # of the other words, the first has a capital anyway, and short ones have none in titles
        others = [w for w in self.words[1:number] + self.words[number + 1 :] if len(w) > 3]
        cased = [word for word in others if word.lower() != word.upper()]
        capitals = sum(word[0].isupper() for word in cased)
        if capitals == len(cased) < 2:
            return self.zone in _TITLES
        return 4 * capitals >= 3 * len(cased)


def bare(document: Document, lang: str, index: NameIndex) -> Iterator[Bare]:
    """The places of the names of ``index`` in zones of ``lang`` that no name's mention touches."""
    lines = _lines(document, lang)
    beginnings = index.keys()
    for line in lines:
        # where no word begins a name there is none
        for first, last, name, span in () if beginnings.isdisjoint(line.words) else line.names(index):
            if not _tells(name) or (name.isupper() and line.upper):
                continue
            if name.isupper():
                yield Bare(name, span, not line.shouted(first, last))
            elif first < last:
                yield Bare(name, span, True)
            elif not (name[0].isupper() and name[1:].islower() and line.starts(first)):
                yield Bare(name, span, _cased(name))
            elif not any(name.lower() in line.words for line in lines):
                yield Bare(name, span, False)


@once
def _lines(document: Document, lang: str) -> list[_Line]:
    """The sentences of zones of a language, but those of furniture."""
    mentions = (row.record for row in mention_rows(document))
    covered = _Covered(extent(mention.spans) for mention in mentions if mention.level == "name")
    words = words_of(document)
    return [
        _Line(document.text, sentence, words.written[slice(*words.numbers[sentence.span])], covered)
        for sentence in document.sentences
        if language(sentence.zone.lang) == lang and sentence.zone.zone != "furniture"
    ]


def bare_in_document(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if not _whole(document, corpus):
        return
    for lang, found in _annotated(document).items():
        for name, span, sure in bare(document, lang, name_index(found)):
            if sure and _cased(name):
                message = f"{name!r} is a mention at {found[name][0].id!r} and none here"
                yield Finding("RT603", Place(document.file, doc=document.id, span=span), message)


def standings(document: Document, corpus: Corpus) -> Iterator[Fact]:
    if not _whole(document, corpus):
        return
    mentions = _annotated(document)
    for lang in sorted({language(zone.lang) for zone in document.zones}):
        known = corpus.names.get(lang, {})
        here = mentions.get(lang, {})
        places: dict[str, list[tuple[Place, bool]]] = {}
        counts: dict[str, int] = {}
        for name, span, sure in bare(document, lang, known):
            counts[name] = counts.get(name, 0) + 1
            if not (sure and _cased(name) and name in here):
                place = Place(document.file, doc=document.id, span=span)
                places.setdefault(name, []).append((place, sure))
        for name in sorted({*counts, *here}):
            mentioned, left = len(here.get(name, ())), counts.get(name, 0)
            balance = 1 if mentioned else -1
            yield f"{lang}\t{name}", Standing(mentioned, left, balance, tuple(places.get(name, ())))


def together(standings: Sequence[Standing]) -> list[Standing]:
    """The sums, and then the places of as many documents as are listed."""
    mentions, left, balance = (sum(numbers) for numbers in zip(*(s[:3] for s in standings), strict=True))
    found = [Standing(mentions, left, balance, ())]
    listed = 0
    for standing in standings:
        if standing.places and listed < _LISTED:
            found.append(Standing(0, 0, 0, standing.places))
            listed += len(standing.places)
    return found


def bare_elsewhere(facts: Iterator[tuple[str, Standing]], corpus: Corpus) -> Iterator[Finding]:
    for key, group in groupby(facts, key=itemgetter(0)):
        mentions = left = balance = 0
        places: list[tuple[Place, bool]] = []
        for _, standing in group:
            mentions += standing.mentions
            left += standing.bare
            balance += standing.balance
            if len(places) < _LISTED:
                places += standing.places
        name = key.split("\t")[1]
        for place, sure in places:
            if (sure and balance >= 0) or left * _RARE <= mentions:
                message = f"{name!r} is no mention here (in gold: {mentions} mentions, {left} bare)"
                yield Finding("RT608", place, message)


@once
def _annotated(document: Document) -> dict[str, dict[str, list[Mention]]]:
    """Language -> surface -> the mentions of entities by that name."""
    found: dict[str, dict[str, list[Mention]]] = {}
    for row, zone, _ in placed(document):
        mention = row.record
        if zone is not None and mention.level == "name" and mention.entity is not None:
            by_name = found.setdefault(language(zone.lang), {})
            by_name.setdefault(mention.surface, []).append(mention)
    return found


def _whole(document: Document, corpus: Corpus) -> bool:
    """Whether gold could be read and stands where it says; else a lack may be no lack (RT20x)."""
    sound = len(mention_rows(document)) == len(document.mentions)
    return document.layer == "gold" and document.file not in corpus.broken and sound


def _tells(name: str) -> bool:
    """Whether a name can be told from common words: by a capital letter, or a script without case."""
    return len(name) > 1 and any(c.isupper() or unicodedata.category(c) == "Lo" for c in name)


def _cased(name: str) -> bool:
    return any(character.isupper() for character in name)


RULES = (
    Rule(
        "RT603",
        "error",
        "name of the document left bare",
        why="Every occurrence of a name is a mention; a model would learn that this one is none.",
        fix="Add the mention; or mark the longer name that the words are a part of.",
        bad="[Dock Union] crews left; the Dock Union said",
        good="[Dock Union] crews left; the [Dock Union] said",
        document=bare_in_document,
    ),
    Rule(
        "RT608",
        "warning",
        "name of the registry left bare",
        why="Other places of the corpus have it as a mention.",
        fix="Add the mention, unless the words are no name here.",
        bad="crews left Norhaven, which is a mention in other documents",
        good="Will the crews leave?, with Will Lund in the registry",
        across=Across(Standing, standings, bare_elsewhere, condense=together),
    ),
)
