"""retold labelstudio: what is pushed and pulled, what is refused, and every way a server can fail."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from conftest import replace, snapshot
from labelstudio_server import TOKEN, Fault, Studio, serving
from retold.cli import app
from retold.formats import labelstudio_config

runner = CliRunner()


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with serving() as found:
        monkeypatch.setenv("LABEL_STUDIO_URL", found.url)
        monkeypatch.setenv("LABEL_STUDIO_API_KEY", TOKEN)
        yield found


def run(*words: str | Path) -> Result:
    result = runner.invoke(app, ["labelstudio", *map(str, words)])
    assert TOKEN not in result.output
    return result


def said(*words: str | Path, status: int = 0) -> Any:
    result = run(*words, "--format", "json")
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def push(corpus: Path, *words: str, status: int = 0) -> Any:
    return said("push", corpus, "--project", "Harbour", *words, status=status)


def pull(corpus: Path, *words: str, status: int = 0) -> Any:
    return said("pull", corpus, "--project", "Harbour", *words, status=status)


def accept(studio: Studio, *docs: str, user: int = 1) -> None:
    """A user takes over the predictions as they are."""
    for doc in docs:
        studio.annotate(doc, studio.of(doc)["predictions"][0]["result"], user)


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


def test_what_is_accepted_as_it_is_comes_back_as_it_was(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    accept(studio, "port-en", "port-hi", "port-id")
    found = pull(corpus_copy)
    assert found["annotators"] == {"ada.lund@example.org": "ada.lund"}
    assert found["new_annotators"] == ["ada.lund"]
    for path in sorted((corpus_copy / "annotations/gold").iterdir()):
        back = (corpus_copy / "annotations/ada.lund" / path.name).read_text(encoding="utf-8")
        gold = path.read_text(encoding="utf-8")
        assert back.replace('"annotator":"ada.lund"', '"annotator":"first"') == gold
    people = (corpus_copy / "annotations/annotators.jsonl").read_text(encoding="utf-8")
    assert people.startswith('{"id":"ada.lund","kind":"human"')
    assert "@" not in people
    before = snapshot(corpus_copy)
    assert pull(corpus_copy)["new_annotators"] == []
    assert snapshot(corpus_copy) == before


def test_a_new_region_has_the_same_id_in_every_pull_and_a_copied_one_its_own(
    corpus_copy: Path, studio: Studio
) -> None:
    push(corpus_copy)
    accept(studio, "port-en")
    results = studio.of("port-en")["annotations"][0]["result"]
    id = next(r["id"] for r in results if r.get("value", {}).get("labels") == ["fault-wrong_time"])
    fault = [r for r in results if r.get("id") == id]
    assert "port-en-f1" in json.dumps(fault)
    place = {"start": 134, "end": 149}
    copied = [{**r, "id": "copied", "value": {**r["value"], **place, "text": r["value"]["text"]}}
              for r in fault]  # fmt: skip
    copied[0]["value"] = {**place, "labels": ["fault-garbled"]}
    new = {"id": "T_x-9", "from_name": "fault", "to_name": "text", "type": "labels"}
    new["value"] = {"start": 64, "end": 74, "labels": ["fault-garbled"]}
    note = {**new, "from_name": "note", "type": "textarea", "value": {"text": ["Not so."]}}
    results += [*copied, new, note]
    pull(corpus_copy)
    path = corpus_copy / "annotations/ada.lund/port-en.jsonl"
    first = path.read_text(encoding="utf-8")
    assert '"id":"port-en-T_x-9"' in first
    assert '"id":"port-en-copied"' in first
    results[:] = [new, note, *results[:-2]]
    pull(corpus_copy)
    assert path.read_text(encoding="utf-8") == first


def test_drafts_skipped_tasks_and_users_who_are_gone_are_counted(
    corpus_copy: Path, studio: Studio
) -> None:
    push(corpus_copy)
    studio.of("port-en")["drafts"].append({"id": 1})
    studio.annotate("port-en", [], was_cancelled=True)
    studio.annotate("port-hi", [], None)
    found = pull(corpus_copy)
    assert found["left"] == {"drafts": 1, "skipped": 1, "of users who are gone": 1}
    assert found["written"] == []
    result = run("pull", corpus_copy, "--project", "Harbour")
    assert "1  skipped, not read" in result.output


@pytest.mark.parametrize("on_region", [False, True])
def test_results_of_other_kinds_stop_a_pull_unless_they_may_be_lost(
    corpus_copy: Path, studio: Studio, on_region: bool
) -> None:
    push(corpus_copy)
    accept(studio, "port-en")
    where = {"start": 37, "end": 43} if on_region else {}
    kind, value = ("hypertextlabels", ["DATE"]) if on_region else ("choices", ["good"])
    other = {"id": "other", "from_name": "own", "to_name": "text", "type": kind}
    studio.of("port-en")["annotations"][0]["result"].append({**other, "value": {**where, kind: value}})
    found = pull(corpus_copy, status=1)
    assert [(f["code"], f["severity"]) for f in found["findings"]] == [("RT907", "error")]
    assert found["written"] == []
    found = pull(corpus_copy, "--lossy")
    assert [(f["code"], f["severity"]) for f in found["findings"]] == [("RT907", "warning")]
    assert found["written"] == ["annotations/ada.lund/port-en.jsonl"]


def test_an_error_of_one_user_keeps_all_from_being_written(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    studio.users[2] = "orm@example.org"
    accept(studio, "port-en", "port-id")
    accept(studio, "port-hi", user=2)
    result = studio.of("port-hi")["annotations"][0]["result"]
    result[0]["value"] = {**result[0]["value"], "end": 2000}
    before = snapshot(corpus_copy)
    (finding,) = pull(corpus_copy, status=1)["findings"]
    number = studio.of("port-hi")["annotations"][0]["id"]
    place = f"data/?task={studio.of('port-hi')['id']} annotation {number} (orm@example.org)"
    assert (finding["code"], finding["line"]) == ("RT902", None)
    assert finding["file"].endswith(place)
    assert {k: v for k, v in snapshot(corpus_copy).items() if ".retold-" not in k} == before
    result = run("pull", corpus_copy, "--project", "Harbour")
    assert "Nothing written." in result.output


def test_two_annotations_of_one_user_are_an_error(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    accept(studio, "port-en", "port-en")
    assert [f["code"] for f in pull(corpus_copy, status=1)["findings"]] == ["RT910"]


def test_nothing_is_replaced_unasked(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    accept(studio, "port-en")
    pull(corpus_copy)
    path = corpus_copy / "annotations/ada.lund/port-en.jsonl"
    replace(path, '"fault":"wrong_time"', '"fault":"garbled"')
    result = run("pull", corpus_copy, "--project", "Harbour")
    assert (result.exit_code, "port-en.jsonl" in result.output) == (2, True)
    assert "Invalid value for --force" in result.output
    assert '"garbled"' in path.read_text(encoding="utf-8")
    pull(corpus_copy, "--force")
    assert '"garbled"' not in path.read_text(encoding="utf-8")


def test_records_of_kinds_that_the_project_lacks_stay(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    accept(studio, "port-en")
    pull(corpus_copy)
    path = corpus_copy / "annotations/ada.lund/port-en.jsonl"
    all_kinds = path.read_text(encoding="utf-8")
    words = ("--project", "Faults", "--kind", "fault")
    said("push", corpus_copy, *words)
    faults = max(studio.projects)
    task = next(
        t for t in studio.tasks.values() if t["project"] == faults and t["data"]["doc"] == "port-en"
    )
    task["annotations"] = [{"id": 1, "completed_by": 1, "result": task["predictions"][0]["result"]}]
    task["annotations"][0]["result"][0]["value"]["labels"] = ["fault-garbled"]
    said("pull", corpus_copy, "--project", "Faults", "--force")
    assert path.read_text(encoding="utf-8") == all_kinds.replace("wrong_time", "garbled")


def test_zones_come_first_and_a_rule_on_documents_names_the_annotation(
    corpus_copy: Path, studio: Studio
) -> None:
    said("push", corpus_copy, "--project", "Zones", "--kind", "zone")
    said("push", corpus_copy, "--project", "Names", "--kind", "mention")
    names = max(studio.projects)
    for task in studio.tasks.values():
        results = task["predictions"][0]["result"]
        task["annotations"] = [{"id": 7, "completed_by": 1, "result": results}]
    found = said("pull", corpus_copy, "--project", "Names", status=1)["findings"]
    assert {f["code"] for f in found} == {"RT112"}
    assert all(f["file"].startswith(f"{studio.url}/projects/{names}/data/?task=") for f in found)
    assert said("pull", corpus_copy, "--project", "Zones")["written"] != []
    assert said("pull", corpus_copy, "--project", str(names), "--force")["written"] != []
    text = (corpus_copy / "annotations/ada.lund/port-en.jsonl").read_text(encoding="utf-8")
    assert text.count('"kind":"zone"') == 4
    assert text.count('"kind":"mention"') == 12


RULE = '{"id":"rules","kind":"rule","description":"Proposals."}\n'


@pytest.mark.parametrize(
    ("users", "words", "message"),
    [
        ({1: "ada@a.org", 2: "ada@b.org"}, [], "would both be 'ada'"),
        ({1: "gold@a.org"}, [], "'gold' can be no annotator's name"),
        ({1: "rules@a.org"}, [], "'rules' is a rule, not a person"),
        ({1: "ada@a.org"}, ["--annotator", "bo@a.org=bo"], "no such user"),
        ({1: "ada@a.org"}, ["--annotator", "ada"], "is not USER=NAME"),
        ({1: "???@a.org"}, [], "can be no annotator's name"),
    ],
)
def test_users_without_a_name_of_their_own_are_wrong_usage(
    corpus_copy: Path, studio: Studio, users: dict[int, str], words: list[str], message: str
) -> None:
    annotators = corpus_copy / "annotations/annotators.jsonl"
    annotators.write_text(annotators.read_text("utf-8") + RULE, "utf-8")
    push(corpus_copy)
    studio.users = users
    for user in users:
        accept(studio, "port-en", user=user)
    before = snapshot(corpus_copy / "annotations")
    result = run("pull", corpus_copy, "--project", "Harbour", *words)
    assert (result.exit_code, message in " ".join(result.output.replace("│", " ").split())) == (2, True)
    assert snapshot(corpus_copy / "annotations") == before


def test_a_broken_line_of_the_annotators_stops_a_pull_that_would_add_one(
    corpus_copy: Path, studio: Studio
) -> None:
    push(corpus_copy)
    accept(studio, "port-en")
    annotators = corpus_copy / "annotations/annotators.jsonl"
    sound = annotators.read_text("utf-8")
    annotators.write_text('{"id":"orm","kind":"human"\n' + sound, "utf-8")
    before = snapshot(corpus_copy / "annotations")
    found = pull(corpus_copy, status=1)
    assert [(f["file"], f["line"]) for f in found["findings"]] == [("annotations/annotators.jsonl", 1)]
    assert (found["new_annotators"], found["written"]) == ([], [])
    assert snapshot(corpus_copy / "annotations") == before
    annotators.write_text(sound, "utf-8")
    assert pull(corpus_copy)["new_annotators"] == ["ada.lund"]


def test_users_get_the_names_they_are_given(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    studio.users = {1: "ada@a.org", 2: "ada@b.org"}
    accept(studio, "port-en")
    accept(studio, "port-en", user=2)
    found = pull(corpus_copy, "--annotator", "ada@b.org=ben", "--annotator", "1=ann")
    assert found["annotators"] == {"ada@a.org": "ann", "ada@b.org": "ben"}


PUSH = ("push", "--project", "Harbour")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            Fault("GET", "/api/version", 401, 9),
            "does not accept the token (401 while reading its version",
        ),
        (Fault("GET", "/api/projects/", 403, 9), "the token may not do this"),
        (Fault("GET", "/api/version", 404, 9), "does not have it"),
        (Fault("GET", "/api/version", 500, 9), "is in trouble"),
        (Fault("GET", "/api/version", 200, 9, b"<html>"), "does not answer as Label Studio does"),
        (Fault("GET", "/api/version", 200, 9, b"[]"), "does not say that it is Label Studio"),
        (Fault("GET", "/api/version", 200, 9, b'{"release": "0.9.1"}'), "which is too old"),
        (Fault("GET", "/api/version", 302, 9, b"", {"Location": "https://x"}), "give that address"),
        (Fault("GET", "/api/version", 0, 9), "no answer from"),
        (Fault("GET", "/api/version", 429, 9, b"{}", {"Retry-After": "999"}), "asks to wait 999 s"),
        (Fault("GET", "/api/version", 429, 9, b"", {"Retry-After": "9" * 5000}), "wait for years"),
        (Fault("GET", "/api/version", 200, 9, b'{"release": "%s.0"}' % (b"9" * 5000)), "does not say"),
        (Fault("GET", "/api/version", 200, 9, b"[" * 100_000), "does not answer as Label Studio"),
        (Fault("GET", "/api/version", 404, 9, b"[" * 100_000), "does not have it"),
        (Fault("GET", "/api/projects/", 200, 9, b"[]"), "Studio does (reading the projects)"),
        (Fault("GET", "/api/projects/", 200, 9, b'{"results": [1], "count": 1}'), "does not answer"),
        (Fault("GET", "/api/projects/", 200, 9, b'{"results": []}'), "does not answer as"),
        (Fault("POST", "/api/projects/", 201, 9, b'{"id": "7"}'), "Studio does (making the project)"),
        (Fault("POST", "/api/projects/", 400, 9, b'{"detail": "bad tag"}'), "refuses (400 while making"),
        (Fault("POST", "/api/projects/.*/import", 502, 1), "what is done stays done"),
        (Fault("POST", "/api/projects/.*/import", 0, 1), "what is done stays done"),
    ],
)
def test_a_server_that_does_not_do_it_is_one_sentence(
    corpus_copy: Path, studio: Studio, fault: Fault, message: str
) -> None:
    studio.faults.append(fault)
    result = run("push", corpus_copy, "--project", "Harbour")
    assert (result.exit_code, message in result.stderr) == (3, True), result.output
    lines = [line for line in result.stderr.splitlines() if "trying again" not in line]
    assert len(lines) == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/api/users/", {"detail": "x"}),
        ("/api/users/", [{"email": "a@example.org"}]),
        ("/api/users/", [1]),
        ("/api/tasks", {"results": [], "count": 0}),
        ("/api/tasks", None),
        ("/api/tasks", {"id": 1, "data": []}),
        ("/api/tasks", {"id": 1, "data": {}, "annotations": {"id": 1}}),
        (
            "/api/tasks",
            {"id": 1, "data": {}, "annotations": [{"id": 1, "result": [], "completed_by": []}]},
        ),
        ("/api/tasks", {"id": 1, "data": {}, "annotations": [{"id": 1}]}),
        ("/api/tasks", {"id": 1, "data": {}, "predictions": [{"result": []}]}),
        ("/api/tasks", {"id": 1, "data": {}, "drafts": 1}),
    ],
)
def test_answers_of_another_shape_are_one_sentence_too(
    corpus_copy: Path, studio: Studio, path: str, answer: Any
) -> None:
    push(corpus_copy)
    if path == "/api/tasks" and "id" in (answer or {}):
        answer = {"tasks": [answer], "total": 1}
    studio.faults.append(Fault("GET", path, 200, 9, json.dumps(answer).encode()))
    result = run("pull", corpus_copy, "--project", "Harbour")
    assert (result.exit_code, "does not answer as Label Studio does" in result.stderr) == (3, True)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("GET", "/api/version", 500, 3),
        Fault("GET", "/api/tasks", 0, 2),
        Fault("POST", "/api/projects/", 429, 2, b"{}", {"Retry-After": "1"}),
        Fault("POST", "/api/projects/.*/import", 503, 3),
    ],
)
def test_trouble_that_passes_is_waited_for(corpus_copy: Path, studio: Studio, fault: Fault) -> None:
    studio.faults.append(fault)
    assert len(push(corpus_copy)["tasks_new"]) == 3
    assert len(studio.tasks) == 3
    push(corpus_copy)
    assert fault.times == 0


def test_a_push_that_broke_off_is_finished_by_the_next(corpus_copy: Path, studio: Studio) -> None:
    studio.faults.append(Fault("POST", "/api/projects/.*/import", 500, 1))
    assert run("push", corpus_copy, "--project", "Harbour").exit_code == 3
    assert (len(studio.projects), len(studio.tasks)) == (1, 0)
    assert len(push(corpus_copy)["tasks_new"]) == 3
    assert (len(studio.projects), len(studio.tasks)) == (1, 3)


def test_a_project_is_found_by_title_or_id(corpus_copy: Path, studio: Studio) -> None:
    push(corpus_copy)
    (id,) = studio.projects
    said("push", corpus_copy, "--project", "Harb")
    assert len(studio.projects) == 2, "another title, another project"
    assert said("push", corpus_copy, "--project", str(id))["tasks_as_they_are"] == 3
    assert "does not have it" in run("push", corpus_copy, "--project", "9999").stderr
    studio.projects[5] = {**studio.projects[id], "id": 5}
    assert "name one by its id (" in run("pull", corpus_copy, "--project", "Harbour").stderr
    result = run("pull", corpus_copy, "--project", "Nowhere")
    assert (result.exit_code, "has no project 'Nowhere'" in result.stderr) == (3, True)


def test_an_old_server_is_used_with_a_word(corpus_copy: Path, studio: Studio) -> None:
    studio.version = "1.10.0"
    result = run("push", corpus_copy, "--project", "Harbour")
    assert (result.exit_code, "this was tried with 1.23" in result.stderr) == (0, True)


def test_without_token_or_library_it_says_what_to_do(
    corpus_copy: Path, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "httpx2", None)
    result = run("push", corpus_copy, "--project", "Harbour")
    assert (result.exit_code, "pip install 'retold[labelstudio]'" in result.stderr) == (3, True)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", " ")
    result = run("push", corpus_copy, "--project", "Harbour")
    assert (result.exit_code, f"{studio.url}/user/account" in result.stderr) == (3, True)


@pytest.mark.parametrize(
    "words",
    [
        ("push", "{corpus}"),
        ("push", "{corpus}", "--project", "H", "--layer", "nobody"),
        ("push", "{corpus}", "--project", "H", "--kind", "nothing"),
        ("push", "{corpus}", "--project", "H", "--url", "http://ada:secret@127.0.0.1"),
        ("push", "{corpus}/seeds", "--project", "H"),
        ("pull", "{corpus}", "--project", "H", "--url", "nowhere"),
        ("config", "--kind", "nothing"),
    ],
)
def test_wrong_usage(corpus_copy: Path, studio: Studio, words: tuple[str, ...]) -> None:
    assert run(*(word.format(corpus=corpus_copy) for word in words)).exit_code == 2
    assert studio.log == []


def test_a_token_that_cannot_be_sent_is_not_printed(
    corpus_copy: Path, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "geheim\u2026\nx")
    result = run("push", corpus_copy, "--project", "Harbour")
    assert (result.exit_code, "geheim" in result.output) == (3, False)


def test_the_interface_is_printed_for_use_by_hand() -> None:
    assert run("config", "--kind", "zone").stdout == labelstudio_config.config(["zone"])
