"""`retold score` and `retold compare` on the golden corpus: what is printed, and exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from conftest import GOLDEN, replace
from retold.cli import app
from test_sources import committed

DATA = GOLDEN.parent / "data"
LAYER = GOLDEN / "annotations" / "gold"
TASKS = ("ner", "entities", "stance", "headlines", "casualties")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def score(task: str, pred: Path, *more: str | Path) -> Result:
    return run("score", task, "--gold", DATA, "--pred", pred, *more)


def as_json(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def value(report: dict[str, Any], measure: str, figure: str) -> float | None:
    found: float | None = report["measures"][measure]["all"]["figures"][figure]["value"]
    return found


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A system that lacks the men of port-en, and has one name too short and one of another type."""
    folder = tmp_path / "second"
    shutil.copytree(LAYER, folder)
    lines = (folder / "port-en.jsonl").read_text("utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if '"id":"port-en-c1"' not in line)
    (folder / "port-en.jsonl").write_text(kept, encoding="utf-8")
    replace(folder / "port-en.jsonl", '[[0,10]],"surface":"Dock Union"', '[[5,10]],"surface":"Union"')
    replace(folder / "port-en.jsonl", '"Bank of Norland","type":"ORG"', '"Bank of Norland","type":"FAC"')
    return folder


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("format", ["text", "json", "markdown"])
def test_gold_against_itself_in_every_format(task: str, format: str) -> None:
    result = score(task, LAYER, "--format", format)
    assert result.exit_code == 0, result.output
    if format == "json":
        report = as_json(result)
        assert (report["task"], report["documents"], report["findings"]) == (task, 3, [])
        for measure in report["measures"].values():
            for name, figure in measure["all"]["figures"].items():
                assert figure["value"] in (None, 0.0 if name in ("log_error", "made_up") else 1.0)
    else:
        assert f"Task {task}, 3 documents." in result.stdout
        assert ("| figure | value | interval |" in result.stdout) == (format == "markdown")


def test_names_counted_by_hand(second: Path) -> None:
    """Of gold's 23 names 21 are the same, one is shorter, one of another type."""
    report = as_json(score("ner", second, "--format", "json"))
    assert value(report, "names", "strict.f1") == pytest.approx(21 / 23)
    assert value(report, "names", "exact.f1") == pytest.approx(22 / 23)
    assert value(report, "names", "partial.f1") == pytest.approx(22.5 / 23)
    assert value(report, "names", "type.f1") == pytest.approx(22 / 23)
    names = report["measures"]["names"]
    assert names["languages"]["en"]["figures"]["strict.recall"]["value"] == pytest.approx(10 / 12)
    assert names["languages"]["hi"]["figures"]["strict.recall"]["value"] == 1.0
    assert names["labels"]["ORG"]["strict.recall"]["value"] == pytest.approx(4 / 6)
    assert names["labels"]["FAC"]["strict.precision"]["value"] == 0.0
    assert names["documents"]["port-en"]["figures"]["strict.recall"]["value"] == pytest.approx(10 / 12)
    assert names["all"]["counts"]["strict.ORG.incorrect"] == 2
    interval = names["all"]["figures"]["strict.f1"]["interval"]
    assert interval["low"] < 21 / 23 < interval["high"] <= 1


def test_a_claim_that_lacks_costs_its_filled_slots(second: Path) -> None:
    report = as_json(score("casualties", second, "--format", "json"))
    was, now = (
        as_json(score("casualties", path, "--format", "json"))["measures"]["claims"]["all"]["counts"]
        for path in (LAYER, second)
    )
    filled = sum(n for key, n in now.items() if key.startswith("gold."))
    right = sum(n for key, n in now.items() if key.startswith("correct."))
    # harm, scope, figure, form, victims, role, includes_perpetrator, responsibility, method, party or
    # chain, certainty, date, place: what port-en-c1 says
    said = json.loads(next(x for x in (LAYER / "port-en.jsonl").read_text().splitlines() if "-c1" in x))
    slots = [
        said["harm"], said["scope"], said["count"]["min"], said["count"]["form"],
        said["victims"]["spans"], said["victims"]["identity"], said["perpetrator"]["actor"],
        said["perpetrator"]["responsibility"], said["method"], said["source"]["chain"],
        said["certainty"], said["date"]["start"] or said["date"]["end"], said["place"],
        said["source"]["anonymous"],
    ]  # fmt: skip
    optional = [said["victims"]["role"], said["victims"]["includes_perpetrator"]]
    costs = sum(bool(x) for x in slots) + sum(x != "unknown" for x in optional)
    costs += said["source"]["party"] != "none"
    assert filled - right == costs
    assert was["claims.gold"] - now["claims.answer"] == 1
    assert value(report, "claims", "slots.precision") == 1.0
    assert value(report, "claims", "slots.recall") == pytest.approx(right / filled)


def test_text_says_what_was_resampled_and_counted(second: Path) -> None:
    shown = score("ner", second).stdout
    assert "95% intervals: percentile bootstrap, 1000 resamples" in shown
    assert "all, intervals over 15 sentences" in shown
    lines = [line.split() for line in shown.splitlines()]
    assert next(x for x in lines if x[:1] == ["strict.f1"])[:2] == ["strict.f1", "0.913"]
    assert ["strict.incorrect", "2"] in lines
    assert max(map(len, shown.splitlines())) <= 120
    assert "BY LABEL" in shown.upper()
    assert "by document" in shown


def test_gold_from_the_nearest_corpus_and_from_a_revision(
    corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(corpus_copy)
    monkeypatch.chdir(corpus_copy / "seeds")
    for more in ([], ["--gold", "v0.2.0"], ["--gold", str(corpus_copy)]):
        result = run("score", "ner", "--pred", LAYER, "--format", "json", *more)
        assert result.exit_code == 0, result.output
        assert value(as_json(result), "iob2", "f1") == 1.0


def test_one_split_is_scored_alone(tmp_path: Path) -> None:
    """port-id is about another story, of the split train."""
    for name in ("port-en", "port-hi"):
        shutil.copyfile(LAYER / f"{name}.jsonl", tmp_path / f"{name}.jsonl")
    result = score("ner", tmp_path, "--split", "test", "--format", "json")
    assert (result.exit_code, as_json(result)["documents"]) == (0, 2)
    result = score("ner", tmp_path, "--split", "train", "--format", "json")
    assert [f["code"] for f in as_json(result)["findings"]].count("RT920") == 2
    assert score("ner", tmp_path).exit_code == 1
    assert score("ner", tmp_path, "--split", "dev").exit_code == 2


def test_answers_that_do_not_fit_are_findings_and_nothing_is_scored(second: Path) -> None:
    text = (second / "port-hi.jsonl").read_text("utf-8")
    name = next(json.loads(x) for x in text.splitlines() if '"kind":"mention"' in x)
    changed = json.dumps({**name, "id": "x", "spans": [[900, 910]]}) + "\n"
    (second / "port-hi.jsonl").write_text(text + changed, encoding="utf-8")
    (second / "far.jsonl").write_text("")
    (second / "port-id.jsonl").unlink()
    result = score("ner", second)
    assert result.exit_code == 1
    for code in ("RT902", "RT920", "RT922"):
        assert f"{code} error" in result.stdout
    assert result.stdout.endswith("Nothing scored: a part of the answers would be left out.\n")
    assert "strict" not in result.stdout
    result = score("ner", second, "--format", "json")
    assert result.exit_code == 1
    assert set(as_json(result)) == {"findings"}
    assert {f["code"] for f in as_json(result)["findings"]} == {"RT902", "RT920", "RT922"}


def test_lacking_answers_are_empty_where_that_is_asked_for(second: Path) -> None:
    (second / "port-id.jsonl").unlink()
    assert score("ner", second).exit_code == 1
    result = score("ner", second, "--missing-is-empty", "--format", "json")
    assert result.exit_code == 0
    found = as_json(result)["measures"]["names"]["documents"]["port-id"]["figures"]
    assert (found["strict.recall"]["value"], found["strict.precision"]["value"]) == (0.0, None)


def test_mentions_in_furniture_are_told(second: Path) -> None:
    record = '{"kind":"mention","id":"x","doc":"port-en","annotator":"s","spans":[[191,196]],' \
        '"surface":"Share","type":"ORG","level":"name","org_subtype":null,"metonym":null,' \
        '"entity":null,"referent":null,"value":null,"anchor":null}\n'  # fmt: skip
    with (second / "port-en.jsonl").open("a", encoding="utf-8") as file:
        file.write(record)
    assert "Not counted: 1 mentions in furniture" in score("ner", second).stdout
    assert as_json(score("ner", second, "--format", "json"))["ignored"] == 1


def test_what_is_not_scored_is_said(tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_text("")
    shown = score("entities", tmp_path / "run.jsonl", "--missing-is-empty").stdout
    assert "Not scored: links; no answer names an entity of the registry." in shown
    assert "Not scored: coreference;" in shown


@pytest.mark.parametrize(
    "words",
    [
        ("score", "names", "--pred", LAYER, "--gold", DATA),
        ("score", "ner", "--gold", DATA),
        ("score", "ner", "--pred", "nowhere", "--gold", DATA),
        ("score", "ner", "--pred", LAYER, "--gold", "nowhere"),
        ("score", "ner", "--pred", LAYER, "--gold", DATA, "--format", "xml"),
        ("score", "ner", "--pred", GOLDEN.parent / "two" / "seeds" / "nothing", "--gold", DATA),
        ("compare", LAYER, LAYER, "--gold", DATA),
        ("compare", LAYER, LAYER, "--task", "names", "--gold", DATA),
        ("compare", LAYER, LAYER, "--task", "ner", "--gold", DATA, "--split", "dev"),
    ],
)
def test_wrong_usage(
    words: tuple[str | Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words).exit_code == 2


def test_a_folder_without_answers_is_wrong_usage(tmp_path: Path) -> None:
    result = score("ner", tmp_path)
    assert result.exit_code == 2
    assert "has no answers" in " ".join(result.output.replace("│", " ").split())


# compare


def compared(a: Path, b: Path, *more: str) -> Result:
    return run("compare", a, b, "--task", "ner", "--gold", DATA, *more)


def test_two_systems_side_by_side(second: Path) -> None:
    found = as_json(compared(LAYER, second, "--format", "json"))
    assert (found["a"], found["b"], found["findings"]) == (str(LAYER), str(second), [])
    strict = found["measures"]["names"]["figures"]["strict.f1"]
    assert (strict["a"], strict["b"]) == (1.0, pytest.approx(21 / 23))
    assert strict["difference"] == pytest.approx(-2 / 23)
    assert strict["interval"]["low"] < -2 / 23 < strict["interval"]["high"] <= 0
    # the two errors stand in two sentences: a swap of both, or of none, is as far apart
    assert strict["p"] == pytest.approx(0.5, abs=0.02)
    shown = compared(LAYER, second).stdout
    assert "B - A" in shown
    assert "over 15 sentences" in shown
    page = compared(LAYER, second, "--format", "markdown").stdout
    assert page.startswith(f"# {LAYER} and {second} on ner\n")
    assert "| figure | A | B | B - A | interval | p |" in page


def test_a_system_and_itself(second: Path) -> None:
    found = as_json(compared(second, second, "--format", "json"))
    for measure in found["measures"].values():
        assert {figure["p"] for figure in measure["figures"].values()} <= {1.0, None}


def test_what_is_wrong_with_both_is_said_with_the_path_of_each(second: Path, tmp_path: Path) -> None:
    third = shutil.copytree(second, tmp_path / "third")
    (second / "port-id.jsonl").unlink()
    (third / "far.jsonl").write_text("")
    result = compared(second, third)
    assert result.exit_code == 1
    assert f"{second}: RT922 error" in result.stdout
    assert f"{third / 'far.jsonl'}: RT920 error" in result.stdout
    files = {f["file"] for f in as_json(compared(second, third, "--format", "json"))["findings"]}
    assert files == {str(second), str(third / "far.jsonl")}
