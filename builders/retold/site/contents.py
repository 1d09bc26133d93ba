"""What the pages show: stories, their documents, events, names. ``loading.py`` makes it of a dataset."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from retold.dataset import Dataset
from retold.site.names import file_name
from retold.wording import letter

Row = Mapping[str, Any]
LAYERS = ("mentions", "stances", "headlines", "casualties", "faults")
FURNITURE = "furniture"


@dataclass(frozen=True)
class Beside:
    """What a corpus folder knows and its built dataset does not hold.

    Titles of stories by id; names of entities per language by id; waivers; how many errors the ratchet
    keeps; kind, caught and planted of docs/mutation.md; findings as ``retold check --format json``
    says them. None is "not known", not "there are none".
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    waivers: Sequence[Row] | None = None
    ratchet: int | None = None
    mutation: Sequence[tuple[str, int, int]] | None = None
    findings: Sequence[Row] | None = None


@dataclass(frozen=True, eq=False)
class Doc:
    """A retelling: its row of the config ``documents``, its split, its letter within the story."""

    row: Row
    split: str
    number: int

    @property
    def id(self) -> str:
        """The document id."""
        return str(self.row["doc_id"])

    @property
    def text(self) -> str:
        """The text, exactly."""
        return str(self.row["text"])

    @property
    def lang(self) -> str:
        """Its main language."""
        return str(self.row["lang"])

    @property
    def invented(self) -> bool:
        """Whether somebody made it up for the dataset; older datasets do not say, and have none."""
        return self.row.get("provenance") == "authored"

    @property
    def letter(self) -> str:
        """A, B, C: how tables and charts call it beside its siblings."""
        return letter(self.number)

    @property
    def label(self) -> str:
        """The outlet, or the id where the document names none."""
        return str(self.row["outlet"] or self.id)

    @property
    def path(self) -> str:
        """Its page."""
        return f"document/{file_name(self.id)}.html"

    def records(self, layer: str) -> Sequence[Row]:
        """Its records of a layer, in the order of the dataset."""
        found: Sequence[Row] = self.row.get(layer) or ()
        return found

    def surface(self, spans: Iterable[Sequence[int]]) -> str:
        """The words under spans; fragments joined with one space."""
        return " ".join(self.text[start:end] for start, end in spans)

    def fragments(self, spans: Iterable[Sequence[int]]) -> list[str]:
        """The words under each span."""
        return [self.text[start:end] for start, end in spans]

    def zone_at(self, place: int) -> Row | None:
        """The zone that holds a code point."""
        at = bisect_right(self._starts, place) - 1
        zone = self._zones[at] if at >= 0 else None
        return zone if zone is not None and place < zone["end"] else None

    @cached_property
    def _zones(self) -> list[Row]:
        return sorted(self.row["zones"], key=lambda zone: (zone["start"], zone["end"]))

    @cached_property
    def _starts(self) -> list[int]:
        return [zone["start"] for zone in self._zones]

    def lang_at(self, place: int) -> str:
        """The language of the zone there; of the document outside zones."""
        zone = self.zone_at(place)
        return str(zone["lang"] if zone else self.lang)

    @cached_property
    def headline(self) -> tuple[str, str] | None:
        """Words and language of its first headline, if it has one."""
        zone = next((zone for zone in self.row["zones"] if zone["zone"] == "headline"), None)
        return None if zone is None else (self.text[zone["start"] : zone["end"]], zone["lang"])

    @cached_property
    def verdicts(self) -> dict[str, list[Row]]:
        """What the body does to a headline -> the assertions to which it does so."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.records("headlines"):
            found[row["vs_body"]].append(row)
        return found

    @cached_property
    def languages(self) -> list[str]:
        """Languages of its zones, its own first."""
        return list(dict.fromkeys([self.lang, *(zone["lang"] for zone in self.row["zones"])]))


@dataclass(frozen=True, eq=False)
class Story:
    """One story and its retellings, in the order of the dataset."""

    id: str
    title: str
    docs: Sequence[Doc]

    @property
    def name(self) -> str:
        """Of its files."""
        return file_name(self.id)

    def path(self, doc: Doc | None = None) -> str:
        """The page where it is told, or the one of several where a document stands."""
        part = 0 if doc is None else doc.number // PER_PAGE
        return f"story/{self.name}{f'.{part + 1}' if part else ''}.html"

    def place(self, doc: Doc) -> str:
        """Where a document stands beside its siblings."""
        return f"{self.path(doc)}#d-{doc.letter}"

    @property
    def invented(self) -> bool:
        """Whether all of its retellings are made up."""
        return all(doc.invented for doc in self.docs)

    @property
    def positions(self) -> str:
        """The page of its positions."""
        return f"positions/{self.name}.html"

    def tally(self, layer: str, column: str) -> Counter[str]:
        """How often each label of a layer's column occurs in the story."""
        return Counter(str(row[column]) for doc in self.docs for row in doc.records(layer))

    @cached_property
    def set_right(self) -> dict[str, list[Row]]:
        """Document id -> faults of other retellings that a passage of it sets right."""
        found: dict[str, list[Row]] = defaultdict(list)
        for doc in self.docs:
            for fault in doc.records("faults"):
                if fault["right_doc"] is not None:
                    found[fault["right_doc"]].append(fault)
        return found

    @property
    def languages(self) -> list[str]:
        """Languages of its retellings, in the order of their appearance."""
        return list(dict.fromkeys(lang for doc in self.docs for lang in doc.languages))


PER_PAGE = 12
"""Retellings that stand on one page of a story."""


@dataclass(frozen=True, eq=False)
class Contents:
    """Everything that the pages are made of."""

    dataset: Dataset
    beside: Beside
    stories: Sequence[Story]
    events: Sequence[Row]
    names: Mapping[str, str]
    """Entity or proposition id -> what to call it."""

    @cached_property
    def docs(self) -> dict[str, Doc]:
        """Document id -> document, of all stories."""
        return {doc.id: doc for story in self.stories for doc in story.docs}

    @cached_property
    def story_of(self) -> dict[str, Story]:
        """Document id -> its story."""
        return {doc.id: story for story in self.stories for doc in story.docs}

    @cached_property
    def events_of(self) -> dict[str, list[Row]]:
        """Story id -> rows of its events."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.events:
            for story in self.stories_of(row):
                found[story.id].append(row)
        return found

    def stories_of(self, event: Row) -> list[Story]:
        """The stories whose documents make the claims of an event, those that deny it too."""
        docs = (self.claims[id][0].id for id in event["claims"] if id in self.claims)
        return list(dict.fromkeys(self.story_of[doc] for doc in docs))

    @cached_property
    def claims(self) -> dict[str, tuple[Doc, Row]]:
        """Claim id -> its document and itself."""
        return {
            claim["claim_id"]: (doc, claim)
            for doc in self.docs.values()
            for claim in doc.records("casualties")
        }

    def name(self, id: str | None) -> str:
        """What an entity or a proposition is called; its id where nothing names it."""
        return "" if id is None else self.names.get(id, id)
