"""Mutation of a corpus: every operator on the golden one, and the engine under planted rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import GOLDEN, ROOT, replace, snapshot
from retold import checking
from retold.files import CorpusFolder
from retold.findings import CorpusError
from retold.model import Decision, Fault, Mention, Zone
from retold.mutate import engine, report
from retold.mutate.__main__ import app
from retold.mutate.base import Operator, put
from retold.mutate.draws import Draw
from retold.mutate.engine import Bench, Outcome, without_floors
from retold.mutate.excerpts import _strings, of_stories
from retold.mutate.layers import edited
from retold.mutate.operators import FAMILIES, OPERATORS, UNREACHED
from retold.mutate.retext import retext
from retold.mutate.sources import Sources, read
from retold.rules import CATALOGUE, RULES

NUMBER = 2


def run(*names: str, seed: int = 0, number: int = NUMBER, folder: Path = GOLDEN) -> list[Outcome]:
    return list(engine.run(CorpusFolder(folder), [OPERATORS[name] for name in names], seed, number))


def codes(name: str, number: int = NUMBER) -> set[str]:
    return report.codes_of(run(name, number=number))


def test_every_operator_says_what_it_is() -> None:
    assert len(OPERATORS) == sum(len(family) for family in FAMILIES.values())
    for operator in OPERATORS.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", operator.name)
        assert operator.what.strip() == operator.what != ""
        assert set(operator.by) <= set(CATALOGUE)
        assert bool(operator.by) or operator.kind != "structural", operator.name
        assert bool(operator.why) == (operator.kind == "undetectable"), operator.name


def test_every_code_has_an_operator_or_a_reason() -> None:
    named = {operator.by[0] for operator in OPERATORS.values() if operator.by}
    assert named | set(UNREACHED) == {rule.code for rule in RULES}
    assert not named & set(UNREACHED)


@pytest.mark.parametrize("family", list(FAMILIES))
def test_golden(family: str) -> None:
    outcomes = run(*(operator.name for operator in FAMILIES[family]))
    assert [(o.name, m.where, m.codes, m.crash) for o, m in report.failures(outcomes)] == []
    # what the static test above takes for reached is reached indeed
    named = {outcome.operator.by[0] for outcome in outcomes if outcome.operator.by}
    seen = {
        code
        for outcome in outcomes
        for mutant in outcome.mutants
        for code in mutant.codes
        if outcome.operator.by[:1] == (code,)
    }
    assert seen == named


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("mark-before-text", "RT101"), ("carriage-returns", "RT102"), ("nul-in-text", "RT103"),
     ("blank-seed", "RT104"), ("cue-before-figure", "RT509")],
)  # fmt: skip
def test_all_offsets_follow_a_changed_text(name: str, wanted: str) -> None:
    assert codes(name, number=9) == {wanted}


def test_records_at_the_edge_of_an_insertion() -> None:
    sources = read(CorpusFolder(GOLDEN))
    document = next(d for d in sources.documents if d.id == "port-en")
    changed = sources.after(retext(sources, document, [(0, 0, "Old "), (10, 10, "s"), (27, 34, "Nor")]))
    new = next(d for d in changed.documents if d.id == "port-en")
    assert new.text.startswith("Old Dock Unions ends talks with Nor\n")
    assert new.zones[0].spans == ((0, 35),)
    assert [m.spans for m in new.mentions[:2]] == [((4, 14),), ((32, 35),)]
    assert [m.surface for m in new.mentions[:2]] == ["Dock Union", "Nor"]
    assert new.stances[0].evidence == ((4, 35),)
    assert len(new.rows) == len(document.rows)


def test_the_right_passage_in_a_changed_document_follows() -> None:
    sources = read(CorpusFolder(GOLDEN))
    document = next(d for d in sources.documents if d.id == "port-hi")
    changed = sources.after(retext(sources, document, [(0, 0, "🚢 ")]))
    fault = next(d for d in changed.documents if d.id == "port-en").faults[0]
    assert fault.right is not None
    assert fault.right.spans == ((41, 49),)


def test_gold_and_its_layer_change_alike() -> None:
    sources = read(CorpusFolder(GOLDEN))
    zone, _ = sources.of(Zone)[0]
    change = edited(sources, [(zone, None)])
    assert sorted(change) == ["annotations/first/port-en.jsonl", "annotations/gold/port-en.jsonl"]
    assert len(set(change.values())) == 1


def record(sources: Sources, layer: str, doc: str, id: str) -> Any:
    rows = sources.rows(f"annotations/{layer}/{doc}.jsonl")
    return next(row.record for row in rows if row.place().record == id)


def test_what_gold_comes_from_changes_alike() -> None:
    sources = read(CorpusFolder(ROOT))
    names = [m for m, _ in sources.of(Mention) if m.level == "name" and m.entity is not None]
    agreed = next(m for m in names if len(m.derived_from) == 3 and m.decision is None)
    froms = [name.split("/") for name in agreed.derived_from]
    changed = sources.after(edited(sources, [(agreed, put(agreed, "level", "nominal"))]))
    for layer, id in (("gold", agreed.id), *froms):
        before, after = (record(s, layer, agreed.doc, id) for s in (sources, changed))
        assert after == put(before, "level", "nominal")
    removed = sources.after(edited(sources, [(agreed, None)]))
    for layer, id in (("gold", agreed.id), *froms):
        with pytest.raises(StopIteration):
            record(removed, layer, agreed.doc, id)
    added = sources.after(edited(sources, [(None, put(agreed, "id", "twin"))]))
    assert record(added, "gold", agreed.doc, "twin").derived_from == tuple(f"{a}/twin" for a, _ in froms)
    for layer, _ in froms:
        assert record(added, layer, agreed.doc, "twin").annotator == layer


def test_a_decision_changes_with_what_it_decides() -> None:
    sources = read(CorpusFolder(ROOT))
    paths = [path for path in sources.files if path.startswith("annotations/adjudication/")]
    decisions = [row.record for path in paths for row in sources.rows(path)]
    one = next(d for d in decisions if isinstance(d, Decision) and isinstance(d.result, Fault))
    fault = record(sources, "gold", one.doc, one.record or "")
    changed = sources.after(edited(sources, [(fault, put(fault, "note", "Other."))]))
    assert record(changed, "adjudication", one.doc, one.id).result.note == "Other."
    removed = sources.after(edited(sources, [(fault, None)]))
    with pytest.raises(StopIteration):
        record(removed, "adjudication", one.doc, one.id)


def test_the_same_seed_gives_the_same_mutants_whatever_else_runs() -> None:
    alone = run("drop-field", seed=3, number=4)
    among = run("delete-zone", "drop-field", "cut-line", seed=3, number=4)
    assert alone[0] == among[1]
    assert alone != run("drop-field", seed=4, number=4)
    assert len({mutant.where for mutant in alone[0].mutants}) > 1


def test_draws_are_the_same_everywhere() -> None:
    draw = Draw("0/drop-field/0")
    assert [draw.below(100) for _ in range(4)] == [95, 29, 89, 52]
    assert Draw("x").order(range(6)) == [5, 0, 4, 1, 2, 3]


def test_the_corpus_is_left_as_it_was() -> None:
    before = snapshot(GOLDEN)
    sources = read(CorpusFolder(GOLDEN))
    with Bench(sources) as bench:
        for name in ("remove-gold", "folder-for-gold", "rename-gold", "blank-seed", "file-in-data"):
            change = OPERATORS[name].mutate(sources, Draw("0"))
            assert change is not None
            assert bench.findings(change) != []
            assert bench.findings({}) == []
    assert snapshot(GOLDEN) == before


def test_an_operator_that_changes_nothing_is_a_fault_of_its_own() -> None:
    idle = Operator(
        "idle",
        "semantic",
        "nothing",
        lambda sources, draw: {"retold.toml": sources.files["retold.toml"]},
    )
    with pytest.raises(ValueError, match="idle changed nothing"):
        list(engine.run(CorpusFolder(GOLDEN), [idle], 0, 1))


def test_gold_against_its_layers_is_no_catch() -> None:
    gold = "annotations/gold/port-en.jsonl"

    def alone(sources: Sources, draw: Draw) -> dict[str, bytes | None]:
        return {gold: sources.files[gold].replace(b'"polarity":"oppose"', b'"polarity":"support"', 1)}

    semantic = Operator("alone", "semantic", "x", alone)
    (outcome,) = engine.run(CorpusFolder(GOLDEN), [semantic], 0, 1)
    assert [(m.codes, m.caught) for m in outcome.mutants] == [(("RT801",), False)]
    assert "(RT801 ×1)" in "\n".join(report.as_text([outcome]))


def test_findings_from_before_do_not_count(corpus_copy: Path) -> None:
    unused = b'{"id":"e-zz","type":"LOC","org_subtype":null,"names":{"en":["Zz"]},"wikidata":null}\n'
    path = corpus_copy / "annotations/registry/entities.jsonl"
    path.write_bytes(path.read_bytes() + unused)
    (outcome,) = run("zone-language", folder=corpus_copy)
    assert [mutant.codes for mutant in outcome.mutants] == [(), ()]


def test_a_corpus_with_errors_is_refused(corpus_copy: Path) -> None:
    replace(corpus_copy / "annotations/gold/port-en.jsonl", '"surface":"Friday"', '"surface":"Fridai"')
    with pytest.raises(CorpusError, match="RT203"):
        run("cut-line", folder=corpus_copy)
    result = CliRunner().invoke(app, [str(corpus_copy), "--operators", "cut-line"])
    assert result.exit_code == 3
    assert "RT203" in result.output


class Panic(BaseException):
    """What a library in Rust raises."""


@pytest.mark.parametrize("kind", [IndexError, Panic])
def test_a_crash_is_reported(kind: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(document: Any, corpus: Any) -> Iterator[Any]:
        if any(claim.count.form == "at_least" for claim in document.casualties):
            raise kind("no such thing")
        yield from ()

    monkeypatch.setattr(checking, "_DOCUMENT", (crash, *checking._DOCUMENT))
    (outcome,) = run("exact-as-at-least")
    assert [(m.crash, m.caught) for m in outcome.mutants] == [(f"{kind.__name__}: no such thing", False)]
    result = CliRunner().invoke(app, [str(GOLDEN), "--operators", "exact-as-at-least"])
    assert result.exit_code == 1
    assert (
        f"FAILED: exact-as-at-least #1: the check crashed: {kind.__name__}: no such thing: port-en-c1"
        in (result.output)
    )


def test_a_structural_fault_that_survives_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_DOCUMENT", ())
    result = CliRunner().invoke(app, [str(GOLDEN), "--operators", "shift-by-one,cut-line"])
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert sum(line.startswith("FAILED: shift-by-one #") for line in lines) == 3
    assert "structural: 3 of 6 caught" in lines


# Rules on documents that some structural operator names alone. RT019 a stage finds too.
LONE = {o.by[0] for o in OPERATORS.values() if len(o.by) == 1 and o.kind == "structural"} - {"RT019"}


@pytest.mark.parametrize("code", [rule.code for rule in RULES if rule.document and rule.code in LONE])
def test_without_its_rule_a_structural_fault_survives(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = [o.name for o in OPERATORS.values() if o.by == (code,)]
    left = tuple(look for look in checking._DOCUMENT if look is not CATALOGUE[code].document)
    monkeypatch.setattr(checking, "_DOCUMENT", left)
    assert report.failures(run(*mine, number=1))


def test_formats() -> None:
    words = [
        str(GOLDEN),
        "--operators",
        "delete-zone,polarity-flipped",
        "--per-operator",
        "2",
        "--seed",
        "5",
    ]
    text = CliRunner().invoke(app, words)
    assert text.exit_code == 0
    assert text.output.splitlines()[-3:] == [
        "structural: 2 of 2 caught", "semantic: 0 of 0 caught", "undetectable: 0 of 2 caught",
    ]  # fmt: skip
    plain = json.loads(CliRunner().invoke(app, [*words, "--format", "json"]).output)
    assert (plain["seed"], plain["per_operator"], plain["failures"]) == (5, 2, [])
    assert [operator["name"] for operator in plain["operators"]] == ["delete-zone", "polarity-flipped"]
    assert plain["operators"][0]["mutants"][0]["codes"][0] == "RT112"
    page = CliRunner().invoke(app, [*words, "--format", "markdown"]).output
    assert "| `delete-zone` | structural | a zone is lost | 2/2 | RT112 ×2" in page
    assert "- `polarity-flipped`: Whether the words are for or against" in page
    assert "- `polarity-flipped` (undetectable): port-" in page


def test_an_unknown_operator_is_wrong_usage() -> None:
    result = CliRunner().invoke(app, [str(GOLDEN), "--operators", "delete-zones"])
    assert result.exit_code == 2
    assert "delete-zone" in result.output


def test_the_page_in_the_docs_has_every_operator_and_no_failure() -> None:
    page = (ROOT / "docs/mutation.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (\w+) \| (.+?) \| (?:\d|no target)", page, re.MULTILINE)
    assert rows == [(o.name, o.kind, o.what) for family in FAMILIES.values() for o in family]
    assert "## Failures\n\nNone.\n" in page


def test_the_documents_of_some_stories_are_a_sound_corpus_of_their_own() -> None:
    whole = read(CorpusFolder(ROOT))
    part = of_stories(whole, ["doha-talks-2021-10"])
    assert [d.id[:3] for d in part.documents] == ["000", "001", "002"]
    with Bench(without_floors(part)) as bench:
        assert bench.findings({}) == []
    assert {e.id for e in part.entities.values()} < {e.id for e in whole.entities.values()}
    assert not any("authored" in path for path in part.files)
    with pytest.raises(ValueError, match=r"no story nowhere; there are: .*doha"):
        of_stories(whole, ["nowhere"])


def test_what_stands_behind_a_quotation_mark_in_a_note_is_named_too() -> None:
    """An entity that is named nowhere else stays in the registry of a part of the corpus."""
    note = 'He said \\"no\\"'
    line = f'{{"kind":"fault","note":"{note}","right":{{"doc":"e-aa"}},"spans":[[1,2]],"x":["e-bb"]}}\n'
    assert {"e-aa", "e-bb", 'He said "no"'} <= _strings([line.encode()])


def test_stories_are_chosen_on_the_command_line() -> None:
    words = ["--stories", "port-strike", "--operators", "remove-seed", "--format", "markdown"]
    result = CliRunner().invoke(app, [str(GOLDEN), *words])
    assert result.exit_code == 0, result.output
    assert "Generated by `make mutation` from the documents of `port-strike`" in result.output
    refused = CliRunner().invoke(app, [str(GOLDEN), "--stories", "nowhere"])
    assert refused.exit_code == 2
