"""Stances and headlines: holder, target, polarity, chain, evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from retold.model import Casualty, Expression, Headline, Polarity, Spans, Stance, labels
from retold.mutate.base import At, Mutate, Operator, each, edit, put
from retold.mutate.layers import Edit
from retold.references import AUTHOR
from retold.segmentation import tokens

Evident = Stance | Casualty

_EVIDENT: tuple[type[Evident], ...] = (Stance, Casualty)
_STORY = ("headline", "summary", "subheading", "caption", "body")
_OPPOSITE: dict[Polarity, Polarity] = {
    "support": "oppose",
    "oppose": "support",
    "conditional": "oppose",
    "neutral_stated": "support",
    "unclear": "oppose",
}


def flip(stance: Stance, at: At) -> Stance:
    return put(stance, "polarity", _OPPOSITE[stance.polarity])


def contradictory_twin(stance: Stance, at: At) -> Iterable[Edit]:
    """The same holder for and against the same target, on the same words."""
    if stance.polarity in ("support", "oppose"):
        yield None, put(flip(stance, at), "id", at.sources.new_id(stance.id))


def twice(stance: Stance, at: At) -> Iterable[Edit]:
    yield None, put(stance, "id", at.sources.new_id(stance.id))


def other_target(stance: Stance, at: At) -> Stance | None:
    targets = {s.target for s, _ in at.sources.of(Stance)} | {
        h.asserts for h, _ in at.sources.of(Headline)
    }
    others = sorted(targets - {stance.target})
    return put(stance, "target", at.draw.one(others)) if others else None


def holder_as_target(stance: Stance, at: At) -> Stance | None:
    return put(stance, "target", stance.holder) if stance.holder != AUTHOR else None


def absent_holder(stance: Stance, at: At) -> Stance | None:
    """A holder that the document never names."""
    absent = at.strangers()
    return put(stance, "holder", at.draw.one(absent)) if absent else None


def other_holder(stance: Stance, at: At) -> Stance | None:
    """Another holder of the same document."""
    others = sorted({s.holder for s in at.document.stances} - {stance.holder})
    return put(stance, "holder", at.draw.one(others)) if others else None


def absent_source(stance: Stance, at: At) -> Stance | None:
    """Behind the outlet somebody whom the document never names."""
    absent = at.strangers()
    if not absent:
        return None
    chain = ["outlet", at.draw.one(absent), *stance.source_chain[1:]]
    return put(stance, "source_chain", chain)


def chain_of_outlet(stance: Stance, at: At) -> Stance:
    return put(stance, "source_chain", ["outlet"])


def source_twice(stance: Stance, at: At) -> Stance | None:
    last = stance.source_chain[-1]
    return put(stance, "source_chain", [*stance.source_chain, last]) if last != "outlet" else None


def other_expression(stance: Stance, at: At) -> Stance:
    return put(
        stance, "expression", at.draw.one([e for e in labels(Expression) if e != stance.expression])
    )


def author_is_quoted(stance: Stance, at: At) -> Stance | None:
    """The outlet's own voice as a direct quotation."""
    return put(stance, "expression", "direct_quote") if stance.holder == AUTHOR else None


def evidence_in(*zones: str) -> Callable[[Evident, At], Evident | None]:
    """Evidence in a zone of one of these kinds."""

    def change(record: Evident, at: At) -> Evident | None:
        spans = [zone.spans for zone in at.document.zones if zone.zone in zones]
        return put(record, "evidence", at.draw.one(spans)) if spans else None

    return change


def evidence_elsewhere(record: Evident, at: At) -> Evident | None:
    """Another sentence of the same kind of zone."""
    zone, held = at.document.zone_at(record.evidence[:1]), at.document.sentences_at(record.evidence)
    others = [
        s.span for s in at.document.sentences if zone and s.zone.zone == zone.zone and s not in held
    ]
    return put(record, "evidence", [at.draw.one(others)]) if others else None


def evidence_far(stance: Stance, at: At) -> Stance | None:
    """A sentence in and beside whose paragraph nobody names the holder or a source."""
    speakers = {stance.holder, *stance.source_chain}
    sentences = [s for s in at.document.sentences if s.zone.zone in _STORY]
    named = [n for n, s in enumerate(sentences) if _names((s.span,), speakers, at)]
    far = [
        s.span
        for n, s in enumerate(sentences)
        if s.zone.zone in ("summary", "body")
        and not {n - 1, n + 1} & {*named}
        and not _names(s.zone.spans, speakers, at)
    ]
    return put(stance, "evidence", [at.draw.one(far)]) if far and stance.holder != AUTHOR else None


def _names(spans: Spans, entities: set[str], at: At) -> bool:
    (start, end), *_ = spans
    inside = [m for m in at.document.mentions if start <= m.spans[0][0] < end]
    return any({m.entity, m.referent} & entities for m in inside)


def evidence_of_one_word(stance: Stance, at: At) -> Stance | None:
    start, end = stance.evidence[0]
    a, b = tokens(at.text[start:end])[0]
    return put(stance, "evidence", [(start + a, start + b)])


def evidence_over_zones(record: Evident, at: At) -> Evident | None:
    """To the first character of the next zone."""
    start, end = record.evidence[-1]
    edges = [zone.spans[0][0] for zone in at.document.zones if zone.spans[0][0] >= end]
    return put(record, "evidence", [[start, edges[0] + 1]]) if edges else None


def over_zones(headline: Headline, at: At) -> Headline | None:
    """A headline record that reaches into the next zone."""
    edges = [zone.spans[0][0] for zone in at.document.zones if zone.spans[0][0] >= headline.spans[0][1]]
    return put(headline, "spans", [[headline.spans[0][0], edges[0] + 1]]) if edges else None


def on_body(headline: Headline, at: At) -> Headline | None:
    spans = [zone.spans for zone in at.document.zones if zone.zone == "body"]
    return put(headline, "spans", at.draw.one(spans)) if spans else None


def itself_as_evidence(headline: Headline, at: At) -> Headline:
    return put(headline, "evidence", headline.spans)


def flip_headline(headline: Headline, at: At) -> Headline:
    return put(headline, "polarity", _OPPOSITE[headline.polarity])


def other_holder_of_headline(headline: Headline, at: At) -> Headline | None:
    absent = at.strangers()
    return put(headline, "holder", at.draw.one(absent)) if absent else None


def headline_twice(headline: Headline, at: At) -> Iterable[Edit]:
    yield None, put(headline, "id", at.sources.new_id(headline.id))


def other_verdict(headline: Headline, at: At) -> Headline | None:
    other = {"agree": "disagree", "disagree": "agree", "discuss": "agree"}.get(headline.vs_body)
    return put(headline, "vs_body", other) if other else None


def unrelated_with_evidence(headline: Headline, at: At) -> Headline | None:
    return put(headline, "vs_body", "unrelated") if headline.evidence else None


def lost(kind: type[Stance] | type[Headline]) -> Mutate:
    return edit(kind, lambda record, at: ((record, None),))


_FAITH = (
    "Whether the words are for or against is the reader's judgement; a second annotator would see it."
)

OPERATORS = (
    Operator("stance-twice", "structural", "a stance twice", edit(Stance, twice), ("RT404",)),
    Operator(
        "evidence-in-related",
        "structural",
        "evidence in a link to another story",
        each(_EVIDENT, evidence_in("related")),
        ("RT401",),
    ),
    Operator(
        "evidence-in-furniture",
        "structural",
        "evidence in a share bar",
        each(_EVIDENT, evidence_in("furniture")),
        ("RT401",),
    ),
    Operator(
        "evidence-in-dateline",
        "structural",
        "evidence in a dateline",
        each(_EVIDENT, evidence_in("dateline")),
        ("RT401",),
    ),
    Operator(
        "headline-on-body",
        "structural",
        "a headline record on a body",
        each(Headline, on_body),
        ("RT402",),
    ),
    Operator(
        "headline-proves-itself",
        "structural",
        "a headline as evidence against itself",
        each(Headline, itself_as_evidence),
        ("RT403",),
    ),
    Operator(
        "evidence-over-zones",
        "structural",
        "evidence that reaches into the next zone",
        each(_EVIDENT, evidence_over_zones),
        ("RT401",),
    ),
    Operator(
        "headline-over-zones",
        "structural",
        "a headline record that reaches into the next zone",
        each(Headline, over_zones),
        ("RT402",),
    ),
    Operator(
        "contradictory-twin",
        "semantic",
        "one holder for and against one target, on the same words",
        edit(Stance, contradictory_twin),
        ("RT406",),
    ),
    Operator("other-target", "semantic", "a stance on another target", each(Stance, other_target)),
    Operator(
        "holder-as-target",
        "semantic",
        "a holder whose attitude is to itself",
        each(Stance, holder_as_target),
    ),
    Operator(
        "absent-holder",
        "semantic",
        "a holder that the document never names",
        each(Stance, absent_holder),
        ("RT405",),
    ),
    Operator(
        "other-holder", "semantic", "another holder of the same document", each(Stance, other_holder)
    ),
    Operator(
        "absent-source",
        "semantic",
        "a source that the document never names",
        each(Stance, absent_source),
        ("RT407",),
    ),
    Operator(
        "chain-of-outlet",
        "semantic",
        "a source chain cut behind the outlet",
        each(Stance, chain_of_outlet),
    ),
    Operator(
        "source-twice", "semantic", "a source twice in its chain", each(Stance, source_twice), ("RT409",)
    ),
    Operator("other-expression", "semantic", "another expression", each(Stance, other_expression)),
    Operator(
        "author-is-quoted",
        "semantic",
        "the outlet's own voice as a quotation",
        each(Stance, author_is_quoted),
        ("RT409",),
    ),
    Operator(
        "evidence-elsewhere",
        "semantic",
        "evidence in another sentence",
        each(_EVIDENT, evidence_elsewhere),
    ),
    Operator(
        "evidence-far",
        "semantic",
        "evidence far from any mention of its holder",
        each(Stance, evidence_far),
        ("RT408",),
    ),
    Operator(
        "evidence-of-one-word", "semantic", "evidence of one word", each(Stance, evidence_of_one_word)
    ),
    Operator("headline-twice", "semantic", "a headline record twice", edit(Headline, headline_twice)),
    Operator(
        "headline-flipped",
        "semantic",
        "a headline with the opposite polarity",
        each(Headline, flip_headline),
    ),
    Operator(
        "headline-other-holder",
        "semantic",
        "a headline with a holder that the document never names",
        each(Headline, other_holder_of_headline),
        ("RT405",),
    ),
    Operator("headline-other-verdict", "semantic", "agree for disagree", each(Headline, other_verdict)),
    Operator(
        "headline-unrelated",
        "semantic",
        "a headline unrelated to the body that decides it",
        each(Headline, unrelated_with_evidence),
    ),
    Operator("headline-lost", "semantic", "a headline without record", lost(Headline)),
    Operator(
        "polarity-flipped",
        "undetectable",
        "support for oppose, and the other way",
        each(Stance, flip),
        why=_FAITH,
    ),
    Operator(
        "stance-lost",
        "undetectable",
        "a stance without record",
        lost(Stance),
        why="Nothing else says that a passage states a position; a second annotator would.",
    ),
)
