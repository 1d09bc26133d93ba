"""retold labelstudio pull: annotations become layers, all of them or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import replace, snapshot
from labelstudio_server import Studio
from studio_steps import accept, pull, push, run, said


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
