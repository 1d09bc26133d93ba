"""Rules on links between casualty claims of different documents."""

from __future__ import annotations

from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import ClaimLink
from retold.records import Row
from retold.rules.base import Across, Fact, Rule

Claim = tuple[str, str, str]
"""Document, event and harm of a claim."""


def linked_claims(document: Document, corpus: Corpus) -> Iterator[Fact]:
    if document.layer == "gold":
        for claim in document.casualties:
            if claim.id in corpus.linked:
                yield claim.id, (claim.doc, claim.event, claim.harm)


def unknown_claim(facts: Iterator[tuple[str, Claim]], corpus: Corpus) -> Iterator[Finding]:
    if not corpus.gold_whole:
        return
    known = {id for id, _ in facts}
    for row in _links(corpus):
        for field in ("a", "b"):
            id = getattr(row.record, field)
            if id not in known:
                yield row.finding("RT308", f"no gold casualty record {id!r}", field)


def not_comparable(facts: Iterator[tuple[str, Claim]], corpus: Corpus) -> Iterator[Finding]:
    claims = dict(facts)
    for row in _links(corpus):
        link = row.record
        if link.a not in claims or link.b not in claims:
            continue
        (doc, *a), (other, *b) = claims[link.a], claims[link.b]
        for field, of_a, of_b in zip(("event", "harm"), a, b, strict=True):
            if of_a != of_b:
                yield row.finding("RT505", f"{field}: {of_a} of {link.a}, {of_b} of {link.b}")
        if doc == other:
            yield row.finding("RT505", f"both claims stand in {doc!r}")


def _links(corpus: Corpus) -> Iterator[Row[ClaimLink]]:
    for row in corpus.tables.get("claim_link", ()):
        if isinstance(row.record, ClaimLink):
            yield Row(row.record, row.file, row.line)


RULES = (
    Rule(
        "RT308",
        "error",
        "link to an unknown claim",
        why="A link to a claim that is gone says nothing about any claim.",
        fix="Name gold casualty records on both sides of the link.",
        bad='"a":"port-c9", a record that was removed',
        good='"a":"port-c1"',
        structural=True,
        across=Across(Claim, linked_claims, unknown_claim),
    ),
    Rule(
        "RT505",
        "error",
        "link between claims that cannot be compared",
        why="Only claims of two documents about one event and one harm say the same or differ.",
        fix="Correct the link, or the event or harm of one of the claims.",
        bad="a link between the killed of one claim and the injured of another",
        good="between the killed of two documents",
        across=Across(Claim, linked_claims, not_comparable),
    ),
)
