"""Pass rates on the challenge set: counted by hand, and from the command line."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import retold as package
from conftest import GOLDEN, ROOT
from retold import parquet, schemas
from retold.answers.challenge import pairs_of
from retold.dataset import Dataset, DatasetError
from retold.files import FolderFiles
from retold.metrics.scores.challenge import Pair, passed, score
from retold.metrics.scores.page import Page
from retold.metrics.scores.tasks import TASKS
from retold.model import Annotation, Span
from retold.slots import CHECKED
from retold.sources import open_dataset
from retold.standoff.omit import omit
from scored import claim, headline, mention, stance
from test_score import as_json, run

DATA = GOLDEN.parent / "data"
TASKS_OF_ITEMS = ("ner", "entities", "stance", "headlines", "casualties")


def page(id: str, *records: Annotation) -> Page:
    return Page(id, "en", 100, records)


def pair(
    original: tuple[Annotation, ...],
    edit: tuple[Annotation, ...],
    *checks: str,
    task: str = "casualties",
    phenomenon: str = "p",
    id: str = "i",
    focus: tuple[Span | None, Span | None] = (None, None),
) -> Pair:
    pages = (page(f"{id}-original", *original), page(f"{id}-edit", *edit))
    return Pair(
        id, phenomenon, task, "en", checks, pages,  # type: ignore[arg-type]
        tuple(None if span is None else (span,) for span in focus),  # type: ignore[arg-type]
    )  # fmt: skip


def outcome(found: Pair, original: tuple[Annotation, ...], edit: tuple[Annotation, ...]) -> Any:
    ids = [gold.id for gold in found.pages]
    return passed(found, {ids[0]: page(ids[0], *original), ids[1]: page(ids[1], *edit)})


def test_only_the_slots_that_are_compared_matter() -> None:
    item = pair((claim(n=7),), (claim(n=9),), "harm", "figure")
    other = claim(n=9, method="bombing", certainty="alleged")
    assert outcome(item, (claim(n=7),), (other,)) == (True, True)
    assert outcome(item, (claim(n=7),), (claim(n=7),)) == (True, False)
    assert outcome(item, (claim(n=7),), (claim(n=9, harm="injured"),)) == (True, False)
    assert outcome(item, (claim(n=7),), (claim(n=9, occurred=False),)) == (True, False)


def test_a_record_too_much_or_too_little_fails() -> None:
    item = pair((claim(n=7),), (), "harm")
    assert outcome(item, (claim(n=7),), ()) == (True, True)
    assert outcome(item, (claim(n=7), claim(n=8)), ()) == (False, True)
    assert outcome(item, (), (claim(n=7),)) == (False, False)


def test_what_says_nothing_is_equal_to_nothing() -> None:
    item = pair((claim(method=None),), (claim(victims__role="unknown"),), "method", "role", "party")
    assert outcome(item, (claim(),), (claim(source__party="none"),)) == (True, True)
    assert outcome(item, (claim(method="bombing"),), (claim(victims__role="civilian"),)) == (
        False,
        False,
    )


def test_of_a_focus_other_passages_do_not_count() -> None:
    gold = (mention((0, 5), entity="e-a"), mention((10, 15), entity="e-b"))
    item = pair(gold, gold, "spans", "entity", task="entities", focus=((0, 5), (12, 13)))
    assert outcome(item, gold[:1], gold[1:]) == (True, True)
    assert outcome(item, gold[1:], gold[:1]) == (False, False)
    # [4, 8) shares a character with the first focus, [15, 20) none with the second
    more = (*gold, mention((4, 8), entity="e-c"), mention((15, 20), entity="e-c"))
    assert outcome(item, more, more) == (False, True)


def test_nominals_count_only_where_their_level_is_compared() -> None:
    nominal = mention((0, 9), level="nominal")
    name = mention((2, 5))
    without = pair((name, nominal), (name,), "spans", task="entities")
    assert outcome(without, (name,), (name, nominal)) == (True, True)
    compared = pair((name, nominal), (name,), "spans", "level", task="entities")
    assert outcome(compared, (name,), (name, nominal)) == (False, False)


def test_of_nested_names_tags_say_the_outermost() -> None:
    outer, inner = mention((0, 9), type="ORG"), mention((2, 5), type="GPE")
    item = pair((outer, inner), (outer,), "spans", "type", task="entities")
    tagged = replace(item, outermost=True)
    assert outcome(item, (outer,), (outer, inner)) == (False, False)
    assert outcome(tagged, (outer,), (outer, inner)) == (True, True)
    assert outcome(tagged, (inner,), ()) == (False, False)


def test_stances_and_headlines_have_slots_of_their_own() -> None:
    item = pair((stance("e-a", "p-x", "support"),), (stance("e-b", "p-x", "support"),),
                "holder", "polarity", task="stance")  # fmt: skip
    same = (stance("e-a", "p-x", "support", (20, 25)),)
    assert outcome(item, same, same) == (True, False)
    item = pair((headline("p-x", "agree"),), (headline("p-x", "disagree"),), "vs_body", task="headlines")
    assert outcome(item, (headline("p-y", "agree"),), (headline("p-x", "discuss"),)) == (True, False)


def test_rates_counted_by_hand() -> None:
    """Four items: of p both sides pass, and one; of q the edit alone, and none."""
    seven, nine = claim(n=7), claim(n=9)
    items = [
        pair((seven,), (nine,), "figure", id=id, phenomenon=name)
        for id, name in (("a", "p"), ("b", "p"), ("c", "q"), ("d", "q"))
    ]
    answers = [
        page("a-original", seven), page("a-edit", nine),
        page("b-original", seven), page("b-edit", seven),
        page("c-original"), page("c-edit", nine),
        page("d-original", nine), page("d-edit", seven),
    ]  # fmt: skip
    report = score("casualties", items, answers)
    found = report.measures["challenge"]
    assert (found.unit, found.units, report.documents) == ("item", 4, 8)
    # items 1 of 4, originals 2 of 4, edits 2 of 4
    assert {n: f.value for n, f in found.all.figures.items()} == {
        "pass_rate": 0.25, "original": 0.5, "edit": 0.5,
    }  # fmt: skip
    assert {n: f.value for n, f in found.labels["p"].items()} == {
        "pass_rate": 0.5, "original": 1.0, "edit": 0.5,
    }  # fmt: skip
    assert {n: f.value for n, f in found.labels["q"].items()} == {
        "pass_rate": 0.0, "original": 0.0, "edit": 0.5,
    }  # fmt: skip
    assert found.documents["a"].figures["pass_rate"].value == 1.0
    assert found.all.counts["p.items"] == 2
    interval = found.all.figures["pass_rate"].interval
    assert interval is not None
    assert interval.low == 0.0 < interval.high < 1.0


# from a dataset, and from the command line


@pytest.mark.parametrize("task", TASKS_OF_ITEMS)
@pytest.mark.parametrize("data", [DATA, ROOT / "data"], ids=["golden", "retold"])
def test_gold_against_itself_passes(data: Path, task: str) -> None:
    report = as_json(
        run("score", task, "--challenge", "--gold", data, "--pred", data, "--format", "json")
    )
    assert report["findings"] == []
    figures = report["measures"]["challenge"]["all"]["figures"]
    assert {name: figure["value"] for name, figure in figures.items()} == {
        "pass_rate": 1.0,
        "original": 1.0,
        "edit": 1.0,
    }


def test_the_docs_name_every_slot() -> None:
    page = " ".join((ROOT / "docs/challenge.md").read_text("utf-8").split())
    said = re.search(r"Slots: those of claims .*? but for `victims`;(.*?)\.", page)
    assert said is not None
    of_others = [name for task in ("stance", "headlines", "entities") for name in CHECKED[task]]  # type: ignore[index]
    assert re.findall(r"`(\w+)`", said[1]) == of_others
    claims = (ROOT / "docs/scoring.md").read_text("utf-8")
    assert all(f"`{name}`" in claims for name in CHECKED["casualties"])


def test_the_claim_in_the_docs_is_a_record() -> None:
    page = (ROOT / "docs/scoring.md").read_text("utf-8")
    line = re.search(r"```json\n(.*?)\n```", page)
    assert line is not None
    assert list(schemas.violations("casualty", json.loads(line[1]))) == []


def test_rules_predict_and_are_scored(tmp_path: Path) -> None:
    out = tmp_path / "pred"
    made = run("predict", "entities", GOLDEN, "--challenge", "--model", "rules", "--out", out)
    assert made.exit_code == 0, made.output
    assert sorted(p.stem for p in out.iterdir()) == [
        "name-in-another-script-hi-01-edit",
        "name-in-another-script-hi-01-original",
        "value-forms-id-01-edit",
        "value-forms-id-01-original",
    ]
    assert "--challenge --pred" in made.stdout
    result = run("score", "entities", "--challenge", "--gold", DATA, "--pred", out)
    assert result.exit_code == 0
    assert "PASS RATES" in result.stdout
    assert "by phenomenon" in result.stdout
    assert "by item" in result.stdout
    assert "name-in-another-script" in result.stdout


def test_answers_that_lack_or_are_of_no_item_are_findings(tmp_path: Path) -> None:
    (tmp_path / "number-changed-en-01-original.jsonl").write_text("")
    (tmp_path / "number-changed-en-02-original.jsonl").write_text("")
    result = run("score", "casualties", "--challenge", "--gold", DATA, "--pred", tmp_path)
    assert result.exit_code == 1
    assert {"RT920", "RT922"} <= set(result.stdout.split())
    assert "number-changed-en-01-edit" in result.stdout


def test_a_task_without_items_and_a_dataset_without_a_challenge_set_are_said(tmp_path: Path) -> None:
    table = pq.read_table(DATA / "challenge/test-00000-of-00001.parquet")
    without = table.filter(pc.not_equal(table["task"], "stance"))
    files = {**FolderFiles(DATA), "challenge/test-00000-of-00001.parquet": parquet.dump(without)}
    with pytest.raises(DatasetError, match="has no item for stance"):
        pairs_of(Dataset(files), TASKS["stance"])
    bare = tmp_path / "bare"
    shutil.copytree(DATA, bare)
    shutil.rmtree(bare / "challenge")
    with pytest.raises(DatasetError, match="has no challenge set"):
        pairs_of(open_dataset(str(bare)), TASKS["stance"])
    words = ("--challenge", "--split", "test", "--gold", DATA, "--pred", tmp_path)
    result = run("score", "stance", *words)
    assert (result.exit_code, "no splits" in result.output) == (2, True)


def test_two_systems_are_compared_item_by_item(tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    for out in (a, b):
        assert (
            run("predict", "entities", ROOT, "--challenge", "--model", "rules", "--out", out).exit_code
            == 0
        )
    emptied = sorted(b.iterdir())[:20]
    for path in emptied:
        path.write_text("")
    found = json.loads(
        run(
            "compare",
            a,
            b,
            "--task",
            "entities",
            "--challenge",
            "--gold",
            ROOT / "data",
            "--format",
            "json",
        ).stdout
    )
    measure = found["measures"]["challenge"]
    pairs = pairs_of(open_dataset(str(ROOT)), TASKS["entities"])
    assert (measure["unit"], measure["units"]) == ("item", len(pairs))
    rate = measure["figures"]["pass_rate"]
    assert rate["a"] > rate["b"]
    assert rate["p"] < 0.05


def test_python_scores_the_same(tmp_path: Path) -> None:
    report = package.score("stance", gold=str(DATA), pred=DATA, challenge=True)
    assert report.measures["challenge"].all.figures["pass_rate"].value == 1.0


def test_an_edition_without_texts_has_the_same_gold(tmp_path: Path) -> None:
    """What quotes a document is cut short there; records stand at their offsets all the same."""
    files = FolderFiles(ROOT / "data")
    full, edition = Dataset(files), Dataset(omit(files))
    for task in TASKS_OF_ITEMS:
        ours, theirs = (pairs_of(data, TASKS[task]) for data in (full, edition))
        assert [p.id for p in ours] == [p.id for p in theirs]
        answers = {p.id: p for item in ours for p in item.pages}
        assert all(passed(item, answers) == (True, True) for item in theirs)
