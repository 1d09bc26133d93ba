"""Names found: the four schemes and IOB2 counted by hand, and against nervaluate and seqeval."""

from __future__ import annotations

from functools import partial
from math import isnan
from random import Random
from typing import Any

import pytest

from retold.metrics.scores.iob2 import IOB2
from retold.metrics.scores.names import NAMES, NOMINALS, OUTCOMES
from retold.metrics.scores.page import Page, Part
from retold.metrics.scores.scoring import score
from retold.model import Mention, Span
from scored import (
    Sides,
    by_label,
    counts,
    figures,
    labelled,
    mention,
    page,
    prf,
    sentences,
    singles,
    total,
)

TYPES = ("PER", "ORG", "GPE")
THEIRS = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}
near = partial(pytest.approx, rel=0, abs=1e-15)


def test_four_schemes_counted_by_hand() -> None:
    """One right; one of another type; one shorter; one shorter and of another type; one missed and
    one spurious."""
    gold = [mention(span) for span in [(0, 4), (5, 9), (10, 20), (21, 30), (40, 44)]]
    answer = [mention((0, 4)), mention((5, 9), type="ORG"), mention((10, 15)),
              mention((25, 30), type="ORG"), mention((44, 48))]  # fmt: skip
    found = figures(NAMES, (gold, answer))
    assert prf(found, "strict") == near((1 / 5, 1 / 5, 1 / 5))  # the first
    assert prf(found, "exact") == near((2 / 5, 2 / 5, 2 / 5))  # the first two
    assert prf(found, "partial") == near((3 / 5, 3 / 5, 3 / 5))  # two, and two halves
    assert prf(found, "type") == near((2 / 5, 2 / 5, 2 / 5))  # the first and the third
    said = counts(NAMES, (gold, answer))
    assert {k: n for k, n in said.items() if k.startswith("partial.") and "right" not in k} == {
        "partial.PER.correct": 2, "partial.PER.partial": 2,
        "partial.PER.missed": 1, "partial.PER.spurious": 1,
    }  # fmt: skip
    assert (said["answers.PER"], said["answers.ORG"]) == (3, 2)


def test_a_type_has_the_recall_of_golds_and_the_precision_of_the_systems() -> None:
    """Whoever calls everything a person finds all persons, and half of what it calls so is one."""
    gold = [mention((0, 4)), mention((5, 9), type="ORG")]
    found = by_label(NAMES, (gold, [mention((0, 4)), mention((5, 9))]))
    assert prf(found["PER"], "strict") == near((1 / 2, 1.0, 2 / 3))
    assert prf(found["ORG"], "strict") == (None, 0.0, 0.0)
    # the boundaries of both are right, whoever is asked
    assert prf(found["PER"], "exact") == near((1.0, 1.0, 1.0))
    assert prf(found["ORG"], "exact") == (None, 1.0, 0.0)


def test_nested_and_discontinuous_mentions_are_scored() -> None:
    """Bank of [Norland]; Ada ... Lund around Orm. The inner name is shorter, Ada is without Lund."""
    gold = [mention((0, 15), type="ORG"), mention((8, 15), type="GPE"), mention((20, 23), (32, 36)),
            mention((28, 36))]  # fmt: skip
    answer = [gold[0], mention((8, 12), type="GPE"), mention((20, 23)), gold[3]]
    found = figures(NAMES, (gold, answer))
    assert found["exact.recall"] == 2 / 4
    assert found["partial.recall"] == 3 / 4
    assert found["type.recall"] == found["type.precision"] == 1.0
    assert figures(NAMES, (gold, gold))["strict.f1"] == 1.0


def test_adjacent_fragments_are_the_same_characters_as_one() -> None:
    found = figures(NAMES, ([mention((0, 9))], [mention((0, 5), (5, 9))]))
    assert found["strict.f1"] == 1.0


def test_stacked_mentions_are_told_apart_by_type() -> None:
    gold = [mention((0, 5), type="ORG"), mention((0, 5), type="GPE")]
    assert figures(NAMES, (gold, gold[::-1]))["strict.f1"] == 1.0
    assert figures(NAMES, (gold, [gold[1]]))["strict.recall"] == 1 / 2


def test_pairs_are_the_best_not_the_first_found() -> None:
    """Greedily the first lies best on the first, and the second has nothing left: one half of two."""
    gold, answer = [mention((0, 10)), mention((0, 9))], [mention((1, 10)), mention((9, 12))]
    assert figures(NAMES, (gold, answer))["partial.f1"] == 2 * 0.5 / 2


def test_nominals_are_a_measure_of_their_own() -> None:
    gold = [mention((0, 5)), mention((6, 9), level="nominal")]
    answer = [mention((6, 9)), mention((0, 5), level="nominal")]
    assert figures(NAMES, (gold, answer))["partial.f1"] == 0.0
    assert figures(NOMINALS, (gold, gold[:1]))["strict.f1"] == 0.0
    assert figures(NOMINALS, (gold[:1], gold[:1]))["strict.f1"] is None


def test_furniture_counts_on_neither_side() -> None:
    parts = (*sentences((0, 20)), *sentences((21, 40), zone="furniture"))
    story, widget = mention((0, 5)), mention((25, 30))
    for gold, answer in (([story], [story, widget]), ([story, widget], [story])):
        for measure in (NAMES, IOB2):
            assert set(figures(measure, (gold, answer), parts=parts).values()) == {1.0}


def test_iob2_counted_by_hand() -> None:
    """Gold: the bank (not Norland in it), Ada, Lund. The system: the bank, Ada as ORG, Orm Lund."""
    gold = [mention((0, 15), type="ORG"), mention((8, 15), type="GPE"), mention((20, 23), (32, 36))]
    answer = [mention((0, 15), type="ORG"), mention((20, 23), type="ORG"), mention((28, 36))]
    found = figures(IOB2, (gold, answer))
    assert prf(found) == near((1 / 3, 1 / 3, 1 / 3))
    # ORG: 1 of 2 answers, 1 of 1; PER: 0 of 1, 0 of 2; GPE is nowhere
    assert prf(found, "macro") == near((1 / 4, 1 / 2, 1 / 3))
    assert prf(found, "weighted") == near((1 / 6, 1 / 3, 2 / 9))
    assert set(by_label(IOB2, (gold, answer))) == {"ORG", "PER"}


def test_of_stacked_names_iob2_has_one_and_not_none() -> None:
    gold = [mention((0, 5), type="ORG")]
    stacked = [mention((0, 5), type="ORG"), mention((0, 5), type="PER")]
    found = counts(IOB2, (gold, stacked))
    assert (found["answer.ORG"], found["correct.ORG"]) == (1, 1)
    assert "answer.PER" not in found


def test_a_name_over_two_sentences_is_two_entities() -> None:
    """As token lines have it, which begin anew in each sentence."""
    parts = sentences((0, 10), (11, 20))
    pieces = [mention((5, 11)), mention((11, 15))]
    assert figures(IOB2, ([mention((5, 15))], pieces), parts=parts)["f1"] == 1.0


def test_a_type_that_never_occurs_in_a_language_is_not_in_its_mean() -> None:
    gold = [page([mention((0, 5), type="ORG")], id="a"), page([mention((0, 5))], id="b", lang="id")]
    scores = score("ner", gold, gold).measures["iob2"]
    assert {x: s.figures["macro.f1"].value for x, s in scores.languages.items()} == {"en": 1, "id": 1}


def test_without_names_every_figure_is_there_and_undefined() -> None:
    found = figures(IOB2, ([], []))
    assert set(found) == set(figures(IOB2, ([mention((0, 5))], [])))
    assert set(found.values()) == {None}


# against the libraries


def chunks(tags: list[str]) -> list[tuple[int, int, str]]:
    """Token ranges of well-formed IOB2."""
    found: list[tuple[int, int, str]] = []
    for n, tag in enumerate(tags):
        if tag[0] == "B":
            found.append((n, n + 1, tag[2:]))
        elif tag[0] == "I":
            found[-1] = (found[-1][0], n + 1, found[-1][2])
    return found


def random_tags(chance: Random, length: int) -> list[str]:
    tags: list[str] = []
    for _ in range(length):
        before = tags[-1] if tags else "O"
        goes_on = [f"I-{before[2:]}"] * 3 if before != "O" else []
        tags.append(chance.choice(["O", "O", *goes_on, *(f"B-{t}" for t in TYPES)]))
    return tags


def tagged(rows: list[list[str]], id: str) -> Page:
    """Tokens of two characters, a space apart; a sentence a row."""
    parts, records, at = [], [], 0
    for tags in rows:
        tokens = tuple((at + 3 * n, at + 3 * n + 2) for n in range(len(tags)))
        parts.append(Part((tokens[0][0], tokens[-1][1]), "en", tokens))
        records += [mention((tokens[a][0], tokens[b - 1][1]), type=t) for a, b, t in chunks(tags)]
        at += 3 * len(tags)
    return page(records, id=id, parts=tuple(parts), length=at)


def test_iob2_is_seqevals_to_the_last_digit() -> None:
    """400 random corpora: micro and each type bit for bit; means but for the order of their sums."""
    from seqeval.metrics.sequence_labeling import precision_recall_fscore_support

    chance = Random(2016)
    for _ in range(400):
        shape = [[chance.randrange(1, 9) for _ in range(chance.randrange(1, 4))] for _ in range(2)]
        sides = [[[random_tags(chance, n) for n in document] for document in shape] for _ in range(2)]
        for rows, others in zip(*sides, strict=True):
            for n, tags in enumerate(rows):
                if chance.random() < 0.5:
                    others[n] = list(tags)
        gold, answer = ([tagged(rows, f"d{n}") for n, rows in enumerate(side)] for side in sides)
        flat = [[tags for rows in side for tags in rows] for side in sides]
        sums = total(IOB2, list(zip(gold, answer, strict=True)))
        mine = {name: value or 0.0 for name, value in singles(IOB2.figures(sums)).items()}
        *micro, _ = precision_recall_fscore_support(*flat, average="micro", zero_division=0)
        assert prf(mine) == tuple(micro)
        for mean in ("macro", "weighted"):
            *wanted, _ = precision_recall_fscore_support(*flat, average=mean, zero_division=0)
            there = [value for value in wanted if not isnan(value)]  # no type at all: NaN
            assert prf(mine, mean) == near(tuple(there or (0, 0, 0)))
        each = precision_recall_fscore_support(*flat, average=None, zero_division=0)
        for n, (_, found) in enumerate(sorted(labelled(IOB2, sums).items())):
            known = {name: value or 0.0 for name, value in found.items()}
            assert prf(known) == tuple(column[n] for column in each[:3])


def one_to_one(chance: Random) -> Sides:
    """Fields of twenty characters, in each at most one mention of each side."""
    gold: list[Mention] = []
    answer: list[Mention] = []
    for field in range(chance.randrange(1, 12)):
        spans: list[Span] = []
        for _ in range(2):
            start = 20 * field + chance.randrange(10)
            spans.append((start, start + chance.randrange(1, 10)))
        if chance.random() < 0.5:
            spans[1] = spans[0]
        if chance.random() < 0.85:
            gold.append(mention(spans[0], type=chance.choice(TYPES)))
        if chance.random() < 0.85:
            answer.append(mention(spans[1], type=chance.choice(TYPES)))
    return gold, answer


def nervaluate_of(documents: list[Sides]) -> dict[str, Any]:
    from nervaluate import Evaluator

    def listed(side: int) -> list[list[dict[str, object]]]:
        return [
            [{"label": m.type, "start": m.spans[0][0], "end": m.spans[0][1] - 1} for m in d[side]]
            for d in documents
        ]

    evaluator = Evaluator(listed(0), listed(1), tags=list(TYPES), loader="dict")
    return evaluator.evaluate()  # type: ignore[no-any-return]


def test_schemes_are_nervaluates_where_one_lies_on_one() -> None:
    """400 random corpora of up to three documents: counts equal, ratios to 1e-15."""
    chance = Random(2013)
    for _ in range(400):
        documents = [one_to_one(chance) for _ in range(chance.randrange(1, 4))]
        theirs = nervaluate_of(documents)
        ours, said = figures(NAMES, *documents), counts(NAMES, *documents)
        for scheme, name in THEIRS.items():
            result = theirs["overall"][name]
            for outcome in OUTCOMES:
                mine = sum(said.get(f"{scheme}.{type}.{outcome}", 0) for type in TYPES)
                assert mine == getattr(result, outcome), (scheme, outcome)
            wanted = (result.precision, result.recall, result.f1)
            assert tuple(v or 0.0 for v in prf(ours, scheme)) == near(wanted)
        each = by_label(NAMES, *documents)
        for type in each:
            result = theirs["entities"][type]["strict"]
            known = tuple(v or 0.0 for v in prf(each[type], "strict"))
            assert known == near((result.precision, result.recall, result.f1))


def test_nervaluate_takes_the_first_and_we_the_best() -> None:
    """The shorter answer comes first; nervaluate gives gold's mention to it, and the right one away."""
    documents: list[Sides] = [([mention((0, 9))], [mention((0, 5)), mention((0, 9))])]
    assert nervaluate_of(documents)["overall"]["strict"].correct == 0
    assert counts(NAMES, *documents)["strict.PER.correct"] == 1
