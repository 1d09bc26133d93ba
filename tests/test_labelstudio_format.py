"""Label Studio's JSON: tasks as they were, what is wrong with others and in which line, our records."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import GOLDEN, ROOT
from retold.formats import FORMATS, mapping
from retold.formats.base import Read
from retold.formats.neutral import Attribute, Document, Event, Mark, Normalisation, Note, Relation
from retold.model import Annotation
from retold.pipeline import read_corpus
from samples import sample_files
from strategies import annotations, texts
from test_mapping import records_of

LABELSTUDIO = FORMATS["labelstudio"]
JSON = {"json": True}
FAR = {"start": 0, "end": 99}
TEXT = "Ada हैं 🚢\r\n👩‍👩‍👧 Orm\n  Lund"


def region(id: str, start: int, end: int, *labels: str, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": list(labels)}
    return {
        "id": id,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": value,
        **more,
    }


def said(id: str, name: str, type: str, value: Any, **more: Any) -> dict[str, Any]:
    key = "text" if type == "textarea" else type
    return {"id": id, "from_name": name, "to_name": "text", "type": type, "value": {key: value}, **more}


def joined(a: str, b: str, *labels: str, **more: Any) -> dict[str, Any]:
    return {"from_id": a, "to_id": b, "type": "relation", "direction": "right", "labels": labels, **more}


def task(*results: Any, text: str = TEXT) -> dict[str, Any]:
    return {"data": {"text": text}, "annotations": [{"result": list(results)}]}


def load(*tasks: Any, indent: int | None = None) -> Read:
    return LABELSTUDIO.loads({"f.json": json.dumps(list(tasks), ensure_ascii=False, indent=indent)})


def items(*results: Any) -> tuple[Any, ...]:
    read = load(task(*results))
    assert read.findings == ()
    return read.documents[0].items


def by_id(records: list[Annotation]) -> dict[str, Annotation]:
    return {record.id: record for record in records}


def errors(*results: Any) -> list[tuple[str, int | None]]:
    read = load(task(*results), task(), indent=1)
    assert len(read.documents) == 1
    return [(finding.code, finding.place.line) for finding in read.findings]


FOREIGN = (
    '[ \r\n{"id": 7, "data": {"text": "Ada हैं 🚢", "n": 1.0, "label_studio": [1]}, "annotations": '
    '[{"id": 1, "was_cancelled": true, "result": []},\n {"id": 2, "completed_by": {"id": 1, "email": '
    '"a@example.org"}, "lead_time": 2.50, "result": [\n'
    '  {"id": "x", "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual", '
    '"value": {"start": 8, "end": 9, "text": "🚢", "labels": ["SHIP", "THING"]}, "score": 0.50, '
    '"meta": {"text": ["sure?"], "other": 1}},\n'
    '  {"id": "x", "from_name": "size", "to_name": "text", "type": "rating", "value": {"rating": 3}},\n'
    '  {"id": "x", "from_name": "kind", "to_name": "text", "type": "taxonomy", "value": '
    '{"taxonomy": [["a", "b"]]}},\n'
    '  {"id": "y", "from_name": "about", "to_name": "text", "type": "choices", "value": '
    '{"choices": ["port"]}},\n'
    '  {"id": "z", "from_name": "box", "to_name": "image", "type": "rectanglelabels", "value": '
    '{"x": 1, "rectanglelabels": ["A"]}},\n'
    '  {"from_id": "x", "to_id": "x", "type": "relation", "direction": "bi", "labels": []}],'
    '"ground_truth": false}], "predictions": [{"result": []}], "drafts": [], "meta": null}\t,\n\n'
    '{"data": {"\\u0061": "no annotation"}}\n ,{"completions": [], "data": {"text": ""}} ]\n\n'
)


@pytest.mark.parametrize(
    "text",
    [
        FOREIGN,
        '{"data": {"text": "lone"}}',
        ' {"data": {"text": "lone"}, "annotations": [{"result": []}]}\n',
        '[{"data": {"text": "one"}}]',
    ],
)
def test_tasks_are_written_as_they_were_read(text: str) -> None:
    read = LABELSTUDIO.loads({"a/b.json": text})
    assert read.findings == ()
    assert LABELSTUDIO.dumps(read.documents) == {"a/b.json": text}
    assert [LABELSTUDIO.fit(document) for document in read.documents] == [
        (document, ()) for document in read.documents
    ]


def test_samples_of_label_studio_are_written_as_they_were_read() -> None:
    files = sample_files("label_studio", "task.json")
    read = LABELSTUDIO.loads(files)
    assert (read.findings, len(read.documents)) == ((), 1)
    assert len(read.documents[0].items) > 4
    assert LABELSTUDIO.dumps(read.documents) == files


def test_what_is_not_understood_is_kept_as_metadata() -> None:
    document = LABELSTUDIO.loads({"f.json": FOREIGN}).documents[0]
    own = document.metadata["label_studio"]
    assert document.metadata["n"] == 1.0
    assert own["data"] == {"label_studio": [1]}
    assert own["task"] == {"id": 7, "predictions": [{"result": []}], "drafts": [], "meta": None}
    assert own["annotation"]["completed_by"]["email"] == "a@example.org"
    assert [other["id"] for other in own["others"]] == [1]
    assert [result["type"] for result in own["results"]] == ["choices", "rectanglelabels"]


def test_a_task_that_changed_is_written_anew_with_all_that_it_had_and_the_others_stay() -> None:
    documents = LABELSTUDIO.loads({"f.json": FOREIGN}).documents
    changed = replace(documents[0], items=(*documents[0].items, Mark("new", "NEW", ((0, 3),))))
    written = LABELSTUDIO.dumps([changed, *documents[1:]])["f.json"]
    assert written.endswith(FOREIGN[FOREIGN.index("\t,") + 1 :])
    again = LABELSTUDIO.loads({"f.json": written}).documents
    assert again[0].metadata == changed.metadata
    assert (
        sorted(map(str, again[0].marks)) == sorted(map(str, changed.marks)) or len(again[0].marks) == 3
    )
    assert written.startswith("[\n")


def test_offsets_count_code_points_and_carriage_returns() -> None:
    """As the page of Label Studio 1.23 counts; tests/workbench.py measures it there."""
    results = [region("a", 8, 9, "SHIP"), region("b", 11, 20, "ALL")]
    marks = items(*results)
    assert [TEXT[slice(*mark.spans[0])] for mark in marks] == ["🚢", "👩‍👩‍👧 Orm"]


def test_the_text_of_a_region_may_be_as_the_browser_shows_it() -> None:
    shown = region("a", 8, len(TEXT), "ALL")
    shown["value"]["text"] = "🚢\\n\\n👩‍👩‍👧 Orm\\nLund"
    assert len(items(shown)) == 1
    del shown["value"]["text"]
    assert len(items(shown)) == 1


def test_offsets_in_utf_16_units_are_found_and_not_moved() -> None:
    old = region("a", 17, 20, "PER")
    units = len(TEXT[:17].encode("utf-16-le")) // 2
    old["value"] |= {"start": units, "end": units + 3, "text": "Orm"}
    read = load(task(old))
    assert [finding.code for finding in read.findings] == ["RT903"]
    assert "counted in UTF-16 units they fit" in read.findings[0].message


@pytest.mark.parametrize(
    ("results", "found"),
    [
        ([region("a", 0, 3, "X"), region("b", 0, 1) | {"value": FAR}], ("RT902", 23)),
        ([region("a", 3, 0, "X") | {"value": {"start": 3, "end": 0}}], ("RT902", 9)),
        ([region("a", 0, 1, "X") | {"value": {"start": -1, "end": 1}}], ("RT902", 9)),
        ([region("a", 0, 1, "X") | {"value": {"start": 0.5, "end": 1}}], ("RT901", 9)),
        ([region("a", 0, 1, "X") | {"value": {"start": True, "end": 1}}], ("RT901", 9)),
        ([region("a", 0, 1, "X") | {"id": 3}], ("RT901", 9)),
        ([region("a", 0, 1, "X") | {"value": {"start": 0, "end": 1, "labels": "X"}}], ("RT901", 9)),
        ([region("a", 0, 3, "X") | {"value": {"start": 0, "end": 3, "text": "Orm"}}], ("RT903", 9)),
        ([joined("a", "b", "of"), region("a", 0, 3, "X")], ("RT904", 9)),
        ([region("a", 0, 3, "X"), region("a", 4, 5, "X")], ("RT905", 23)),
        ([region("a", 0, 3, "fragment")], ("RT901", 9)),
        ([region("a", 0, 3, "X"), region("b", 4, 5, "X"), joined("b", "a", "fragment")], ("RT901", 9)),
        ([region("a", 0, 3, "X"), said("a", "n", "textarea", ["{"], meta=JSON)], ("RT901", 23)),
        ([region("a", 0, 3, "X"), joined("a", "a", 1)], ("RT901", 23)),
    ],
)  # fmt: skip
def test_a_fault_is_found_in_its_line_and_the_other_task_is_read(
    results: list[Any], found: tuple[str, int]
) -> None:
    assert errors(*results) == [found]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[\n{}", "RT901", 2),
        ("[\n{},]", "RT901", 2),
        ("[]\n[]", "RT901", 2),
        ("", "RT901", 1),
        ("[" * 100_000, "RT901", 1),
        ("[\n1]", "RT010", 2),
        ('[\n{"data": {"text": "x", "n": ' + "1" * 5000 + "}}]", "RT010", 2),
        ('\ufeff[\n{"id": 1}]', "RT901", 2),
        ("[1\ufeff]", "RT901", 1),
        ('[\n{"data": {}, "data": {}}]', "RT011", 2),
        ('[\n{"id": 1}]', "RT901", 2),
        ('{"data": {"a": "x", "b": "y"}}', "RT906", 1),
        ('{"data": {"text": "x"}, "annotations": [{}]}', "RT901", 1),
        ('{"data": {"text": "x"}, "annotations": [7]}', "RT901", 1),
        ('{"data": {"text": "x"}, "annotations": [{"was_cancelled": true, "result": []}]}', "RT911", 1),
        ('{"data": {"text": "x"}, "predictions": [{"result": []}]}', "RT911", 1),
    ],
)
def test_what_is_no_task_is_found(text: str, code: str, line: int) -> None:
    found = LABELSTUDIO.loads({"f.json": text}).findings
    assert [(finding.code, finding.place.line) for finding in found] == [(code, line)]


def test_a_list_without_tasks_has_no_documents() -> None:
    assert LABELSTUDIO.loads({"f.json": "[\n]\n"}) == Read(())


@pytest.mark.parametrize("rows", ["[{}]", "{}", " [\n{},\n{}]\n"])
def test_a_byte_order_mark_is_no_fault_and_stays(rows: str) -> None:
    text = "\ufeff" + rows.replace("{}", '{"data": {"text": "Ada"}, "annotations": []}')
    read = LABELSTUDIO.loads({"f.json": text})
    assert read.findings == () and {document.text for document in read.documents} == {"Ada"}
    assert LABELSTUDIO.dumps(read.documents) == {"f.json": text}


def test_a_number_of_many_digits_hides_no_other_task() -> None:
    odd, good = (f'{{"data": {{"text": "x", "n": {n}}}}}' for n in ("1" * 5000, 1))
    read = LABELSTUDIO.loads({"f.json": f"[{odd},\n{good}]"})
    assert [document.id for document in read.documents] == ["f-2"]


def test_values_of_controls_are_attributes_and_links() -> None:
    found = items(
        region("a", 0, 3, "GPE", meta={"text": "sure?"}),
        said("a", "level", "choices", ["name"]),
        said("a", "entity", "textarea", ["e-ada"]),
        said("a", "source_chain", "textarea", ["outlet"]),
        said("a", "occurred", "choices", ["false"]),
        said("a", "count_min", "textarea", ["12"]),
        said("a", "count_max", "textarea", ["a dozen"]),
        said("a", "stars", "rating", 3),
        said("a", "wiki", "textarea", ["Q1"], meta={"link": {"text": "Ada", "label": "Reference"}}),
    )
    values = {item.name: item.value for item in found if isinstance(item, Attribute)}
    assert values == {
        "level": "name",
        "source_chain": ["outlet"],
        "occurred": False,
        "count_min": 12,
        "count_max": "a dozen",
        "stars": 3,
    }
    links = [(i.db, i.key, i.text) for i in found if isinstance(i, Normalisation)]
    assert links == [("entity", "e-ada", ""), ("wiki", "Q1", "Ada")]
    assert [i.text for i in found if isinstance(i, Note)] == ["sure?"]


def test_pieces_are_one_passage_whatever_the_direction_and_order() -> None:
    found = items(
        region("b", 17, 20, "fragment"),
        region("a", 0, 3, "PER"),
        region("c", 4, 7, "fragment"),
        joined("b", "a", "fragment", direction="left"),
        joined("c", "b", "fragment"),
    )
    assert [(mark.label, mark.spans) for mark in found] == [("PER", ((0, 3), (4, 7), (17, 20)))]


def test_several_regions_in_one_role_are_one_passage() -> None:
    found = items(
        region("h", 0, 3, "headline-agree"),
        region("a", 17, 20, "evidence"),
        region("b", 4, 7, "evidence"),
        joined("h", "a", "evidence"),
        joined("b", "h", "evidence"),
    )
    event = next(item for item in found if isinstance(item, Event))
    spans = {item.id: item.spans for item in found if isinstance(item, Mark)}
    assert (event.trigger, event.args) == ("h", (("evidence", "a"),))
    assert spans == {"h": ((0, 3),), "a": ((4, 7), (17, 20))}


def test_a_passage_of_two_records_is_not_made_one_with_others() -> None:
    results = [region(id, 0, 3, "headline-agree") for id in "hi"]
    results += [region("a", 17, 20, "evidence"), region("b", 4, 7, "evidence")]
    results += [joined("h", "a", "evidence"), joined("h", "b", "evidence"), joined("i", "b", "evidence")]
    assert [code for code, _ in errors(*results)] == ["RT901"]


def test_directions_of_relations_are_kept() -> None:
    two = region("a", 0, 3, "A"), region("b", 4, 7, "B")
    left = items(*two, joined("a", "b", "of", direction="left"))[2]
    assert (left.label, left.args) == ("of", (("from", "b"), ("to", "a")))
    both = items(*two, joined("a", "b", "of", "near", direction="bi"))
    assert [item.label for item in both if isinstance(item, Relation)] == ["of", "near"]
    document = Document("d", TEXT, both)
    again = LABELSTUDIO.loads(LABELSTUDIO.dumps([document])).documents[0]
    assert replace(again, metadata={}) == document


@pytest.mark.parametrize("root", [ROOT, GOLDEN])
def test_every_layer_comes_back(root: Path) -> None:
    for layer, documents in read_corpus(root).layers.items():
        for document in documents:
            records = [row.record for row in document.rows]
            neutral = mapping.document_of(document.id, document.text, records, layer)
            assert LABELSTUDIO.fit(neutral) == (neutral, ())
            read = LABELSTUDIO.loads(LABELSTUDIO.dumps([neutral]))
            assert read.findings == ()
            assert read.documents[0].metadata == {}
            assert by_id(records_of(read.documents[0], layer)) == by_id(records)


@given(text=texts(), drawn=st.lists(annotations(), max_size=5))
@settings(max_examples=150, deadline=None)
def test_any_record_whose_spans_are_of_the_text_comes_back(text: str, drawn: list[Annotation]) -> None:
    records = []
    for record in drawn:
        here = msgspec.structs.replace(record, doc="d")
        found = mapping.document_of("d", text, [here], "ada")
        inside = all(0 <= a <= b <= len(text) for m in found.marks for a, b in m.spans)
        in_order = all(tuple(sorted(mark.spans)) == mark.spans for mark in found.marks)
        records += [here] if inside and in_order else []
    neutral = mapping.document_of("d", text, records, "ada")
    assert LABELSTUDIO.fit(neutral)[1] == ()
    again = LABELSTUDIO.loads(LABELSTUDIO.dumps([neutral])).documents[0]
    assert sorted(map(str, records_of(again, "ada"))) == sorted(map(str, records))
