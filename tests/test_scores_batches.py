"""A corpus that is read some documents after the other has the scores, and the faults, of the whole."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from retold.answers import scoring
from retold.answers.given import source_of
from retold.answers.pages import Pages, pages
from retold.answers.scoring import Scored, scored
from retold.metrics.scores.measured import as_values
from retold.metrics.scores.tasks import TASKS
from retold.sources import open_dataset
from test_answers import CASES, CODES, DATA, LAYER, NOT_ANSWERS, outcome, shown

GOLD = open_dataset(str(DATA))


def run(task: str, path: Path, **more: bool) -> Scored:
    row = TASKS[task]
    return scored(row, GOLD, source_of(path, row), **more)


def in_one_file(folder: Path) -> Path:
    """The layer as one file, its documents mixed."""
    lines = [
        line for path in sorted(LAYER.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    path = folder / "run.jsonl"
    path.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("kind", ["folder", "file", "dataset"])
def test_one_document_at_a_time(
    task: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = {"folder": LAYER, "dataset": DATA}.get(kind) or in_one_file(tmp_path)
    whole = run(task, path)
    asked: list[int] = []
    at = Pages.at
    monkeypatch.setattr(
        Pages, "at", lambda self, numbers: asked.append(len(numbers)) or at(self, numbers)
    )
    monkeypatch.setattr(scoring, "AT_ONCE", 1)
    parts = run(task, path)
    assert whole.report is not None and parts.report is not None
    assert as_values(parts.report) == as_values(whole.report)
    assert whole.report.documents == 3
    # of events several documents tell
    assert max(asked) == (3 if task == "casualties" else 1)


@pytest.mark.parametrize("code", CODES)
def test_what_is_wrong_is_found_one_document_at_a_time(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES / code / "bad"
    said = tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))
    expected = [shown(finding) for finding in outcome(case, tmp_path / "once")]
    shutil.copytree(case, tmp_path / "parts/in", ignore=NOT_ANSWERS)
    monkeypatch.setattr(scoring, "AT_ONCE", 1)
    task = said.pop("task", "entities")
    found = run(task, tmp_path / "parts/in", **said)
    assert [shown(finding) for finding in found.findings] == expected
    assert found.report is None


def test_a_fault_of_the_last_document_leaves_nothing_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(LAYER, tmp_path / "in")
    (tmp_path / "in/port-id.jsonl").unlink()
    monkeypatch.setattr(scoring, "AT_ONCE", 1)
    found = run("ner", tmp_path / "in")
    assert found.report is None
    assert [finding.code for finding in found.findings] == ["RT922"]
    assert run("ner", tmp_path / "in", missing_is_empty=True).report is not None


@pytest.mark.parametrize("task", TASKS)
def test_pages_are_the_same_whichever_are_asked_for(task: str) -> None:
    row = TASKS[task]
    whole = pages(GOLD, row)
    found = Pages(GOLD, row)
    assert found.ids == [page.id for page in whole]
    assert found.at([2, 0]) == [whole[2], whole[0]]
    assert found.at([]) == []
    bare = Pages(GOLD, row, tokens=False).at(range(3))
    without = [replace(page, parts=tuple(replace(p, tokens=()) for p in page.parts)) for page in whole]
    assert bare == without != whole
