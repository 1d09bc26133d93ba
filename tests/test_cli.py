"""The command line as people and machines use it: output and exit status."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import replace, snapshot
from retold.rules import CATALOGUE

GOLD = "annotations/gold/port-en.jsonl"


def retold(*words: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "retold", *words]
    environ = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", **env}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environ)


def test_build_says_what_it_built_and_what_to_try(corpus_copy: Path) -> None:
    result = retold("build", cwd=corpus_copy)
    assert result.returncode == 0
    assert "harbour 0.2.0 (no findings)" in result.stdout
    rows = [row.replace("│", " ").replace("┃", " ").split() for row in result.stdout.splitlines()]
    assert ["train", "id", "test", "en", "test", "hi"] in rows
    assert ["mentions", "5", "12", "6"] in rows
    assert ["entities", "5", "18"] in rows
    assert 'load_dataset("data", "entities", split="train")' in result.stdout
    assert result.stderr.splitlines() == [
        "retold: reading and checking",
        "retold: making tables",
        "retold: writing data/",
    ]


def test_the_line_to_try_works(corpus_copy: Path) -> None:
    result = retold("build", cwd=corpus_copy, PATH="/usr/bin:/bin")
    line = result.stdout.splitlines()[-1].strip()
    assert line.startswith(f"{sys.executable} -c ")
    shown = subprocess.check_output(line, shell=True, cwd=corpus_copy, text=True)
    assert "'surface': 'Serikat Dermaga'" in shown


def test_the_line_to_try_is_short_where_python_is_this_one(corpus_copy: Path) -> None:
    here = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    line = retold("build", cwd=corpus_copy, PATH=here).stdout.splitlines()[-1].strip()
    assert line.startswith("python -c ")


def test_progress_on_a_terminal(corpus_copy: Path) -> None:
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "retold", "build", str(corpus_copy)]
    env = {**os.environ, "TERM": "xterm"}
    process = subprocess.Popen(command, stderr=child, stdout=subprocess.DEVNULL, env=env)
    os.close(child)
    shown = b""
    while True:
        try:
            block = os.read(parent, 4096)
        except OSError:  # how Linux reports the end of a terminal
            break
        if not block:
            break
        shown += block
    os.close(parent)
    assert process.wait() == 0
    assert "✓".encode() in shown
    assert b"making tables" in shown


def test_check_from_inside_the_corpus(corpus_copy: Path) -> None:
    result = retold("check", cwd=corpus_copy / "annotations")
    assert (result.returncode, result.stdout) == (0, "Checked 3 documents: no findings.\n")


def test_findings_in_text(corpus_copy: Path) -> None:
    replace(corpus_copy / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    result = retold("build", str(corpus_copy))
    assert result.returncode == 1
    assert f"{GOLD}:11 port-en-m06 surface [88, 96): RT203 error: surface is 'Norhavem'" in result.stdout
    assert CATALOGUE["RT203"].fix in result.stdout
    assert "Nothing written: 2 errors." in result.stdout
    assert not (corpus_copy / "data").exists()


def test_the_source_line_with_a_caret(corpus_copy: Path) -> None:
    replace(corpus_copy / "annotations/gold/port-hi.jsonl", '"surface":"शुक्रवार"', '"surface":"शनिवार"')
    lines = retold("check", str(corpus_copy)).stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if "RT203" in line)
    assert lines[at + 1].startswith("    port-hi 3:15 | डॉक यूनियन ने शुक्रवार को कहा")
    assert set(lines[at + 2].partition("|")[2]) == {" ", "^"}
    assert lines[at + 3].strip() == CATALOGUE["RT203"].fix


def test_findings_for_github(corpus_copy: Path) -> None:
    replace(corpus_copy / GOLD, '"surface":"Norhaven"', '"surface":"100%\\nNorhaven"')
    result = retold("check", str(corpus_copy), "--format", "github")
    assert result.returncode == 1
    first = result.stdout.splitlines()[0]
    assert first.startswith(
        f"::error file={GOLD},line=11,title=RT203 surface is not the text::port-en-m06"
    )
    assert "100%25" in first


def test_select_ignore_and_statistics(corpus_copy: Path) -> None:
    replace(corpus_copy / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    replace(corpus_copy / GOLD, '"entity":"e-coast-wire"', '"entity":"e-nobody"')

    def codes(*options: str) -> list[str]:
        shown = retold("check", str(corpus_copy), "--format", "json", *options).stdout
        return [f["code"] for f in json.loads(shown)["findings"]]

    assert sorted(codes()) == ["RT203", "RT301", "RT801", "RT801"]
    assert codes("--select", "RT2") == ["RT203"]
    assert codes("--select", "rt2,RT301") == ["RT301", "RT203"]
    assert codes("--select", "RT2", "--select", "RT301", "--ignore", "RT3") == ["RT203"]
    assert retold("check", str(corpus_copy), "--select", "RT1").returncode == 0
    statistics = retold("check", str(corpus_copy), "--statistics").stdout.splitlines()
    assert statistics[0].split(maxsplit=2)[:2] == ["2", "RT801"]
    assert statistics[-1] == "Checked 3 documents: 4 errors."
    wrong = retold("check", str(corpus_copy), "--select", "RX9")
    assert wrong.returncode == 2
    assert "RT0xx" in wrong.stderr


def test_findings_in_json(corpus_copy: Path) -> None:
    replace(corpus_copy / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    before = snapshot(corpus_copy)
    result = retold("check", str(corpus_copy), "--format", "json")
    assert result.returncode == 1
    (finding, copied) = json.loads(result.stdout)["findings"]
    assert finding == {
        "code": "RT203",
        "severity": "error",
        "file": GOLD,
        "line": 11,
        "doc": "port-en",
        "record": "port-en-m06",
        "field": "surface",
        "span": [88, 96],
        "message": "surface is 'Norhavem', the text there is 'Norhaven'",
        "fix": CATALOGUE["RT203"].fix,
    }
    assert copied["code"] == "RT801"
    assert snapshot(corpus_copy) == before


def test_build_in_json(corpus_copy: Path) -> None:
    result = retold("build", str(corpus_copy), "--format", "json")
    assert result.returncode == 0
    value = json.loads(result.stdout)
    assert value["findings"] == []
    assert value["release"] == json.loads(
        (corpus_copy / "data/release.json").read_text(encoding="utf-8")
    )


def warned(corpus: Path) -> None:
    """Makes the corpus hold one warning: a seed of white space."""
    (corpus / "seeds/blank.txt").write_text("\n")
    (corpus / "annotations/gold/blank.jsonl").write_text("")
    (corpus / "annotations/first/blank.jsonl").write_text("")
    line = (corpus / "seeds/seeds.jsonl").read_text(encoding="utf-8").splitlines()[0]
    seed = json.loads(line)
    from retold.manifest import sha256

    seed.update(id="blank", file="blank.txt", sha256=sha256(b"\n"))
    text = json.dumps(seed, separators=(",", ":")) + "\n"
    manifest = corpus / "seeds/seeds.jsonl"
    manifest.write_text(text + manifest.read_text(encoding="utf-8"), encoding="utf-8")


def test_strict_makes_errors_of_warnings(corpus_copy: Path) -> None:
    warned(corpus_copy)
    assert retold("check", str(corpus_copy)).returncode == 0
    assert "1 warning." in retold("check", str(corpus_copy)).stdout
    strict = retold("check", str(corpus_copy), "--strict")
    assert strict.returncode == 1
    assert "RT104 error" in strict.stdout
    for options, severity in (([], "warning"), (["--strict"], "error")):
        shown = json.loads(retold("check", str(corpus_copy), "--format", "json", *options).stdout)
        assert [f["severity"] for f in shown["findings"]] == [severity]
    assert retold("build", str(corpus_copy), "--strict").returncode == 1
    assert retold("build", str(corpus_copy)).returncode == 0


def test_fix_says_what_it_changed(corpus_copy: Path) -> None:
    replace(corpus_copy / GOLD, '"kind":"zone","id"', '"kind": "zone","id"')
    assert retold("check", str(corpus_copy)).returncode == 1
    result = retold("check", str(corpus_copy), "--fix")
    assert (result.returncode, result.stdout.splitlines()[0]) == (0, f"fixed {GOLD}")
    again = retold("check", str(corpus_copy), "--fix", "--format", "json")
    assert json.loads(again.stdout) == {"fixed": [], "findings": []}


@pytest.mark.parametrize("code", ["RT203", "rt203"])
def test_explain(code: str) -> None:
    result = retold("explain", code)
    assert result.returncode == 0
    for text in (CATALOGUE["RT203"].title, CATALOGUE["RT203"].why, CATALOGUE["RT203"].fix):
        assert text in result.stdout


def test_explain_all_in_json() -> None:
    rows = json.loads(retold("explain", "all", "--format", "json").stdout)
    assert [row["code"] for row in rows] == list(CATALOGUE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "RT999"], "RT203"),
        (["build", "/nowhere"], "it has no retold.toml"),
        (["check", "--format", "xml"], "json"),
        (["bulid"], "bulid"),
        (["check"], "no retold.toml here or in any folder above"),
    ],
)
def test_wrong_usage_is_2_and_names_what_is_allowed(words: list[str], said: str, tmp_path: Path) -> None:
    result = retold(*words, cwd=tmp_path)
    assert result.returncode == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_what_could_not_run_is_3(corpus_copy: Path) -> None:
    seeds = corpus_copy / "seeds/seeds.jsonl"
    seeds.unlink()
    seeds.symlink_to("/proc/self/mem")  # opens, cannot be read
    result = retold("check", str(corpus_copy))
    assert result.returncode == 3
    assert result.stderr.startswith("retold: could not run:")
    assert "Traceback" not in result.stderr


def test_a_fault_of_the_tool_is_3_and_says_how_to_report_it(corpus_copy: Path) -> None:
    code = (
        "import sys, retold.pipeline as p\n"
        "p.check = lambda folder, **how: 1 / 0\n"
        f"sys.argv = ['retold', 'check', {str(corpus_copy)!r}]\n"
        "from retold.cli import main\nmain()\n"
    )
    command = [sys.executable, "-c", code]
    plain = subprocess.run(command, capture_output=True, text=True, check=False)
    assert plain.returncode == 3
    assert "ZeroDivisionError" in plain.stderr
    assert "RETOLD_TRACEBACK=1" in plain.stderr
    env = {**os.environ, "RETOLD_TRACEBACK": "1"}
    full = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert full.returncode == 3
    assert "Traceback" in full.stderr


def test_a_reader_that_goes_away_is_3_not_1(corpus_copy: Path) -> None:
    command = [sys.executable, "-m", "retold", "explain", "all"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait() == 3
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()


def test_a_panic_of_a_library_is_3(corpus_copy: Path) -> None:
    code = (
        "import sys, retold.pipeline as p\n"
        "class Panic(BaseException): pass\n"
        "def check(folder, **how): raise Panic('index out of bounds')\n"
        "p.check = check\n"
        f"sys.argv = ['retold', 'check', {str(corpus_copy)!r}]\n"
        "from retold.cli import main\nmain()\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 3
    assert "index out of bounds" in result.stderr


def test_a_second_build_at_the_same_time_is_refused(corpus_copy: Path) -> None:
    from retold.files import CorpusFolder

    with CorpusFolder(corpus_copy).building():
        result = retold("build", str(corpus_copy))
    assert result.returncode == 3
    assert "another build of this corpus runs" in result.stderr


def test_help_says_what_each_command_does() -> None:
    result = retold("--help")
    assert result.returncode == 0
    for word in ("build", "check", "explain", "retold.toml", "Exit status"):
        assert word in result.stdout
    for command in ("build", "check", "explain", "release", "hydrate"):
        assert retold(command, "--help").returncode == 0


def test_version() -> None:
    from importlib.metadata import version

    assert retold("--version").stdout == f"retold {version('retold')}\n"
