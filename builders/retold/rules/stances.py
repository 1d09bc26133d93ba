"""Rules on stances, and on where records of the later layers may stand."""

from __future__ import annotations

from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Annotation, Casualty, Fault, Headline, Span, Stance, extent, span_fields
from retold.records import Row
from retold.rules.base import Rule
from retold.rules.spans import in_text

_BODY = ("summary", "subheading", "caption", "body")
_STORY = ("headline", *_BODY)
# Nobody is for and against one thing; a condition, silence or garble goes with either.
_OPPOSITE = {"support": "oppose", "oppose": "support"}


def evidence_zone(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, span in _fragments(document, corpus, Stance, Casualty):
        yield from _outside(document, row, "RT401", (field, span), _STORY)


def fault_zone(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, span in _fragments(document, corpus, Fault):
        if document.zone_at((span,)) is None:
            message = f"no single zone holds {document.surface((span,))!r}"
            yield row.finding("RT207", message, field, span)


def same_stance(document: Document, corpus: Corpus) -> Iterator[Finding]:
    first: dict[object, Row[Annotation]] = {}
    for row in document.rows:
        record = row.record
        if isinstance(record, Stance):
            key = (record.holder, record.target, record.polarity, record.expression, record.source_chain)
            before = first.setdefault(key, row)
            if before is not row:
                message = f"{before.record.id!r} is the same stance, said in the same way"
                yield row.finding("RT404", message, "evidence", extent(record.evidence))


def contradictory(document: Document, corpus: Corpus) -> Iterator[Finding]:
    before: dict[tuple[str, str, str], list[str]] = {}
    disputed = {h.asserts for h in document.headlines if h.vs_body == "disagree"}
    for row in document.rows:
        stance = row.record
        if not isinstance(stance, Stance) or stance.polarity not in _OPPOSITE:
            continue
        # a headline that is known to disagree with its body is no slip
        where = "headline" if stance.target in disputed and _of_headlines(document, stance) else ""
        holder = f"{where} {stance.holder}"
        opposite = _OPPOSITE[stance.polarity]
        others = before.get((holder, stance.target, opposite), ())
        before.setdefault((holder, stance.target, stance.polarity), []).append(stance.id)
        if others:
            message = (
                f"{stance.id!r} has {stance.holder!r} {stance.polarity} {stance.target!r},"
                f" {' and '.join(map(repr, others))} {opposite}"
            )
            yield row.finding("RT406", message, "polarity", extent(stance.evidence))


def _of_headlines(document: Document, stance: Stance) -> bool:
    zones = (document.zone_at((span,)) for span in stance.evidence)
    return all(zone is not None and zone.zone == "headline" for zone in zones)


def headline_zone(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, span in _fragments(document, corpus, Headline):
        if field == "spans":
            yield from _outside(document, row, "RT402", (field, span), ("headline",))


def body_evidence(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, span in _fragments(document, corpus, Headline):
        if field == "evidence":
            yield from _outside(document, row, "RT403", (field, span), _BODY)


def _fragments(
    document: Document, corpus: Corpus, *kinds: type[Annotation]
) -> Iterator[tuple[Row[Annotation], str, Span]]:
    """Each fragment of records of these kinds that lies in the text, with its field."""
    if document.file in corpus.broken:  # the zone may be what could not be read
        return
    for row in document.rows:
        for field, spans in span_fields(row.record) if isinstance(row.record, kinds) else ():
            yield from ((row, field, span) for span in spans if in_text(document, (span,)))


def _outside(
    document: Document,
    row: Row[Annotation],
    code: str,
    fragment: tuple[str, Span],
    allowed: tuple[str, ...],
) -> Iterator[Finding]:
    """A finding if no single zone of an allowed kind holds the fragment."""
    field, span = fragment
    zone = document.zone_at((span,))
    if zone is None or zone.zone not in allowed:
        where = f"stands in a {zone.zone} zone" if zone else "no single zone holds it"
        yield row.finding(code, f"{where}: {document.surface((span,))!r}", field, span)


RULES = (
    Rule(
        "RT207",
        "error",
        "fault that no single zone holds",
        why="A passage belongs to one part of the page.",
        fix="Give each fragment its zone, or make a record for each part.",
        bad="a fault from a headline into the dateline under it",
        good="a fragment in each of the two",
        structural=True,
        document=fault_zone,
    ),
    Rule(
        "RT401",
        "error",
        "evidence where none may stand",
        why="A link to another story, a widget or a dateline says nothing of this story.",
        fix="Point to a headline, summary, subheading, caption or body; or remove the record.",
        bad="evidence in `Also read: …`",
        good="evidence in the body",
        document=evidence_zone,
    ),
    Rule(
        "RT402",
        "error",
        "headline record outside a headline",
        why="It says what a headline asserts.",
        fix="Move the span into a headline zone.",
        bad="what a headline asserts, pinned to the body",
        good="pinned to the headline",
        document=headline_zone,
    ),
    Rule(
        "RT403",
        "error",
        "evidence against a headline outside the body",
        why="vs_body compares a headline with its body.",
        fix="Point to a summary, subheading, caption or body of the document.",
        bad="a headline as evidence for itself",
        good="a passage of the body",
        document=body_evidence,
    ),
    Rule(
        "RT404",
        "error",
        "stance stated twice",
        why="The same stance elsewhere is a further fragment of evidence, not another record.",
        fix="Join the two records, or correct what differs.",
        bad="two records: the union refuses the talks",
        good="one record with two fragments of evidence",
        document=same_stance,
    ),
    Rule(
        "RT406",
        "error",
        "one holder for and against one target",
        why="Who is for a thing is not against it. A condition contradicts neither: refused as it is,"
        " considered if it changes; nor does a headline whose record says that it disagrees.",
        fix="Correct holder, target or polarity of one of the two; where the headline contradicts the"
        " body, record that it does (vs_body); else where the text contradicts itself, waive it.",
        bad="two records: the union supports the talks, the union opposes the talks",
        good="the union opposes the talks, and under a condition is for them",
        document=contradictory,
    ),
)
