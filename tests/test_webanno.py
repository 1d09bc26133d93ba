"""WebAnno TSV 3: rows of tokens, what their cells say, and what is wrong with other files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layered import layered_documents
from neutral import documents, unordered
from retold.formats import cas, webanno
from retold.formats.base import Format
from retold.formats.neutral import (
    Attribute,
    Document,
    Event,
    Group,
    Item,
    Json,
    Mark,
    Normalisation,
    Relation,
)
from retold.formats.webanno_cells import escaped, following, line_text, parts, text_line, unescaped
from webanno_files import (
    MEET,
    NAME,
    SAME,
    SENTENCE,
    SPAN,
    TOKEN,
    TSV,
    layers_of,
    read,
    said_of,
)


def test_every_kind_of_cell_is_read() -> None:
    document = read(TSV)
    assert (document.id, document.text) == ("sub/a", "🚢 Ada Lund\tand\nOrm\r\n met\n")
    assert document.sentences == (((0, 1), (2, 5), (6, 10), (11, 14), (15, 18)), ((21, 24),))
    layers = layers_of(document)
    marks = {mark.id: mark for mark in document.marks}
    found = {(layers[id], mark.label, mark.spans) for id, mark in marks.items()}
    assert found == {
        (SENTENCE, SENTENCE, ((0, 18),)),
        (TOKEN, TOKEN, ((0, 1),)),
        (TOKEN, TOKEN, ((2, 5),)),
        (NAME, "PER", ((2, 10),)),
        (NAME, "a|b[1]*_;->\\", ((2, 5),)),
        (SPAN, SPAN, ((2, 3),)),
        (SPAN, SPAN, ((5, 5),)),
        (MEET, MEET, ((11, 14),)),
        (MEET, MEET, ((15, 18),)),
        (NAME, NAME, ((21, 24),)),
        (f"{SAME}Link", f"{SAME}Link", ((11, 24),)),
        (f"{SAME}Link", f"{SAME}Link", ((2, 5),)),
        (f"{SAME}Link", f"{SAME}Link", ((21, 24),)),
    }
    assert sum(mark.spans == ((5, 5),) for mark in document.marks) == 2, "two stacked ones"

    def at(id: str) -> tuple[str, tuple[int, int]]:
        return marks[id].label, marks[id].spans[0]

    relations = [item for item in document.items if isinstance(item, Relation)]
    assert [(r.label, [(role, at(id)) for role, id in r.args]) for r in relations] == [
        ("webanno.custom.Next", [("Governor", (TOKEN, (0, 1))), ("Dependent", (TOKEN, (2, 5)))]),
        ("webanno.custom.Kin", [("Governor", ("PER", (2, 10))), ("Dependent", (NAME, (21, 24)))]),
        (
            "webanno.custom.Kin",
            [("Governor", ("a|b[1]*_;->\\", (2, 5))), ("Dependent", (NAME, (21, 24)))],
        ),
    ]
    (event,) = (item for item in document.items if isinstance(item, Event))
    assert (at(event.trigger), [(role, at(id)) for role, id in event.args]) == (
        (MEET, (11, 14)),
        [("who;", ("PER", (2, 10))), ("", (NAME, (21, 24)))],
    )
    (group,) = (item for item in document.items if isinstance(item, Group))
    assert (group.label, [at(id)[1] for id in group.members]) == (f"{SAME}Chain", [(11, 24), (2, 5)])
    values = [(i.name, i.value) for i in said_of(document) if isinstance(i, Attribute)]
    assert sorted(map(str, values)) == [
        "('certain', 'true')",
        "('how', 'kin')",
        "('id', 's\\\\1')",
        "('referenceRelation', 'is')",
        "('referenceRelation', 'x')",
        "('referenceType', 'pro')",
        "('referenceType', 'y')",
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_file_is_written_as_it_was_read(ends: str) -> None:
    files = {
        "sub/a.tsv": TSV.replace("\n", ends),
        "b.tsv": "#FORMAT=WebAnno TSV 3.0\n",
        "c.tsv": "\ufeff" + TSV,
    }
    documents = webanno.loads(files).documents
    assert len(documents) == 3
    assert webanno.dumps([webanno.fit(document)[0] for document in documents]) == files


def test_lines_that_nobody_knows_are_kept_and_counted_elsewhere() -> None:
    text = TSV.replace("#Text=met", "#Speaker=Ada\n#Text=met")
    document = read(text)
    assert document.metadata == {"comments": ["#Speaker=Ada"]}
    fitted, losses = webanno.fit(document)
    assert (webanno.dumps([fitted]), losses) == ({"sub/a.tsv": text}, ())
    assert {loss.feature for loss in webanno.fit(replace(document, written=None))[1]} == {"metadata"}


def test_a_changed_document_keeps_its_columns_and_other_rows() -> None:
    document = read(TSV)
    items = [
        replace(item, label="ORG") if isinstance(item, Mark) and item.label == "PER" else item
        for item in document.items
    ]
    written = webanno.dumps([replace(document, items=tuple(items))])["sub/a.tsv"]
    assert unordered(read(written)) == unordered(replace(document, items=tuple(items)))
    assert written.split("\n\n")[0] == TSV.split("\n\n")[0]
    changed = [
        (a, b) for a, b in zip(TSV.split("\n"), written.split("\n"), strict=True)
        if a != b and a.replace("PER", "ORG") != b
    ]  # fmt: skip
    # numbers that no one needs go; the others are given anew, in the order of the rows
    assert {a.split("\t")[0] for a, _ in changed} <= {"1-2", "1-2.2", "1-4", "1-5", "2-1"}


def test_up_to_3_1_text_has_the_escapes_of_java() -> None:
    rows = '\n\n#Text=\\uD83D\\uDEA2 \\u0041da\\\\\\"x\n1-1\t0-2\t🚢\n1-2\t3-6\tAda\n'
    assert read("#FORMAT=WebAnno TSV 3.1\n" + rows).text == '🚢 Ada\\"x'
    newer = rows.replace("\\uD83D\\uDEA2", "🚢").replace("\\u0041", "A")
    assert read("#FORMAT=WebAnno TSV 3.2\n" + newer).text == '🚢 Ada\\\\"x'


@given(value=st.text(), more=st.lists(st.text(), min_size=1, max_size=3))
def test_what_is_escaped_is_unescaped(value: str, more: list[str]) -> None:
    assert unescaped(escaped(value)) == value
    assert [unescaped(part) for part in parts("|".join(map(escaped, more)), "|")] == more
    assert line_text(text_line(value), 3) == value


@given(document=layered_documents())
@settings(max_examples=100, deadline=None)
def test_layers_of_other_projects_keep_their_names(document: Document) -> None:
    fitted, losses = webanno.fit(document)
    assert {loss.feature for loss in losses} <= {"white-space"}
    written = webanno.dumps([fitted])["doc.tsv"]
    (again,) = webanno.loads({"doc.tsv": written}).documents
    assert unordered(again) == unordered(fitted)
    assert "webanno.custom.Retold" not in written


@given(document=layered_documents() | documents())
@settings(max_examples=60, deadline=None)
def test_there_and_back_through_cas(document: Document) -> None:
    fitted = webanno.fit(document)[0]
    (rows,) = webanno.loads(webanno.dumps([fitted])).documents
    assert cas.fit(rows)[1] == ()
    (other,) = cas.loads(cas.dumps([replace(rows, written=None)])).documents
    assert unordered(other) == unordered(rows)
    back, losses = webanno.fit(other)
    assert losses == ()
    (again,) = webanno.loads(webanno.dumps([back])).documents
    assert unordered(again) == unordered(fitted)


def layered(*items: Item, **layers: str) -> Document:
    said = (Attribute(f"{id}.layer", id, "layer", layer) for id, layer in layers.items())
    return Document("d", "Ada met Orm", (*items, *said))


ADA, ORM = ((0, 3),), ((8, 11),)


@pytest.mark.parametrize(
    "document",
    [
        # a link of a chain has no number that a relation or a slot could name
        layered(
            Mark("a", f"{SAME}Link", ADA),
            Mark("b", f"{SAME}Link", ORM),
            Group("*", f"{SAME}Chain", ("a", "b")),
            Relation("r", "webanno.custom.Kin", (("Governor", "a"), ("Dependent", "b"))),
            a=f"{SAME}Link",
            b=f"{SAME}Link",
            r="webanno.custom.Kin",
        ),
        layered(
            Mark("a", f"{SAME}Link", ADA),
            Mark("b", f"{SAME}Link", ORM),
            Mark("c", "PER", ADA),
            Group("*", f"{SAME}Chain", ("a", "b")),
            Group("*", f"{SAME}Chain", ("b", "a")),
            a=f"{SAME}Link",
            b=f"{SAME}Link",
        ),
        # nor has a token
        layered(
            Mark("a", TOKEN, ADA),
            Mark("b", NAME, ORM),
            Relation("r", "webanno.custom.Kin", (("Governor", "a"), ("Dependent", "b"))),
            a=TOKEN,
            b=NAME,
            r="webanno.custom.Kin",
        ),
        layered(Mark("a", TOKEN, ADA), a=TOKEN),
        layered(Mark("a", SENTENCE, ((0, 11),)), a=SENTENCE),
    ],
)
def test_what_rows_cannot_point_to_goes_into_layers_of_ours(document: Document) -> None:
    assert webanno.fit(document) == (document, ())
    files = webanno.dumps([document])
    assert "webanno.custom.Retold|" in files["d.tsv"]
    (again,) = webanno.loads(files).documents
    assert unordered(again) == unordered(document)


@pytest.mark.parametrize("format", [cas.FORMAT, webanno.FORMAT])
@pytest.mark.parametrize(
    "value",
    ["46", 46, "true", True, "null", None, "", '"Ada"', "[1]", [1], "\x0b", "a\rb", "NaN", "*", "_"],
)
def test_a_string_is_not_taken_for_the_value_that_it_spells(format: Format, value: Json) -> None:
    items = (Mark("m", str(value), ADA), Attribute("x", "m", "value", value))
    document = Document("d", "Ada met Orm", items)
    (again,) = format.loads(format.dumps([document])).documents
    assert unordered(again) == unordered(document)
    assert [type(i.value) for i in again.items if isinstance(i, Attribute)] == [type(value)]


OURS = "webanno.custom.Retold"
KIN = Relation("r", "kin", (("x", "a"), ("y", "b")))
SAME_ONE = Group("*", "same", ("a", "b"))
MET = Event("e", "met", "a", (("x", "b"),))
PAIR = '\\["x", "y"\\]'


@pytest.mark.parametrize(
    ("item", "old", "new", "message"),
    [
        (KIN, PAIR, '\\["x"\\]', "not a JSON list of two strings"),
        (KIN, PAIR, '\\["x", "y", "z"\\]', "not a JSON list of two strings"),
        (KIN, PAIR, '\\["x", 1\\]', "not a JSON list of two strings"),
        (KIN, PAIR, "x", "roles is 'x', not a JSON list of two strings"),
        (SAME_ONE, "*;*\t1-1;1-3", "*\t1-3", f"{OURS}Group has one member"),
        (
            SAME_ONE,
            f"|label|ROLE_{OURS}Group",
            f"|how|ROLE_{OURS}Group",
            f"{OURS}Group has no feature how",
        ),
        (MET, "Event:participants_", "Event:others_", f"{OURS}Event has no slot others"),
        (MET, "*\t1-1\t", "*;*\t1-1;1-3\t", "trigger is not one span"),
    ],
)
def test_what_means_nothing_in_layers_of_ours_is_found(
    item: Item, old: str, new: str, message: str
) -> None:
    document = Document("d", "Ada met Orm", (Mark("a", "PER", ADA), Mark("b", "PER", ORM), item))
    text = webanno.dumps([document])["d.tsv"]
    assert old in text
    read = webanno.loads({"d.tsv": text.replace(old, new)})
    assert read.documents == ()
    (finding,) = read.findings
    assert (finding.code, finding.place.file) == ("RT901", "d.tsv")
    assert message in finding.message


@pytest.mark.parametrize("said", ["NaN", "-Infinity", "1e999", "1" * 5000])
def test_what_is_no_number_of_json_is_a_string(said: str) -> None:
    document = Document("d", "Ada", (Mark("a", "PER", ADA), Attribute("x", "a", "many", said)))
    text = webanno.dumps([document])["d.tsv"]
    assert f"\t{said}\t" in text
    (again,) = webanno.loads({"d.tsv": text}).documents
    assert [item.value for item in again.items if isinstance(item, Attribute)] == [said]


def test_what_rows_cannot_say_is_left_out_and_counted() -> None:
    items = (
        Mark("a", "PER", ((0, 4),)),
        Mark("b", "PER", ((5, 9),)),
        Mark("c", "GAP", ((4, 4),)),
        Normalisation("n", "a", "db", "Q1"),
        Relation("r", "of", (("from", "b"), ("to", "b"))),
        Event("e", "PER", "b", (("who", "r"),)),
        Group("*", "Equiv", ("b", "r")),
    )
    left, losses = webanno.fit(Document("d", "Ada  Lund", items))
    assert [item.id for item in left.items] == ["b", "r"]
    assert {loss.feature: loss.count for loss in losses} == {
        "spans": 1, "zero-width": 1, "normalisations": 1, "events": 1, "groups": 1
    }  # fmt: skip


def test_kinds_of_values_are_lost_in_layers_of_others_alone() -> None:
    layer = Attribute("l", "m", "layer", SPAN)
    items = (Mark("m", SPAN, ((0, 3),)), layer, Attribute("x", "m", "big", True))
    left, losses = webanno.fit(Document("d", "Ada", items))
    assert [(loss.feature, loss.count) for loss in losses] == [("values", 1)]
    assert left.items[2] == Attribute("x", "m", "big", "true")
    ours = Document("d", "Ada", (Mark("m", "PER", ((0, 3),)), Attribute("x", "m", "big", True)))
    assert webanno.fit(ours) == (ours, ())


def test_white_space_before_the_first_token_becomes_spaces() -> None:
    left, losses = webanno.fit(Document("d", "\n\tAda\n\n  Orm \r\n"))
    assert (left.text, [loss.feature for loss in losses]) == ("  Ada\n\n  Orm \r\n", ["white-space"])
    assert read(webanno.dumps([left])["d.tsv"]).text == left.text
    assert webanno.fit(Document("d", " \n"))[0].text == ""


def test_much_white_space_between_sentences_is_read() -> None:
    text = TSV.replace("2-1\t22-25", "2-1\t50022-50025")
    (document,) = webanno.loads({"a.tsv": text}).documents
    assert document.text.endswith("Orm\r\n" + " " * 50_001 + "met\n")


def test_a_value_of_many_escapes_is_looked_at_once() -> None:
    # two readings of each escape would make 2 ** 5000 of all
    value = "\\->" * 5000
    assert following(value) is None
    assert following(f"{value}->1-2") == (value, 1, 2)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("TSV 3.3", "TSV 3.4", "RT901", 1),
        ("TSV 3.3", "TSV 2", "RT901", 1),
        ("|identifier|value", "|value|value", "RT901", 2),
        (f"ROLE_{MEET}:links_{MEET}Link", "ROLE_x", "RT901", 4),
        ("|referenceRelation|", "|", "RT901", 5),
        (f"|BT_{NAME}", "", "RT901", 6),
        (f"#T_SP={SPAN}|", f"#T_SP={NAME}|", "RT905", 3),
        ("1-1\t0-2", "1-1\t1-2", "RT902", 13),
        ("1-1\t0-2", "1-1\t0-1", "RT902", 13),
        ("2-1\t22-25", "2-1\t22-250", "RT902", 23),
        ("2-1\t22-25", "2-1\t18-21", "RT902", 23),
        ("2-1\t22-25", "2-1\t22", "RT901", 23),
        ("2-1\t22-25", "2-1\t900000000000-900000000003", "RT902", 23),
        ("\tLund\t", "\tLand\t", "RT903", 17),
        ("1-3\t7-11", "1-2\t7-11", "RT905", 17),
        ("1-3\t7-11", "1.3\t7-11", "RT901", 17),
        ("7-11\tLund\t*[1]", "7-11\tLund\t*[1]\t_", "RT901", 17),
        ("7-11\tLund\t*[1]\tPER[1]", "7-11\tLund\t*[1]\tLOC[1]", "RT905", 17),
        ("7-11\tLund\t*[1]\tPER[1]", "7-11\tLund\t*[1]\tPER[2]", "RT901", 17),
        ("7-11\tLund\t*[1]\tPER[1]", "7-11\tLund\t*[1]|*\tPER|x|y", "RT901", 17),
        ("1-2[1];2-1[4]", "1-2[1];2-1[9]", "RT904", 18),
        ("1-2[1];2-1[4]", "1-2[1];1-1", "RT904", 18),
        ("1-2[1];2-1[4]", "1-2[1]", "RT901", 18),
        ("*->1-1\tpro[1]\t_", "*->1-1\tpro[2]\t_", "RT901", 18),
        ("is->1-2", "is", "RT901", 14),
        ("\t1-1\t\n", "\t1-9\t\n", "RT904", 14),
        ("\t1-1\t\n", "\there\t\n", "RT901", 14),
        ("1-2[1_4]", "1-2[8_4]", "RT904", 23),
        ("1-2[1_4]", "1-2[1]", "RT901", 23),
        ("#Text=met\n#Text=\n", "", "RT901", 21),
        ("#Text=met\n#Text=\n", "#Sentence.id=x\n", "RT906", 21),
        ("1-1\t0-2\t🚢", "1-1.1\t0-2\t🚢", "RT901", 10),
    ],
)
def test_what_is_wrong_is_found_where_it_stands(old: str, new: str, code: str, line: int) -> None:
    assert old in TSV
    found = webanno.loads({"a.tsv": TSV.replace(old, new, 1), "good.tsv": TSV})
    assert (code, line) in {(f.code, f.place.line) for f in found.findings}
    assert {f.place.file for f in found.findings} == {"a.tsv"}
    assert [document.id for document in found.documents] == ["good"]
