"""Entities: what they are called in each language, how often, and in which words around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from retold.site.contents import Contents, Doc, Row
from retold.site.keys import entity_path
from retold.site.names import anchor

AROUND = 48
"""Characters on either side of a mention that its line shows."""
LINES = 300
"""Lines that an entity's page shows at most."""


@dataclass(frozen=True, eq=False)
class Line:
    """A keyword in its context; ``path`` leads to the mention."""

    doc: Doc
    before: str
    parts: Sequence[tuple[str, bool]]
    """The words from its first fragment to its last, and whether they are its own."""
    after: str
    lang: str
    path: str
    meant: bool
    """Whether another name stands here for the entity (Washington for the US government)."""


@dataclass(eq=False)
class Entity:
    """An entity of the registry, as far as the dataset shows it."""

    id: str
    name: str
    type: str
    subtype: str | None
    wikidata: str | None
    registry: Mapping[str, Sequence[str]]
    names: dict[str, Counter[str]] = field(default_factory=dict)
    """Language -> names in the texts, with how often."""
    lines: list[Line] = field(default_factory=list)
    mentions: int = 0
    referents: int = 0
    documents: set[str] = field(default_factory=set)
    invented: bool = True
    """Whether no real text names or means it."""

    @property
    def path(self) -> str:
        """Its page."""
        return entity_path(self.id)


def entities_of(contents: Contents) -> list[Entity]:
    """Every entity that a mention names or stands for, those with most mentions first."""
    found: dict[str, Entity] = {}
    for doc in contents.docs.values():
        for row in doc.records("mentions"):
            if row["entity_id"] is not None:
                _named(contents, found, doc, row)
    for doc in contents.docs.values():
        for row in doc.records("mentions"):
            if row["referent_id"] is not None:
                _meant(contents, found, doc, row)
    return sorted(found.values(), key=lambda entity: (-entity.mentions, entity.name, entity.id))


def _named(contents: Contents, found: dict[str, Entity], doc: Doc, row: Row) -> None:
    id = row["entity_id"]
    entity = found.get(id)
    if entity is None:
        names = contents.beside.names.get(id, {})
        entity = Entity(id, contents.name(id), row["type"], row["org_subtype"], row["wikidata"], names)
        found[id] = entity
    entity.mentions += 1
    entity.documents.add(doc.id)
    entity.invented &= doc.invented
    line = _line(doc, row, meant=False)
    if row["level"] == "name":
        entity.names.setdefault(line.lang, Counter())[row["surface"]] += 1
    if len(entity.lines) < LINES:
        entity.lines.append(line)


def _meant(contents: Contents, found: dict[str, Entity], doc: Doc, row: Row) -> None:
    id = row["referent_id"]
    entity = found.get(id)
    if entity is None:
        names = contents.beside.names.get(id, {})
        entity = found[id] = Entity(id, _usual(names) or contents.name(id), "", None, None, names)
    entity.referents += 1
    entity.documents.add(doc.id)
    entity.invented &= doc.invented
    if len(entity.lines) < LINES:
        entity.lines.append(_line(doc, row, meant=True))


def _usual(names: Mapping[str, Sequence[str]]) -> str | None:
    """The first name in the first language; English before others."""
    listed = names.get("en") or next(iter(names.values()), ())
    return next(iter(listed), None)


def _line(doc: Doc, row: Row, *, meant: bool) -> Line:
    start, end = row["spans"][0][0], row["spans"][-1][1]
    zone = doc.zone_at(start)
    first = zone["start"] if zone else 0
    last = max(end, zone["end"]) if zone else len(doc.text)
    return Line(
        doc=doc,
        before=_cut(doc.text, max(first, start - AROUND), start, first, left=True),
        parts=list(_parts(doc.text, row["spans"])),
        after=_cut(doc.text, end, min(last, end + AROUND), last, left=False),
        lang=zone["lang"] if zone else doc.lang,
        path=f"{doc.path}#{anchor(row['mention_id'])}",
        meant=meant,
    )


def _parts(text: str, spans: Sequence[Sequence[int]]) -> Iterator[tuple[str, bool]]:
    at = spans[0][0]
    for start, end in spans:
        if at < start:
            yield text[at:start], False
        yield text[start:end], True
        at = end


def _cut(text: str, start: int, end: int, edge: int, *, left: bool) -> str:
    """Words around a mention, from a whole word on where the zone goes further."""
    words = text[start:end]
    if left and start > edge:
        return "… " + words.partition(" ")[2]
    if not left and end < edge:
        return words.rpartition(" ")[0] + " …"
    return words
