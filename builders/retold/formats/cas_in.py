"""A CAS -> annotations of layers, sentences and metadata."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from retold.findings import Finding, Place
from retold.formats import own_layers
from retold.formats.cas_types import CHARACTER, DOCUMENT, PYTHON_NAMES, is_slot, kind_of
from retold.formats.cas_xml import MAIN_VIEW, Raw
from retold.formats.layers import (
    ANNOTATION,
    DEPENDENT,
    GOVERNOR,
    SENTENCE,
    TOKEN,
    Annotation,
    Arc,
    Chain,
    Link,
    Span,
    grouped,
    pointed,
)
from retold.formats.neutral import Json, Written
from retold.model import Span as Offsets

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem
    from cassis.typesystem import Feature, FeatureStructure

_ABOUT = "uima.tcas.DocumentAnnotation"
_CODE = re.compile(r"U\+(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}")
_PLACES = ("begin", "end", "sofa")
# What DKPro Core says of a token by pointing, which stands at the same place anyway, and its number.
_OF_TOKENS = {"lemma", "stem", "pos", "morph", "parent", "form", "order"}


@dataclass
class Found:
    """What a CAS says."""

    text: str
    annotations: tuple[Annotation, ...] = ()
    sentences: tuple[tuple[Offsets, ...], ...] = ()
    metadata: dict[str, Json] = field(default_factory=dict)
    ours: dict[str, Json] = field(default_factory=dict)
    """What of the metadata is in our own type."""
    findings: tuple[Finding, ...] = ()


def load(xml: str, types: TypeSystem, raw: Raw) -> Cas:
    """The CAS of a file that was checked; its offsets are code points throughout."""
    import cassis

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # every offset was looked at before
        cas = cassis.load_cas_from_xmi(xml, types)
    for fs in every(cas):
        if fs.xmiID in raw.spans:  # the library leaves those that are in no index
            fs.set("begin", raw.spans[fs.xmiID][0])
            fs.set("end", raw.spans[fs.xmiID][1])
    return cas


def every(cas: Cas) -> list[FeatureStructure]:
    """All structures of a CAS, those that are only pointed at too."""
    found: dict[int, FeatureStructure] = {}
    waiting = [fs for view in cas.views for fs in view.get_all_fs()]
    while waiting:
        fs = waiting.pop()
        if id(fs) in found:
            continue
        found[id(fs)] = fs
        for feature in fs.type.all_features:
            value = getattr(fs, feature.name)
            waiting += [v for v in (value if isinstance(value, list) else [value]) if _is_fs(v)]
    return list(found.values())


def _is_fs(value: object) -> bool:
    return hasattr(value, "xmiID") and hasattr(value, "type") and not hasattr(value, "sofaID")


def elements(value: Any) -> list[Any]:
    """The elements of an array or list of structures."""
    if value is None:
        return []
    if hasattr(value, "elements"):
        return list(value.elements or ())
    if isinstance(value, list):
        return value
    found = []
    while hasattr(value, "head"):
        found.append(value.head)
        value = value.tail
    return found


def read(cas: Cas, raw: Raw, path: str, format: str) -> Found:
    """What a CAS says, in the order of its file."""
    return _Reader(cas, raw, path, format).found()


class _Reader:
    def __init__(self, cas: Cas, raw: Raw, path: str, format: str) -> None:
        self.cas, self.raw, self.path, self.format = cas, raw, path, format
        self.types = cas.typesystem
        by_id = {fs.xmiID: fs for fs in every(cas) if fs.xmiID in raw.lines}
        ours = [by_id[id] for id in raw.lines if id in by_id]
        self.order = [fs for fs in ours if fs.xmiID in raw.members]
        self.others = [
            fs for fs in ours if fs.xmiID not in raw.members and self._is_span(fs) and self._near(fs)
        ]
        self.used: set[int] = set()
        self.findings: list[Finding] = []
        self.metadata: dict[str, Json] = {}
        self.unheld: Counter[str] = Counter()

    def _is_span(self, fs: FeatureStructure) -> bool:
        return bool(self.types.is_instance_of(fs.type, ANNOTATION))

    def _near(self, fs: FeatureStructure) -> bool:
        sofa = getattr(fs, "sofa", None)
        return getattr(sofa, "xmiID", sofa) in (self.raw.sofa, None)

    def found(self) -> Found:
        text = self._text()
        tokens = [fs for fs in self.order if fs.type.name == TOKEN]
        rows = [fs for fs in self.order if fs.type.name == SENTENCE]
        spans = sorted(self.raw.spans[fs.xmiID] for fs in rows)
        sentences = grouped(spans, [self.raw.spans[fs.xmiID] for fs in tokens])
        made = [a for fs in (*self.order, *self.others) for a in self._annotation(fs)]
        ends = {id for a in made for id in pointed(a)}
        plain = {str(fs.xmiID) for fs in (*tokens, *rows, *self.others)}
        kept = [
            a for a in made if isinstance(a, Chain) or a.id in ends or a.id not in plain or self._says(a)
        ]
        known = {a.id for a in kept if not isinstance(a, Chain)}
        for annotation in kept:
            for id in pointed(annotation):
                if id not in known:
                    self._wrong(int(annotation.id) if not isinstance(annotation, Chain) else None,
                                f"points to {id!r}, which is no annotation of this text")  # fmt: skip
        ours = self._about()
        metadata = self.metadata | ours
        return Found(text, tuple(kept), sentences, metadata, ours, tuple(self.findings))

    def _says(self, annotation: Annotation) -> bool:
        plain = isinstance(annotation, Span) and annotation.layer in (TOKEN, SENTENCE)
        return plain and bool(annotation.values)  # type: ignore[union-attr]

    def _wrong(self, id: int | None, message: str, code: str = "RT904") -> None:
        line = 1 if id is None else self.raw.lines[id]
        place = Place(self.path, line, None if id is None else str(id))
        self.findings.append(Finding(code, place, message))

    def _text(self) -> str:
        """The text, with the characters that only a layer of ours could hold."""
        characters = list(self.raw.text)
        for fs in self.order:
            if fs.type.name != CHARACTER:
                continue
            self.used.add(fs.xmiID)
            start, end = self.raw.spans[fs.xmiID]
            code = fs.get("code")
            if _CODE.fullmatch(code or "") is None:
                message = f"code is {code!r}, no character: U+ and four hexadecimal digits, no surrogate"
                self._wrong(fs.xmiID, message, "RT901")
            elif end == start + 1 and characters[start] == "\ufffd":
                characters[start] = chr(int(code[2:], 16))
        return "".join(characters)

    def _annotation(self, fs: FeatureStructure) -> Iterator[Annotation]:
        if fs.xmiID in self.used:
            return
        first = fs.type.get_feature("first")
        if not self._is_span(fs):
            if first is not None and kind_of(self.types.get_type(first.rangeType.name)) == "link":
                self.used.add(fs.xmiID)
                yield Chain(fs.type.name, tuple(self._links(fs)))
            return
        if self.types.is_instance_of(fs.type, _ABOUT):
            return
        self.used.add(fs.xmiID)
        id, layer = str(fs.xmiID), fs.type.name
        written = Written(self.format, self.path, self.raw.lines[fs.xmiID], "")
        values = self._values(fs)
        kind = kind_of(fs.type)
        if kind == "relation":
            ends = [fs.get(GOVERNOR), fs.get(DEPENDENT)]
            if None in ends:
                self._wrong(fs.xmiID, f"a relation without {GOVERNOR} or {DEPENDENT}")
                return
            yield Arc(id, layer, str(ends[0].xmiID), str(ends[1].xmiID), values, written)
            return
        start, end = self.raw.spans[fs.xmiID]
        yield Span(id, layer, start, end, values, self._slots(fs), written)

    def _links(self, chain: FeatureStructure) -> Iterator[str]:
        seen: set[int] = set()
        link = chain.get("first")
        while link is not None:
            if link.xmiID in seen:
                self._wrong(chain.xmiID, "a chain whose links go round in a circle")
                return
            seen.add(link.xmiID)
            yield str(link.xmiID)
            link = link.get("next")

    def _values(self, fs: FeatureStructure) -> dict[str, Json]:
        values: dict[str, Json] = {}
        structural = {GOVERNOR, DEPENDENT} if kind_of(fs.type) == "relation" else {"next"}
        for feature in fs.type.all_features:
            value = getattr(fs, feature.name)
            if value is None or feature.name in _PLACES or self._is_slot(feature, value):
                continue
            if fs.type.name == TOKEN and feature.name in _OF_TOKENS:
                continue
            name = feature.name[:-1] if feature.name in PYTHON_NAMES else feature.name
            if self.types.is_primitive(feature.rangeType):
                values[name] = value
            elif feature.rangeType.name in ("uima.cas.StringArray", "uima.cas.StringList"):
                values[name] = elements(value)
            elif name not in structural:
                self.unheld[f"{fs.type.name}:{name}"] += 1
        return values

    def _is_slot(self, feature: Feature, value: Any) -> bool:
        if is_slot(self.types, feature):
            return True
        links = elements(value) if feature.rangeType.name.endswith((".FSArray", ".FSList")) else []
        return bool(links) and all(_is_link(link) for link in links)

    def _slots(self, fs: FeatureStructure) -> dict[str, tuple[Link, ...]]:
        slots: dict[str, tuple[Link, ...]] = {}
        for feature in fs.type.all_features:
            value = getattr(fs, feature.name)
            if value is None or not self._is_slot(feature, value):
                continue
            links = []
            for link in elements(value):
                self.used.add(link.xmiID)
                target = link.get("target")
                if target is None:
                    self._wrong(fs.xmiID, f"a link of the slot {feature.name} has no target")
                    continue
                links.append(Link(link.get("role") or "", str(target.xmiID)))
                for other in link.type.all_features:
                    if other.name not in ("role", "target") and link.get(other.name) is not None:
                        self.unheld[f"{link.type.name}:{other.name}"] += 1
            if links:
                slots[feature.name] = tuple(links)
        return slots

    def _about(self) -> dict[str, Json]:
        """Notes what is said of the document as a whole, or has no place in a neutral one; gives what
        our own type says of it.
        """
        ours: dict[str, Json] = {}
        for fs in self.order:
            if fs.xmiID in self.used or fs.type.name.startswith("uima.cas."):
                continue
            if fs.type.name == DOCUMENT:
                said = own_layers.value_of(fs.get("metadata"))
                ours |= said if isinstance(said, dict) else {}
                continue
            self.metadata.setdefault(fs.type.name, []).append(self._values(fs))
        self.metadata |= dict(sorted(self.unheld.items()))
        for sofa in self.cas.sofas:
            if sofa.xmiID != self.raw.sofa and (sofa.sofaString is not None or sofa.sofaID != MAIN_VIEW):
                view = self.cas.get_view(sofa.sofaID)
                said = {"text": sofa.sofaString, "annotations": len(view.select_all_fs())}
                self.metadata.setdefault("views", {})[sofa.sofaID] = said
        return ours


def _is_link(fs: Any) -> bool:
    return all(fs.type.get_feature(name) is not None for name in ("role", "target"))
