"""What changed between two datasets: every kind of change is named once, with what it demands."""

from __future__ import annotations

import json
import re
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from released import FILES, edited, golden, path_of, renested, rows, with_rows
from retold.dataset import Dataset, DatasetError
from retold.diff.changes import KINDS, Change
from retold.diff.compare import Diff, diff
from retold.diff.fields import Field, field_changes
from retold.diff.layers import LAYERS, columns_of
from retold.parquet import dump as parquet
from retold.standoff.omit import omit
from retold.tables import CONFIGS
from retold.versions import Bump


def told(found: Diff) -> list[tuple[Any, ...]]:
    """Kind, layer, record, field, old and new of each change."""
    return [(c.kind, c.layer, c.record, c.field, c.old, c.new) for c in found.changes]


def changed(config: str, number: int, **values: Any) -> list[tuple[Any, ...]]:
    return told(diff(golden(), golden(**edited(config, number, **values))))


def test_equal_datasets_have_no_difference_and_all_totals() -> None:
    found = diff(golden(), golden())
    assert found.changes == ()
    assert found.bump is Bump.none
    counts = {(t.layer, t.split, t.lang): (t.before, t.after) for t in found.totals}
    assert counts["mention", "train", "id"] == (5, 5)
    assert counts["mention", "test", "hi"] == (6, 6)
    assert counts["event", "test", "-"] == (2, 2)
    assert {t.layer for t in found.totals} >= {layer.name for layer in LAYERS}
    assert not any((t.added, t.removed, t.changed) != (0, 0, 0) for t in found.totals)


def test_a_label_old_and_new() -> None:
    found = diff(golden(), golden(**edited("stance", 0, polarity="support", favor="FAVOR")))
    (change,) = found.changes
    assert change == Change(
        "relabelled", "stance", "test", "en", "port-en", "port-en-s1", "polarity", "oppose", "support",
        "Dock Union ends talks with Norland",
    )  # fmt: skip
    assert found.bump is Bump.major
    (total,) = (t for t in found.totals if t.changed)
    assert (total.layer, total.split, total.lang, total.changed) == ("stance", "test", "en", 1)


def test_a_link_with_the_name_that_follows_it_is_one_change() -> None:
    found = changed("entities", 0, entity_id="e-norland", entity_name="Norland")
    assert found == [("relinked", "mention", "port-en-m01", "entity_id", "e-dock-union", "e-norland")]


def test_a_value() -> None:
    found = changed("casualties", 0, count_max=13, count_surface="13", anonymous=True)
    assert found == [
        ("value changed", "casualty", "port-en-c1", "count_surface", "12", "13"),
        ("value changed", "casualty", "port-en-c1", "count_max", 12, 13),
        ("value changed", "casualty", "port-en-c1", "anonymous", False, True),
    ]


def test_a_record_that_changes_in_two_fields_counts_once() -> None:
    found = diff(golden(), golden(**edited("casualties", 0, count_max=13, anonymous=True)))
    assert [t.changed for t in found.totals if t.changed] == [1]


def test_other_offsets_of_the_same_words_are_a_move() -> None:
    found = changed("entities", 0, spans=[[70, 80]], start=70, end=80)
    assert found == [("moved", "mention", "port-en-m01", "spans", [[0, 10]], [[70, 80]])]


def test_other_offsets_with_other_words_are_a_boundary() -> None:
    found = changed("entities", 0, spans=[[0, 4]], start=0, end=4, surface="Dock")
    assert found == [("boundary changed", "mention", "port-en-m01", "spans", [[0, 10]], [[0, 4]])]


def test_evidence_has_a_boundary_of_its_own() -> None:
    found = changed("stance", 0, evidence_spans=[[0, 10]], evidence="Dock Union")
    assert [change[0] for change in found] == ["boundary changed"]
    assert found[0][3] == "evidence_spans"


def test_zones_have_no_words_so_their_length_tells_a_move() -> None:
    def shift(zones: list[dict[str, Any]]) -> None:
        zones[0].update(start=1, end=35)

    def cut(zones: list[dict[str, Any]]) -> None:
        zones[0].update(end=33)

    moved = told(diff(golden(), golden(**renested("zones", shift))))
    assert moved == [("moved", "zone", "port-en-z1", "start", [0, 34], [1, 35])]
    shorter = told(diff(golden(), golden(**renested("zones", cut))))
    assert shorter == [("boundary changed", "zone", "port-en-z1", "end", 34, 33)]


def test_records_added_and_removed() -> None:
    fewer = golden(**with_rows("casualties", rows("casualties")[1:]))
    assert told(diff(golden(), fewer)) == [
        ("record removed", "casualty", "port-en-c1", None, None, None)
    ]
    assert diff(golden(), fewer).bump is Bump.major
    assert told(diff(fewer, golden())) == [("record added", "casualty", "port-en-c1", None, None, None)]
    assert diff(fewer, golden()).bump is Bump.minor


def test_rows_in_another_order_are_the_same_rows() -> None:
    found = told(diff(golden(), golden(**with_rows("entities", reversed(rows("entities"))))))
    assert found == [("file rewritten", "file", path_of("entities"), None, None, None)]


def test_a_list_inside_documents_that_its_config_contradicts_is_told() -> None:
    found = diff(golden(), golden(**renested("mentions", lambda m: m[0].update(type="PER"))))
    (change,) = found.changes
    assert (change.kind, change.doc, change.field) == ("recomputed", "port-en", "mentions")
    assert found.bump is Bump.major


def test_a_list_that_is_contradicted_is_not_hidden_by_another_change() -> None:
    files = {
        **renested("mentions", lambda m: m[0].update(type="PER")),
        **with_rows("entities", rows("entities")[:-1]),
    }
    kinds = {(c.kind, c.layer, c.doc) for c in diff(golden(**files), golden()).changes}
    assert ("record added", "mention", "port-hi") in kinds
    assert ("recomputed", "document", "port-en") in kinds


def test_ids_numbered_anew_are_no_other_mentions() -> None:
    found = rows("entities")
    first = found.pop(0)
    for number, row in enumerate((r for r in found if r["doc_id"] == "port-en"), 1):
        row["mention_id"] = f"port-en-m{number:02}"
    changes = diff(golden(), golden(**with_rows("entities", found))).changes
    assert {c.kind for c in changes} == {"renamed", "record removed"}
    (removed,) = (c for c in changes if c.kind == "record removed")
    assert (removed.record, removed.words) == (first["mention_id"], first["surface"])
    (second,) = (c for c in changes if c.old == "port-en-m02")
    assert (second.new, second.words) == ("port-en-m01", "Norland")


def test_a_new_id_and_a_new_label_of_a_record_in_its_place_are_both_told() -> None:
    found = changed("entities", 0, mention_id="port-en-m99", type="PER")
    assert found == [
        ("renamed", "mention", "port-en-m99", None, "port-en-m01", "port-en-m99"),
        ("relabelled", "mention", "port-en-m99", "type", "ORG", "PER"),
    ]


def test_an_id_that_is_used_for_a_record_elsewhere_is_another_record() -> None:
    other = {"spans": [[100, 104]], "start": 100, "end": 104, "surface": "left"}
    found = changed("entities", 0, **other)
    assert [c[0] for c in found] == ["record removed", "record added"]


def test_of_two_equal_records_one_may_go() -> None:
    twice = [*rows("stance"), {**rows("stance")[0], "stance_id": "port-en-s9"}]
    found = told(diff(golden(**with_rows("stance", twice)), golden()))
    assert found == [("record removed", "stance", "port-en-s9", None, None, None)]


def test_what_the_registry_says_is_told_once() -> None:
    found = rows("entities")
    shown = [row for row in found if row["entity_id"] == "e-norland"]
    assert len(shown) > 1
    for row in shown:
        row["wikidata"] = "Q1"
    (change,) = diff(golden(), golden(**with_rows("entities", found))).changes
    assert (change.kind, change.layer, change.record) == ("registry changed", "registry", "e-norland")
    assert (change.field, change.old, change.new, change.rows) == ("wikidata", None, "Q1", len(shown))


def test_a_document_added_and_removed_with_its_records() -> None:
    files = {
        **with_rows("documents", rows("documents")[:1]),
        **with_rows("entities", [r for r in rows("entities") if r["doc_id"] == "port-en"]),
    }
    found = diff(golden(), golden(**files))
    kinds = {(c.kind, c.layer) for c in found.changes}
    assert ("document removed", "document") in kinds
    assert ("record removed", "mention") in kinds
    assert ("row removed", "sentence") in kinds
    lost = {(t.layer, t.lang): t.removed for t in found.totals if t.after < t.before}
    assert lost["document", "hi"] == 1
    assert lost["mention", "hi"] == 6
    back = diff(golden(**files), golden())
    assert {c.kind for c in back.changes} == {"document added", "record added", "row added"}
    assert back.bump is Bump.minor


def test_a_text_that_changes_is_shown_where_it_does() -> None:
    text = rows("documents")[0]["text"]
    longer = f"{text[:100]}!{text[100:]}"
    found = told(diff(golden(), golden(**edited("documents", 0, text=longer, length=208, sha256="x"))))
    ((kind, layer, record, field, old, new),) = found
    assert (kind, layer, record, field) == ("text changed", "document", None, "text")
    assert old.startswith("100: …") and old.endswith("(207 code points)")
    assert new.startswith("100: …") and "!" in new and new.endswith("(208 code points)")


def test_metadata_of_a_document() -> None:
    published = {"date": "2031-05-05", "inferred": False}
    found = changed("documents", 0, outlet=None, published=published)
    assert found == [
        ("value changed", "document", None, "outlet", "Coast Wire", None),
        ("value changed", "document", None, "published.date", "2031-05-04", "2031-05-05"),
    ]


def test_a_split_that_changes_is_one_change_for_the_document_and_its_records() -> None:
    files: dict[str, bytes] = {}
    for config in ("documents", "entities", "stance", "ner"):
        files |= with_rows(config, rows(config) + rows(config, "train"))
    for config in ("documents", "entities", "stance", "ner"):
        files[path_of(config, "train")] = None  # type: ignore[assignment]
    found = diff(golden(), golden(**files))
    assert told(found) == [("split changed", "document", None, None, "train", "test")]
    assert found.bump is Bump.major
    moved = [t for t in found.totals if t.layer == "mention" and t.lang == "id"]
    assert {(t.split, t.before, t.after) for t in moved} == {("train", 5, 0), ("test", 0, 5)}


def test_derived_rows_are_recomputed_not_decided() -> None:
    found = changed("events", 1, low=13)
    assert found == [("recomputed", "event", "ev-norhaven-crane injured", "low", 12, 13)]
    found = changed("ner", 0, ner_tags=["O"] * 6)
    assert [c[:4] for c in found] == [("recomputed", "tokens", "port-en-s001", "ner_tags")]


def test_a_computed_column_alone_is_told() -> None:
    found = changed("stance", 0, favor="NONE")
    assert found == [("recomputed", "stance", "port-en-s1", "favor", "AGAINST", "NONE")]


@pytest.mark.parametrize("config", [c.name for c in CONFIGS])
def test_no_column_changes_unseen(config: str) -> None:
    schema = pq.read_schema(pa.BufferReader(FILES[path_of(config)]))
    for column in schema.names:
        found = rows(config)
        found[0][column] = other(found[0][column], schema.field(column).type)
        seen = diff(golden(), golden(**with_rows(config, found)))
        wanted = Bump.minor if column in ("zones", "sentences") else Bump.major  # one more of them
        assert seen.bump is wanted, column


def other(value: Any, kind: pa.DataType) -> Any:
    """Another value of the same type."""
    if pa.types.is_list(kind):
        return [*(value or []), other(None, kind.value_type)]
    if pa.types.is_struct(kind):
        return {**{f.name: None for f in kind}, **(value or {}), kind[0].name: "other"}
    if pa.types.is_boolean(kind):
        return not value
    return 99 if pa.types.is_integer(kind) else f"{value} other"


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
    figure = "figures/casualties.svg"
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


@pytest.mark.parametrize(
    "card",
    [b"---\na: [1\n---\n", b"---\ndataset_info:\n- config_name: ner\n  features: 3\n---\n", b"\xff"],
)
def test_a_card_that_cannot_be_read_is_named(card: bytes) -> None:
    with pytest.raises(DatasetError, match=r"README\.md"):
        diff(golden(), golden(**{"README.md": card}))


def test_what_the_registry_says_of_an_event_is_told_once() -> None:
    found = rows("events")
    for row in found:
        row["title"] = "Another title"
    (change,) = diff(golden(), golden(**with_rows("events", found))).changes
    assert (change.kind, change.record, change.field) == (
        "registry changed",
        "ev-norhaven-crane",
        "title",
    )
    assert change.rows == 2


def test_events_of_two_splits_are_two_rows() -> None:
    train = {path_of("events", "train"): FILES[path_of("events")]}
    found = diff(golden(), golden(**train))
    assert [(c.kind, c.split) for c in found.changes if c.layer == "event"] == [
        ("row added", "train")
    ] * 2


def test_the_first_of_two_equal_records_may_go() -> None:
    first = rows("stance")[0]
    twice = [{**first, "stance_id": "port-en-s0"}, *rows("stance")]
    found = told(diff(golden(**with_rows("stance", twice)), golden()))
    assert found == [("record removed", "stance", "port-en-s0", None, None, None)]


def test_records_without_any_place_are_not_paired_by_it() -> None:
    found = rows("headlines")
    old = {**found[0], "spans": None, "evidence_spans": None, "headline_id": "a"}
    new = {**old, "headline_id": "b", "polarity": "support", "asserts_id": "p-other"}
    pair = (golden(**with_rows("headlines", [old])), golden(**with_rows("headlines", [new])))
    assert [c.kind for c in diff(*pair).changes] == ["record removed", "record added"]


def test_evidence_of_another_length_is_another_boundary_where_no_words_tell() -> None:
    stance = "annotations/first/port-en.jsonl"
    text = FILES[stance].decode("utf-8")
    moved, cut = text.replace("[[0,34]],", "[[1,35]],", 9), text.replace("[[0,34]],", "[[0,30]],", 9)
    assert moved != text != cut
    kinds = [
        {c.kind for c in diff(golden(), golden(**{stance: t.encode()})).changes} for t in (moved, cut)
    ]
    assert "moved" in kinds[0] and "boundary changed" not in kinds[0]
    assert "boundary changed" in kinds[1]


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


def test_every_layer_has_a_key_among_its_columns() -> None:
    for layer in LAYERS:
        keys = [name for name, column in columns_of(layer).items() if column.role == "key"]
        assert keys, layer.name


def test_texts_that_are_omitted_are_not_compared_word_by_word() -> None:
    omitted = golden(**edited("documents", 0, text=None))
    assert isinstance(omitted, Dataset)
    found = told(diff(golden(), omitted))
    assert found == [("text changed", "document", None, "text", "there", "omitted")]
