"""The records on positions, headlines, harm and faults, of what a page says."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.corpus.pages import ANNOTATOR
from benchmarks.corpus.registry import KINDS
from benchmarks.corpus.stories import Told, raid
from retold.model import (
    Casualty,
    Count,
    Expression,
    Fault,
    FaultName,
    Harm,
    HarmDate,
    Headline,
    Method,
    Perpetrator,
    Polarity,
    Right,
    Role,
    Source,
    SourceParty,
    Span,
    Stance,
    Victims,
    VsBody,
)

_METHODS: dict[str, Method] = {
    "landslide": "natural",
    "flood": "natural",
    "storm": "natural",
    "raid": "other",
}
# In the order of ``nouns.victims``; families last.
_ROLES: tuple[Role, ...] = (
    "civilian", "civilian", "civilian", "state_force", "journalist", "aid_worker", "official",
    "civilian", "civilian",
)  # fmt: skip
SOURCES: dict[str, SourceParty] = {"med": "media", "force": "authority", "org3": "ngo"}
_NO_DAY = HarmDate(None, None, None, None, None)


@dataclass(frozen=True)
class Teller:
    """Makes the records of one document about its story. ``ids`` maps a slot to an entity's id."""

    doc: str
    story: Told
    ids: dict[str, str]

    def stance(
        self, number: int, holder: str, target: str, polarity: Polarity, expression: Expression,
        chain: tuple[str, ...], evidence: Span,
    ) -> Stance:  # fmt: skip
        """A position; holder and chain are slots, or ``author``; the target an id."""
        links = ("outlet", *(self.ids[slot] for slot in chain))
        id = f"{self.doc}-s{number}"
        who = self.ids.get(holder, holder)
        return Stance(id, self.doc, ANNOTATOR, who, target, polarity, expression, links, (evidence,))

    def headline(
        self, span: Span, target: str, polarity: Polarity, vs_body: VsBody, evidence: Span
    ) -> Headline:
        """What the headline has the first organisation assert."""
        id, holder = f"{self.doc}-h1", self.ids["org1"]
        return Headline(id, self.doc, ANNOTATOR, (span,), holder, target, polarity, vs_body, (evidence,))

    def casualty(
        self, number: int, harm: Harm, count: Count, victims: Span | None, role: int, source: str,
        day: str | None, evidence: Span,
    ) -> Casualty:  # fmt: skip
        """A claim; ``source`` is a slot, ``day`` the words of the event's day, where it has them."""
        event = self.story.happening
        on = event.day.isoformat()
        published = self.story.published.isoformat()
        kind = KINDS[event.kind]
        by_somebody = raid(self.story)
        return Casualty(
            f"{self.doc}-c{number}", self.doc, ANNOTATOR, event.event.id, "event", harm,
            count.max != 0,
            count,
            Victims((victims,) if victims else None, None, _ROLES[role] if victims else "unknown", "no"),
            Perpetrator(self.ids["front"], "claimed") if by_somebody
            else Perpetrator(None, "unattributed"),
            _METHODS.get(kind, "accident"),
            Source(("outlet", self.ids[source]), SOURCES[source], False),
            "reported",
            HarmDate(day, on, on, 1, published) if day else _NO_DAY,
            (self.ids["city"], self.ids["land"]) if day else (self.ids["city"],),
            (evidence,),
        )  # fmt: skip

    def fault(
        self, number: int, span: Span, surface: str, fault: FaultName, note: str, right: Right | None
    ) -> Fault:
        """A passage that distorts."""
        return Fault(f"{self.doc}-f{number}", self.doc, ANNOTATOR, (span,), surface, fault, note, right)
