"""Type systems of a CAS: read from the files beside it, asked for layers, and made for new ones."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from retold.findings import Finding, Place
from retold.formats import own_layers
from retold.formats.base import Files, MissingLibraryError
from retold.formats.cas_xml import document
from retold.formats.layers import (
    ANNOTATION,
    CHAIN,
    DEPENDENT,
    GOVERNOR,
    LINK,
    LINK_FEATURES,
    OWN,
    SENTENCE,
    TOKEN,
    Annotation,
    Arc,
    Chain,
    Link,
    Span,
)
from retold.formats.layers_out import Kind, Schema

if TYPE_CHECKING:
    from cassis import TypeSystem
    from cassis.typesystem import Feature, Type

FILE = "TypeSystem.xml"
DOCUMENT = f"{OWN}Document"
"""What we say of a document as a whole."""
CHARACTER = f"{OWN}Character"
"""A character of the text that XML 1.0 cannot hold; U+FFFD stands in its place."""
PYTHON_NAMES = ("self_", "type_")
"""What the library calls features whose name is one of Python's."""
_TOP, _BASE, _STRING = "uima.cas.TOP", "uima.cas.AnnotationBase", "uima.cas.String"
_ARRAY = "uima.cas.FSArray"
_HELD: Mapping[str, type] = {
    _STRING: str,
    "uima.cas.Boolean": bool,
    "uima.cas.Integer": int,
    "uima.cas.Double": float,
}
_RANGES = {held: name for name, held in _HELD.items()}


@dataclass(frozen=True)
class System:
    """A type system and the files that it was read from: path -> text."""

    types: TypeSystem
    files: tuple[tuple[str, str], ...] = ()


@dataclass
class Systems:
    """The type systems of a folder; what is wrong with them is in ``findings``."""

    files: Files
    findings: list[Finding] = field(default_factory=list)
    _read: dict[str, System | None] = field(default_factory=dict)

    @cached_property
    def _by_folder(self) -> Mapping[str, list[str]]:
        """The files that are type systems, sorted; by folder."""
        found: dict[str, list[str]] = {}
        for path in sorted(p for p, text in self.files.items() if "<typeSystemDescription" in text):
            found.setdefault(path.rpartition("/")[0], []).append(path)
        return found

    def nearest(self, path: str) -> System | Finding | None:
        """The one of a document: of its folder, else of the nearest above.

        A Finding where there is none, None where it is faulty, which ``findings`` says.
        """
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in self._by_folder:
                if folder not in self._read:
                    self._read[folder] = self._system(self._by_folder[folder])
                return self._read[folder]
        message = f"no {FILE} beside it or in a folder above: it says what the types are; export it too"
        return Finding("RT901", Place(path, 1), message)

    def _system(self, paths: Iterable[str]) -> System | None:
        files = tuple((path, self.files[path]) for path in paths)
        found = []
        for path, text in files:
            _, finding = document(text, path)
            if finding is not None:
                self.findings.append(finding)
                continue
            try:
                found.append(loaded(text))
            except Exception as error:  # the library raises whatever a faulty file makes it stumble on
                message = f"no type system that can be read: {type(error).__name__}: {error}"
                self.findings.append(Finding("RT901", Place(path, 1), message))
        if len(found) < len(files):
            return None
        return self._merged(found, files)

    def _merged(self, found: list[TypeSystem], files: tuple[tuple[str, str], ...]) -> System | None:
        if len(found) == 1:
            return System(found[0], files)
        try:
            return System(merged(*found), files)
        except Exception as error:
            message = f"does not go with the type systems beside it: {error}"
            self.findings.append(Finding("RT901", Place(files[0][0], 1), message))
            return None


def library() -> None:
    """Raises MissingLibraryError where dkpro-cassis is not there."""
    try:
        import cassis  # noqa: F401
    except ImportError:
        raise MissingLibraryError("cas", "dkpro-cassis", "uima") from None


def loaded(xml: str) -> TypeSystem:
    """A type system's XML, whose safety ``cas_xml.document`` has seen to."""
    import cassis

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # features that a type has from its parent, and says again
        return cassis.load_typesystem(xml)


def merged(types: TypeSystem, *others: TypeSystem) -> TypeSystem:
    """The first with what others have more: UIMA's rules but for descriptions, which may differ.

    Raises ValueError where two say different things of one type.
    """
    for other in others:
        waiting = sorted(other.get_types(), key=lambda kind: kind.name)
        while waiting:
            ready = [kind for kind in waiting if types.contains_type(kind.supertype.name, True)]
            if not ready:
                raise ValueError(f"the type {waiting[0].name} has a parent that is nowhere defined")
            for kind in ready:
                _type(types, kind.name, kind.supertype.name)
                waiting.remove(kind)
        for kind in sorted(other.get_types(), key=lambda kind: kind.name):
            for feature in kind.features:
                _same_feature(types, kind, feature)
    return types


def _same_feature(types: TypeSystem, kind: Type, feature: Feature) -> None:
    there = types.get_type(kind.name).get_feature(feature.name)
    if there is None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # names that the library gives another name
            types.create_feature(
                kind.name,
                feature.name.removesuffix("_") if feature.name in PYTHON_NAMES else feature.name,
                feature.rangeType.name,
                feature.elementType and feature.elementType.name,
                feature.description,
                feature.multipleReferencesAllowed,
            )
    elif there.rangeType.name != feature.rangeType.name:
        held = f"{there.rangeType.name} and {feature.rangeType.name}"
        raise ValueError(f"the feature {feature.name} of {kind.name} is {held}")


@lru_cache(maxsize=1)
def dkpro() -> TypeSystem:
    """The types of DKPro Core, which INCEpTION's own layers are; not to be changed."""
    import cassis

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # how the library opens its own file
        return cassis.load_dkpro_core_typesystem()


def part_of_dkpro(layers: Iterable[str]) -> TypeSystem:
    """Those types of DKPro Core that these layers need, and tokens and sentences."""
    import cassis

    whole = dkpro()
    named = {name for name in (TOKEN, SENTENCE, *layers) if whole.contains_type(name, True)}
    closure = {kind.name for kind in whole.transitive_closure({whole.get_type(n) for n in named})}
    kinds = [whole.get_type(name) for name in sorted(closure)]
    part = cassis.TypeSystem()
    for kind in sorted(kinds, key=_depth):
        part.create_type(kind.name, kind.supertype.name, kind.description)
    for kind in kinds:
        for feature in kind.features:
            _same_feature(part, kind, feature)
    return part


def _depth(kind: Type) -> int:
    return 0 if kind.supertype is None else 1 + _depth(kind.supertype)


def is_slot(types: TypeSystem, feature: Feature) -> bool:
    """Whether a feature is a list of links: of structures with a role and a target."""
    if feature.rangeType.name != _ARRAY or feature.elementType is None:
        return False
    element = types.get_type(feature.elementType.name)  # what the feature has knows no features
    return all(element.get_feature(name) is not None for name in ("role", "target"))


def kind_of(kind: Type) -> Kind:
    """Which kind of layer a type of annotations is."""
    ends = [kind.get_feature(name) for name in (GOVERNOR, DEPENDENT)]
    if all(end is not None and not end.rangeType.name.startswith("uima.cas.") for end in ends):
        return "relation"
    follows = kind.get_feature("next")
    return "link" if follows is not None and follows.rangeType.name == kind.name else "span"


def schema_of(*systems: TypeSystem) -> Schema:
    """The layers of type systems. Those of DKPro Core take no further features."""
    schema = Schema(closed=frozenset(kind.name for kind in dkpro().get_types()))
    for system in systems:
        _note(schema, system)
    return schema


def _note(schema: Schema, system: TypeSystem) -> None:
    for kind in system.get_types():
        if not system.is_instance_of(kind, ANNOTATION):
            continue
        schema.kinds[kind.name] = kind_of(kind)
        for feature in kind.all_features:
            held = Link if is_slot(system, feature) else _HELD.get(feature.rangeType.name, object)
            schema.features[kind.name, feature.name] = held


def needed(types: TypeSystem, annotations: Iterable[Annotation], schema: Schema) -> bool:
    """Adds the types and features that annotations need; whether there were any to add."""
    added = False
    for annotation in annotations:
        if isinstance(annotation, Chain):
            added |= _chain(types, annotation.layer)
            continue
        layer = annotation.layer
        if isinstance(annotation, Arc) or layer == own_layers.RELATION:
            kind: Kind = "relation"
        else:
            kind = "span" if own_layers.is_own(layer) else schema.kinds[layer]
        if kind == "link":
            added |= _chain(types, layer.removesuffix(LINK) + CHAIN)
        added |= _type(types, layer, ANNOTATION)
        if kind == "relation":
            added |= _feature(types, layer, GOVERNOR, ANNOTATION)
            added |= _feature(types, layer, DEPENDENT, ANNOTATION)
        for name, value in annotation.values.items():
            added |= _feature(types, layer, name, _RANGES.get(type(value), _STRING))
        for slot in annotation.slots if isinstance(annotation, Span) else ():
            added |= _slot(types, layer, slot)
    return added


def _type(types: TypeSystem, name: str, parent: str) -> bool:
    if types.contains_type(name, True):
        return False
    types.create_type(name, parent)
    return True


def _feature(types: TypeSystem, layer: str, name: str, held: str) -> bool:
    if types.get_type(layer).get_feature(name) is not None:
        return False
    types.create_feature(layer, name, held)
    return True


def _slot(types: TypeSystem, layer: str, slot: str) -> bool:
    if types.get_type(layer).get_feature(slot) is not None:
        return False
    link = f"{layer}{slot[0].upper()}{slot[1:]}Link"
    target = own_layers.FRAGMENT if slot == "fragments" else ANNOTATION
    if target != ANNOTATION:
        _type(types, target, ANNOTATION)
    _type(types, link, _TOP)
    _feature(types, link, "role", _STRING)
    _feature(types, link, "target", target)
    types.create_feature(layer, slot, _ARRAY, elementType=link, multipleReferencesAllowed=False)
    return True


def _chain(types: TypeSystem, chain: str) -> bool:
    link = chain.removesuffix(CHAIN) + LINK
    added = _type(types, link, ANNOTATION)
    added |= _feature(types, link, "next", link)
    for name in LINK_FEATURES:
        added |= _feature(types, link, name, _STRING)
    added |= _type(types, chain, _BASE)
    return _feature(types, chain, "first", link) or added


def with_document(types: TypeSystem) -> bool:
    """Adds our type for what is said of a document as a whole."""
    added = _type(types, DOCUMENT, _BASE)
    return _feature(types, DOCUMENT, "metadata", _STRING) or added


def with_characters(types: TypeSystem) -> bool:
    """Adds our type for characters that XML cannot hold."""
    added = _type(types, CHARACTER, ANNOTATION)
    return _feature(types, CHARACTER, "code", _STRING) or added


def as_xml(types: TypeSystem) -> str:
    """The file, one element a line."""
    from lxml import etree

    root = etree.fromstring((types.to_xml() or "").encode("utf-8"))
    etree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{etree.tostring(root, encoding="unicode")}\n'
