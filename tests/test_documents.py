"""A document: zones, sentences within zones, text under spans."""

from __future__ import annotations

import pytest

from conftest import GOLDEN
from retold.pipeline import read_corpus

corpus = read_corpus(GOLDEN)


def test_records_by_kind_and_position() -> None:
    document = corpus.document("port-en")
    assert [zone.zone for zone in document.zones] == ["headline", "dateline", "body", "furniture"]
    assert document.mentions[0].surface == "Dock Union"
    starts = [m.spans[0][0] for m in document.mentions]
    assert starts == sorted(starts)


def test_text_under_a_span() -> None:
    document = corpus.document("port-hi")
    for mention in document.mentions:
        assert document.surface(mention.spans) == mention.surface
    assert corpus.document("port-en").surface(((110, 113), (122, 126))) == "Ada Lund"


@pytest.mark.parametrize("span", [(-1, 3), (0, 10_000), (5, 5), (6, 5)])
def test_no_text_under_what_is_no_span(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no span of port-en"):
        corpus.document("port-en").surface((span,))


def test_sentences_never_cross_zones() -> None:
    for document in corpus:
        for sentence in document.sentences:
            start, end = sentence.zone.spans[0]
            assert start <= sentence.span[0] < sentence.span[1] <= end
            assert all(sentence.span[0] <= a < b <= sentence.span[1] for a, b in sentence.tokens)


def test_sentence_ids_count_through_the_document() -> None:
    sentences = corpus.document("port-id").sentences
    assert [s.id for s in sentences] == [f"port-id-s{n:03d}" for n in range(1, len(sentences) + 1)]


def test_what_holds_a_span() -> None:
    document = corpus.document("port-id")
    mention = next(m for m in document.mentions if m.type == "DATE")
    zone, sentence = document.zone_at(mention.spans), document.sentence_at(mention.spans)
    assert zone is not None
    assert zone.zone == "body"
    assert sentence is not None
    assert document.surface((sentence.span,)) == "Sejak 2029, Norlandia resah."
    assert document.zone_at(((0, 40),)) is None
    assert document.sentence_at(((0, 40),)) is None


def test_language_of_document_and_zone() -> None:
    assert corpus.document("port-hi").lang == "hi"
    assert {zone.lang for zone in corpus.document("port-hi").zones} == {"hi"}
