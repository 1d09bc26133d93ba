"""Claims -> what is reported of an event, per harm: low, best, high, and on whose word.

The bounds follow the practice of event datasets that keep low, best and high estimates (UCDP
GED codebook); the rule is written out at ``RULE``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from retold.corpus import Corpus
from retold.documents import Document
from retold.model import Casualty, ClaimLink, Event, Harm, Provenance, labels

RULE = "low-best-high-1"
RULE_TEXT = (
    "Rule low-best-high-1, over the claims of scope `event` that give a figure and do not deny the "
    "harm: low is the smallest stated minimum; high the largest maximum, null if any of these claims "
    "is open; best the sole exact number, null if there is none or more than one."
)


@dataclass(frozen=True)
class EventFacts:
    """One event and one harm over a set of documents; counts are persons."""

    event: Event
    harm: Harm
    low: int | None
    best: int | None
    high: int | None
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    denying_documents: tuple[str, ...]
    silent_documents: tuple[str, ...]
    stories: tuple[str, ...]
    provenance: Provenance
    links: tuple[ClaimLink, ...]

    @property
    def independent_documents(self) -> int:
        """Documents of one story retell one wire story, and count once."""
        return len(self.stories)


def event_facts(corpus: Corpus, documents: Iterable[Document]) -> Iterator[EventFacts]:
    """The facts of every event and harm that the documents state, by event id and harm.

    ``silent_documents`` are those of the same documents that belong to a story in which the
    event is told, but say nothing of such a harm: absent is not zero. ``denying_documents``
    say that nobody was harmed so, and no claim of theirs says otherwise.
    """
    retellings: dict[str, list[str]] = {}
    claims: dict[str, list[tuple[Casualty, str]]] = {}
    for document in documents:
        story = document.seed.story
        retellings.setdefault(story, []).append(document.id)
        for claim in document.casualties:
            claims.setdefault(claim.event, []).append((claim, story))
    for event, told in sorted(claims.items()):
        yield from facts_of_event(corpus, corpus.events[event], told, retellings)


def facts_of_event(
    corpus: Corpus,
    event: Event,
    told: Sequence[tuple[Casualty, str]],
    retellings: Mapping[str, Sequence[str]],
) -> Iterator[EventFacts]:
    """The facts of one event, by harm, from all its claims with their documents' stories.

    ``retellings`` has the documents of each story.
    """
    stories = {story for _, story in told}
    for harm in labels(Harm):
        found = [(claim, story) for claim, story in told if claim.harm == harm]
        if not found:
            continue
        speaking = {claim.doc for claim, _ in found}
        stating = {claim.doc: story for claim, story in found if claim.occurred}
        ids = {claim.id for claim, _ in found}
        links = {link.id: link for id in ids for link in corpus.links_of.get(id, ())}
        low, best, high = bounds(claim for claim, _ in found)
        yield EventFacts(
            event=event,
            harm=found[0][0].harm,
            low=low,
            best=best,
            high=high,
            claims=tuple(sorted(ids)),
            documents=tuple(sorted(stating)),
            denying_documents=tuple(sorted(speaking - stating.keys())),
            silent_documents=tuple(
                sorted(id for story in stories for id in retellings[story] if id not in speaking)
            ),
            stories=tuple(sorted(set(stating.values()))),
            provenance=corpus.seeds[found[0][0].doc].provenance,
            links=tuple(link for _, link in sorted(links.items()) if {link.a, link.b} <= ids),
        )


def bounds(claims: Iterable[Casualty]) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of claims about one event and harm, by ``RULE``."""
    figures = [
        claim.count
        for claim in claims
        if claim.scope == "event" and claim.occurred and claim.count.form != "unstated"
    ]
    lows = [count.min for count in figures if count.min is not None]
    highs = [count.max for count in figures if count.max is not None]
    exact = {count.best for count in figures if count.best is not None}
    return (
        min(lows, default=None),
        exact.pop() if len(exact) == 1 else None,
        max(highs) if figures and len(highs) == len(figures) else None,
    )
