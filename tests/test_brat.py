"""brat standoff: every kind of line, the quirks of real files, and what is wrong with others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retold.formats import brat
from retold.formats.neutral import Attribute, Event, Group, Mark, Normalisation, Note, Relation
from samples import sample_files

TEXT = "Ada Lund and Orm\r\nLund met 🚢 in Norhaven.\n"
ANN = (
    "T1\tPER 0 8\tAda Lund\n"
    "T2\tPER 13 16;18 22\tOrm Lund \n"
    "T3\tPER 0 22\tAda Lund and Orm  Lund\n"
    "T4\tMeet 23 26\tmet\r\n"
    "\n"
    "R1\tKin Arg1:T1 Arg2:T2\t\n"
    "E1\tMeet:T4 Who:T1 Who2:T2 \n"
    "E2\tMeet:T4 \n"
    "A1\tNegated E1\n"
    "M2\tSure  E1 High\n"
    "N1\tReference T1 Wikidata:Q42\tAda  Lund\n"
    "N2\tReference T1 own:a:b\n"
    "*\tEquiv T1 T3\n"
    "#1\tAnnotatorNotes E1\tBoth?  \n"
    '#2\tAttribute T1\t{"value": "min 20"}\n'
    "T5\tShip 27 28\t🚢"
)


def errors(ann: str, text: str = TEXT) -> list[tuple[str, int | None]]:
    read = brat.loads({"a.ann": ann, "a.txt": text})
    assert bool(read.documents) == (not read.findings)
    return [(finding.code, finding.place.line) for finding in read.findings]


def test_every_kind_of_line_is_read() -> None:
    (document,) = brat.loads({"sub/a.ann": ANN, "sub/a.txt": TEXT}).documents
    assert (document.id, document.text) == ("sub/a", TEXT)
    assert [item for item in document.items if item.id] == [
        Mark("T1", "PER", ((0, 8),)),
        Mark("T2", "PER", ((13, 16), (18, 22))),
        Mark("T3", "PER", ((0, 22),)),
        Mark("T4", "Meet", ((23, 26),)),
        Relation("R1", "Kin", (("Arg1", "T1"), ("Arg2", "T2"))),
        Event("E1", "Meet", "T4", (("Who", "T1"), ("Who2", "T2"))),
        Event("E2", "Meet", "T4", ()),
        Attribute("A1", "E1", "Negated", True),
        Attribute("M2", "E1", "Sure", "High"),
        Normalisation("N1", "T1", "Wikidata", "Q42", "Ada  Lund"),
        Normalisation("N2", "T1", "own", "a:b", ""),
        Group("*", "Equiv", ("T1", "T3")),
        Note("#1", "E1", "AnnotatorNotes", "Both?  "),
        Attribute("#2", "T1", "value", "min 20"),
        Mark("T5", "Ship", ((27, 28),)),
    ]


def test_a_file_is_written_as_it_was_read() -> None:
    files = {"sub/a.ann": ANN, "sub/a.txt": TEXT, "b.ann": "", "b.txt": ""}
    assert brat.dumps(brat.loads(files).documents) == files


def test_a_line_that_changed_is_written_anew_and_the_others_stay() -> None:
    (document,) = brat.loads({"a.ann": ANN, "a.txt": TEXT}).documents
    items = [replace(i, label="Kinship") if isinstance(i, Relation) else i for i in document.items]
    written = brat.dumps([replace(document, items=tuple(items))])["a.ann"]
    assert written == ANN.replace("R1\tKin Arg1:T1 Arg2:T2\t\n", "R1\tKinship Arg1:T1 Arg2:T2\n")


def test_ids_of_other_formats_give_way_to_those_that_are_there() -> None:
    (document,) = brat.loads({"a.ann": "T1\tPER 0 3\tAda\n", "a.txt": "Ada"}).documents
    more = (Mark("first", "PER", ((0, 3),)), Attribute("T7", "first", "sure"))
    written = brat.dumps([replace(document, items=(*more, *document.items))])["a.ann"]
    assert written == "T2\tPER 0 3\tAda\nA1\tsure T2\nT1\tPER 0 3\tAda\n"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("T1 PER 0 8\tAda Lund", "RT901"),
        ("T1\tPER 0 8", "RT901"),
        ("T1\tPER zero 8\tAda Lund", "RT901"),
        ("T1\tPER 0 3;\tAda", "RT901"),
        ("T1\tPER -3 8\tAda", "RT901"),
        ("T1\tPER ０ 3\tAda", "RT901"),
        ("R1\tKin Arg1:T0", "RT901"),
        ("E1\t", "RT901"),
        ("E1\tMeet:T0 T0", "RT901"),
        ("A1\tNegated", "RT901"),
        ("N1\tReference T0 Q42\tAda", "RT901"),
        ("#1\tAnnotatorNotes\tsure?", "RT901"),
        ("*\tEquiv T0", "RT901"),
        ("X1\tPER T0", "RT901"),
        ("PER", "RT901"),
        ("T1\tPER 0 900\tAda", "RT902"),
        ("T1\tPER 8 0\tAda", "RT902"),
        ("T1\tPER 1 8\tAda Lund", "RT903"),
        ("T1\tShip 27 29\t🚢", "RT903"),
        ("R1\tKin Arg1:T0 Arg2:T9", "RT904"),
        ("E1\tMeet:T9", "RT904"),
        ("A1\tNegated T9", "RT904"),
        ("*\tEquiv T0 T9", "RT904"),
        ("T0\tPER 0 3\tAda", "RT905"),
    ],
)
def test_a_wrong_line_is_found_where_it_stands(line: str, code: str) -> None:
    assert errors(f"T0\tPER 0 8\tAda Lund\n\n{line}\n") == [(code, 3)]


def test_a_trigger_is_a_span() -> None:
    assert errors("T1\tX 0 3\tAda\nE1\tX:T1\nE2\tX:E1\n") == [("RT904", 3)]


def test_one_bad_document_does_not_hide_another() -> None:
    files = {"a.ann": "T1\tPER 0 9\tAda", "a.txt": "Ada", "b.ann": "T1\n", "b.txt": "", "c.ann": ""}
    good = {"d.ann": "T1\tPER 0 3\tAda", "d.txt": "Ada"}
    read = brat.loads({**files, **good})
    assert [(f.code, str(f.place)) for f in read.findings] == [
        ("RT902", "a.ann:1 T1"), ("RT901", "b.ann:1 T1"), ("RT906", "c.ann")
    ]  # fmt: skip
    assert [document.id for document in read.documents] == ["d"]


def test_files_that_are_no_documents_are_named() -> None:
    files = {"a.ann": "", "a.txt": "", "a.conf": "", "README.txt": "", "LICENSE": ""}
    assert brat.loads(files).aside == ("LICENSE", "README.txt", "a.conf")


def test_an_attribute_note_that_is_no_attribute_stays_a_note() -> None:
    ann = "T1\tPER 0 3\tAda\n#1\tAttribute T1\tnot JSON\n#2\tAttribute T1\t[1]\n"
    (document,) = brat.loads({"a.ann": ann, "a.txt": "Ada"}).documents
    assert [item.text for item in document.items if isinstance(item, Note)] == ["not JSON", "[1]"]
    assert brat.dumps([document])["a.ann"] == ann


def test_samples_are_written_as_they_were_read() -> None:
    files = sample_files("brat", ".ann", ".txt")
    read = brat.loads(files)
    assert read.findings == ()
    assert len(read.documents) == len([path for path in files if path.endswith(".ann")]) > 40
    assert brat.dumps(read.documents) == files
    # and not because the lines were kept: from what they say comes a file that says the same
    bare = [
        replace(d, items=tuple(replace(item, written=None) for item in d.items)) for d in read.documents
    ]
    assert brat.loads(brat.dumps(bare)).documents == tuple(bare)
    assert all(brat.fit(document)[1] == () for document in read.documents)
