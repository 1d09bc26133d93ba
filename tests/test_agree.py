"""`retold agree` on a small corpus with a second annotator: printed figures, counted by hand."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import GOLDEN, replace
from retold.files import CorpusFolder
from retold.pipeline import check

Record = dict[str, Any]


def retold(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "retold", *words]
    environ = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", **env}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environ)


def layer(corpus: Path, name: str, change: Callable[[Record], Record | None]) -> None:
    """A further annotator, whose records are the first's, changed or left out."""
    with (corpus / "annotations/annotators.jsonl").open("a", encoding="utf-8") as out:
        out.write(f'{{"id":"{name}","kind":"human","description":"Made from first."}}\n')
    (corpus / "annotations" / name).mkdir()
    for path in (corpus / "annotations/first").iterdir():
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        changed = [change({**record, "annotator": name}) for record in records]
        lines = [json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in changed if r]
        (corpus / "annotations" / name / path.name).write_text(
            "".join(f"{line}\n" for line in lines), encoding="utf-8"
        )


def second(record: Record) -> Record | None:
    """What the second annotator saw in another way."""
    match record["id"]:
        case "port-en-m01":  # Union, not Dock Union
            return {**record, "spans": [[5, 10]], "surface": "Union"}
        case "port-en-m09":
            return {**record, "type": "FAC", "org_subtype": None}
        case "port-en-m10" | "port-en-f1":
            return None
        case "port-id-z2":
            return {**record, "zone": "body"}
        case "port-en-s1":
            return {**record, "polarity": "conditional", "evidence": [[0, 10]]}
        case "port-hi-s1":
            return {**record, "target": "e-norland"}
        case "port-hi-h1":
            return {**record, "vs_body": "agree", "evidence": [[25, 35]]}
        case "port-en-c1":
            count = {"surface": "12", "form": "at_least", "min": 12, "max": None, "best": None}
            return {**record, "count": count, "evidence": [[171, 188]]}
    return record


@pytest.fixture
def corpus(corpus_copy: Path) -> Path:
    """The golden corpus with a second annotator."""
    layer(corpus_copy, "second", second)
    return corpus_copy


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, for tests that only read it."""
    target = tmp_path_factory.mktemp("agree") / "corpus"
    shutil.copytree(GOLDEN, target, ignore=shutil.ignore_patterns(".retold-*", "data"))
    layer(target, "second", second)
    return target


@pytest.fixture(scope="module")
def shown(unchanged: Path) -> str:
    """What the command prints."""
    result = retold("agree", str(unchanged))
    assert result.returncode == 0
    return result.stdout


def section(shown: str, title: str) -> list[list[str]]:
    """The lines under a layer's title as words."""
    lines = shown.split(f"\n{title}\n")[1].splitlines()
    end = next((i for i, line in enumerate(lines) if line.isupper() and len(line) > 3), len(lines))
    return [line.replace(" to ", "..").split() for line in lines[:end]]


def row(lines: list[list[str]], *start: str) -> list[str]:
    """What follows in the only line that begins so."""
    (found,) = [line[len(start) :] for line in lines if tuple(line[: len(start)]) == start]
    return found


def test_the_second_layer_is_sound(corpus: Path) -> None:
    codes = {f.code for f in check(CorpusFolder(corpus)).findings if "/second/" in f.place.file}
    assert codes == {"RT013", "RT305", "RT507"}  # order; the type and the form that it disputes


def test_mentions_counted_by_hand(shown: str) -> None:
    """Of the first's 23 names the second has 22: one shorter, one of another type."""
    found = section(shown, "MENTIONS, NAMES AND VALUES")
    assert row(found, "all", "exact")[:6] == ["21", "2", "1", "0.95", "0.91", "0.93"]
    assert row(found, "all", "overlap")[:6] == ["22", "1", "0", "1.00", "0.96", "0.98"]
    assert row(found, "all", "exact,", "label")[:6] == ["20", "3", "2", "0.91", "0.87", "0.89"]
    assert row(found, "all", "overlap,", "label")[:6] == ["21", "2", "1", "0.95", "0.91", "0.93"]
    assert row(found, "en", "exact")[:6] == ["10", "2", "1", "0.91", "0.83", "0.87"]
    assert row(found, "hi", "exact")[:6] == ["6", "0", "0", "1.00", "1.00", "1.00"]
    assert row(found, "hi", "exact")[-2:] == ["too", "few"]
    assert row(found, "ORG", "exact,", "label")[:6] == ["4", "2", "1", "0.80", "0.67", "0.73"]
    assert row(found, "FAC", "exact,", "label")[:6] == ["0", "0", "1", "0.00", "-", "0.00"]
    assert "few" not in row(found, "all", "exact")


def test_fields_of_mentions_counted_by_hand(shown: str) -> None:
    """22 match, 21 agree in type. ORG 6:5, FAC 0:1, GPE 6:6, DATE 3, PER 2, CARDINAL 4, NORP 1.

    Kappa: 96 of 22² by chance; (22*21 - 96) / (22² - 96). Alpha: 44 values, of which 1550 ordered
    pairs differ; 2 disagree.
    """
    found = section(shown, "MENTIONS, NAMES AND VALUES")
    records, agree, kappa, _, alpha, _ = row(found, "type")
    assert (records, agree) == ("22", "21")
    assert kappa == f"{(22 * 21 - 96) / (22**2 - 96):.2f}" == "0.94"
    assert alpha == f"{1 - 2 * (44**2 - 44) / (44 * 1550):.2f}" == "0.94"
    # only what can hold a value: 6 of the 22 are organisations to one or the other, 7 have a value
    assert row(found, "org_subtype")[:2] == ["6", "5"]
    assert row(found, "value")[:3] == ["7", "7", "1.00"]
    assert row(found, "anchor")[:3] == ["3", "3", "1.00"]
    assert row(found, "entity")[:3] == ["15", "15", "1.00"]


def test_layers_that_match_by_a_key(shown: str) -> None:
    found = section(shown, "STANCES")
    assert "holder" in " ".join(found[0])
    assert row(found, "all", "exact")[:3] == ["1", "2", "2"]
    assert row(found, "all", "overlap")[:3] == ["2", "1", "1"]
    assert row(found, "all", "overlap,", "label")[:3] == ["1", "2", "2"]
    assert row(found, "polarity")[:2] == ["2", "1"]
    assert row(found, "target", "(spans", "alone)")[:2] == ["3", "2"]
    found = section(shown, "CASUALTY CLAIMS")
    assert row(found, "all", "exact")[:3] == ["2", "1", "1"]
    assert row(found, "all", "overlap")[:3] == ["3", "0", "0"]
    assert row(found, "injured", "exact")[:3] == ["1", "1", "1"]
    assert row(found, "count.form")[:2] == ["3", "2"]
    assert row(found, "certainty")[:3] == ["3", "3", "-"]  # one value only
    found = section(shown, "HEADLINES")
    assert row(found, "vs_body")[:3] == ["2", "1", "0.00"]


def test_unitising_counted_by_hand(shown: str, unchanged: Path) -> None:
    """The first has one fault of 19 characters, the second none."""
    found = section(shown, "FAULTS")
    assert row(found, "all", "exact")[:6] == ["0", "1", "0", "-", "0.00", "0.00"]
    length = sum(len(path.read_text("utf-8")) for path in (unchanged / "seeds").glob("*.txt"))
    n, gaps = 2 * length, 2 * length - 19
    alpha = 1 - (2 * 19 / n) * (n**2 - 19**2 - gaps) / (n**2 - gaps**2 - 19**2)
    lines = [line for line in found if line[:2] == ["all", str(length)]]
    assert lines == [["all", str(length), "1", "/", "0", f"{alpha:.2f}", lines[0][6], "too", "few"]]
    names = section(shown, "MENTIONS, NAMES AND VALUES")
    assert row(names, "ORG", str(length))[:3] == ["6", "/", "5"]
    assert row(names, "FAC", str(length))[:3] == ["0", "/", "1"]
    # Ada … Lund is two; the name inside another is none of the whole, but one of its own type
    assert row(names, "all", str(length))[:3] == ["23", "/", "23"]
    assert row(names, "GPE", str(length))[:3] == ["7", "/", "6"]
    zones = section(shown, "ZONES")
    assert row(zones, "zone")[:2] == ["10", "9"]
    assert row(zones, "lang")[:3] == ["10", "10", "1.00"]


def test_it_says_what_was_resampled(shown: str) -> None:
    head = " ".join(shown.split("\n\n", maxsplit=1)[0].split())
    assert "Agreement of first and second on 3 documents." in head
    assert "percentile bootstrap, 1000 resamples of 15 sentences" in head
    assert '"too few": fewer than 10 items' in head


def test_text_fits_in_100_columns(shown: str) -> None:
    lines = shown.splitlines()
    assert len(lines) > 100
    assert max(map(len, lines)) <= 100


def test_json_has_counts_beside_ratios_and_rounds_nothing(unchanged: Path) -> None:
    report = json.loads(retold("agree", str(unchanged), "--format", "json").stdout)
    assert report["annotators"] == ["first", "second"]
    assert report["sampling"]["unit"] == "sentence"
    exact = report["layers"]["mention_name"]["all"]["pairs"][0]["scores"]["exact"]
    interval = exact.pop("f1_interval")
    assert exact == {
        "matched": 21, "only_a": 2, "only_b": 1,
        "precision": 21 / 22, "recall": 21 / 23, "f1": 42 / 45, "too_few": False,
    }  # fmt: skip
    assert interval["low"] < 42 / 45 < interval["high"] <= 1
    (field,) = [f for f in report["layers"]["zone"]["fields"] if f["field"] == "zone"]
    assert field["pairs"][0]["agreed"] == 9
    assert field["alpha"]["n"] == field["pairs"][0]["kappa"]["n"] == 10


def test_markdown(unchanged: Path) -> None:
    shown = retold("agree", str(unchanged), "--format", "markdown").stdout
    assert shown.startswith("# Agreement of first and second\n\nAgreement of first and second on 3")
    assert "\n## Mentions, names and values\n" in shown
    (line,) = re.findall(r"\n(\| all \| exact \| 21 \|.*)\n", shown)
    assert line.startswith("| all | exact | 21 | 2 | 1 | 0.95 | 0.91 | 0.93 | ")
    tables = re.findall(r"(?:^\|.*\n)+", shown + "\n", re.MULTILINE)
    assert all(len({row.count("|") for row in table.splitlines()}) == 1 for table in tables)


def test_the_other_way_round_and_the_same_every_time(unchanged: Path) -> None:
    there = retold("agree", str(unchanged), "--annotators", "second,first").stdout
    found = section(there, "MENTIONS, NAMES AND VALUES")
    assert row(found, "all", "exact")[:6] == ["21", "1", "2", "0.91", "0.95", "0.93"]
    assert there == retold("agree", str(unchanged), "--annotators", "second, first").stdout


def test_gold_can_be_compared_too(unchanged: Path) -> None:
    shown = retold("agree", str(unchanged), "--annotators", "gold,second").stdout
    assert "Agreement of gold and second" in shown
    assert row(section(shown, "MENTIONS, NAMES AND VALUES"), "all", "exact")[0] == "21"


def test_three_annotators(corpus: Path) -> None:
    """The third is the second once more: it agrees with it in all, and with the first as much."""
    layer(corpus, "third", second)
    report = json.loads(retold("agree", str(corpus), "--format", "json").stdout)
    names = report["layers"]["mention_name"]
    matched = [
        (p["a"], p["b"], p["scores"]["exact"]["matched"], p["scores"]["exact"]["f1"])
        for p in names["all"]["pairs"]
    ]
    assert matched == [
        ("first", "second", 21, 42 / 45), ("first", "third", 21, 42 / 45), ("second", "third", 22, 1),
    ]  # fmt: skip
    field = names["fields"][0]
    assert [p["agreed"] for p in field["pairs"]] == [21, 21, 22]
    # 22 things of 3 values; in one of them 2 of 6 ordered pairs agree: 65 of 66
    totals = [16, 2, 18, 9, 6, 12, 3]
    assert field["alpha"]["n"] == 22
    assert field["alpha"]["value"] == pytest.approx(
        1 - (2 / 66) * (66**2 - 66) / (66**2 - sum(n**2 for n in totals))
    )
    shown = retold("agree", str(corpus)).stdout
    assert "Documents that two have in common: first and second 3, first and third 3" in shown
    assert "Unitising alpha; units of first / second / third" in shown


def said(result: subprocess.CompletedProcess[str]) -> str:
    """What stands in the box of an error."""
    return " ".join(re.sub("[│╭╮╰╯─]", " ", result.stderr).split())


def test_one_layer_alone(corpus_copy: Path) -> None:
    result = retold("agree", str(corpus_copy))
    assert (result.returncode, result.stdout) == (2, "")
    assert "two annotators' layers or more; the only one is first" in said(result)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("first,nobody", "no layer of 'nobody'; there are: first, gold, second"),
        ("first", "two different annotators or more; there are: first, gold, second"),
        ("first,first", "two different annotators or more"),
        ("", "no layer of ''"),
    ],
)
def test_wrong_names(unchanged: Path, names: str, message: str) -> None:
    result = retold("agree", str(unchanged), "--annotators", names)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in said(result)


def test_no_document_in_common(corpus: Path) -> None:
    for name, kept in (("first", "port-en"), ("second", "port-hi")):
        for path in (corpus / "annotations" / name).iterdir():
            if path.stem != kept:
                path.unlink()
    result = retold("agree", str(corpus))
    assert result.returncode == 2
    assert "no document has layers of two of: first, second" in said(result)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('{"kind":"zone","id":"port-en-z1"', '{"kind":"zone" "id":"port-en-z1"', "RT010"),
        ('"spans":[[0,34]],"zone"', '"spans":[[0,3400]],"zone"', "RT201"),
        ('"doc":"port-en"', '"doc":"port-xx"', "RT302"),
    ],
)
def test_a_layer_that_cannot_be_read_is_not_compared(
    corpus: Path, old: str, new: str, code: str
) -> None:
    replace(corpus / "annotations/second/port-en.jsonl", old, new)
    result = retold("agree", str(corpus))
    assert result.returncode == 1
    assert result.stdout.startswith("annotations/second/port-en.jsonl:1")
    assert f"{code} error" in result.stdout
    assert result.stdout.endswith("Nothing compared: figures would leave out what cannot be read.\n")
    found = json.loads(retold("agree", str(corpus), "--format", "json").stdout)["findings"]
    assert [f["code"] for f in found] == [code]
    assert retold("agree", str(corpus), "--annotators", "first,gold").returncode == 0


def test_a_seed_that_is_not_there_is_not_left_out_in_silence(corpus: Path) -> None:
    (corpus / "seeds/port-hi.txt").unlink()
    result = retold("agree", str(corpus))
    assert result.returncode == 1
    assert "RT001" in result.stdout


def test_other_errors_are_mentioned(corpus: Path) -> None:
    replace(corpus / "annotations/second/port-en.jsonl", '"entity":"e-norhaven"', '"entity":"e-nowhere"')
    result = retold("agree", str(corpus))
    assert result.returncode == 0
    assert "errors in these layers; `retold check` says which" in result.stderr
    assert retold("agree", str(corpus), "--annotators", "first,gold").stderr == ""


def test_layers_of_rules_are_compared_only_where_they_are_named(corpus: Path) -> None:
    layer(corpus, "rules", lambda record: record)
    annotators = corpus / "annotations/annotators.jsonl"
    replace(annotators, '"id":"rules","kind":"human"', '"id":"rules","kind":"rule"')
    found = json.loads(retold("agree", str(corpus), "--format", "json").stdout)
    assert found["annotators"] == ["first", "second"]
    named = retold("agree", str(corpus), "--annotators", "first,rules", "--format", "json")
    assert json.loads(named.stdout)["annotators"] == ["first", "rules"]
