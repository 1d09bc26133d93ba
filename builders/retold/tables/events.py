"""Config ``events``: one row an event and harm, over all documents of the split."""

from __future__ import annotations

from retold.columns import Column
from retold.corpus import Corpus
from retold.documents import Document
from retold.events import RULE, EventFacts, event_facts
from retold.model import Harm, LinkField, Relation, labels
from retold.tables.base import PROVENANCE, Config, Row, Rows


def event_row(facts: EventFacts) -> Row:
    """The row of an event and harm."""
    return {
        "event_id": facts.event.id,
        "title": facts.event.title,
        "provenance": facts.provenance,
        "date": facts.event.date,
        "places": facts.event.place,
        "story_ids": facts.stories,
        "harm": facts.harm,
        "low": facts.low,
        "best": facts.best,
        "high": facts.high,
        "rule": RULE,
        "claims": facts.claims,
        "documents": facts.documents,
        "denying_documents": facts.denying_documents,
        "silent_documents": facts.silent_documents,
        "independent_documents": facts.independent_documents,
        "links": [
            {"a": link.a, "b": link.b, "relation": link.relation, "field": link.field}
            for link in facts.links
        ],
    }


def _rows(corpus: Corpus, documents: tuple[Document, ...]) -> Rows:
    yield from (event_row(facts) for facts in event_facts(corpus, documents))


CONFIG = Config(
    "events",
    "One row an event and harm, derived from the claims of all retellings.",
    (
        Column("event_id", "string", "=event.id", role="key"),
        Column("title", "string", "=event.title", role="joined", of="event_id"),
        PROVENANCE,
        Column("date", "string", "=event.date", role="joined", of="event_id"),
        Column("places", "string", "=event.place", depth=1, role="joined", of="event_id"),
        Column("story_ids", "string", "Stories whose documents state the harm.", depth=1),
        Column("harm", "string", "=casualty.harm", labels=labels(Harm), role="key"),
        Column("low", "int64", "Smallest number that a claim with a figure states as its least."),
        Column("best", "int64", "The sole exact number; null if there is none or more than one."),
        Column(
            "high",
            "int64",
            "Largest number that a claim with a figure admits; null if any of these is open.",
        ),
        Column("rule", "string", "Id of the rule by which the three were derived."),
        Column("claims", "string", "Ids of the claims, as in `casualties`.", depth=1),
        Column("documents", "string", "Ids of the documents that state the harm.", depth=1),
        Column(
            "denying_documents",
            "string",
            "Ids of the documents that say that nobody was harmed so.",
            depth=1,
        ),
        Column(
            "silent_documents",
            "string",
            "Ids of the documents of the same stories that do not state it.",
            depth=1,
        ),
        Column(
            "independent_documents",
            "int32",
            "Number of independent documents: retellings of one story count once.",
        ),
        Column(
            "links",
            "struct",
            "How the claims stand to each other.",
            depth=1,
            fields=(
                Column("a", "string", "=claim_link.a"),
                Column("b", "string", "=claim_link.b"),
                Column("relation", "string", "=claim_link.relation", labels=labels(Relation)),
                Column("field", "string", "=claim_link.field", labels=labels(LinkField)),
            ),
        ),
    ),
    _rows,
    whole=True,
)
