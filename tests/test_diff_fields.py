"""Columns, labels, fields of the schema and files that differ between two datasets."""

from __future__ import annotations

import json
import re
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diff_told import told
from released import FILES, golden, path_of
from retold.dataset import DatasetError
from retold.diff.changes import KINDS, Change
from retold.diff.compare import diff
from retold.diff.fields import NO_RECORDS, Field, field_changes
from retold.parquet import dump as parquet
from retold.versions import Bump


def test_configs_added_and_removed() -> None:
    without = golden(**{path_of("faults"): None})
    found = told(diff(golden(), without))
    assert ("config removed", "config", "faults", None, None, None) in found
    assert diff(golden(), without).bump is Bump.major
    back = diff(without, golden())
    assert ("config added", "config", "faults", None, None, None) in told(back)
    assert back.bump is Bump.minor


def test_a_config_that_this_version_does_not_know_is_compared_row_by_row() -> None:
    def unknown(*values: str) -> bytes:
        return parquet(pa.Table.from_pylist([{"word": value} for value in values]))

    path = path_of("lexicon")
    old = golden(**{path: unknown("a", "b", "b")})
    found = told(diff(old, golden(**{path: unknown("a", "b", "c")})))
    assert [c[:3] for c in found] == [
        ("row removed", "lexicon", '{"word": "b"}'),
        ("row added", "lexicon", '{"word": "c"}'),
    ]


def test_columns_added_removed_and_retyped() -> None:
    table = pq.read_table(pa.BufferReader(FILES[path_of("faults")]))
    extra = table.append_column("extra", pa.array([1], pa.int32()))
    path = path_of("faults")
    found = told(diff(golden(), golden(**{path: parquet(extra)})))
    assert found == [("field added", "config", "faults", "extra", None, "int32")]
    found = told(diff(golden(), golden(**{path: parquet(table.drop_columns(["note"]))})))
    assert found == [("field removed", "config", "faults", "note", "string", None)]
    index = table.column_names.index("note")
    retyped = table.set_column(index, "note", pa.array([1], pa.int64()))
    found = told(diff(golden(), golden(**{path: parquet(retyped)})))
    assert ("field retyped", "config", "faults", "note", "string", "int64") in found


def card(pattern: str, new: str) -> dict[str, bytes]:
    text, found = re.subn(pattern, new, FILES["README.md"].decode("utf-8"))
    assert found
    return {"README.md": text.encode("utf-8")}


def test_labels_in_another_order_are_another_type_and_one_more_at_the_end_is_not() -> None:
    swapped = card(r"'0': support(\s+)'1': oppose", r"'0': oppose\1'1': support")
    kinds = {(c.kind, c.record, c.field) for c in diff(golden(), golden(**swapped)).changes}
    assert ("field retyped", "stance", "polarity") in kinds
    assert ("field retyped", "documents", "stances.polarity") in kinds
    grown = diff(golden(), golden(**card(r"(\s+)'4': unclear", r"\1'4': unclear\1'5': other")))
    assert ("label added", "stance", "polarity") in {(c.kind, c.record, c.field) for c in grown.changes}
    assert grown.bump is Bump.minor


def schema(kind: str, change: Any) -> dict[str, bytes]:
    path = f"schema/{kind}.schema.json"
    found = json.loads(FILES[path])
    change(found["properties"])
    return {path: json.dumps(found).encode()}


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (lambda p: p.pop("note"), ("field removed", "fault.note")),
        (lambda p: p.update(more={"type": "string"}), ("field added", "fault.more")),
        (lambda p: p["note"].update(type="integer"), ("field retyped", "fault.note")),
        (lambda p: p["fault"]["enum"].append("new"), ("label added", "fault.fault")),
        (lambda p: p["fault"]["enum"].pop(), ("field retyped", "fault.fault")),
        (lambda p: p["right"]["anyOf"].pop(), ("field retyped", "fault.right")),
    ],
)
def test_fields_of_the_record_schema(change: Any, wanted: tuple[str, str]) -> None:
    found = diff(golden(), golden(**schema("fault", change))).changes
    assert [(c.kind, c.field) for c in found] == [wanted]


@pytest.mark.parametrize("kind", sorted(NO_RECORDS))
def test_what_a_corpus_is_made_with_is_no_field_of_the_data(kind: str) -> None:
    found = diff(golden(), golden(**schema(kind, lambda p: p.popitem())))
    assert [(c.kind, c.record) for c in found.changes] == [
        ("file changed", f"schema/{kind}.schema.json")
    ]
    assert found.bump is Bump.patch


def test_what_only_explains_a_field_is_a_changed_file() -> None:
    changed = schema("fault", lambda p: p["note"].update(description="Other words.", examples=["x"]))
    found = diff(golden(), golden(**changed))
    path = "schema/fault.schema.json"
    assert told(found) == [("file changed", "file", path, None, None, None)]
    assert found.bump is Bump.patch


def test_nested_fields_are_found() -> None:
    old = {"a": Field("string", ("x", "y"), numbered=True)}
    assert not list(field_changes(old, old, None))
    (more,) = field_changes(old, {"a": Field("string", ("x", "y", "z"), numbered=True)}, None)
    assert (more.kind, more.new) == ("label added", "z")
    (first,) = field_changes(old, {"a": Field("string", ("z", "x", "y"), numbered=True)}, None)
    assert first.kind == "field retyped"
    (none,) = field_changes({"a": Field("string")}, {"a": Field("string", ("x",))}, None)
    assert none.kind == "field retyped"


def test_files_that_hold_no_rows() -> None:
    figure = "figures/events.svg"
    found = told(diff(golden(), golden(**{figure: None, "notes.txt": b"", "README.md": b"#"})))
    kinds = [(c[0], c[2]) for c in found if c[1] == "file"]
    assert kinds == [
        ("file added", "notes.txt"),
        ("file removed", figure),
        ("file changed", "README.md"),
    ]
    only = diff(golden(), golden(**{figure: None}))
    assert only.bump is Bump.patch


def test_other_bytes_of_the_same_rows() -> None:
    table = pq.read_table(pa.BufferReader(FILES[path_of("faults")]))
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="none")
    found = diff(golden(), golden(**{path_of("faults"): sink.getvalue().to_pybytes()}))
    assert told(found) == [("file rewritten", "file", path_of("faults"), None, None, None)]
    assert found.bump is Bump.patch


@pytest.mark.parametrize(
    "card",
    [b"---\na: [1\n---\n", b"---\ndataset_info:\n- config_name: ner\n  features: 3\n---\n", b"\xff"],
)
def test_a_card_that_cannot_be_read_is_named(card: bytes) -> None:
    with pytest.raises(DatasetError, match=r"README\.md"):
        diff(golden(), golden(**{"README.md": card}))


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("fault", lambda s: s["required"].remove("note"), "fault.note"),
        ("common", lambda s: s["$defs"]["lang"].update(pattern="x"), "common.lang"),
        (
            "release",
            lambda s: s["properties"]["files"]["items"]["properties"]["bytes"].update(type="number"),
            "release.files[].bytes",
        ),
    ],
)
def test_parts_of_a_schema_that_are_no_plain_property(kind: str, change: Any, field: str) -> None:
    path = f"schema/{kind}.schema.json"
    found = json.loads(FILES[path])
    change(found)
    changes = diff(golden(), golden(**{path: json.dumps(found).encode()})).changes
    assert [(c.kind, c.field) for c in changes] == [("field retyped", field)]


def test_every_kind_that_is_told_is_in_the_table() -> None:
    assert {Change(kind, "x").bump for kind in KINDS} == {Bump.patch, Bump.minor, Bump.major}
