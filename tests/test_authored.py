"""Invented stories: what their sources are compiled to, and that everything wrong with them is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import GOLDEN, replace, snapshot
from retold import schemas
from retold.authored.compiling import CompiledStory, compile_story
from retold.authored.retellings import Problem
from retold.authoring import compiled, findings, outputs, write
from retold.cli import app
from retold.cli.written import listed
from retold.files import CorpusFolder
from retold.model import Casualty, Entity, Fault, Headline, Mention, Stance, Zone
from retold.pipeline import check
from retold.records import Row
from retold.rules.registry import namesakes

INVENTED = GOLDEN.parent / "invented"
STORY = "vellin-ferry"
SOURCES = {p.name: p.read_text("utf-8") for p in (INVENTED / "seeds/authored" / STORY).iterdir()}


def made(files: dict[str, str]) -> tuple[CompiledStory | None, list[Problem]]:
    problems: list[Problem] = []
    return compile_story(STORY, files, "CC-BY-4.0", schemas.violations, problems), problems


def changed(file: str, change: Any) -> dict[str, str]:
    """The sources, with something else in one file."""
    value = json.loads(SOURCES[file])
    change(value)
    return {**SOURCES, file: json.dumps(value)}


def test_marks_and_quotes_become_records_where_they_stand() -> None:
    story, problems = made(SOURCES)
    assert story is not None
    assert problems == []
    assert [d.seed.id for d in story.documents] == ["vellin-ferry-en-wire", "vellin-ferry-id-brief"]
    for document in story.documents:
        assert "|" not in document.text
        for record in document.records:
            if isinstance(record, Mention | Fault):
                [(start, end)] = record.spans
                assert document.text[start:end] == record.surface
    wire, brief = story.documents
    claim = next(r for r in wire.records if isinstance(r, Casualty))
    [(start, end)] = claim.evidence
    assert wire.text[start:end].endswith("killing 14 passengers")
    assert (claim.event, claim.count.best, claim.place) == ("ev-vellin-ferry", 14, ("e-vellin",))
    kinds = [sum(isinstance(r, kind) for r in wire.records) for kind in (Zone, Stance, Headline)]
    assert kinds == [5, 1, 1]
    fault = next(r for r in brief.records if isinstance(r, Fault))
    assert fault.surface == "Puluhan"
    assert fault.right is not None
    assert fault.right.doc == wire.seed.id
    [(start, end)] = fault.right.spans
    assert wire.text[start:end] == "14"
    assert "14 dead" in wire.text[:start]  # the second 14 of the text, as the source asks


def test_what_is_invented_says_so() -> None:
    story, _ = made(SOURCES)
    assert story is not None
    assert {d.seed.provenance for d in story.documents} == {"authored"}
    assert all(entity.fictional and entity.wikidata is None for entity in story.entities)
    # the unnamed passengers of two retellings are one entity
    own = [e.id for e in story.entities if e.id not in SOURCES["facts.json"]]
    assert own == ["e-vellin-ferry-passengers"]


def test_texts_have_the_licence_of_the_annotations(corpus: CorpusFolder) -> None:
    settings = corpus.root / "retold.toml"
    settings.write_text(
        settings.read_text().replace('annotations = "CC-BY-4.0"', 'annotations = "CC0-1.0"')
    )
    seeds = (document.seed for story in compiled(corpus).stories for document in story.documents)
    assert {seed.licence for seed in seeds} == {"CC0-1.0"}


def test_with_wrong_settings_nothing_is_written(corpus: CorpusFolder) -> None:
    """The licence would be lost: a manifest without licences is no manifest."""
    settings = corpus.root / "retold.toml"
    settings.write_text(settings.read_text().replace('version = "', 'version = "x'))
    before = snapshot(corpus.root)
    done = CliRunner().invoke(app, ["author", str(corpus.root)])
    assert done.exit_code == 1
    assert "retold.toml version: RT018" in done.stdout
    assert done.stdout.endswith("Nothing written.\n")
    assert snapshot(corpus.root) == before


def test_claims_are_linked_by_the_names_that_the_author_gave_them() -> None:
    story, _ = made(SOURCES)
    assert story is not None
    [link] = story.links
    claims = {r.id: d for d in story.documents for r in d.records if isinstance(r, Casualty)}
    assert [claims[id].seed.lang for id in (link.a, link.b)] == ["en", "id"]
    assert (link.relation, link.field) == ("contradicts", "count")


def wrong(problems: list[Problem]) -> list[tuple[str, str, str | None]]:
    return [(p.code, p.file.rpartition("/")[2], p.field) for p in problems]


def test_all_that_is_wrong_is_named_at_once() -> None:
    def bent(value: dict[str, Any]) -> None:
        value["records"][0]["evidence"] = ["nowhere"]
        value["records"][1]["harm"] = "dead"
        value["records"][2]["evidence"] = ["Vellin"]  # several
        value["faithful"] = False

    files = changed("en-wire.json", bent)
    files["id-brief.txt"] = SOURCES["id-brief.txt"].replace("|e-vellin]", "|e-nowhere]")
    story, problems = made(files)
    assert story is not None
    assert sorted(wrong(problems), key=str) == [
        ("RT930", "id-brief.txt", None),
        ("RT930", "id-brief.txt", None),
        ("RT931", "en-wire.json", "records.0"),
        ("RT931", "en-wire.json", "records.2"),
        ("RT932", "en-wire.json", "records.1.harm"),
        ("RT941", "en-wire.json", "faithful"),
        ("RT941", "facts.json", "links.0"),
    ]


@pytest.mark.parametrize(
    ("file", "content", "found"),
    [
        ("facts.json", None, [("RT940", "facts.json", None)]),
        ("facts.json", "{", [("RT010", "facts.json", None)]),
        ("facts.json", '{"title":"A","title":"B"}', [("RT011", "facts.json", None)]),
        ("en-wire.json", None, [("RT940", "en-wire.json", None)]),
        ("en-wire.txt", None, [("RT940", "en-wire.txt", None)]),
        ("en-wire.txt", "[open", [("RT930", "en-wire.txt", None)]),
        ("hi-local.txt", "text", [("RT940", "hi-local.json", None)]),
    ],
)
def test_a_file_that_is_not_there_or_cannot_be_read(
    file: str, content: str | None, found: list[tuple[str, str, str | None]]
) -> None:
    files = {name: text for name, text in SOURCES.items() if name != file}
    if content is not None:
        files[file] = content
    _, problems = made(files)
    # nothing is said of what only follows, but of a passage of a retelling that is gone
    assert [w for w in wrong(problems) if w[0] != "RT931"] == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda v: v.update(incident="picnic"), ("RT017", "incident")),
        (lambda v: v.update(split="test"), ("RT017", "split")),  # the test split is real news
        (lambda v: v.pop("summary"), ("RT016", "summary")),
        (lambda v: v.update(weather="fine"), ("RT015", "weather")),
        (lambda v: v["figures"][0].update(harm="dead"), ("RT017", "figures.0.harm")),
        (lambda v: v["entities"][0].update(type="DATE"), ("RT017", "entities.0.type")),
        (lambda v: v["links"][0].update(a="killed"), ("RT018", "links.0.a")),
    ],
)
def test_facts_have_a_schema(change: Any, found: tuple[str, str]) -> None:
    story, problems = made(changed("facts.json", change))
    assert story is None
    assert [(p.code, p.field) for p in problems] == [found]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda f: f.update(drift="bent"), ("RT941", "records.1.drift")),
        (lambda f: f.pop("drift"), ("RT941", "records.1.drift")),
        (lambda f: f.update(fact="f9"), ("RT941", "records.1.fact")),
        (lambda f: f.update(fault="bent"), ("RT932", "records.1.fault")),
        (lambda f: f.pop("note"), ("RT932", "records.1.note")),
        (lambda f: f.pop("spans"), ("RT931", "records.1")),
        (lambda f: f["right"].update(doc="hi-local"), ("RT931", "records.1")),
        (lambda f: f["right"].update(spans=["nowhere"]), ("RT931", "records.1")),
        (lambda f: f.update(colour="red"), ("RT932", "records.1.colour")),
    ],
)
def test_a_fault_is_a_drift_that_was_planned(change: Any, found: tuple[str, str]) -> None:
    _, problems = made(changed("id-brief.json", lambda value: change(value["records"][1])))
    assert [(p.code, p.field) for p in problems] == [found]


@pytest.fixture
def corpus(tmp_path: Path) -> CorpusFolder:
    folder = CorpusFolder(shutil.copytree(INVENTED, tmp_path / "corpus"))
    with folder.building():  # leaves its lock, before anything is compared
        return folder


def test_the_golden_corpus_is_what_its_sources_make(corpus: CorpusFolder) -> None:
    assert findings(corpus) == []
    before = snapshot(corpus.root)
    assert write(corpus, outputs(corpus, compiled(corpus))) == []
    for path in ("annotations/author", "annotations/links.jsonl", "seeds/stories.jsonl"):
        target = corpus.root / path
        shutil.rmtree(target) if target.is_dir() else target.write_text("")
    (corpus.root / "seeds/seeds.jsonl").write_text("")
    assert {f.code for f in findings(corpus)} == {"RT942"}
    assert len(write(corpus, outputs(corpus, compiled(corpus)))) == 5
    assert snapshot(corpus.root) == before


def test_lines_that_no_story_makes_stay_and_those_of_a_story_that_is_gone_go(
    corpus: CorpusFolder,
) -> None:
    tables = {
        "seeds/stories.jsonl": '{"id":"real","title":"Real","split":"test"}\n',
        "annotations/registry/propositions.jsonl": '{"id":"p-real","text":"It is real."}\n',
        "annotations/registry/entities.jsonl": '{"id":"e-real","type":"PER","org_subtype":null,'
        '"names":{"en":["Real"]},"wikidata":null}\n',
    }
    for path, line in tables.items():
        file = corpus.root / path
        file.write_text(file.read_text() + line)
    write(corpus, outputs(corpus, compiled(corpus)))
    assert all(line in (corpus.root / path).read_text() for path, line in tables.items())
    shutil.rmtree(corpus.root / "seeds/authored" / STORY)
    write(corpus, outputs(corpus, compiled(corpus)))
    for path in ("seeds/stories.jsonl", "annotations/registry/entities.jsonl"):
        assert (corpus.root / path).read_text() == tables[path]
    assert (corpus.root / "seeds/seeds.jsonl").read_text() == ""


def test_a_layer_whose_source_is_gone_is_named(corpus: CorpusFolder) -> None:
    for file in ("id-brief.txt", "id-brief.json"):
        (corpus.root / "seeds/authored" / STORY / file).unlink()
    facts = corpus.root / "seeds/authored" / STORY / "facts.json"
    facts.write_text(json.dumps({**json.loads(facts.read_text()), "links": []}))
    left = [f.place.file for f in findings(corpus) if f.message == "has no source"]
    assert left == ["annotations/author/vellin-ferry-id-brief.jsonl"]


def test_a_line_that_cannot_be_read_is_not_lost(corpus: CorpusFolder) -> None:
    file = corpus.root / "annotations/registry/propositions.jsonl"
    file.write_text(file.read_text() + '{"id":"p-half","text":\n')
    before = snapshot(corpus.root)
    done = run(str(corpus.root))
    assert done.exit_code == 1
    assert "RT010 error: not JSON" in done.stdout
    assert snapshot(corpus.root) == before
    assert findings(corpus) == []


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["author", *words])


def test_the_command_writes_all_or_nothing(corpus: CorpusFolder) -> None:
    text = corpus.root / "seeds/authored" / STORY / "id-brief.txt"
    text.write_text(text.read_text("utf-8").replace("Sebuah feri", "Satu feri"), "utf-8")
    before = snapshot(corpus.root)
    said = run(str(corpus.root), "--dry-run")
    assert said.exit_code == 0
    assert "would write seeds/vellin-ferry-id-brief.txt\n" in said.stdout
    assert snapshot(corpus.root) == before
    done = run(str(corpus.root))
    assert done.exit_code == 0
    assert "wrote seeds/vellin-ferry-id-brief.txt" in done.stdout
    assert "Documents: 2; stories below seeds/authored: 1.\nNext: retold adjudicate" in done.stdout
    text.write_text(text.read_text("utf-8").replace("[", "", 1), "utf-8")
    before = snapshot(corpus.root)
    done = run(str(corpus.root))
    assert done.exit_code == 1
    assert "RT930" in done.stdout
    assert done.stdout.endswith("Nothing written.\n")
    assert snapshot(corpus.root) == before
    said = json.loads(run(str(corpus.root), "--format", "json").stdout)
    assert {f["code"] for f in said["findings"]} == {"RT930"}


def test_a_link_between_claims_of_an_old_gold_does_not_keep_it_from_being_made_anew(
    corpus: CorpusFolder,
) -> None:
    gold = corpus.root / "annotations/gold/vellin-ferry-en-wire.jsonl"
    wanted = gold.read_text("utf-8")
    replace(gold, '"harm":"killed"', '"harm":"injured"')
    codes = {finding.code for finding in check(corpus).findings}
    assert {"RT505", "RT801"} <= codes
    done = CliRunner().invoke(app, ["adjudicate", str(corpus.root)])
    assert done.exit_code == 0, done.output
    assert "2 documents of one annotator" in done.stdout
    assert gold.read_text("utf-8") == wanted
    assert check(corpus).findings == []
    gold.write_text("".join(line for line in wanted.splitlines(True) if '"kind":"casualty"' not in line))
    assert "RT308" in {finding.code for finding in check(corpus).findings}
    assert CliRunner().invoke(app, ["adjudicate", str(corpus.root)]).exit_code == 0
    assert gold.read_text("utf-8") == wanted


def test_many_files_of_a_folder_are_counted() -> None:
    paths = [f"a/{n}.txt" for n in range(11)] + ["b.txt", *(f"c/{n}.txt" for n in range(10))]
    told = [*listed("wrote", paths)]
    assert told[:3] == ["wrote 11 files in a", "wrote b.txt", "wrote c/0.txt"]
    assert len(told) == 12


def test_namesakes_are_found_within_a_story_and_not_between_two(corpus: CorpusFolder) -> None:
    sheet = corpus.root / "seeds/authored" / STORY / "facts.json"
    facts = json.loads(sheet.read_text("utf-8"))
    [guard] = [e for e in facts["entities"] if e["id"] == "e-vellin-coast-guard"]
    again = {**guard, "id": "e-vellin-coast-guard-too"}
    sheet.write_text(json.dumps({**facts, "entities": [*facts["entities"], again]}))
    found = compiled(corpus).findings
    assert [(f.code, f.place.line, f.place.record) for f in found] == [("RT605", None, again["id"])]
    assert "e-vellin-coast-guard" in found[0].message
    # it warns, and hides nothing: the registry is not what the sources make
    codes = [(f.code, f.severity) for f in check(corpus).findings]
    assert ("RT605", "warning") in codes
    assert ("RT942", "error") in codes
    done = run(str(corpus.root))
    assert done.exit_code == 0
    assert "RT605 warning" in done.stdout

    def entity(id: str, fictional: bool) -> Row[Entity]:
        return Row(
            Entity(id, "ORG", "government", {"en": ("Health Ministry",)}, None, fictional), "f", 1
        )

    two = [entity("e-one", True), entity("e-two", True)]
    assert [*namesakes(two)] == []
    assert [f.code for f in namesakes(two, one_story=True)] == ["RT605"]
    assert [f.code for f in namesakes([two[0], entity("e-two", False)])] == ["RT605"]
