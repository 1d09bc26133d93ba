"""How benchmarks measure a command, and the page that they write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from benchmarks.measuring.corpora import given
from benchmarks.measuring.measurements import MEASUREMENTS
from benchmarks.measuring.page import page
from benchmarks.measuring.process import FailedError, Taken, once, take
from benchmarks.measuring.results import Result, Run, Runs, Score, read, write
from benchmarks.measuring.targets import TARGETS
from benchmarks.run import measured

from conftest import ROOT, snapshot

# A process that holds 100 MiB, and one that it starts that holds 150 MiB at the same time.
HOLDS = """
import subprocess, sys, time
held = bytearray(b"x") * (100 << 20)
child = "import time; held = bytearray(b'x') * (150 << 20); time.sleep(1)"
subprocess.run([sys.executable, "-c", child], check=True)
"""

BY_KEY = {measurement.key: measurement for measurement in MEASUREMENTS}


def nothing() -> None:
    pass


def test_memory_is_of_the_largest_process_and_of_all_together() -> None:
    # measured by a small process: a new one counts the memory of the one that starts it
    measures = (
        "import dataclasses, json, os, sys\n"
        "from benchmarks.measuring.process import once\n"
        f"taken = once([sys.executable, '-c', {HOLDS!r}], os.environ)\n"
        "print(json.dumps(dataclasses.asdict(taken)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", measures], capture_output=True, check=True, text=True, cwd=ROOT
    )
    taken = json.loads(done.stdout)
    assert 150 < taken["largest"] < 220
    assert taken["wall"] >= 1
    if Path("/proc").is_dir():
        assert 250 < taken["together"] < 340


def test_the_time_of_processes_that_a_command_starts_counts() -> None:
    busy = "import time\nwhile time.process_time() < 0.5: pass"
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}], check=True)"
    assert once([sys.executable, "-c", starts], os.environ).cpu >= 0.5


def test_what_is_short_is_run_again_after_cleaning(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned: list[None] = []
    argv = [sys.executable, "-c", "pass"]
    assert take(argv, os.environ, lambda: cleaned.append(None), runs=2).runs == len(cleaned) == 2
    monkeypatch.setattr("benchmarks.measuring.process._SHORT", 0.0)
    assert take(argv, os.environ, nothing, runs=2).runs == 1


def test_a_command_that_fails_says_how() -> None:
    with pytest.raises(FailedError, match=r"ended with 3:\nno such harbour"):
        once([sys.executable, "-c", "print('no such harbour'); exit(3)"], os.environ)


def test_a_build_is_measured_from_nothing_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    corpus = given(tmp_path, 4)
    before = snapshot(corpus.corpus)
    chosen = [BY_KEY["python"], BY_KEY["build-2"]]
    results = list(measured(chosen, [4, 5], 1, tmp_path))
    assert [(r.key, r.documents) for r in results] == [("python", None), ("build-2", 4), ("build-2", 5)]
    assert results[1].command == "python -m retold build CORPUS --jobs 2"
    assert (corpus.corpus / "data/release.json").is_file()
    corpus.clean()
    assert snapshot(corpus.corpus) == before


def test_what_changed_is_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("benchmarks.measuring.corpora.PER_SHARD", 4)  # a story
    corpus = given(tmp_path, 8)
    changed = BY_KEY["one-changed"]
    for _ in range(2):
        changed.prepare(corpus)
        before = {path: path.read_bytes() for path in parts(corpus.corpus)}
        subprocess.run(changed.command(corpus), check=True, capture_output=True)
        kept = [p for p in parts(corpus.corpus) if before.get(p) == p.read_bytes()]
        assert (len(before), len(kept), len(parts(corpus.corpus))) == (2, 1, 2)


def parts(corpus: Path) -> list[Path]:
    return sorted(corpus.glob(".retold-parts/*/part.json"))


def test_a_measurement_is_not_run_on_more_than_it_is_for(tmp_path: Path) -> None:
    none = replace(BY_KEY["build-2"], most=3)
    assert list(measured([none], [4], 1, tmp_path)) == []


TAKEN = Taken(wall=2.0, cpu=4.0, largest=100.0, together=None)


def result(key: str, documents: int | None, taken: Taken = TAKEN) -> Result:
    return Result(key, documents, taken, f"do {key}", "2031-05-04")


def test_what_was_asked_stands_beside_what_was_measured() -> None:
    today = replace(TAKEN, wall=5.0, cpu=6.0, largest=50.0, together=80.4)
    million = replace(TAKEN, cpu=420.0, together=1500.0)
    found = Run(
        [("cores", "2"), ("retold", "1.2.3")],
        "Measured in a storm.",
        [
            result("build-2", 10_000),
            result("today", 10_000, today),
            result("build-2", 1_000_000, million),
        ],
    )
    text = page(Runs([found]))
    assert "\n## Run 1: retold 1.2.3, 10,000 to 1,000,000 documents\n\nMeasured" in text
    assert "| today / build, two workers (seconds) | 10,000 | ≥ 12 | 2.50 |" in text
    assert "| memory of all processes, two workers (MiB) | 1,000,000 | ≤ 1024 | 1,500 |" in text
    assert "two workers (CPU seconds) | 1,000,000 | 0.9 to 1.1 | 1.05 |" in text
    assert "| 10,000 | 5.00 | 6.00 | 2,000 | 50 | 80 | 1 | 2031-05-04 |" in text
    assert "| cores | 2 |" in text
    assert "\n\nMeasured in a storm.\n\n### Asked" in text
    assert text.endswith("```sh\ndo build-2\ndo today\n```\n")


def test_targets_name_what_is_measured() -> None:
    assert {key for target in TARGETS for key in (target.one, target.other) if key} <= BY_KEY.keys()


def test_results_of_another_machine_are_kept_apart(tmp_path: Path) -> None:
    here, there, path = [("cores", "2")], [("cores", "64")], tmp_path / "found.json"
    found = read(path)
    for taken in (TAKEN, replace(TAKEN, wall=3.0)):
        found.on(here).add(result("build-2", 1000, taken))
        found.on(here).add_scores([Score("ours", 10, 1.0, 1.0, taken.wall, "{}")])
    found.on(there).add(result("today", 1000))
    write(path, found)
    again = read(path)
    assert [run.machine for run in again.runs] == [here, there]
    [kept], [score] = again.on(here).results, again.on(here).scores
    assert (kept.taken.wall, score.peak_mb) == (3, 3)
    text = page(again)
    first, second = text.index("## Run 1: "), text.index("## Run 2: retold unknown, 1,000 documents")
    assert "today" not in text[first:second]
    assert "/ build" not in text[second:]  # nothing of one run stands beside something of another


def test_the_page_is_made_of_the_results() -> None:
    path = ROOT / "docs/benchmarks.json"
    found = msgspec.json.decode(path.read_bytes(), type=Runs)
    assert page(found) == path.with_suffix(".md").read_text(encoding="utf-8")
