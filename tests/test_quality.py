"""data/quality.json, the floors, and the table of the card."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import GOLDEN, ROOT, replace
from retold.card import markdown_table
from retold.cli import app
from retold.files import CorpusFolder
from retold.metrics.quality import DIGITS, all_figures, figures, quality, reports_of
from retold.metrics.quality_shown import HEAD, groups, table
from retold.pipeline import build, check, read_corpus

QUALITY = json.loads((ROOT / "data/quality.json").read_text(encoding="utf-8"))


@pytest.fixture
def two(tmp_path: Path) -> Path:
    target = tmp_path / "two"
    shutil.copytree(GOLDEN.parent / "two", target, ignore=shutil.ignore_patterns(".retold-*", "data"))
    return target


def test_figures_of_two_annotators_counted_by_hand(two: Path) -> None:
    corpus = read_corpus(two)
    found = figures(reports_of(corpus)[""])
    # ada: Dock Union, Lund, Norhaven. ben: The Dock Union, Norhaven. One span is the same: 2/(3+2).
    assert found["mention_name.exact"].value == pytest.approx(2 / 5)
    assert found["mention_name.overlapping"].value == pytest.approx(4 / 5)
    assert found["mention_name.exact"].n == 4
    assert found["mention_name.exact"].too_few
    assert found["zone.exact_label"].value == 1
    assert found["fault.exact"].value is None


def test_only_the_adjudicated_annotators_count(two: Path) -> None:
    assert read_corpus(two).compared == ("ada", "ben")
    assert reports_of(read_corpus(two))[""].annotators == ("ada", "ben")


def test_quality_json_of_the_build(two: Path) -> None:
    assert build(CorpusFolder(two)).record is not None
    value = json.loads((two / "data/quality.json").read_text(encoding="utf-8"))
    assert value["figures"]["mention_name.exact"] == {"value": 0.4, "n": 4, "too_few": True}
    assert value["gold"]["mention"] == {"agreed": 0, "decided": 3, "left_out": 2}
    assert value["gold"]["zone"] == {"agreed": 1, "decided": 0, "left_out": 0}


def test_one_annotator_has_no_quality(corpus_copy: Path) -> None:
    assert build(CorpusFolder(corpus_copy)).record is not None
    assert not (corpus_copy / "data/quality.json").exists()


def test_floors_without_two_annotators_are_not_reached(corpus_copy: Path) -> None:
    path = corpus_copy / "retold.toml"
    path.write_text(
        path.read_text(encoding="utf-8") + '\n[agreement.floors]\n"zone.exact" = 0.1\n', encoding="utf-8"
    )
    for keep in (True, False):
        found = check(CorpusFolder(corpus_copy), keep=keep).findings
        assert [(f.code, f.place.field) for f in found] == [("RT810", "agreement.floors.zone.exact")]


def test_the_repository_s_figures_are_those_of_retold_agree() -> None:
    said = runner_json("agree", str(ROOT), "--annotators", "second,third")
    for name, layer in said["layers"].items():
        f1 = layer["all"]["pairs"][0]["scores"]["exact"]["f1"]
        assert QUALITY["figures"][f"{name}.exact"]["value"] == (
            None if f1 is None else round(f1, DIGITS)
        )
    assert set(QUALITY["floors"]) <= set(QUALITY["figures"])


def runner_json(*words: str) -> Any:
    result = CliRunner().invoke(app, [*words, "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_card_has_the_table() -> None:
    card = (ROOT / "dataset_card.md").read_text(encoding="utf-8")
    for group in groups(QUALITY):
        assert markdown_table(HEAD, table(group)) in card


def test_agreement_can_be_computed_from_the_dataset_alone(tmp_path: Path) -> None:
    """The shipped layers, laid out as a corpus again, give the figures that ship beside them."""
    for name in ("retold.toml", "dataset_card.md"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    for name in ("seeds", "annotations/registry"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "data/annotations", tmp_path / "annotations", dirs_exist_ok=True)
    (tmp_path / "annotations/gold").mkdir()
    for path in (ROOT / "annotations/gold").iterdir():
        shutil.copyfile(path, tmp_path / "annotations/gold" / path.name)
    for name, figure in all_figures(reports_of(read_corpus(tmp_path))).items():
        value = None if figure.value is None else round(figure.value, DIGITS)
        assert QUALITY["figures"][name]["value"] == value, name


# groups of annotators


@pytest.fixture
def grouped(two: Path) -> Path:
    """The corpus of two annotators with two more, who share its document too, and say the same."""
    for name in ("carla", "dora"):
        shutil.copytree(two / "annotations/ada", two / f"annotations/{name}")
        for path in (two / f"annotations/{name}").rglob("*.jsonl"):
            text = path.read_text(encoding="utf-8").replace('"annotator":"ada"', f'"annotator":"{name}"')
            path.write_text(text, encoding="utf-8")
    people = two / "annotations/annotators.jsonl"
    lines = people.read_text(encoding="utf-8").splitlines()
    lines += [f'{{"id":"{name}","kind":"human","description":"A."}}' for name in ("carla", "dora")]
    people.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
    settings = two / "retold.toml"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(
        f'{told}\n[agreement.groups.later]\nannotators = ["carla", "dora"]\n', encoding="utf-8"
    )
    return two


def test_a_group_is_measured_apart_and_its_figures_have_its_name(grouped: Path) -> None:
    assert read_corpus(grouped).compared == ("ada", "ben")
    assert build(CorpusFolder(grouped)).record is not None
    value = json.loads((grouped / "data/quality.json").read_text(encoding="utf-8"))
    assert value["agreement"]["annotators"] == ["ada", "ben"]
    assert value["groups"]["later"]["annotators"] == ["carla", "dora"]
    assert value["figures"]["mention_name.exact"]["value"] == 0.4
    assert value["figures"]["later/mention_name.exact"]["value"] == 1
    # gold is of the first group alone
    assert value["gold"]["mention"] == {"agreed": 0, "decided": 3, "left_out": 2}


def test_the_first_group_can_be_named(grouped: Path) -> None:
    first = '[agreement]\nannotators = ["carla", "dora"]\n\n[agreement.groups.later]'
    replace(grouped / "retold.toml", "[agreement.groups.later]", first)
    corpus = read_corpus(grouped)
    assert reports_of(corpus)[""].annotators == ("carla", "dora")
    found = quality(corpus)
    assert found is not None
    # gold is still that of those who were adjudicated
    assert found["gold"]["mention"] == {"agreed": 0, "decided": 3, "left_out": 2}


def test_a_kind_that_a_group_did_not_annotate_is_left_out(grouped: Path) -> None:
    without = '[agreement.groups.later]\nleave_out = ["mention"]'
    replace(grouped / "retold.toml", "[agreement.groups.later]", without)
    reports = reports_of(read_corpus(grouped))
    assert {*reports[""].layers} - {*reports["later"].layers} == {"mention_name", "mention_nominal"}


def test_a_floor_says_why_its_group_has_no_figure(grouped: Path) -> None:
    """No figure of another group is offered in its place."""
    settings = grouped / "retold.toml"
    floor = '\n[agreement.floors]\n"later/mention_name.exact" = 0.9\n'
    told = settings.read_text(encoding="utf-8")

    def said() -> list[str]:
        return [f.message for f in check(CorpusFolder(grouped)).findings if f.code == "RT810"]

    settings.write_text(f'{told}leave_out = ["mention"]\n{floor}', encoding="utf-8")
    assert said() == ["group later leaves out records of kind mention"]
    settings.write_text(told + floor, encoding="utf-8")
    shutil.rmtree(grouped / "annotations/dora")
    assert said() == [
        "no two annotators of group later have a document in common, "
        "so later/mention_name.exact is not measured"
    ]
    # and nobody is told to compare two of whom one has no layer
    assert "group later" not in CliRunner().invoke(app, ["agree", str(grouped)]).output


def test_a_floor_of_a_group(grouped: Path) -> None:
    settings = grouped / "retold.toml"
    told = settings.read_text(encoding="utf-8")
    for key, wanted in (
        ("later/mention_name.exact", []),
        ("mention_name.exact", ["mention_name.exact is 0.400 over 4 records, the floor is 0.9"]),
        (
            "early/mention_name.exact",
            ["there is no group 'early' in agreement.groups; there are: later"],
        ),
        (
            "later/mention_name.exactly",
            ["there is no figure 'later/mention_name.exactly'; perhaps later/mention_name.exact, "],
        ),
    ):
        settings.write_text(f'{told}\n[agreement.floors]\n"{key}" = 0.9\n', encoding="utf-8")
        for keep in (True, False):
            found = [f.message for f in check(CorpusFolder(grouped), keep=keep).findings]
            assert len(found) == len(wanted)
            assert all(message.startswith(said) for message, said in zip(found, wanted, strict=True))


def test_agree_takes_those_who_share_documents_with_the_first(tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["agree", str(ROOT), "--format", "json"])
    assert json.loads(said.stdout)["annotators"] == ["first", "second", "third"]
    assert "group authored apart: --annotators author,blind" in said.stderr


def test_annotators_that_the_settings_name_are_known_ones(grouped: Path) -> None:
    settings = grouped / "retold.toml"
    replace(settings, '"dora"', '"ghost"')
    replace(settings, '"ben"', '"bob"')
    found = check(CorpusFolder(grouped)).findings
    strangers = [(f.place.field, f.message) for f in found if f.code == "RT303"]
    assert strangers == [
        ("adjudication.annotators", "no annotator 'bob'"),
        ("agreement.groups.later", "no annotator 'ghost'"),
    ]
