"""Random corpora that are sound: whatever a rule says of one of them is a false alarm.

A page is written word by word, and each record notes where its words came to stand. Names, figures
and dates mean the same everywhere, every name is marked, and nothing is told twice or in two ways,
so that rules on consistency have nothing to say either. Between the names stands whatever moves
offsets: matras, joiners, emoji, marks of direction, odd white space.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from random import Random
from typing import Any

import msgspec
from hypothesis import strategies as st

from retold.model import (
    Annotation,
    Annotator,
    Casualty,
    ClaimLink,
    Count,
    CountForm,
    Entity,
    Event,
    Fault,
    FaultName,
    Harm,
    HarmDate,
    Headline,
    Mention,
    Perpetrator,
    Polarity,
    Proposition,
    Published,
    Record,
    Relation,
    Right,
    Seed,
    Source,
    Span,
    Spans,
    Split,
    Stance,
    Story,
    Victims,
    Zone,
    ZoneName,
    labels,
)
from retold.records import dump

PUBLISHED = "2031-05-04"
FRIDAY = "2031-05-02"  # before that Sunday

ENTITIES = {
    entity.id: entity
    for entity in (
        Entity("e-norland", "GPE", None,
               {"en": ("Norland",), "id": ("Norlandia",), "hi": ("नोरलैंड",)}, "Q1001"),
        Entity("e-norhaven", "GPE", None,
               {"en": ("Norhaven",), "id": ("Norhaven",), "hi": ("नोरहेवन",)}, None),
        Entity("e-cafe-point", "LOC", None,
               {"en": ("Café Point",), "id": ("Tanjung Kafé",), "hi": ("नोर्\u200dवे ज़मीन",)}, None),
        Entity("e-ada-lund", "PER", None,
               {"en": ("Ada Lund",), "id": ("Ada Lund",), "hi": ("अदा लुंड",)}, None),
        Entity("e-orm-lund", "PER", None,
               {"en": ("Orm Lund",), "id": ("Orm Lund",), "hi": ("ओर्म लुंड",)}, None),
        Entity("e-dock-union", "ORG", "other",
               {"en": ("Dock Union",), "id": ("Serikat Dermaga",), "hi": ("डॉक यूनियन",)}, None),
        Entity("e-coast-wire", "ORG", "media",
               {"en": ("Coast Wire",), "id": ("Kawat Pesisir",), "hi": ("कोस्ट वायर",)}, "Q1002"),
        Entity("e-bank", "ORG", "government",
               {"en": ("Bank of Norland",), "id": ("Bank Norlandia",), "hi": ("नोरलैंड बैंक",)}, None),
        Entity("e-cabinet", "ORG", "government", {"en": ("government of Norland",)}, None),
        Entity("e-norlanders", "NORP", None,
               {"en": ("Norlandic",), "id": ("Norlander",), "hi": ("क्षत्रिय",)}, None),
        Entity("e-crane", "WEA", None, {"en": ("F-35",), "id": ("F-35",), "hi": ("F-35",)}, None),
    )
}  # fmt: skip
PROPOSITION = Proposition("p-talks-go-on", "The talks go on.")
PROPOSED = Proposition("p-talks-are-secret", "The talks are secret.")

LANGUAGES = ("en", "id", "hi")
OPEN = {"en": "Then", "id": "Lalu", "hi": "फिर"}
STOP = {"en": ".", "id": ".", "hi": "।"}
DAY = {"en": "Friday", "id": "Jumat", "hi": "शुक्रवार"}
SHARE = {"en": "Share this", "id": "Bagikan ini", "hi": "साझा करें"}
ALSO = {"en": "Also read:", "id": "Baca juga:", "hi": "यह भी पढ़ें:"}
MEN = {"en": "men", "id": "pria", "hi": "आदमी"}
# Words before the victims, behind them, and that name the source.
HARMED: dict[str, dict[Harm, tuple[str, str]]] = {
    "en": {"killed": ("A storm killed", ""), "injured": ("A storm injured", "")},
    "id": {"killed": ("Badai menewaskan", ""), "injured": ("Badai melukai", "")},
    "hi": {"killed": ("तूफान में", "मारे गए"), "injured": ("तूफान में", "घायल हुए")},
}
SPARED = {"en": "Nobody was killed", "id": "Tidak ada yang tewas", "hi": "कोई नहीं मारा गया"}
ON, IN = {"en": "on", "id": "pada", "hi": "को"}, {"en": "in", "id": "di", "hi": "पर"}
BY = {"en": "according to", "id": "menurut", "hi": "बताया"}
# A figure: its words around a number, its form, and its bounds from that number.
FIGURES: dict[str, list[tuple[str, CountForm]]] = {
    "en": [
        ("{}", "exact"), ("{}", "exact"), ("at least {}", "at_least"), ("more than {}", "more_than"),
        ("up to {}", "at_most"), ("between {} and {}", "range"), ("about {}", "approx"),
        ("dozens", "vague"), ("", "unstated"),
    ],
    "id": [
        ("{}", "exact"), ("{}", "exact"), ("setidaknya {}", "at_least"),
        ("lebih dari {}", "more_than"), ("paling banyak {}", "at_most"), ("{} hingga {}", "range"),
        ("sekitar {}", "approx"), ("puluhan", "vague"), ("", "unstated"),
    ],
    "hi": [
        ("{}", "exact"), ("{}", "exact"), ("कम से कम {}", "at_least"), ("{} से अधिक", "more_than"),
        ("अधिकतम {}", "at_most"), ("{} से {}", "range"), ("लगभग {}", "approx"), ("दर्जनों", "vague"),
        ("", "unstated"),
    ],
}  # fmt: skip
VAGUE = {"en": 24, "id": 20, "hi": 24}
WORDS = {
    "en": {7: "seven", 12: "twelve"},
    "id": {7: "tujuh", 11: "sebelas"},
    "hi": {7: "सात", 12: "बारह"},
}
# Holder's position on the talks: words behind the holder, polarity, expression.
POSITIONS: dict[str, list[tuple[str, Polarity, str]]] = {
    "en": [("ends the talks", "oppose", "action"), ("said the talks must go on", "support", "indirect")],
    "id": [("menolak perundingan", "oppose", "action"),
           ("mengatakan perundingan harus berlanjut", "support", "indirect")],
    "hi": [("ने बातचीत रोकी", "oppose", "action"), ("ने कहा बातचीत जारी रहे", "support", "indirect")],
}  # fmt: skip

# What stands between: nothing of it is a name, a figure, a cue, or the end of a line.
FILLERS = [
    "the", "U.S.", "Mr.", "dll.", "डॉ.", "A\u00a0.", "“quoted”", "(brackets)", "…", "-", "–",
    "e\u0301", "ki\u0301la", "हैं", "ज़", "क्\u200dष", "\u0301", "\u0941", "ﬁ", "ß", "中文", "ไทย",
    "👩‍👩‍👧", "🇮🇩", "\U0001f1ee", "🚢", "\u202eabc\u202c", "\u200f", "\u200b", "\ufeff",
    "\u3000", "\u00a0", "\x00", "\x1c",
]  # fmt: skip
LINE_ENDS = ["\n", "\n\n", "\r\n", "\n \n", "\u2028", "\x85", "\r"]
LETTERS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp", "Nd", "No", "Nl"]),
    min_size=1,
    max_size=5,
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


def renamed(record: Annotation, annotator: str) -> Annotation:
    """The same record by another annotator, under an id of their own."""
    return msgspec.structs.replace(record, annotator=annotator, id=f"{annotator}-{record.id}")


def layers(page: Page, random: Random, two: bool) -> tuple[dict[str, list[Annotation]], bool]:
    """Layer -> records of one document, gold among them; and whether gold comes from the second."""
    found = {"first": page.records, "gold": page.records}
    if not two or random.random() < 0.3:
        return found, False
    kept = [r for r in page.records if not isinstance(r, Fault | Stance) or random.random() < 0.5]
    found["second"] = [renamed(record, "second") for record in kept]
    if random.random() < 0.5:
        found["gold"] = found["second"]
        return found, True
    zone = next((r for r in page.records if isinstance(r, Zone) and r.zone == "body"), None)
    if zone is not None:
        span = zone.spans[0][0], zone.spans[0][0] + len(OPEN[page.lang])
        found["second"].append(
            Stance(f"second-{page.seed.id}-p", page.seed.id, "second", "author", PROPOSED.id, "oppose",
                   "author", ("outlet",), (span,))
        )  # fmt: skip
    return found, False


def rights(pages: list[Page], random: Random) -> None:
    """Some faults name a passage of another document of their story as the right one."""
    for page in pages:
        others = [p for p in pages if p.seed.story == page.seed.story and p is not page and p.records]
        for number, record in enumerate(page.records):
            if isinstance(record, Fault) and others and random.random() < 0.7:
                other = random.choice(others)
                zone = next((r for r in other.records if isinstance(r, Zone)), None)
                if zone is not None:
                    right = Right(other.seed.id, zone.spans)
                    page.records[number] = msgspec.structs.replace(record, right=right)


def links(gold: list[Annotation]) -> Iterator[ClaimLink]:
    """A link between each two claims of two documents about one harm, where the figures decide it."""
    claims = [record for record in gold if isinstance(record, Casualty) and record.occurred]
    for number, a in enumerate(claims):
        for b in claims[number + 1 :]:
            relation = compared(a.count, b.count)
            if (a.event, a.harm) == (b.event, b.harm) and a.doc != b.doc and relation is not None:
                yield ClaimLink(f"l-{a.id}-{b.id}", "first", a.id, b.id, relation, "count")


def compared(a: Count, b: Count) -> Relation | None:
    """How two figures stand to each other, or None where their bounds do not say."""
    low, high = bounds(a), bounds(b)
    if low == high and low != (0, inf):
        return "same"
    if low[1] < high[0] or high[1] < low[0]:
        return "contradicts"
    return "refines" if high[0] <= low[0] and low[1] <= high[1] else None


def bounds(count: Count) -> tuple[float, float]:
    return (0 if count.min is None else count.min, inf if count.max is None else count.max)


def used(records: list[Record]) -> set[str]:
    """Every id that a record names."""
    from retold import references

    finders = (references.entities, references.propositions, references.events)
    return {id for record in records for find in finders for _, id in find(record)}


@st.composite
def corpora(draw: st.DrawFn) -> dict[str, bytes]:
    """Path -> bytes of a sound corpus of one to four documents in up to two stories.

    What parts a document has is drawn, so that a failure shrinks to few; the rest is random.
    """
    random = Random(draw(st.integers(0, 2**32 - 1)))
    letters = draw(st.lists(LETTERS, max_size=6))
    two = draw(st.booleans())
    splits = [random.choice(labels(Split)) for _ in range(random.randint(1, 2))]
    stories = [Story(f"story-{n}", f"Story {n}", split) for n, split in enumerate(splits)]
    events = {s.id: Event(f"ev-{s.id}", f"Storm {s.id}", FRIDAY, ("e-norhaven",)) for s in stories}
    pages: list[Page] = []
    plans = draw(st.lists(PLANS, min_size=1, max_size=4))
    for number, parts in enumerate(plans):
        story = random.choice(stories)
        id = f"doc-{number}"
        published = Published(PUBLISHED, random.random() < 0.5)
        seed = Seed(id, f"{id}.txt", "", random.choice(LANGUAGES), None, story.id, published, "CC0-1.0",
                    "2031-06-01")  # fmt: skip
        pages.append(written(Page(seed, "first", random, letters), events[story.id].id, parts))
    rights(pages, random)
    files: dict[str, bytes] = {}
    gold: list[Annotation] = []
    proposed = False
    for page in pages:
        found, _ = layers(page, random, two)
        gold += found["gold"]
        proposed |= PROPOSED.id in used([*found.get("second", [])])
        for layer, records in found.items():
            files[f"annotations/{layer}/{page.seed.id}.jsonl"] = dump(records).encode("utf-8")
        files[f"seeds/{page.seed.file}"] = page.text.encode("utf-8")
    told = {page.seed.story for page in pages}
    digests = {page: hashlib.sha256(page.text.encode("utf-8")).hexdigest() for page in pages}
    seeds = [msgspec.structs.replace(page.seed, sha256=digest) for page, digest in digests.items()]
    named = used([*gold])
    tables: dict[str, list[Record]] = {
        "seeds/seeds.jsonl": [*seeds],
        "seeds/stories.jsonl": [story for story in stories if story.id in told],
        "annotations/annotators.jsonl": [
            Annotator("first", "rule", "Made up."), Annotator("second", "rule", "Made up.")
        ],
        "annotations/registry/propositions.jsonl": [p for p in (PROPOSITION,) if p.id in named],
        "annotations/registry/events.jsonl": [e for e in events.values() if e.id in named],
        "annotations/links.jsonl": [*links(gold)],
    }  # fmt: skip
    named |= used(tables["annotations/registry/events.jsonl"])
    tables["annotations/registry/entities.jsonl"] = [e for e in ENTITIES.values() if e.id in named]
    if proposed:
        tables["annotations/second/registry/propositions.jsonl"] = [PROPOSED]
    files.update({path: dump(records).encode("utf-8") for path, records in tables.items()})
    files["retold.toml"] = (
        b'name = "made-up"\ntitle = "Made up"\nversion = "0.1.0"\n\n'
        b'[licences]\ntexts = "CC0-1.0"\nannotations = "CC0-1.0"\n'
    )
    files["dataset_card.md"] = (
        b"---\nlicense: cc0-1.0\n---\n\n# Made up\n\n<!-- generated:counts -->\n<!-- /generated -->\n"
    )
    return dict(sorted(files.items()))


def expected_warnings(files: dict[str, bytes]) -> set[tuple[str, str]]:
    """The warnings that the texts themselves must raise: code and file."""
    found = set()
    for path, data in files.items():
        if path.endswith(".txt"):
            text = data.decode("utf-8")
            for code, raised in (
                ("RT101", text.startswith("\ufeff")), ("RT102", "\r" in text),
                ("RT103", "\0" in text), ("RT104", not text.strip()),
            ):  # fmt: skip
                found |= {(code, path)} if raised else set()
    return found
