"""Sentences and tokens: exact offsets, nothing lost, nothing cut inside a character that people see."""

from __future__ import annotations

from itertools import chain

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from retold.segmentation import _PLAIN, _TOKEN, _plain, segmented, sentences, tokens
from strategies import texts

MARKED = [f"a{char}" for char in map(chr, chain(*_PLAIN))]
PLAIN = [text[1] for text in MARKED if _plain()[0].fullmatch(text)]
MARKS = [char for char in PLAIN if regex.match(r"\p{M}|\u200d", char)]
HARD = ["a", "1", ".", " ", "\n", "\t", "क", "क्", "क़्", "्", "\u0d4d", "\u200d", "\u0301", "塔", "ก็ำ"]
nearly_plain = st.lists(
    st.sampled_from(PLAIN) | st.sampled_from(MARKS) | st.sampled_from(HARD), max_size=12
).map("".join)


def by_the_pattern(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in regex.finditer(_TOKEN, text)]


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


@given(nearly_plain | texts())
def test_tokens_are_those_of_the_pattern(text: str) -> None:
    assert tokens(text) == by_the_pattern(text)


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "a{}b",
        ".{}.",
        " {} ",
        "{}\u0301",
        "\u0301{}",
        "क्{}",
        ".{}क",
        "{}क",
        ".\u094d{}",
        "{}\u200d{}",
    ],
)
def test_every_plain_character_is_told_as_by_the_pattern(around: str) -> None:
    assert len(PLAIN) > 20_000
    wrong = [c for c in PLAIN if tokens(around.format(c, c)) != by_the_pattern(around.format(c, c))]
    assert not wrong


@pytest.mark.parametrize("text", ["Lund’s crews – 1.200!", "नोर्‍वे ज़रूर; क्षत्रिय।", "塔利班 拒绝Lund。"])
def test_ordinary_text_is_plain(text: str) -> None:
    assert _plain()[0].fullmatch(text)


@pytest.mark.parametrize("lang", ["en", "hi"])
@given(nearly_plain | texts(), nearly_plain | texts(), nearly_plain | texts())
@example("क", "्क", "")
@example("क", "़्क", "")
@example("", "one.\u0600 Two.\u0600 ", "\u0301")
@example("🇮", "🇩🇮. 🇩🇮🇩", "🇮")
def test_sentences_of_a_part_have_the_tokens_that_they_have_alone(
    lang: str, before: str, text: str, behind: str
) -> None:
    shift = len(before)
    whole = before + text + behind
    found = list(segmented(whole, lang, (shift, shift + len(text))))
    assert [(a - shift, b - shift) for (a, b), _ in found] == sentences(text, lang)
    for (a, b), inside in found:
        assert [(c - a, d - a) for c, d in inside] == by_the_pattern(whole[a:b])


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
