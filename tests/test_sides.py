"""What is counted of layers in columns, against the same counted document by document."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import GOLDEN
from own import real
from retold.metrics.agreement import cohen_kappa, nominal_alpha
from retold.metrics.layers import LAYERS, text
from retold.metrics.matching import PARTIAL, STRICT, Item, align, match
from retold.metrics.report import agreement
from retold.metrics.sides import aligned
from retold.metrics.unitizing import (
    Line,
    Unit,
    Units,
    counts_of_blocks,
    outermost,
    unitizing_counts,
    without_overlap,
)
from retold.model import Annotation, Mention, Zone
from retold.pipeline import read_corpus
from retold.records import Row
from scored import mention
from test_pairing import Document, items, marks
from test_report import changed, every_other_mention

unhurried = settings(deadline=None, max_examples=150)
CATEGORIES = ["a", "b", "c"]
LENGTH = 30


@unhurried
@given(st.data(), st.integers(2, 4), st.integers(0, 3))
def test_things_of_several_annotators_are_those_of_align(
    data: st.DataObject, annotators: int, documents: int
) -> None:
    drawn: list[list[Document]] = [
        [data.draw(st.lists(items(), max_size=5)) for _ in range(documents)] for _ in range(annotators)
    ]
    expected = []
    before = [0] * annotators
    for number in range(documents):
        of_each = [side[number] for side in drawn]
        for unit in align(of_each, PARTIAL):
            if len(unit) - unit.count(None) > 1:
                expected.append([-1 if i is None else i + n for i, n in zip(unit, before, strict=True)])
        before = [n + len(found) for n, found in zip(before, of_each, strict=True)]
    found = aligned([marks(side) for side in drawn])
    assert sorted(found.tolist()) == sorted(expected)


@st.composite
def unit_lists(draw: st.DrawFn) -> list[Unit]:
    places = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 9), st.sampled_from(CATEGORIES))
    found = draw(st.lists(places, max_size=6))
    return [Unit(start, min(LENGTH, start + size), category) for start, size, category in found]


def columns(documents: list[list[Unit]]) -> Units:
    rows = [
        (n, u.start, u.end, CATEGORIES.index(u.category)) for n, d in enumerate(documents) for u in d
    ]
    return Units(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)


@unhurried
@given(st.lists(unit_lists(), max_size=4))
def test_units_without_overlap_are_the_outermost_of_each_document(documents: list[list[Unit]]) -> None:
    found = without_overlap(columns(documents), CATEGORIES)
    expected = columns([outermost(units) for units in documents])
    assert [column.tolist() for column in found] == [column.tolist() for column in expected]


@unhurried
@given(st.data(), st.integers(2, 4), st.integers(1, 3))
def test_counts_of_many_documents_are_those_of_each(
    data: st.DataObject, annotators: int, documents: int
) -> None:
    """Not everybody annotated each document, and some texts are empty."""
    there, texts, cuts = [], [], []
    for _ in range(documents):
        who = data.draw(st.permutations(range(annotators)))[: data.draw(st.integers(2, annotators))]
        there.append([n in who for n in range(annotators)])
        is_empty = data.draw(st.integers(0, 5)) == 0
        cuts.append([0] if is_empty else [0, *sorted(data.draw(st.sets(st.integers(1, LENGTH - 1))))])
        texts.append(0 if is_empty else LENGTH)
    drawn = [
        [data.draw(unit_lists()) if there[n][x] and texts[n] else [] for n in range(documents)]
        for x in range(annotators)
    ]
    shift = np.cumsum([0, *texts])
    blocks = np.concatenate([shift[n] + np.array(found) for n, found in enumerate(cuts)])
    found = counts_of_blocks(
        [without_overlap(columns(side), CATEGORIES) for side in drawn],
        list(np.array(there, dtype=bool).T),
        Line(shift, blocks),
        len(CATEGORIES),
    )
    expected = [
        unitizing_counts(
            [side[n] for side, is_there in zip(drawn, who, strict=True) if is_there], *of_one
        )
        for n, (who, *of_one) in enumerate(
            zip(there, texts, [CATEGORIES] * documents, cuts, strict=True)
        )
    ]
    assert found == pytest.approx(np.concatenate(expected))


def test_a_pair_belongs_to_the_sentence_in_which_the_first_of_both_begins() -> None:
    """One name begins in the English line, the other in the Indonesian one behind it."""
    corpus = read_corpus(GOLDEN)
    blank = corpus.documents[0]
    zones = [
        Zone("z1", "d", "a", ((0, 9),), "body", "en"),
        Zone("z2", "d", "a", ((10, 19),), "body", "id"),
    ]
    sides = {
        name: replace(
            blank,
            text="Ada Lunds Rope Alley",
            rows=tuple(Row(r, "", 0) for r in [*zones, mention((start, 14))]),
        )
        for name, start in (("a", 4), ("b", 10))
    }
    for names in (["a", "b"], ["b", "a"]):
        layers = {name: (sides[name],) for name in names}
        found = agreement(replace(corpus, layers=layers), names).layers["mention_name"]
        told = {
            lang: part.pairs[0].scores["overlapping"].matched for lang, part in found.languages.items()
        }
        assert told == {"en": 1, "id": 0}
        assert found.languages["en"].pairs[0].scores["exact"].only_a == (names == ["a", "b"])


def other_types(record: Annotation) -> Annotation | None:
    if not isinstance(record, Mention) or int(record.id[-1]) % 3:
        return every_other_mention(record)
    return type(record)(**{**{f: getattr(record, f) for f in record.__struct_fields__}, "type": "MISC"})


def test_the_report_is_of_what_match_pairs() -> None:
    """The names of this corpus: F1 and each field, from pairs of one document after the other."""
    corpus = real()
    (layer,) = (found for found in LAYERS if found.name == "mention_name")
    layers = {"a": corpus.documents, "b": changed(corpus.documents, other_types)}
    report = agreement(replace(corpus, layers=layers), ["a", "b"]).layers["mention_name"]
    pairs, strict = [], 0
    for one, other in zip(*layers.values(), strict=True):
        ours, theirs = layer.records(one), layer.records(other)
        found = [[Item(r.spans, r.type) for r in side] for side in (ours, theirs)]  # type: ignore[attr-defined]
        strict += len(match(*found, STRICT))
        pairs += [(ours[i], theirs[j]) for i, j in match(*found, PARTIAL)]
    assert 0 < strict == report.all.pairs[0].scores["exact_label"].matched < len(pairs)
    for field in report.fields:
        values = [
            tuple(text(record, field.field) for record in pair)
            for pair in pairs
            if layer.applies(field.field, [text(record, "type") for record in pair])
        ]
        (both,) = field.pairs
        assert (both.kappa.value, both.kappa.n) == (pytest.approx(cohen_kappa(values)), len(values))
        assert both.alpha.value == field.alpha.value == pytest.approx(nominal_alpha(values))
        assert both.agreed == sum(x == y for x, y in values)
