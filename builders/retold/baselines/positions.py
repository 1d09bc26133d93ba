"""Stance and headlines by rules: whom a sentence names, what it is about, and its cue words.

A sentence is about the proposition of the registry with which it shares most: entities, in whatever
language they are named, and words, where the proposition's text is in the sentence's language. It needs
two things in common. The holder is the speaker, if words of saying stand beside a name; else the first
person, organisation or state that the sentence names. Polarity is that of the first cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from retold.baselines.casualties import ANNOTATOR, ZONES
from retold.baselines.stance_words import BEHIND, COMMON, CUES, QUOTES, SAYING
from retold.metrics.scores.page import Page, Part
from retold.model import (
    Expression,
    Headline,
    Mention,
    Polarity,
    Proposition,
    Stance,
    VsBody,
)
from retold.numerals import normal
from retold.segmentation import tokens

LANGUAGE = "en"
"""The language of the registry's propositions."""
ENOUGH = 2
"""Things that a sentence and a proposition must have in common."""
STEM = 5
"""Letters by which two words are the same: a stemmer's work in the smallest form."""
HOLDERS = ("PER", "ORG", "GPE", "NORP")


@dataclass(frozen=True)
class Subject:
    """A proposition: the entities that its text names, and the stems of its other words."""

    id: str
    entities: frozenset[str]
    stems: frozenset[str]


def subjects(
    propositions: Mapping[str, Proposition], names: Mapping[str, Sequence[str]]
) -> list[Subject]:
    """What the propositions are about; ``names`` maps an entity to its names in their language."""
    found = []
    for id, proposition in sorted(propositions.items()):
        text = proposition.text
        held = {e: [n for n in ns if re.search(rf"\b{re.escape(n)}\b", text)] for e, ns in names.items()}
        entities = frozenset(entity for entity, there in held.items() if there)
        for name in (name for there in held.values() for name in there):
            text = text.replace(name, " ")
        found.append(Subject(id, entities, _stems(text)))
    return found


def _stems(text: str) -> frozenset[str]:
    words = (normal(text[a:b]) for a, b in tokens(text))
    return frozenset(w[:STEM] for w in words if len(w) > 2 and w.isalpha() and w not in COMMON[LANGUAGE])


@dataclass(frozen=True)
class _Told:
    """What a sentence says: who holds what, and how it is known."""

    part: Part
    holder: str
    target: str
    polarity: Polarity
    expression: Expression
    speaks: bool


def stances(page: Page, about: Sequence[Subject], zones: frozenset[str] = ZONES) -> list[Stance]:
    """The positions of a page whose records are its mentions, linked; one for each that is told."""
    found: dict[tuple[str, ...], list[_Told]] = {}
    for told in _sentences(page, about, zones):
        found.setdefault((told.holder, told.target, told.polarity, told.expression), []).append(told)
    return [
        Stance(
            id=f"{page.id}-s{number:03d}",
            doc=page.id,
            annotator=ANNOTATOR,
            holder=first.holder,
            target=first.target,
            polarity=first.polarity,
            expression=first.expression,
            source_chain=("outlet", first.holder) if first.speaks else ("outlet",),
            evidence=tuple(told.part.span for told in (first, *others)),
        )
        for number, (first, *others) in enumerate(found.values(), 1)
    ]


def headlines(page: Page, about: Sequence[Subject]) -> list[Headline]:
    """What the headlines assert, and how the body's positions stand to it."""
    body = stances(page, about, ZONES - {"headline"})
    found: list[Headline] = []
    for told in _sentences(page, about, frozenset({"headline"})):
        beside = [stance for stance in body if stance.target == told.target]
        sides = {_side(stance.polarity) for stance in beside}
        vs_body: VsBody = "unrelated"
        if beside:
            vs_body = "agree" if _side(told.polarity) in sides else "disagree"
            if sides == {"neither"}:
                vs_body = "discuss"
        found.append(
            Headline(
                id=f"{page.id}-h{len(found) + 1:03d}",
                doc=page.id,
                annotator=ANNOTATOR,
                spans=(told.part.span,),
                holder=told.holder,
                asserts=told.target,
                polarity=told.polarity,
                vs_body=vs_body,
                evidence=beside[0].evidence if beside else (told.part.span,),
            )
        )
    return found


def _side(polarity: Polarity) -> str:
    return {"support": "for", "conditional": "for", "oppose": "against"}.get(polarity, "neither")


def _sentences(page: Page, about: Sequence[Subject], zones: frozenset[str]) -> Iterator[_Told]:
    for part in page.parts:
        lang = part.lang.split("-", maxsplit=1)[0]
        if part.zone not in zones or lang not in CUES or page.text is None:
            continue
        start, end = part.span
        mentions = [m for m in page.mentions if start <= m.spans[0][0] < end and m.entity is not None]
        words = [normal(page.text[a:b]) for a, b in part.tokens]
        target = _subject(page.text[start:end], mentions, about, lang)
        polarity = _polarity(words, lang)
        if target is None or polarity is None:
            continue
        holder, speaks = _holder(part, words, mentions, lang)
        expression: Expression = "action"
        if speaks:
            quoted = any(quote in page.text[start:end] for quote in QUOTES)
            expression = "direct_quote" if quoted else "indirect"
        elif holder == "author":
            expression = "author"
        yield _Told(part, holder, target, polarity, expression, speaks)


def _subject(text: str, mentions: Sequence[Mention], about: Sequence[Subject], lang: str) -> str | None:
    """The proposition with most in common, words before entities; the first of equal ones."""
    entities = {entity for m in mentions for entity in (m.entity, m.referent) if entity is not None}
    stems = _stems(text) if lang == LANGUAGE else frozenset()
    best: tuple[int, int] = (0, 0)
    found = None
    for subject in about:
        shared_stems, shared = len(subject.stems & stems), len(subject.entities & entities)
        if shared + shared_stems >= ENOUGH and (shared_stems, shared) > best:
            best, found = (shared_stems, shared), subject.id
    return found


def _polarity(words: Sequence[str], lang: str) -> Polarity | None:
    sentence = f" {' '.join(words)} "
    for polarity, cues in CUES[lang].items():
        if any(_cue(cue).search(sentence) for cue in cues):
            return polarity
    return None


def _cue(cue: str) -> re.Pattern[str]:
    return re.compile(rf" {re.escape(cue)} ".replace(r"\*", r"\S*"))


def _holder(
    part: Part, words: Sequence[str], mentions: Sequence[Mention], lang: str
) -> tuple[str, bool]:
    """Whose position it is, and whether they speak: the name nearest to words of saying."""
    actors = [m for m in mentions if m.type in HOLDERS]
    sentence = " ".join(words)
    for cue in SAYING[lang]:
        if f" {cue} " not in f" {sentence} ":
            continue
        at = _position(part, words, cue)
        behind = cue in BEHIND[lang]
        near = [m for m in actors if (m.spans[0][0] > at) == behind] or ([] if behind else actors)
        if near:
            nearest = min(near, key=lambda m: abs(m.spans[0][0] - at))
            return nearest.entity or "author", True
    return (actors[0].entity or "author", False) if actors else ("author", False)


def _position(part: Part, words: Sequence[str], cue: str) -> int:
    """First code point of a cue's first word."""
    first = cue.split(maxsplit=1)[0]
    return next(part.tokens[n][0] for n, word in enumerate(words) if word == first)
