"""How benchmarks measure a command, and the page that they write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.measuring.corpora import given
from benchmarks.measuring.measurements import MEASUREMENTS, PAIRS
from benchmarks.measuring.page import Result, page
from benchmarks.measuring.process import FailedError, Taken, once, take
from benchmarks.run import measured

from conftest import ROOT, snapshot

# A process that holds 100 MiB, and one that it starts that holds 150 MiB at the same time.
HOLDS = """
import subprocess, sys, time
held = bytearray(b"x") * (100 << 20)
child = "import time; held = bytearray(b'x') * (150 << 20); time.sleep(1)"
subprocess.run([sys.executable, "-c", child], check=True)
"""


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
    corpus = given(tmp_path, 4, "files")
    before = snapshot(corpus.corpus)
    by_key = {measurement.key: measurement for measurement in MEASUREMENTS}
    chosen = [by_key["python"], by_key["build"]]
    results = list(measured(chosen, [4], 1, tmp_path))
    assert [(r.measurement.key, r.documents) for r in results] == [("python", None), ("build", 4)]
    assert results[1].command == "python -m retold build CORPUS"
    assert (corpus.corpus / "data/release.json").is_file()
    corpus.clean()
    assert snapshot(corpus.corpus) == before


def test_the_page_sets_the_pairs_side_by_side() -> None:
    by_key = {measurement.key: measurement for measurement in MEASUREMENTS}
    assert {key for pair in PAIRS for key in pair} <= by_key.keys()
    build = Taken(wall=2.0, cpu=4.0, largest=100.0, together=None)
    today = replace(build, wall=5.0, cpu=6.0, largest=50.0, together=80.4)
    text = page(
        [Result(by_key["build"], 1000, build, "do"), Result(by_key["today"], 1000, today, "so")],
        [("cores", "2")],
    )
    assert "| today / build | 1,000 | 2.50 | 1.50 | 0.50 |" in text
    assert "| 1,000 | 5.00 | 6.00 | 200 | 50 | 80 | 1 |" in text
    assert "| cores | 2 |" in text
    assert text.endswith("```sh\ndo\nso\n```\n")
