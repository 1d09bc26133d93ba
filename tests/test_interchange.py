"""retold export, import and convert: what is written, what is refused, and that nothing is half done."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from conftest import replace, snapshot
from retold.cli import app
from retold.files import CorpusFolder
from retold.interchange.disk import write_folder
from retold.ner import flat_names, iob2
from retold.pipeline import check, read_corpus

LAYER = "annotations/first"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def findings(result: Result) -> list[tuple[str, str, str, int | None]]:
    said = json.loads(result.stdout)["findings"]
    return [(f["code"], f["severity"], f["file"], f["line"]) for f in said]


@pytest.fixture
def exported(corpus_copy: Path, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    result = run("export", "brat", corpus_copy, "--layer", "first", "--out", out)
    assert result.exit_code == 0, result.output
    return out


def test_what_is_exported_is_imported_byte_for_byte(corpus_copy: Path, exported: Path) -> None:
    assert sorted(p.name for p in exported.iterdir())[:2] == ["port-en.ann", "port-en.txt"]
    before = snapshot(corpus_copy / "annotations")
    shutil.rmtree(corpus_copy / LAYER)
    result = run("import", "brat", exported, corpus_copy, "--annotator", "first")
    assert result.exit_code == 0, result.output
    assert snapshot(corpus_copy / "annotations") == before
    assert check(CorpusFolder(corpus_copy)).findings == []


@pytest.mark.parametrize("name", ["cas", "webanno", "labelstudio"])
def test_records_come_back_from_formats_of_workbenches(
    corpus_copy: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    assert run("export", name, corpus_copy, "--layer", "first", "--out", out).exit_code == 0
    before = snapshot(corpus_copy / "annotations")
    shutil.rmtree(corpus_copy / LAYER)
    result = run("import", name, out, corpus_copy, "--annotator", "first")
    assert result.exit_code == 0, result.output
    assert snapshot(corpus_copy / "annotations") == before


def test_an_import_replaces_nothing_unasked(corpus_copy: Path, exported: Path) -> None:
    replace(exported / "port-id.ann", "level T2 name", "level T2 nominal")
    before = snapshot(corpus_copy)
    result = run("import", "brat", exported, corpus_copy, "--annotator", "first")
    assert result.exit_code == 2
    assert "port-id.jsonl" in result.output
    assert "Invalid value for --force" in result.output
    assert "port-en.jsonl" not in result.output, "that one would stay as it is"
    assert snapshot(corpus_copy) == before | {
        path: data for path, data in snapshot(corpus_copy).items() if path.startswith(".retold-")
    }
    result = run("import", "brat", exported, corpus_copy, "--annotator", "first", "--force")
    assert result.exit_code == 0, result.output
    records = (corpus_copy / LAYER / "port-id.jsonl").read_text(encoding="utf-8")
    assert '"level":"nominal"' in records


def test_an_import_that_one_file_stops_writes_none(corpus_copy: Path, exported: Path) -> None:
    shutil.rmtree(corpus_copy / LAYER)
    (corpus_copy / LAYER / "port-hi.jsonl").mkdir(parents=True)
    before = snapshot(corpus_copy / "annotations")
    result = run("import", "brat", exported, corpus_copy, "--annotator", "first")
    assert isinstance(result.exception, OSError), result.output
    assert snapshot(corpus_copy / "annotations") == before


def test_every_fault_of_an_import_is_named_where_it_stands(corpus_copy: Path, exported: Path) -> None:
    replace(exported / "port-id.ann", "T1\tzone-headline 0 29", "T1\tzone-headline 0 2900")
    replace(exported / "port-en.ann", "A2\tlang T1 en", "A2\tlang T1 !")
    replace(exported / "port-hi.txt", "\n", "\n\n")
    replace(exported / "port-hi.ann", "T1\t", "T1 ")
    shutil.rmtree(corpus_copy / LAYER)
    result = run("import", "brat", exported, corpus_copy, "--annotator", "first", "--format", "json")
    assert result.exit_code == 1
    found = findings(result)
    assert ("RT902", "error", "port-id.ann", 1) in found
    assert ("RT018", "error", "port-en.ann", 1) in found
    assert ("RT901", "error", "port-hi.ann", 1) in found
    assert not (corpus_copy / LAYER).exists()


def test_a_rule_on_documents_speaks_of_the_file_that_was_read(corpus_copy: Path, exported: Path) -> None:
    replace(exported / "port-id.ann", "entity:e-dock-union", "entity:e-nobody")
    result = run("import", "brat", exported, corpus_copy, "--annotator", "first", "--format", "json")
    assert ("RT301", "error", "port-id.ann", 4) in findings(result)
    assert result.exit_code == 1


def test_a_text_that_is_not_the_seeds_is_refused(corpus_copy: Path, exported: Path) -> None:
    replace(exported / "port-id.txt", "Serikat", "SERIKAT")
    (exported / "port-id.ann").write_bytes(b"")
    (exported / "far.ann").write_bytes(b"")
    (exported / "far.txt").write_bytes(b"far")
    result = run("import", "brat", exported, corpus_copy, "--annotator", "first", "--format", "json")
    said = [f["message"] for f in json.loads(result.stdout)["findings"] if f["code"] == "RT910"]
    assert said == [
        "no seed has the id 'far'",
        "its text is not the text of seed 'port-id': they differ at character 1",
    ]


def test_what_no_record_can_hold_stops_an_import_unless_it_may_be_lost(
    corpus_copy: Path, exported: Path
) -> None:
    with (exported / "port-id.ann").open("a", encoding="utf-8") as file:
        file.write("#99\tAnnotatorNotes T1\tsure?\n")
    words = ("import", "brat", exported, corpus_copy, "--annotator", "first", "--format", "json")
    assert findings(run(*words)) == [("RT907", "error", "out", None)]
    lossy = run(*words, "--lossy")
    assert (lossy.exit_code, findings(lossy)) == (0, [("RT907", "warning", "out", None)])


def test_a_value_is_set_where_the_files_do_not_say_it(corpus_copy: Path, exported: Path) -> None:
    ann = exported / "port-id.ann"
    lines = ann.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "\tlevel " not in line and "\torg_subtype " not in line]
    ann.write_text("".join(kept), encoding="utf-8")
    words = ("import", "brat", exported, corpus_copy, "--annotator", "first", "--format", "json")
    assert {code for code, *_ in findings(run(*words))} >= {"RT016"}
    given = ("--set", "level=name", "--set", "ORG:org_subtype=other")
    assert run(*words, *given).exit_code == 0
    assert "no FIELD" not in run(*words, "--set", "level").output
    assert run(*words, "--set", "level").exit_code == 2


def test_how_gold_came_about_is_left_out_of_a_layer(corpus_copy: Path, exported: Path) -> None:
    before = snapshot(corpus_copy / LAYER)
    with (exported / "port-id.ann").open("a", encoding="utf-8") as file:
        file.write('#99\tAttribute T1\t{"derived_from": ["first/port-id-z1"]}\nA99\tdecision T1 d-1\n')
    shutil.rmtree(corpus_copy / LAYER)
    result = run("import", "brat", exported, corpus_copy, "--annotator", "first")
    assert (result.exit_code, "1 records said how gold came about" in result.output) == (0, True)
    assert snapshot(corpus_copy / LAYER) == before


def test_gold_can_become_a_layer(corpus_copy: Path, tmp_path: Path) -> None:
    assert run("export", "brat", corpus_copy, "--out", tmp_path / "gold").exit_code == 0
    replace(
        corpus_copy / "annotations/annotators.jsonl",
        '"Written by hand for the tests."}\n',
        '"Written by hand for the tests."}\n{"id":"second","kind":"human","description":"The same."}\n',
    )
    result = run("import", "brat", tmp_path / "gold", corpus_copy, "--annotator", "second")
    assert result.exit_code == 0, result.output
    for name in ("port-en", "port-hi", "port-id"):
        gold = (corpus_copy / f"annotations/gold/{name}.jsonl").read_text(encoding="utf-8")
        second = (corpus_copy / f"annotations/second/{name}.jsonl").read_text(encoding="utf-8")
        assert second == gold.replace('"annotator":"first"', '"annotator":"second"')


def test_a_corpus_with_an_error_is_not_exported(corpus_copy: Path, tmp_path: Path) -> None:
    replace(corpus_copy / "annotations/gold/port-id.jsonl", "e-dock-union", "e-nobody")
    result = run("export", "brat", corpus_copy, "--out", tmp_path / "out")
    assert (result.exit_code, "RT301" in result.output) == (1, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("export", "brot", "{corpus}", "--out", "{new}"),
        ("export", "brat", "{corpus}", "--out", "{new}", "--layer", "nobody"),
        ("export", "brat", "{corpus}", "--out", "{corpus}"),
        ("export", "brat", "{corpus}", "--out", "{corpus}/annotations/brat"),
        ("export", "brat", "{corpus}"),
        ("export", "brat", "{corpus}", "--out", "{new}", "--kind", "mentions"),
        ("import", "brat", "{corpus}", "{corpus}", "--annotator", "gold"),
        ("import", "brat", "{corpus}", "{corpus}", "--annotator", "../x"),
        ("import", "brat", "{corpus}/nothing", "{corpus}", "--annotator", "first"),
        ("convert", "brat", "{corpus}", "brot", "{new}"),
        ("convert", "brat", "{corpus}", "brat", "{corpus}"),
        ("convert", "brat", "{corpus}/seeds/stories.jsonl", "brat", "{corpus}"),
    ],
)
def test_wrong_usage(corpus_copy: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    before = snapshot(corpus_copy)
    names = {"corpus": corpus_copy, "new": tmp_path / "new"}
    result = run(*(word.format(**names) for word in words))
    assert result.exit_code == 2, result.output
    assert snapshot(corpus_copy) == before
    assert not (tmp_path / "new").exists()


def test_a_folder_is_converted_to_itself(tmp_path: Path) -> None:
    files = {
        "a/one.ann": b"T1\tPER 0 3\tAda  \r\n\n", "a/one.txt": "Ada हैं\r\n🚢".encode(),
        "two.ann": b"", "two.txt": b"", "annotation.conf": b"[entities]\n", "README.txt": b"Hello",
    }  # fmt: skip
    for path, data in files.items():
        (tmp_path / "in" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / path).write_bytes(data)
    result = run("convert", "brat", tmp_path / "in", "brat", tmp_path / "out")
    assert result.exit_code == 0, result.output
    aside = {"annotation.conf", "README.txt"}
    assert snapshot(tmp_path / "out") == {p: d for p, d in files.items() if p not in aside}
    for path in aside:
        assert f"not read: {path}" in result.output


def test_a_file_is_converted_with_what_belongs_to_it(tmp_path: Path) -> None:
    (tmp_path / "one.ann").write_bytes(b"T1\tPER 0 3\tAda \n")
    (tmp_path / "one.txt").write_bytes(b"Ada")
    (tmp_path / "other.ann").write_bytes(b"no brat")
    result = run("convert", "brat", tmp_path / "one.ann", "brat", tmp_path / "new.ann")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "new.ann").read_bytes() == b"T1\tPER 0 3\tAda \n"
    assert (tmp_path / "new.txt").read_bytes() == b"Ada"
    again = run("convert", "brat", tmp_path / "one.ann", "brat", tmp_path / "new.ann")
    assert again.exit_code == 2


def test_bytes_that_are_no_utf_8_are_found_and_hide_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_bytes(b"T1\n")
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.ann").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"\xe9")
    out = tmp_path.parent / f"{tmp_path.name}-out"
    result = run("convert", "brat", tmp_path, "brat", out, "--format", "json")
    assert result.exit_code == 1
    assert findings(result) == [("RT901", "error", "a.ann", 1), ("RT004", "error", "b.txt", None)]
    assert not out.exists()


def test_names_are_exported_as_token_lines_like_the_ner_config(
    corpus_copy: Path, tmp_path: Path
) -> None:
    """The tokens are the dataset's, and so are the tags, but that nominals are names here too."""
    words = ("export", "iob2", corpus_copy, "--kind", "mention", "--lossy", "--out", tmp_path / "out")
    result = run(*words, "--format", "json")
    assert result.exit_code == 0, result.output
    assert {severity for _, severity, *_ in findings(result)} == {"warning"}
    for document in read_corpus(corpus_copy).documents:
        text = (tmp_path / f"out/{document.id}.conll").read_text(encoding="utf-8")
        rows = [
            [line.split("\t") for line in block.split("\n")] for block in text.split("\n\n") if block
        ]
        nominal = any(m.level == "nominal" for m in document.mentions)
        sentences = [sentence for sentence in document.sentences if sentence.tokens]
        assert [[row[0] for row in block] for block in rows] == [
            [document.text[a:b] for a, b in sentence.tokens] for sentence in sentences
        ]
        tags = [iob2(s, flat_names(document.mentions)) for s in sentences]
        assert nominal or [[row[1] for row in block] for block in rows] == tags


def test_names_from_doccano_become_a_layer_with_what_is_set(corpus_copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("export", "doccano", corpus_copy, "--layer", "first", "--kind", "zone", "--lossy")
    assert run(*words, "--out", out).exit_code == 0
    assert json.loads((out / "documents.jsonl").read_text("utf-8").split("\n")[0])["doc_id"] == "port-en"
    before = snapshot(corpus_copy / LAYER)
    taken = ("import", "doccano", out, corpus_copy, "--annotator", "first", "--force", "--lossy")
    result = run(*taken, "--format", "json")
    assert "RT016" in {code for code, *_ in findings(result)}
    assert result.exit_code == 1
    assert snapshot(corpus_copy / LAYER) == before, "nothing is written"
    result = run(*taken, "--set", "lang=en")
    assert result.exit_code == 0, result.output
    zones = [line for line in before["port-en.jsonl"].decode().split("\n") if '"kind":"zone"' in line]
    got = (corpus_copy / LAYER / "port-en.jsonl").read_text(encoding="utf-8").splitlines()
    spans = [json.loads(line)["spans"] for line in got]
    assert spans == [json.loads(line)["spans"] for line in zones]


def test_one_file_is_read_without_others_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "one.conll").write_bytes(b"Ada\tB-PER\n\n")
    (tmp_path / "one.txt").write_bytes(b"These are no tokens.\n")
    words = ("convert", "iob2", tmp_path / "one.conll", "doccano")
    result = run(*words, tmp_path / "new.jsonl", "--format", "json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["documents"] == 1
    assert json.loads((tmp_path / "new.jsonl").read_text("utf-8"))["label"] == [[0, 3, "PER"]]


@pytest.mark.parametrize(
    "id", ["../../evil", "/dev/null/evil", "", "a//b", "a/../b", "a/", ".a", "a\\b", "a\x00b", "a\nb"]
)
@pytest.mark.parametrize("name", ["doccano", "prodigy", "labelstudio"])
def test_an_id_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str, id: str) -> None:
    rows = {
        "doccano": {"text": "Ada", "label": [], "doc_id": id},
        "prodigy": {"text": "Ada", "spans": [], "meta": {"doc": id}},
        "labelstudio": {"data": {"text": "Ada", "doc": id}, "annotations": [{"result": []}]},
    }
    source = tmp_path / ("in.json" if name == "labelstudio" else "in.jsonl")
    source.write_text(json.dumps(rows[name]) + "\n", encoding="utf-8")
    before = snapshot(tmp_path)
    out = tmp_path / "deep" / "out"
    result = run("convert", name, source, "brat", out, "--format", "json")
    assert result.exit_code == 1, result.output
    assert findings(result) == [("RT901", "error", source.name, 1)]
    assert snapshot(tmp_path) == before


def test_ids_with_folders_are_folders(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"text":"Ada","label":[],"doc_id":"2031/a..b"}\n', encoding="utf-8")
    out = tmp_path / "out"
    result = run("convert", "doccano", source, "brat", out)
    assert result.exit_code == 0, result.output
    assert sorted(snapshot(out)) == ["2031/a..b.ann", "2031/a..b.txt"]


def test_two_documents_of_one_id_are_not_made_one(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    row = '{"text":"Ada","label":[[0,3,"PER"]],"doc_id":"d"}\n'
    source.write_text(row + row.replace("PER", "ORG"), encoding="utf-8")
    out = tmp_path / "out"
    result = run("convert", "doccano", source, "brat", out, "--format", "json")
    assert result.exit_code == 1, result.output
    assert findings(result) == [("RT905", "error", "in.jsonl", 2)]
    assert not out.exists()


@pytest.mark.parametrize("path", ["../evil.txt", "a/../../evil.txt", "/dev/null/evil.txt"])
def test_nothing_is_written_outside_a_new_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="not below out"):
        write_folder({path: "x", "good.txt": "y"}, tmp_path / "out")
    assert snapshot(tmp_path) == {}
