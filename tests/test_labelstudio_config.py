"""The labelling interface: a control for each field of each kind that is exported, and no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from conftest import GOLDEN, ROOT
from retold import schemas
from retold.formats import mapping
from retold.formats.labelstudio_config import (
    ALL_KINDS,
    FRAGMENT,
    config,
    controls,
    kinds_of,
    label_controls,
)
from retold.formats.neutral import Attribute, Event, Mark, Normalisation
from retold.pipeline import read_corpus


def named(tag: str, xml: str) -> dict[str, Xml.Element]:
    return {element.get("name", ""): element for element in Xml.fromstring(xml).iter(tag)}


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_each_field_of_a_kind_has_a_control_beside_its_labels(kind: str) -> None:
    row = next(row for row in mapping.KINDS if row.kind == kind)
    xml = config([kind])
    found = named("TextArea", xml) | named("Choices", xml)
    assert set(found) == {field.name for field in mapping.attributes_of(row)}
    for name, element in found.items():
        labels = set(element.get("whenLabelValue", "").split(","))
        assert labels <= {label.get("value") for label in named("Labels", xml)[kind]}
        assert labels or name == "org_subtype"
        assert (element.get("perRegion"), element.get("toName")) == ("true", "text")


def test_all_kinds_together_have_what_each_has() -> None:
    together = config()
    names = set(named("TextArea", together)) | set(named("Choices", together))
    assert names == {field.name for row in mapping.KINDS for field in mapping.attributes_of(row)}
    assert set(named("Labels", together)) == {*ALL_KINDS, "part"}
    assert sorted(kinds_of(together)) == sorted(ALL_KINDS)
    assert set(kinds_of(config(["stance", "zone"]))) == {"stance", "zone"}


@pytest.mark.parametrize(
    "name", ["level", "org_subtype", "metonym", "expression", "vs_body", "count.form"]
)
def test_choices_are_the_schemas(name: str) -> None:
    schema = {
        "expression": "stance", "vs_body": "headline", "count.form": "casualty"
    }.get(name, "mention")  # fmt: skip
    field = schemas.schemas()[schema]
    for part in name.split("."):
        field = schemas.resolve(schemas.resolve(field)["properties"][part])
    options = tuple(word for word in field["enum"] if word is not None)
    if name == "vs_body":
        assert [f"headline-{word}" for word in options] == [
            label for label, control in label_controls(["headline"]).items() if control == "headline"
        ]
    else:
        assert controls()[name.replace(".", "_")].options == options


def test_one_name_is_one_control_for_all_kinds_that_have_it() -> None:
    for name, control in controls().items():
        for kind in ALL_KINDS:
            alone = controls([kind]).get(name)
            if alone is not None:
                assert (alone.value, alone.options) == (control.value, control.options)
                assert set(alone.labels) <= set(control.labels)


def items(root: Path) -> Iterator[tuple[str, Attribute | Normalisation]]:
    """Label and item of all that is said of the gold records."""
    for document in read_corpus(root).documents:
        records = [row.record for row in document.rows]
        neutral = mapping.document_of(document.id, document.text, records, document.layer)
        of = {i.id: i.label for i in neutral.items if isinstance(i, Mark | Event)}
        for item in neutral.items:
            if isinstance(item, Attribute | Normalisation):
                yield of[item.target], item


@pytest.mark.parametrize("root", [ROOT, GOLDEN])
def test_each_value_of_gold_has_a_control_that_says_it(root: Path) -> None:
    known = controls()
    found = list(items(root))
    assert len(found) > 50
    for label, item in found:
        name, value = (item.name, item.value) if isinstance(item, Attribute) else (item.db, item.key)
        control = known[name]
        words = control.encode(value)
        assert label in control.labels, (name, label)
        assert not control.options or set(words) <= set(control.options)
        assert json.dumps(control.decode(words)) == json.dumps(value)


def test_what_must_be_said_must_be_filled_in_and_what_is_the_tools_is_not_shown() -> None:
    known = controls()
    required = {name for name, control in known.items() if control.required}
    assert {"level", "lang", "holder", "event", "occurred", "note"} <= required
    assert not required & {"entity", "method", "count_min", "right_doc", "right_spans", "id"}
    hidden = {name for name, control in known.items() if control.hidden}
    assert hidden == {"id", "annotator", "surface", "derived_from", "decision", "drift", "fact"}
    unseen = [v for v in Xml.fromstring(config()).iter("View") if "display: none" in v.get("style", "")]
    assert {control.get("name") for view in unseen for control in view} == hidden


def test_a_piece_of_a_passage_has_no_forms() -> None:
    assert label_controls()[FRAGMENT] == "part"
    assert all(FRAGMENT not in control.labels for control in controls().values())


def test_what_is_no_xml_has_no_kinds() -> None:
    with pytest.raises(ValueError, match="no XML"):
        list(kinds_of("<View>"))
