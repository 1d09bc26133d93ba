"""A dataset against its own record: whatever is changed, the file that has it is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, snapshot
from released import FILES, edited, golden, path_of, rows, with_rows
from retold import manifest
from retold.dataset import Dataset, DatasetError
from retold.manifest import sha256
from retold.verifying import Verified, verify
from retold.verifying.mismatch import Mismatch

RELEASE = "release.json"


def record(**values: Any) -> dict[str, bytes]:
    """release.json with other values, sealed again as a build would."""
    found = {**json.loads(FILES[RELEASE]), **values}
    return {RELEASE: manifest.dump(manifest.sealed({k: v for k, v in found.items() if k != "sha256"}))}


def recorded(files: dict[str, bytes]) -> dict[str, bytes]:
    """These files with a record and a croissant.json that have their sizes and digests."""
    described = json.loads(FILES["croissant.json"])
    for entry in described["distribution"]:
        data = files.get(entry.get("contentUrl", ""))
        if data is not None:
            entry.update(contentSize=f"{len(data)} B", sha256=sha256(data))
    files = {"croissant.json": json.dumps(described).encode(), **files}
    found = json.loads(FILES[RELEASE])
    licences = {entry["path"]: entry["licence"] for entry in found["files"]}
    others = {path: data for path, data in {**FILES, **files}.items() if path != RELEASE}
    return {**files, **record(files=manifest.file_entries(others, licences))}


def named(found: Verified) -> set[str]:
    return {mismatch.path for mismatch in found.mismatches}


@pytest.mark.parametrize("folder", [ROOT / "data", ROOT / "tests/golden/data"])
def test_what_a_build_wrote_verifies(folder: Path) -> None:
    assert verify(Dataset(snapshot(folder))) == Verified((), ())


@pytest.mark.parametrize("path", sorted(FILES))
def test_one_flipped_bit_names_the_file(path: str) -> None:
    data = FILES[path]
    for at in {0, len(data) // 2, len(data) - 1}:
        flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert path in named(verify(golden(**{path: flipped}))), at


def test_bytes_all_over_the_record_count() -> None:
    data = FILES[RELEASE]
    for at in range(0, len(data), 1 + len(data) // 40):
        flipped = data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]
        assert RELEASE in named(verify(golden(**{RELEASE: flipped}))), at


def test_missing_and_unlisted_files() -> None:
    found = verify(golden(**{"LICENSE": None, "figures/events.svg": None, "notes.txt": b"x"}))
    assert Mismatch("figures/events.svg", "is missing") in found.mismatches
    assert Mismatch("notes.txt", "is not listed in release.json") in found.mismatches


def test_size_and_digest_say_what_they_are_and_should_be() -> None:
    found = verify(golden(**{"README.md": FILES["README.md"] + b"\n"}))
    size = len(FILES["README.md"])
    assert Mismatch("README.md", f"has {size + 1} bytes, not {size}") in found.mismatches


def test_rows_that_are_not_those_of_the_content_digest() -> None:
    files = edited("stance", 0, polarity="support")
    found = verify(golden(**recorded(files)))
    path = path_of("stance")
    assert found.mismatches == (
        Mismatch(path, "its rows have another content digest than release.json says"),
    )


def test_a_row_too_few_is_seen_in_rows_counts_and_card() -> None:
    files = with_rows("entities", rows("entities")[1:])
    found = verify(golden(**recorded(files)))
    assert Mismatch(path_of("entities"), "has 17 rows, not 18") in found.mismatches
    assert Mismatch(RELEASE, "counts mentions of test/en otherwise: there are 11") in found.mismatches
    card = "says that entities, split test, has 18 rows, not 17"
    assert Mismatch("README.md", card) in found.mismatches


def test_counts_of_a_language_that_is_not_there() -> None:
    counts = json.loads(FILES[RELEASE])["counts"]
    more = {**counts[0], "lang": "sv"}
    found = verify(golden(**record(counts=[*counts, more])))
    assert {m.message for m in found.mismatches} == {
        f"counts {name} of {more['split']}/sv otherwise: there are 0"
        for name, n in more.items()
        if isinstance(n, int) and n
    }


def test_digest_of_the_whole_content() -> None:
    found = verify(golden(**record(content="0" * 64)))
    assert found.mismatches == (Mismatch(RELEASE, "its content digest is not that of its configs"),)


def test_a_config_without_its_file() -> None:
    configs = json.loads(FILES[RELEASE])["configs"]
    more = {"config": "other", "split": "test", "rows": 1, "sha256": "0" * 64}
    content = manifest.content_digest([*configs, more])
    found = verify(golden(**record(configs=[*configs, more], content=content)))
    wanted = Mismatch(RELEASE, "names config other, split test, which has no file")
    assert found.mismatches == (wanted,)


def test_a_table_of_which_the_record_knows_nothing() -> None:
    path = path_of("other")
    found = verify(golden(**recorded({path: FILES[path_of("faults")]})))
    wanted = Mismatch(path, "is of a config and split that release.json does not have")
    assert wanted in found.mismatches
    assert Mismatch("README.md", "does not declare config other") in found.mismatches


def test_a_schema_of_another_version() -> None:
    path = "schema/zone.schema.json"
    changed = FILES[path].replace(b"zone:1.0.0", b"zone:2.0.0")
    found = verify(golden(**recorded({path: changed})))
    assert found.mismatches == (Mismatch(path, "is not the schema that release.json names"),)


def test_a_text_that_is_not_that_of_its_digest() -> None:
    document = rows("documents")[0]
    files = edited("documents", 0, text=document["text"] + " ")
    found = named_messages(verify(golden(**recorded(files))), path_of("documents"))
    assert "port-en: the text is not that of its SHA-256" in found
    assert "port-en: the text is not as long as it says" in found


def named_messages(found: Verified, path: str) -> list[str]:
    return [mismatch.message for mismatch in found.mismatches if mismatch.path == path]


def carded(old: bytes, new: bytes) -> list[str]:
    """What is wrong with a card in which something else stands."""
    card = FILES["README.md"]
    assert old in card
    return named_messages(
        verify(golden(**recorded({"README.md": card.replace(old, new, 1)}))), "README.md"
    )


def test_the_card_must_declare_the_columns_that_are_there() -> None:
    found = verify(
        golden(**recorded({"README.md": FILES["README.md"].replace(b"name: note\n", b"name: remark\n")}))
    )
    assert set(named_messages(found, "README.md")) == {
        f"says that {place} is {told}"
        for column in ("documents.faults", "faults")
        for place, told in (
            (f"{column}.note", "not there, not string"),
            (f"{column}.remark", "string, not not there"),
        )
    }


def test_types_files_versions_and_digests_of_the_card() -> None:
    assert carded(b"- name: start\n      dtype: int32\n", b"- name: start\n      dtype: string\n")
    path = path_of("faults").encode()
    assert carded(path, b"faults/other.parquet") == ["gives other files of faults than there are"]
    version = b"version: 0.2.0\n"
    assert carded(version, b"version: 9.9.9\n") == ["says that documents is of version 9.9.9"]
    digest = json.loads(FILES[RELEASE])["configs"][0]["sha256"].encode()
    wanted = ["has another content digest of documents than release.json"]
    assert carded(digest, b"0" * 64) == wanted


def test_a_label_of_a_number_is_another_type() -> None:
    card = FILES["README.md"]
    labels = b"dtype:\n          class_label:\n            names:\n              '0': x\n"
    number = b"- name: count_min\n      dtype: int64\n"
    assert number in card
    found = carded(number, b"- name: count_min\n      " + labels.replace(b"          ", b"        "))
    assert found == ["says that documents.casualties.count_min is string, not int64"]


def test_a_config_without_a_file_and_a_file_without_a_config() -> None:
    card = FILES["README.md"].replace(b"config_name: faults\n", b"config_name: errors\n")
    messages = named_messages(verify(golden(**recorded({"README.md": card}))), "README.md")
    assert "does not declare config faults" in messages
    assert "declares config errors, which has no file" in messages


def test_a_record_of_an_older_tool_says_less_and_that_is_said() -> None:
    old = json.loads(FILES[RELEASE])
    for name in ("content", "schemas", "sha256"):
        del old[name]
    found = verify(golden(**{RELEASE: manifest.dump(old)}))
    assert found == Verified((), ("content", "schemas", "sha256"))


@pytest.mark.parametrize(
    "values", [{"files": 1}, {"configs": [{}]}, {"counts": None}, {"schemas": [1]}, {"files": [{}]}]
)
def test_a_record_of_another_form_is_a_mismatch_and_no_crash(values: dict[str, Any]) -> None:
    assert RELEASE in named(verify(golden(**record(**values))))


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_a_record_that_cannot_be_read_is_named(data: bytes) -> None:
    assert named(verify(golden(**{RELEASE: data}))) == {RELEASE}


def test_without_a_record_there_is_nothing_to_compare_with() -> None:
    with pytest.raises(DatasetError, match="no built dataset"):
        verify(golden(**{RELEASE: None}))


@pytest.mark.parametrize("path", ["README.md", "croissant.json"])
def test_bytes_all_over_what_describes_the_dataset_count(path: str) -> None:
    data = FILES[path]
    for at in range(0, len(data), 1 + len(data) // 60):
        flipped = data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]
        assert path in named(verify(golden(**{path: flipped}))), at


@pytest.mark.parametrize(
    "card", [b"---\na: [1\n---\n", b"\xff", b"", b"---\nconfigs: 3\ndataset_info: []\n---\n"]
)
def test_a_card_in_no_known_form_is_named(card: bytes) -> None:
    found = verify(golden(**recorded({"README.md": card})))
    assert named(found) == {"README.md"}


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"version": "0.2.0", "distribution": 3}'])
def test_a_croissant_in_no_known_form_is_named(data: bytes) -> None:
    found = verify(golden(**recorded({"croissant.json": data})))
    assert named(found) == {"croissant.json"}


def test_one_missing_table_is_one_mismatch() -> None:
    path = path_of("faults")
    found = verify(golden(**{path: None}))
    wanted = {
        Mismatch(path, "is missing"),
        Mismatch(path, "is missing, but in croissant.json"),
        Mismatch("croissant.json", "names other Parquet files than there are"),
    }
    assert set(found.mismatches) == wanted
    assert verify(golden(**{"croissant.json": None})).unchecked == ()


def test_a_record_that_is_written_otherwise_is_not_as_built() -> None:
    loose = json.dumps(json.loads(FILES[RELEASE])).encode()
    found = verify(golden(**{RELEASE: loose}))
    assert found.mismatches == (Mismatch(RELEASE, "is not written as a build writes it"),)


def croissant(change: Any) -> dict[str, bytes]:
    """croissant.json after a change, with a record that knows it."""
    found = json.loads(FILES["croissant.json"])
    change(found)
    return recorded({"croissant.json": json.dumps(found).encode()})


def record_set(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    fields = next(s["field"] for s in found["recordSet"] if s["@id"] == name)
    assert isinstance(fields, list)
    return fields


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        (lambda d: d.update(version="9.0.0"), "croissant.json", "is of version 9.0.0, not 0.2.0"),
        (
            lambda d: d["distribution"][0].update(sha256="0" * 64),
            "README.md",
            "has another size or SHA-256 than croissant.json says",
        ),
        (
            lambda d: d["distribution"][0].update(contentSize="1 B"),
            "README.md",
            "has another size or SHA-256 than croissant.json says",
        ),
        (lambda d: d["distribution"].pop(0), "README.md", "is not in croissant.json"),
        (
            lambda d: d["distribution"].pop(),
            "croissant.json",
            "names other Parquet files than there are",
        ),
        (
            lambda d: record_set(d, "stance")[5]["source"]["extract"].update(column="zone"),
            "croissant.json",
            "takes stance.stance_id from another column",
        ),
        (
            lambda d: d["distribution"][0].update(contentUrl="other.md"),
            "other.md",
            "is missing, but in croissant.json",
        ),
        (
            lambda d: record_set(d, "stance").pop(),
            "croissant.json",
            "says that stance.zone is not there, not sc:Text",
        ),
        (
            lambda d: record_set(d, "entities")[6].update(dataType="sc:Text"),
            "croissant.json",
            "says that entities.start is sc:Text, not sc:Integer",
        ),
        (
            lambda d: record_set(d, "faults")[6].update(arrayShape="-1"),
            "croissant.json",
            "says that faults.spans is list of sc:Integer, not list of list of sc:Integer",
        ),
    ],
)
def test_croissant_must_describe_what_is_there(change: Any, path: str, message: str) -> None:
    found = verify(golden(**croissant(change)))
    assert Mismatch(path, message) in found.mismatches, found.mismatches


def test_croissant_that_is_no_json() -> None:
    found = verify(golden(**recorded({"croissant.json": b"{"})))
    assert [m.path for m in found.mismatches] == ["croissant.json"]
