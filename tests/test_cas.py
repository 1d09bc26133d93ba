"""UIMA CAS XMI: what is read, what stays, what is written anew, and what is wrong with other files."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import ItemsView
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from typer.testing import CliRunner

from cas_files import ABOUT, MANY, NAME, OWN_TYPES, TEXT, TOKEN, XMI
from layered import layered_documents
from neutral import alike, documents
from retold.cli import app
from retold.formats import cas
from retold.formats.cas_types import dkpro
from retold.formats.neutral import Attribute, Document, Event, Group, Mark, Normalisation, Relation


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    types = {"TypeSystem.xml": OWN_TYPES, "dkpro.xml": dkpro().to_xml() or ""}
    return {"sub/ada.xmi": XMI, **types}


@pytest.fixture
def ada(files: dict[str, str]) -> Document:
    read = cas.loads(files)
    assert read.findings == ()
    (document,) = read.documents
    return document


def test_layers_are_read(ada: Document) -> None:
    assert (ada.id, ada.text) == ("sub/ada", f"{TEXT}  ")
    assert ada.sentences == (((0, 1), (2, 5)), ((7, 10), (11, 14)))
    # what is no annotation of the text has its place among what is said of the whole
    assert ada.metadata == {ABOUT: [{"documentId": "ada"}], "webanno.custom.Topic": [{"name": "port"}]}
    layer = {
        item.target: item.value
        for item in ada.items
        if isinstance(item, Attribute) and item.name == "layer"
    }
    assert layer["21"] == NAME
    assert layer["14"] == TOKEN, "a token that a relation ends at is a mark"
    said = [item for item in ada.items if not isinstance(item, Attribute) or item.name != "layer"]
    assert [replace(item, id="") for item in said if isinstance(item, Attribute)] == [
        Attribute("", "13", "id", "t3"),
        Attribute("", "31", "certain", True),
        Attribute("", "31", "times", 2),
        Attribute("", "31.links", "slot", "links"),
        Attribute("", "41", "how", "\nx"),
        Attribute("", "51", "referenceType", "pro"),
        Attribute("", "52", "referenceRelation", "is"),
    ]
    assert [item for item in said if not isinstance(item, Attribute)] == [
        Mark("13", TOKEN, ((7, 10),)),
        Mark("14", TOKEN, ((11, 14),)),
        Mark("21", "PER", ((2, 5),)),
        Mark("22", NAME, ((11, 14),)),
        Mark("31", "webanno.custom.Meet", ((7, 10),)),
        Event("31.links", "webanno.custom.Meet", "31", (("who", "21"), ("", "22"))),
        Relation("41", "webanno.custom.Kin", (("Governor", "21"), ("Dependent", "14"))),
        Mark("51", "webanno.custom.SameLink", ((11, 14),)),
        Mark("52", "webanno.custom.SameLink", ((2, 5),)),
        Group("*", "webanno.custom.SameChain", ("52", "51")),
    ]


def test_a_folder_is_written_as_it_was_read(files: dict[str, str]) -> None:
    assert cas.dumps(cas.loads(files).documents) == files


def lines_of(xmi: str) -> set[tuple[tuple[str, str], ...]]:
    """The elements, without what the library says in other ways: links that nothing counts."""
    from lxml import etree

    root = etree.fromstring(xmi.encode())
    return {(("", str(e.tag)), *sorted((str(k), str(v)) for k, v in e.attrib.items())) for e in root}


def test_what_did_not_change_stays_when_a_document_is_written_anew(
    ada: Document, files: dict[str, str]
) -> None:
    items = [
        replace(item, label="ORG") if item.id == "21" else item for item in ada.items if item.id != "13"
    ]
    items = [item for item in items if not (isinstance(item, Attribute) and item.target == "13")]
    changed = replace(ada, items=(*items, Mark("new", "PER", ((2, 5),))))
    out = cas.dumps([changed])
    (again,) = cas.loads(out).documents
    assert alike(again) == alike(replace(changed, metadata=ada.metadata))
    before, after = lines_of(XMI), lines_of(out["sub/ada.xmi"])
    gone = {dict(line).get("{http://www.omg.org/XMI}id") for line in before - after}
    assert gone == {"21", "13", None}, "the name, the token and the view"
    assert "webanno.custom.Retold" in out["sub/TypeSystem.xml"]


def test_a_document_that_loses_everything_keeps_what_is_not_ours(ada: Document) -> None:
    out = cas.dumps([replace(ada, items=(), metadata={**ada.metadata, "seen": [1]})])
    (again,) = cas.loads(out).documents
    assert again.items == ()
    assert again.metadata == {**ada.metadata, "seen": [1]}
    assert again.sentences == ada.sentences


def test_another_text_is_another_cas(ada: Document) -> None:
    short = Document(ada.id, "Ada", (Mark("1", "PER", ((0, 3),)),), written=ada.written)
    out = cas.dumps([short])
    (again,) = cas.loads(out).documents
    assert (again.text, again.marks[0].spans, again.metadata) == ("Ada", ((0, 3),), {})


@given(document=layered_documents())
@settings(max_examples=40, deadline=None)
def test_layers_of_other_projects_keep_their_names(document: Document) -> None:
    """A mark that names its layer is an annotation of it, not of ours."""
    (again,) = cas.loads(files := cas.dumps([document])).documents
    assert alike(again) == alike(document)
    assert set(re.findall(r"custom:Retold\w*", files["doc.xmi"])) <= {"custom:RetoldCharacter"}


@given(first=documents(), second=layered_documents())
@settings(max_examples=15, deadline=None)
def test_documents_share_a_type_system(first: Document, second: Document) -> None:
    pair = [cas.fit(replace(first, id="one"))[0], replace(second, id="two")]
    files = cas.dumps(pair)
    assert set(files) == {"one.xmi", "two.xmi", "TypeSystem.xml"}
    assert [alike(document) for document in cas.loads(files).documents] == list(map(alike, pair))


@given(document=documents(), other=documents())
@settings(max_examples=25, deadline=None)
def test_a_document_of_ours_that_changes_says_what_it_now_says(
    document: Document, other: Document
) -> None:
    (read,) = cas.loads(cas.dumps([cas.fit(document)[0]])).documents
    wanted = cas.fit(replace(other, text=read.text, items=(), sentences=None))[0]
    marks = tuple(replace(m, id=f"n{m.id}") for m in read.marks[1:])
    changed = cas.fit(replace(read, items=(*read.items[1:], *marks), metadata=wanted.metadata))[0]
    (again,) = cas.loads(cas.dumps([changed])).documents
    assert alike(again) == alike(changed)


def test_events_and_their_triggers_keep_their_order() -> None:
    items = (
        Mark("a", "meet", ((0, 3),)),
        Mark("b", "meet", ((0, 3),)),
        Event("e", "meet", "b", (("who", "a"),)),
        Event("f", "meet", "a", (("whom", "b"),)),
        Mark("c", "meet", ((0, 3),)),
        Mark("d", "meet", ((0, 3),)),
        Event("g", "meet", "d", ()),
        Event("h", "meet", "c", ()),
    )
    document = Document("d", "Ada", items)
    assert alike(cas.loads(cas.dumps([document])).documents[0]) == alike(document)


def test_an_annotation_that_is_in_no_index_keeps_its_place(files: dict[str, str]) -> None:
    """The library would move it behind a character of two units when it writes."""
    xmi = XMI.replace(" 21 22 31", " 31")
    (document,) = cas.loads({**files, "sub/ada.xmi": xmi}).documents
    assert {mark.spans for mark in document.marks if mark.id in ("21", "22")} == {((2, 5),), ((11, 14),)}
    out = cas.dumps([replace(document, metadata={**document.metadata, "more": 1})])
    assert 'xmi:id="21" sofa="9" begin="3" end="6"' in out["sub/ada.xmi"]
    (again,) = cas.loads(out).documents
    assert alike(replace(again, metadata={})) == alike(replace(document, metadata={}))


def test_tokens_come_back() -> None:
    rows = (((0, 2), (2, 3)), ((4, 8),))
    document = Document("d", "Ada Lund", sentences=rows)
    assert cas.loads(cas.dumps([document])).documents[0].sentences == rows
    crossed = replace(document, sentences=(((0, 3), (2, 8)),))
    assert [(loss.feature, loss.count) for loss in cas.fit(crossed)[1]] == [("tokens", 1)]


def test_what_points_to_nothing_is_counted() -> None:
    items = (
        Mark("a", "PER", ((0, 3),)),
        Event("e", "PER", "r", ()),
        Relation("r", "of", (("from", "a"), ("to", "e"))),
        Normalisation("n", "x", "db", "Q1"),
    )
    left, losses = cas.fit(Document("d", "Ada", items))
    assert left.items == items[:1]
    assert {loss.feature: loss.count for loss in losses} == {
        "events": 1, "relations": 1, "normalisations": 1
    }  # fmt: skip


def test_characters_that_xml_lacks_stand_in_a_layer() -> None:
    text = "a\x00\x0b🚢\ufffe\ufffd\x0c"
    xmi = cas.dumps([Document("d", text, (Mark("m", "x\x0b", ((1, 6),)),))])
    assert 'sofaString="a��🚢���"' in xmi["d.xmi"]
    (again,) = cas.loads(xmi).documents
    assert (again.text, again.marks[0].label) == (text, "x\x0b")


def test_a_boolean_that_is_set_is_no_string() -> None:
    layer = Attribute("l", "m", "layer", "webanno.custom.Ship")
    items = (Mark("m", "webanno.custom.Ship", ((0, 1),)), layer, Attribute("x", "m", "big", False))
    xmi = cas.dumps([Document("d", "a", items)])
    assert 'big="false"' in xmi["d.xmi"]
    assert "uima.cas.Boolean" in xmi["TypeSystem.xml"]
    (document,) = cas.loads(xmi).documents
    assert [item.value for item in document.items if isinstance(item, Attribute)][1:] == [False]


def test_the_nearest_type_system_is_taken(files: dict[str, str]) -> None:
    other = OWN_TYPES.replace("webanno.custom.Topic", "webanno.custom.Theme")
    near = {**files, "sub/TypeSystem.xml": other, "sub/dkpro.xml": files["dkpro.xml"]}
    read = cas.loads(near)
    assert [f.message for f in read.findings] == ["the type system has no type 'webanno.custom.Topic'"]
    assert read.aside == ("TypeSystem.xml", "dkpro.xml")


def test_type_systems_that_contradict_each_other_are_found(files: dict[str, str]) -> None:
    other = OWN_TYPES.replace("uima.cas.Boolean", "uima.cas.Integer")
    (finding,) = cas.loads({**files, "Other.xml": other}).findings
    assert "the feature certain of webanno.custom.Meet is" in finding.message
    no_parent = OWN_TYPES.replace("uima.cas.TOP", "webanno.custom.Nothing")
    findings = cas.loads({"TypeSystem.xml": no_parent, "a.xmi": XMI}).findings
    assert [(f.code, f.place.file) for f in findings] == [("RT901", "TypeSystem.xml")]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('begin="3" end="6" value', 'begin="1" end="6" value', "RT902", 11),
        ('begin="3" end="6" value', 'begin="6" end="3" value', "RT902", 11),
        ('begin="3" end="6" value', 'begin="-3" end="6" value', "RT902", 11),
        ('begin="3" end="6" value', 'begin="3" end="x" value', "RT901", 11),
        ('begin="3" end="6" value', 'begin="3" end="٣" value', "RT901", 11),
        ('times="2"', 'times="two"', "RT901", 13),
        ('certain="true"', 'certain="yes"', "RT901", 13),
        ('links="32 33"', 'links="32 34"', "RT904", 13),
        ('<custom:MeetLink xmi:id="33" target="22"/>', '<custom:MeetLink xmi:id="33"/>', "RT904", 13),
        ('Governor="21"', 'Governor="21 22"', "RT901", 16),
        ('Governor="21"', 'Governor="61"', "RT904", 16),
        ('Governor="21"', 'Governor="0"', "RT904", 16),
        (
            'begin="12" end="15" referenceType',
            'begin="12" end="15" next="52" referenceType',
            "RT904",
            19,
        ),
        ('sofa="9" name="port"', 'sofa="8" name="port"', "RT904", 20),
        ('sofaNum="1"', 'sofaNum="one"', "RT901", 21),
        ('<cas:View sofa="9"', '<cas:View sofa="8"', "RT904", 22),
        ('xmi:id="61"', 'xmi:id="53"', "RT905", 19),
        ('xmi:id="61"', 'xmi:id="x"', "RT901", 20),
        ('name="port"', 'name="&#11;"', "RT901", 20),
        ('name="port"', 'name="&who;"', "RT901", 20),
        ('times="2"', f'times="{MANY}"', "RT901", 13),
        ('begin="3" end="6" value', f'begin="3" end="{MANY[:20]}" value', "RT901", 11),
        ('Governor="21"', f'Governor="{MANY}"', "RT904", 16),
        ('xmi:id="61"', f'xmi:id="{MANY}"', "RT901", 20),
        ('xmi:id="9"', 'xmi:id="x"', "RT901", 21),
        ('sofa="9" name="port"', f'sofa="{MANY}" name="port"', "RT904", 20),
        ('<cas:View sofa="9"', f'<cas:View sofa="{MANY}"', "RT904", 22),
        ("</xmi:XMI>", '<cas:View sofa="9" members="21"/></xmi:XMI>', "RT901", 23),
        ("UTF-8", "ISO-8859-1", "RT901", 1),
        ("xmi:XMI", "xmi:XMJ", "RT901", 2),
    ],
)
def test_what_is_wrong_is_found_where_it_stands(
    files: dict[str, str], old: str, new: str, code: str, line: int
) -> None:
    assert old in XMI
    good = {**files, "sub/good.xmi": XMI}
    read = cas.loads({**good, "sub/ada.xmi": XMI.replace(old, new)})
    assert (code, line) in {(f.code, f.place.line) for f in read.findings}
    assert {f.place.file for f in read.findings} == {"sub/ada.xmi"}
    assert [document.id for document in read.documents] == ["sub/good"]


@pytest.mark.parametrize("text", ['sofaString="🚢 Orm, and Ada"', ""])
@pytest.mark.parametrize(("old", "line"), [('<type2:NamedEntity xmi:id="21" sofa="9"', 11),
                                           ('<custom:SameLink xmi:id="51" sofa="9"', 17)])  # fmt: skip
def test_a_member_of_the_view_has_the_text_of_the_view(
    files: dict[str, str], text: str, old: str, line: int
) -> None:
    assert old in XMI
    other = f'<cas:Sofa xmi:id="8" sofaNum="2" sofaID="other" {text}/></xmi:XMI>'
    xmi = XMI.replace(old, old.replace('"9"', '"8"')).replace("</xmi:XMI>", other)
    found = cas.loads({**files, "sub/ada.xmi": xmi}).findings
    assert ("RT901", line) in {(finding.code, finding.place.line) for finding in found}
    assert any("a member of the View of 9" in finding.message for finding in found)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999"])
def test_what_is_no_number_of_json_is_found(value: str) -> None:
    layer = Attribute("l", "m", "layer", "webanno.custom.Ship")
    items = (Mark("m", "webanno.custom.Ship", ((0, 1),)), layer, Attribute("x", "m", "big", 1.5))
    files = cas.dumps([Document("d", "a", items)])
    assert 'big="1.5"' in files["d.xmi"]
    files["d.xmi"] = files["d.xmi"].replace("1.5", value)
    read = cas.loads(files)
    assert (read.documents, [finding.code for finding in read.findings]) == ((), ["RT901"])


def test_a_fragment_that_is_a_relation_is_found() -> None:
    items = (
        Mark("m", "X", ((0, 1), (2, 3))),
        Mark("n", "Y", ((4, 5),)),
        Relation("r", "kin", (("Governor", "m"), ("Dependent", "n"))),
    )
    files = cas.dumps([Document("d", "abc def", items)])
    (fragment,) = re.findall(r'RetoldFragment xmi:id="([0-9]+)"', files["d.xmi"])
    (arc,) = re.findall(r'RetoldRelation xmi:id="([0-9]+)"', files["d.xmi"])
    files["d.xmi"] = files["d.xmi"].replace(f'target="{fragment}"', f'target="{arc}"')
    read = cas.loads(files)
    assert [(f.code, f.message) for f in read.findings] == [
        ("RT901", "a fragment is a relation, not a span")
    ]


@pytest.mark.parametrize("code", ["U+ZZZZ", "U+D800", "U+dfff", "U+1", "", "U+٣٣٣٣"])
def test_a_code_of_no_character_is_found(code: str) -> None:
    files = cas.dumps([Document("d", "a\x01b")])
    assert "U+0001" in files["d.xmi"]
    files["d.xmi"] = files["d.xmi"].replace("U+0001", code)
    read = cas.loads(files)
    assert read.documents == ()
    assert [(finding.code, finding.place.file) for finding in read.findings] == [("RT901", "d.xmi")]


def test_files_are_searched_for_type_systems_once(files: dict[str, str]) -> None:
    class Counted(dict[str, str]):
        searched = 0

        def items(self) -> ItemsView[str, str]:
            self.searched += 1
            return super().items()

    counted = Counted({**files, "b.xmi": XMI, "sub/c.xmi": XMI})
    assert len(cas.loads(counted).documents) == 3
    assert counted.searched == 1


def test_entities_are_not_expanded(files: dict[str, str]) -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "/etc/hostname">]>\n'
    )
    for path in ("sub/ada.xmi", "TypeSystem.xml"):
        said = (
            files[path].replace("<xmi:XMI", f"{bomb}<xmi:XMI", 1)
            if path.endswith("xmi")
            else bomb + OWN_TYPES
        )
        read = cas.loads({**files, path: said})
        assert [(f.code, f.place.file) for f in read.findings] == [("RT901", path)]
        assert read.documents == ()


def test_one_file_is_read_with_the_type_systems_beside_it(tmp_path: Path, files: dict[str, str]) -> None:
    for path, text in {**files, "sub/other.xmi": "no XMI"}.items():
        (tmp_path / path.rpartition("/")[2]).write_bytes(text.encode())
    words = ["convert", "cas", str(tmp_path / "ada.xmi"), "cas", str(tmp_path / "out")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    written = {p.name: p.read_bytes().decode() for p in (tmp_path / "out").iterdir()}
    assert written == {path.rpartition("/")[2]: text for path, text in files.items()}


def test_without_the_library_the_command_could_not_run(tmp_path: Path) -> None:
    (tmp_path / "a.xmi").write_text(XMI, encoding="utf-8")
    code = (
        "import sys; sys.modules['cassis'] = None; from retold.cli import main; "
        f"sys.argv = ['retold', 'convert', 'cas', {str(tmp_path / 'a.xmi')!r}, 'brat', "
        f"{str(tmp_path / 'out')!r}]; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "pip install 'retold[uima]'" in done.stderr
    assert not (tmp_path / "out").exists()
