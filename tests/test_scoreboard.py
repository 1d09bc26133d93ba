"""Results as rows: main figures with their counts, the file, the page, the card's region."""

from __future__ import annotations

import json

import pytest
from msgspec import structs

import retold
from conftest import ROOT
from measured import CONTENT, FIGURE, TRAINED, row
from retold.metrics.scores.measured import as_values
from retold.metrics.scores.tasks import TASKS
from retold.scoreboard.main import MAIN, figures_of
from retold.scoreboard.pages import page, region
from retold.scoreboard.rows import ResultsError, dumps, loads

DATA = str(ROOT / "data")
SETS = {"seeds": "Three documents.", "far": "Another place."}


# figures


def test_every_task_has_main_figures() -> None:
    assert list(MAIN) == list(TASKS)


@pytest.mark.parametrize("task", MAIN)
def test_gold_against_itself_is_right_in_every_main_figure(task: str) -> None:
    report = as_values(retold.score(task, gold=DATA, pred=DATA))
    found = figures_of(task, json.loads(json.dumps(report)))
    assert [f.title for f in found] == [main.title for main in MAIN[task]]
    for figure in found:
        assert figure.value == (0 if figure.figure == "made_up" else 1), figure.title
        assert figure.units > 0
        counts = {name: n for name, n in figure.counts.items() if n}
        # what was right, and what there was, are the same
        named = [n for name, n in counts.items() if not name.startswith("looked_up")]
        assert len(set(named)) <= 1
        assert counts


def test_counts_of_labels_are_added_up_and_others_left_alone() -> None:
    counts = {"correct.PER": 2.0, "correct.ORG": 1.0, "gold.PER": 4.0, "gold": 9.0, "gold.a.b": 9.0}
    scores = {"figures": {"f1": {"value": 2 / 3, "interval": None}}, "counts": counts}
    measure = {"unit": "document", "units": 11, "all": scores}
    report = {"left_out": {"names": "why"}, "measures": {"iob2": measure}}
    iob2, strict = figures_of("ner", report)
    assert (iob2.value, iob2.low, iob2.high) == (0.666667, None, None)
    assert iob2.counts == {"correct.*": 3, "gold.*": 4, "answer.*": 0}
    assert (strict.value, strict.units, strict.counts) == (None, 0, {})


# the file


def test_rows_come_back_from_the_file() -> None:
    rows = (row(), row(system="spacy", sees="text", trained=TRAINED, samples={"coast": "e" * 64}))
    assert loads(dumps(rows)) == rows
    assert dumps(loads(dumps(rows))) == dumps(rows)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "truncated"),
        (b"\xff", "malformed"),
        (b'{"rows":[{}]}', "missing required field `task`"),
        (dumps([row()]).replace(b'"registry"', b'"everything"'), "Invalid enum value 'everything'"),
        (dumps([row()]).replace(b'"own"', b'"mine"'), "unknown field `mine`"),
    ],
)
def test_a_file_that_is_no_results_says_why(data: bytes, message: str) -> None:
    with pytest.raises(ResultsError, match=message):
        loads(data)


# the page


def test_the_page_has_a_table_a_task_and_the_commands_of_each_row() -> None:
    far = row(set="far", own=False, split=None, system="spacy", sees="text", trained=TRAINED)
    stance = row(task="stance", sees="records", commands=("retold predict stance .",))
    text = page([row(), far, stance], SETS, "Of x there is none.")
    lines = text.splitlines()
    assert "| system | set | split | sees | documents | IOB2 F1 | strict F1 |" in lines
    assert (
        "| rules | seeds | test | registry | 3 | 0.500 (0.250 to 0.750), 12 sentences | -, - |" in lines
    )
    assert any(line.startswith("| spacy | far | - | text alone | 3 |") for line in lines)
    assert any(line.startswith("| rules | seeds | test | given | 3 |") for line in lines)
    assert [line for line in lines if line.startswith("## ")] == ["## ner", "## stance"]
    assert "```sh\nretold predict ner .\nretold score ner\n```" in text
    assert "- **far**: Another place." in lines
    assert "Of x there is none." in lines
    assert (
        "Trained on 40 examples of coast, split train (en; GPE, PER): 10 epochs, seed 0, spaCy 3.8.1."
        in text
    )


def test_rows_with_other_figures_have_a_table_of_their_own() -> None:
    lines = page([row(), row(set="far", figures=(FIGURE,))], SETS, "").splitlines()
    heads = [line for line in lines if line.startswith("| system |")]
    assert [head.count("|") for head in heads] == [8, 7]
    assert lines[lines.index(heads[1]) + 2].startswith("| rules | far |")


def test_the_page_explains_only_what_its_systems_see() -> None:
    assert "- *registry*: " in page([row()], SETS, "")
    assert "- *given*: " not in page([row()], SETS, "")
    assert "- **far**" not in page([row()], SETS, "")


# the card


def test_the_card_shows_the_rows_of_its_own_corpus_alone() -> None:
    text = region([row(), row(set="far", own=False)], CONTENT)
    wanted = "| ner | rules | registry | IOB2 F1 | 0.500 (0.250 to 0.750) |"
    assert wanted in text.splitlines()
    assert "| task | system | sees | figure | `test` (seeds) |" in text.splitlines()
    assert "far" not in text
    assert "other rows than these" not in text


def test_the_card_has_a_column_a_set_and_a_table_for_the_challenge_set() -> None:
    passed = row(set="challenge", split=None, figures=(FIGURE,), phenomena=(FIGURE,))
    lines = region([row(), row(set="shore"), passed], CONTENT).splitlines()
    assert "| task | system | sees | figure | `test` (seeds) | `test` (shore) |" in lines
    assert "| task | system | sees | figure | challenge |" in lines
    both = "0.500 (0.250 to 0.750)"
    assert f"| ner | rules | registry | IOB2 F1 | {both} | {both} |" in lines


def test_the_card_says_that_results_are_of_other_rows() -> None:
    text = region([row(), row(task="stance", content="a" * 64)], CONTENT)
    assert "**Measured on other rows than these:** content aaaaaaaaaaaa, not cccccccccccc." in text


def test_the_card_says_what_a_model_learned_from() -> None:
    text = region([row(), row(system="spacy-coast", trained=TRAINED)], CONTENT)
    assert "*spacy-coast* learned from 40 examples of coast, split train (en; GPE, PER): " in text
    half = structs.replace(TRAINED, share=0.5, majority="support", spacy=None)
    text = region([row(system="majority-coast", trained=half)], CONTENT)
    told = "split train, 50% of its stories: the most frequent answer, `support`, is always given."
    assert told in text


def test_the_card_says_that_nothing_is_measured() -> None:
    assert region([], CONTENT) == region([row(own=False)], CONTENT) == "Nothing is measured."


def test_a_figure_that_is_not_quite_one_does_not_look_so() -> None:
    import msgspec

    nearly = msgspec.structs.replace(FIGURE, value=0.9999, high=1.0)
    assert "0.999 (0.250 to 1.000)" in region([row(figures=(nearly,))], CONTENT)


def test_committed_results_are_in_their_one_form() -> None:
    data = (ROOT / "docs/results.json").read_bytes()
    assert dumps(loads(data)) == data
