"""The rules: one function a code, and the tables that bind them.

A rule is a generator of Findings and knows no folders. To add one: a row in
``findings.CATALOGUE``, a function, a row here, and ``tests/cases/<CODE>/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from retold.adjudication import gold_has_annotators
from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Seed
from retold.records import Row
from retold.rules import casualties, links, mentions, spans, stances, texts, values, zones

TextRule = Callable[[Row[Seed], str, Corpus], Iterator[Finding]]
DocumentRule = Callable[[Document, Corpus], Iterator[Finding]]
CorpusRule = Callable[[Corpus], Iterator[Finding]]

# On the text of each seed.
TEXT_RULES: dict[str, TextRule] = {
    "RT101": texts.byte_order_mark,
    "RT102": texts.carriage_return,
    "RT103": texts.nul,
    "RT104": texts.empty,
}
# On each document of each layer.
DOCUMENT_RULES: dict[str, DocumentRule] = {
    "RT019": links.wrong_file,
    "RT111": zones.overlap,
    "RT112": zones.gap,
    "RT113": zones.more_than_a_line,
    "RT201": spans.outside_text,
    "RT202": spans.turned_round,
    "RT203": spans.surface_differs,
    "RT204": spans.white_space_edge,
    "RT205": spans.fragments_out_of_order,
    "RT206": spans.outside_right_document,
    "RT207": stances.fault_zone,
    "RT208": spans.right_elsewhere,
    "RT211": mentions.inside_token,
    "RT212": mentions.over_sentences,
    "RT213": mentions.in_furniture,
    "RT214": mentions.crossing,
    "RT215": mentions.twice,
    "RT216": values.value_form,
    "RT217": values.anchor_differs,
    "RT218": values.value_means_other,
    "RT301": links.unknown_entity,
    "RT302": links.unknown_right_document,
    "RT303": links.unknown_annotator,
    "RT305": mentions.type_differs,
    "RT306": links.unknown_proposition,
    "RT307": links.unknown_event,
    "RT309": links.wrong_kind,
    "RT401": stances.evidence_zone,
    "RT402": stances.headline_zone,
    "RT403": stances.body_evidence,
    "RT404": stances.same_stance,
    "RT501": casualties.min_over_max,
    "RT502": casualties.impossible_best,
    "RT503": casualties.form_and_bounds,
    "RT504": casualties.date_turned_round,
    "RT506": casualties.figure_not_in_evidence,
    "RT507": casualties.figure_means_other,
    "RT508": casualties.figure_not_understood,
    "RT509": casualties.cue_outside_surface,
}
# On the corpus as a whole.
CORPUS_RULES: dict[str, CorpusRule] = {
    "RT301": links.unknown_place,
    "RT308": links.unknown_claim,
    "RT505": links.not_comparable,
    "RT701": links.unused,
    "RT702": links.same_text,
    "RT703": links.event_in_two_splits,
    "RT801": gold_has_annotators,
}
