"""What rules on retellings compare documents by, and which of them they find alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import compress, groupby, islice
from operator import itemgetter
from typing import NamedTuple

from retold.corpus import Corpus
from retold.documents import Document
from retold.model import Seed, Zone
from retold.records import Row
from retold.rules.base import Fact
from retold.rules.mentions import placed
from retold.rules.once import once
from retold.rules.sketches import bands, resemblance, short, sketch
from retold.rules.words import folded, is_word, words_of
from retold.rules.zones import tiled
from retold.segmentation import tokens

_NO_STORY = ("related", "furniture")

# A text is the set of its runs of three words (Lyon, Malcolm and Dickerson 2001, Detecting Short
# Passages of Similar Text in Large Document Collections). Two texts of one length with a coefficient
# of 0.5 (Broder et al. 1997, Syntactic Clustering of the Web) share two thirds of them, which only
# copying explains: the two English documents of this repository, which retell one story in words of
# their own, have 0.04.
_RUN = 3
NEAR_COPY = 0.5
NEAR_COPY_ROWS = 4

# A story is the set of its entities, figures and dates. The three documents of this repository, which
# retell one story in two languages, have coefficients of 0.43 to 0.54 and share 18 to 21 items.
_STORY = 0.4
_SHARED = 10
_VALUES = ("CARDINAL", "MONEY", "DATE")
_DAYS = 7
# Slots a band. Of pairs at the threshold 94 of 100 share one, at 0.45 all but two; with two slots the
# others would be found too, and fifteen times as many pairs compared that have little in common.
_STORY_ROWS = 3

# A band that more documents share says little of each; what is alike shares others too.
_COMPARED = 50


class Telling(NamedTuple):
    """What documents are compared by: events, a short sketch of the text, what it tells of."""

    doc: str
    story: str
    events: tuple[str, ...]
    text: bytes
    items: tuple[str, ...]
    day: int = 0
    """When it was published (``date.toordinal``)."""


class Pair(NamedTuple):
    """Two tellings of different stories, ``a`` the earlier one by id."""

    a: Telling
    b: Telling
    corpus: Corpus

    @property
    def seeds(self) -> tuple[Seed, Seed]:
        """The line of the manifest of each."""
        return self.corpus.seeds[self.a.doc], self.corpus.seeds[self.b.doc]

    @property
    def splits(self) -> tuple[str, str]:
        """The split of each."""
        stories = self.corpus.stories
        return stories[self.a.story].split, stories[self.b.story].split

    @property
    def apart(self) -> bool:
        """Whether they are in two splits."""
        a, b = self.splits
        return a != b

    @property
    def one_text(self) -> bool:
        """Whether they are one text to the byte."""
        a, b = self.seeds
        return a.sha256 == b.sha256

    @property
    def events(self) -> set[str]:
        """The events that both make claims about."""
        return {*self.a.events}.intersection(self.b.events)

    @property
    def shared(self) -> set[str]:
        """The entities, figures and dates of both."""
        return {*self.a.items}.intersection(self.b.items)

    @property
    def text(self) -> float:
        """How like the texts are: 0 below the threshold."""
        return reaching(resemblance(self.a.text, self.b.text), NEAR_COPY)

    @property
    def story(self) -> float:
        """How like the stories are: 0 below the threshold, without a figure or date, or in time."""
        if abs(self.a.day - self.b.day) > _DAYS:
            return 0.0
        shared = self.shared
        if len(shared) < _SHARED:
            return 0.0
        if not any(" " in item for item in shared):
            return 0.0
        return reaching(len(shared) / len({*self.a.items, *self.b.items}), _STORY)

    @property
    def told(self) -> bool:
        """Whether a rule on texts or events (RT702 to RT705) has the pair already."""
        if self.apart:
            return bool(self.events) or self.text > 0
        return bool(self.events) and self.text > 0


def by_text(document: Document, corpus: Corpus) -> Iterator[Fact]:
    """The telling under each band of its text."""
    if _whole(document, corpus):
        runs = _sketch_of_text(document, corpus)
        telling = Telling(document.id, document.seed.story, _events(document), short(runs), ())
        yield from ((band, telling) for band in bands(runs, NEAR_COPY_ROWS))


def of_claims(facts: Iterator[tuple[str, Telling]]) -> Iterator[tuple[str, Telling]]:
    """Those of documents that claim harm."""
    return (fact for fact in facts if fact[1].events)


def by_items(document: Document, corpus: Corpus) -> Iterator[Fact]:
    """The telling under each band of its entities, figures and dates, in its week and in the next.

    So two of one story share a key, and few others do: what many tell in other weeks is not compared.
    """
    items = tuple(sorted(set(_items(document))))
    if not _whole(document, corpus) or len(items) < _SHARED:
        return
    text = short(_sketch_of_text(document, corpus))
    day = date.fromisoformat(document.seed.published.date).toordinal()
    telling = Telling(document.id, document.seed.story, _events(document), text, items, day)
    week = day // _DAYS
    for band in bands(sketch(items), _STORY_ROWS):
        yield f"{week}-{band}", telling
        yield f"{week + 1}-{band}", telling


def alike_pairs(
    facts: Iterator[tuple[str, Telling]], alike: Callable[[Pair], float], corpus: Corpus
) -> Iterator[tuple[Row[Seed], Pair, str]]:
    """Each telling that is like an earlier one of another story: its row, the pair, and how like.

    ``alike`` is 0 for a pair that is no finding. Of each band the first such pair counts, and no
    telling is compared with more than ``_COMPARED``, so that the time grows with the documents and
    not with their pairs, also where all are copies of one text.
    """
    best: dict[str, tuple[float, Pair]] = {}
    for _, group in groupby(facts, key=itemgetter(0)):
        before: dict[str, list[Telling]] = {}
        for _, telling in group:
            others = (other for story in before if story != telling.story for other in before[story])
            pairs = (Pair(other, telling, corpus) for other in islice(others, _COMPARED))
            likeness, pair = next(((x, pair) for pair in pairs if (x := alike(pair)) > 0), (0.0, None))
            if pair is not None and likeness > best.get(telling.doc, (0.0, pair))[0]:
                best[telling.doc] = (likeness, pair)
            before.setdefault(telling.story, []).append(telling)
    for row in corpus.tables.get("seed", ()):
        if isinstance(row.record, Seed) and row.record.id in best:
            likeness, pair = best.pop(row.record.id)
            yield Row(row.record, row.file, row.line), pair, f"about {likeness:.0%} alike"


def _whole(document: Document, corpus: Corpus) -> bool:
    known = document.seed.story in corpus.stories
    return document.layer == "gold" and known and document.file not in corpus.broken


def _events(document: Document) -> tuple[str, ...]:
    return tuple(sorted({claim.event for claim in document.casualties}))


@once
def _sketch_of_text(document: Document, corpus: Corpus) -> tuple[int, ...]:
    """``text_sketch`` of a document, from the tokens of its sentences where no zones overlap."""
    if not tiled(document, corpus):
        return text_sketch(document.text, document.zones)
    tokens = words_of(document)
    found: list[str] = []
    for sentence in document.sentences:
        if sentence.zone.zone not in _NO_STORY:
            own = slice(*tokens.numbers[sentence.span])
            found += compress(tokens.folded[own], tokens.words[own])
    return _sketch_of_runs(found)


def text_sketch(text: str, zones: tuple[Zone, ...]) -> tuple[int, ...]:
    """The sketch of the runs of words of a text without links to other stories and furniture."""
    words = [
        folded(text[start + a : start + b])
        for zone in zones
        if zone.zone not in _NO_STORY
        for start, end in zone.spans
        for a, b in tokens(text[start:end])
        if is_word(text[start + a : start + b])
    ]
    return _sketch_of_runs(words)


def _sketch_of_runs(words: Sequence[str]) -> tuple[int, ...]:
    shifted = (words[at:] for at in range(_RUN))
    return sketch(map(" ".join, zip(*shifted, strict=False)))


def _items(document: Document) -> Iterator[str]:
    """Entity ids, and type and value of figures and dates, of the same zones."""
    for row, zone, _ in placed(document):
        mention = row.record
        if zone is None or zone.zone in _NO_STORY:
            continue
        if mention.entity is not None:
            yield mention.entity
        elif mention.type in _VALUES and mention.value is not None:
            yield f"{mention.type} {mention.value}"


def reaching(value: float, threshold: float) -> float:
    """The value, or 0 where it is below the threshold."""
    return value if value >= threshold else 0.0
