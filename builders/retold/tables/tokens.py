"""Config ``ner``: one row a sentence, with its tokens and their IOB2 tags."""

from __future__ import annotations

from retold.columns import Column
from retold.corpus import Corpus
from retold.documents import Document
from retold.ner import NER_LABELS, flat_names, fragments_of, iob2
from retold.tables.base import DOC_ID, LANG, PROVENANCE, STORY_ID, ZONE, Config, Rows, per_document


def sentence_rows(document: Document) -> Rows:
    """A row a sentence of a document, without furniture."""
    # of the whole document: a name per sentence would be compared with all others each time
    fragments = flat_names(document.mentions)
    for sentence in document.sentences:
        if sentence.zone.zone == "furniture":
            continue
        yield {
            "doc_id": document.id,
            "story_id": document.seed.story,
            "provenance": document.seed.provenance,
            "lang": sentence.zone.lang,
            "sentence_id": sentence.id,
            "tokens": [document.text[a:b] for a, b in sentence.tokens],
            "ner_tags": iob2(sentence, fragments_of(fragments, sentence)),
            "token_starts": [a for a, _ in sentence.tokens],
            "token_ends": [b for _, b in sentence.tokens],
            "zone": sentence.zone.zone,
        }


def _rows(corpus: Corpus, document: Document) -> Rows:
    return sentence_rows(document)


CONFIG = Config(
    "ner",
    "One row a sentence: tokens and IOB2 tags; furniture is left out.",
    (
        DOC_ID,
        STORY_ID,
        PROVENANCE,
        LANG,
        Column(
            "sentence_id",
            "string",
            "Document id, '-s' and the sentence's number in the document.",
            role="key",
        ),
        Column("tokens", "string", "Tokens of the sentence; computed.", depth=1, role="text"),
        Column(
            "ner_tags",
            "string",
            "IOB2 tag of each token, from the outermost names.",
            labels=NER_LABELS,
            depth=1,
            role="computed",
        ),
        Column(
            "token_starts",
            "int32",
            "First code point of each token in the document.",
            depth=1,
            role="span",
        ),
        Column("token_ends", "int32", "Behind the last code point of each token.", depth=1, role="span"),
        ZONE,
    ),
    per_document(_rows),
)
