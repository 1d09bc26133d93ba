"""A small document and its records in memory, for tests of rules on what the text says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from retold.corpus import Corpus, Settings
from retold.documents import Document
from retold.model import (
    Annotation,
    Casualty,
    Count,
    Entity,
    Event,
    HarmDate,
    Mention,
    Perpetrator,
    Published,
    Record,
    Seed,
    Source,
    Span,
    Stance,
    Victims,
    Zone,
    ZoneName,
)
from retold.records import Row
from retold.rules import CATALOGUE

ENTITIES = (
    Entity("e-union", "ORG", "other", {"en": ("Dock Union",)}, None),
    Entity("e-wire", "ORG", "media", {"en": ("Coast Wire",)}, None),
    Entity("e-norland", "GPE", None, {"en": ("Norland",)}, None),
    Entity("e-norlanders", "NORP", None, {"en": ("Norlanders",)}, None),
    Entity("e-captains", "PER", None, {"en": ("both captains",)}, None),
    Entity("e-ada-lund", "PER", None, {"en": ("Ada Lund",)}, "Q1"),
)
EVENT = Event("ev-crane", "Crane accident", "2031-05-02", ())


def corpus(event: Event = EVENT) -> Corpus:
    rows: dict[str, tuple[Row[Record], ...]] = {
        "entity": tuple(Row(e, "entities", n) for n, e in enumerate(ENTITIES, 1)),
        "event": (Row(event, "events", 1),),
    }
    return Corpus(Settings("x", "X", "0.1.0", {}), rows, {})


class Page:
    """A document of one paragraph a line, and its records."""

    def __init__(self, *lines: str, lang: str = "en", zones: tuple[ZoneName, ...] = ()) -> None:
        self.text, self.lang = "\n".join(lines), lang
        names: Iterator[ZoneName] = iter(zones)
        self.records: list[Annotation] = [
            Zone(f"z{n}", "d", "a", (self.span(line),), next(names, "body"), lang)
            for n, line in enumerate(lines)
        ]

    def span(self, words: str) -> Span:
        assert self.text.count(words) == 1
        return (self.text.index(words), self.text.index(words) + len(words))

    def mention(self, words: str, type: str, entity: str | None = None, **fields: Any) -> None:
        values = {"kind": "mention", "level": "name", "value": None} | fields
        fixed = dict.fromkeys(("org_subtype", "metonym", "referent", "anchor"))
        own = {"id": f"m{len(self.records)}", "doc": "d", "annotator": "a", "surface": words}
        record = {**fixed, **own, **values, "spans": [self.span(words)], "type": type, "entity": entity}
        self.records.append(msgspec.convert(record, Mention))

    def stance(self, *evidence: str, holder: str = "e-union", chain: tuple[str, ...] = ()) -> None:
        spans = tuple(self.span(words) for words in evidence)
        name = f"s{len(self.records)}"
        self.records.append(
            Stance(name, "d", "a", holder, "p-x", "oppose", "indirect", ("outlet", *chain), spans)
        )

    def claim(self, evidence: str, **fields: Any) -> None:
        spans = (self.span(evidence),)
        claim = Casualty(
            f"c{len(self.records)}",
            "d",
            "a",
            "ev-crane",
            "event",
            "killed",
            True,
            Count(None, "unstated", None, None, None),
            Victims(None, None, "unknown", "unknown"),
            Perpetrator(None, "unattributed"),
            None,
            Source(("outlet",), "none", False),
            "asserted",
            HarmDate(None, None, None, None, None),
            (),
            spans,
        )
        self.records.append(msgspec.structs.replace(claim, **fields))

    def found(self, code: str, *, whole: bool = True, event: Event = EVENT) -> list[str]:
        """Messages of one rule."""
        seed = Seed(
            "d", "d.txt", "0" * 64, self.lang, None, "s", Published("2031-05-04", True), "CC0-1.0", "x"
        )
        rows = tuple(Row(record, "f", line) for line, record in enumerate(self.records, 1))
        look = CATALOGUE[code].document
        assert look is not None
        return [
            f.message for f in look(Document(seed, self.text, "gold", "f", rows, whole), corpus(event))
        ]


def exact(words: str, number: int) -> Count:
    return Count(words, "exact", number, number, number)
