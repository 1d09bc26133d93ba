"""Scoring as a whole: what is resampled, languages, parts that merge, and laws for any answers."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.metrics import score as public
from retold.metrics.ratios import single
from retold.metrics.scores.measured import Report
from retold.metrics.scores.page import Page, Part
from retold.metrics.scores.scoring import report, score, tally, task_of
from retold.metrics.scores.sums import Counted, Sums, harmonic, mean, prf
from retold.metrics.scores.tasks import TASKS, count
from retold.model import (
    Annotation,
    Casualty,
    Headline,
    Mention,
    Polarity,
    Stance,
    VsBody,
    labels,
)
from scored import MEASURES, claim, headline, mention, page, sentences, stance

unhurried = settings(deadline=None, max_examples=60)


def values(found: Report) -> dict[tuple[str, str], float | None]:
    return {
        (m, k): f.value for m, scores in found.measures.items() for k, f in scores.all.figures.items()
    }


def test_the_public_name() -> None:
    gold = [page([mention((0, 5))])]
    assert public("ner", gold, gold) == score("ner", gold, gold)


# what is resampled


def test_fewer_than_ten_documents_are_resampled_as_sentences() -> None:
    parts = sentences((0, 10), (11, 20), (21, 30))
    pages = [page([mention((0, 5))], id=f"d{n}", parts=parts) for n in range(10)]
    few, many = (score("ner", pages[:n], pages[:n]).measures["iob2"] for n in (9, 10))
    assert (few.unit, few.units) == ("sentence", 27)
    assert (many.unit, many.units) == ("document", 10)


def test_sentences_without_anything_are_resampled_too() -> None:
    """One of three sentences has all; a resample without it, (2/3)**3 of them, has no value."""
    parts = sentences((0, 10), (11, 20), (21, 30))
    gold = [page([mention((0, 5))], parts=parts)]
    interval = score("ner", gold, gold).measures["iob2"].all.figures["f1"].interval
    assert interval is not None
    assert (interval.low, interval.high) == (1.0, 1.0)
    assert 650 < interval.resamples < 750


def test_an_interval_lies_around_its_figure_and_one_unit_has_none() -> None:
    gold = [page([mention((0, 5)), mention((6, 9))], id=f"d{n}") for n in range(12)]
    answer = [replace(p, records=p.records[: n % 3]) for n, p in enumerate(gold)]
    found = score("ner", gold, answer).measures["iob2"]
    recall = found.all.figures["recall"]
    assert recall.value == (4 * 0 + 4 * 1 + 4 * 2) / 24
    assert recall.interval is not None
    assert 0 < recall.interval.low < 1 / 2 < recall.interval.high < 1
    assert all(f.interval is None for d in found.documents.values() for f in d.figures.values())
    one = score("ner", gold[:1], answer[:1]).measures["iob2"]
    assert (one.units, one.all.figures["f1"].interval) == (1, None)


def test_a_document_in_two_languages_is_resampled_as_one() -> None:
    parts = (Part((0, 10), "id"), Part((11, 20), "hi"))
    gold = [
        page([mention((0, 5)), mention((11, 15))], id=f"d{n}", lang="id", parts=parts) for n in range(10)
    ]
    answer = [replace(p, records=p.records[:1]) for p in gold]
    found = score("ner", gold, answer).measures["iob2"]
    assert found.units == 10
    assert {x: s.figures["recall"].value for x, s in found.languages.items()} == {"id": 1.0, "hi": 0.0}
    assert found.all.figures["recall"].value == 0.5
    # whatever is drawn, half of it is found: halves of documents would give a wider interval
    interval = found.all.figures["recall"].interval
    assert interval is not None
    assert interval.low == interval.high == 0.5


def test_what_does_not_divide_has_the_language_of_its_document() -> None:
    parts = (Part((0, 10), "id"), Part((11, 20), "hi"))
    gold = [page([mention((11, 15), entity="e-a")], lang="en", parts=parts)]
    found = score("entities", gold, gold).measures
    assert set(found["coreference"].languages) == {"en"}
    assert set(found["names"].languages) == {"hi", "id"}


def test_empty_documents_documents_without_sentences_and_no_document_at_all() -> None:
    for task in TASKS:
        for pages in ([], [page(length=0)], [page(length=0, id=f"d{n}") for n in range(11)]):
            found = score(task, pages, pages)
            assert found.documents == len(pages)
            assert all(f is None or f == 0 for f in values(found).values())
    records = [mention((0, 5)), claim(), headline("p", "agree"), stance("e-a", "p", "support")]
    for task in TASKS:
        assert set(values(score(task, [page(records)], [page(records)])).values()) <= {1.0, 0.0, None}


def test_both_sides_need_the_same_documents_each_once() -> None:
    one, two = page(id="a"), page(id="b")
    for gold, answers in (([one], [two]), ([one, two], [one]), ([one], [one, one]), ([one, one], [one])):
        with pytest.raises(ValueError, match="the same documents, each once"):
            score("ner", gold, answers)
    with pytest.raises(ValueError, match="'nér' is no task; there are: ner, entities, stance"):
        task_of("nér")


# merging


def test_counts_of_parts_add_up_and_ratios_are_derived_anew() -> None:
    """1 of 1 in one part, 1 of 3 in the other: 2 of 4, not the mean of 1 and 1/3."""
    gold = [page([mention((0, 5))], id="a"),
            page([mention((0, 5)), mention((6, 9)), mention((10, 15))], id="b")]  # fmt: skip
    answer = [gold[0], replace(gold[1], records=gold[1].records[:1])]
    parts = [tally("ner", gold[n : n + 1], answer[n : n + 1]) for n in range(2)]
    together = report(parts[0] + parts[1])
    assert together.measures["iob2"].all.figures["recall"].value == 2 / 4
    assert together == score("ner", gold, answer)


def test_counts_of_the_same_places_are_added() -> None:
    pairs = [(page([mention((0, 5))]), page([mention((0, 5)), mention((6, 9))]))]
    once = count(MEASURES["ner", "iob2"], pairs, "document")
    twice = once + once
    assert twice.places == once.places
    assert twice.table.tolist() == (2 * once.table).tolist() == [[4.0, 2.0, 2.0]]


def test_what_does_not_add_up_is_refused() -> None:
    one, two = page([claim()], id="a"), page([claim()], id="b")
    left, right = tally("casualties", [one], [one]), tally("casualties", [two], [two])
    with pytest.raises(ValueError, match="events: both parts count ev-a"):
        left + right
    with pytest.raises(ValueError, match="claims: both parts count a"):
        left + left
    with pytest.raises(ValueError, match="counts of casualties by sentence and of ner by sentence"):
        left + tally("ner", [two], [two])
    with pytest.raises(ValueError, match="by sentence and of casualties by document"):
        left + tally("casualties", [two], [two], unit="document")


def test_a_measure_that_one_part_can_have_is_scored_of_both() -> None:
    linked, bare = page([mention((0, 5), entity="e-a")], id="a"), page([mention((0, 5))], id="b")
    parts = [tally("entities", [p], [p]) for p in (bare, linked)]
    assert "links" in report(parts[0]).left_out
    assert "links" in report(parts[0] + parts[1]).measures


# laws, whatever the records

offsets = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda x: (x[0], x[0] + x[1]))
entities = st.sampled_from([None, "e-a", "e-b", "e-c"])


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    start, end = draw(offsets)
    spans = ((start, end), (end + 2, end + 4)) if draw(st.booleans()) else ((start, end),)
    type = draw(st.sampled_from(["PER", "NORP", "ORG", "DATE"]))
    level = draw(st.sampled_from(["name", "name", "nominal"]))
    return mention(*spans, type=type, entity=draw(entities), level=level)


@st.composite
def stances(draw: st.DrawFn) -> Stance:
    return stance(
        draw(st.sampled_from(["e-a", "e-b"])),
        draw(st.sampled_from(["p", "q"])),
        draw(st.sampled_from(labels(Polarity))),
        draw(offsets),
    )


@st.composite
def headlines(draw: st.DrawFn) -> Headline:
    return headline(draw(st.sampled_from("pq")), draw(st.sampled_from(labels(VsBody))), draw(offsets))


@st.composite
def casualties(draw: st.DrawFn) -> Casualty:
    low, high = sorted(draw(st.tuples(*[st.integers(0, 60)] * 2)))
    form = draw(st.sampled_from(["exact", "at_least", "approx", "unstated", "range"]))
    figure = {"surface": None, "form": form, "min": draw(st.sampled_from([low, None])),
              "max": draw(st.sampled_from([high, None])), "best": None}  # fmt: skip
    return claim(
        count=figure,
        harm=draw(st.sampled_from(["killed", "injured"])),
        event=draw(st.sampled_from(["ev-a", "ev-b"])),
        place=draw(st.sampled_from([[], ["e-a"]])),
        victims__spans=draw(st.none() | offsets.map(lambda x: [list(x)])),
        evidence=[list(draw(offsets))],
    )


KINDS: dict[str, st.SearchStrategy[Annotation]] = {
    "ner": mentions(), "entities": mentions(), "stance": stances(), "headlines": headlines(),
    "casualties": casualties(),
}  # fmt: skip
TEXT = "At 46 men or 12, and two hundred; 7 in all, dozens."
LAYOUTS: list[dict[str, Any]] = [
    {},
    {"parts": sentences((0, 12), (13, 25), (26, 40)), "text": TEXT},
    {"parts": (*sentences((0, 15)), *sentences((16, 40), lang="hi")), "nil": frozenset({"e-b"})},
]


@st.composite
def sides(draw: st.DrawFn, task: str, least: int = 0) -> tuple[list[Page], list[Page]]:
    gold, answer = [], []
    for n in range(draw(st.integers(least, 3))):
        blank = page(id=f"d{n}", **draw(st.sampled_from(LAYOUTS)))
        for side in (gold, answer):
            records = draw(st.lists(KINDS[task], max_size=5))
            side.append(replace(blank, records=tuple(records)))
    return gold, answer


both = st.sampled_from(sorted(TASKS)).flatmap(lambda task: st.tuples(st.just(task), sides(task)))
ERRORS = ("log_error", "made_up")
Drawn = tuple[str, tuple[list[Page], list[Page]]]


@unhurried
@given(both)
def test_every_figure_lies_in_0_to_1(drawn: Drawn) -> None:
    task, (gold, answer) = drawn
    found = score(task, gold, answer)
    for (_, name), value in values(found).items():
        assert value is None or 0 <= value <= (float("inf") if name == "log_error" else 1 + 1e-12)
    for scores in found.measures.values():
        for figure in scores.all.figures.values():
            if figure.interval is not None:
                assert figure.interval.low <= figure.interval.high
                assert 0 < figure.interval.resamples <= 1000


@unhurried
@given(both)
def test_gold_against_itself_is_1_or_undefined(drawn: Drawn) -> None:
    task, (gold, _) = drawn
    for (_, name), value in values(score(task, gold, gold)).items():
        if name != "made_up":
            assert value is None or value == pytest.approx(0.0 if name in ERRORS else 1.0)


@unhurried
@given(both, st.randoms())
def test_the_order_of_records_and_documents_changes_nothing(drawn: Drawn, chance: Random) -> None:
    task, (gold, answer) = drawn

    def shuffled(pages: list[Page]) -> list[Page]:
        found = [replace(p, records=tuple(chance.sample(p.records, len(p.records)))) for p in pages]
        chance.shuffle(found)
        return found

    assert score(task, shuffled(gold), shuffled(answer)) == score(task, gold, answer)


# What gold alone decides (NIL, the weights of FNC-1, the event) has no other side.
SYMMETRIC = {
    "ner": ["iob2", "names"],
    "entities": ["names", "nominals", "coreference"],
    "stance": ["polarities", "tuples"],
    "headlines": ["vs_body"],
    "casualties": ["claims", "figures"],
}
# Of equally good pairings another may be taken, which these see and the sums of slots do not.
OF_THE_PAIRING = ("exact.", "interval.", "claims.exact", "log_error")


@unhurried
@given(both)
def test_sides_swapped_swap_precision_and_recall(drawn: Drawn) -> None:
    task, (gold, answer) = drawn
    there, back = values(score(task, gold, answer)), values(score(task, answer, gold))
    for (measure, name), value in there.items():
        if measure not in SYMMETRIC[task] or (measure, name) not in back:
            continue
        if task == "casualties" and name.startswith(OF_THE_PAIRING):
            continue
        if name.endswith("f1") and not name.startswith("weighted"):
            assert value == pytest.approx(back[measure, name])
        other = {"precision": "recall", "recall": "precision"}
        stem, _, last = name.rpartition(".")
        if last in other and stem not in ("weighted",):
            swapped = f"{stem}.{other[last]}" if stem else other[last]
            assert value == pytest.approx(back[measure, swapped])


@unhurried
@given(both, st.integers(0, 3))
def test_parts_merged_are_the_whole(drawn: Drawn, cut: int) -> None:
    """Measure by measure; events, whose bounds do not add up, apart."""
    task, (gold, answer) = drawn
    pairs = list(zip(gold, answer, strict=True))
    for measure in TASKS[task].measures:
        if measure is MEASURES["casualties", "events"]:
            continue
        left, right = (count(measure, part, "sentence") for part in (pairs[:cut], pairs[cut:]))
        whole = count(measure, pairs, "sentence")
        merged = left + right
        assert merged.places == whole.places
        assert figures_of(measure.figures, merged) == figures_of(measure.figures, whole)
        assert figures_of(measure.figures, right + left) == figures_of(measure.figures, whole)


def figures_of(figures: Any, found: Counted) -> Any:
    table = found.table.sum(axis=0, keepdims=True)
    return {
        k: None if (x := single(v)) is None else pytest.approx(x)
        for k, v in figures(found.sums(table)).items()
    }


@unhurried
@given(both)
def test_a_document_alone_has_the_figures_of_a_corpus_of_it(drawn: Drawn) -> None:
    task, (gold, answer) = drawn
    found = score(task, gold, answer)
    for one, other in zip(gold, answer, strict=True):
        alone = score(task, [one], [other])
        for name in alone.measures.keys() & found.measures.keys() - {"events"}:
            mine = {k: f.value for k, f in found.measures[name].documents[one.id].figures.items()}
            for k, figure in alone.measures[name].all.figures.items():
                assert mine[k] == (None if figure.value is None else pytest.approx(figure.value))
            assert found.measures[name].documents[one.id].counts == alone.measures[name].all.counts


# sums


def test_sums_of_what_was_never_counted_are_0() -> None:
    sums = Sums({("a", "x"): 0, ("a", "y"): 1, ("b",): 2}, np.array([[1.0, 0.0, 2.5]]))
    assert sums["c", "z"].tolist() == [0.0]
    assert sums.over([("a", "x"), ("b",)]).tolist() == [3.5]
    assert sums.over([]).tolist() == [0.0]
    assert sums.counts() == {"a.x": 1.0, "b": 2.5}
    assert sums.second("a") == ["x", "y"]


def test_ratios_of_nothing() -> None:
    nan = float("nan")
    p, r = np.array([nan, nan, 0.0, 0.5, 0.0]), np.array([nan, 0.0, 0.0, 1.0, nan])
    assert harmonic(p, r).tolist() == pytest.approx([nan, 0.0, 0.0, 2 / 3, 0.0], nan_ok=True)
    assert mean([np.array([1.0, nan]), np.array([nan, nan])]).tolist() == pytest.approx(
        [1.0, nan], nan_ok=True
    )
    found = prf(np.array([0.0, 1.0]), np.array([0.0, 2.0]), np.array([3.0, 1.0]))
    assert [single(v[1:]) for v in found.values()] == [1.0, 0.5, 2 / 3]
    assert [single(v[:1]) for v in found.values()] == [0.0, None, 0.0]
