"""Random corpora that are sound: whatever a rule says of one of them is a false alarm.

A page is written word by word, and each record notes where its words came to stand. Names, figures
and dates mean the same everywhere, every name is marked, and nothing is told twice or in two ways,
so that rules on consistency have nothing to say either. Between the names stands whatever moves
offsets: matras, joiners, emoji, marks of direction, odd white space.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from math import inf
from random import Random

import msgspec
from hypothesis import strategies as st

from retold.model import (
    Annotation,
    Annotator,
    Casualty,
    ClaimLink,
    Count,
    Event,
    Fault,
    Published,
    Record,
    Relation,
    Right,
    Seed,
    Split,
    Stance,
    Story,
    Zone,
    labels,
)
from retold.records import dump
from valid_pages import PLANS, Page, written
from valid_words import ENTITIES, FRIDAY, LANGUAGES, LETTERS, OPEN, PROPOSED, PROPOSITION, PUBLISHED


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
            Annotator("first", "human", "Made up."), Annotator("second", "human", "Made up.")
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
