"""release.json holds a dataset folder together: licences, content digest, its own digest."""

from __future__ import annotations

import json

import pytest

from conftest import ROOT
from retold import manifest
from retold.manifest import sha256
from retold.tables import CONFIGS

RECORD = json.loads((ROOT / "data/release.json").read_text(encoding="utf-8"))


def test_licence_of_annotations_alone_and_with_texts() -> None:
    assert manifest.licence("CC-BY-4.0") == "CC-BY-4.0"
    assert manifest.licence("CC-BY-4.0", ["B", "A", "B"]) == "CC-BY-4.0 AND A AND B"
    assert manifest.licence("CC0-1.0", ["CC0-1.0"]) == "CC0-1.0"


def test_files_that_hold_words_of_the_texts_name_their_licence() -> None:
    of = {entry["path"]: entry["licence"] for entry in RECORD["files"]}
    third_party = "CC-BY-4.0 AND LicenseRef-third-party-news"
    assert of["LICENSE"] is None
    assert of["schema/zone.schema.json"] == "Apache-2.0"
    assert of["README.md"] == of["annotations/annotators.jsonl"] == of["quality.json"] == "CC-BY-4.0"
    assert of["annotations/second/000_5869bfeec2b9019e.jsonl"] == third_party
    assert of["annotations/adjudication/000_5869bfeec2b9019e.jsonl"] == third_party
    parquet = {config.name: of[f"{config.name}/test-00000-of-00001.parquet"] for config in CONFIGS}
    assert {name for name, found in parquet.items() if found == "CC-BY-4.0"} == {"events"}
    assert {found for name, found in parquet.items() if name != "events"} == {third_party}


def test_content_digest_is_of_the_tables_alone() -> None:
    found = RECORD["configs"]
    assert manifest.content_digest(found) == RECORD["content"]
    assert manifest.content_digest([{**entry, "other": 1} for entry in found]) == RECORD["content"]
    for name, value in (("rows", 0), ("sha256", "0" * 64), ("split", "other"), ("config", "x")):
        changed = [{**found[0], name: value}, *found[1:]]
        assert manifest.content_digest(changed) != RECORD["content"], name


def test_schemas_are_named_by_their_id() -> None:
    entries = {entry["id"]: entry for entry in RECORD["schemas"]}
    found = entries["urn:retold:schema:release:1.2.0"]
    assert found["path"] == "schema/release.schema.json"
    assert found["sha256"] == sha256((ROOT / "data" / found["path"]).read_bytes())
    assert len(entries) == len(list((ROOT / "schema").iterdir()))


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"$id": 1}'])
def test_a_schema_without_an_id_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"schema/x\.json is no JSON Schema"):
        manifest.schema_entries({"schema/x.json": data})


def test_the_seal_sees_every_change_of_the_record() -> None:
    assert manifest.seal(RECORD) == RECORD["sha256"]
    assert manifest.sealed(RECORD) == RECORD
    for name in set(RECORD) - {"sha256"}:
        assert manifest.seal({**RECORD, name: "other"}) != RECORD["sha256"], name


def test_release_json_is_written_in_one_form() -> None:
    assert manifest.dump(RECORD) == (ROOT / "data/release.json").read_bytes()
