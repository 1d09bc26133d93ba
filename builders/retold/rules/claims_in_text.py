"""Rules on casualty claims against their document: what a claim says, the text says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from retold import references
from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Casualty, Count, Entity, Mention, Span, Spans, extent
from retold.numerals import LANGUAGES, meaning
from retold.records import Row
from retold.rules.base import Rule
from retold.rules.casualties import claim_rows, figures
from retold.rules.naming import Story, hinted, shown, story_of
from retold.rules.spans import in_text
from retold.segmentation import tokens

_PLACES = ("GPE", "LOC", "FAC")


def figure_not_in_evidence(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in claim_rows(document):
        claim = row.record
        if claim.count.surface is None or not in_text(document, claim.evidence):
            continue
        evidence = document.surface(claim.evidence)
        if not _among_tokens(claim.count.surface, evidence):
            message = f"{claim.count.surface!r} is not in {evidence!r}"
            yield row.finding("RT506", message, "count.surface", extent(claim.evidence))


def victims_elsewhere(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in claim_rows(document):
        for start, end in _elsewhere(document, row.record) if document.whole else ():
            message = f"{document.text[start:end]!r} stands in no sentence of the evidence"
            yield row.finding("RT512", message, "victims.spans", (start, end))


def _elsewhere(document: Document, claim: Casualty) -> Iterator[Span]:
    """Fragments of the victims that touch no sentence of the evidence; both lie in the text."""
    spans = claim.victims.spans or ()
    if not in_text(document, spans + claim.evidence):
        return
    sentences = [sentence.span for sentence in document.sentences_at(claim.evidence)]
    for start, end in spans:
        if sentences and not any(a < end and start < b for a, b in sentences):
            yield start, end


def actor_not_mentioned(document: Document, corpus: Corpus) -> Iterator[Finding]:
    story = story_of(document, corpus)
    victims = [v for claim in document.casualties if (v := claim.victims.spans) is not None]
    for row, field, actor in _unmentioned(document, story, "perpetrator.actor"):
        # the numeral of a victim stands for no perpetrator
        near = (m for m in story.near(row.record.evidence) if not any(_inside(m, v) for v in victims))
        if not hinted(document, actor, story.mentions, tuple(near)):
            message = f"no mention is {shown(actor)} or has it as referent"
            yield row.finding("RT513", message, field, extent(row.record.evidence))


def place_not_mentioned(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, field, place in _unmentioned(document, story_of(document, corpus), "place"):
        # another kind of entity has its finding already (RT309)
        if place.type in _PLACES:
            message = f"no mention is {shown(place)}"
            yield row.finding("RT514", message, field, extent(row.record.evidence))


def source_not_mentioned(document: Document, corpus: Corpus) -> Iterator[Finding]:
    story = story_of(document, corpus)
    for row, field, source in _unmentioned(document, story, "source.chain"):
        if not hinted(document, source, story.mentions, story.near(row.record.evidence)):
            message = f"no mention is {shown(source)} or has it as referent"
            yield row.finding("RT516", message, field, extent(row.record.evidence))


def _unmentioned(
    document: Document, story: Story, field: str
) -> Iterator[tuple[Row[Casualty], str, Entity]]:
    """Claims whose field, or an item of it, names an entity that no mention of the story names."""
    for row in claim_rows(document):
        for path, id in references.entities(row.record):
            entity = story.entities.get(id) if path.startswith(field) else None
            if entity is not None and not story.names(entity):
                yield row, path, entity


def other_figure_of_victims(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, words, lang in figures(document):
        spans, evidence = row.record.victims.spans, row.record.evidence
        if spans is None or not in_text(document, spans):
            continue
        # words that are no figure (RT508) or not in the evidence (RT506), and victims outside the
        # passage (RT512), have their finding already
        understood = lang not in LANGUAGES or meaning(words, lang) is not None
        if (
            not understood
            or not _among_tokens(words, document.surface(evidence))
            or any(_elsewhere(document, row.record))
        ):
            continue
        numerals = [m for m in document.mentions if m.type == "CARDINAL" and _inside(m, spans)]
        if numerals and not any(_same_figure(m, row.record.count) for m in numerals):
            found = ", ".join(repr(m.surface) for m in numerals)
            message = f"{document.surface(spans)!r} has {found}; the figure is {words!r}"
            yield row.finding("RT515", message, "victims.spans", extent(spans))


def _inside(mention: Mention, spans: Spans) -> bool:
    start, end = extent(mention.spans)
    return any(a <= start and end <= b for a, b in spans)


def _same_figure(mention: Mention, count: Count) -> bool:
    """Whether a numeral is among the words of the figure, or is one of its bounds."""
    if _among_tokens(mention.surface, count.surface or ""):
        return True
    return mention.value is not None and mention.value in (str(count.min), str(count.max))


def _among_tokens(words: str, text: str) -> bool:
    """Whether the words stand in the text, beginning and ending where tokens do."""
    at = text.find(words)
    edges = _edges(text) if at >= 0 else frozenset()
    while at >= 0:
        if {at, at + len(words)} <= edges:
            return True
        at = text.find(words, at + 1)
    return False


@lru_cache(maxsize=64)  # two rules ask for those of one passage, one after the other
def _edges(text: str) -> frozenset[int]:
    return frozenset(edge for span in tokens(text) for edge in span)


_STATED = "A claim holds what its own document states; what another retelling knows is not filled in."

RULES = (
    Rule(
        "RT506",
        "error",
        "words of the figure not in the evidence",
        why="A reader must find the figure in the passage that carries it.",
        fix="Correct count.surface, or widen the evidence.",
        bad='"surface":"seven", evidence: many were hurt',
        good='"surface":"seven", evidence: seven were hurt',
        document=figure_not_in_evidence,
    ),
    Rule(
        "RT512",
        "error",
        "victims outside the sentences of the evidence",
        why="Figure, victims and source are those of the passage alone.",
        fix="Point victims.spans to the phrase beside the figure, or to null; or widen the evidence.",
        bad="evidence: seven were hurt; victims: [the crew] of the sentence before",
        good="victims: [seven]",
        document=victims_elsewhere,
    ),
    Rule(
        "RT513",
        "error",
        "perpetrator that the document does not mention",
        why=_STATED + " What counts as a mention is as for RT405, in the whole document.",
        fix="Correct perpetrator.actor or make it null, or mark the name or nominal.",
        bad='"actor":"e-dock-union" where no mention links to the union',
        good='"actor":"e-dock-union" where [members of the union] links to it',
        document=actor_not_mentioned,
    ),
    Rule(
        "RT514",
        "warning",
        "place that the document does not mention",
        why=_STATED,
        fix="Remove the place, or mark its name; or leave it, if an adjective names it: Norlandic port.",
        bad='"place":["e-norhaven","e-norland"] where only Norhaven is named',
        good='"place":["e-norhaven"]',
        document=place_not_mentioned,
    ),
    Rule(
        "RT515",
        "warning",
        "victims' phrase with another figure",
        why="The phrase holds its numeral, and the figure is that numeral.",
        fix="Correct count or victims.spans; or leave it, if the numeral counts something else.",
        bad='"surface":"46", victims: [64 dockers]',
        good='"surface":"46", victims: [46 of 64 dockers]',
        document=other_figure_of_victims,
    ),
    Rule(
        "RT516",
        "warning",
        "source of a figure that the document does not mention",
        why=_STATED,
        fix="Correct source.chain, or mark the name; or leave it, if a common noun names the source.",
        bad='"chain":["outlet","e-coast-wire"] where nothing names the Coast Wire',
        good="the same where the dateline names it",
        document=source_not_mentioned,
    ),
)
