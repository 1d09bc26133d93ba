"""A casualty extractor by rules: a cue of harm, the figure nearest to it, and who they are.

In each sentence of the zones in which claims are annotated, every cue (``harm_words``) takes the
nearest figure of persons on its side, one to one, the closest pairs first. A cue that says its harm
alone makes a claim without a figure. A figure behind "including" is a part of the one before, with its
harm. A figure of nobody denies the harm. It links nothing: actors and places stay null, and all claims
of a document are about one event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from retold.baselines.harm_words import (
    CUES,
    INCLUDING,
    METHODS,
    NOT_PERSONS,
    PARTIES,
    PHRASE_ENDS,
    ROLES,
    Cue,
)
from retold.metrics.scores.page import Page, Part
from retold.model import (
    Casualty,
    Count,
    Harm,
    HarmDate,
    Perpetrator,
    Source,
    Span,
    Victims,
)
from retold.numbers import Stated, figures_in
from retold.numerals import normal

T = TypeVar("T")
ANNOTATOR = "rules"
ZONES = frozenset({"headline", "summary", "subheading", "caption", "body"})
FARTHEST = 12
"""Tokens that may stand between a cue and its figure."""
NEAR = 6
"""Tokens that may stand between a figure and the part of it that "including" opens."""
LONGEST_PHRASE = 6


@dataclass(frozen=True)
class _Found:
    """A cue at its tokens."""

    cue: Cue
    first: int
    last: int


@dataclass(frozen=True)
class _Claim:
    """What a sentence says of one harm."""

    harm: Harm
    figure: Stated | None
    at: int


def casualties(page: Page) -> list[Casualty]:
    """The claims of a document, in the order of the text. It needs the text and the sentences."""
    found: list[Casualty] = []
    for part in page.parts:
        lang = part.lang.split("-", maxsplit=1)[0]
        if part.zone in ZONES and lang in CUES and page.text is not None:
            sentence = _Sentence(page.text, part, lang)
            for claim in sentence.claims():
                found.append(sentence.record(claim, page, len(found) + 1))
    return found


@dataclass(frozen=True)
class _Sentence:
    text: str
    part: Part
    lang: str

    @property
    def words(self) -> list[str]:
        return [normal(self.text[a:b]) for a, b in self.part.tokens]

    def claims(self) -> list[_Claim]:
        """One claim a cue with a figure, a part of a figure, or a cue that says its harm alone."""
        words = self.words
        cues = list(_cues(words, self.lang))
        figures = [
            f for f in figures_in(self.text, self.part.tokens, self.lang) if self._persons(f, words)
        ]
        pairs = _nearest(cues, figures)
        found = [_Claim(cue.cue.harm, figure, cue.first) for cue, figure in pairs]
        taken = {figure.first for _, figure in pairs}
        for _, figure in pairs:
            part = self._part_of(figure, figures, words)
            if part is not None and part.first not in taken:
                taken.add(part.first)
                harm = next(c.cue.harm for c, f in pairs if f is figure)
                found.append(_Claim(harm, part, part.first))
        told = {claim.harm for claim in found}
        for cue in cues:
            if cue.cue.alone and cue.cue.harm not in told:
                told.add(cue.cue.harm)
                found.append(_Claim(cue.cue.harm, None, cue.first))
        return sorted(found, key=lambda claim: claim.at)

    def _persons(self, figure: Stated, words: Sequence[str]) -> bool:
        """Whether a figure may count persons: no year, no share, no sum, nothing of other things."""
        before = words[figure.first - 1] if figure.first else ""
        # "15-year-old": the hyphens are tokens
        behind = next((word for word in words[figure.last + 1 :] if word != "-"), "")
        if before in ("$", "€", "£", "rp", "us$", "₹") or behind in NOT_PERSONS[self.lang]:
            return False
        number = figure.meaning.best
        plain = figure.first == figure.last and re.fullmatch(r"\d{4}", words[figure.first])
        return not (plain and number is not None and 1900 <= number <= 2100)

    def _part_of(self, whole: Stated, figures: Sequence[Stated], words: Sequence[str]) -> Stated | None:
        for figure in figures:
            between = " ".join(words[whole.last + 1 : figure.first])
            near = 0 < figure.first - whole.last <= NEAR + 2
            if near and any(word in f" {between} " for word in map(" {} ".format, INCLUDING[self.lang])):
                return figure
        return None

    def record(self, claim: _Claim, page: Page, number: int) -> Casualty:
        """The claim as a record; the whole sentence is its evidence."""
        sentence = f" {' '.join(self.words)} "
        party = _first(PARTIES[self.lang], sentence) or "none"
        figure = claim.figure
        victims = None if figure is None else self._phrase(figure)
        phrase = "" if victims is None else f" {normal(self.text[slice(*victims)])} "
        nobody = figure is not None and figure.meaning.max == 0
        return Casualty(
            id=f"{page.id}-c{number:03d}",
            doc=page.id,
            annotator=ANNOTATOR,
            event=f"ev-{re.sub(r'[^a-z0-9]+', '-', page.id.lower()).strip('-')}",
            scope="event",
            harm=claim.harm,
            occurred=not nobody,
            count=self._count(figure),
            victims=Victims(
                spans=None if victims is None else (victims,),
                identity=None,
                role=_first(ROLES[self.lang], phrase) or "unknown",
                includes_perpetrator="unknown",
            ),
            perpetrator=Perpetrator(None, "unattributed"),
            method=_first(METHODS[self.lang], sentence),
            source=Source(("outlet",), party, False),
            certainty="asserted" if party == "none" else "reported",
            date=HarmDate(None, None, None, None, None),
            place=(),
            evidence=(self.part.span,),
        )

    def _count(self, figure: Stated | None) -> Count:
        if figure is None:
            return Count(None, "unstated", None, None, None)
        said = figure.meaning
        return Count(self.text[slice(*figure.span)], said.form, said.min, said.max, said.best)

    def _phrase(self, figure: Stated) -> Span:
        """The noun phrase that the figure opens, as far as the table of ends lets it."""
        words = self.words
        last = figure.last
        while (
            last + 1 < len(words)
            and last - figure.last < LONGEST_PHRASE
            and words[last + 1] not in PHRASE_ENDS[self.lang]
        ):
            last += 1
        return figure.span[0], self.part.tokens[last][1]


def _cues(words: Sequence[str], lang: str) -> Iterator[_Found]:
    """Cues in order, the longest at each place, none inside another."""
    ordered = sorted(CUES[lang], key=lambda cue: -len(cue.words))
    at = 0
    while at < len(words):
        cue = next((c for c in ordered if tuple(words[at : at + len(c.words)]) == c.words), None)
        if cue is not None:
            yield _Found(cue, at, at + len(cue.words) - 1)
            at += len(cue.words) - 1
        at += 1


def _nearest(cues: Sequence[_Found], figures: Sequence[Stated]) -> list[tuple[_Found, Stated]]:
    """Cues and figures one to one, the closest first; no cue of another harm may stand between."""
    near = []
    for cue in cues:
        for figure in figures:
            before = figure.last < cue.first
            if cue.cue.side != "either" and before != (cue.cue.side == "before"):
                continue
            low, high = (figure.last, cue.first) if before else (cue.last, figure.first)
            between = (c for c in cues if low < c.first < high and c.cue.harm != cue.cue.harm)
            if 0 < high - low <= FARTHEST and next(between, None) is None:
                near.append((high - low, cue.first, figure.first, cue, figure))
    pairs: list[tuple[_Found, Stated]] = []
    for _, _, _, cue, figure in sorted(near, key=lambda found: found[:3]):
        if all(cue is not c and figure is not f for c, f in pairs):
            pairs.append((cue, figure))
    return pairs


def _first(table: Sequence[tuple[str, T]], words: str) -> T | None:
    """The value of the first entry whose words stand among these, between spaces."""
    return next((value for entry, value in table if f" {entry} " in words), None)
