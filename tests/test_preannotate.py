"""`retold preannotate`: a layer of proposals, measured, and what it never touches."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace as changed
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from conftest import ROOT, snapshot
from own import real
from retold import preannotating
from retold.cli import app
from retold.corpus import Corpus
from retold.documents import Document
from retold.files import CorpusFolder
from retold.model import Entity, Mention
from retold.pipeline import adjudicate, check
from retold.proposals.names import Names
from retold.proposals.records import Proposals, propose
from retold.proposals.zones import propose_zones
from retold.reading import read

runner = CliRunner()


def run(corpus: Path, *words: object) -> Any:
    return runner.invoke(app, ["preannotate", *map(str, words), "--corpus", str(corpus)])


def said(result: Any) -> str:
    return " ".join(result.output.replace("│", " ").split())


def layer(corpus: Path, doc: str = "port-en", annotator: str = "rules") -> list[dict[str, Any]]:
    text = (corpus / f"annotations/{annotator}/{doc}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


# the command


def test_every_document_gets_a_layer_that_passes_the_check(corpus_copy: Path) -> None:
    gold = snapshot(corpus_copy / "annotations/gold")
    result = run(corpus_copy)
    assert result.exit_code == 0, result.output
    assert "port-en: 4 zones, 8 names, 3 values" in result.output
    assert "Wrote 4 files." in result.output
    assert check(CorpusFolder(corpus_copy)).findings == []
    assert snapshot(corpus_copy / "annotations/gold") == gold
    assert {record["annotator"] for record in layer(corpus_copy)} == {"rules"}
    (proposer,) = (
        a for a in read(CorpusFolder(corpus_copy)).corpus.annotators.values() if a.id == "rules"
    )
    assert proposer.kind == "rule"


def test_proposals_do_not_become_gold(corpus_copy: Path) -> None:
    """With one annotator gold is that layer; proposals beside it change nothing."""
    run(corpus_copy)
    before = snapshot(corpus_copy / "annotations/gold")
    assert adjudicate(CorpusFolder(corpus_copy)).written == ()
    assert snapshot(corpus_copy / "annotations/gold") == before
    for path in (corpus_copy / "annotations/first").glob("*.jsonl"):
        path.unlink()
    with pytest.raises(ValueError, match="adjudication"):
        adjudicate(CorpusFolder(corpus_copy))


def test_gold_that_only_proposals_make_is_told(corpus_copy: Path) -> None:
    run(corpus_copy)
    text = (corpus_copy / "annotations/rules/port-en.jsonl").read_text(encoding="utf-8")
    (corpus_copy / "annotations/gold/port-en.jsonl").write_text(text, encoding="utf-8")
    assert "RT801" in {f.code for f in check(CorpusFolder(corpus_copy)).findings}


def test_gold_beside_proposals_alone_is_told_also_after_a_change(corpus_copy: Path) -> None:
    """No layer but that of kind rule: neither its copy nor gold written over is anybody's."""
    run(corpus_copy)
    shutil.rmtree(corpus_copy / "annotations/first")
    for changed_by_hand in (False, True):
        for doc in ("port-en", "port-id"):
            text = (corpus_copy / f"annotations/rules/{doc}.jsonl").read_text(encoding="utf-8")
            text = "".join(text.splitlines(keepends=True)[:-1]) if changed_by_hand else text
            (corpus_copy / f"annotations/gold/{doc}.jsonl").write_text(text, encoding="utf-8")
        found = check(CorpusFolder(corpus_copy)).findings
        told = {f.place.doc: f.message for f in found if f.code == "RT801"}
        assert told["port-en"] == "no annotator's layer has document 'port-en'"
        assert {"port-en", "port-id"} <= told.keys()


def test_gold_of_a_corpus_without_any_layer_is_written_by_hand(corpus_copy: Path) -> None:
    shutil.rmtree(corpus_copy / "annotations/first")
    assert "RT801" not in {f.code for f in check(CorpusFolder(corpus_copy)).findings}


def test_what_an_error_left_behind_is_said(corpus_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        error = OSError(5, "Input/output error")
        error.add_note("a file could not be put back")
        raise error

    monkeypatch.setattr(preannotating, "write_together", failing)
    result = run(corpus_copy)
    assert isinstance(result.exception, OSError)
    assert "a file could not be put back" in result.stderr


def test_zones_that_are_there_are_kept(corpus_copy: Path) -> None:
    run(corpus_copy)
    path = corpus_copy / "annotations/rules/port-en.jsonl"
    zones = [line for line in path.read_text().splitlines(keepends=True) if '"kind":"zone"' in line]
    path.write_text("".join(zones).replace('"zone":"furniture"', '"zone":"related"'))
    assert run(corpus_copy, "port-en").exit_code == 0
    found = layer(corpus_copy)
    assert [r["zone"] for r in found if r["kind"] == "zone"][-1] == "related"
    assert any(record["kind"] == "mention" for record in found)


def test_mentions_that_are_there_are_left_alone_but_with_force(corpus_copy: Path) -> None:
    run(corpus_copy)
    mine = corpus_copy / "annotations/rules/port-en.jsonl"
    mine.write_text("".join(mine.read_text(encoding="utf-8").splitlines(keepends=True)[:-2]))
    before = snapshot(corpus_copy)
    result = run(corpus_copy)
    assert (result.exit_code, snapshot(corpus_copy)) == (0, before)
    assert "Left as they are: port-en, port-hi, port-id" in said(result)
    named = run(corpus_copy, "port-en")
    assert (named.exit_code, snapshot(corpus_copy)) == (2, before)
    assert "has more than zones already; --force replaces it" in said(named)
    assert run(corpus_copy, "port-en", "--force").exit_code == 0
    assert snapshot(corpus_copy) != before


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("--annotator", "gold"), "proposals are never gold"),
        (("--annotator", "registry"), "can be no annotator"),
        (("--annotator", "a/b"), "can be no annotator"),
        (("--annotator", "first"), "'first' is an annotator of kind human"),
        (("--annotator", "first", "--force"), "'first' is an annotator of kind human"),
        (("--annotator", "nobody"), "does not say whose"),
        (("port-xx", "port-en"), "no document 'port-xx'"),
    ],
)
def test_what_no_rule_may_write_is_refused(words: tuple[str, ...], text: str, corpus_copy: Path) -> None:
    other = corpus_copy / "annotations/nobody"
    other.mkdir()
    (other / "port-en.jsonl").write_text("")
    before = snapshot(corpus_copy)
    result = run(corpus_copy, *words)
    assert result.exit_code == 2
    assert text in said(result)
    assert {p: b for p, b in snapshot(corpus_copy).items() if ".retold-" not in p} == before


def test_what_the_rules_refuse_is_left_out_and_counted(
    corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_wrong(*given: Any) -> Proposals:
        made = propose(*given)
        first = next(record for record in made.records if isinstance(record, Mention))
        wrong = msgspec.structs.replace(first, surface="Other")
        records = tuple(wrong if record is first else record for record in made.records)
        return Proposals(records, made.left_out)

    monkeypatch.setattr(preannotating, "propose", one_wrong)
    result = json.loads(run(corpus_copy, "--format", "json").stdout)
    assert result["findings"] == []
    assert [d["left_out"] for d in result["documents"]] == [{"RT203": 1}] * 3
    assert all(record.get("surface") != "Other" for record in layer(corpus_copy))
    assert check(CorpusFolder(corpus_copy)).findings == []


def test_zones_that_do_not_cover_the_text_are_findings(corpus_copy: Path) -> None:
    run(corpus_copy)
    path = corpus_copy / "annotations/rules/port-en.jsonl"
    path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    result = run(corpus_copy)
    assert result.exit_code == 1
    assert "RT112" in result.output


def test_a_seed_that_changed_is_a_finding_and_nothing_is_written(corpus_copy: Path) -> None:
    (corpus_copy / "seeds/port-en.txt").write_text("Other")
    result = run(corpus_copy)
    assert result.exit_code == 1
    assert "RT003" in result.output
    assert not (corpus_copy / "annotations/rules").exists()


def test_a_dry_run_writes_nothing_and_says_the_same(corpus_copy: Path) -> None:
    dry = run(corpus_copy, "--dry-run")
    assert not (corpus_copy / "annotations/rules").exists()
    assert dry.output.replace("Would write", "Wrote") == run(corpus_copy).output


def test_proposals_are_the_same_each_time(corpus_copy: Path) -> None:
    run(corpus_copy)
    first = snapshot(corpus_copy / "annotations/rules")
    run(corpus_copy, "--force")
    assert snapshot(corpus_copy / "annotations/rules") == first


def test_no_room_leaves_the_corpus_as_it_was(corpus_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from retold import writing

    write = writing.write

    def full(path: Path, data: bytes) -> None:
        if path.name == ".retold-new-port-id.jsonl":
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.setattr(writing, "write", full)
    before = snapshot(corpus_copy)
    assert run(corpus_copy).exit_code != 0
    assert {p: b for p, b in snapshot(corpus_copy).items() if ".retold-" not in p} == before


# how good the proposals are


@cache
def corpus() -> Corpus:
    return real()


def from_other_documents(left_out: Document) -> Iterable[Entity]:
    """A registry of the names that gold has in the other documents alone."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for document in corpus():
        for mention in document.mentions if document is not left_out else ():
            zone = document.zone_at(mention.spans)
            if mention.level == "name" and mention.entity is not None and zone is not None:
                found.setdefault(mention.entity, {}).setdefault(zone.lang, {})[mention.surface] = None
    for id, names in sorted(found.items()):
        by_language = {lang: tuple(surfaces) for lang, surfaces in names.items()}
        yield msgspec.structs.replace(corpus().entities[id], names=by_language)


def measured(names_of: Any) -> Counter[str]:
    """Mentions of gold (level name), of the proposals, and of both, over the three documents."""
    found: Counter[str] = Counter()
    for document in corpus():
        bare = changed(document, layer="rules", rows=())
        zones = propose_zones(document.text, document.id, document.lang, "rules")
        made = propose(bare, zones, Names.of(names_of(document))).records
        proposed = {m.spans: m for m in made if isinstance(m, Mention)}
        gold = {m.spans: m for m in document.mentions if m.level == "name"}
        for kind, named in (("names", True), ("values", False)):
            wanted = {s: m for s, m in gold.items() if (m.entity is not None) is named}
            offered = {s: m for s, m in proposed.items() if (m.entity is not None) is named}
            both = [(wanted[s], offered[s]) for s in wanted.keys() & offered.keys()]
            found[f"{kind} gold"] += len(wanted)
            found[f"{kind} proposed"] += len(offered)
            found[f"{kind} right"] += sum((a.type, a.entity) == (b.type, b.entity) for a, b in both)
            valued = [(a, b) for a, b in both if b.value is not None]
            found[f"{kind} valued"] += len(valued)
            found[f"{kind} value right"] += sum(a.value == b.value for a, b in valued)
            places = [(a, b) for a, b in both if a.type == "GPE"]
            found[f"{kind} places"] += len(places)
            found[f"{kind} metonym right"] += sum(a.metonym == b.metonym for a, b in places)
    return found


def test_the_page_says_how_good_names_and_values_are() -> None:
    page = " ".join((ROOT / "docs/new-corpus.md").read_text(encoding="utf-8").split())
    others = measured(from_other_documents)
    whole = measured(lambda _: corpus().entities.values())
    wrong = others["names proposed"] - others["names right"]
    assert (
        f"of {others['names gold']} names in gold {others['names right']} are found from the names of "
        f"the other two documents, and {wrong} of {others['names proposed']} proposals are wrong"
    ) in page
    assert f"the whole registry, whose names come from these documents, {whole['names right']}" in page
    assert (
        f"of {others['values gold']} numbers and dates {others['values right']} are found, "
        f"{others['values valued']} with a value, {others['values value right']} of them the one in gold"
    ) in page
    assert f"right for {whole['names metonym right']} of {whole['names places']} places found" in page
