"""The stand-off edition: no words of the texts, and everything back for whoever has them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from conftest import GOLDEN, ROOT, snapshot
from retold import manifest, parquet, schemas
from retold.columns import Column
from retold.dataset import Dataset
from retold.editions import write_standoff
from retold.manifest import sha256
from retold.standoff import contents as forms
from retold.standoff import omitted
from retold.standoff.errors import EditionError, WrongFolderError
from retold.standoff.fields import TEXT_FIELDS
from retold.standoff.hydrate import hydrate
from retold.standoff.omit import omit, texts_of
from retold.tables import CONFIGS
from retold.verifying import Verified, verify
from standoff_runs import FOLDERS, changed, five, rows, strings


@pytest.fixture(scope="module", params=sorted(FOLDERS))
def full(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """The files of a full dataset."""
    return snapshot(FOLDERS[request.param][0])


@pytest.fixture(scope="module")
def edition(full: dict[str, bytes]) -> dict[str, bytes]:
    return omit(full)


@pytest.fixture(scope="module")
def texts(full: dict[str, bytes]) -> dict[str, str]:
    return texts_of(full)


def everything_said(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Path -> each file as text, each string in its JSON, and each string of each table."""
    for path, data in files.items():
        yield path, path
        yield path, data.decode("utf-8", errors="ignore")
        if path.endswith(".parquet"):
            yield from ((path, text) for text in strings(rows(data)))
        elif path.endswith(".jsonl"):
            for line in data.decode("utf-8").split("\n")[:-1]:
                yield from ((path, text) for text in strings(json.loads(line)))
        elif path.endswith(".json"):
            yield from ((path, text) for text in strings(json.loads(data)))


def leaks(files: dict[str, bytes], texts: dict[str, str]) -> list[tuple[str, set[tuple[str, ...]]]]:
    found = []
    for pattern in (r"\w+", r"\S+"):
        seeds = set().union(*(five(text, pattern) for text in texts.values()))
        for path, text in everything_said(files):
            if runs := five(text, pattern) & seeds:
                found.append((path, runs))
    return found


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_no_run_of_five_words_of_a_seed_is_in_the_edition(name: str) -> None:
    data, seeds = FOLDERS[name]
    files = snapshot(data)
    texts = {p.stem: p.read_bytes().decode("utf-8") for p in seeds.glob("*.txt")}
    assert all(five(text, r"\w+") for text in texts.values())
    assert {path.split("/")[0] for path, _ in leaks(files, texts)} >= {"documents", "entities"}
    assert leaks(omit(files), texts) == []


def test_every_file_comes_back_byte_for_byte(full: dict[str, bytes], texts: dict[str, str]) -> None:
    found = hydrate(omit(full), texts)
    assert found.rewritten == ()
    assert sorted(found.files) == sorted(full)
    assert [path for path in full if found.files[path] != full[path]] == []
    assert found.content == json.loads(full["release.json"])["content"]


def test_the_edition_is_the_same_each_time(full: dict[str, bytes], texts: dict[str, str]) -> None:
    edition = omit(full)
    assert omit(dict(reversed(full.items()))) == edition
    assert omit(dict(hydrate(edition, texts).files)) == edition


def text_columns(columns: tuple[Column, ...], row: dict[str, Any]) -> Iterator[Any]:
    """Values of columns that give words of the text."""
    for column in columns:
        value = row[column.name]
        if column.fields:
            for inner in value if isinstance(value, list) else [value]:
                yield from text_columns(column.fields, inner)
        elif column.role == "text":
            yield value


def test_only_words_of_the_texts_are_gone(full: dict[str, bytes], edition: dict[str, bytes]) -> None:
    for config in CONFIGS:
        for path in (p for p in full if p.startswith(f"{config.name}/") and p.endswith(".parquet")):
            before, after = rows(full[path]), rows(edition[path])
            assert pq.read_schema(io.BytesIO(full[path])) == pq.read_schema(io.BytesIO(edition[path]))
            said = [v for row in before for v in text_columns(config.columns, row)]
            left = [v for row in after for v in text_columns(config.columns, row)]
            assert len(left) == len(said)
            assert set(left) <= {None}
            assert config.name in ("events", "challenge") or any(value is not None for value in said)
            changed = [
                (column.name, old[column.name], new[column.name])
                for old, new in zip(before, after, strict=True)
                for column in config.columns
                if not column.fields and column.role != "text" and old[column.name] != new[column.name]
            ]
            assert all("[…]" in new for _, _, new in changed), path
    untouched = [p for p in full if p.startswith(("schema/", "LICENSE", "events/test-", "quality"))]
    assert [path for path in untouched if edition[path] != full[path]] == []


def test_annotators_lines_keep_all_but_surfaces(
    edition: dict[str, bytes], full: dict[str, bytes]
) -> None:
    layers = [p for p in full if p.startswith("annotations/") and p.endswith(".jsonl")]
    seen = set()
    for path in layers:
        for old, new in zip(full[path].splitlines(), edition[path].splitlines(), strict=True):
            was, now = json.loads(old), json.loads(new)
            for name, kept in now.items():
                if name == "surface":
                    assert kept is None
                    seen.add(name)
                elif kept != was[name] and isinstance(kept, dict):
                    inner = kept if "surface" in kept else kept.get("result", kept)
                    assert inner.get("surface") is None
                    seen.add(f"{name}.surface")
                elif kept != was[name]:
                    assert "[…]" in kept
    assert {"surface", "count.surface", "date.surface"} <= seen


def test_every_field_with_words_of_the_text_is_in_the_table() -> None:
    """In schema/ such a field is called ``surface``."""

    def surfaces(schema: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        for name, raw in schema.get("properties", {}).items():
            found = schemas.resolve(raw)
            if name == "surface":
                yield (*path, name)
            yield from surfaces(found, (*path, name))
            for inner in found.get("anyOf", ()):
                yield from surfaces(inner, (*path, name))

    found = {kind: tuple(surfaces(schema)) for kind, schema in schemas.schemas().items()}
    assert {kind: paths for kind, paths in found.items() if paths} == dict(TEXT_FIELDS)


def test_release_json_says_what_it_is_an_edition_of(
    full: dict[str, bytes], edition: dict[str, bytes], texts: dict[str, str]
) -> None:
    was, now = json.loads(full["release.json"]), json.loads(edition["release.json"])
    schemas.validator("release").validate(now)
    assert "edition" not in was
    assert now["edition"]["of"] == was["content"] != now["content"]
    assert {t["doc"]: (t["sha256"], t["bytes"], t["length"]) for t in now["edition"]["texts"]} == {
        doc: (sha256(text.encode()), len(text.encode()), len(text)) for doc, text in texts.items()
    }
    assert now["sha256"] == manifest.seal(now)
    assert {f["path"]: f["sha256"] for f in now["files"]} == {
        path: sha256(data) for path, data in edition.items() if path != "release.json"
    }
    rows_of = [[(c["config"], c["split"], c["rows"]) for c in r["configs"]] for r in (was, now)]
    assert rows_of[0] == rows_of[1]
    assert was["counts"] == now["counts"]


def test_files_without_words_carry_the_annotations_licence_alone(tmp_path: Path) -> None:
    write_standoff(ROOT / "data", tmp_path / "edition")
    found = {r: licences(d) for r, d in (("full", ROOT / "data"), ("edition", tmp_path / "edition"))}
    ner = "ner/test-00000-of-00001.parquet"
    assert found["full"][ner] == "CC-BY-4.0 AND LicenseRef-third-party-news"
    assert found["edition"][ner] == "CC-BY-4.0"
    assert found["edition"]["omitted.jsonl"] == "CC-BY-4.0"
    assert found["edition"]["LICENSE"] is None
    assert found["edition"]["schema/zone.schema.json"] == "Apache-2.0"
    assert not [path for path, licence in found["edition"].items() if "third-party" in (licence or "")]


def licences(folder: Path) -> dict[str, str | None]:
    record = json.loads((folder / "release.json").read_bytes())
    return {entry["path"]: entry["licence"] for entry in record["files"]}


def test_the_card_says_so_on_top_and_then_as_before(
    full: dict[str, bytes], edition: dict[str, bytes]
) -> None:
    was, now = (found["README.md"].decode("utf-8") for found in (full, edition))
    body = now.split("---\n", 2)[2]
    assert body.startswith("> **Stand-off edition.**")
    assert body.endswith(was.split("---\n", 2)[2].lstrip("\n"))
    assert "retold hydrate" in body.split("\n\n")[0]
    for entry in json.loads(edition["release.json"])["configs"]:
        assert entry["sha256"] in now


def test_a_changed_edition_is_named(edition: dict[str, bytes], texts: dict[str, str]) -> None:
    quick = {**edition, "LICENSE": b"mine", "README.md": b"mine"}
    del quick["omitted.jsonl"]
    with pytest.raises(EditionError) as caught:
        hydrate(quick, texts)
    said = [problem.split(":")[:2] for problem in caught.value.problems]
    licence = [["LICENSE", " was changed"]] if "LICENSE" in edition else [["README.md", " was changed"]]
    assert licence[0] in said
    assert ["README.md", " was changed"] in said
    assert any(problem.startswith("omitted.jsonl: is missing") for problem in caught.value.problems)
    record = json.loads(edition["release.json"])
    record["edition"]["of"] = "0" * 64
    with pytest.raises(EditionError, match="its own digest does not hold"):
        hydrate({**edition, "release.json": manifest.dump(record)}, texts)


def test_what_comes_back_is_held_against_the_full_release(
    edition: dict[str, bytes], texts: dict[str, str]
) -> None:
    path = next(p for p in edition if p.startswith("stance/"))
    other = forms.table(edition[path])
    other.rows[0]["polarity"] = "support" if other.rows[0]["polarity"] != "support" else "oppose"
    with pytest.raises(EditionError, match=f"{path}: came back with SHA-256"):
        hydrate(changed(edition, path, other.write(other.rows)), texts)
    lines = edition["omitted.jsonl"].split(b"\n")
    with pytest.raises(EditionError, match="came back with SHA-256"):
        hydrate(changed(edition, "omitted.jsonl", b"\n".join(lines[1:])), texts)
    lines[0] = lines[0].replace(b'"row":', b'"row":9')
    with pytest.raises(EditionError, match=r"omitted.jsonl does not fit the other files"):
        hydrate(changed(edition, "omitted.jsonl", b"\n".join(lines)), texts)
    record = json.loads(edition["release.json"])
    record["edition"]["of"] = "0" * 64
    resealed = manifest.dump(manifest.sealed({n: v for n, v in record.items() if n != "sha256"}))
    with pytest.raises(EditionError, match="not that of the dataset with content 0000"):
        hydrate({**edition, "release.json": resealed}, texts)


def test_parquet_of_another_writer_comes_back_with_the_same_rows(
    full: dict[str, bytes], texts: dict[str, str]
) -> None:
    path = next(p for p in full if p.startswith("stance/"))
    sink = io.BytesIO()
    pq.write_table(forms.table(full[path]).table, sink, compression="none")
    found = hydrate(omit(changed(full, path, sink.getvalue())), texts)
    assert found.rewritten == (path,)
    assert found.files[path] == full[path]


def test_a_changed_or_second_edition_is_not_made(
    full: dict[str, bytes], edition: dict[str, bytes]
) -> None:
    with pytest.raises(WrongFolderError, match="stand-off edition already"):
        omit(edition)
    with pytest.raises(EditionError, match=r"README.md: was changed"):
        omit({**full, "README.md": b"mine"})
    with pytest.raises(WrongFolderError, match="full dataset, not a stand-off edition"):
        hydrate(full, {})


def test_a_line_not_in_canonical_form_is_refused(full: dict[str, bytes]) -> None:
    path = next(p for p in full if p.startswith("annotations/first/"))
    spaced = full[path].replace(b'{"kind":', b'{"kind": ', 1)
    with pytest.raises(EditionError, match=f"{path}: not in canonical form"):
        omit(changed(full, path, spaced))


def test_tables_that_no_config_has_made_are_refused(full: dict[str, bytes]) -> None:
    path = next(p for p in full if p.startswith("stance/"))
    fewer = parquet.dump(parquet.load(full[path]).drop_columns(["holder_id"]))
    with pytest.raises(EditionError, match=f"{path}: has other columns than this version"):
        omit(changed(full, path, fewer))
    with pytest.raises(
        EditionError, match=r"mine/test\.parquet: no config 'mine'; there are: documents,"
    ):
        omit(changed(full, "mine/test.parquet", full[path]))


def test_a_text_that_is_not_the_one_that_was_pinned_is_refused(full: dict[str, bytes]) -> None:
    path = next(p for p in full if p.startswith("documents/"))
    other = forms.table(full[path])
    other.rows[0]["text"] += "."
    with pytest.raises(EditionError, match=f"{path}: the text of .* has another digest than it says"):
        omit(changed(full, path, other.write(other.rows)))


@pytest.mark.parametrize("column", ["stance_id", "target_id"])
def test_an_id_that_repeats_a_text_is_refused(
    column: str, full: dict[str, bytes], texts: dict[str, str]
) -> None:
    path = next(p for p in full if p.startswith("stance/"))
    name = "-".join(re.findall(r"\w+", next(iter(texts.values())))[:5]).lower()
    slug = forms.table(full[path])
    slug.rows[0][column] = name
    with pytest.raises(EditionError) as caught:
        omit(changed(full, path, slug.write(slug.rows)))
    assert caught.value.problems == (
        f"{path}, row 0: {name!r} repeats a text and cannot be left out; rename it, build again",
    )
    with pytest.raises(EditionError, match="the name of the file repeats a text"):
        omit(changed(full, f"annotations/first/{name}.jsonl", b""))


def test_wording_anywhere_is_left_out_and_comes_back(
    full: dict[str, bytes], texts: dict[str, str]
) -> None:
    doc, text = next(iter(texts.items()))
    words = re.findall(r"\w+", text)
    shouted = f"He said: {' '.join(words[:7]).upper()}! Then, {'; '.join(words[9:14])}."
    svg = f"<svg><text>{shouted}</text></svg>\n".encode()
    strange = {"kind": "casualty", "count": "none", "spans": {"en": "none"}, "result": {"kind": []}}
    page = json.dumps({**strange, "said": [shouted, "no words of it"]}, indent=1).encode()
    files = changed(changed(full, "figures/extra.svg", svg), "extra.json", page)
    edition = omit(files)
    assert leaks(edition, texts) == []
    assert (
        edition["figures/extra.svg"]
        == b"<svg><text>He said: [\xe2\x80\xa6]! Then, [\xe2\x80\xa6].</text></svg>\n"
    )
    assert json.loads(edition["extra.json"])["said"] == ["He said: […]! Then, […].", "no words of it"]
    lines = [e for e in omitted.load(edition["omitted.jsonl"]) if e.file.endswith("extra.svg")]
    assert [(e.row, e.path, e.doc, len(e.runs or ())) for e in lines] == [(None, (), None, 2)]
    assert dict(hydrate(edition, texts).files) == files
    assert doc in edition["release.json"].decode("utf-8")


@pytest.mark.parametrize("folder", [ROOT / "data", GOLDEN.parent / "data"], ids=["retold", "golden"])
def test_the_edition_verifies_and_croissant_describes_its_files(folder: Path) -> None:
    files = snapshot(folder)
    edition = omit(files)
    assert verify(Dataset(edition)) == Verified((), ())
    described, full = (json.loads(found["croissant.json"]) for found in (edition, files))
    assert described["recordSet"] == full["recordSet"]
    listed = {part["@id"] for part in described["distribution"] if part["@type"] == "cr:FileObject"}
    assert listed == set(edition) - {"croissant.json", "release.json"}
    assert described["description"].startswith("Stand-off edition: ")
    assert "LicenseRef-third-party-news" not in json.dumps(described["license"])
    assert edition["full/croissant.json"] == files["croissant.json"]
