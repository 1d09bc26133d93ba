"""Rules on whose stance it is and on whose word: holder and source chain against the mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.corpus import Corpus
from retold.documents import Document, Sentence
from retold.findings import Finding
from retold.model import Annotation, Entity, Headline, Spans, Stance, extent
from retold.numerals import normal
from retold.records import Row
from retold.references import AUTHOR, standing
from retold.rules.base import Rule
from retold.rules.naming import Story, hinted, named, shown, story_of

# Where a sentence has its subject; headlines, subheadings and captions may drop it.
_SENTENCES = ("summary", "body")
# Words that may refer back to a holder, as `numerals.normal` leaves them. Indonesian adds -nya.
_PRONOUNS = {
    lang: frozenset(words.split())
    for lang, words in {
        "en": "i we he she it they me us him her them my our his its their mine ours hers theirs myself"
        " ourselves himself herself itself themselves both each neither others",
        "id": "aku saya kami kita dia ia beliau mereka keduanya",
        "hi": "मैं मैंने मुझे मेरा मेरे मेरी हम हमने हमें हमारा हमारे हमारी आप आपने वह वो वे उस उसने उसे उसका उसके"
        " उसकी उन उन्होंने उन्होने उन्हें उनका उनके उनकी यह ये इस इसने इसे इसका इसके इसकी इन इन्होंने इन्होने इन्हें इनका इनके"
        " इनकी अपना अपने अपनी खुद दोनों",
    }.items()
}

# Hindi is written with and without them: they shape letters and say nothing.
_JOINERS = {0x200C: None, 0x200D: None}


def holder_not_mentioned(document: Document, corpus: Corpus) -> Iterator[Finding]:
    story = story_of(document, corpus)
    for row, holder in _held(document, story):
        spans = standing(row.record)
        if _unnamed(document, story, holder, spans):
            message = f"no mention is {shown(holder)} or has it as referent"
            yield row.finding("RT405", message, "holder", extent(spans))


def source_not_mentioned(document: Document, corpus: Corpus) -> Iterator[Finding]:
    story = story_of(document, corpus)
    for row in _stances(document):
        evidence = row.record.evidence
        for number, id in enumerate(row.record.source_chain[1:], 1):
            source = story.entities.get(id)
            # a holder whom nothing mentions has a finding already (RT405)
            if source is None or id == row.record.holder:
                continue
            if _unnamed(document, story, source, evidence):
                message = f"no mention is {shown(source)} or has it as referent"
                yield row.finding("RT407", message, f"source_chain.{number}", extent(evidence))


def holder_not_near(document: Document, corpus: Corpus) -> Iterator[Finding]:
    story = story_of(document, corpus)
    for row, holder in _held(document, story):
        if not isinstance(row.record, Stance) or not story.names(holder):
            continue
        zones = [(span, document.zone_at((span,))) for span in row.record.evidence]
        evidence = tuple(span for span, zone in zones if zone and zone.zone in _SENTENCES)
        if not evidence:
            continue
        sources = (story.entities.get(id) for id in row.record.source_chain[1:])
        speakers = [holder, *(source for source in sources if source is not None)]
        near = story.near(evidence)
        if any(named(one, near) or _hinted(document, story, one, evidence) for one in speakers):
            continue
        if not any(_refers_back(document, s) for s in document.sentences_at(evidence)):
            message = f"neither a mention of {shown(holder)} near it nor a pronoun"
            yield row.finding("RT408", message, "evidence", extent(evidence))


def chain_unfit(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in _stances(document):
        stance, span = row.record, extent(row.record.evidence)
        sources = stance.source_chain[1:]
        if (stance.holder == AUTHOR) != (stance.expression == "author"):
            message = f"the holder is {stance.holder}, the expression {stance.expression}"
            yield row.finding("RT409", message, "expression", span)
        elif stance.expression == "direct_quote" and not sources:
            message = "a quotation has a speaker; the chain ends with the outlet"
            yield row.finding("RT409", message, "source_chain", span)
        if stance.holder in sources[:-1]:
            message = f"{sources[-1]!r} stands behind the holder {stance.holder!r}"
            yield row.finding("RT409", message, "source_chain", span)


def _unnamed(document: Document, story: Story, entity: Entity, evidence: Spans) -> bool:
    """Whether no mention of the story names the entity, and none near the evidence may.

    Evidence outside the story has its finding already (RT401).
    """
    if story.names(entity) or not story.holds(evidence):
        return False
    return not _hinted(document, story, entity, evidence)


def _hinted(document: Document, story: Story, entity: Entity, evidence: Spans) -> bool:
    """Whether an adjective in or beside the paragraph, or a numeral of the sentence, may mean it."""
    return hinted(document, entity, story.near(evidence), story.beside(evidence))


def _refers_back(document: Document, sentence: Sentence) -> bool:
    """Whether the sentence has a pronoun, or is of a language whose pronouns are not listed."""
    lang = sentence.zone.lang.split("-", maxsplit=1)[0]
    known = _PRONOUNS.get(lang)
    if known is None:
        return True
    written = (document.text[start:end].translate(_JOINERS) for start, end in sentence.tokens)
    words = [normal(word) for word in written if word != "US"]  # the country, no pronoun
    return any(word in known or (lang == "id" and word.endswith("nya")) for word in words)


def _held(document: Document, story: Story) -> Iterator[tuple[Row[Annotation], Entity]]:
    """Stances and headlines with their holder, where a lack of mentions would say something.

    The author is no entity.
    """
    if not story.entities:
        return
    for row in document.rows:
        if isinstance(row.record, Stance | Headline):
            holder = story.entities.get(row.record.holder)
            if holder is not None:
                yield row, holder


def _stances(document: Document) -> Sequence[Row[Stance]]:
    return document.rows_of(Stance)


RULES = (
    Rule(
        "RT405",
        "error",
        "holder that the document does not mention",
        why="A stance, or a headline, is of somebody the document speaks of: a name, a nominal or a"
        " referent says whom; `related` lines do not count. Not judged: a layer without mentions, a"
        " state where an adjective near may mean it, unnamed persons where a bare numeral may.",
        fix="Correct the holder, mark the name or nominal, or make it a stance of the author.",
        bad='"holder":"e-dock-union" where no mention links to the union',
        good='"holder":"e-norland-government", the referent of [Lund] administration',
        document=holder_not_mentioned,
    ),
    Rule(
        "RT407",
        "error",
        "source of a stance that the document does not mention",
        why="The chain names those who pass a stance on, and the text says who they are; what counts as"
        " a mention is as for RT405.",
        fix="Take it out of the chain, correct it, or mark the name or nominal.",
        bad='"source_chain":["outlet","e-coast-wire"] where nothing names the Coast Wire',
        good="the same where the sentence begins: the Coast Wire reports",
        document=source_not_mentioned,
    ),
    Rule(
        "RT408",
        "warning",
        "evidence far from any mention of its holder",
        why="Evidence names the holder or refers back. Looked at are its paragraph and the sentence on"
        " either side, for the holder or a source of the chain, and its own sentences, for a pronoun"
        " (en, id, hi); headlines, subheadings and captions, which drop subjects, are not.",
        fix="Correct holder or evidence, or mark the name or nominal; or leave it, if the text refers"
        " back.",
        bad="the union as holder of `The talks were broken off`, after a paragraph about cranes",
        good="the same after `The union met`, or `They broke off the talks`",
        document=holder_not_near,
    ),
    Rule(
        "RT409",
        "error",
        "expression or source chain that does not fit the holder",
        why="Chain and expression say in whose words a stance stands.",
        fix="Give the author the expression author, a quotation its speaker, and the holder the last"
        " place of the chain.",
        bad='"expression":"direct_quote","source_chain":["outlet"]',
        good='"expression":"direct_quote","source_chain":["outlet","e-ada-lund"]',
        document=chain_unfit,
    ),
)
