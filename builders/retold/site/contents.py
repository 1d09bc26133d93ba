"""A built dataset -> what the pages show: stories, their documents, events, entities."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from retold.columns import arrow_schema
from retold.dataset import Dataset, DatasetError
from retold.diff.fields import leaves
from retold.site.names import file_name, letter
from retold.tables import config as config_of

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


def contents(dataset: Dataset, beside: Beside) -> Contents:
    """Reads a dataset. Raises DatasetError where it has no texts, or is not put together soundly."""
    if dataset.without_text:
        raise DatasetError(f"{dataset} is an edition without the texts; `retold hydrate` puts them in")
    for config in ("documents", "events"):
        _check_columns(dataset, config)
    documents = [(row, split) for row, split in _rows(dataset, "documents")]
    if not documents:
        raise DatasetError(f"{dataset} has no documents to show")
    stories = _stories(documents, beside)
    found = Contents(
        dataset=dataset,
        beside=beside,
        stories=stories,
        events=[row for row, _ in _rows(dataset, "events")],
        names=dict(_names(row for row, _ in documents)),
    )
    _check(found, len(documents))
    return found


def _check_columns(dataset: Dataset, config: str) -> None:
    """A dataset that an earlier or another tool built may lack what pages show."""
    wanted = [path for path, _ in leaves(arrow_schema(config_of(config).columns))]
    for split, table in dataset.tables.get(config, {}).items():
        there = {path for path, _ in leaves(table.schema)}
        lacking = [path for path in wanted if path not in there]
        if lacking:
            listed = ", ".join(lacking[:5]) + (" …" if len(lacking) > 5 else "")
            raise DatasetError(f"{config}, {split}: no column {listed}; build it with this version")


def _rows(dataset: Dataset, config: str) -> Iterator[tuple[Row, str]]:
    for split, table in sorted(dataset.tables.get(config, {}).items()):
        for row in table.to_pylist():
            yield row, split


def _stories(documents: list[tuple[Row, str]], beside: Beside) -> list[Story]:
    by_story: dict[str, list[Doc]] = {}
    for row, split in documents:
        docs = by_story.setdefault(str(row["story_id"]), [])
        docs.append(Doc(row, split, len(docs)))
    return [Story(id, beside.titles.get(id, id), docs) for id, docs in by_story.items()]


def _names(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for mention in row["mentions"]:
            if mention["entity_id"] is not None:
                yield mention["entity_id"], mention["entity_name"] or mention["entity_id"]
        for stance in row["stances"]:
            yield stance["holder_id"], stance["holder_name"] or stance["holder_id"]
            yield stance["target_id"], stance["target_text"] or stance["target_id"]
        for headline in row["headlines"]:
            yield headline["asserts_id"], headline["asserts_text"] or headline["asserts_id"]
        for claim in row["casualties"]:
            if claim["perpetrator_id"] is not None:
                yield claim["perpetrator_id"], claim["perpetrator_name"] or claim["perpetrator_id"]


def _check(found: Contents, rows: int) -> None:
    """Addresses need ids that differ, and spans text to stand on."""
    if len(found.docs) != rows:
        twice = Counter(doc.id for story in found.stories for doc in story.docs).most_common(1)[0][0]
        raise DatasetError(f"documents: {twice!r} is there twice")
    for doc in found.docs.values():
        for layer, start, end in _spans(doc):
            if not 0 <= start < end <= len(doc.text):
                length = len(doc.text)
                where = f"{layer} of {doc.id!r}: span [{start}, {end})"
                raise DatasetError(f"{where} is not in its text of {length} code points")


def _spans(doc: Doc) -> Iterator[tuple[str, int, int]]:
    for layer in ("zones", "sentences"):
        yield from ((layer, row["start"], row["end"]) for row in doc.records(layer))
    for layer in LAYERS:
        for row in doc.records(layer):
            for name in ("spans", "evidence_spans", "victims_spans"):
                yield from ((layer, start, end) for start, end in row.get(name) or ())
