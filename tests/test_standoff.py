"""The stand-off edition: no words of the texts, and everything back for whoever has them."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import GOLDEN, ROOT, snapshot
from retold import manifest, parquet, schemas
from retold.columns import Column
from retold.dataset import Dataset
from retold.editions import Written, write_hydrated, write_standoff
from retold.files import CorpusFolder, sha256
from retold.pipeline import build
from retold.standoff import contents as forms
from retold.standoff import omitted
from retold.standoff.errors import EditionError, WrongFolderError
from retold.standoff.fields import TEXT_FIELDS
from retold.standoff.hydrate import hydrate
from retold.standoff.omit import omit, texts_of
from retold.standoff.pieces import decode, encode
from retold.standoff.seeds import Wanted, refusal
from retold.standoff.wording import Wording, redacted
from retold.tables import CONFIGS
from retold.verifying import Verified, verify
from strategies import texts as odd_texts
from valid_corpora import corpora

FOLDERS = {
    "retold": (ROOT / "data", ROOT / "seeds"),
    "golden": (GOLDEN.parent / "data", GOLDEN / "seeds"),
}
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


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


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stand-off edition of this repository's dataset."""
    out = tmp_path_factory.mktemp("edition") / "standoff"
    write_standoff(ROOT / "data", out)
    return out


def five(text: str, pattern: str) -> set[tuple[str, ...]]:
    """Every run of five words, in either sense of a word."""
    words = [word.casefold() for word in re.findall(pattern, text)]
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def rows(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return found


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
            assert config.name == "events" or any(value is not None for value in said)
            changed = [
                (column.name, old[column.name], new[column.name])
                for old, new in zip(before, after, strict=True)
                for column in config.columns
                if not column.fields and column.role != "text" and old[column.name] != new[column.name]
            ]
            assert all("[…]" in new for _, _, new in changed), path
    untouched = [p for p in full if p.startswith(("schema/", "LICENSE", "events/", "quality"))]
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


@pytest.mark.parametrize("config", [config.name for config in CONFIGS])
def test_the_edition_loads_with_the_same_features(config: str, on_disk: Path) -> None:
    from datasets import load_dataset

    was = load_dataset(str(ROOT / "data"), config, split="test")
    now = load_dataset(str(on_disk), config, split="test")
    assert now.features == was.features
    assert now.num_rows == was.num_rows
    for column in next(c for c in CONFIGS if c.name == config).columns:
        if column.role == "text":
            assert set(now[column.name]) == {None}
            assert set(map(str, was[column.name])) != {"None"}
        elif column.role in ("key", "span"):
            assert now[column.name] == was[column.name]


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


def changed(edition: dict[str, bytes], path: str, data: bytes) -> dict[str, bytes]:
    """The edition with another file, and a release.json that says that it is right."""
    files = {**edition, path: data}
    record = json.loads(files.pop("release.json"))
    known = {entry["path"]: entry["licence"] for entry in record["files"]}
    record["files"] = manifest.file_entries(files, known)
    return {**files, "release.json": manifest.dump(manifest.sealed(record))}


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


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("one two three four five", ["one two three four five"]),
        ("say ONE, two; three\nFour — five six", ["ONE, two; three\nFour — five six"]),
        ("one two three four", []),
        ("one two three four x five", []),
        ("x-one two three four five-x", ["one two three four five"]),
        (
            "one two six seven eight nine ten three four five",
            ["one two six seven eight nine ten three four five"],
        ),
        ("", []),
    ],
)
def test_runs_of_five_words_are_found_in_either_sense(text: str, taken: list[str]) -> None:
    wording = Wording({"a": "One two three four five six.", "b": "six seven eight nine ten"})
    found = wording.redact(text)
    assert [text[a:b] for (a, b), _ in found] == taken
    assert not wording.repeated_in(redacted(text, (range_ for range_, _ in found)))
    assert wording.repeated_in(text) == bool(taken)


@settings(deadline=None)
@given(st.lists(odd_texts(), min_size=1, max_size=3), odd_texts(), st.data())
def test_pieces_give_back_any_value(found: list[str], more: str, data: st.DataObject) -> None:
    texts = {f"d{number}": text for number, text in enumerate(found)}
    doc = data.draw(st.sampled_from(sorted(texts)))
    ends = sorted(data.draw(st.lists(st.integers(0, len(texts[doc])), min_size=2, max_size=4)))
    parts = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    fragments = " ".join(texts[doc][a:b] for a, b in parts)
    for value in (fragments, fragments.swapcase() + more, more, texts[doc], ""):
        for own in (None, doc):
            for spans in ((), parts):
                pieces = encode(value, texts, own, spans=spans, near=ends[0])
                assert decode(json.loads(json.dumps(pieces)), texts, own) == value
                everywhere = set("".join(texts.values())) | {" "}
                literals = "".join(piece for piece in pieces if isinstance(piece, str))
                assert not (set(literals) & everywhere) - {" "}


def test_pieces_prefer_the_records_own_spans_and_place() -> None:
    texts = {"a": "port and port and ship", "b": "ship of the port"}
    assert encode("port", texts, "a", spans=[[9, 13]]) == ((9, 13),)
    assert encode("port", texts, "a", near=5) == ((9, 13),)
    assert encode("port ship", texts, "a", spans=[[0, 4], [18, 22]]) == ((0, 4), " ", (18, 22))
    assert encode("ship of", texts, "a") == (("b", 0, 7),)
    assert encode("PORT", texts, "a") == ("PORT",)


@pytest.mark.parametrize(
    "piece", [["nobody", 0, 1], ["a", 2, 1], ["a", 0, 9], ["a", -1, 1], [0, 1], ["a", "0", 1]]
)
def test_pieces_of_nothing_are_refused(piece: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"no text|no range"):
        decode([piece], {"a": "ab"})


def test_long_literals_hold_no_run() -> None:
    shouted = "A-B-C-D-E-F"
    pieces = encode(shouted, {"a": "a b c d e f"})
    assert not any(five(piece, r"\w+") for piece in pieces if isinstance(piece, str))
    assert len(pieces) > 1


@settings(deadline=None, max_examples=15, suppress_health_check=SLOW)
@given(corpora(), st.lists(odd_texts(), max_size=3))
def test_any_sound_corpus_goes_there_and_back(files: dict[str, bytes], notes: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for path, data in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        assert build(CorpusFolder(root)).record is not None
        full = snapshot(root / "data")
    texts = texts_of(full)
    quoted = [*notes, *(text.swapcase() for text in texts.values())]
    full = changed(full, "notes.json", json.dumps(quoted, ensure_ascii=False, indent=2).encode())
    edition = omit(full)
    assert dict(hydrate(edition, texts).files) == full
    of_texts = {p: set().union(*(five(t, p) for t in texts.values())) for p in (r"\w+", r"\S+")}
    for path, data in edition.items():
        if path.endswith(".parquet"):
            said = list(strings(rows(data)))
        else:
            said = [
                t for line in data.splitlines() if path.endswith("l") for t in strings(json.loads(line))
            ]
            said += list(strings(json.loads(data))) if path.endswith("json") else []
        for pattern, runs in of_texts.items():
            assert not [text for text in said if five(text, pattern) & runs], path


def test_a_dataset_without_documents_goes_there_and_back(tmp_path: Path) -> None:
    for path, text in {
        "retold.toml": 'name = "none"\ntitle = "None"\nversion = "0.1.0"\n\n'
        '[licences]\ntexts = "CC0-1.0"\nannotations = "CC0-1.0"\n',
        "dataset_card.md": "# None\n",
        "seeds/seeds.jsonl": "",
        "seeds/stories.jsonl": "",
        "annotations/annotators.jsonl": "",
        "annotations/registry/entities.jsonl": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert build(CorpusFolder(tmp_path)).findings == []
    full = snapshot(tmp_path / "data")
    edition = omit(full)
    assert json.loads(edition["release.json"])["edition"]["texts"] == []
    assert dict(hydrate(edition, {}).files) == full


def seeds_copy(to: Path) -> list[Path]:
    """The seeds of this repository under names that say nothing, some folders down."""
    found = []
    for number, path in enumerate(sorted((ROOT / "seeds").glob("*.txt"))):
        target = to / f"deep{number}" / f"{number}.bin"
        target.parent.mkdir(parents=True)
        target.write_bytes(path.read_bytes())
        found.append(target)
    return found


def test_texts_are_found_by_digest_whatever_their_names(on_disk: Path, tmp_path: Path) -> None:
    seeds_copy(tmp_path / "seeds")
    (tmp_path / "seeds/000_5869bfeec2b9019e.txt").write_text("a stranger of that name")
    write_hydrated(on_disk, tmp_path / "seeds", tmp_path / "out")
    assert snapshot(tmp_path / "out") == snapshot(ROOT / "data")


def test_missing_and_wrong_texts_are_all_named_and_nothing_is_written(
    on_disk: Path, tmp_path: Path
) -> None:
    first, second, third = sorted((ROOT / "seeds").glob("*.txt"))
    wrong = tmp_path / "seeds" / second.name
    wrong.parent.mkdir()
    wrong.write_bytes(second.read_bytes() + b"more")
    (tmp_path / "seeds/third").write_bytes(third.read_bytes())
    with pytest.raises(EditionError) as caught:
        write_hydrated(on_disk, tmp_path / "seeds", tmp_path / "out")
    missing, other = caught.value.problems
    assert missing.startswith(f"{first.stem}: no file in {tmp_path / 'seeds'} has its text")
    assert sha256(first.read_bytes()) in missing
    size, digest = len(second.read_bytes()), sha256(wrong.read_bytes())
    assert other == (
        f"{wrong}: not the text of {second.stem}: SHA-256 {digest} ({size + 4} bytes), "
        f"expected {sha256(second.read_bytes())} ({size} bytes)"
    )
    assert not (tmp_path / "out").exists()


TEXT = "Café – one\ntwo\n"


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (TEXT.replace("\n", "\r\n").encode(), "its line ends were changed to CR LF"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "a byte order mark was put before it"),
        (TEXT[:-1].encode(), "its last line end was taken off"),
        (TEXT.encode() + b"\n", "a line end was put behind it"),
        (unicodedata.normalize("NFD", TEXT).encode(), "its characters were decomposed (NFD)"),
        (
            b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(),
            "a byte order mark was put before it and its line ends were changed to CR LF",
        ),
        (b"another text", None),
        (b"\xff\xfe", None),
    ],
)
def test_a_changed_text_is_told_what_happened_to_it(data: bytes, hint: str | None) -> None:
    encoded = TEXT.encode()
    said = refusal(Wanted("a", sha256(encoded), len(encoded), len(TEXT)), "a.txt", data)
    assert (said.rpartition("but for this: ")[2] if "but for this" in said else None) == hint
    assert f"({len(data)} bytes), expected {sha256(encoded)} ({len(encoded)} bytes)" in said


@pytest.mark.parametrize(
    ("seed", "data", "hint"),
    [
        (b"a\r\nb\r\n", b"a\nb\n", "its line ends were changed from CR LF to LF"),
        (b"a\nb\n", b"a\rb\r", "its line ends were changed to CR"),
        (b"\xef\xbb\xbfa", b"a", "its byte order mark was taken off"),
        ("e\u0301".encode(), "\u00e9".encode(), "its characters were composed (NFC)"),
    ],
)
def test_a_seed_that_was_odd_and_was_mended_is_told(seed: bytes, data: bytes, hint: str) -> None:
    wanted = Wanted("a", sha256(seed), len(seed), len(seed.decode()))
    assert refusal(wanted, "a.txt", data).endswith(f"but for this: {hint}")


def test_what_was_written_is_counted(tmp_path: Path) -> None:
    made = write_standoff(ROOT / "data", tmp_path / "out")
    assert isinstance(made, Written)
    lines = (tmp_path / "out/omitted.jsonl").read_text(encoding="utf-8").splitlines()
    with_runs = [json.loads(line)["runs"] for line in lines if '"runs"' in line]
    assert made.values + len(with_runs) == len(lines)
    assert made.runs == sum(map(len, with_runs)) > 0
    assert made.record == json.loads((tmp_path / "out/release.json").read_bytes())


@pytest.mark.parametrize("path", ["../outside.txt", "/tmp/outside.txt", "a/../../b", "a//b", "."])
def test_a_release_record_leads_nowhere_else(path: str, on_disk: Path, tmp_path: Path) -> None:
    files = snapshot(on_disk)
    record = json.loads(files["release.json"])
    record["files"][0]["path"] = path
    resealed = manifest.sealed({name: value for name, value in record.items() if name != "sha256"})
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition/release.json").write_bytes(manifest.dump(resealed))
    with pytest.raises(WrongFolderError, match="lists a file outside the folder"):
        write_hydrated(tmp_path / "edition", ROOT / "seeds", tmp_path / "out")


def retold(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "retold", *map(str, words)]
    environ = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environ)


def said(result: subprocess.CompletedProcess[str]) -> str:
    """What a command says of wrong usage, without its frame."""
    return " ".join(result.stderr.replace("│", " ").split())


def test_the_commands_go_there_and_back(tmp_path: Path) -> None:
    made = retold("release", "--text", "omit", "--out", tmp_path / "edition", ROOT)
    assert made.returncode == 0, made.stderr
    version = json.loads((ROOT / "data/release.json").read_bytes())["version"]
    told = f"Wrote the stand-off edition of retold {version} to {tmp_path}/edition: "
    assert made.stdout.startswith(told)
    assert f"retold hydrate {tmp_path}/edition --seeds" in made.stdout
    (tmp_path / "new").mkdir()
    back = retold(
        "hydrate", "--seeds", ROOT / "seeds", "--out", tmp_path / "new", cwd=tmp_path / "edition"
    )
    content = json.loads((ROOT / "data/release.json").read_bytes())["content"]
    assert (back.returncode, back.stderr) == (0, "")
    assert f"content SHA-256 {content}" in back.stdout
    assert "Each is the full dataset's, byte for byte." in back.stdout
    assert snapshot(tmp_path / "new") == snapshot(ROOT / "data")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["edition", "new"]


def test_hydrate_for_machines(on_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    options = ("--seeds", tmp_path / "seeds", "--out", tmp_path / "new", "--format", "json")
    lacking = retold("hydrate", on_disk, *options)
    assert lacking.returncode == 1
    value = json.loads(lacking.stdout)
    assert value["out"] is None
    assert len(value["problems"]) == 3
    assert not (tmp_path / "new").exists()
    seeds_copy(tmp_path / "seeds")
    value = json.loads(retold("hydrate", on_disk, *options).stdout)
    assert value["files"] == sorted(snapshot(ROOT / "data"))
    assert (value["rewritten"], value["problems"]) == ([], [])


def test_texts_that_lack_are_said_and_nothing_is_written(on_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    options = ("--seeds", tmp_path / "seeds", "--out", tmp_path / "new")
    result = retold("hydrate", on_disk, *options)
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 4
    assert result.stdout.endswith("Nothing written: 3 problems.\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["seeds"]


def test_the_wrong_folder_is_wrong_usage(on_disk: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "work").write_text("mine")
    seeds, new = ("--seeds", ROOT / "seeds"), ("--out", tmp_path / "new")
    release = ("release", "--text", "omit")
    for words, why in (
        (("hydrate", ROOT / "data", *seeds, *new), "this is a full dataset, not a stand-off edition"),
        (("hydrate", mine, *seeds, *new), "is no dataset: it has no release.json"),
        (("hydrate", on_disk, *seeds, "--out", mine), "is not empty; name a new folder"),
        (("hydrate", on_disk, *seeds, "--out", mine / "work"), "is there and no folder"),
        (("hydrate", on_disk, *seeds, "--out", on_disk / "new"), "which is read"),
        (("hydrate", on_disk, "--seeds", tmp_path / "none", *new), "does not exist"),
        (("hydrate", on_disk, *new), "Missing option '--seeds'"),
        ((*release, on_disk, *new), "this is a stand-off edition already"),
        ((*release, mine, *new), "is no dataset: it has no release.json"),
        ((*release, ROOT, "--out", mine), "is not empty; name a new folder"),
        (("release", ROOT, *new), "--text and --out go together"),
        ((*release, ROOT), "--text and --out go together"),
        ((*release, ROOT, *new, "--yes"), "an edition is of the present version"),
        ((*release, ROOT, *new, "--minor"), "an edition is of the present version"),
    ):
        result = retold(*words)
        assert result.returncode == 2, words
        assert why in said(result), words
    assert retold(*release, *new, cwd=tmp_path).returncode == 2
    assert snapshot(tmp_path) == {"mine/work": b"mine"}


def test_an_edition_or_dataset_that_was_changed_is_named(on_disk: Path, tmp_path: Path) -> None:
    for source, command in (
        (on_disk, ("hydrate", "--seeds", ROOT / "seeds")),
        (ROOT / "data", ("release", "--text", "omit")),
    ):
        copy = tmp_path / command[0]
        shutil.copytree(source, copy)
        (copy / "CITATION.cff").unlink()
        (copy / "quality.json").write_text("{}")
        result = retold(*command, "--out", tmp_path / "new", copy)
        assert result.returncode == 1
        assert "CITATION.cff: is missing" in result.stdout
        assert "quality.json: was changed: SHA-256" in result.stdout
        assert result.stdout.splitlines()[-1].startswith("Nothing written")
        assert not (tmp_path / "new").exists()


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
