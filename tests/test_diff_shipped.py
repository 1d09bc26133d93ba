"""What differs without a row of a config that tells: annotators' lines, files, odd datasets."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diff_told import told
from released import FILES, edited, golden, path_of, rows, with_rows
from retold.dataset import Dataset, DatasetError
from retold.diff.compare import diff
from retold.parquet import dump as parquet
from retold.standoff.omit import omit
from retold.versions import Bump


def test_annotators_own_records_are_compared_like_gold() -> None:
    path = "annotations/first/port-en.jsonl"
    text = FILES[path].decode("utf-8")
    assert text.count('"polarity":"oppose"') == 2
    relabelled = text.replace('"polarity":"oppose"', '"polarity":"support"', 1)
    (change,) = diff(golden(), golden(**{path: relabelled.encode()})).changes
    assert (change.kind, change.field) == ("relabelled", "polarity")
    assert change.layer in ("annotations/first stance", "annotations/first headline")
    assert (change.doc, change.split, change.lang) == ("port-en", "test", "en")
    fewer = "".join(text.splitlines(keepends=True)[1:])
    (change,) = diff(golden(), golden(**{path: fewer.encode()})).changes
    assert (change.kind, change.layer) == ("record removed", "annotations/first zone")
    proposed = {"annotations/first/registry/entities.jsonl": b'{"id":"e-new","type":"PER"}\n'}
    (change,) = diff(golden(), golden(**proposed)).changes
    assert (change.kind, change.layer) == ("record added", "annotations/first proposal: entities.jsonl")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"release.json": None}, "release.json is missing"),
        ({"release.json": b"{"}, "release.json is no JSON"),
        ({"release.json": b"[]"}, "release.json is a list"),
        ({path_of("faults"): b"PAR1 no"}, "faults/test-00000-of-00001.parquet cannot be read"),
        ({"schema/fault.schema.json": b"{"}, "schema/fault.schema.json is no JSON Schema"),
        ({"schema/fault.schema.json": b"[]"}, "schema/fault.schema.json is no JSON Schema"),
        ({"annotations/first/port-en.jsonl": b"{\n"}, "port-en.jsonl:1 is no JSON"),
        ({"annotations/first/port-en.jsonl": b"[]\n"}, "port-en.jsonl:1 is a list"),
    ],
)
def test_what_cannot_be_read_is_named(files: dict[str, bytes | None], message: str) -> None:
    with pytest.raises(DatasetError, match=message):
        diff(golden(), golden(**files))


FAULT = "annotations/first/port-en.jsonl"


def relined(change: Any) -> dict[str, bytes]:
    """The annotator's fault with another content."""
    lines = FILES[FAULT].decode("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    change(next(record for record in found if record["kind"] == "fault"))
    text = "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in found)
    return {FAULT: text.encode("utf-8")}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda r: r.update(right=None), "right.doc"),
        (lambda r: r.pop("right"), "right.doc"),
        (lambda r: r.pop("note"), "note"),
        (lambda r: r.update(more=None), "more"),
        (lambda r: r.update(decision="d-1"), "decision"),
    ],
)
def test_no_field_of_a_line_comes_or_goes_unseen(change: Any, field: str) -> None:
    for pair in ((golden(), golden(**relined(change))), (golden(**relined(change)), golden())):
        found = diff(*pair)
        assert field in {c.field for c in found.changes if c.layer == "annotations/first fault"}
        assert found.bump is Bump.major


def test_a_struct_that_becomes_null_is_seen_beside_other_changes() -> None:
    found = rows("documents")
    found[0]["published"] = None
    files = {**with_rows("documents", found), **edited("entities", 0, type="PER")}
    fields = {(c.layer, c.field) for c in diff(golden(), golden(**files)).changes}
    assert {("document", "published.date"), ("document", "published.inferred")} <= fields


def test_lines_that_stand_twice_or_otherwise_are_seen() -> None:
    lines = FILES[FAULT].splitlines(keepends=True)
    twice = diff(golden(), golden(**{FAULT: b"".join([*lines, lines[-1]])}))
    assert [c.kind for c in twice.changes] == ["record added"]
    turned = diff(golden(), golden(**{FAULT: b"".join(reversed(lines))}))
    assert told(turned) == [("file rewritten", "file", FAULT, None, None, None)]


def test_files_beside_the_lines_of_an_annotator_are_seen() -> None:
    path = "annotations/first/notes.txt"
    found = diff(golden(), golden(**{path: b"x"}))
    assert told(found) == [("file added", "file", path, None, None, None)]


def test_a_record_that_says_otherwise_what_it_is_made_of_is_no_equal_dataset() -> None:
    record = json.loads(FILES["release.json"])
    record["inputs"][0]["sha256"] = "0" * 64
    other = golden(**{"release.json": json.dumps(record).encode()})
    assert told(diff(golden(), other)) == [("file changed", "file", "release.json", None, None, None)]


def test_an_edition_without_texts_is_compared_in_all_but_the_words() -> None:
    edition = Dataset(omit(FILES))
    assert diff(golden(), edition).changes == ()
    assert diff(edition, golden()).changes == ()
    changed = golden(**edited("stance", 0, polarity="support"))
    assert [c.kind for c in diff(edition, changed).changes] == ["relabelled"]
    fewer = golden(**with_rows("entities", rows("entities")[1:]))
    assert [c.kind for c in diff(fewer, edition).changes] == ["record added"]


def test_rows_with_odd_values_can_be_compared() -> None:
    import datetime

    def unknown(*found: dict[str, Any]) -> Dataset:
        return golden(**{path_of("lexicon"): parquet(pa.Table.from_pylist(list(found)))})

    day = datetime.datetime(2031, 5, 4, tzinfo=datetime.UTC)
    first = unknown({"lang": ["en"], "at": day, "raw": b"x", "n": float("nan")})
    assert diff(first, first).changes == ()
    second = unknown({"lang": ["en"], "at": day, "raw": b"y", "n": float("nan")})
    assert {c.kind for c in diff(first, second).changes} == {"row added", "row removed"}


def test_shards_of_one_split_are_one_table() -> None:
    found = rows("entities")
    name = "entities/test-0000{}-of-00002.parquet"
    split: dict[str, bytes | None] = {path_of("entities"): None}
    for number, part in enumerate((found[:5], found[5:])):
        split |= {name.format(number): with_rows("entities", part)[path_of("entities")]}
    sharded = diff(golden(), golden(**split))
    assert {c.kind for c in sharded.changes} == {"file rewritten"}
    table = pq.read_table(pa.BufferReader(FILES[path_of("entities")]))
    split[name.format(1)] = parquet(table.drop_columns(["anchor"]))
    with pytest.raises(DatasetError, match="do not fit each other"):
        diff(golden(), golden(**split))
