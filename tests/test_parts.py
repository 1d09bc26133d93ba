"""What tasks left is taken again, and goes when it is of no use."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from conftest import replace, snapshot
from retold.engine.local import Failure, Outcome
from retold.engine.survey import Done, Options, TasksError
from retold.engine.task import Task, Workshop, run
from retold.files import CorpusFolder
from retold.pipeline import build, check
from test_engine import reported_otherwise, told, watched


def test_what_was_done_is_not_done_again(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    options, done = watched(2)
    first = build(folder, options=options)
    assert done == [(0, 2, 0), (1, 2, 2), (2, 2, 3)]
    done.clear()
    data = snapshot(corpus_copy / "data")
    again = build(folder, options=options)
    assert done == [(2, 2, 3)]
    assert again.record == first.record
    assert snapshot(corpus_copy / "data") == data


def test_one_document_that_changes_makes_its_own_task_again(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    options, done = watched(1)
    build(folder, options=options)
    done.clear()
    reported_otherwise(corpus_copy)
    assert build(folder, options=options).record is not None
    # port-en's fault names port-hi, but not its records
    assert done == [(2, 3, 2), (3, 3, 3)]
    data = snapshot(corpus_copy / "data")
    shutil.rmtree(corpus_copy / ".retold-parts")
    build(folder, options=options)
    assert snapshot(corpus_copy / "data") == data


def test_a_check_removes_no_part_that_another_may_read(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    parts = corpus_copy / ".retold-parts"
    names = corpus_copy / "annotations/registry/entities.jsonl"
    kept = []

    def report(done: Done) -> None:
        if done.tasks == done.of_tasks:
            # the parts are there, and not yet read again
            replace(names, '"Ada Lund","Lund"', '"Ada Lund"')
            check(folder, options=Options(per_task=1))
            kept.append(len(list(parts.glob("*-checked"))))

    check(folder, options=Options(per_task=1, report=report))
    assert kept == [6]
    assert len(list(parts.glob("*-checked"))) == 3


def test_a_part_that_another_run_left_meanwhile_stays(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    parts = corpus_copy / ".retold-parts"

    def engine(tasks: Sequence[Task], shop: Workshop) -> Iterator[tuple[Task, Outcome]]:
        if not list(parts.glob("*-checked")):
            check(folder, options=Options(per_task=1))
        before = {path.stat().st_ino for path in parts.glob("*-checked")}
        for task in tasks:
            yield task, run(task, shop)
        assert {path.stat().st_ino for path in parts.glob("*-checked")} == before

    check(folder, options=Options(per_task=1, engine=engine))
    assert [path.name for path in parts.iterdir() if path.name.startswith(("run-", "new-"))] == []


def test_a_part_that_was_changed_on_disk_is_made_again(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    options, done = watched(1)
    build(folder, options=options)
    data = snapshot(corpus_copy / "data")
    part = next((corpus_copy / ".retold-parts").glob("*-built/documents-*.parquet"))
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    done.clear()
    build(folder, options=options)
    assert done == [(2, 3, 2), (3, 3, 3)]
    assert snapshot(corpus_copy / "data") == data


def test_parts_of_documents_that_are_gone_are_removed(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    build(folder, options=Options(per_task=1))
    build(folder, options=Options(per_task=3))
    assert len(list((corpus_copy / ".retold-parts").glob("*-built"))) == 1


def test_an_error_in_one_task_writes_nothing_and_keeps_the_others(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)
    options, done = watched(1)
    replace(corpus_copy / "annotations/gold/port-hi.jsonl", '"surface":"', '"surface":"x')
    built = build(folder, options=options)
    assert built.record is None
    assert not (corpus_copy / "data").exists()
    assert told(built.findings) == told(check(folder).findings)
    replace(corpus_copy / "annotations/gold/port-hi.jsonl", '"surface":"x', '"surface":"')
    done.clear()
    assert build(folder, options=options).record is not None
    assert done == [(2, 3, 2), (3, 3, 3)]


def test_a_task_that_fails_is_named_and_the_rest_is_kept(corpus_copy: Path) -> None:
    folder = CorpusFolder(corpus_copy)

    def engine(tasks: Sequence[Task], shop: Workshop) -> Iterator[tuple[Task, Outcome]]:
        for number, task in enumerate(tasks):
            yield task, Failure(task, "no space left") if number == 1 else run(task, shop)

    with pytest.raises(TasksError, match="documents 2-2: no space left") as failed:
        build(folder, options=Options(per_task=1, engine=engine))
    assert "2 tasks are done and kept" in str(failed.value)
    options, done = watched(1)
    build(folder, options=options)
    assert done == [(2, 3, 2), (3, 3, 3)]
