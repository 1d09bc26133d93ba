"""retold labelstudio push: what is sent, what is not, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from conftest import replace
from labelstudio_server import Studio
from retold.formats import labelstudio_config
from studio_steps import push, run


def test_a_push_makes_a_project_with_all_that_is_in_gold(corpus_copy: Path, studio: Studio) -> None:
    made = push(corpus_copy)
    (project,) = studio.projects.values()
    assert (project["title"], project["label_config"]) == ("Harbour", labelstudio_config.config())
    assert project["model_version"] == "retold gold 0.2.0"
    assert made["tasks_new"] == ["port-en", "port-hi", "port-id"]
    assert set(studio.of("port-en")["data"]) == {"doc", "text", "sha256"}
    names = {result.get("from_name") for result in studio.of("port-en")["predictions"][0]["result"]}
    assert {"zone", "casualty", "part", "level", "id"} <= names
    assert not names & {"annotator", "derived_from"}, "whoever corrects it makes a record of their own"


def test_the_same_push_again_sends_nothing(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    studio.log.clear()
    assert push(corpus_copy)["tasks_as_they_are"] == 3
    assert {call.split()[0] for call in studio.log} == {"GET"}


def test_a_dry_run_sends_nothing_and_says_what_there_is_to_do(corpus_copy: Path, studio: Studio) -> None:
    found = push(corpus_copy, "--dry-run")
    assert (found["done"], found["new_project"], len(found["tasks_new"])) == (False, True, 3)
    assert {call.split()[0] for call in studio.log} == {"GET"}
    result = run("push", corpus_copy, "--project", "Harbour", "--dry-run")
    assert "3  new tasks" in result.output
    assert "Nothing sent (--dry-run)." in result.output


def test_what_changed_in_gold_changes_its_prediction_alone(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    studio.annotate("port-en", [])
    for layer in ("first", "gold"):
        path = corpus_copy / f"annotations/{layer}/port-en.jsonl"
        replace(path, '"fault":"wrong_time"', '"fault":"garbled"')
    found = push(corpus_copy)
    assert (found["predictions_replaced"], found["tasks_annotated"]) == (["port-en"], 1)
    assert len(studio.of("port-en")["predictions"]) == 1
    assert "fault-garbled" in json.dumps(studio.of("port-en")["predictions"])
    assert len(studio.of("port-en")["annotations"]) == 1


def test_predictions_of_others_stay_and_ours_are_never_two(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    task = studio.of("port-en")
    task["predictions"] += [{"id": 900, "model_version": "mine", "result": []}]
    task["predictions"] += [{"id": 901, "model_version": "retold gold 0.1.0", "result": []}]
    assert push(corpus_copy)["predictions_removed"] == 1
    assert {p["model_version"] for p in task["predictions"]} == {"retold gold 0.2.0", "mine"}
    assert push(corpus_copy, "--blank")["predictions_removed"] == 3
    assert [p["model_version"] for p in task["predictions"]] == ["mine"]


def test_a_task_with_another_text_stops_a_push(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    task = studio.of("port-hi")
    task["data"]["text"] += "!"
    studio.add_task(task["project"], studio.of("port-en")["data"])
    del studio.tasks[studio.of("port-id")["id"]]
    studio.log.clear()
    found = push(corpus_copy, status=1)
    assert [f["code"] for f in found["findings"]] == ["RT905", "RT910"]
    assert found["findings"][1]["file"].endswith(f"?task={task['id']}")
    assert {call.split()[0] for call in studio.log} == {"GET"}


def test_a_corpus_with_an_error_in_what_is_sent_is_not_pushed(corpus_copy: Path, studio: Studio) -> None:
    replace(corpus_copy / "annotations/gold/port-id.jsonl", "e-dock-union", "e-nobody")
    assert {f["code"] for f in push(corpus_copy, status=1)["findings"]} >= {"RT301"}
    assert studio.projects == {}
    assert push(corpus_copy, "--blank")["tasks_new"] == ["port-en", "port-hi", "port-id"]


def test_a_layer_that_cannot_be_read_takes_no_prediction_away(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    path = corpus_copy / "annotations/gold/port-id.jsonl"
    path.write_text("{" * path.read_text("utf-8").count("\n") + "\n", "utf-8")
    before = json.dumps(studio.tasks)
    found = push(corpus_copy, status=1)
    assert {f["file"] for f in found["findings"]} == {"annotations/gold/port-id.jsonl"}
    assert (found["done"], json.dumps(studio.tasks)) == (False, before)


def test_a_corpus_without_gold_is_pushed_as_texts(corpus_copy: Path, studio: Studio) -> None:
    shutil.rmtree(corpus_copy / "annotations/gold")
    assert len(push(corpus_copy)["tasks_new"]) == 3
    assert all(task["predictions"] == [] for task in studio.tasks.values())


def test_the_labelling_interface_of_somebody_else_is_left_alone(
    corpus_copy: Path, studio: Studio
) -> None:
    other = '<View><Labels name="l" toName="t"><Label value="X"/></Labels></View>'
    studio.projects[3] = {"id": 3, "title": "Harbour", "label_config": other, "model_version": ""}
    result = run("push", corpus_copy, "--project", "Harbour")
    assert (result.exit_code, "not Retold's" in result.stderr) == (3, True)
    assert run("pull", corpus_copy, "--project", "Harbour").exit_code == 3
    studio.projects[3]["label_config"] = "<View></View>"
    assert push(corpus_copy)["new_config"] is True
