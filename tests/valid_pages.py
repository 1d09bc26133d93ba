"""Random pages, written word by word; each record notes where its words came to stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from hypothesis import strategies as st

from retold.model import (
    Annotation,
    Casualty,
    Count,
    Fault,
    FaultName,
    Harm,
    HarmDate,
    Headline,
    Mention,
    Perpetrator,
    Polarity,
    Seed,
    Source,
    Span,
    Spans,
    Stance,
    Victims,
    Zone,
    ZoneName,
    labels,
)
from valid_words import (
    ALSO,
    BY,
    DAY,
    ENTITIES,
    FIGURES,
    FILLERS,
    FRIDAY,
    HARMED,
    IN,
    LINE_ENDS,
    MEN,
    ON,
    OPEN,
    POSITIONS,
    PROPOSITION,
    PUBLISHED,
    SHARE,
    SPARED,
    STOP,
    VAGUE,
    WORDS,
)


@dataclass(eq=False)
class Page:
    """One document while it is written."""

    seed: Seed
    annotator: str
    random: Random
    letters: list[str]
    text: str = ""
    records: list[Annotation] = field(default_factory=list)
    held: dict[str, Polarity] = field(default_factory=dict)
    """Holder -> the polarity that the document has given them."""

    @property
    def lang(self) -> str:
        return self.seed.lang

    def add(self, kind: type[Any], short: str, **fields: Any) -> None:
        number = sum(isinstance(record, kind) for record in self.records)
        self.records.append(
            kind(
                id=f"{self.seed.id}-{short}{number}",
                doc=self.seed.id,
                annotator=self.annotator,
                **fields,
            )
        )

    def write(self, words: str) -> Span:
        """The words behind what is there, with a space between if they are inside a zone."""
        start = len(self.text)
        self.text += words
        return start, len(self.text)

    def gap(self) -> None:
        if self.text and not self.text[-1].isspace():
            self.text += " "

    def word(self, words: str) -> Span:
        self.gap()
        return self.write(words)

    def filler(self) -> None:
        for _ in range(self.random.randrange(3)):
            self.word(self.random.choice([*FILLERS, *self.letters]))

    def mention(self, spans: Spans, entity: str, **fields: Any) -> None:
        known = ENTITIES[entity]
        metonym = "none" if known.type == "GPE" else None
        self.add(
            Mention, "m",
            **{
                "spans": spans, "surface": " ".join(self.text[a:b] for a, b in spans),
                "type": known.type, "level": "name", "org_subtype": known.org_subtype,
                "metonym": metonym, "entity": entity, "referent": None, "value": None,
                "anchor": None, **fields,
            },
        )  # fmt: skip

    def value(self, span: Span, type: str, value: str | None, anchor: str | None = None) -> None:
        self.add(
            Mention, "m", spans=(span,), surface=self.text[slice(*span)], type=type, level="name",
            org_subtype=None, metonym=None, entity=None, referent=None, value=value, anchor=anchor,
        )  # fmt: skip

    def name(self, entity: str, **fields: Any) -> Span:
        words = ENTITIES[entity].names[self.lang][0]
        span = self.word(words)
        self.mention((span,), entity, **fields)
        inner = ENTITIES["e-norland"].names[self.lang][0]
        if entity == "e-bank":
            start = span[0] + words.index(inner)
            self.mention(((start, start + len(inner)),), "e-norland")
        return span

    def line(self, name: ZoneName, *parts: Any) -> None:
        """A zone: an opening word, the parts with fillers between them, a stop."""
        start = self.write(OPEN[self.lang])[0]
        for part in parts:
            self.filler()
            part()
        self.filler()
        self.word(OPEN[self.lang].lower())
        self.write(STOP[self.lang])
        self.zone(name, start)

    def zone(self, name: ZoneName, start: int) -> None:
        self.add(Zone, "z", spans=((start, len(self.text)),), zone=name, lang=self.lang)

    def end_line(self) -> None:
        self.write(self.random.choice(LINE_ENDS))


def headline(page: Page) -> None:
    """A headline that asserts nothing."""
    page.line("headline", lambda: page.name(page.random.choice(list(ENTITIES)[:3])))
    page.end_line()


def talks(page: Page) -> None:
    """A headline and a body in which one holder takes one position, in the same way."""
    holder = page.random.choice(["e-dock-union", "e-ada-lund", "e-bank"])
    if holder in page.held:
        return
    words, polarity, expression = page.random.choice(POSITIONS[page.lang])
    page.held[holder] = polarity
    spans: list[Span] = []

    def said() -> None:
        start = page.name(holder)[0]
        spans.append((start, page.word(words)[1]))

    page.line("headline", said)
    page.end_line()
    page.line("body", said)
    page.end_line()
    chain = ("outlet",) if expression == "action" else ("outlet", holder)
    page.add(
        Stance, "s", holder=holder, target=PROPOSITION.id, polarity=polarity, expression=expression,
        source_chain=chain, evidence=tuple(spans),
    )  # fmt: skip
    page.add(
        Headline, "h", spans=(spans[0],), holder=holder, asserts=PROPOSITION.id, polarity=polarity,
        vs_body="agree", evidence=(spans[1],),
    )  # fmt: skip


def figure(page: Page) -> tuple[Span | None, Count]:
    """The words of a figure, marked as CARDINAL, and what they mean."""
    form, kind = page.random.choice(FIGURES[page.lang])
    low = page.random.randrange(2, 900)
    words = form.format(low, low + 3)
    if kind == "unstated":
        return None, Count(None, "unstated", None, None, None)
    if kind == "exact" and page.random.random() < 0.3:
        low, words = page.random.choice(list(WORDS[page.lang].items()))
    low = VAGUE[page.lang] if kind == "vague" else low
    bounds: dict[str, tuple[int | None, int | None, int | None, str | None]] = {
        "exact": (low, low, low, str(low)),
        "at_least": (low, None, None, f"min {low}"),
        "more_than": (low + 1, None, None, f"min {low + 1}"),
        "at_most": (None, low, None, f"max {low}"),
        "range": (low, low + 3, None, f"{low}-{low + 3}"),
        "approx": (None, None, None, str(low)),
        "vague": (low, None, None, f"min {low}"),
    }
    least, most, best, value = bounds[kind]
    span = page.word(words)
    page.value(span, "CARDINAL", value)
    return span, Count(words, kind, least, most, best)


def harm(page: Page, event: str, kind: Harm) -> None:
    """Who was harmed, where, when, on whose word: one sentence of a body, and a claim."""
    before, behind = HARMED[page.lang][kind]
    found: dict[str, Any] = {}

    def told() -> None:
        start = page.word(before)[0]
        page.filler()
        number, count = figure(page)
        group = page.name("e-norlanders") if page.random.random() < 0.3 else None
        men = page.word(MEN[page.lang])
        if behind:
            page.word(behind)
        page.word(IN[page.lang])
        page.name("e-norhaven")
        page.filler()
        page.word(ON[page.lang])
        day = page.word(DAY[page.lang])
        page.value(day, "DATE", FRIDAY, PUBLISHED)
        chain: tuple[str, ...] = ("outlet",)
        if page.random.random() < 0.5:
            page.word(BY[page.lang])
            page.name("e-coast-wire")
            chain = ("outlet", "e-coast-wire")
        found.update(
            count=count,
            victims=Victims(
                (((number or group or men)[0], men[1]),),
                "e-norlanders" if group else None,
                "civilian",
                "no",
            ),
            source=Source(chain, "media" if len(chain) > 1 else "none", False),
            evidence=((start, len(page.text)),),
        )

    page.line("body", told)
    page.end_line()
    page.add(
        Casualty, "c", event=event, scope="event", harm=kind, occurred=True,
        perpetrator=Perpetrator(None, "unattributed"), method="natural", certainty="reported",
        date=HarmDate(DAY[page.lang], FRIDAY, FRIDAY, 1, PUBLISHED), place=("e-norhaven",), **found,
    )  # fmt: skip


def spared(page: Page, event: str) -> None:
    """Nobody was killed."""
    spans: list[Span] = []
    page.line("body", lambda: spans.append(page.word(SPARED[page.lang])))
    page.end_line()
    page.add(
        Casualty, "c", event=event, scope="event", harm="killed", occurred=False,
        count=Count(None, "unstated", None, None, None), victims=Victims(None, None, "unknown", "no"),
        perpetrator=Perpetrator(None, "unattributed"), method=None,
        source=Source(("outlet",), "none", False), certainty="asserted",
        date=HarmDate(None, None, None, None, None), place=(), evidence=tuple(spans),
    )  # fmt: skip


def couple(page: Page) -> None:
    """Ada and Orm Lund: the first name in two pieces, around the second."""
    first, last = ENTITIES["e-ada-lund"].names[page.lang][0].split()
    second = ENTITIES["e-orm-lund"].names[page.lang][0]
    ada = page.word(first)
    page.word({"en": "and", "id": "dan", "hi": "और"}[page.lang])
    orm = page.word(second)
    page.mention((ada, (orm[1] - len(last), orm[1])), "e-ada-lund")
    page.mention((orm,), "e-orm-lund")


def metonym(page: Page) -> None:
    page.name("e-norland", metonym="government", referent="e-cabinet")


def fault(page: Page) -> None:
    """A passage that is garbled."""
    spans: list[Span] = []
    page.line("body", lambda: spans.append(page.word("blah bla")))
    page.end_line()
    kind = page.random.choice(labels(FaultName))
    page.add(
        Fault, "f", spans=tuple(spans), surface="blah bla", fault=kind, note="No sense.", right=None
    )


def small(page: Page) -> None:
    """One line of another kind, or two zones on one line."""
    kind = page.random.choice(["dateline", "summary", "caption", "subheading", "related", "furniture"])
    if kind == "furniture":
        start = page.write(SHARE[page.lang])[0]
        page.word("👩‍👩‍👧")
        page.zone("furniture", start)
    elif kind == "dateline":
        start = page.write(ENTITIES["e-norhaven"].names[page.lang][0])[0]
        page.mention(((start, len(page.text)),), "e-norhaven")
        page.word("–")
        page.zone("dateline", start)
        page.write(" ")
        page.line("body", lambda: couple(page))
    elif kind == "related":
        start = page.write(ALSO[page.lang])[0]
        page.name("e-cafe-point")
        page.zone("related", start)
    else:
        page.line(kind, lambda: page.name(page.random.choice(["e-crane", "e-norlanders"])))
    page.end_line()


def own_words(page: Page) -> None:
    """A line of words that no other document has: the texts of two splits must not be alike."""
    number = 1 + int(page.seed.id.rsplit("-", 1)[1])
    syllables = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu"]
    words = ("".join(syllables[(number * (i + 3) + i * k) % 10] for k in range(4)) for i in range(30))
    told = [lambda word=word: page.word(word) for word in words]
    page.line("body", lambda: page.name("e-norhaven"), *told)
    page.end_line()


def mixed(page: Page) -> None:
    """A government meant by its country's name, and a couple."""
    page.line("body", lambda: metonym(page), lambda: couple(page))
    page.end_line()


PARTS = ("headline", "talks", "small", "fault", "killed", "injured", "spared", "mixed")


def written(page: Page, event: str, parts: list[str]) -> Page:
    """The page with these parts, in this order, and words of its own; without parts white space."""
    number = 1 + int(page.seed.id.rsplit("-", 1)[1])
    if not parts:
        page.write("\n" * number)
        return page
    parts = [*parts[:number], "own_words", *parts[number:]]
    if page.random.random() < 0.1:
        page.write("\ufeff")
        page.zone("furniture", 0)
        page.end_line()
    else:
        page.write(page.random.choice(["", "", "\n", " "]))
    for part in parts:
        match part:
            case "killed" | "injured":
                harm(page, event, part)
            case "spared" if "killed" not in parts:
                spared(page, event)
            case _ if part in _WRITERS:
                _WRITERS[part](page)
    if page.random.random() < 0.5:
        page.text = page.text.rstrip()  # no line end behind the last line
    return page


_WRITERS = {
    "own_words": own_words, "headline": headline, "talks": talks, "small": small, "fault": fault,
    "mixed": mixed,
}  # fmt: skip


_SOME = st.lists(st.sampled_from(PARTS), unique=True, min_size=1)
PLANS = st.one_of(_SOME, _SOME, _SOME, st.just([]))
"""Parts of a document; now and then it has none."""
