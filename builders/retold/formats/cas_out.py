"""Annotations of layers -> a CAS: a new one, or one that was read and is kept but for what changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retold.formats import own_layers
from retold.formats.cas_in import elements, every
from retold.formats.cas_types import (
    CHARACTER,
    DOCUMENT,
    PYTHON_NAMES,
    is_slot,
    with_characters,
    with_document,
)
from retold.formats.cas_xml import MAIN_VIEW, Raw
from retold.formats.layers import (
    DEPENDENT,
    GOVERNOR,
    SEGMENTATION,
    SENTENCE,
    TOKEN,
    Annotation,
    Arc,
    Chain,
    Span,
)
from retold.formats.neutral import Json
from retold.model import Span as Offsets

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem
    from cassis.typesystem import FeatureStructure

# XML 1.0, section 2.2, without the line ends and tabs, which are written as references.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Ours that come without an id of their own, so they are written anew.
_ANEW = (DOCUMENT, CHARACTER, own_layers.GROUP, own_layers.FRAGMENT)
_KEPT = ("begin", "end", "order")
_ATTACHED: Mapping[str, str] = {
    f"{SEGMENTATION}.Lemma": "lemma",
    f"{SEGMENTATION}.Stem": "stem",
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS": "pos",
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.morph.MorphologicalFeatures": "morph",
}
"""Layers that a token points to, by that feature."""


@dataclass(frozen=True)
class Content:
    """What a CAS is to say. Sentences are None where those that are there stay."""

    text: str
    annotations: Sequence[Annotation]
    sentences: tuple[tuple[Offsets, ...], ...] | None = None
    metadata: Mapping[str, Json] = field(default_factory=dict)


def extended(types: TypeSystem, content: Content) -> bool:
    """Adds the types for text and metadata that it needs; whether there were any to add."""
    added = bool(content.metadata) and with_document(types)
    return (bool(_NOT_XML.search(content.text)) and with_characters(types)) or added


def written(
    types: TypeSystem, content: Content, base: tuple[Cas, Raw] | None, before: Sequence[Annotation]
) -> str:
    """The XMI of a CAS. ``before`` is what ``base`` says, under the ids that it has there."""
    return _Writer(types, content, base, before).xmi()


class _Writer:
    def __init__(
        self,
        types: TypeSystem,
        content: Content,
        base: tuple[Cas, Raw] | None,
        before: Sequence[Annotation],
    ) -> None:
        import cassis

        self.types, self.content = types, content
        self.cas = cassis.Cas(types)
        self.before = {a.id: a for a in before if not isinstance(a, Chain)}
        self.chains = {a for a in before if isinstance(a, Chain)}
        old = [] if base is None else every(base[0])
        self.old = {str(fs.xmiID): fs for fs in old}
        sofas = [] if base is None else base[0].sofas
        self.last: int = max([0, *(fs.xmiID or 0 for fs in old), *(sofa.xmiID for sofa in sofas)])
        self.indexed: dict[int, FeatureStructure] = {}
        self.cas.sofa_string = _NOT_XML.sub("\ufffd", content.text)
        self.cas.sofa_mime = "text"
        self.cas.get_sofa().xmiID = self._number() if base is None else base[1].sofa
        if base is not None:
            self._keep(*base)

    def _number(self) -> int:
        self.last += 1
        return self.last

    def _new(self, name: str, **values: object) -> FeatureStructure:
        fs: FeatureStructure = self.types.get_type(name)(xmiID=self._number(), **values)
        return fs

    def _index(self, fs: FeatureStructure) -> FeatureStructure:
        self.indexed[fs.xmiID] = fs
        return fs

    def _keep(self, cas: Cas, raw: Raw) -> None:
        """What is in the views of a CAS, but for what this writes anew."""
        for sofa in cas.sofas:
            view = cas.get_view(sofa.sofaID)
            if sofa.xmiID == raw.sofa:
                self.cas.sofa_mime = sofa.mimeType
                self.indexed |= {fs.xmiID: fs for fs in view.select_all_fs()}
            elif sofa.sofaID != MAIN_VIEW or sofa.sofaString is not None:
                other = self.cas.create_view(sofa.sofaID, sofa.xmiID, sofa.sofaNum)
                other.sofa_string, other.sofa_mime = sofa.sofaString, sofa.mimeType
                for fs in view.select_all_fs():
                    other.add(fs)
        after = {a.id for a in self.content.annotations if not isinstance(a, Chain)}
        kept = {a for a in self.content.annotations if isinstance(a, Chain)} & self.chains
        for id, fs in list(self.indexed.items()):
            gone = str(id) in self.before and str(id) not in after
            if fs.type.name in _ANEW and str(id) not in self.before:
                gone = True
            if gone:
                self._forget(fs)
            if gone and fs.type.name in (TOKEN, SENTENCE):
                gone = False  # it stays where it was, and says no more than that
                self._fill(fs, {})
            if gone or self._is_stale_chain(fs, kept) or self._is_stale_row(fs):
                self.indexed.pop(id, None)

    def _forget(self, fs: FeatureStructure) -> None:
        """Takes a structure's links out."""
        for feature in fs.type.all_features:
            if is_slot(self.types, feature):
                for link in elements(getattr(fs, feature.name)):
                    self.indexed.pop(link.xmiID, None)
                fs.set(feature.name, None)

    def _is_stale_chain(self, fs: FeatureStructure, kept: set[Chain]) -> bool:
        return any(fs.type.name == chain.layer for chain in self.chains) and not any(
            fs.type.name == chain.layer and str(fs.get("first.xmiID")) == chain.links[0]
            for chain in kept
            if chain.links
        )

    def _is_stale_row(self, fs: FeatureStructure) -> bool:
        return self.content.sentences is not None and fs.type.name in (TOKEN, SENTENCE)

    def xmi(self) -> str:
        rows = self._rows()
        made: dict[str, FeatureStructure] = {}
        stale: list[Span | Arc] = []
        for annotation in self.content.annotations:
            if isinstance(annotation, Chain):
                continue
            id, layer = annotation.id, annotation.layer
            here = self.old.get(id) if id in self.before else None
            if here is not None and here.type.name == layer:
                if own_layers.is_own(layer) or annotation != self.before[id]:
                    stale.append(annotation)
            else:
                stale.append(annotation)
                if here is not None:
                    self.indexed.pop(here.xmiID, None)
                place = (annotation.start, annotation.end) if isinstance(annotation, Span) else (0, 0)
                here = rows.get((layer, place))
            made[id] = here or self._index(self._new(layer))
        for annotation in stale:
            self._say(made[annotation.id], annotation, made, rows)
        for chain in self.content.annotations:
            if isinstance(chain, Chain) and chain not in self.chains:
                self._chain(chain, made)
        self._about()
        for fs in self.indexed.values():
            self.cas.add(fs)
        return (self.cas.to_xmi(pretty_print=True) or "").replace("'", '"', 4)

    def _rows(self) -> dict[tuple[str, Offsets], FeatureStructure]:
        """The tokens and sentences, by type and place."""
        for row in self.content.sentences or ():
            for start, end in row:
                self._index(self._new(TOKEN, begin=start, end=end))
            if row:
                self._index(self._new(SENTENCE, begin=row[0][0], end=row[-1][1]))
        return {
            (fs.type.name, (fs.get("begin"), fs.get("end"))): fs
            for fs in self.indexed.values()
            if fs.type.name in (TOKEN, SENTENCE)
        }

    def _say(
        self,
        fs: FeatureStructure,
        annotation: Span | Arc,
        made: Mapping[str, FeatureStructure],
        rows: Mapping[tuple[str, Offsets], FeatureStructure],
    ) -> None:
        self._fill(fs, annotation.values)
        if isinstance(annotation, Arc):
            end = made[annotation.dependent]
            fs.set(GOVERNOR, made[annotation.governor])
            fs.set(DEPENDENT, end)
            fs.set("begin", end.get("begin"))
            fs.set("end", end.get("end"))
            return
        fs.set("begin", annotation.start)
        fs.set("end", annotation.end)
        self._forget(fs)
        for slot, links in annotation.slots.items():
            feature = fs.type.get_feature(slot)
            kind = "" if feature is None or feature.elementType is None else feature.elementType.name
            filled = [
                self._index(self._new(kind, role=link.role or None, target=made[link.target]))
                for link in links
            ]
            fs.set(slot, self._new("uima.cas.FSArray", elements=filled))
        attached = _ATTACHED.get(annotation.layer)
        token = rows.get((TOKEN, (annotation.start, annotation.end)))
        if attached and token is not None:
            token.set(attached, fs)

    def _fill(self, fs: FeatureStructure, values: Mapping[str, Json]) -> None:
        for feature in fs.type.all_features:
            name = feature.name[:-1] if feature.name in PYTHON_NAMES else feature.name
            if name in values:
                fs.set(feature.name, values[name])
            elif name not in _KEPT and self.types.is_primitive(feature.rangeType):
                fs.set(feature.name, None)

    def _chain(self, chain: Chain, made: Mapping[str, FeatureStructure]) -> None:
        links = [made[id] for id in chain.links]
        for link, after in zip(links, [*links[1:], None], strict=True):
            link.set("next", after)
        self._index(self._new(chain.layer, first=links[0]))

    def _about(self) -> None:
        if self.content.metadata:
            said = own_layers.as_json(dict(self.content.metadata))
            self._index(self._new(DOCUMENT, metadata=said))
        for match in _NOT_XML.finditer(self.content.text):
            code = f"U+{ord(match.group()):04X}"
            self._index(self._new(CHARACTER, begin=match.start(), end=match.end(), code=code))
