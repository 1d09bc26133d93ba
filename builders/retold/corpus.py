"""A corpus in memory: documents of every layer and the registry they point to."""

from __future__ import annotations

from abc import abstractmethod
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, cast

from retold.documents import Document
from retold.model import (
    Annotator,
    Casualty,
    ClaimLink,
    Entity,
    Event,
    Mention,
    Proposition,
    Record,
    Seed,
    Stance,
    Story,
)
from retold.records import Row
from retold.segmentation import tokens

NameIndex = Mapping[str, tuple[str, ...]]
"""First token -> the names that begin with it, the longest first."""


class Manifest(Mapping[str, Seed]):
    """Document id -> its line, of a manifest that is not in memory."""

    @abstractmethod
    def line_of(self, id: str) -> Row[Seed] | None:
        """The line with its place, or None where there is none."""


@dataclass(frozen=True)
class Group:
    """Annotators who are compared with each other, but not in the kinds of record of ``leave_out``."""

    annotators: tuple[str, ...]
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """What retold.toml says."""

    name: str
    title: str
    version: str
    licences: Mapping[str, Any]
    adjudication: Mapping[str, Any] = field(default_factory=dict)
    check: Mapping[str, Any] = field(default_factory=dict)
    agreement: Mapping[str, Any] = field(default_factory=dict)
    shards: Mapping[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str | None:
        """Where the shards are, if not below the corpus folder: a path or an address of fsspec."""
        return self.shards.get("address")

    @property
    def floors(self) -> dict[str, float]:
        """Figure of agreement, as data/quality.json names it -> its least value."""
        return dict(self.agreement.get("floors", {}))

    @property
    def groups(self) -> dict[str, Group]:
        """Name -> annotators who are compared apart from those whose agreement comes first."""
        return {
            name: Group(tuple(group["annotators"]), tuple(group.get("leave_out", ())))
            for name, group in self.agreement.get("groups", {}).items()
        }


@dataclass(frozen=True)
class Registry:
    """Entities, propositions and events that the records of a layer may name, by id."""

    entities: Mapping[str, Entity]
    propositions: Mapping[str, Proposition]
    events: Mapping[str, Event]


@dataclass(frozen=True)
class Corpus:
    """All that was read of a corpus folder.

    ``layers`` maps ``gold`` and each annotator to their documents, and is empty where a check
    passes the documents one by one; ``tables`` maps a kind that has a file of its own (seed, story,
    entity, ...) to its rows.
    """

    settings: Settings
    tables: Mapping[str, tuple[Row[Record], ...]]
    layers: Mapping[str, tuple[Document, ...]]
    annotated: tuple[str, ...] = ()
    """The annotators that have a layer, by name."""
    proposals: Mapping[str, Mapping[str, tuple[Row[Record], ...]]] = field(default_factory=dict)
    """Annotator -> what they propose to add to the registry: kind -> rows."""
    clauses: frozenset[str] | None = None
    """Numbers of the clauses of the guidelines, or None where there are no guidelines."""
    broken: AbstractSet[str] = frozenset()
    """Kinds and files of which not every line could be read; rules that need all skip them."""
    known: Manifest | None = None
    """The manifest by document id, where ``tables`` does not hold it in memory."""
    known_stories: Mapping[str, Story] | None = None
    """The stories by id, where ``tables`` does not hold them in memory."""
    few_texts: Mapping[str, str] | None = None
    """Texts of documents that ``layers`` does not hold, as far as they are asked for."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The gold documents, by id."""
        return self.layers.get("gold", ())

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Document id -> text, of every layer."""
        own = {d.id: d.text for documents in self.layers.values() for d in documents}
        # a read-only use of a class for mappings that can be written
        return own if self.few_texts is None else ChainMap(own, cast(dict[str, str], self.few_texts))

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __len__(self) -> int:
        return len(self.documents)

    def document(self, id: str) -> Document:
        """The gold document of that id. Raises KeyError, naming those there are."""
        for document in self.documents:
            if document.id == id:
                return document
        raise KeyError(f"no document {id!r}; there are: {', '.join(d.id for d in self)}")

    def records(self, kind: type[Any]) -> dict[str, Any]:
        """Id -> record of one kind that has a file of its own."""
        # these two can be longer than all others together, and may be on disk
        long = {"seed": Seed, "story": Story}
        tables = (rows for name, rows in self.tables.items() if long.get(name, kind) is kind)
        return _by_id((row.record for rows in tables for row in rows), kind)

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """Entity id -> entity of the registry."""
        return self.records(Entity)

    @cached_property
    def names(self) -> Mapping[str, NameIndex]:
        """Language (primary subtag) -> the names that the registry's entities have in it."""
        found: dict[str, list[str]] = {}
        for entity in self.entities.values():
            for tag, names in entity.names.items():
                found.setdefault(tag.split("-", maxsplit=1)[0], []).extend(names)
        return {lang: name_index(names) for lang, names in found.items()}

    @cached_property
    def stories(self) -> Mapping[str, Story]:
        """Story id -> story, with its split."""
        return self.records(Story) if self.known_stories is None else self.known_stories

    @cached_property
    def annotators(self) -> Mapping[str, Annotator]:
        """Annotator id -> who or what it is."""
        return self.records(Annotator)

    @cached_property
    def seeds(self) -> Mapping[str, Seed]:
        """Document id -> line of the manifest."""
        return self.records(Seed) if self.known is None else self.known

    def line_of(self, doc: str) -> Row[Seed] | None:
        """The line of the manifest of a document with its place, or None where there is none."""
        return self._lines.get(doc) if self.known is None else self.known.line_of(doc)

    @cached_property
    def _lines(self) -> Mapping[str, Row[Seed]]:
        # from the end: of two lines the first counts
        rows = reversed(tuple(self.tables.get("seed", ())))
        return {r.record.id: Row(r.record, r.file, r.line) for r in rows if isinstance(r.record, Seed)}

    @cached_property
    def propositions(self) -> Mapping[str, Proposition]:
        """Proposition id -> proposition of the registry."""
        return self.records(Proposition)

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """Event id -> event of the registry."""
        return self.records(Event)

    @cached_property
    def _registries(self) -> dict[str, Registry]:
        return {}

    def registry(self, layer: str) -> Registry:
        """The registry, and for an annotator's layer what they propose to add to it."""
        if layer not in self._registries:
            proposed = [row.record for rows in self.proposals.get(layer, {}).values() for row in rows]
            self._registries[layer] = Registry(
                {**_by_id(proposed, Entity), **self.entities},
                {**_by_id(proposed, Proposition), **self.propositions},
                {**_by_id(proposed, Event), **self.events},
            )
        return self._registries[layer]

    @property
    def gold_whole(self) -> bool:
        """Whether every line of every seed's gold was read: only then is a lack a lack."""
        return "seed" not in self.broken and not any(
            name.startswith("annotations/gold/") for name in self.broken
        )

    @cached_property
    def linked(self) -> frozenset[str]:
        """Ids of the claims that a link names."""
        return frozenset(id for link in self.links.values() for id in (link.a, link.b))

    @cached_property
    def links_of(self) -> Mapping[str, tuple[ClaimLink, ...]]:
        """Claim id -> the links that name it."""
        found: dict[str, list[ClaimLink]] = {}
        for link in self.links.values():
            for id in dict.fromkeys((link.a, link.b)):
                found.setdefault(id, []).append(link)
        return {id: tuple(links) for id, links in found.items()}

    @cached_property
    def links(self) -> Mapping[str, ClaimLink]:
        """Link id -> how two claims stand to each other."""
        return self.records(ClaimLink)

    @cached_property
    def claims(self) -> Mapping[str, Casualty]:
        """Claim id -> gold casualty claim, of all documents."""
        return {claim.id: claim for document in self for claim in document.casualties}

    @cached_property
    def judges(self) -> tuple[str, ...]:
        """The annotators of ``annotated`` but those of kind rule: proposals decide nothing."""
        kinds = {name: annotator.kind for name, annotator in self.annotators.items()}
        return tuple(name for name in self.annotated if kinds.get(name) != "rule")

    @property
    def compared(self) -> tuple[str, ...]:
        """Whose agreement comes first: as set, else those adjudicated, else all who judge."""
        settings = self.settings
        chosen = settings.agreement.get("annotators") or settings.adjudication.get("annotators")
        return tuple(chosen or self.judges)

    @property
    def compared_at_all(self) -> frozenset[str]:
        """The annotators whose agreement is measured, in any group."""
        groups = self.settings.groups.values()
        return frozenset(self.compared).union(*(group.annotators for group in groups))

    def counterparts(self, claim: Casualty) -> Iterator[tuple[Casualty, tuple[ClaimLink, ...]]]:
        """Claims of other documents about the same event and harm, by id.

        Each comes with the links between the two, which may be none.
        """
        for other in sorted(self.claims.values(), key=lambda c: c.id):
            if (other.event, other.harm) == (claim.event, claim.harm) and other.doc != claim.doc:
                between = {claim.id, other.id}
                links = (link for link in self.links.values() if {link.a, link.b} == between)
                yield other, tuple(sorted(links, key=lambda link: link.id))

    def stances_on(self, target: str) -> Iterator[tuple[Document, Stance]]:
        """Every gold position on a proposition or entity, by document and position.

        Raises KeyError for an id that no registry has.
        """
        if target not in self.propositions and target not in self.entities:
            raise KeyError(f"no proposition or entity {target!r} in the registry")
        for document in self:
            for stance in document.stances:
                if stance.target == target:
                    yield document, stance

    def mentions_of(self, entity: str) -> Iterator[tuple[Document, Mention]]:
        """Every gold mention of an entity, by document and position.

        Raises KeyError for an id that the registry does not have.
        """
        if entity not in self.entities:
            raise KeyError(f"no entity {entity!r} in the registry")
        for document in self:
            for mention in document.mentions:
                if mention.entity == entity:
                    yield document, mention


def name_index(names: Iterable[str]) -> NameIndex:
    """Names by their first token, so that a text is searched for all of them in one pass."""
    found: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        first = _first_token(name)
        if first is not None:
            found.setdefault(first, []).append(name)
    return {first: tuple(group) for first, group in found.items()}


@lru_cache(maxsize=1 << 14)  # each document has an index of its own names
def _first_token(name: str) -> str | None:
    return next((name[start:end] for start, end in tokens(name)), None)


def _by_id(records: Iterable[Any], kind: type[Any]) -> dict[str, Any]:
    return {r.id: r for r in records if isinstance(r, kind)}
