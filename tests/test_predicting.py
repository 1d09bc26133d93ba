"""Systems read documents without gold's records, and write a file for each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace as changed
from pathlib import Path

import pytest

import taught
from conftest import ROOT, replace, snapshot
from retold.baselines import systems
from retold.baselines.casualties import casualties
from retold.baselines.pages import page_of, unanswered
from retold.baselines.systems import RULES, Rules
from retold.dataset import DatasetError
from retold.files import CorpusFolder
from retold.findings import CorpusError
from retold.model import EntityType, Mention
from retold.pipeline import build, read_corpus
from retold.predicting import WIDER, by_rules, of_corpus, of_dataset, projected
from retold.records import dump
from retold.rules.values import in_form
from retold.sources import open_dataset
from test_training import DATASET, retold, said

GOLD = "annotations/gold/port-en.jsonl"
RULED = ("--model", "rules", "--out")


# pages


def test_a_page_has_zones_and_tokens_and_no_record(corpus_copy: Path) -> None:
    document = read_corpus(corpus_copy).document("port-en")
    page = page_of(document)
    assert (page.id, page.lang, page.length) == ("port-en", "en", len(document.text))
    assert page.records == ()
    assert [(p.span, p.tokens, p.zone) for p in page.parts] == [
        (s.span, s.tokens, s.zone.zone) for s in document.sentences
    ]
    assert [p.zone for p in page.parts][:2] == ["headline", "dateline"]


def test_a_document_without_zones_is_one_body(corpus_copy: Path) -> None:
    document = read_corpus(corpus_copy).document("port-hi")
    page = page_of(changed(document, rows=()))
    assert {(p.zone, p.lang) for p in page.parts} == {("body", "hi")}
    assert "".join(document.text[a:b] for p in page.parts for a, b in p.tokens) == "".join(
        document.text.split()
    )


def test_pages_of_a_corpus_and_of_its_dataset_are_the_same(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    build(folder)
    dataset = open_dataset(str(corpus_copy))
    for split in ("test", "train", None):
        ours, theirs = of_corpus(folder, split), of_dataset(dataset, "casualties", split)
        # a dataset has no tokens of furniture
        shown = [
            changed(
                page,
                parts=tuple(p if p.zone != "furniture" else changed(p, tokens=()) for p in page.parts),
            )
            for page in ours.pages
        ]
        assert sorted(shown, key=lambda p: p.id) == sorted(theirs.pages, key=lambda p: p.id)
        assert all(page.records == () and page.nil == frozenset() for page in theirs.pages)


def test_gold_is_taken_off_a_page() -> None:
    from retold.answers.pages import pages
    from retold.metrics.scores.tasks import TASKS

    (page, *_) = pages(DATASET, TASKS["entities"], "train")
    assert page.records and page.nil
    bare = unanswered(page)
    assert (bare.records, bare.nil, bare.parts) == ((), frozenset(), page.parts)


def test_a_corpus_without_gold_can_be_read(corpus_copy: Path) -> None:
    for path in (corpus_copy / "annotations/gold").iterdir():
        path.unlink()
    found = of_corpus(CorpusFolder(corpus_copy))
    assert [page.id for page in found.pages] == ["port-en", "port-hi", "port-id"]
    assert {part.zone for page in found.pages for part in page.parts} == {"body"}
    assert found.registry is not None and "e-dock-union" in found.registry.entities


def test_what_is_wrong_with_zones_is_said_and_nothing_else_of_gold(corpus_copy: Path) -> None:
    replace(corpus_copy / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    assert len(of_corpus(CorpusFolder(corpus_copy)).pages) == 3
    replace(corpus_copy / GOLD, '"spans":[[0,34]],"zone"', '"spans":[[0,40]],"zone"')
    (corpus_copy / "seeds/port-hi.txt").write_text("other")
    with pytest.raises(CorpusError) as error:
        of_corpus(CorpusFolder(corpus_copy))
    assert {f.code for f in error.value.findings} == {"RT003", "RT111", "RT113"}


# systems


def test_rules_answer_each_task_of_their_table(corpus_copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "pred"
    result = retold("predict", "casualties", corpus_copy, *RULED, out)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        0,
        f"Wrote 3 files to {out}; records: 1.",
    )
    made = {document.id: casualties(page_of(document)) for document in read_corpus(corpus_copy)}
    assert snapshot(out) == {f"{doc}.jsonl": dump(found).encode() for doc, found in made.items()}
    assert b"" in snapshot(out).values()
    build(CorpusFolder(corpus_copy))
    assert retold("score", "casualties", "--gold", corpus_copy, "--pred", out).exit_code == 0


def test_the_line_to_go_on_with_works(corpus_copy: Path, tmp_path: Path) -> None:
    build(CorpusFolder(corpus_copy))
    words = ("casualties", corpus_copy, "--split", "test", *RULED, tmp_path / "pred")
    (line,) = [x for x in retold("predict", *words).stdout.splitlines() if x.startswith("Next: ")]
    result = retold(*line.removeprefix("Next: retold ").split())
    assert (result.exit_code, "Task casualties, 2 documents." in result.stdout) == (0, True)


def test_rules_that_need_the_registry_get_it_from_a_corpus(
    corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    rules = Rules(lambda asked, known: seen.append(len(known.registry.entities)) or (), registry=True)  # type: ignore[func-returns-value]
    monkeypatch.setitem(systems.RULES, "entities", rules)
    assert by_rules("entities", of_corpus(CorpusFolder(corpus_copy), "train")) == {"port-id": []}
    assert seen[0] > 5
    with pytest.raises(DatasetError, match=r"a built dataset has none: name the folder of the corpus"):
        by_rules("entities", of_dataset(DATASET, "entities"))


def test_every_row_of_the_table_is_a_task_that_can_be_scored() -> None:
    from retold.metrics.scores.tasks import TASKS

    assert set(RULES) <= set(TASKS)


# the command


def test_predict_works_in_the_nearest_corpus(corpus_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(corpus_copy / "seeds")
    out = corpus_copy / "pred"
    assert retold("predict", "casualties", "--split", "train", *RULED, out).exit_code == 0
    assert [path.name for path in out.iterdir()] == ["port-id.jsonl"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("names", "--model", "rules"), "'names' is no task"),
        (("ner", "--model", "nowhere"), "nowhere is no model: it has no retold-model.json"),
        (
            ("casualties", "--model", "rules", "--split", "dev"),
            "no documents in split 'dev'; there are: test, train",
        ),
    ],
)
def test_misuse_of_predict_is_refused_and_nothing_is_written(
    words: tuple[str, ...], message: str, corpus_copy: Path, tmp_path: Path
) -> None:
    task, *others = words
    result = retold("predict", task, corpus_copy, *others, "--out", tmp_path / "pred")
    assert (result.exit_code, (tmp_path / "pred").exists()) == (2, False)
    assert message in said(result)


def test_a_task_without_rules_names_those_with(
    corpus_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(systems.RULES, "stance", raising=False)
    result = retold("predict", "stance", corpus_copy, *RULED, tmp_path / "pred")
    assert result.exit_code == 2
    assert f"there are no rules for stance, only for: {', '.join(systems.RULES)}" in said(result)


def test_predict_refuses_an_edition_without_texts(tmp_path: Path) -> None:
    edition = taught.dataset(taught.corpus(1, 1), edition={"text": "omitted"})
    folder = taught.written(edition, tmp_path / "data")
    result = retold("predict", "casualties", folder, *RULED, tmp_path / "pred")
    assert result.exit_code == 2
    assert "is an edition without texts" in said(result)


@pytest.mark.parametrize("folder", ["annotations", "data", "seeds"])
def test_predict_writes_nothing_among_the_files_of_a_corpus(folder: str, corpus_copy: Path) -> None:
    result = retold("predict", "casualties", corpus_copy, *RULED, corpus_copy / folder / "pred")
    assert (result.exit_code, "is inside" in said(result)) == (2, True)


def test_documents_that_cannot_be_read_are_named(corpus_copy: Path, tmp_path: Path) -> None:
    (corpus_copy / "seeds/port-hi.txt").unlink()
    result = retold("predict", "casualties", corpus_copy, *RULED, tmp_path / "pred")
    assert (result.exit_code, (tmp_path / "pred").exists()) == (1, False)
    assert "RT001" in result.stdout and "Nothing written" in result.stdout


def test_a_corpus_without_documents_is_refused(tmp_path: Path) -> None:
    assert retold("init", tmp_path / "new", "--name", "new").exit_code == 0
    result = retold("predict", "casualties", tmp_path / "new", *RULED, tmp_path / "pred")
    assert (result.exit_code, "there is no document" in said(result)) == (2, True)


def test_a_lacking_library_is_exit_status_3(tmp_path: Path) -> None:
    data = taught.written(DATASET, tmp_path / "data")
    (tmp_path / "spacy.py").write_text("raise ImportError")
    command = [sys.executable, "-m", "retold", "train", "ner", "--data", data, "--out", tmp_path / "m"]
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path}
    result = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (result.returncode, (tmp_path / "m").exists()) == (3, False)
    assert "could not run: trained models need spaCy: pip install 'retold[train]'" in result.stderr


# answers that leave something open


def test_a_system_need_not_link_what_it_finds(tmp_path: Path) -> None:
    data = taught.written(DATASET, tmp_path / "data")
    line = {"kind": "mention", "id": "m", "doc": "train-00", "annotator": "x", "spans": [[23, 31]],
            "surface": "Ada Lund", "type": "PER", "level": "name", "org_subtype": None, "metonym": None,
            "entity": None, "referent": None, "value": None, "anchor": None}  # fmt: skip
    (tmp_path / "pred").mkdir()

    def scored(**fields: object) -> tuple[int, str]:
        (tmp_path / "pred/train-00.jsonl").write_text(json.dumps({**line, **fields}) + "\n")
        words = ("--gold", data, "--pred", tmp_path / "pred", "--missing-is-empty")
        result = retold("score", "ner", *words)
        return result.exit_code, result.stdout

    for type in ("PER", "ORG", "GPE"):
        status, shown = scored(type=type)
        assert (status, "RT0" in shown) == (0, False), shown
    status, shown = scored(type="ORG", org_subtype="club")
    assert (status, "RT017" in shown) == (1, True)


def test_zones_of_another_document_are_not_its_zones(corpus_copy: Path) -> None:
    replace(corpus_copy / GOLD, '"id":"port-en-z4","doc":"port-en"', '"id":"port-en-z4","doc":"port-hi"')
    with pytest.raises(CorpusError) as error:
        of_corpus(CorpusFolder(corpus_copy))
    (finding,) = error.value.findings
    assert (finding.code, finding.place.doc) == ("RT112", "port-en")


@pytest.mark.parametrize("task", sorted(RULES))
def test_the_rules_of_every_task_answer_this_corpus_with_records_that_score(
    tmp_path: Path, task: str
) -> None:
    out = tmp_path / "out"
    assert retold("predict", task, str(ROOT), *RULED, str(out)).exit_code == 0
    lines = "".join(path.read_text("utf-8") for path in sorted(out.iterdir()))
    assert '"annotator":"rules"' in lines
    result = retold("score", task, "--gold", str(ROOT), "--pred", str(out), "--format", "json")
    assert result.exit_code == 0, result.output
    first = next(iter(json.loads(result.stdout)["measures"].values()))
    assert any(figure["value"] for figure in first["all"]["figures"].values())


def test_mentions_are_projected_to_the_types_that_gold_has(corpus_copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("ner", str(corpus_copy), *RULED, str(out))
    assert retold("predict", *words, "--types", "PER,ORG,LOC").exit_code == 0
    whole = tmp_path / "whole"
    assert retold("predict", *words[:-1], str(whole)).exit_code == 0

    def found(folder: Path) -> list[tuple[str, str, str | None]]:
        texts = [path.read_text() for path in sorted(folder.iterdir())]
        lines = [json.loads(line) for text in texts for line in text.splitlines()]
        return [(line["surface"], line["type"], line["metonym"]) for line in lines]

    kept = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
    wanted = [
        (surface, kept[type], metonym if kept[type] == type else None)
        for surface, type, metonym in found(whole)
        if type in kept
    ]
    assert found(out) == wanted
    assert any(type == "GPE" for _, type, _ in found(whole))
    refused = retold("predict", *words[:-1], str(tmp_path / "no"), "--types", "PER,PLACE")
    assert refused.exit_code == 2
    assert "'PLACE' is no type" in refused.stderr


@pytest.mark.parametrize(
    ("type", "value", "wider", "kept"),
    [
        ("TIME", "T23:40", "DATE", None),
        ("TIME", "2034-11-17T10:30", "DATE", "2034-11-17"),
        ("TIME", "2034-11-17T10:30/2034-11-17T12:00", "DATE", "2034-11-17"),
        ("TIME", "2034-11-17T23:30/2034-11-18T01:00", "DATE", None),
        ("TIME", "PT2H", "DATE", None),
        ("TIME", "P1DT2H", "DATE", None),
        ("TIME", None, "DATE", None),
        ("MONEY", "min 2000000 NOK", "CARDINAL", "min 2000000"),
        ("WEA", None, "MISC", None),
        ("LAW", None, "MISC", None),
        ("FAC", None, "LOC", None),
    ],
)
def test_a_value_is_one_of_the_wider_type(
    type: EntityType, value: str | None, wider: EntityType, kept: str | None
) -> None:
    day = None if value is None else "2034-11-17"
    mention = Mention("m1", "a", "x", ((0, 3),), "abc", type, "name", None, None, None, None, value, day)
    [found] = projected({"a": [mention]}, [wider])["a"]
    assert isinstance(found, Mention)
    assert (found.type, found.value, found.anchor) == (wider, kept, day if kept else None)
    assert kept is None or in_form(wider, kept)


def test_every_type_that_has_a_wider_one_is_tried() -> None:
    marks = test_a_value_is_one_of_the_wider_type.pytestmark
    tried = {(type, wider) for type, _, wider, _ in marks[0].args[1]}
    assert tried | {("GPE", "LOC")} == {*WIDER.items()}
