"""The words of a mark -> a mention: a name, a nominal or a value (docs/challenge.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from retold.formats.inline import Marked
from retold.model import Entity, Mention, RegistryType, labels

NOMINAL = "nominal"
RELATIVE = "relative"
_VALUES = ("DATE", "TIME", "CARDINAL", "MONEY")
_METONYMS = ("government", "population")


class MarkError(ValueError):
    """Words of a mark that mean nothing."""


@dataclass
class Named:
    """What the marks of an item may name: the registry, and entities that the item alone has.

    ``own`` grows as nominals are read: id -> entity.
    """

    item: str
    entities: Mapping[str, Entity]
    own: dict[str, Entity] = field(default_factory=dict)

    def of_word(self, word: str, lang: str, surface: str) -> Entity:
        """The item's own entity of that word, named by where it stands first."""
        id = f"e-{self.item}-{word}"
        names: dict[str, tuple[str, ...]] = {lang: (surface,)}
        return self.own.setdefault(id, Entity(id, "PER", None, names, None))

    def of_id(self, id: str) -> Entity:
        """The entity of that id. Raises MarkError."""
        found = self.entities.get(id) or self.own.get(id)
        if found is None:
            raise MarkError(
                f"neither annotations/registry nor annotations/challenge/registry has {id!r}"
            )
        return found


@dataclass(frozen=True)
class Place:
    """What a mention is of: its document, annotator, number, language, and the day of publication."""

    doc: str
    annotator: str
    number: int
    lang: str
    published: str


def mention(mark: Marked, surface: str, place: Place, named: Named) -> Mention:
    """The mention of a mark. Raises MarkError."""
    first, *rest = mark.words.split(" ")
    if first in _VALUES:
        relative = rest[-1:] == [RELATIVE]
        value = " ".join(rest[:-1] if relative else rest) or None
        return _mention(mark, surface, place, first, value=value, relative=relative)
    if first == NOMINAL and len(rest) == 1:
        id = rest[0]
        entity = named.of_id(id) if id.startswith("e-") else named.of_word(id, place.lang, surface)
        return _mention(mark, surface, place, entity.type, entity=entity, level=NOMINAL)
    if first.startswith("e-") and (not rest or (len(rest) == 2 and rest[0] in _METONYMS)):
        entity = named.of_id(first)
        metonym, referent = rest or ("none" if entity.type == "GPE" else None, None)
        if referent is not None:
            named.of_id(referent)
        return _mention(
            mark, surface, place, entity.type, entity=entity, metonym=metonym, referent=referent
        )
    metonyms = ", ".join(f"e-id {metonym} e-referent" for metonym in _METONYMS)
    shown = (
        f"e-id, {metonyms}, {NOMINAL} e-id, {NOMINAL} word, {', '.join(_VALUES)} with a value or none"
    )
    raise MarkError(f"{mark.words!r} are no words of a mark; there are: {shown}")


def _mention(
    mark: Marked,
    surface: str,
    place: Place,
    type: str,
    *,
    entity: Entity | None = None,
    level: str = "name",
    metonym: str | None = None,
    referent: str | None = None,
    value: str | None = None,
    relative: bool = False,
) -> Mention:
    assert type in (*_VALUES, *labels(RegistryType))
    return Mention(
        id=f"{place.doc}-m{place.number:03d}",
        doc=place.doc,
        annotator=place.annotator,
        spans=(mark.span,),
        surface=surface,
        type=type,  # type: ignore[arg-type]
        level=level,  # type: ignore[arg-type]
        org_subtype=entity.org_subtype if entity else None,
        metonym=metonym,  # type: ignore[arg-type]
        entity=entity.id if entity else None,
        referent=referent,
        value=value,
        anchor=place.published if relative else None,
    )
