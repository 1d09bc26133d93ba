"""Results are made by the commands that they show; what is stale or not so is said."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import replace as changed
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from conftest import GOLDEN, ROOT, replace
from measured import TRAINED, row
from retold.files import RESULTS, RESULTS_PAGE, CorpusFolder
from retold.pipeline import build
from retold.results.__main__ import app
from retold.results.checking import findings, page_of
from retold.results.plan import LACKING, MODELS, SETS, Planned, model_sees, plan
from retold.results.running import RunError, Runner, lacks, measured
from retold.scoreboard.main import figures_of
from retold.scoreboard.rows import Row, dumps, loads
from retold.training.kinds import KINDS
from samples import SAMPLES
from test_cli import retold

COMMITTED = loads((ROOT / RESULTS).read_bytes())
CASUALTIES = [planned for planned in plan() if planned.key == ("casualties", "rules", "seeds")]


def silent(line: str) -> None:
    pass


def results(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden corpus, built; nobody may change it."""
    folder = tmp_path_factory.mktemp("golden") / "corpus"
    shutil.copytree(GOLDEN, folder, ignore=shutil.ignore_patterns(".retold-*", "data"))
    build(CorpusFolder(folder))
    return folder


@pytest.fixture(scope="module")
def rows(golden: Path) -> list[Row]:
    """What the rules score on it; only one task of it, since each takes its time."""
    return measured(CASUALTIES, (), golden, None, silent)


def wrong(
    rows: Sequence[Row], corpus: Path, shown: str | None = None, wanted: Sequence[Planned] = CASUALTIES
) -> list[str]:
    return list(findings(rows, shown or page_of(rows), wanted, corpus, silent))


# the plan


def test_each_row_is_planned_once_and_rules_answer_every_task_of_a_set() -> None:
    keys = [planned.key for planned in plan()]
    assert len(keys) == len(set(keys))
    for name, chosen in SETS.items():
        assert {task for task, system, on in keys if (system, on) == ("rules", name)} == set(
            chosen.tasks
        )


def test_commands_name_no_folder_of_a_machine() -> None:
    for planned in plan():
        for word in shlex.split(" ".join(planned.commands)):
            assert not word.startswith(("/", "~", "..")), word
        assert planned.commands[-2].startswith(f"retold predict {planned.task} ")
        assert planned.commands[-1].endswith(" --format json")


def test_what_can_be_learned_has_a_row_or_is_said_to_have_none() -> None:
    learned = {model.task for model in MODELS.values()}
    assert {task for task in KINDS if f"`retold train {task}`" in LACKING} == set(KINDS) - learned


def test_no_model_is_scored_on_what_it_learned_from() -> None:
    for planned in plan():
        if planned.model is not None:
            source = SETS[MODELS[planned.system].learns_from]
            assert f"--data {source.address} --split train " in " ".join(planned.commands)
            gold = SETS[planned.set]
            assert (gold.address, gold.split) != (source.address, "train")


def test_a_classifier_is_given_the_records_of_gold() -> None:
    assert [model_sees(task) for task in KINDS] == ["text", "records", "records"]


# running


def test_placeholders_are_folders_whatever_they_are_called(tmp_path: Path) -> None:
    out, samples = tmp_path / "an out", tmp_path / "others'"
    samples.mkdir()
    (samples / "x.txt").write_text("1\n2\n3\n")
    runner = Runner(tmp_path, out, samples, silent)
    runner.run("mkdir -p OUT/a")
    runner.run("head -n 2 SAMPLES/x.txt > OUT/a/y.OUT")
    assert (out / "a" / "y.OUT").read_text() == "1\n2\n"
    assert (runner.path("."), runner.path("OUT/a")) == (tmp_path, out / "a")


def test_a_command_runs_once(tmp_path: Path) -> None:
    said: list[str] = []
    runner = Runner(tmp_path, tmp_path / "out", None, said.append)
    assert runner.run("mkdir OUT") == runner.run("mkdir OUT") == ""
    assert said == ["mkdir OUT"]


@pytest.mark.parametrize(
    ("command", "status", "words"),
    [("retold score nothing --pred .", 2, ""), ("ls OUT/nowhere", 2, "nowhere"), ("exit 7", 7, "")],
)
def test_a_command_that_fails_is_named(command: str, status: int, words: str, tmp_path: Path) -> None:
    runner = Runner(tmp_path, tmp_path / "out", None, silent)
    with pytest.raises(RunError) as error:
        runner.run(command)
    assert str(error.value).startswith(f"`{command}` ended with exit status {status}")
    assert words in str(error.value)


def test_rows_without_their_samples_stay_as_they_were_or_out(golden: Path, tmp_path: Path) -> None:
    muc4, nergrit = (
        next(p for p in plan() if p.set == name and p.model is None) for name in ("muc4", "nergrit")
    )
    old = row(task=muc4.task, set="muc4", own=False)
    said: list[str] = []
    assert measured([muc4, nergrit], [old], golden, tmp_path, said.append) == [old]
    assert said == [
        "ner rules muc4: kept as it was, there is no SAMPLES/muc4",
        "ner rules nergrit: left out, there is no SAMPLES/iob2/nergrit_id",
    ]
    (tmp_path / "muc4").mkdir()
    assert (lacks(muc4, tmp_path), lacks(muc4, None)) == ([], ["SAMPLES/muc4"])


def test_a_row_says_what_it_was_measured_on(golden: Path, rows: list[Row]) -> None:
    (found,) = rows
    record = json.loads((golden / "data/release.json").read_text())
    assert (found.content, found.own, found.sees, found.documents) == (
        record["content"],
        True,
        "text",
        2,
    )
    assert (found.samples, found.trained, found.commands) == ({}, None, CASUALTIES[0].commands)


# what is committed


def test_committed_results_are_those_of_this_corpus() -> None:
    assert wrong(COMMITTED, ROOT, (ROOT / RESULTS_PAGE).read_text(encoding="utf-8"), plan()) == []


def test_commands_of_a_row_typed_in_a_shell_give_its_figures(tmp_path: Path) -> None:
    (found,) = (row for row in COMMITTED if row.key == ("casualties", "rules", "seeds"))
    for command in found.commands:
        program, *words = shlex.split(command)
        assert program == "retold"
        done = retold(*(word.replace("OUT/", f"{tmp_path}/") for word in words), cwd=ROOT)
        assert done.returncode == 0, done.stderr
    assert figures_of("casualties", json.loads(done.stdout)) == found.figures


def test_committed_results_are_of_the_samples_beside_this_repository() -> None:
    from retold.results.running import digest

    if not SAMPLES.is_dir():
        pytest.skip("no samples beside the repository")
    made = {name: found for row in COMMITTED for name, found in row.samples.items()}
    assert made == {name: digest(SAMPLES / name) for name in made}
    assert len(made) == 3


# --check


def test_nothing_is_wrong_with_rows_that_were_just_measured(golden: Path, rows: list[Row]) -> None:
    assert wrong(rows, golden) == []


def test_a_figure_that_comes_out_otherwise_is_told(golden: Path, rows: list[Row]) -> None:
    (found,) = rows
    first, *others = found.figures
    for field, value in (("value", 0.123), ("low", 0.001), ("counts", {})):
        odd = msgspec.structs.replace(first, **{field: value})
        (line,) = wrong([msgspec.structs.replace(found, figures=(odd, *others))], golden)
        assert line.startswith(f"{RESULTS}: casualties rules seeds: slots F1 is {odd.value} over ")
        assert f"measured again {first.value} over" in line
    fewer = msgspec.structs.replace(found, figures=tuple(others))
    assert wrong([fewer], golden)[0].startswith(
        f"{RESULTS}: casualties rules seeds: slots F1 is nothing"
    )
    (line,) = wrong([msgspec.structs.replace(found, documents=9)], golden)
    assert line.endswith("other figures or documents than those measured again")


def test_results_on_other_rows_are_stale(golden: Path, rows: list[Row]) -> None:
    (found,) = rows
    (line,) = wrong([msgspec.structs.replace(found, content="a" * 64)], golden)
    assert line.startswith(f"{RESULTS}: casualties rules seeds: stale, measured on content aaaaaaaaaaaa")
    assert found.content in line


def test_a_stale_row_of_a_model_says_which_samples_it_takes(golden: Path) -> None:
    (trained,) = (p for p in plan() if p.key == ("ner", "spacy-nergrit", "seeds"))
    old = row(
        system="spacy-nergrit",
        sees="text",
        trained=TRAINED,
        samples={"iob2/nergrit_id": "e" * 64},
        commands=trained.commands,
    )
    (line,) = wrong([old], golden, wanted=[trained])
    assert "stale" in line
    assert line.endswith("with SAMPLES/iob2/nergrit_id")


def test_rows_that_lack_or_are_made_otherwise_are_told(golden: Path, rows: list[Row]) -> None:
    (found,) = rows
    name = f"{RESULTS}: casualties rules seeds"
    assert wrong([], golden) == [f"{name}: no such row"]
    for field, value in (("commands", ("retold score",)), ("sees", "registry"), ("split", None)):
        (line,) = wrong([msgspec.structs.replace(found, **{field: value})], golden)
        assert line == f"{name}: made by other commands than those of today"
    odd = f"{RESULTS}: a row twice, out of its place, or that nothing makes"
    assert wrong([found, row(set="elsewhere")], golden) == [odd]
    assert wrong([found, found], golden) == [odd]


def test_a_page_that_was_written_by_hand_is_told(golden: Path, rows: list[Row]) -> None:
    line = "docs/results.md is not what docs/results.json makes"
    assert wrong(rows, golden, "# Results\n") == [line]
    assert list(findings(rows, None, CASUALTIES, golden, silent)) == [line]


# the command


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan of one row."""
    monkeypatch.setattr("retold.results.__main__.plan", lambda: CASUALTIES)


@pytest.mark.usefixtures("short")
def test_results_are_written_and_then_found_right(golden: Path, rows: list[Row], tmp_path: Path) -> None:
    corpus = shutil.copytree(golden, tmp_path / "corpus")
    assert (results(corpus, "--check").exit_code, (corpus / RESULTS).exists()) == (1, False)
    done = results(corpus)
    assert (done.exit_code, "Wrote 1 rows to docs/results.json" in done.stdout) == (0, True)
    assert (corpus / RESULTS).read_bytes() == dumps(rows)
    assert (corpus / RESULTS_PAGE).read_text() == page_of(rows)
    done = results(corpus, "--check")
    assert (done.exit_code, done.stdout) == (0, "1 rows: nothing is stale or changed.\n")
    replace(corpus / RESULTS_PAGE, "# Results", "# Best results")
    done = results(corpus, "--check")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, "Run `make results`.")


def test_results_that_cannot_be_read_are_refused(golden: Path, tmp_path: Path) -> None:
    corpus = shutil.copytree(golden, tmp_path / "corpus")
    (corpus / "docs").mkdir()
    (corpus / RESULTS).write_text("{")
    done = results(corpus)
    assert (done.exit_code, (corpus / RESULTS).read_text()) == (2, "{")
    assert "docs/results.json cannot be read: " in done.stderr


def test_check_of_a_corpus_that_is_not_built_is_refused(corpus_copy: Path) -> None:
    done = results(corpus_copy, "--check")
    assert (done.exit_code, "is no built dataset" in done.stderr) == (2, True)


def test_nothing_is_written_where_a_command_fails(
    golden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (planned,) = CASUALTIES
    broken = changed(planned, commands=("retold explain RT999",))
    monkeypatch.setattr("retold.results.__main__.plan", lambda: [broken])
    corpus = shutil.copytree(golden, tmp_path / "corpus")
    done = results(corpus)
    assert (done.exit_code, (corpus / RESULTS).exists()) == (3, False)
    assert "could not run: `retold explain RT999` ended with exit status 2" in done.stderr
