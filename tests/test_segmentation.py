"""Sentences and tokens: exact offsets, nothing lost, nothing cut inside a character that people see."""

from __future__ import annotations

import pytest
from hypothesis import example, given

from retold.segmentation import sentences, tokens
from strategies import texts


def assert_covered(spans: list[tuple[int, int]], text: str) -> None:
    """Spans are in order, apart, without white space at their edges, and cover all the rest."""
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@given(texts())
@example("")
@example("\x1c\x1d.\x85")
def test_tokens_cover_all_but_white_space_once(text: str) -> None:
    assert_covered(tokens(text), text)
    assert not any(char.isspace() for start, end in tokens(text) for char in text[start:end])


@pytest.mark.parametrize("lang", ["en", "id", "hi", "sr-Latn"])
@given(texts())
@example("")
@example(" \r\n ")
def test_sentences_cover_all_but_white_space_once(lang: str, text: str) -> None:
    assert_covered(sentences(text, lang), text)


@pytest.mark.parametrize("lang", ["en", "hi"])
@given(texts())
@example("one!\u200d Two.")
@example("है।\u200d अब गए।")
@example("a!\ufe0f B c.")
def test_no_token_is_cut_by_a_sentence(lang: str, text: str) -> None:
    edges = {edge for span in sentences(text, lang) for edge in span}
    for start, end in tokens(text):
        assert not any(start < edge < end for edge in edges)


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in tokens(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Lund’s crews", ["Lund", "’", "s", "crews"]),
        ("pro-Norland", ["pro", "-", "Norland"]),
        ("(DWU-S)", ["(", "DWU", "-", "S", ")"]),
        ("क्षत्रिय चुप।", ["क्षत्रिय", "चुप", "।"]),
        ("塔利班 拒绝Lund。", ["塔", "利", "班", "拒", "绝", "Lund", "。"]),
        ("नोर्‍वे ज़रूर", ["नोर्‍वे", "ज़रूर"]),
    ],
)
def test_tokens(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("en", "Dr. Lund left. Orm stayed.", ["Dr. Lund left.", "Orm stayed."]),
        ("id", "Kapal Rp 1.200 hilang. Awak selamat.", ["Kapal Rp 1.200 hilang.", "Awak selamat."]),
        ("hi", "वे गए। हम रहे।", ["वे गए।", "हम रहे।"]),
        ("en", "She is at Ft. Norland. Orm left.", ["She is at Ft. Norland.", "Orm left."]),
        ("id", "Ia di Jl. Laut. Ia pulang.", ["Ia di Jl. Laut.", "Ia pulang."]),
        ("hi", "डॉ. लुंड गए। हम रहे।", ["डॉ. लुंड गए।", "हम रहे।"]),
        ("en", "One line\nanother", ["One line", "another"]),
    ],
)
def test_sentences(lang: str, text: str, wanted: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, lang)] == wanted
