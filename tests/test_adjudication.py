"""Layers and decisions make gold, and nothing else does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import GOLDEN, ROOT, replace, snapshot
from own import real
from retold.adjudication import Plan, adjudicate
from retold.cli import app
from retold.files import CorpusFolder
from retold.model import Decision
from retold.pipeline import build, check
from retold.records import Row
from test_alignment import mention

runner = CliRunner()
PLAN = Plan(("a", "b"), ("old",))


def decision(record: str | None, candidates: list[str], choice: str, **more: Any) -> Row[Decision]:
    made = Decision(f"d-{record}", "d", record, tuple(candidates), choice, "j", "Because.", "1", **more)
    return Row(made, "f", 1)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    target = tmp_path / "two"
    shutil.copytree(GOLDEN.parent / "two", target, ignore=shutil.ignore_patterns(".retold-*", "data"))
    return target


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_agrees_is_taken_over_under_the_oldest_id() -> None:
    x = mention("m1", (0, 4))
    made = adjudicate({"a": [x], "b": [mention("m5", (0, 4))], "old": [mention("m9", (0, 4))]}, [], PLAN)
    (gold,) = made.gold
    assert (gold.id, gold.annotator) == ("m9", "a")
    assert gold.derived_from == ("a/m1", "b/m5", "old/m9")
    assert (made.agreed, made.decided, made.open, made.faults) == (1, 0, (), ())


def test_an_older_layer_that_differs_does_not_stop_an_agreement() -> None:
    layers = {"a": [mention("1", (0, 4))], "b": [mention("1", (0, 4))], "old": [mention("7", (0, 6))]}
    (gold,) = adjudicate(layers, [], PLAN).gold
    assert (gold.id, gold.spans, gold.derived_from) == ("7", ((0, 4),), ("a/1", "b/1"))


def test_what_only_the_older_layer_has_is_asked() -> None:
    layers = {"a": [], "b": [], "old": [mention("7", (0, 6))]}
    made = adjudicate(layers, [], PLAN)
    assert [[str(v) for v in group] for group in made.open] == [["old/7"]]
    taken = adjudicate(layers, [decision("7", ["old/7"], "old/7")], PLAN)
    assert [g.id for g in taken.gold] == ["7"]
    assert adjudicate(layers, [decision(None, ["old/7"], "none")], PLAN).gold == ()


def test_ids_do_not_clash() -> None:
    layers = {
        "a": [mention("1", (0, 4)), mention("2", (5, 9))],
        "b": [mention("2", (0, 4)), mention("1", (5, 9))],
        "old": [mention("2", (0, 4))],
    }
    # the first group keeps the old layer's id 2, so the second has a's 2 no more, but b's 1
    assert [(g.id, g.spans) for g in adjudicate(layers, [], PLAN).gold] == [
        ("2", ((0, 4),)),
        ("1", ((5, 9),)),
    ]
    layers["old"].append(mention("1", (12, 13)))
    decided = [decision("1", ["old/1"], "old/1")]
    assert [g.id for g in adjudicate(layers, decided, PLAN).gold] == ["2", "2-a", "1"]


def test_an_agreement_can_be_overruled() -> None:
    layers = {"a": [mention("1", (0, 4))], "b": [mention("1", (0, 4))], "old": [mention("7", (0, 6))]}
    row = decision("7", ["a/1", "b/1", "old/7"], "old/7")
    (gold,) = adjudicate(layers, [row], PLAN).gold
    assert (gold.spans, gold.derived_from, gold.decision) == (((0, 6),), ("old/7",), "d-7")


def test_one_group_may_become_two_records() -> None:
    layers = {"a": [mention("1", (0, 9))], "b": [mention("1", (0, 4)), mention("2", (5, 9))]}
    first = decision("1", ["a/1", "b/1"], "b/1")
    made = adjudicate(layers, [first], PLAN)
    assert [[str(v) for v in g] for g in made.open] == [["a/1", "b/1", "b/2"]]
    made = adjudicate(layers, [first, decision("2", ["b/2"], "b/2")], PLAN)
    assert [(g.id, g.spans) for g in made.gold] == [("1", ((0, 4),)), ("2", ((5, 9),))]
    assert (made.open, made.faults) == ((), ())


def test_a_merged_record_comes_from_all_its_candidates() -> None:
    layers = {"a": [mention("1", (0, 4))], "b": [mention("1", (0, 6), type="LOC")]}
    result = mention("5", (0, 6))
    row = decision("5", ["a/1", "b/1"], "merged", result=result)
    wrong = adjudicate(layers, [row], PLAN)
    assert [(field, said) for _, field, said in wrong.faults] == [
        ("result.annotator", "'a', the decision says 'j'")
    ]
    row = decision("5", ["a/1", "b/1"], "merged", result=mention("5", (0, 6)).__class__(
        **{**{f: getattr(result, f) for f in result.__struct_fields__}, "annotator": "j"}
    ))  # fmt: skip
    (gold,) = adjudicate(layers, [row], PLAN).gold
    assert (gold.annotator, gold.derived_from, gold.decision) == ("j", ("a/1", "b/1"), "d-5")


def test_a_document_of_one_annotator_is_copied() -> None:
    records = [mention("2", (5, 9)), mention("1", (0, 4))]
    assert [g.id for g in adjudicate({"a": records}, [], PLAN).gold] == ["1", "2"]
    assert [g.id for g in adjudicate({"old": records}, [], PLAN).gold] == ["1", "2"]
    made = adjudicate({"a": records}, [decision("1", ["a/1"], "a/1")], PLAN)
    assert [field for _, field, _ in made.faults] == ["record"]


def test_gold_is_what_the_repository_s_layers_make() -> None:
    result = runner.invoke(app, ["adjudicate", str(ROOT), "--dry-run", "--format", "json"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["written"] == said["drafts"] == said["findings"] == []
    assert sum(d["decided"] for d in said["documents"]) == 33


def test_every_disputed_record_of_gold_names_its_decision() -> None:
    corpus = real()
    decided = {
        line["id"]: line
        for path in sorted((ROOT / "annotations/adjudication").glob("*.jsonl"))
        for line in lines(path)
    }
    named = {row.record.decision: row.record for d in corpus for row in d.rows if row.record.decision}
    assert set(named) == {id for id, line in decided.items() if line["choice"] != "none"}
    for id, record in named.items():
        assert set(record.derived_from) <= set(decided[id]["candidates"])
    for document in corpus:
        for row in document.rows:
            assert row.record.derived_from


def test_a_gold_line_changed_by_hand_is_found_and_made_anew(two: Path) -> None:
    gold = two / "annotations/gold/port.jsonl"
    wanted = gold.read_bytes()
    replace(gold, '"surface":"Lund","type":"PER"', '"surface":"Lund","type":"LOC"')
    found = {(f.code, f.place.field) for f in check(CorpusFolder(two)).findings}
    assert ("RT801", "type") in found
    result = runner.invoke(app, ["adjudicate", str(two)])
    assert (result.exit_code, gold.read_bytes()) == (0, wanted)
    assert "wrote annotations/gold/port.jsonl" in result.stdout


def test_gold_that_is_not_there_is_made(two: Path) -> None:
    gold = two / "annotations/gold/port.jsonl"
    wanted = gold.read_bytes()
    shutil.rmtree(gold.parent)
    assert runner.invoke(app, ["adjudicate", str(two)]).exit_code == 0
    assert gold.read_bytes() == wanted


def test_while_a_question_is_open_nothing_is_written(two: Path) -> None:
    (two / "annotations/adjudication/port.jsonl").unlink()
    replace(two / "annotations/gold/port.jsonl", '"id":"m1"', '"id":"m6"')
    before = snapshot(two)
    result = runner.invoke(app, ["adjudicate", str(two)])
    assert result.exit_code == 1
    assert {k: v for k, v in snapshot(two).items() if ".retold" not in k} == before
    assert "Nothing written." in result.stdout
    assert build(CorpusFolder(two)).record is None


def test_an_open_question_stops_the_first_gold_too(two: Path) -> None:
    decisions = two / "annotations/adjudication/harbour-001.jsonl"
    path = decisions if decisions.exists() else next(decisions.parent.glob("*.jsonl"))
    path.unlink()
    shutil.rmtree(two / "annotations/gold")
    result = runner.invoke(app, ["adjudicate", str(two)])
    assert (result.exit_code, "Nothing written." in result.output) == (1, True), result.output
    assert not (two / "annotations/gold").exists()


def test_a_draft_can_be_pasted_and_decides(two: Path) -> None:
    decisions = two / "annotations/adjudication/port.jsonl"
    decisions.unlink()
    said = json.loads(runner.invoke(app, ["adjudicate", str(two), "--format", "json"]).stdout)
    assert [d["candidates"] for d in said["drafts"]] == [
        ["ada/m1", "ben/m1"], ["ada/m2", "old/m7"], ["ada/m3", "ben/m2", "old/m8"],
    ]  # fmt: skip
    text = runner.invoke(app, ["adjudicate", str(two)]).stdout
    assert "port 1:20 mention" in text
    assert "    ada/m2: has it\n    old/m7: has it\n    ben: no such record\n" in text
    pasted = [line.strip() for line in text.splitlines() if line.strip().startswith('{"id":"d-')]
    assert [json.loads(line) for line in pasted] == said["drafts"]
    for draft in said["drafts"]:
        draft.update(by="judge", why="Read again.", clause="1.1")
    decisions.write_text(
        "".join(json.dumps(d, separators=(",", ":")) + "\n" for d in said["drafts"]), encoding="utf-8"
    )
    result = runner.invoke(app, ["adjudicate", str(two)])
    assert result.exit_code == 0, result.output
    assert [line["id"] for line in lines(two / "annotations/gold/port.jsonl")] == [
        "z9",
        "m1",
        "m7",
        "m8",
    ]


def test_several_layers_without_a_plan_are_wrong_usage(two: Path) -> None:
    toml = two / "retold.toml"
    toml.write_text(toml.read_text(encoding="utf-8").split("[adjudication]")[0], encoding="utf-8")
    result = runner.invoke(app, ["adjudicate", str(two)])
    assert result.exit_code == 2
    assert "ada, ben, old" in " ".join(result.output.split())


def test_an_annotator_may_name_what_they_propose(two: Path) -> None:
    assert check(CorpusFolder(two)).findings == []
    (two / "annotations/ben/registry/entities.jsonl").unlink()
    found = [(f.code, f.place.file) for f in check(CorpusFolder(two)).findings]
    assert found == [("RT301", "annotations/ben/port.jsonl")]


def test_gold_may_not_name_what_was_only_proposed(two: Path) -> None:
    path = two / "annotations/adjudication/port.jsonl"
    replace(path, '"choice":"ada/m3"', '"choice":"ben/m2"')
    runner.invoke(app, ["adjudicate", str(two)])
    found = [(f.code, f.place.record) for f in check(CorpusFolder(two)).findings]
    assert ("RT301", "m8") in found
