"""Counts of mentions, made in columns, against the same ones made mention by mention."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import counted_plainly as plainly
from retold.metrics.scores.coreference import COREFERENCE
from retold.metrics.scores.counting import Measure
from retold.metrics.scores.iob2 import IOB2
from retold.metrics.scores.links import LINKS
from retold.metrics.scores.names import NAMES, NOMINALS
from retold.metrics.scores.page import Page, Part
from retold.metrics.scores.tasks import count
from retold.model import Mention
from scored import mention, page

unhurried = settings(deadline=None, max_examples=150)
PLAINLY = [
    (NAMES, partial(plainly.schemes, level="name")),
    (NOMINALS, partial(plainly.schemes, level="nominal")),
    (IOB2, plainly.iob2),
    (LINKS, plainly.links),
    (COREFERENCE, plainly.coreference),
]
THREE = (Part((0, 11), "en"), Part((12, 23), "id"), Part((24, 35), "en"))
LAYOUTS: list[dict[str, Any]] = [
    {"length": 60},
    {"length": 60, "parts": THREE},
    {"length": 60, "lang": "id", "parts": (Part((2, 15), "hi", (), "furniture"), Part((16, 40), "id"))},
]  # fmt: skip


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    """Nested, broken, stacked: whatever a system may give."""
    spans, at = [], draw(st.integers(0, 40))
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        end = at + draw(st.integers(1, 6))
        spans.append((at, end))
        at = end + draw(st.integers(0, 2))
    return mention(
        *spans,
        type=draw(st.sampled_from(["PER", "ORG", "DATE"])),
        level=draw(st.sampled_from(["name", "name", "nominal"])),
        entity=draw(st.sampled_from([None, "e-a", "e-b", "e-c"])),
    )


@st.composite
def pairs(draw: st.DrawFn) -> list[tuple[Page, Page]]:
    found = []
    for number in range(draw(st.integers(0, 3))):
        layout = draw(st.sampled_from(LAYOUTS))
        blank = page(id=f"d{number}", nil=frozenset({"e-b"}), **layout)
        gold = draw(st.lists(mentions(), max_size=7))
        kept = draw(st.lists(st.sampled_from(gold), max_size=7)) if gold else []
        answer = [*kept, *draw(st.lists(mentions(), max_size=3))]
        found.append((replace(blank, records=tuple(gold)), replace(blank, records=tuple(answer))))
    return found


@pytest.mark.parametrize(("measure", "plain"), PLAINLY, ids=lambda value: getattr(value, "name", ""))
@unhurried
@given(pairs())
def test_columns_count_what_is_there(
    measure: Measure, plain: Any, drawn: list[tuple[Page, Page]]
) -> None:
    """Document by document: the sums of what is told of each mention."""
    found = count(measure, drawn, "document")
    for gold, answer in drawn:
        rows = [n for n, place in enumerate(found.places) if place.doc == gold.id]
        mine = found.sums(found.table[rows].sum(axis=0, keepdims=True)).counts()
        told: Counter[str] = Counter()
        for key, amount in plain(gold, answer):
            told[".".join(key)] += amount
        assert mine == pytest.approx({key: n for key, n in told.items() if n})


def test_each_count_stands_in_the_sentence_where_it_belongs() -> None:
    """Gold's name in the first, the system's in the third; the second has a pair."""
    blank = page(**LAYOUTS[1])
    pair = mention((13, 17))
    gold = replace(blank, records=(mention((2, 5)), pair))
    answer = replace(blank, records=(pair, mention((30, 33))))
    for measure, kinds in (
        (NAMES, ["missed", "same_typed", "spurious"]),
        (IOB2, ["gold", "gold", "answer"]),
    ):
        found = count(measure, [(gold, answer)], "sentence")
        told = {place.part: {word for key in cell for word in key} for place, cell in found.cells()}
        assert all(kind in told[part] for part, kind in enumerate(kinds)), told
        assert [place.lang for place in found.places] == ["en", "id", "en"]
