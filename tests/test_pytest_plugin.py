"""`pytest --retold CORPUS`: a corpus among the tests, as pytest itself runs them."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable

import pytest

from conftest import GOLDEN, ROOT, replace
from retold.rules import CATALOGUE
from test_cli import warned

pytest_plugins = ["pytester"]

Run = Callable[..., pytest.RunResult]

GOLD = "annotations/gold/port-en.jsonl"
NAMES = ["port-en", "port-hi", "port-id", "corpus"]
ITEMS = [f"corpus/retold.toml::{name}" for name in NAMES]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs pytest beside a copy of the golden corpus and one test, with no plugin but this one."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p retold.pytest_plugin")
    ignore = shutil.ignore_patterns(".retold-*", "data")
    shutil.copytree(GOLDEN, pytester.path / "corpus", ignore=ignore)
    pytester.mkdir("tests").joinpath("test_mine.py").write_text("def test_mine(): pass\n")
    pytester.makeini("[pytest]\n")
    return pytester.runpytest_subprocess


def collected(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]


def test_pytest_finds_the_plugin_by_its_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"retold": "retold.pytest_plugin"}
    assert not [need for need in project["dependencies"] if need.startswith("pytest")]


def test_a_sound_corpus_passes_document_by_document(run: Run) -> None:
    result = run("-v", "--retold", "corpus", "tests")
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        ["tests/test_mine.py::test_mine PASSED*", *(f"{i} PASSED*" for i in ITEMS)]
    )
    result.assert_outcomes(passed=5)


def test_a_document_fails_with_its_findings_and_the_others_do_not(
    run: Run, pytester: pytest.Pytester
) -> None:
    replace(pytester.path / "corpus" / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    (pytester.path / "corpus/annotations/stray.txt").write_text("")
    (pytester.path / "corpus/seeds/port-hi.txt").write_bytes(b"\xff")
    result = run("--retold", "corpus")
    assert result.ret == 1
    result.assert_outcomes(passed=2, failed=3)
    result.stdout.fnmatch_lines(
        [
            "*retold: port-en*",
            f"{GOLD}:11 port-en-m06 surface [[]88, 96): RT203 error: surface is 'Norhavem'*",
            "    port-en 3:53 | *Norhaven*",
            "*^^^^^^^^",
            f"    {CATALOGUE['RT203'].fix}",
            "*retold: port-hi*",
            "*RT004 error:*",
            "*retold: corpus*",
            "annotations/stray.txt: RT009 error: no stage reads this file",
            f"    {CATALOGUE['RT009'].fix}",
            "*short test summary*",
            f"FAILED {ITEMS[0]}*",
            f"FAILED {ITEMS[1]}*",
            f"FAILED {ITEMS[3]}*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_warnings_fail_where_they_shall(run: Run, pytester: pytest.Pytester) -> None:
    warned(pytester.path / "corpus")
    result = run("-rP", "--retold", "corpus")
    result.assert_outcomes(passed=6)
    result.stdout.fnmatch_lines(["*RT104 warning:*"])
    for strict in (["--retold-strict"], ["-o", "retold_strict=true"]):
        result = run("--retold", "corpus", *strict)
        result.assert_outcomes(passed=5, failed=1)
        result.stdout.fnmatch_lines(["*retold: blank*", "*RT104 error:*"])


def test_the_setting_is_for_runs_that_name_no_files(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nretold_corpus = corpus\ntestpaths = tests\n")
    mine = "tests/test_mine.py::test_mine"
    assert collected(run("--collect-only", "-q")) == [mine, *ITEMS]
    assert collected(run("--collect-only", "-q", "tests")) == [mine]
    assert collected(run("--collect-only", "-q", ITEMS[1])) == [ITEMS[1]]
    assert collected(run("--collect-only", "-q", "tests", "--retold", "corpus")) == [mine, *ITEMS]


@pytest.mark.parametrize(
    "words",
    [
        ["."],
        ["corpus", "tests"],
        ["corpus/retold.toml", "tests"],
        ["-o", "norecursedirs=corpus"],
        ["corpus/test_beside.py", "tests"],
    ],
)
def test_the_corpus_is_collected_once(run: Run, pytester: pytest.Pytester, words: list[str]) -> None:
    (pytester.path / "corpus/test_beside.py").write_text("")
    found = collected(run("--collect-only", "-q", "--retold", "corpus", *words))
    assert sorted(found) == sorted([*ITEMS, "tests/test_mine.py::test_mine"])


def test_items_are_chosen_as_others_are(run: Run) -> None:
    run("tests", "--retold", "corpus", "-k", "port-hi").assert_outcomes(passed=1, deselected=4)


READINGS = """
from retold import pipeline
calls, check = [], pipeline.check

def counted(*args, **options):
    calls.append(args)
    return check(*args, **options)

def pytest_configure(config):
    pipeline.check = counted

def pytest_unconfigure(config):
    print("readings:", len(calls))
"""


def test_the_corpus_is_read_once_and_only_if_it_runs(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(READINGS)
    run("--retold", "corpus").stdout.fnmatch_lines(["readings: 1"])
    run("--retold", "corpus", "-k", "mine").stdout.fnmatch_lines(["readings: 0"])


def test_without_a_corpus_nothing_else_is_imported(run: Run, pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("tests/test_mine.py").write_text(
        "import sys\n"
        "def test_mine():\n"
        "    assert [m for m in sys.modules if m.startswith('retold.')] == ['retold.pytest_plugin']\n"
        "    assert not {'msgspec', 'typer', 'jsonschema', 'regex'} & set(sys.modules)\n"
    )
    run("tests").assert_outcomes(passed=1)


def test_a_folder_that_is_no_corpus_is_wrong_usage(run: Run) -> None:
    result = run("--retold", "tests")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: retold: *tests is no corpus: it has no retold.toml"])


def test_a_manifest_that_cannot_be_read_is_a_finding(run: Run, pytester: pytest.Pytester) -> None:
    (pytester.path / "corpus/seeds/seeds.jsonl").write_bytes(b"\xff\n")
    result = run("--retold", "corpus", "tests")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*retold: corpus*", "seeds/seeds.jsonl: RT004 error:*"])


def test_a_fault_of_the_tool_is_told_from_a_finding(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(READINGS.replace("return check", "return 1 / 0 or check"))
    result = run("--retold", "corpus", "-k", "port-hi")
    result.assert_outcomes(failed=1, deselected=4)
    result.stdout.fnmatch_lines(["*pytest_plugin.py:*in checked*", "E *ZeroDivisionError*"])


def test_workers_of_xdist_check_the_corpus_too(run: Run) -> None:
    run("-p", "xdist.plugin", "-n", "2", "--retold", "corpus").assert_outcomes(passed=5)
