"""Number of a document -> its text and its records, the same in every corpus of one seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple, TypeVar

from benchmarks.corpus.claims import SOURCES, Teller
from benchmarks.corpus.figures import Figure, families, figure, nobody
from benchmarks.corpus.fills import Fill
from benchmarks.corpus.pages import Page
from benchmarks.corpus.registry import entities, propositions
from benchmarks.corpus.slots import slots_of
from benchmarks.corpus.stories import RETELLINGS, Told, raid, told
from benchmarks.corpus.wordings import NUMBER, Sentence, wording
from retold.model import Expression, Harm, Polarity, Right, Span, VsBody

T = TypeVar("T")

# The sentences of each paragraph; a subheading stands before the fourth.
_PARAGRAPHS = (
    ("claims", "short"),
    ("vote", "filler", "short"),
    ("third", "quote", "long"),
    ("government", "short", "long"),
    ("critic", "short", "long"),
    ("author", "short", "filler"),
    ("last", "short", "long"),
)
_SUBHEADING = 3
# What the third claim is of, and its harm; the last two have no figure.
_THIRD: tuple[tuple[str, Harm], ...] = (
    ("missing", "missing"), ("displaced", "displaced"), ("missing", "missing"),
    ("displaced", "displaced"), ("spared", "missing"), ("unstated", "displaced"),
)  # fmt: skip


class Made(NamedTuple):
    """One document: what its seed says, its text, and its gold in canonical lines."""

    id: str
    story: Told
    lang: str
    outlet: str
    text: str
    lines: list[str]
    names: frozenset[str]
    """Entities, propositions and events that the lines name."""
    headline: Span
    vote: Span
    """The evidence of the first stance."""


def documents(count: int, seed: int = 0) -> Iterator[Made]:
    """The first documents of a seed, one after the other."""
    return (document(number, seed) for number in range(count))


# Retellings look at the first one of their story.
@lru_cache(maxsize=RETELLINGS)
def document(number: int, seed: int = 0) -> Made:
    """The document of a number."""
    return _Writer(number, seed).made()


_told = lru_cache(maxsize=1)(told)


class _Writer:
    """Writes one document."""

    def __init__(self, number: int, seed: int) -> None:
        self.number, self.seed, self.turn = number, seed, number % RETELLINGS
        self.story = _told(number // RETELLINGS, seed)
        self.lang = self.story.langs[self.turn]
        self.wording = wording(self.lang)
        self.draw = Random((seed << 40) + 2 * number + 1).random
        self.slots = slots_of(self.story, self.lang)
        doc = f"d{number:07d}"
        self.page = Page(doc, self.lang, self.slots, self.draw)
        self.ids = {s: entities()[group][at].id for s, (group, at) in self.story.cast.items()}
        self.ids["gov"] = entities()["government"][self.story.happening.land].id
        self.props = [propositions()[at].id for at in self.story.props]
        self.tell = Teller(doc, self.story, self.ids)
        # the last retelling of every second story turns the headline around
        self.turned = self.turn == RETELLINGS - 1 and self.story.number % 2 == 0
        self.said: dict[str, Span] = {}
        """Sentence -> where it stands, without its stop."""

    def made(self) -> Made:
        """The whole document."""
        story, page = self.story, self.page
        self.third, self.harm = self.one_of(_THIRD)
        self.source = self.one_of(tuple(SOURCES))
        self.slots[NUMBER["src"]] = self.slots[NUMBER[self.source]]
        figures = self.figures()
        headline = self.head()
        self.body()
        page.zone("related", [self.any("related")])
        page.plain_zone("furniture", self.one_of(self.wording.table["furniture"]))
        text = page.text
        self.harms(figures)
        self.positions(headline)
        self.faults(headline, text)
        names = frozenset((*page.used, *self.ids_named(), *self.props, story.happening.event.id))
        outlet = self.fill("med").words
        vote = self.said["vote"]
        return Made(page.doc, story, self.lang, outlet, text, page.lines(), names, headline, vote)

    def head(self) -> Span:
        """Headline, summary and dateline; where the headline stands."""
        page = self.page
        name = f"headline_{'support' if self.story.sides[0] != self.turned else 'oppose'}"
        span = page.zone("headline", [self.any(name)], "\n\n")[0]
        page.zone("summary", [self.any("summary")], "\n\n")
        page.zone("dateline", [self.any("dateline")], " ")
        return span

    def body(self) -> None:
        """The paragraphs."""
        for_it = ["support" if side else "oppose" for side in self.story.sides]
        sentences = {
            "claims": "claims",
            "vote": f"org_{for_it[0]}",
            "quote": f"quote_{for_it[1]}",
            "government": "gov_conditional" if self.story.sides[2] else "gov_neutral",
            "critic": "praise" if self.story.sides[3] else "critic",
            "author": f"author_{for_it[4]}",
            "third": self.third,
            "filler": self.wording.table["filler"],
            "last": "claimed" if raid(self.story) else self.wording.table["filler"],
        }
        short = list(self.wording.sentences["short"])
        for number, names in enumerate(_PARAGRAPHS):
            if number == _SUBHEADING:
                self.page.zone("subheading", [self.any("subheading")])
            chosen = [
                short.pop(int(self.draw() * len(short))) if name == "short"
                else self.any(sentences.get(name, name))
                for name in names
            ]  # fmt: skip
            spans = self.page.zone("body", chosen, "\n\n")
            self.said.update((n, (a, b - 1)) for n, (a, b) in zip(names, spans, strict=True))

    def figures(self) -> dict[str, Figure]:
        """The figures of the three claims, put into their slots."""
        story, wording = self.story, self.wording
        found = {
            slot: figure(wording, slot, number, story.victims[at], self.draw())
            for at, (slot, number) in enumerate(
                (("killed", story.killed), ("injured", story.injured), (self.third, story.others))
            )
            if slot not in ("spared", "unstated")
        }
        if self.third == "spared":
            found["nobody"] = nobody(wording)
        elif self.third == "unstated":
            found["families"] = families(wording)
        for slot, stated in found.items():
            self.slots[NUMBER[slot]] = (stated.fill,)
        return found

    def harms(self, figures: dict[str, Figure]) -> None:
        """The three claims."""
        roles = (*self.story.victims[:2], -1 if self.third == "unstated" else self.story.victims[2])
        sayings: tuple[tuple[Harm, str], ...] = (
            ("killed", "claims"),
            ("injured", "claims"),
            (self.harm, "third"),
        )
        day = self.fill("day").words
        stated = zip(sayings, figures.items(), roles, strict=True)
        for number, ((harm, sentence), (slot, found), role) in enumerate(stated, 1):
            evidence = self.said[sentence]
            span = self.page.span(NUMBER[slot], found.fill.words, evidence)
            self.page.add(
                self.tell.casualty(
                    number, harm, found.said, None if slot == "nobody" else span, role, self.source,
                    day if sentence == "claims" else None, evidence,
                )
            )  # fmt: skip

    def positions(self, headline: Span) -> None:
        """The headline's record and the five stances."""
        side: list[Polarity] = ["support" if for_it else "oppose" for for_it in self.story.sides]
        condition: Polarity = "conditional" if self.story.sides[2] else "neutral_stated"
        first, second, third = self.props
        said, stance, add = self.said, self.tell.stance, self.page.add
        stated: tuple[tuple[str, str, Polarity, Expression, tuple[str, ...], str], ...] = (
            ("org1", first, side[0], "action", (), "vote"),
            ("per1", second, side[1], "direct_quote", ("per1",), "quote"),
            ("gov", first, condition, "indirect", ("med", "gov"), "government"),
            ("org3", self.ids["org2"], side[3], "indirect", ("org3",), "critic"),
            ("author", third, side[4], "author", (), "author"),
        )
        for number, (holder, target, polarity, expression, chain, sentence) in enumerate(stated, 1):
            add(stance(number, holder, target, polarity, expression, chain, said[sentence]))
        opposite: Polarity = "oppose" if self.story.sides[0] else "support"
        shown = opposite if self.turned else side[0]
        agrees: VsBody = "disagree" if self.turned else "agree"
        add(self.tell.headline(headline, first, shown, agrees, said["vote"]))

    def faults(self, headline: Span, text: str) -> None:
        """Where this retelling distorts; what the first one of the story has instead."""
        if self.turn == 0:
            return
        first = document(self.number - self.turn, self.seed)
        fault, add = self.tell.fault, self.page.add
        if self.turned:
            note = "The headline has them vote the other way."
            right = Right(first.id, (first.headline,))
            add(fault(1, headline, text[slice(*headline)], "headline_distortion", note, right))
        if (self.story.number + self.turn) % 3 == 0:
            words = self.fill("prop1").words
            span = self.page.span(NUMBER["prop1"], words, self.said["vote"])
            note = "The first retelling has another word for the plan."
            right = Right(first.id, (first.vote,))
            add(fault(2, span, words, "synonym_spin", note, right))
        if self.turn == 2:
            words = self.fill("day").words
            span = self.page.span(NUMBER["day"], words, self.said["claims"])
            add(fault(3, span, words, "wrong_time", "The day is that of the report.", None))

    def ids_named(self) -> Iterator[str]:
        """Entities that stances and claims name; mentions name them too."""
        return (self.ids[slot] for slot in ("org1", "per1", "gov", "med", "org2", "org3", self.source))

    def one_of(self, choices: Sequence[T]) -> T:
        """One of several."""
        return choices[int(self.draw() * len(choices))]

    def any(self, name: str) -> Sentence:
        """One of the sentences of a name."""
        return self.one_of(self.wording.sentences[name])

    def fill(self, slot: str) -> Fill:
        """What a slot holds, where it holds one thing."""
        (found,) = self.slots[NUMBER[slot]]
        return found
