"""Offsets that drifted by white space have one right answer; all others are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import replace
from retold.files import CorpusFolder
from retold.fixing import fix
from retold.mending import mend
from retold.model import Mention, Span, Spans, surface_of
from retold.pipeline import check
from strategies import texts


def mention(spans: Spans, surface: str) -> Mention:
    return Mention("m", "d", "a", spans, surface, "PER", "name", None, None, "e-x", None, None, None)


@pytest.mark.parametrize(
    ("text", "span", "surface", "wanted"),
    [
        ("Ada Lund spoke", (3, 8), "Lund", (4, 8)),
        ("Ada Lund spoke", (4, 9), "Lund", (4, 8)),
        ("One.\r\nAda Lund\r\nspoke to Berg", (5, 8), "Ada", (6, 9)),
        ("One.\r\nAda Lund\r\nspoke to Berg", (23, 27), "Berg", (25, 29)),
        ("  \n Ada Lund", (0, 3), "Ada", (4, 7)),
        ("Ada   Lund  and Berg", (13, 17), "Berg", (16, 20)),
        ("एक\r\nडॉक यूनियन", (3, 6), "डॉक", (4, 7)),
    ],
)
def test_drift_by_white_space(text: str, span: Span, surface: str, wanted: Span) -> None:
    assert mend(mention((span,), surface), text) == mention((wanted,), surface)


@pytest.mark.parametrize(
    ("text", "span", "surface"),
    [
        ("Ada Lund spoke", (4, 8), "Lund"),  # right already
        ("Ada Lund spoke", (5, 9), "Lund"),  # off by a letter: nobody knows why
        ("Ada Lund spoke", (4, 8), "Lind"),  # another word
        ("Ada Lund spoke", (40, 44), "Lund"),
        ("  aa", (1, 2), "a"),  # two readings, two places
        ("a  \n\nAda Ada", (3, 6), "Adam"),
    ],
)
def test_what_is_not_certain_is_left(text: str, span: Span, surface: str) -> None:
    assert mend(mention((span,), surface), text) == mention((span,), surface)


@given(texts(), st.data())
def test_sound_spans_stay_and_mended_ones_are_sound(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if start == end or text[start:end] != text[start:end].strip():
        return
    surface = text[start:end]
    assert mend(mention(((start, end),), surface), text).spans == ((start, end),)
    drifted = start - text[:start].count("\r\n"), end - text[:end].count("\r\n")
    found = mend(mention((drifted,), surface), text).spans
    assert found == (drifted,) or surface_of(text, found) == surface


def test_fix_says_what_it_mended(corpus_copy: Path) -> None:
    gold = corpus_copy / "annotations/gold/port-en.jsonl"
    first = corpus_copy / "annotations/first/port-en.jsonl"
    wanted = gold.read_bytes()
    for path in (gold, first):
        replace(path, '"spans":[[88,96]],"surface":"Norhaven"', '"spans":[[87,96]],"surface":"Norhaven"')
        replace(path, '"evidence":[[60,96]]', '"evidence":[[60,97]]')
    folder = CorpusFolder(corpus_copy)
    assert {"RT203", "RT204"} <= {f.code for f in check(folder).findings}
    said = fix(folder)
    assert "mended annotations/gold/port-en.jsonl port-en-m06: spans [[87,96]] to [[88,96]]" in said
    assert "mended annotations/gold/port-en.jsonl port-en-h1: evidence [[60,97]] to [[60,96]]" in said
    assert gold.read_bytes() == wanted == first.read_bytes()
    assert check(folder).findings == []
