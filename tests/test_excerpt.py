"""The caret stands under the span, whatever the script, and no text steers the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from retold.cli.excerpt import excerpt
from strategies import texts


@pytest.mark.parametrize(
    ("text", "span", "shown", "marks"),
    [
        ("Ada Lund left.", (4, 8), "Ada Lund left.", "    ^^^^"),
        # two lines above, the span on the third
        ("a\n\nAda Lund", (7, 11), "Ada Lund", "    ^^^^"),
        # matras and conjuncts take fewer cells than code points
        ("डॉक यूनियन गए", (4, 10), "डॉक यूनियन गए", " " * cell_len("डॉक ") + "^" * cell_len("यूनियन")),
        # a family of five code points is two cells wide
        ("👩‍👩‍👧 Lund", (6, 10), "👩‍👩‍👧 Lund", "   ^^^^"),
        # an empty span still has a caret
        ("abc", (1, 1), "abc", " ^"),
        # a span over two lines is marked to the end of the first
        ("ab\ncd", (1, 4), "ab", " ^"),
        # controls and bidi overrides do not reach the terminal
        ("a\x1b[31m\u202eb", (0, 1), "a�[31m�b", "^"),
    ],
)
def test_excerpt(text: str, span: tuple[int, int], shown: str, marks: str) -> None:
    found = excerpt(text, span)
    assert (found.shown, found.marks) == (shown, marks)


def test_line_and_column_count_from_one_in_code_points() -> None:
    found = excerpt("🚢 a\n🚢🚢 Lund", (7, 11))
    assert (found.line, found.column) == (2, 4)


def test_a_long_line_is_cut_on_both_sides() -> None:
    found = excerpt("a" * 300 + "Lund" + "b" * 300, (300, 304), width=40)
    assert found.shown.startswith("…a")
    assert found.shown.endswith("b…")
    at = found.marks.index("^")
    assert found.shown[at : at + 4] == "Lund"
    assert len(found.shown) <= 42


@given(texts(), st.integers(0, 200), st.integers(0, 200))
def test_any_span_of_any_text(text: str, a: int, b: int) -> None:
    found = excerpt(text, (a, b))
    assert "\n" not in found.shown
    assert "\x00" not in found.shown
    assert "\x1b" not in found.shown
    assert found.marks.strip(" ").strip("^") == ""
    assert found.marks.endswith("^")
