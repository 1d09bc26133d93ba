"""`retold check --format sarif`: valid SARIF 2.1.0, as GitHub code scanning wants it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace as changed
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conftest import GOLDEN, ROOT, replace
from retold import pipeline
from retold.cli.check import Printed, home, sarif_value
from retold.cli.sarif import Sources, Tool, region_of, sarif_log
from retold.engine.survey import Options
from retold.files import CorpusFolder
from retold.findings import Finding, Place
from retold.resharding.reshard import reshard
from retold.rules import CATALOGUE, RULES
from test_cases import BAD, CASES, lay_out
from test_cli import retold, warned

SCHEMA = json.loads((ROOT / "tests/sarif/sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
GOLD = "annotations/gold/port-en.jsonl"

# What GitHub code scanning calls required, as paths; * is every member of a list. A region may do
# with its first line. (Its documentation, "SARIF support for code scanning".)
REQUIRED = (
    "$schema",
    "version",
    "runs.*.tool.driver.name",
    "runs.*.tool.driver.rules.*.id",
    "runs.*.tool.driver.rules.*.shortDescription.text",
    "runs.*.tool.driver.rules.*.fullDescription.text",
    "runs.*.tool.driver.rules.*.help.text",
    "runs.*.results.*.message.text",
    "runs.*.results.*.locations.*.physicalLocation.artifactLocation.uri",
    "runs.*.results.*.locations.*.physicalLocation.region.startLine",
    "runs.*.results.*.partialFingerprints.primaryLocationLineHash",
)


def at(value: Any, path: str) -> list[Any]:
    """Every value at a path; None where there is none."""
    values = [value]
    for name in path.split("."):
        if name == "*":
            values = [inner for value in values for inner in value]
        else:
            values = [value.get(name) for value in values]
    return values


def problems(log: dict[str, Any]) -> list[str]:
    """What the schema, code scanning and the standard's prose have against a log."""
    found = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(log)]
    found += [f"{path} is missing" for path in REQUIRED if not all(at(log, path))]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in log["runs"][0]["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            found.append(f"ruleIndex {result['ruleIndex']} is not {result['ruleId']}")
        linked = {int(id) for id in re.findall(r"\]\(([^)]*)\)", result["message"]["text"])}
        if linked != {location["id"] for location in result.get("relatedLocations", ())}:
            found.append(f"links to {linked}")
        if re.search(r"(?<!\{)\{[0-9]", result["message"]["text"]):
            found.append("a placeholder without an argument")
    return found


def log_of(*findings: Finding, prefix: str = "", text: str = "one\ntwo\n") -> dict[str, Any]:
    """The log of findings whose one document is ``d``."""
    sources = Sources(prefix, {"d": "seeds/d.txt"}, {"d": text}.get)
    return sarif_log(findings, False, Tool("0.0.1", RULES), sources)


def results(log: dict[str, Any]) -> list[Any]:
    found: list[Any] = log["runs"][0]["results"]
    return found


def fingerprints(log: dict[str, Any]) -> list[str]:
    return at(log, "runs.*.results.*.partialFingerprints.primaryLocationLineHash")


FINDING = Finding("RT203", Place(GOLD, 11, "m1", "surface", "d", (4, 7)), "surface is 'x'")


@pytest.fixture
def broken(corpus_copy: Path) -> Path:
    """A corpus in a folder of a checkout, with a wrong surface in Hindi and one in English."""
    (corpus_copy.parent / ".git").mkdir()
    replace(corpus_copy / GOLD, '"surface":"Norhaven"', '"surface":"Norhavem"')
    replace(corpus_copy / "annotations/gold/port-hi.jsonl", '"surface":"शुक्रवार"', '"surface":"शनिवार"')
    return corpus_copy


def test_the_schema_is_one_that_refuses() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    log = log_of(FINDING)
    assert problems(log) == []
    region = results(log)[0]["relatedLocations"][0]["physicalLocation"]["region"]
    region["charLength"] = "3"
    region["caretLength"] = 3
    del results(log)[0]["message"]["text"]
    assert len(problems_of_schema(log)) == 3


def problems_of_schema(log: dict[str, Any]) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(log)]


def test_findings_of_a_corpus(broken: Path) -> None:
    result = retold("check", str(broken), "--format", "sarif")
    assert result.returncode == 1
    assert result.stdout.isascii()
    log = json.loads(result.stdout)
    assert problems(log) == []
    shown = json.loads(retold("check", str(broken), "--format", "json").stdout)["findings"]
    assert [r["ruleId"] for r in results(log)] == [f["code"] for f in shown]
    assert [r["level"] for r in results(log)] == [f["severity"] for f in shown]
    first = next(r for r in results(log) if r["ruleId"] == "RT203")
    assert first["message"]["text"] == (
        "port-en-m06 surface [88, 96): surface is 'Norhavem', the text there is 'Norhaven'. "
        "In the text: [port-en 3:53](1)."
    )
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": f"corpus/{GOLD}", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 11},
            },
            "logicalLocations": [
                {
                    "name": "port-en-m06",
                    "fullyQualifiedName": f"{GOLD}/port-en-m06",
                    "kind": "object",
                }
            ],
        }
    ]


def test_the_text_under_a_finding_by_offsets_and_by_columns(broken: Path) -> None:
    log = json.loads(retold("check", str(broken), "--format", "sarif").stdout)
    (run,) = log["runs"]
    assert (run["columnKind"], run["defaultEncoding"]) == ("unicodeCodePoints", "utf-8")
    found = []
    for result in results(log):
        for related in result.get("relatedLocations", ()):
            place = related["physicalLocation"]
            path = broken.parent / unquote(place["artifactLocation"]["uri"])
            text, region = path.read_bytes().decode("utf-8"), place["region"]
            start = region["charOffset"]
            lines = text.split("\n")
            assert region["startLine"] == region["endLine"]
            inside = slice(region["startColumn"] - 1, region["endColumn"] - 1)
            by_columns = lines[region["startLine"] - 1][inside]
            assert by_columns == text[start : start + region["charLength"]]
            found.append(by_columns)
    assert sorted(found) == ["Norhaven", "शुक्रवार"]


def pointed_into(root: Path, options: Options | None) -> list[str]:
    """The files that results point into beside their own."""
    folder = CorpusFolder(root)
    checked = pipeline.check(folder, keep=False, options=options)
    printed = Printed(folder, checked.corpus, checked.findings, [], checked.passed, False, False)
    log = sarif_value(printed)
    assert problems(log) == []
    related = [place for result in results(log) for place in result.get("relatedLocations", ())]
    return [unquote(place["physicalLocation"]["artifactLocation"]["uri"]) for place in related]


@pytest.mark.parametrize("options", [None, Options()], ids=["whole", "tasks"])
def test_a_text_in_a_shard_is_no_file_to_point_into(
    options: Options | None, broken: Path, tmp_path: Path
) -> None:
    seeds = ["corpus/seeds/port-en.txt", "corpus/seeds/port-hi.txt"]
    assert pointed_into(broken, options) == seeds
    reshard(CorpusFolder(broken), tmp_path / "shards", ".jsonl", 2)
    assert pointed_into(tmp_path / "shards", options) == []


def test_no_findings_are_a_log_too(corpus_copy: Path) -> None:
    result = retold("check", str(corpus_copy), "--format", "sarif")
    assert result.returncode == 0
    log = json.loads(result.stdout)
    assert problems(log) == []
    assert results(log) == []
    assert at(log, "runs.*.tool.driver.rules.*.id") == list(CATALOGUE)


def test_strict_findings_are_errors(corpus_copy: Path) -> None:
    warned(corpus_copy)
    for options, status, level in (([], 0, "warning"), (["--strict"], 1, "error")):
        result = retold("check", str(corpus_copy), "--format", "sarif", *options)
        log = json.loads(result.stdout)
        assert (result.returncode, at(log, "runs.*.results.*.level")) == (status, [level])


def test_what_was_fixed_leaves_the_log_whole(corpus_copy: Path) -> None:
    replace(corpus_copy / GOLD, '"kind":"zone","id"', '"kind": "zone","id"')
    result = retold("check", str(corpus_copy), "--fix", "--format", "sarif")
    assert (result.returncode, results(json.loads(result.stdout))) == (0, [])
    assert result.stderr == f"fixed {GOLD}\n"


@pytest.mark.parametrize("code", BAD)
def test_every_code_gives_a_valid_log(code: str, tmp_path: Path) -> None:
    folder = lay_out(CASES / code / "bad", tmp_path / "corpus")
    made = pipeline.check(folder, keep=False)
    log = sarif_value(Printed(folder, made.corpus, made.findings, [], made.passed, False, False))
    assert problems(log) == []
    assert code in at(log, "runs.*.results.*.ruleId")
    prints = [(result["ruleId"], *result["partialFingerprints"].values()) for result in results(log)]
    assert len(prints) == len(set(prints))


def test_rules_say_all_that_the_catalogue_says() -> None:
    (run,) = log_of()["runs"]
    for shown, rule in zip(run["tool"]["driver"]["rules"], RULES, strict=True):
        assert shown["defaultConfiguration"] == {"level": rule.severity}
        assert re.fullmatch(r"([A-Z0-9][A-Za-z0-9]*)+", shown["name"]), shown["name"]
        assert rule.title.lower() in shown["shortDescription"]["text"].lower()
        assert rule.why in shown["fullDescription"]["text"]
        for said in (rule.why, rule.fix, rule.bad, rule.good):
            assert said in shown["help"]["text"]
            assert said in shown["help"]["markdown"]
        # limits of code scanning
        assert len(shown["name"]) <= 255
        assert max(len(shown[key]["text"]) for key in ("shortDescription", "fullDescription")) <= 1024


def test_the_tool_has_an_address_only_if_its_package_has_one() -> None:
    from importlib.metadata import version

    (driver,) = at(log_of(), "runs.*.tool.driver")
    assert "informationUri" not in driver
    log = sarif_log([], False, Tool("0.0.1", RULES, "https://example.org/"), Sources("", {}, {}.get))
    assert at(log, "runs.*.tool.driver.informationUri") == ["https://example.org/"]
    assert problems(log) == []
    urls = ["Source, https://example.org/a,b", "Homepage, https://example.org/"]
    assert home(urls) == "https://example.org/"
    assert home(urls[:1]) is None
    shown = json.loads(retold("check", str(GOLDEN), "--format", "sarif").stdout)
    assert at(shown, "runs.*.tool.driver.version") == [version("retold")]


def test_a_fingerprint_outlives_a_move_of_its_line() -> None:
    def moved(finding: Finding, by: int) -> Finding:
        assert finding.place.line is not None
        return changed(finding, place=changed(finding.place, line=finding.place.line + by))

    other = Finding("RT801", Place(GOLD, 12, "m2", doc="d"), "differs from annotations/first/d.jsonl:8")
    shifted = changed(other, message="differs from annotations/first/d.jsonl:9")
    toml = Finding("RT008", Place("retold.toml"), "Illegal character (at line 1, column 16)")
    below = changed(toml, message="Illegal character (at line 2, column 16)")
    before = fingerprints(log_of(FINDING, other, toml))
    assert fingerprints(log_of(moved(FINDING, 5), moved(shifted, 5), below)) == before
    assert len(set(before)) == 3


@pytest.mark.parametrize(
    "place",
    [
        {"file": "annotations/first/port-en.jsonl"},
        {"record": "m2"},
        {"field": "spans"},
        {"doc": "e"},
    ],
)
def test_a_fingerprint_tells_findings_apart(place: dict[str, str]) -> None:
    other = changed(FINDING, place=changed(FINDING.place, **place))
    prints = fingerprints(log_of(FINDING, other))
    assert len({print.split(":")[0] for print in prints}) == 2


def test_equal_findings_are_numbered() -> None:
    blank = Finding("RT010", Place(GOLD, 3), "blank line")
    again = changed(blank, place=Place(GOLD, 9))
    first, second = fingerprints(log_of(blank, again))
    assert (first[-2:], second) == (":1", f"{first[:-1]}2")


def test_paths_are_percent_encoded_below_the_checkout() -> None:
    place = Place("annotations/50% Straße #1?.jsonl", 1)
    (result,) = results(log_of(Finding("RT009", place, "no stage reads this file"), prefix="a b/"))
    (uri,) = at(result, "locations.*.physicalLocation.artifactLocation.uri")
    assert uri == "a%20b/annotations/50%25%20Stra%C3%9Fe%20%231%3F.jsonl"
    undecodable = Place("seeds/\udcff.txt")
    (result,) = results(log_of(Finding("RT002", undecodable, "x")))
    assert at(result, "locations.*.physicalLocation.artifactLocation.uri") == ["seeds/%FF.txt"]


def test_no_text_of_a_corpus_makes_a_link_or_a_placeholder() -> None:
    log = log_of(changed(FINDING, message="surface is '{0} [here](1) [there](https://example.org)'"))
    assert problems(log) == []
    (text,) = at(log, "runs.*.results.*.message.text")
    assert "'{{0}} [here] (1) [there] (https://example.org)'" in text


@pytest.mark.parametrize("span", [(0, 9), (-1, 2), (3, 2)])
def test_a_span_outside_the_text_points_nowhere(span: tuple[int, int]) -> None:
    log = log_of(changed(FINDING, place=changed(FINDING.place, span=span)))
    assert "relatedLocations" not in results(log)[0]
    assert problems(log) == []


def test_a_changed_seed_is_not_pointed_into() -> None:
    sources = Sources("", {"d": "seeds/d.txt"}, {}.get)
    log = sarif_log([FINDING], False, Tool("0.0.1", RULES), sources)
    assert "relatedLocations" not in results(log)[0]


def positions(text: str) -> Iterator[tuple[int, int]]:
    """Line and column of each code point, counted one by one."""
    line = column = 1
    for character in text:
        yield line, column
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)


@given(text=st.text(alphabet="a🚢\r\n\u2028", max_size=12), data=st.data())
def test_regions_count_lines_and_columns(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    region = region_of(text, (start, end))
    assert region is not None
    assert (region["charOffset"], region["charLength"]) == (start, end - start)
    if end > start:
        where = list(positions(text))
        assert (region["startLine"], region["startColumn"]) == where[start]
        line, column = where[end - 1]
        assert (region["endLine"], region["endColumn"]) == (line, column + 1)
    else:
        assert (region["endLine"], region["endColumn"]) == (region["startLine"], region["startColumn"])


def test_a_byte_order_mark_is_not_counted() -> None:
    assert region_of("\ufeffab\nc", (2, 5)) == region_of("ab\nc", (1, 4))


def test_paths_start_at_the_top_of_the_checkout(broken: Path) -> None:
    shown = retold("check", str(broken), "--format", "github").stdout
    assert shown.startswith(f"::error file=corpus/{GOLD},line=11,")
    (broken / ".git").write_text("gitdir: elsewhere\n")
    shown = retold("check", str(broken), "--format", "github").stdout
    assert shown.startswith(f"::error file={GOLD},line=11,")


def test_a_file_name_with_spaces_leaves_the_message_alone(corpus_copy: Path) -> None:
    (corpus_copy / "annotations/left over.txt").write_text("")
    shown = retold("check", str(corpus_copy), "--format", "github").stdout
    assert "file=annotations/left over.txt,title=" in shown
    assert "::no stage reads this file. " in shown


def test_the_corpus_of_this_repository_is_checked_at_its_top() -> None:
    from retold.cli.options import inside_repository

    assert inside_repository(CorpusFolder(ROOT)) == ""
    assert inside_repository(CorpusFolder(ROOT / "tests/golden/corpus")) == "tests/golden/corpus/"
