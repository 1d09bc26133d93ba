"""One retelling of an invented story -> the records of its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from retold.authored import AUTHOR
from retold.authored.sheets import Retelling
from retold.challenge.marks import MarkError, Named, mention
from retold.challenge.marks import Place as Spot
from retold.challenge.quotes import QuoteError, located
from retold.challenge.records import CompactError, record
from retold.formats.inline import Inline
from retold.model import Annotation, Drift, Fault, Zone, labels
from retold.records import Validate


class Problem(NamedTuple):
    """What is wrong: its code, the file below seeds/authored, the field in it, and what."""

    code: str
    file: str
    field: str | None
    what: str


@dataclass
class Draft:
    """A retelling while its records are made; faults wait for the texts of the others."""

    story: str
    name: str
    told: Retelling
    page: Inline
    names: dict[str, str] = field(default_factory=dict)
    """What the author calls a record -> its id."""

    @property
    def doc(self) -> str:
        """Id of the document."""
        return f"{self.story}-{self.name}"

    @property
    def drifts(self) -> tuple[str, ...]:
        """How it departs from the facts, a drift a fault."""
        faults = (given for given in self.told.records if given.get("kind") == "fault")
        return tuple(str(fault.get("drift")) for fault in faults)

    @property
    def sheet(self) -> str:
        """The file of the records."""
        return f"{self.story}/{self.name}.json"

    def records(self, named: Named, validate: Validate, problems: list[Problem]) -> Iterator[Annotation]:
        """Zones, mentions, stances, headlines and claims. ``named`` grows by unnamed entities."""
        yield from self._zones()
        yield from self._mentions(named, problems)
        count: Counter[str] = Counter()
        for number, given in enumerate(self.told.records):
            compact = dict(given)
            kind, name = str(compact.get("kind")), compact.pop("as", None)
            if kind == "fault":
                continue
            count[kind] += 1
            where = f"records.{number}"
            try:
                made = record(compact, self.page.text, self.doc, AUTHOR, count[kind], validate)
            except QuoteError as error:
                problems.append(Problem("RT931", self.sheet, where, str(error)))
                continue
            except CompactError as error:
                for at, message in error.problems:
                    place = f"{where}.{at}" if at else where
                    problems.append(Problem("RT932", self.sheet, place, message))
                continue
            if name is not None:
                self.names[str(name)] = made.id
            yield made

    def _zones(self) -> Iterator[Annotation]:
        for number, part in enumerate(self.page.parts, 1):
            id, lang = f"{self.doc}-z{number:02d}", part.lang or self.told.lang
            yield Zone(id, self.doc, AUTHOR, (part.span,), part.zone, lang)  # type: ignore[arg-type]

    def _mentions(self, named: Named, problems: list[Problem]) -> Iterator[Annotation]:
        for number, mark in enumerate(self.page.marks, 1):
            at = mark.span[0]
            zone = next(part for part in self.page.parts if part.span[0] <= at < part.span[1])
            lang = zone.lang or self.told.lang
            surface = self.page.text[slice(*mark.span)]
            try:
                yield mention(
                    mark, surface, Spot(self.doc, AUTHOR, number, lang, self.told.published), named
                )
            except MarkError as error:
                file = f"{self.story}/{self.name}.txt"
                problems.append(Problem("RT930", file, None, f"[{surface}]: {error}"))

    def faults(
        self,
        drafts: Mapping[str, Draft],
        facts: Sequence[str],
        validate: Validate,
        problems: list[Problem],
    ) -> Iterator[Fault]:
        """The faults: each is a drift that was planned, and may say from which of the ``facts``."""
        given = [(n, dict(r)) for n, r in enumerate(self.told.records) if r.get("kind") == "fault"]
        if self.told.faithful == bool(given):
            message = f"faithful is {str(self.told.faithful).lower()}, with {len(given)} faults"
            problems.append(Problem("RT941", self.sheet, "faithful", message))
        for number, (at, compact) in enumerate(given, 1):
            where = f"records.{at}"
            drift, fact = compact.pop("drift", None), compact.pop("fact", None)
            if drift not in labels(Drift):
                message = f"{drift!r} is no drift; there are: {', '.join(labels(Drift))}"
                problems.append(Problem("RT941", self.sheet, f"{where}.drift", message))
                drift = None
            if fact is not None and fact not in facts:
                message = f"facts.json has no figure or distractor {fact!r}"
                problems.append(Problem("RT941", self.sheet, f"{where}.fact", message))
                fact = None
            try:
                values = {**compact, "id": f"{self.doc}-f{number:02d}", "doc": self.doc}
                values |= {"annotator": AUTHOR, **self._passages(compact, drafts)}
                of_facts = {"drift": drift, "fact": fact}
                values |= {name: value for name, value in of_facts.items() if value is not None}
            except QuoteError as error:
                problems.append(Problem("RT931", self.sheet, where, str(error)))
                continue
            broken = [*validate("fault", values)]
            for _, name, message in broken:
                place = f"{where}.{name}" if name else where
                problems.append(Problem("RT932", self.sheet, place, message))
            if not broken:
                yield msgspec.convert(values, Fault)

    def _passages(self, compact: Mapping[str, Any], drafts: Mapping[str, Draft]) -> dict[str, Any]:
        """``spans``, ``surface`` and ``right`` of a fault, from quotes. Raises QuoteError."""
        spans = self.located(compact.get("spans"), "spans")
        surface = " ".join(self.page.text[start:end] for start, end in spans)
        right = compact.get("right")
        if isinstance(right, dict):
            other = drafts.get(str(right.get("doc")))
            if other is None:
                known = ", ".join(drafts)
                raise QuoteError(f"right.doc is {right.get('doc')!r}; the retellings are {known}")
            right = {"doc": other.doc, "spans": other.located(right.get("spans"), "right.spans")}
        return {"spans": spans, "surface": surface, "right": right}

    def located(self, quotes: Any, field: str) -> list[list[int]]:
        """Where quotes stand in the text. Raises QuoteError."""
        if not isinstance(quotes, list | tuple):
            raise QuoteError(f"{field} is {quotes!r}, not a list of quotes")
        try:
            return [list(located(self.page.text, quote)) for quote in quotes]
        except QuoteError as error:
            raise QuoteError(f"{field}: {error}") from None
