"""retold labelstudio: every way a server can fail, and wrong usage."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from labelstudio_server import Fault, Studio
from retold.formats import labelstudio_config
from studio_steps import push, run, said

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
