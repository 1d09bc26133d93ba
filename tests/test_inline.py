"""Marked text: what a mark and a zone are, what goes wrong, and that writing and reading are inverse."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.formats.inline import BODY, Inline, InlineError, Marked, Part, dumps, loads
from retold.model import ZoneName, labels
from strategies import texts


def test_marks_nest_and_zones_are_lines_or_parts_of_lines() -> None:
    found = loads(
        "{headline} Port [shut|e-port]\n"
        "\n"
        "A [[seven|CARDINAL 7] men|nominal victims] left. {caption en} Foo \n"
    )
    assert found.text == "Port shut\n\nA seven men left. Foo \n"
    assert found.parts == (
        Part((0, 9), "headline"),
        Part((11, 28), BODY),
        Part((29, 32), "caption", "en"),
    )
    assert [(found.text[slice(*m.span)], m.words) for m in found.marks] == [
        ("shut", "e-port"),
        ("seven men", "nominal victims"),  # the longer of two that begin at one place
        ("seven", "CARDINAL 7"),
    ]


def test_a_backslash_takes_a_character_as_it_is() -> None:
    found = loads(r"\[sic\] a \| b \{x\} \\ [c\]|e-c]")
    assert found.text == r"[sic] a | b {x} \ c]"
    assert found.marks == (Marked((18, 20), "e-c"),)
    assert loads(dumps(found)) == found


def test_offsets_are_code_points() -> None:
    found = loads("🚢 [क्षत्रिय|e-k] 👩‍👩‍👧 [Lund|e-l]")
    assert [found.text[slice(*m.span)] for m in found.marks] == ["क्षत्रिय", "Lund"]
    assert found.marks[0].span == (2, 10)


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("a [b|e-b", ["at 2, '[b|e-b': the mark is not closed with ]"]),
        ("a [b", ["at 2, '[b': the mark is not closed with ]"]),
        ("a [b] c", ["at 2, '[b] c': the mark has no | and words"]),
        ("a ] b", ["at 2, '] b': ] closes nothing; \\] is the character"]),
        ("a | b", ["at 2, '| b': | stands in no mark; \\| is the character"]),
        ("[b|]", ["at 0, '[b|]': '' are no words of a mark: words with one space between them"]),
        ("[b|e  c]", ["at 0, '[b|e  c]': 'e  c' are no words of a mark: words with one space between "
                      "them"]),
        ("[ b|e-b]", ["at 0, '[ b|e-b]': the mark holds ' b': nothing, or white space at an end"]),
        ("[|e-b]", ["at 0, '[|e-b]': the mark holds '': nothing, or white space at an end"]),
        ("[[b|e-b]|e-c]", ["at 0, '[[b|e-b]|e-c]': two marks on one passage, 'b'"]),
        ("[a\nb|e-b]", ["at 0, '[a\\nb|e-b]': the mark goes on over the end of its line",
                        "at 4, '|e-b]': | stands in no mark; \\| is the character",
                        "at 8, ']': ] closes nothing; \\] is the character"]),
        ("[a {body} b|e-b]", ["at 3, '{body} b|e-b]': {body} stands in a mark"]),
        ("{headline}\nb", ["at 10, '\\nb': the zone headline is empty"]),
        ("a \\b", ["at 2, '\\\\b': a backslash stands before one of [ ] | { } \\"]),
        ("a \\", ["at 2, '\\\\': a backslash stands before one of [ ] | { } \\"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_place(marked: str, said: list[str]) -> None:
    with pytest.raises(InlineError) as error:
        loads(marked)
    assert error.value.problems == said


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InlineError) as error:
        loads("a ] b {foo} c [d|] e")
    assert [re.match(r"at \d+", p)[0] for p in error.value.problems] == ["at 2", "at 6", "at 14"]  # type: ignore[index]


@st.composite
def inlines(draw: st.DrawFn) -> Inline:
    """A text with zones as ``loads`` gives them, and marks that nest."""
    text = draw(texts())
    parts: list[Part] = []
    at = 0
    for line in text.split("\n"):
        cuts = sorted(draw(st.sets(st.integers(0, len(line)), max_size=2)))
        pieces = list(pairwise([0, *cuts, len(line)]))
        for number, (a, b) in enumerate(pieces):
            held = line[a:b]
            if held.strip():
                start = at + a + len(held) - len(held.lstrip())
                zone = draw(st.sampled_from(labels(ZoneName)))
                lang = draw(st.sampled_from([None, "hi", "pt-BR"]))
                first = number == 0
                part = Part((start, start + len(held.strip())), zone, lang)
                parts.append(Part(part.span) if first and draw(st.booleans()) else part)
        at += len(line) + 1
    marks: set[tuple[int, int]] = set()
    for part in parts:
        start, end = part.span
        for _ in range(draw(st.integers(0, 3))):
            a, b = sorted((draw(st.integers(start, end)), draw(st.integers(start, end))))
            held = text[a:b]
            crossing = any(c < a < d < b or a < c < b < d for c, d in marks)
            if held and held == held.strip() and not crossing:
                marks.add((a, b))
    ordered = sorted(marks, key=lambda span: (span[0], -span[1]))
    return Inline(text, tuple(parts), tuple(Marked(span, "e-x") for span in ordered))


@given(inlines())
def test_reading_what_was_written_gives_the_same(inline: Inline) -> None:
    assert loads(dumps(inline)) == inline


@given(texts())
def test_any_text_can_be_written(text: str) -> None:
    bare = loads(dumps(Inline(text)))
    assert bare.text == text
    assert bare.marks == ()
    assert {part.zone for part in bare.parts} <= {BODY}


@given(st.text(alphabet="ab []|{}\\\nहि"))
def test_any_string_is_read_or_refused(marked: str) -> None:
    try:
        found = loads(marked)
    except InlineError as error:
        assert error.problems
    else:
        assert loads(dumps(found)) == found
