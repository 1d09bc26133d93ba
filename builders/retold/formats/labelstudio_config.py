"""The labelling interface of Label Studio for our records, made from the model.

One text; for each kind of record the labels of its passage, one control a field, shown beside a
region that has one of the kind's labels; relations for what one region cannot say. The tags are
described in Label Studio's documentation (labelstud.io/tags).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_origin
from xml.etree import ElementTree as Xml

import msgspec

from retold.formats import mapping
from retold.formats.mapping import KINDS, Field, Kind
from retold.formats.neutral import Json
from retold.model import ANNOTATION_KINDS, labels

TEXT = "text"
"""Name of the one object that is labelled, and the key of a task's data that has it."""
PART = "part"
"""Name of the labels of further passages (evidence of a headline, victims of a claim) and pieces."""
FRAGMENT = "fragment"
"""Label of the later pieces of a discontinuous passage, and the relation that joins them to the
first; Label Studio has no such region. They have no forms, so that required fields do not ask twice."""
ALL_KINDS = tuple(row.kind for row in KINDS)

Value = Literal["word", "flag", "text", "list", "json"]
"""What a control's value is here: one of its options, true or false, a string, a list of strings, or
anything else (a number, spans), as JSON."""

# For the annotators' records alone, not for their eyes: made when the layer is read or checked.
_HIDDEN = ("id", "annotator", "surface", *mapping.PROVENANCE, *mapping.DRIFT)
_OF_LABELS = {"org_subtype": ("ORG",)}
"""Fields that only records with these labels may have (schema/common: null unless the type is ORG)."""
_TOP = (
    "position: sticky; top: 0; z-index: 1; max-height: 45vh; overflow: auto; "
    "background: var(--color-neutral-background, #fff)"
)
"""The labels stay in sight above a long text, and leave it half of the page."""
_STYLE = ".lsf-htx-richtext, .htx-text { white-space: pre-wrap; }"
"""Blanks as they are, not several as one; the first name is that of 1.23, the second of older ones."""
_FEW = 4
"""Up to so many choices stand in a row; more are a list to choose from."""


@dataclass(frozen=True, slots=True)
class Control:
    """A field of records: its name, the labels of regions that have it, and its value.

    ``options`` are the words of a ``word`` or ``flag``. ``required`` is whether a region cannot be
    without, ``hidden`` whether the page does not show it.
    """

    name: str
    value: Value
    options: tuple[str, ...]
    labels: tuple[str, ...]
    required: bool
    hidden: bool

    @property
    def type(self) -> str:
        """Label Studio's name of the control, as results have it."""
        return "choices" if self.options else "textarea"

    def encode(self, value: Json) -> list[str]:
        """The value as a result has it. The inverse of ``decode`` where ``decode(encode(v)) == v``."""
        if self.value == "flag":
            return [str(value).lower()]
        if self.value == "list" and isinstance(value, list | tuple):
            return [str(item) for item in value]
        if self.value == "json":
            return [json.dumps(value, ensure_ascii=False)]
        return [str(value)]

    def decode(self, found: list[str]) -> Json:
        """The value that a result gives; what is none of this control's is left to the schema."""
        if self.value == "list" or len(found) != 1:
            return found
        try:
            if self.value == "json":
                return json.loads(found[0])
        except (ValueError, RecursionError):
            return found[0]
        return (
            {"true": True, "false": False}.get(found[0], found[0]) if self.value == "flag" else found[0]
        )


def labels_of(row: Kind) -> tuple[str, ...]:
    """The labels that a kind's records have in a neutral document."""
    record = ANNOTATION_KINDS[row.kind]
    field = next(field for field in msgspec.structs.fields(record) if field.name == row.label)
    return tuple(f"{row.prefix}{word}" for word in labels(field.type))


def controls(kinds: Collection[str] = ALL_KINDS) -> dict[str, Control]:
    """Name -> control of every field that records of these kinds have beside label and passages."""
    found: dict[str, Control] = {}
    for row in KINDS:
        if row.kind not in kinds:
            continue
        for field in mapping.attributes_of(row):
            made = _control(row, field)
            old = found.get(made.name)
            both = made if old is None else replace(made, labels=(*old.labels, *made.labels))
            found[made.name] = both
    return found


def _control(row: Kind, field: Field) -> Control:
    value, options = _value(field.types[0])
    of = _OF_LABELS.get(field.name) or labels_of(row)
    hidden = field.name in _HIDDEN
    record = ANNOTATION_KINDS[row.kind]
    outer = next(f.type for f in msgspec.structs.fields(record) if f.name == field.path[0])
    whole = len(field.path) == 1 or isinstance(outer, type)  # else the whole struct may be null
    return Control(field.name, value, options, of, field.required and whole and not hidden, hidden)


def _value(kind: object) -> tuple[Value, tuple[str, ...]]:
    if get_origin(kind) is Literal:
        return "word", labels(kind)
    if kind is bool:
        return "flag", ("true", "false")
    if kind is str:
        return "text", ()
    # for whole numbers no Number: emptied, it becomes 0 (Label Studio 1.23), and never nothing again
    return ("list", ()) if kind == tuple[str, ...] else ("json", ())


def parts(kinds: Collection[str] = ALL_KINDS) -> tuple[str, ...]:
    """The roles of further passages, as labels and relations."""
    rows = [row for row in KINDS if row.kind in kinds]
    return tuple(dict.fromkeys(role for row in rows for role in row.roles or ()))


def label_controls(kinds: Collection[str] = ALL_KINDS) -> dict[str, str]:
    """Label -> name of the control that has it."""
    found = {label: row.kind for row in KINDS if row.kind in kinds for label in labels_of(row)}
    return found | dict.fromkeys((*parts(kinds), FRAGMENT), PART)


def config(kinds: Collection[str] = ALL_KINDS) -> str:
    """The labelling interface for records of these kinds, as XML."""
    view = Xml.Element("View")
    Xml.SubElement(view, "Style").text = _STYLE
    top = Xml.SubElement(view, "View", style=_TOP)
    for kind in (kind for kind in ANNOTATION_KINDS if kind in kinds):
        row = next(row for row in KINDS if row.kind == kind)
        _labels(top, kind, labels_of(row))
    _labels(top, PART, (*parts(kinds), FRAGMENT))
    Xml.SubElement(view, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    relations = Xml.SubElement(view, "Relations", choice="single")
    for label in (*parts(kinds), FRAGMENT):
        Xml.SubElement(relations, "Relation", value=label)
    for control in controls(kinds).values():
        _form(view, control)
    Xml.indent(view)
    return Xml.tostring(view, encoding="unicode") + "\n"


def _labels(view: Xml.Element, name: str, values: tuple[str, ...]) -> None:
    made = Xml.SubElement(view, "Labels", name=name, toName=TEXT, showInline="true")
    for value in values:
        Xml.SubElement(made, "Label", value=value)


def _form(view: Xml.Element, control: Control) -> None:
    when = ",".join(control.labels)
    if control.hidden:
        box = Xml.SubElement(view, "View", style="display: none")
    else:
        box = Xml.SubElement(view, "View", visibleWhen="region-selected", whenLabelValue=when)
        Xml.SubElement(box, "Header", value=control.name, size="6")
    attributes = {"name": control.name, "toName": TEXT, "perRegion": "true", "whenLabelValue": when}
    if control.required:
        attributes["required"] = "true"
    if control.options:
        few = len(control.options) <= _FEW
        attributes |= {"showInline": "true"} if few else {"layout": "select"}
        box = Xml.SubElement(box, "Choices", attributes, choice="single")
        for option in control.options:
            Xml.SubElement(box, "Choice", value=option)
        return
    most = {} if control.value == "list" else {"maxSubmissions": "1"}
    Xml.SubElement(box, "TextArea", attributes, editable="true", **most)


def kinds_of(config: str) -> Iterator[str]:
    """The kinds of records that a labelling interface has labels for. Raises ValueError for no XML."""
    try:
        root = Xml.fromstring(config)  # noqa: S314  expat expands no entity of another file
    except Xml.ParseError as error:
        raise ValueError(f"no XML: {error}") from None
    names = {element.get("name") for element in root.iter("Labels")}
    yield from (kind for kind in ANNOTATION_KINDS if kind in names)
