"""croissant.json: mlcroissant finds no fault in it and loads every row of every config through it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from conftest import GOLDEN, ROOT, replace, snapshot
from croissant_files import read
from retold import croissant
from retold.columns import Column
from retold.croissant.records import enumerations
from retold.files import CorpusFolder
from retold.manifest import sha256
from retold.pipeline import build
from retold.tables import CONFIGS
from retold.tables.base import Config
from test_pipeline import clean

pytestmark = pytest.mark.usefixtures("no_network")

# Both are of what mlcroissant calls: rdflib reads JSON-LD through a class that it deprecates, and
# pandas an argument of reset_index.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.reset_index:DeprecationWarning"),
]

BUILT = {"retold": ROOT / "data", "golden": GOLDEN.parent / "data"}
RECOMMENDED = 'Property "{}" is recommended, but does not exist.'
NO_DATE = RECOMMENDED.format("https://schema.org/datePublished")
NO_CITATION = RECOMMENDED.format("http://mlcommons.org/croissant/citeAs")
# No CITATION.cff of ours has a date-released, and the golden corpus has none at all.
WARNINGS = {"retold": set(), "golden": {NO_DATE, NO_CITATION}}


@pytest.fixture(params=sorted(BUILT))
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a built dataset; its folder has the name of the corpus."""
    return Path(shutil.copytree(BUILT[request.param], tmp_path / request.param))


def load(folder: Path) -> Any:
    import mlcroissant

    return mlcroissant.Dataset(str(folder / "croissant.json"))


def warnings_of(folder: Path) -> set[str]:
    """What mlcroissant warns of, without the place; an error it raises."""
    issues = load(folder).metadata.ctx.issues
    assert not issues.errors
    return {warning.partition("] ")[2] for warning in issues.warnings}


def plain(value: Any) -> Any:
    """A value of mlcroissant as PyArrow gives it: text not as bytes, columns without their path."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, dict):
        return {name.rpartition("/")[2]: plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def rows(folder: Path, config: str) -> list[dict[str, Any]]:
    """Rows of the Parquet files, all splits, with the split of each."""
    return [
        {"split": path.name.partition("-")[0], **row}
        for path in sorted((folder / config).glob("*.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]


def described(folder: Path, config: str) -> dict[str, Any]:
    (found,) = (r for r in read(folder)["recordSet"] if r["@id"] == config)
    return dict(found)


def leaves(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from leaves(field.get("subField", []))


def columns(config: Config) -> list[str]:
    def paths(of: tuple[Column, ...], above: str) -> Iterator[str]:
        for column in of:
            yield f"{above}/{column.name}"
            yield from paths(column.fields, f"{above}/{column.name}")

    return list(paths(config.columns, config.name))


def test_mlcroissant_finds_no_fault(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert warnings_of(data) == WARNINGS[data.name]
    assert "not standard" not in caplog.text  # the context


@pytest.mark.parametrize("config", [config.name for config in CONFIGS])
def test_rows_loaded_through_mlcroissant_are_those_of_the_files(config: str, data: Path) -> None:
    wanted = rows(data, config)
    assert wanted
    assert [plain(row) for row in load(data).records(config)] == wanted


@pytest.mark.parametrize("config", [config.name for config in CONFIGS])
def test_one_split_can_be_asked_for(config: str, data: Path) -> None:
    for split in {row["split"] for row in rows(data, config)}:
        found = load(data).records(config, filters={f"{config}/split": split})
        assert [plain(r) for r in found] == [r for r in rows(data, config) if r["split"] == split]


def test_a_file_set_holds_the_files_of_its_config_and_no_others(data: Path) -> None:
    sets = {d["includes"] for d in read(data)["distribution"] if d["@type"] == "cr:FileSet"}
    assert sets == {f"{config.name}/*.parquet" for config in CONFIGS}


def test_every_column_has_its_place_type_and_description(data: Path) -> None:
    kinds = {"sc:Text", "sc:Integer", "sc:Boolean"}
    for config in CONFIGS:
        fields = list(leaves(described(data, config.name)["field"]))
        assert [f["@id"] for f in fields] == [f"{config.name}/split", *columns(config)]
        for field in fields:
            assert re.match(r"(?!Values: )\w+ ?\w+", field["description"]), field["@id"]
            said = field.get("dataType", [])
            atomic = kinds & set(said if isinstance(said, list) else [said])
            assert len(atomic) == ("subField" not in field), field["@id"]


def test_the_key_tells_the_rows_apart(data: Path) -> None:
    for config in CONFIGS:
        key = described(data, config.name)["key"]
        names = [part["@id"].rpartition("/")[2] for part in (key if isinstance(key, list) else [key])]
        found = [tuple(row[name] for name in names) for row in rows(data, config.name)]
        assert len(found) == len(set(found)), config.name


def test_labels_of_the_files_are_values_of_the_enumeration_that_the_column_names(data: Path) -> None:
    loaded = load(data)
    seen = 0
    for config in CONFIGS:
        for column in config.columns:
            if column.labels:
                id = f"labels/{column.name}"
                known = {plain(row)["name"] for row in loaded.records(id)}
                values = [row[column.name] for row in rows(data, config.name)]
                flat = [v for value in values for v in (value if isinstance(value, list) else [value])]
                assert {v for v in flat if v is not None} <= known == set(column.labels)
                (field,) = (f for f in described(data, config.name)["field"] if f["name"] == column.name)
                assert f"record set {id}." in field["description"]
                seen += 1
    assert seen > 20


def test_columns_of_one_name_with_other_labels_are_refused() -> None:
    one = Config("one", "", (Column("kind", "string", "", labels=("a",)),), lambda *_: iter(()))
    two = Config("two", "", (Column("kind", "string", "", labels=("b",)),), lambda *_: iter(()))
    assert enumerations([one]) == {"kind": ("a",)}
    with pytest.raises(ValueError, match="two: another column 'kind' has other labels"):
        enumerations([one, two])


def test_every_file_is_listed_with_size_digest_and_licence(data: Path) -> None:
    release = json.loads((data / "release.json").read_bytes())
    licences = {entry["path"]: entry["licence"] for entry in release["files"]}
    found = {d["@id"]: d for d in read(data)["distribution"] if d["@type"] == "cr:FileObject"}
    contents = snapshot(data)
    assert set(found) == set(contents) - {"croissant.json", "release.json"}
    for path, entry in found.items():
        assert entry["contentUrl"] == path
        assert entry["contentSize"] == f"{len(contents[path])} B"
        assert entry["sha256"] == sha256(contents[path])
        said = [x["name"] if isinstance(x, dict) else x for x in entry.get("license", [])]
        ids = [x.removeprefix("https://spdx.org/licenses/").removesuffix(".html") for x in said]
        assert " AND ".join(ids) == (licences[path] or ""), path
    assert licences["croissant.json"]


def test_a_file_that_changed_is_noticed(data: Path) -> None:
    # through a FileSet mlcroissant reads without looking at digests; through a FileObject it looks
    import mlcroissant

    said = read(data)
    path = next(iter(sorted(p.relative_to(data).as_posix() for p in data.glob("ner/*.parquet"))))
    fields = [f for f in described(data, "ner")["field"] if f["name"] == "doc_id"]
    fields[0]["source"] = {"fileObject": {"@id": path}, "extract": {"column": "doc_id"}}
    said["recordSet"] = [{"@type": "cr:RecordSet", "@id": "ner", "name": "ner", "field": fields}]
    (data / "one.json").write_text(json.dumps(said))
    assert len(list(mlcroissant.Dataset(str(data / "one.json")).records("ner"))) == len(
        pq.read_table(data / path)
    )
    with (data / path).open("ab") as out:
        out.write(b" ")
    with pytest.raises(Exception, match="Download") as raised:
        list(mlcroissant.Dataset(str(data / "one.json")).records("ner"))
    assert "is not identical with the" in str(raised.value.__cause__)


def test_croissant_json_is_written_in_one_form(data: Path) -> None:
    assert croissant.dump(read(data)) == (data / "croissant.json").read_bytes()


def test_a_page_can_hold_the_text_in_a_script_element() -> None:
    hostile = {"name": "</script><b>", "alternateName": 'a "quote"\n\\ and a half \ud83d'}
    written = croissant.dump(hostile)
    assert b"</" not in written
    assert json.loads(written) == hostile


HOSTILE = '</script>"\\\n<!-- {} @id: $& \u2028 \u202e'


def test_hostile_words_stay_words(corpus_copy: Path) -> None:
    settings = corpus_copy / "retold.toml"
    replace(settings, 'title = "Harbour"', f"title = {json.dumps(HOSTILE)}")
    replace(settings, 'texts = "CC0-1.0"', f"texts = {json.dumps(HOSTILE)}")
    seeds = corpus_copy / "seeds/seeds.jsonl"
    replace(seeds, '"licence":"CC0-1.0"', f'"licence":{json.dumps(HOSTILE, ensure_ascii=False)}')
    card = '---\ntags: [3, \'a "b"\', [c]]\n---\n\n## Uses\n\n- </script>\n- "\\ @id\n'
    (corpus_copy / "dataset_card.md").write_text(card, encoding="utf-8")
    cited = {"title": HOSTILE, "authors": [{"name": HOSTILE}, {"alias": "}{"}, 3], "url": HOSTILE}
    (corpus_copy / "CITATION.cff").write_text(yaml.safe_dump(cited), encoding="utf-8")
    assert build(CorpusFolder(corpus_copy)).findings == []
    found = read(corpus_copy / "data")
    assert found["alternateName"] == found["description"] == HOSTILE
    assert found["keywords"] == ['a "b"']
    assert found["rai:dataUseCases"] == ["</script>", '"\\ @id']
    assert found["url"] == found["creator"][0]["name"] == HOSTILE
    assert HOSTILE in [x["name"] for x in found["license"] if isinstance(x, dict)]
    assert warnings_of(corpus_copy / "data") == {NO_DATE}
    assert (
        plain(next(iter(load(corpus_copy / "data").records("documents"))))
        == (rows(corpus_copy / "data", "documents")[0])
    )


def test_a_corpus_without_citation_licence_and_quality(corpus_copy: Path) -> None:
    assert not [
        p for p in ("CITATION.cff", "LICENSE", "data/quality.json") if (corpus_copy / p).exists()
    ]
    build(CorpusFolder(corpus_copy))
    found = read(corpus_copy / "data")
    assert not {"creator", "citeAs", "url", "datePublished"} & set(found)
    assert found["description"] == "Invented."
    assert found["rai:dataAnnotationAnalysis"] == [
        "No two annotators have a document in common; agreement is not measured."
    ]
    assert warnings_of(corpus_copy / "data") == WARNINGS["golden"]


def test_a_corpus_without_documents(corpus_copy: Path) -> None:
    for layer in ("gold", "first"):
        shutil.rmtree(corpus_copy / "annotations" / layer)
    clean(corpus_copy, "seeds", "annotations/registry")
    (corpus_copy / "annotations/links.jsonl").unlink()
    shutil.rmtree(corpus_copy / "annotations/challenge")
    for text in (corpus_copy / "seeds").glob("*.txt"):
        text.unlink()
    assert build(CorpusFolder(corpus_copy)).findings == []
    found = read(corpus_copy / "data")
    assert not {"recordSet", "inLanguage", "rai:annotationsPerItem"} & set(found)
    assert warnings_of(corpus_copy / "data") == WARNINGS["golden"]


def test_with_a_day_of_release_there_is_no_warning(corpus_copy: Path) -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    more = "date-released: 2031-06-01\nurl: https://example.org/harbour\ndoi: 10.1234/x\n"
    (corpus_copy / "CITATION.cff").write_text(text + more, encoding="utf-8")
    build(CorpusFolder(corpus_copy))
    found = read(corpus_copy / "data")
    assert found["datePublished"] == "2031-06-01"
    assert found["url"] == "https://example.org/harbour"
    assert "  year = {2031},\n  doi = {10.1234/x},\n" in found["citeAs"]
    assert warnings_of(corpus_copy / "data") == set()
