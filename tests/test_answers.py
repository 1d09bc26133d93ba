"""tests/answers/<CODE>: answers to the golden corpus that bring a code about, and ones that do not.

case.toml says to which task (``task``), and whether lacking answers are empty. ``expected.txt`` is what
is found in the bad ones.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import retold
from conftest import GOLDEN, ROOT
from retold.answers.held import Answers, answers
from retold.answers.pages import pages
from retold.dataset import DatasetError
from retold.editions import write_standoff
from retold.files import CorpusFolder
from retold.findings import CorpusError, Finding
from retold.metrics.scores.measured import Report
from retold.metrics.scores.page import Page
from retold.metrics.scores.tasks import TASKS
from retold.model import Mention
from retold.rules import CATALOGUE
from retold.rules import answers as answer_rules
from retold.sources import open_dataset

CASES = ROOT / "tests" / "answers"
CODES = sorted(path.name for path in CASES.iterdir())
DATA = GOLDEN.parent / "data"
LAYER = GOLDEN / "annotations" / "gold"
NOT_ANSWERS = shutil.ignore_patterns("case.toml", "expected.txt")


def gold(task: str, data: Path = DATA) -> list[Page]:
    return pages(open_dataset(str(data)), TASKS[task])


def read(path: Path, task: str = "entities", **more: Any) -> Answers:
    return answers(path, gold(task), TASKS[task], **more)


def outcome(case: Path, tmp_path: Path) -> list[Finding]:
    said = tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))
    shutil.copytree(case, tmp_path / "in", ignore=NOT_ANSWERS)
    return read(tmp_path / "in", **said).findings


def shown(finding: Finding) -> str:
    return f"{finding.code} {finding.place}: {finding.message}"


def lay(folder: Path, **files: str) -> Path:
    """A file for each document of gold: its name with _ for -, and text; empty for those not named."""
    folder.mkdir(exist_ok=True)
    for name in ("port_en", "port_hi", "port_id"):
        (folder / f"{name.replace('_', '-')}.jsonl").write_text(files.get(name, ""), encoding="utf-8")
    return folder


def codes(found: Answers) -> list[str]:
    return [finding.code for finding in found.findings]


def figures(report: Report) -> dict[str, float | None]:
    return {f"{m}.{k}": f.value for m, s in report.measures.items() for k, f in s.all.figures.items()}


def test_every_code_of_answers_has_both_cases() -> None:
    assert {rule.code for rule in answer_rules.RULES} <= set(CODES)
    folders = {p.parent.relative_to(CASES).as_posix() for p in CASES.glob("*/*/case.toml")}
    assert folders == {f"{code}/{kind}" for code in CODES for kind in ("bad", "good")}


@pytest.mark.parametrize("code", CODES)
def test_bad(code: str, tmp_path: Path) -> None:
    found = outcome(CASES / code / "bad", tmp_path)
    assert code in {finding.code for finding in found}
    expected = (CASES / code / "bad/expected.txt").read_text(encoding="utf-8")
    assert "".join(f"{shown(finding)}\n" for finding in found) == expected
    assert CATALOGUE[code].severity == "error"


@pytest.mark.parametrize("code", CODES)
def test_good(code: str, tmp_path: Path) -> None:
    assert [shown(finding) for finding in outcome(CASES / code / "good", tmp_path)] == []


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_scored(tmp_path: Path) -> None:
    for code in ("RT903", "RT920"):
        shutil.copytree(CASES / code / "bad", tmp_path, ignore=NOT_ANSWERS, dirs_exist_ok=True)
    (tmp_path / "port-en.jsonl").write_text("{\n", encoding="utf-8")
    (tmp_path / "port-id.jsonl").unlink()
    with pytest.raises(CorpusError) as caught:
        retold.score("entities", gold=str(DATA), pred=tmp_path)
    assert sorted(f.code for f in caught.value.findings) == ["RT010", "RT920", "RT922"]


def test_a_layer_of_the_corpus_is_an_answer_to_every_task() -> None:
    for task in TASKS:
        found = read(LAYER, task)
        assert found.findings == []
        assert [len(p.records) for p in found.pages] == [len(p.records) for p in gold(task)]


def test_what_a_layer_proposes_for_the_registry_is_no_answer(tmp_path: Path) -> None:
    lay(tmp_path / "in")
    (tmp_path / "in/registry").mkdir()
    (tmp_path / "in/registry/entities.jsonl").write_text("{}\n")
    (tmp_path / "in/.hidden.jsonl").write_text("{}\n")
    (tmp_path / "in/notes.md").write_text("# Notes\n")
    assert read(tmp_path / "in").findings == []


def test_a_file_of_all_documents(tmp_path: Path) -> None:
    """Records in any order and form; a document that is not in it has no answer."""
    lines = [line for path in sorted(LAYER.iterdir()) for line in path.read_text("utf-8").splitlines()]
    (tmp_path / "run.jsonl").write_text("\n".join(lines[::-1]), encoding="utf-8")
    assert read(tmp_path / "run.jsonl").findings == []
    assert figures(retold.score("ner", gold=str(DATA), pred=tmp_path / "run.jsonl"))["iob2.f1"] == 1.0
    kept = [line for line in lines if '"doc":"port-hi"' not in line]
    (tmp_path / "run.jsonl").write_text("\n".join(kept), encoding="utf-8")
    (finding,) = read(tmp_path / "run.jsonl").findings
    assert shown(finding) == "RT922 run.jsonl: nothing is answered for 'port-hi'"
    found = read(tmp_path / "run.jsonl", missing_is_empty=True)
    assert found.findings == []
    assert [len(p.records) > 0 for p in found.pages] == [True, False, True]


def test_answers_to_another_task_are_not_taken_for_finding_nothing(tmp_path: Path, lines: Path) -> None:
    """But where that is asked for, where gold has nothing either, or token lines hold mentions."""
    records = (LAYER / "port-en.jsonl").read_text("utf-8").splitlines()
    claims = "".join(f"{line}\n" for line in records if '"kind":"casualty"' in line)
    other = lay(tmp_path / "in", port_en=claims)
    assert codes(read(other, "ner")) == ["RT923"]
    assert codes(read(other, "casualties")) == []
    assert codes(read(other, "ner", missing_is_empty=True)) == []
    nothing = [replace(page, records=()) for page in gold("ner")]
    assert answers(other, nothing, TASKS["ner"]).findings == []
    (other / "port-hi.jsonl").unlink()
    shutil.copy(lines / "port-hi.conll", other)
    assert codes(read(other, "ner")) == []


def test_a_system_need_not_say_what_is_not_scored(tmp_path: Path) -> None:
    """A name without subtype, metonym or link, which no record of a corpus may be; all here are NIL."""
    records = [json.loads(line) for line in (LAYER / "port-en.jsonl").read_text("utf-8").splitlines()]
    bare = [
        {**r, "org_subtype": None, "metonym": None, "entity": None, "referent": None}
        for r in records
        if r["kind"] == "mention"
    ]
    folder = shutil.copytree(LAYER, tmp_path / "in")
    lines = "".join(json.dumps(record) + "\n" for record in bare)
    (folder / "port-en.jsonl").write_text(lines, encoding="utf-8")
    assert read(folder).findings == []
    found = figures(retold.score("entities", gold=str(DATA), pred=folder))
    assert found["names.strict.f1"] == 1.0
    assert found["links.accuracy.nil"] == 1.0
    assert 0 < (found["coreference.b_cubed.recall"] or 0) < 1, "who names nothing groups nothing"


def test_an_id_twice_and_a_document_in_a_file_twice(tmp_path: Path) -> None:
    line = (CASES / "RT920/good/port-en.jsonl").read_text(encoding="utf-8")
    (finding,) = read(lay(tmp_path / "in", port_en=line * 2)).findings
    assert (finding.code, finding.place.line) == ("RT014", 2)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("[1]", "RT010"),
        ('{"kind":"story","id":"x"}', "RT017"),
        ('{"id":"x"}', "RT016"),
        ('{"kind":"mention","kind":"mention"}', "RT011"),
        ('{"kind":"mention","id":"x","extra":1}', "RT015"),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "RT010"),
    ],
)
def test_a_line_that_is_no_record_is_a_finding(tmp_path: Path, line: str, code: str) -> None:
    found = read(lay(tmp_path / "in", port_en=line + "\n"))
    assert code in codes(found)
    assert {finding.place.file for finding in found.findings} == {"port-en.jsonl"}


def test_bytes_that_are_no_utf_8(tmp_path: Path) -> None:
    folder = lay(tmp_path / "in")
    (folder / "port-en.jsonl").write_bytes(b"\xff\n")
    found = read(folder)
    assert "RT004" in codes(found)


def test_evidence_outside_the_text_is_found_in_every_field(tmp_path: Path) -> None:
    record = next(
        json.loads(line)
        for line in (LAYER / "port-en.jsonl").read_text("utf-8").splitlines()
        if '"kind":"casualty"' in line
    )
    record["evidence"], record["victims"]["spans"] = [[0, 5], [5, 5]], [[9, 4]]
    found = read(lay(tmp_path / "in", port_en=json.dumps(record) + "\n"), "casualties")
    assert [(f.code, f.place.field) for f in found.findings] == [
        ("RT902", "evidence"),
        ("RT902", "victims.spans"),
    ]


def test_mentions_in_furniture_are_counted_apart(tmp_path: Path) -> None:
    share = json.loads((CASES / "RT920/good/port-en.jsonl").read_text("utf-8"))
    share |= {"id": "x", "spans": [[191, 196]], "surface": "Share"}
    text = (LAYER / "port-en.jsonl").read_text("utf-8") + json.dumps(share) + "\n"
    folder = shutil.copytree(LAYER, tmp_path / "in")
    (folder / "port-en.jsonl").write_text(text, encoding="utf-8")
    assert read(folder).ignored == 1
    assert figures(retold.score("ner", gold=str(DATA), pred=folder))["names.strict.f1"] == 1.0


def test_what_is_no_answer_at_all(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"has no answers: neither \.jsonl nor token lines"):
        read(tmp_path)
    with pytest.raises(ValueError, match="'names' is no task; there are: ner"):
        retold.score("names", gold=str(DATA), pred=tmp_path)
    with pytest.raises(OSError, match="nowhere"):
        retold.score("ner", gold=str(DATA), pred=tmp_path / "nowhere")


# gold


def test_a_dataset_is_its_own_answer() -> None:
    for task in TASKS:
        for name, value in figures(retold.score(task, gold=str(DATA), pred=DATA)).items():
            error = name in ("figures.log_error", "figures.made_up")
            assert value in (None, 0.0 if error else 1.0), name


def test_pages_have_texts_tokens_zones_and_nil() -> None:
    found = {p.id: p for p in gold("entities")}
    page = found["port-en"]
    assert (page.lang, page.length) == ("en", len(page.text or ""))
    assert page.parts[-1].zone == "furniture"
    assert {part.lang for part in found["port-hi"].parts} >= {"hi"}
    a, b = page.parts[0].tokens[0]
    assert (page.text or "")[a:b] == "Dock"
    assert "e-dock-union" in page.nil
    assert "e-norland" not in page.nil or "e-norhaven" in page.nil
    ada = next(r for r in page.records if isinstance(r, Mention) and len(r.spans) == 2)
    assert (ada.spans, ada.surface) == (((110, 113), (122, 126)), "Ada Lund")


def test_one_split_of_gold() -> None:
    dataset = open_dataset(str(DATA))
    parts = {split: [p.id for p in pages(dataset, TASKS["ner"], split)] for split in ("train", "test")}
    assert sorted(id for ids in parts.values() for id in ids) == ["port-en", "port-hi", "port-id"]
    assert all(parts.values())
    with pytest.raises(DatasetError, match="no split 'dev'; there are: test, train"):
        pages(dataset, TASKS["ner"], "dev")


def test_an_edition_without_texts_scores_the_same_but_for_what_needs_them(tmp_path: Path) -> None:
    write_standoff(ROOT / "data", tmp_path / "edition")
    for task in ("ner", "casualties"):
        whole = figures(retold.score(task, gold=str(ROOT / "data"), pred=ROOT / "data"))
        bare = figures(retold.score(task, gold=str(tmp_path / "edition"), pred=ROOT / "data"))
        assert {k: v for k, v in whole.items() if "made_up" not in k} == {
            k: v for k, v in bare.items() if "made_up" not in k
        }
    assert bare["figures.made_up"] is None
    assert whole["figures.made_up"] == 0.0
    (tmp_path / "run.conll").write_text("Dock\tB-ORG\n")
    page = gold("ner", tmp_path / "edition")
    found = answers(tmp_path / "run.conll", page, TASKS["ner"], missing_is_empty=True)
    (finding,) = found.findings
    assert finding.code == "RT920"
    assert "gold is an edition without the texts" in finding.message


# token lines


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The names of gold as `retold export iob2` has them, a file a document."""
    from typer.testing import CliRunner

    from retold.cli import app

    out = tmp_path_factory.mktemp("lines") / "out"
    words = ["export", "iob2", str(GOLDEN), "--kind", "mention", "--lossy", "--out", str(out)]
    assert CliRunner().invoke(app, words).exit_code == 0
    return out


def test_exported_token_lines_are_golds_names(lines: Path) -> None:
    found = read(lines, "ner")
    assert found.findings == []
    assert figures(retold.score("ner", gold=str(DATA), pred=lines))["iob2.f1"] == 1.0
    # IOB2 has no nested and no discontinuous names
    assert (figures(retold.score("entities", gold=str(DATA), pred=lines))["names.strict.f1"] or 0) < 1


def of_the_config() -> str:
    """Token lines of the config ner, one file, the splits in their order."""
    tables = open_dataset(str(DATA)).tables["ner"]
    labels = json.loads(json.dumps([row for s in sorted(tables) for row in tables[s].to_pylist()]))
    return "\n\n".join(
        "\n".join(f"{t} {g}" for t, g in zip(r["tokens"], r["ner_tags"], strict=True)) for r in labels
    )


def test_the_config_ner_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "tagged.txt").write_text(of_the_config() + "\n", encoding="utf-8")
    found = read(tmp_path / "tagged.txt", "ner")
    assert found.findings == []
    assert figures(retold.score("ner", gold=str(DATA), pred=tmp_path / "tagged.txt"))["iob2.f1"] == 1.0


def test_other_tokens_of_the_same_text_are_laid_on_it(tmp_path: Path, lines: Path) -> None:
    """Words at white space only: the names that end inside one take the whole word."""
    folder = shutil.copytree(lines, tmp_path / "in")
    text = (GOLDEN / "seeds/port-en.txt").read_text(encoding="utf-8")
    rows = [f"{w}\tB-GPE" if w == "Norland" else f"{w}\tO" for w in text.split()]
    (folder / "port-en.conll").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = read(folder, "ner")
    assert found.findings == []
    (page,) = [p for p in found.pages if p.id == "port-en"]
    assert [(m.spans, m.surface) for m in page.mentions] == [
        (((27, 34),), "Norland"),
        (((142, 149),), "Norland"),
    ]


def test_tokens_that_are_not_golds(tmp_path: Path, lines: Path) -> None:
    folder = shutil.copytree(lines, tmp_path / "in")
    text = (folder / "port-en.conll").read_text("utf-8")
    (folder / "port-en.conll").write_text(text.replace("crews", "crew", 1), encoding="utf-8")
    found = read(folder, "ner")
    assert sorted(codes(found)) == ["RT920", "RT922"]
    assert "its tokens are those of no document of gold" in next(
        f.message for f in found.findings if f.code == "RT920"
    )


def test_documents_of_the_same_words_are_told_by_the_files_names(tmp_path: Path) -> None:
    from retold.metrics.scores.page import Part

    part = Part((0, 8), "en", ((0, 3), (4, 8)))
    twins = [Page(id, "en", 8, (), (part,), "Ada Lund") for id in ("a", "b")]
    (tmp_path / "b.conll").write_text("Ada\tB-PER\nLund\tI-PER\n")
    (tmp_path / "a.conll").write_text("Ada\tO\nLund\tO\n")
    found = answers(tmp_path, twins, TASKS["ner"])
    assert found.findings == []
    assert [len(p.mentions) for p in found.pages] == [0, 1]


def test_token_lines_answer_no_other_task(lines: Path) -> None:
    found = read(lines, "stance")
    assert set(codes(found)) == {"RT920", "RT922"}
    assert "stance is scored from record lines" in " ".join(f.message for f in found.findings)


def test_a_tag_that_goes_on_with_nothing_warns_and_is_scored(tmp_path: Path, lines: Path) -> None:
    folder = shutil.copytree(lines, tmp_path / "in")
    text = (folder / "port-en.conll").read_text("utf-8")
    (folder / "port-en.conll").write_text(text.replace("B-ORG", "I-ORG", 1), encoding="utf-8")
    found = read(folder, "ner")
    assert [(f.code, f.severity) for f in found.findings] == [("RT908", "warning")]
    assert figures(retold.score("ner", gold=str(DATA), pred=folder))["iob2.f1"] == 1.0


def test_gold_that_was_built_anew_is_the_same(corpus_copy: Path) -> None:
    from retold.pipeline import build

    build(CorpusFolder(corpus_copy))
    assert gold("casualties", corpus_copy) == gold("casualties")
