"""`retold seed add`: what becomes a seed, what is refused, and what is asked."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import snapshot
from retold import scaffold, schemas
from retold.cli import app
from retold.files import CorpusFolder
from retold.intake import languages
from retold.intake.naming import free, is_id, legal
from retold.manifest import sha256
from retold.pipeline import check
from retold.records import parse
from retold.writing import write_new_folder
from samples_of_languages import SAMPLES

runner = CliRunner()
KNOWN = ("--story", "ferry", "--published", "2031-05-04", "--obtained", "2031-06-01")
NEW = ("--title", "A late ferry", "--split", "test")
FERRY = (
    "Ferry late\n\nAda Lund waits in Norhaven for the ferry from Saltmark, which is two hours late. "
    "The Port Authority says that a crane was left on the quay over night and that nobody was hurt. "
    "On Monday the ferry is to leave on time again, and the crews do not believe it yet.\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """An empty corpus."""
    write_new_folder(tmp_path / "corpus", scaffold.empty_corpus("ferry", "Ferry", ["en"]))
    return tmp_path / "corpus"


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """A text of one story."""
    path = tmp_path / "ferry-1.txt"
    path.write_text(FERRY, encoding="utf-8")
    return path


def add(corpus: Path, path: object, *words: object, input: bytes | str | None = None) -> Any:
    return runner.invoke(app, ["seed", "add", *map(str, (path, corpus, *words))], input=input)


def seeds(corpus: Path) -> dict[str, dict[str, Any]]:
    lines = (corpus / "seeds/seeds.jsonl").read_text(encoding="utf-8").splitlines()
    return {value["id"]: value for value in map(json.loads, lines)}


def said(result: Any) -> str:
    return " ".join(result.output.replace("│", " ").split())


# what is recorded


def test_a_text_is_recorded_with_all_that_the_manifest_wants(corpus: Path, ferry: Path) -> None:
    result = add(corpus, ferry, *KNOWN, *NEW, "--outlet", "Coast Daily", "--inferred")
    assert result.exit_code == 0, result.output
    assert seeds(corpus)["ferry-1"] == {
        "id": "ferry-1",
        "file": "ferry-1.txt",
        "sha256": sha256(FERRY.encode()),
        "lang": "en",
        "outlet": "Coast Daily",
        "story": "ferry",
        "published": {"date": "2031-05-04", "inferred": True},
        "licence": "LicenseRef-not-stated",
        "obtained": "2031-06-01",
    }
    assert json.loads((corpus / "seeds/stories.jsonl").read_text()) == {
        "id": "ferry",
        "title": "A late ferry",
        "split": "test",
    }
    assert "ferry-1: en (100% sure), Coast Daily, story ferry, 2031-05-04 (inferred)" in result.output


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfLate.\r\n", "नोर्\u200dवे \u00a0\n\n".encode(), b"A\x00 \x0c"]
)
@pytest.mark.parametrize("name", ["odd.txt", "odd.md"])
def test_the_bytes_of_a_text_are_kept(data: bytes, name: str, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert add(corpus, tmp_path / name, *KNOWN, *NEW, "--lang", "en").exit_code == 0
    assert (corpus / "seeds/odd.txt").read_bytes() == data
    assert seeds(corpus)["odd"]["sha256"] == sha256(data)


def test_the_manifests_stay_canonical_and_sorted(corpus: Path, tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.txt").write_text(f"The word {name} and nothing else here.")
        title = ("--title", name, "--split", "train")
        assert add(corpus, tmp_path / f"{name}.txt", *KNOWN[2:], "--story", name, *title).exit_code == 0
    for file, kind in (("seeds", "seed"), ("stories", "story")):
        text = (corpus / f"seeds/{file}.jsonl").read_text()
        rows, findings = parse(text, file, kind, schemas.violations)
        assert [row.record.id for row in rows] == ["a", "b", "c"]  # type: ignore[union-attr]
        assert findings == []


def test_a_folder_is_added_as_a_whole_and_other_files_are_listed(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    for lang in ("id", "hi", "ms"):
        (folder / f"deep/{lang}.txt").write_text(" ".join(SAMPLES[lang]), encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff")
    result = add(corpus, folder, *KNOWN, *NEW)
    assert result.exit_code == 0, result.output
    assert {id: seed["lang"] for id, seed in seeds(corpus).items()} == {
        lang: lang for lang in ("hi", "id", "ms")
    }
    assert "not read: photo.jpg" in result.output


def test_one_text_comes_from_standard_input(corpus: Path) -> None:
    assert add(corpus, "-", *KNOWN, *NEW, "--id", "piped", input=FERRY).exit_code == 0
    assert (corpus / "seeds/piped.txt").read_bytes() == FERRY.encode()


def test_a_dry_run_and_the_report_as_json_write_what_they_say(corpus: Path, ferry: Path) -> None:
    before = snapshot(corpus)
    shown = json.loads(add(corpus, ferry, *KNOWN, *NEW, "--dry-run", "--format", "json").stdout)
    assert shown["written"] == []
    assert {p: b for p, b in snapshot(corpus).items() if ".retold-" not in p} == before
    done = json.loads(add(corpus, ferry, *KNOWN, *NEW, "--format", "json").stdout)
    assert done["seeds"] == shown["seeds"]
    assert done["seeds"][0]["seed"] == seeds(corpus)["ferry-1"]
    assert done["written"][-1] == "seeds/seeds.jsonl"


def test_zones_are_proposed_by_an_annotator_of_kind_rule(corpus: Path, ferry: Path) -> None:
    result = add(corpus, ferry, *KNOWN, *NEW)
    assert "zones proposed: 1 headline, 1 body" in result.output
    lines = (corpus / "annotations/rules/ferry-1.jsonl").read_text().splitlines()
    assert [json.loads(line)["zone"] for line in lines] == ["headline", "body"]
    (proposer,) = (corpus / "annotations/annotators.jsonl").read_text().splitlines()
    assert (json.loads(proposer)["id"], json.loads(proposer)["kind"]) == ("rules", "rule")
    assert [f.code for f in check(CorpusFolder(corpus)).findings if f.code != "RT006"] == []
    assert not (corpus / "annotations/gold/ferry-1.jsonl").exists()


def test_zones_may_be_left_out(corpus: Path, ferry: Path) -> None:
    assert add(corpus, ferry, *KNOWN, *NEW, "--no-zones").exit_code == 0
    assert not (corpus / "annotations/rules").exists()
    assert (corpus / "annotations/annotators.jsonl").read_text() == ""


def test_zones_do_not_go_to_a_person_of_that_name(corpus: Path, ferry: Path) -> None:
    line = '{"id":"rules","kind":"human","description":"A person."}\n'
    (corpus / "annotations/annotators.jsonl").write_text(line)
    result = add(corpus, ferry, *KNOWN, *NEW)
    assert result.exit_code == 1
    assert "'rules' is of kind human, so proposals cannot go there: --no-zones" in said(result)
    assert seeds(corpus) == {}
    assert add(corpus, ferry, *KNOWN, *NEW, "--no-zones").exit_code == 0


def test_links_to_other_stories_do_not_make_two_texts_alike(corpus: Path, ferry: Path) -> None:
    """The zones that are proposed tell what is no part of the story."""
    add(corpus, ferry, *KNOWN, *NEW)
    links = "".join(f"Also read - {line}\n" for line in FERRY.splitlines() if line)
    other = "The orchard opens for visitors this week, and the first apples are ripe.\n"
    result = add(corpus, "-", *KNOWN, "--format", "json", input=f"Orchard opens\n{other}{links}")
    assert json.loads(result.stdout)["seeds"][0]["near"] == []


# what is refused


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (FERRY, "the same bytes"),
        (FERRY.replace(" ", "\n").replace("\n\n", "\r\n"), "the same text but for white space"),
        ("\ufeff" + FERRY, "the same text but for white space or Unicode form"),
    ],
)
def test_a_copy_is_refused_and_names_the_seed(text: str, how: str, corpus: Path, ferry: Path) -> None:
    add(corpus, ferry, *KNOWN, *NEW)
    result = add(corpus, "-", *KNOWN, input=text.encode())
    assert result.exit_code == 1
    assert f"'ferry-1' is {how}" in said(result)
    assert list(seeds(corpus)) == ["ferry-1"]


def test_composed_and_decomposed_letters_are_one_text(corpus: Path) -> None:
    add(corpus, "-", *KNOWN, *NEW, "--lang", "en", "--id", "one", input="Café Maïga".encode())
    result = add(corpus, "-", *KNOWN, "--lang", "en", input="Cafe\u0301 Mai\u0308ga".encode())
    assert "'one' is the same text but for white space or Unicode form" in said(result)


def test_two_copies_in_one_folder_are_seen(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    for name in ("a", "b"):
        (tmp_path / f"two/{name}.txt").write_text(FERRY)
    result = add(corpus, tmp_path / "two", *KNOWN, *NEW)
    assert result.exit_code == 1
    assert "b.txt: 'a' is the same bytes" in said(result)
    assert seeds(corpus) == {}


def test_the_story_of_a_near_copy_is_proposed_and_yes_takes_it(corpus: Path, ferry: Path) -> None:
    add(corpus, ferry, *KNOWN, *NEW)
    changed = FERRY.replace("two hours late", "three hours late").replace("yet.", "yet, they say.")
    refused = add(corpus, "-", *KNOWN[2:], input=changed)
    assert refused.exit_code == 1
    assert "like 'ferry-1' of the story 'ferry': say with --story ferry that it retells it" in said(
        refused
    )
    taken = add(corpus, "-", *KNOWN[2:], "--yes", input=changed)
    assert taken.exit_code == 0
    assert "like ferry-1 (story ferry)" in taken.output
    assert seeds(corpus)["seed"]["story"] == "ferry"


def test_another_story_for_a_near_copy_is_the_users_word(corpus: Path, ferry: Path) -> None:
    add(corpus, ferry, *KNOWN, *NEW)
    words = (*KNOWN[2:], "--story", "other", "--title", "Other", "--split", "train")
    assert add(corpus, "-", *words, input=FERRY + "And more of it.").exit_code == 0
    assert seeds(corpus)["seed"]["story"] == "other"


def test_all_problems_of_all_texts_are_said_and_nothing_is_written(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"caf\xe9")
    (folder / "b.txt").write_text(" \n")
    (folder / "c.txt").write_text("AP")
    (folder / "d.txt").write_text(FERRY)
    before = snapshot(corpus)
    result = add(corpus, folder, "--story", "ferry")
    assert result.exit_code == 1
    for words in (
        "a.txt: byte 3 is not UTF-8",
        "iconv",
        "b.txt: there is no text in it",
        "c.txt: the language is not sure (",
        "say it with --lang",
        "c.txt: the story 'ferry' is not in seeds/stories.jsonl: give --title and --split",
        "d.txt: the day of publication is not known: --published",
        "Nothing written; problems: 7.",
    ):
        assert words in said(result)
    assert {p: b for p, b in snapshot(corpus).items() if ".retold-" not in p} == before


def test_one_title_is_not_given_to_two_stories(corpus: Path, ferry: Path) -> None:
    add(corpus, ferry, *KNOWN, *NEW)
    result = add(
        corpus, "-", "--story", "x", "--published", "2031-05-04", input="The crane is back again."
    )
    assert "the story 'x' is not in seeds/stories.jsonl: give --title and --split" in said(result)


def test_a_manifest_that_cannot_be_read_comes_first(corpus: Path, ferry: Path) -> None:
    (corpus / "seeds/seeds.jsonl").write_text("{}\n")
    result = add(corpus, ferry, *KNOWN, *NEW)
    assert result.exit_code == 1
    assert "seeds/seeds.jsonl:1" in result.output
    assert "RT016" in result.output
    assert not (corpus / "seeds/ferry-1.txt").exists()


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("--id", "a b"), "'a b' is no id"),
        (("--lang", "english!"), "'english!' is no language tag"),
        (("--split", "dev"), "'dev' is not one of: train, validation, test"),
        (("--published", "4 May"), "'4 May' is no day"),
        (("--inferred",), "is said of a day"),
        (("--obtained", "x"), "'x' is no day"),
    ],
)
def test_misuse_is_wrong_usage(words: tuple[str, ...], text: str, corpus: Path, ferry: Path) -> None:
    result = add(corpus, ferry, *words)
    assert result.exit_code == 2
    assert text in said(result)


def test_one_id_for_several_texts_is_wrong_usage(corpus: Path, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    assert "names one text, and there are several" in said(add(corpus, tmp_path, "--id", "x"))
    assert add(corpus, tmp_path / "none.txt").exit_code == 2


def test_a_file_of_another_kind_is_a_problem_that_says_what_to_do(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    result = add(corpus, tmp_path / "a.docx")
    assert result.exit_code == 1
    assert "files end in .txt, .md, .html, .htm, .jsonl, .parquet" in said(result)


# what is asked


def test_on_a_terminal_what_is_not_sure_is_asked(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("retold.cli.seed"), "_on_terminal", lambda: True)
    (tmp_path / "ap.txt").write_text("AP\n")
    answers = ["english!", "en", "a b", "ferry", "A late ferry", "dev", "test", "May", "2031-05-04", "y"]
    result = add(corpus, tmp_path / "ap.txt", input="\n".join(answers))
    assert result.exit_code == 0, result.output
    found = seeds(corpus)["ap"]
    assert (found["lang"], found["story"]) == ("en", "ferry")
    assert found["published"] == {"date": "2031-05-04", "inferred": True}
    assert result.output.count("cannot be that") == 4


@pytest.mark.parametrize(
    ("given", "answer"), [(NEW[:2], "test"), (NEW[2:], "A late ferry")], ids=["title", "split"]
)
def test_on_a_terminal_only_what_lacks_of_a_new_story_is_asked(
    given: tuple[str, ...], answer: str, corpus: Path, ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("retold.cli.seed"), "_on_terminal", lambda: True)
    result = add(corpus, ferry, *KNOWN, *given, input=f"{answer}\n")
    assert result.exit_code == 0, result.output
    story = json.loads((corpus / "seeds/stories.jsonl").read_text())
    assert (story["title"], story["split"]) == ("A late ferry", "test")


@pytest.mark.parametrize(("answer", "story"), [("y", "ferry"), ("n", "other")])
def test_on_a_terminal_the_story_of_a_near_copy_is_offered(
    answer: str, story: str, corpus: Path, ferry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(corpus, ferry, *KNOWN, *NEW)
    monkeypatch.setattr(import_module("retold.cli.seed"), "_on_terminal", lambda: True)
    (tmp_path / "again.txt").write_text(FERRY + "And more of it.")
    more = "" if answer == "y" else "other\nOther\ntrain\n"
    assert add(corpus, tmp_path / "again.txt", *KNOWN[2:], input=f"{answer}\n{more}").exit_code == 0
    assert seeds(corpus)["again"]["story"] == story


def test_who_breaks_off_at_a_question_changes_nothing(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("retold.cli.seed"), "_on_terminal", lambda: True)
    (tmp_path / "ap.txt").write_text("AP\n")
    before = snapshot(corpus)
    assert add(corpus, tmp_path / "ap.txt", input="en\n").exit_code == 1
    assert {p: b for p, b in snapshot(corpus).items() if ".retold-" not in p} == before


def test_without_the_detector_the_status_is_3_and_lang_helps(
    corpus: Path, ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "py3langid.langid", None)
    languages._identifier.cache_clear()
    result = add(corpus, ferry, *KNOWN, *NEW)
    assert result.exit_code == 3
    assert "pip install 'retold[seeds]'" in said(result)
    assert add(corpus, ferry, *KNOWN, *NEW, "--lang", "en").exit_code == 0


# ids


@given(st.text(max_size=300))
def test_an_id_made_of_any_name_is_legal_and_leaves_room_for_records(words: str) -> None:
    id = legal(words)
    assert is_id(id)
    assert len(id) <= 100
    assert not list(schemas.violations("story", {"id": id, "title": "x", "split": "test"}))


@given(st.lists(st.sampled_from(["a", "A", "a-2", "é", "नमस्ते", ""]), max_size=8))
def test_numbered_ids_differ_also_where_case_does_not_count(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        id = free(legal(name), taken)
        assert is_id(id)
        assert id.lower() not in taken
        taken.add(id.lower())


def test_a_text_does_not_take_the_place_of_a_file_without_a_line(corpus: Path, ferry: Path) -> None:
    (corpus / "seeds/Ferry-1.txt").write_text("stray")
    assert add(corpus, ferry, *KNOWN, *NEW).exit_code == 0
    assert list(seeds(corpus)) == ["ferry-1-2"]
    assert CorpusFolder(corpus).read_bytes("seeds/Ferry-1.txt") == b"stray"
