"""The whole way of a curator with the real Label Studio: push, annotate, pull, adjudicate, build, load.

Needs .venv-workbench, so `make test` leaves it to `make test-workbench`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from conftest import ROOT, replace, snapshot
from retold.cli import app
from retold.formats import labelstudio_config, mapping
from retold.model import surface_of
from retold.pipeline import read_corpus
from workbench_studio import OWNER, Studio, running

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Every character that a tool could count in another unit, and both kinds of line end.
TEXT = "Ada हैं 🚢\r\n👩‍👩‍👧 Orm\n\n  Lund  नोर्‍वे "
PORT = "Dock closed 🚢\n\nNorhaven: Ada Lund waits.\n"
HINDI = "नोरहेवन में 👩‍👩‍👧 Ada Lund\r\n\r\nAda Lund ने कहा।\r\n"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    programs = Path(os.environ["RETOLD_WORKBENCH"])
    with running(programs, tmp_path_factory.mktemp("studio")) as found:
        yield found


@pytest.fixture(autouse=True)
def login(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABEL_STUDIO_URL", studio.url)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", studio.token)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def said(*words: str | Path, status: int = 0) -> Any:
    result = run(*words, "--format", "json")
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def lines(*values: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(v, ensure_ascii=False, separators=(',', ':'))}\n" for v in values)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two texts and no annotations, as a curator begins."""
    root = tmp_path / "corpus"
    seeds = []
    (root / "seeds").mkdir(parents=True)
    (root / "annotations/registry").mkdir(parents=True)
    for id, lang, text in (("port", "en", PORT), ("bandar", "hi", HINDI)):
        data = text.encode("utf-8")
        (root / f"seeds/{id}.txt").write_bytes(data)
        seeds.append(
            {"id": id, "file": f"{id}.txt", "sha256": hashlib.sha256(data).hexdigest(), "lang": lang,
             "outlet": None, "story": "dock", "published": {"date": "2031-05-04", "inferred": False},
             "licence": "CC0-1.0", "obtained": "2031-06-01"}
        )  # fmt: skip
    entities = [("e-ada-lund", "PER", "Ada Lund", "en"), ("e-norhaven", "GPE", "Norhaven", "en"),
                ("e-norhaven", "GPE", "नोरहेवन", "hi")]  # fmt: skip
    names: dict[str, dict[str, Any]] = {}
    for id, type, name, lang in entities:
        blank = {"id": id, "type": type, "org_subtype": None, "names": {}, "wikidata": None}
        names.setdefault(id, blank)["names"][lang] = [name]
    files = {
        "retold.toml": 'name = "dock"\ntitle = "Dock"\nversion = "0.1.0"\n\n[licences]\n'
        'texts = "CC0-1.0"\nannotations = "CC0-1.0"\n\n'
        '[adjudication]\nannotators = ["ada-lund", "orm"]\n',
        "dataset_card.md": "---\nlicense: cc0-1.0\n---\n\n# Dock\n",
        "seeds/seeds.jsonl": lines(*sorted(seeds, key=lambda seed: str(seed["id"]))),
        "seeds/stories.jsonl": lines({"id": "dock", "title": "A closed dock", "split": "test"}),
        "annotations/annotators.jsonl": lines(
            {"id": "curator", "kind": "human", "description": "One person, for this test."}
        ),
        "annotations/registry/entities.jsonl": lines(*names.values()),
        "annotations/registry/propositions.jsonl": lines(
            {"id": "p-dock-opens", "text": "The dock opens."}
        ),
    }
    for path, text in files.items():
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    return root


def region(id: str, text: str, label: str, quoted: str, nth: int = 0, **values: list[str]) -> list[Any]:
    """A region and the values of its controls, as the page makes them."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quoted, start + 1)
    value = {"start": start, "end": start + len(quoted), "text": quoted}
    made = {"id": id, "to_name": "text"}
    found = labelstudio_config.label_controls()[label]
    known = labelstudio_config.controls()
    return [
        {**made, "from_name": found, "type": "labels", "value": {**value, "labels": [label]}},
        *(
            {**made, "from_name": name, "type": known[name].type,
             "value": {**value, "choices" if known[name].options else "text": words}}
            for name, words in values.items()
        ),
    ]  # fmt: skip


def related(a: str, b: str, label: str) -> dict[str, Any]:
    return {"from_id": a, "to_id": b, "type": "relation", "direction": "right", "labels": [label]}


def english(target: str) -> list[Any]:
    name = {"level": ["name"]}
    return [
        *region("z1", PORT, "zone-headline", "Dock closed 🚢", lang=["en"]),
        *region("z2", PORT, "zone-body", "Norhaven: Ada Lund waits.", lang=["en"]),
        *region("m1", PORT, "GPE", "Norhaven", metonym=["none"], entity=["e-norhaven"], **name),
        *region("m2", PORT, "PER", "Ada Lund", entity=["e-ada-lund"], **name),
        *region("h1", PORT, "headline-disagree", "Dock closed 🚢", holder=["author"],
                asserts=["p-dock-opens"], polarity=["oppose"]),
        *region("e1", PORT, "evidence", "Ada Lund waits"),
        related("h1", "e1", "evidence"),
        *region("s1", PORT, target, "Ada Lund waits", holder=["e-ada-lund"], target=["p-dock-opens"],
                expression=["action"], source_chain=["outlet"]),
    ]  # fmt: skip


def hindi() -> list[Any]:
    name = {"level": ["name"], "entity": ["e-ada-lund"]}
    return [
        *region("z1", HINDI, "zone-headline", "नोरहेवन में 👩‍👩‍👧 Ada Lund", lang=["hi"]),
        *region("z2", HINDI, "zone-body", "Ada Lund ने कहा।", lang=["hi"]),
        *region("m1", HINDI, "GPE", "नोरहेवन", level=["name"], metonym=["none"], entity=["e-norhaven"]),
        *region("m2", HINDI, "PER", "Ada", **name),
        *region("m3", HINDI, "fragment", "Lund"),
        {
            "from_id": "m2",
            "to_id": "m3",
            "type": "relation",
            "direction": "right",
            "labels": ["fragment"],
        },
        *region("m4", HINDI, "PER", "Ada Lund", 1, **name),
    ]


def number(address: str) -> int:
    return int(address.partition("/projects/")[2].partition("/")[0])


def test_the_server_accepts_the_labelling_interface(studio: Studio) -> None:
    for kinds in (labelstudio_config.ALL_KINDS, *((kind,) for kind in labelstudio_config.ALL_KINDS)):
        config = labelstudio_config.config(kinds)
        studio.call("POST", "/api/projects/validate/", {"label_config": config})


def test_from_two_texts_to_a_dataset(studio: Studio, corpus: Path) -> None:
    first = said("labelstudio", "push", corpus, "--project", "Dock", "--overlap", "2", "--dry-run")
    assert (first["done"], first["tasks_new"]) == (False, ["bandar", "port"])
    made = said("labelstudio", "push", corpus, "--project", "Dock", "--overlap", "2")
    assert (made["new_project"], made["tasks_new"]) == (True, ["bandar", "port"])
    again = said("labelstudio", "push", corpus, "--project", "Dock")
    assert (again["tasks_new"], again["new_config"], again["tasks_as_they_are"]) == ([], False, 2)

    tasks = studio.tasks(number(made["project"]))
    assert {doc: task["data"]["text"] for doc, task in tasks.items()} == {"port": PORT, "bandar": HINDI}
    orm = studio.user("Orm@example.org")
    studio.annotate(tasks["port"]["id"], english("stance-support"))
    studio.annotate(tasks["port"]["id"], english("stance-oppose"), orm)
    for user in (1, orm):
        studio.annotate(tasks["bandar"]["id"], hindi(), user)
    studio.annotate(tasks["bandar"]["id"], [], orm, was_cancelled=True)
    studio.call("POST", f"/api/tasks/{tasks['port']['id']}/drafts", {"result": []})

    clash = run("labelstudio", "pull", corpus, "--project", "Dock", "--annotator", f"{OWNER}=orm")
    assert (clash.exit_code, "would both be 'orm'" in clash.output) == (2, True)
    pulled = said("labelstudio", "pull", corpus, "--project", "Dock", "--annotator", f"{OWNER}=ada-lund")
    assert pulled["annotators"] == {OWNER: "ada-lund", "Orm@example.org": "orm"}
    assert pulled["new_annotators"] == ["ada-lund", "orm"]
    assert pulled["left"] == {"skipped": 1, "drafts": 1}
    assert pulled["written"] == [
        f"annotations/{name}/{doc}.jsonl" for name in ("ada-lund", "orm") for doc in ("bandar", "port")
    ]
    before = snapshot(corpus)
    said("labelstudio", "pull", corpus, "--project", str(number(made["project"])), "--annotator",
         f"{OWNER}=ada-lund")  # fmt: skip
    assert snapshot(corpus) == before, "the same again is the same, ids included"

    asked = said("adjudicate", corpus, status=1)
    assert [draft["candidates"] for draft in asked["drafts"]] == [["ada-lund/port-s1", "orm/port-s1"]]
    decision = asked["drafts"][0] | {"by": "curator", "why": "To wait is no refusal.", "clause": "1"}
    decisions = corpus / "annotations/adjudication/port.jsonl"
    decisions.parent.mkdir()
    decisions.write_text(lines(decision), encoding="utf-8", newline="\n")
    said("adjudicate", corpus)
    assert {f["code"] for f in said("check", corpus)["findings"]} == {"RT102"}, "its CR LF"
    assert run("build", corpus).exit_code == 0

    gold = read_corpus(corpus)
    surfaces = [gold.document("bandar").surface(m.spans) for m in gold.document("bandar").mentions]
    assert surfaces == ["नोरहेवन", "Ada Lund", "Ada Lund"]
    assert [s.polarity for s in gold.document("port").stances] == ["support"]
    assert gold.document("port").headlines[0].evidence == gold.document("port").stances[0].evidence

    from datasets import load_dataset

    loaded = load_dataset(str(corpus / "data"), "entities", split="test")
    assert sorted(loaded["surface"]) == ["Ada Lund", "Ada Lund", "Ada Lund", "Norhaven", "नोरहेवन"]

    later = said("labelstudio", "push", corpus, "--project", "Dock")
    assert (later["predictions_new"], later["tasks_annotated"]) == (["bandar", "port"], 2)
    assert studio.tasks(number(made["project"]))["port"]["predictions"][0]["model_version"] == (
        "retold gold 0.1.0"
    )
    replace(corpus / "retold.toml", 'version = "0.1.0"', 'version = "0.2.0"')
    newer = said("labelstudio", "push", corpus, "--project", "Dock")
    assert newer["predictions_replaced"] == ["bandar", "port"]
    task = studio.tasks(number(made["project"]))["port"]
    assert [p["model_version"] for p in task["predictions"]] == ["retold gold 0.2.0"]
    assert len(task["annotations"]) == 2, "annotations are never touched"


def test_what_an_annotator_did_wrong_is_told_where_it_is(studio: Studio, corpus: Path) -> None:
    made = said("labelstudio", "push", corpus, "--project", "Wrong", "--kind", "mention")
    task = studio.tasks(number(made["project"]))["port"]["id"]
    known = {"level": ["name"], "metonym": ["none"]}
    wrong = [
        *region("m1", PORT, "GPE", "Norhaven", entity=["e-atlantis"], **known),
        *region("m2", PORT, "fragment", "Lund"),
    ]
    annotation = studio.annotate(task, wrong)
    before = snapshot(corpus)
    told = said("labelstudio", "pull", corpus, "--project", "Wrong", status=1)
    where = f"{studio.url}/projects/{number(made['project'])}/data/?task={task} annotation {annotation}"
    assert {f["file"] for f in told["findings"]} == {f"{where} ({OWNER})"}
    assert [(f["code"], f["line"]) for f in told["findings"]] == [("RT901", None)]
    studio.call("PATCH", f"/api/annotations/{annotation}/", {"result": wrong[:-1]})
    told = said("labelstudio", "pull", corpus, "--project", "Wrong", status=1)
    assert "RT301" in {f["code"] for f in told["findings"]}
    assert {p: d for p, d in snapshot(corpus).items() if ".retold-" not in p} == before


def test_labels_that_annotations_have_stay_in_the_interface(studio: Studio, corpus: Path) -> None:
    made = said("labelstudio", "push", corpus, "--project", "Kinds")
    task = studio.tasks(number(made["project"]))["port"]["id"]
    studio.annotate(task, english("stance-support"))
    result = run("labelstudio", "push", corpus, "--project", "Kinds", "--kind", "fault")
    assert result.exit_code == 3, result.output
    assert "looking at the new labelling interface" in result.stderr
    again = said("labelstudio", "push", corpus, "--project", "Kinds")
    assert again["new_config"] is False


def test_a_personal_access_token_works_too(
    studio: Studio, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = studio.call("POST", "/api/token/")["token"]
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", token)
    assert said("labelstudio", "push", corpus, "--project", "Token", "--dry-run")["new_project"]
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", token[:-4] + "AAAA")
    result = run("labelstudio", "push", corpus, "--project", "Token", "--dry-run")
    assert (result.exit_code, "does not accept the token" in result.stderr) == (3, True)
    assert token[:-4] not in result.output


def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None and os.environ.get("RETOLD_BROWSER") != "required":
        pytest.skip(f"no browser to look with: none of {', '.join(BROWSERS)}")
    assert found is not None, f"no browser to look with: none of {', '.join(BROWSERS)}"
    return found


def look(studio: Studio, page: str, picture: Path, **more: Any) -> dict[str, Any]:
    wish = {"url": studio.url, "user": OWNER, "password": studio.password, "browser": browser(),
            "page": page, "picture": str(picture), **more}  # fmt: skip
    done = subprocess.run(
        [str(studio.programs / "python"), str(ROOT / "tests/workbench_page.py")],
        input=json.dumps(wish), capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_page_shows_our_surfaces_and_hands_them_back(
    studio: Studio, corpus_copy: Path, tmp_path: Path
) -> None:
    made = said("labelstudio", "push", corpus_copy, "--project", "Harbour")
    tasks = studio.tasks(number(made["project"]))
    for document in read_corpus(corpus_copy).documents:
        records = [row.record for row in document.rows]
        marks = mapping.document_of(document.id, document.text, records, "gold").marks
        wanted = [surface_of(document.text, (span,)) for mark in marks for span in mark.spans]
        page = f"{made['project']}?task={tasks[document.id]['id']}"
        picture = tmp_path / f"{document.id}.png"
        wish = {"regions": len(wanted), "open": "zone-headline", "submit": True}
        found = look(studio, page, picture, **wish)
        assert found["outside"] == [], "the page asks no other host"
        assert sorted(found["regions"].values()) == sorted(s.replace("\n", "") for s in wanted)
        assert picture.stat().st_size > 10_000
    shutil.rmtree(corpus_copy / "annotations/first")
    name = f"{OWNER}=seen"
    said("labelstudio", "pull", corpus_copy, "--project", "Harbour", "--annotator", name)
    for path in sorted((corpus_copy / "annotations/gold").iterdir()):
        back = (corpus_copy / "annotations/seen" / path.name).read_text(encoding="utf-8")
        gold = path.read_text(encoding="utf-8")
        assert back.replace('"annotator":"seen"', '"annotator":"first"') == gold


def test_a_page_counts_code_points_and_each_line_end_character(studio: Studio, tmp_path: Path) -> None:
    """What ``formats/labelstudio.py`` says of offsets, measured."""
    config = labelstudio_config.config(["fault"])
    project = studio.call("POST", "/api/projects/", {"title": "Count", "label_config": config})["id"]
    studio.call("POST", f"/api/projects/{project}/import", [{"data": {"text": TEXT, "doc": "d"}}])
    task = studio.tasks(project)["d"]
    assert task["data"]["text"] == TEXT
    words = [
        ("🚢", "🚢"),
        ("Orm", "Orm"),
        ("👩‍👩‍👧 Orm", "👩‍👩‍👧 Orm"),
        ("नोर्‍वे", "नोर्‍वे"),
        ("Ada", "Lund"),
    ]
    page = f"{studio.url}/projects/{project}/data?task={task['id']}"
    wish = [("fragment", first, last) for first, last in words]
    look(studio, page, tmp_path / "count.png", select=wish, submit=True)
    results = studio.tasks(project)["d"]["annotations"][0]["result"]
    spans = [(r["value"]["start"], r["value"]["end"]) for r in results]
    assert spans == [(TEXT.index(a), TEXT.index(b) + len(b)) for a, b in words]
