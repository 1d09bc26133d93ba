"""The XML of a CAS, looked at before dkpro-cassis reads it: what is wrong in it, and on which line.

The library trusts what it reads: it expands entities, moves no offset that is wrong but warns, and
breaks off at the first reference to nothing. So everything that it relies on is checked here. The
definition of XMI is that of Apache UIMA (uima.apache.org, UIMA References, chapter 8).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from retold.findings import Finding, Place
from retold.formats.layers import ANNOTATION
from retold.formats.utf16 import Units

if TYPE_CHECKING:
    from cassis import TypeSystem
    from cassis.typesystem import Feature, Type

_XMI = "{http://www.omg.org/XMI}"
_CAS = "{http:///uima/cas.ecore}"
_ID = f"{_XMI}id"
MAIN_VIEW = "_InitialView"
_DECLARED = re.compile(r"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_TAG = re.compile(r"\{http:///(.+)\.ecore\}(.+)")
_FLOATS = ("uima.cas.Float", "uima.cas.Double")
_RANGES: Mapping[str, str] = {
    "uima.cas.Boolean": r"true|false",
    **dict.fromkeys(("uima.cas.Byte", "uima.cas.Short", "uima.cas.Integer"), r"-?[0-9]{1,10}"),
    "uima.cas.Long": r"-?[0-9]{1,19}",
    **dict.fromkeys(_FLOATS, r"-?\d+(\.\d*)?([eE][-+]?\d+)?|NaN|-?Infinity"),
}


@dataclass
class Raw:
    """What a file says of its text and of the places of its feature structures."""

    text: str = ""
    sofa: int = 0
    lines: dict[int, int] = field(default_factory=dict)
    """xmi:id -> line, in the order of the file."""
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    """xmi:id -> code points, for annotations of any sofa."""
    members: frozenset[int] = frozenset()
    """What is indexed in the view of the text."""


def document(xml: str, path: str) -> tuple[Any, Finding | None]:
    """The root of an XML document, or what is wrong with it. No DTD and no entity of one is read."""
    from lxml import etree

    declared = _DECLARED.match(xml.removeprefix("\ufeff"))
    if declared is not None and declared[1].upper() not in ("UTF-8", "US-ASCII", "ASCII"):
        message = f"it says that it is {declared[1]}; write it as UTF-8"
        return None, Finding("RT901", Place(path, 1), message)
    at = xml.find("<!DOCTYPE")
    if at >= 0:
        line = xml.count("\n", 0, at) + 1
        message = "a document type declaration; entities are not read, take it out"
        return None, Finding("RT901", Place(path, line), message)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml.encode("utf-8"), parser), None
    except etree.XMLSyntaxError as error:
        message = f"no XML 1.0: {error.msg}"
        return None, Finding("RT901", Place(path, error.lineno or 1), message)


def checked(xml: str, path: str, types: TypeSystem) -> tuple[Raw, list[Finding]]:
    """What the file says, and all that is wrong with it: then it is not to be read."""
    root, finding = document(xml, path)
    if finding is not None:
        return Raw(), [finding]
    if root.tag != f"{_XMI}XMI":
        return Raw(), [
            Finding("RT901", Place(path, root.sourceline), "it is no XMI: xmi:XMI is missing")
        ]
    found = _Checker(root, path, types)
    return found.raw, found.findings


class _Checker:
    def __init__(self, root: Any, path: str, types: TypeSystem) -> None:
        self.path, self.types = path, types
        self.raw, self.findings = Raw(), list[Finding]()
        elements = [child for child in root if isinstance(child.tag, str)]
        structures = [e for e in elements if e.tag not in (f"{_CAS}NULL", f"{_CAS}View")]
        self.ids = {id: e for e in structures if (id := self._id(e)) is not None}
        self.viewed: set[int] = set()
        for element in structures:
            id = _number(element.get(_ID))
            if id is not None and self.ids.get(id) is not element:
                self._say("RT905", element, f"xmi:id {id} stands at another element too")
        self.sofas = self._sofas(structures)
        if self.findings or not self.sofas:
            return
        for element in structures:
            self.raw.lines[int(element.get(_ID))] = element.sourceline
            if element.tag != f"{_CAS}Sofa":
                self._structure(element)
        for view in elements:
            if view.tag == f"{_CAS}View":
                self._view(view)

    def _say(self, code: str, element: Any, message: str) -> None:
        self.findings.append(
            Finding(code, Place(self.path, element.sourceline, element.get(_ID)), message)
        )

    def _id(self, element: Any) -> int | None:
        said = element.get(_ID)
        id = _number(said)
        if id is None:
            self._say("RT901", element, f"xmi:id is {said!r}, not a whole number")
        return id

    def _sofas(self, structures: list[Any]) -> dict[int, Units | None]:
        sofas: dict[int, Units | None] = {}
        texts = []
        for element in structures:
            if element.tag != f"{_CAS}Sofa":
                continue
            if not re.fullmatch(r"[0-9]{1,9}", element.get("sofaNum", "")) or not element.get("sofaID"):
                self._say("RT901", element, "a Sofa needs sofaNum, a whole number, and sofaID")
                continue
            id = _number(element.get(_ID))
            if id is None:
                continue
            text = element.get("sofaString")
            sofas[id] = None if text is None else Units(text)
            if text is not None:
                texts.append((element.get("sofaID") != MAIN_VIEW, id, text))
        if texts and not self.findings:
            _, self.raw.sofa, self.raw.text = min(texts, key=lambda found: found[0])
        elif not self.findings:
            self.findings.append(Finding("RT906", Place(self.path, 1), "no Sofa has a sofaString"))
        return sofas

    def _structure(self, element: Any) -> None:
        tag = _TAG.fullmatch(element.tag)
        name = "" if tag is None else f"{tag[1].replace('/', '.')}.{tag[2]}"
        name = name.removeprefix("uima.noNamespace.")
        if not name or not self.types.contains_type(name, True):
            self._say("RT901", element, f"the type system has no type {name or element.tag!r}")
            return
        kind = self.types.get_type(name)
        if _array(kind.name):
            self._refer(element, "elements", element.get("elements", ""), kind.name.endswith(".FSArray"))
            return
        for key, value in element.attrib.items():
            if key != _ID and self._feature(element, kind, key) is not None:
                self._value(element, self._feature(element, kind, key), value)
        for child in element:
            if isinstance(child.tag, str):
                self._feature(element, kind, child.tag)
        if "sofa" in [feature.name for feature in kind.all_features]:
            self._sofa(element, self.types.is_instance_of(kind, ANNOTATION))

    def _feature(self, element: Any, kind: Type, name: str) -> Feature | None:
        feature = kind.get_feature(name) or kind.get_feature(f"{name}_")
        if feature is None:
            self._say("RT901", element, f"{kind.name} has no feature {name!r} in the type system")
        return feature

    def _value(self, element: Any, feature: Feature, value: str) -> None:
        held = feature.rangeType
        if feature.name == "sofa":
            return
        if self.types.is_primitive(held):
            pattern = _RANGES.get(held.name)
            if pattern is not None and not re.fullmatch(pattern, value, re.ASCII):
                self._say("RT901", element, f"{feature.name} is {value!r}, no {held.name}")
            elif held.name in _FLOATS and not math.isfinite(float(value)):
                message = (
                    f"{feature.name} is {value!r}: no number, which JSON and other formats cannot say"
                )
                self._say("RT901", element, message)
        elif not _array(held.name) or held.name.endswith((".FSArray", ".FSList")):
            many = held.name.endswith((".FSArray", ".FSList")) and not feature.multipleReferencesAllowed
            self._refer(element, feature.name, value, True, None if many else 1)

    def _refer(
        self, element: Any, name: str, value: str, refers: bool, count: int | None = None
    ) -> None:
        words = value.split() if refers else []
        if count is not None and len(words) != count:
            self._say("RT901", element, f"{name} is {value!r}, not one xmi:id")
        for word in words:
            if _number(word) not in self.ids:
                self._say("RT904", element, f"{name} points to {word!r}, and no element has that xmi:id")

    def _sofa(self, element: Any, is_span: bool) -> None:
        said = element.get("sofa", "")
        sofa = _number(said)
        if sofa is None or sofa not in self.sofas:
            self._say("RT904", element, f"sofa points to {said!r}, and no Sofa has that xmi:id")
            return
        units = self.sofas[sofa]
        edges = element.get("begin", "0"), element.get("end", "0")
        if not is_span or units is None or not all(re.fullmatch(r"-?[0-9]{1,15}", e) for e in edges):
            return
        span = units.span(int(edges[0]), int(edges[1]))
        if isinstance(span, str):
            self._say("RT902", element, span)
        else:
            self.raw.spans[int(element.get(_ID))] = span

    def _view(self, view: Any) -> None:
        said = view.get("sofa", "")
        sofa = _number(said)
        if sofa is None or sofa not in self.sofas:
            self._say("RT904", view, f"sofa points to {said!r}, and no Sofa has that xmi:id")
            return
        if sofa in self.viewed:
            self._say(
                "RT901", view, f"a second View of the Sofa {sofa}; its members belong into the first"
            )
        self.viewed.add(sofa)
        self._refer(view, "members", view.get("members", ""), True)
        members = [id for word in view.get("members", "").split() if (id := _number(word)) in self.ids]
        for element in (self.ids[id] for id in members if id is not None):
            if _number(element.get("sofa")) not in (sofa, None):
                message = f"its sofa is {element.get('sofa')}, and it is a member of the View of {sofa}"
                self._say("RT901", element, message)
        if sofa == self.raw.sofa and not self.findings:
            self.raw.members = frozenset(id for id in members if id is not None)


def _number(said: str | None) -> int | None:
    """An xmi:id; None where it is no whole number, or has more digits than one ever has."""
    return int(said) if said is not None and re.fullmatch(r"[0-9]{1,15}", said) else None


def _array(name: str) -> bool:
    return name.startswith("uima.cas.") and name.endswith(("Array", "List"))
