"""Claims -> what is reported of an event, per harm: low, best, high, and on whose word.

The bounds follow the practice of event datasets that keep low, best and high estimates (UCDP
GED codebook); the rule is written out at ``RULE``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retold.corpus import Corpus
from retold.documents import Document
from retold.model import Casualty, ClaimLink, Event, Harm, labels

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
    documents = tuple(documents)
    by_id = {document.id: document for document in documents}
    claims = [claim for document in documents for claim in document.casualties]
    for event in sorted({claim.event for claim in claims}):
        told = {by_id[claim.doc].seed.story for claim in claims if claim.event == event}
        for harm in labels(Harm):
            found = [c for c in claims if c.event == event and c.harm == harm]
            if not found:
                continue
            speaking = {claim.doc for claim in found}
            stating = {claim.doc for claim in found if claim.occurred}
            silent = (d.id for d in documents if d.seed.story in told and d.id not in speaking)
            ids = {claim.id for claim in found}
            links = (link for link in corpus.links.values() if {link.a, link.b} <= ids)
            low, best, high = bounds(found)
            yield EventFacts(
                event=corpus.events[event],
                harm=found[0].harm,
                low=low,
                best=best,
                high=high,
                claims=tuple(sorted(ids)),
                documents=tuple(sorted(stating)),
                denying_documents=tuple(sorted(speaking - stating)),
                silent_documents=tuple(sorted(silent)),
                stories=tuple(sorted({by_id[id].seed.story for id in stating})),
                links=tuple(sorted(links, key=lambda link: link.id)),
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
