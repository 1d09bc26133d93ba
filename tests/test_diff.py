"""What changed between two datasets: every kind of change is named once, with what it demands."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diff_told import told
from released import FILES, edited, golden, path_of, renested, rows, with_rows
from retold.dataset import Dataset
from retold.diff.changes import Change
from retold.diff.compare import diff
from retold.diff.layers import LAYERS, columns_of
from retold.tables import CONFIGS
from retold.versions import Bump


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


def test_a_field_that_came_into_a_list_is_no_other_content() -> None:
    path = path_of("documents")
    table = pq.read_table(io.BytesIO(FILES[path]))
    at = table.schema.get_field_index("faults")
    kept = [f for f in table.schema.field(at).type.value_type if f.name not in ("drift", "fact")]
    found = table.to_pylist()
    assert any(row["faults"] for row in found)
    for fault in (fault for row in found for fault in row["faults"]):
        del fault["drift"], fault["fact"]
    schema = table.schema.set(at, pa.field("faults", pa.list_(pa.struct(kept))))
    older = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(found, schema), older)
    changes = diff(golden(**{path: older.getvalue()}), golden()).changes
    assert {(c.kind, c.field) for c in changes} == {
        ("field added", "faults.drift"), ("field added", "faults.fact")
    }  # fmt: skip


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
        one_more = config == "documents" and column in ("zones", "sentences")
        wanted = Bump.minor if one_more else Bump.major
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


def test_every_layer_has_a_key_among_its_columns() -> None:
    for layer in LAYERS:
        keys = [name for name, column in columns_of(layer).items() if column.role == "key"]
        assert keys, layer.name


def test_texts_that_are_omitted_are_not_compared_word_by_word() -> None:
    omitted = golden(**edited("documents", 0, text=None))
    assert isinstance(omitted, Dataset)
    found = told(diff(golden(), omitted))
    assert found == [("text changed", "document", None, "text", "there", "omitted")]
