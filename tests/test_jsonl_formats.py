"""doccano and Prodigy: rows as they were, what is wrong with others, and in which line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from retold.formats import FORMATS
from retold.formats.neutral import Attribute, Document, Mark, Normalisation, Relation
from samples import sample_files

DOCCANO = (
    '{"text": "Ada met Orm", "label": [[0, 3, "PER"], [8, 11, "PER"], [8, 11, "ORG"]], '
    '"meta": {"n": 1.0}}\n'
    '{"id":7,"text":"हैं","label":[],"Comments":[]}\r\n'
    "\n"
    '{"text": "\\u0041da  ", "entities": [{"id": 3, "label": "PER", "start_offset": 0, '
    '"end_offset": 3}, '
    '{"id": 9, "label": "X", "start_offset": 3, "end_offset": 3}], '
    '"relations": [{"id": 1, "from_id": 9, "to_id": 3, "type": "of"}]}\n'
    '{"labels": [[0, 1, "A"]], "text": "A", "label": ["about", "a"]}\n'
    "\n\n"
)
PRODIGY = (
    '{"text":"Ada met Orm","_input_hash":-1,"spans":[{"text":"Ada","start":0,"end":3,"token_start":0,'
    '"token_end":0,"type":"span","label":"PER","score":0.50}],"answer":"accept"}\n'
    '{"text":"no spans","meta":{"section":"a"},"answer":"accept"}\n'
    '{"text": "Ada met Orm", "spans": [{"start": 0, "end": 3, "label": "PER"}], "relations": ['
    '{"head": 0, '
    '"child": 2, "head_span": {"start": 0, "end": 3, "token_start": 0, "token_end": 0, "label": "PER"}, '
    '"child_span": {"start": 8, "end": 11, "token_start": 2, "token_end": 2, "label": null}, '
    '"color": "#fff", "label": "MET"}]}'
)


def errors(name: str, row: object) -> list[tuple[str, int | None, str | None]]:
    text = row if isinstance(row, str) else json.dumps(row)
    good = '{"text": "sound"}\n'
    read = FORMATS[name].loads({"f.jsonl": f"{good}{text}\n{good}"})
    warned = all(f.code in ("RT909", "RT911") for f in read.findings)
    assert len(read.documents) == 2 + warned
    return [(f.code, f.place.line, f.place.field) for f in read.findings]


@pytest.mark.parametrize(("name", "text"), [("doccano", DOCCANO), ("prodigy", PRODIGY)])
def test_rows_are_written_as_they_were_read(name: str, text: str) -> None:
    read = FORMATS[name].loads({"a/b.jsonl": text, "empty.jsonl": '{"text": ""}'})
    assert read.findings == ()
    written = FORMATS[name].dumps(read.documents)
    assert written == {"a/b.jsonl": text, "empty.jsonl": '{"text": ""}'}


@pytest.mark.parametrize(("name", "text"), [("doccano", DOCCANO), ("prodigy", PRODIGY)])
def test_a_row_that_changed_is_written_anew_and_the_others_stay(name: str, text: str) -> None:
    documents = FORMATS[name].loads({"b.jsonl": text}).documents
    more = (*documents[1].items, Mark("new", "NEW", ((0, 2),)))
    changed = [documents[0], replace(documents[1], items=more), *documents[2:]]
    written = FORMATS[name].dumps(changed)["b.jsonl"]
    assert written.startswith(text.split("\n", maxsplit=1)[0] + "\n")
    assert written.endswith(text.split("\n", 2)[2].lstrip("\n"))
    assert '"NEW"' in written.split("\n")[1]


def test_both_shapes_of_doccanos_labels_are_read() -> None:
    documents = FORMATS["doccano"].loads({"b.jsonl": DOCCANO}).documents
    assert [document.id for document in documents] == ["b-1", "b-2", "b-4", "b-5"]
    assert [(m.label, m.spans) for m in documents[0].marks] == [
        ("PER", ((0, 3),)), ("PER", ((8, 11),)), ("ORG", ((8, 11),))
    ]  # fmt: skip
    assert documents[1].metadata == {"id": 7, "Comments": []}
    assert documents[2].items == (
        Mark("3", "PER", ((0, 3),)),
        Mark("9", "X", ((3, 3),)),
        Relation("r1", "of", (("from", "9"), ("to", "3"))),
    )
    assert documents[3].metadata == {"label": ["about", "a"]}, "of the whole text, not of a span"


def test_keys_of_a_prodigy_span_are_attributes() -> None:
    first, second, third = FORMATS["prodigy"].loads({"b.jsonl": PRODIGY}).documents
    said = {item.name: item.value for item in first.items if isinstance(item, Attribute)}
    assert said == {"token_start": 0, "token_end": 0, "type": "span", "score": 0.5}
    assert first.metadata == {"_input_hash": -1, "answer": "accept"}
    assert second.items == ()
    labels = {mark.id: mark.label for mark in third.marks}
    (relation,) = (item for item in third.items if isinstance(item, Relation))
    assert [(role, labels[id]) for role, id in relation.args] == [("from", "PER"), ("to", "")]


def test_a_relation_for_prodigy_has_the_tokens_that_it_needs() -> None:
    marks = (Mark("a", "PER", ((0, 3),)), Mark("b", "PER", ((8, 10),)))
    relation = Relation("r", "met", (("from", "a"), ("to", "b")))
    link = Normalisation("n", "a", "wikidata", "Q1", "Ada")
    document = Document("d", "Ada met Orm", (*marks, relation, link))
    row = json.loads(FORMATS["prodigy"].dumps([document])["documents.jsonl"])
    assert [token["text"] for token in row["tokens"]] == ["Ada", "met", "Or", "m"]
    assert (row["relations"][0]["head"], row["relations"][0]["child"]) == (0, 2)
    assert row["spans"][0]["links"] == [
        {"db": "wikidata", "key": "Q1", "text": "Ada", "label": "Reference"}
    ]
    assert row["meta"] == {"doc": "d"}


def test_the_right_one_of_two_spans_that_are_alike_is_related() -> None:
    marks = tuple(Mark(id, "PER", ((0, 3),)) for id in "ab")
    items = (*marks, Relation("r", "is", (("from", "b"), ("to", "a"))), Attribute("x", "b", "second"))
    fitted, losses = FORMATS["prodigy"].fit(Document("d", "Ada", items))
    (back,) = FORMATS["prodigy"].loads(FORMATS["prodigy"].dumps([fitted])).documents
    (relation,) = (item for item in back.items if isinstance(item, Relation))
    assert losses == ()
    assert [id for _, id in relation.args] == ["s1", "s0"]


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("{", "RT010", None),
        ("[1]", "RT010", None),
        ('{"text": "\\ud800"}', "RT010", None),
        ('{"text": "a", "text": "b"}', "RT011", None),
        ({"label": [[0, 1, "LOC"]]}, "RT906", None),
        ({"text": 5}, "RT906", None),
        ({"text": "Ada", "label": [[0, 4, "PER"]]}, "RT902", "label.0"),
        ({"text": "Ada", "label": [[0, 3, "PER"], [2, 1, "PER"]]}, "RT902", "label.1"),
        ({"text": "Ada", "label": [[-1, 1, "PER"]]}, "RT902", "label.0"),
        ({"text": "Ada", "label": [["0", 1, "PER"]]}, "RT901", "label.0"),
        ({"text": "Ada", "label": [[0, True, "PER"]]}, "RT901", "label.0"),
        ({"text": "Ada", "label": [[0, 1]]}, "RT901", "label.0"),
        ({"text": "Ada", "labels": [[0, 1, 7]]}, "RT901", "labels.0"),
        ({"text": "Ada", "entities": [{"id": 1, "start_offset": 0, "end_offset": 1}]}, "RT901",
         "entities.0"),
        ({"text": "Ada", "relations": [{"id": 1, "from_id": 1, "to_id": 2}]}, "RT901", "relations.0"),
        ({"text": "🚢 Ada", "label": [[2, 5, "PER"]]}, "RT909", None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_of_doccano(row: object, code: str, field: str | None) -> None:
    assert errors("doccano", row) == [(code, 2, field)]


def test_entities_of_doccano_that_relations_cannot_tell_apart_or_find() -> None:
    one = {"id": 1, "label": "A", "start_offset": 0, "end_offset": 1}
    row = {"text": "Ada", "entities": [one, one], "relations": [
        {"id": 1, "from_id": 1, "to_id": 2, "type": "x"}
    ]}  # fmt: skip
    assert [code for code, *_ in errors("doccano", row)] == ["RT905", "RT904"]


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ({"spans": []}, "RT906", None),
        ({"text": "Ada", "spans": [{"start": 0, "end": 9, "label": "PER"}]}, "RT902", "spans.0"),
        ({"text": "Ada", "spans": [{"start": 0, "label": "PER"}]}, "RT901", "spans.0"),
        ({"text": "Ada", "spans": [{"start": 0, "end": 1, "label": 5}]}, "RT901", "spans.0"),
        ({"text": "Ada", "spans": {"start": 0}}, "RT901", None),
        ({"text": "🚢 Ada", "spans": [{"start": 3, "end": 5, "text": "Ada", "label": ""}]}, "RT903",
         "spans.0"),
        ({"text": "Ada", "relations": [{"head": 0, "child": 1, "label": "x"}]}, "RT901", "relations.0"),
        ({"text": "Ada", "answer": "reject"}, "RT911", None),
        ({"text": "Ada", "answer": "ignore"}, "RT911", None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_of_prodigy(row: object, code: str, field: str | None) -> None:
    assert errors("prodigy", row) == [(code, 2, field)]


def test_an_emoji_behind_the_labels_raises_no_doubt() -> None:
    assert errors("doccano", {"text": "Ada 🚢", "label": [[0, 3, "PER"]]}) == []


@pytest.mark.parametrize(
    ("name", "folder", "rows"),
    [("doccano", "doccano/sequence_labeling", 3), ("prodigy", "prodigy", 600)],
)
def test_samples_are_written_as_they_were_read(name: str, folder: str, rows: int) -> None:
    files = sample_files(folder, ".jsonl")
    read = FORMATS[name].loads(files)
    wrong = {finding.place.file for finding in read.findings}
    assert {f.code for f in read.findings} == ({"RT906"} if name == "doccano" else set())
    written = FORMATS[name].dumps(read.documents)
    assert {path: text for path, text in written.items() if path not in wrong} == {
        path: text for path, text in files.items() if path not in wrong
    }
    assert len(read.documents) >= rows
    bare = [replace(document, written=None, id="x") for document in read.documents]
    again = FORMATS[name].loads(FORMATS[name].dumps(bare)).documents
    assert [replace(document, id="x") for document in again] == bare


def test_a_last_line_without_its_end_gets_one_where_another_follows() -> None:
    documents = FORMATS["prodigy"].loads({"b.jsonl": PRODIGY}).documents
    rows = FORMATS["prodigy"].dumps(documents[::-1])["b.jsonl"].splitlines()
    assert rows == PRODIGY.splitlines()[::-1]
