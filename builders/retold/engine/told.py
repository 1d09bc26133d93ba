"""Events told by documents of many tasks -> the rows of the config ``events``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from retold.checking import Store
from retold.corpus import Corpus
from retold.engine.task import RETELLINGS, TOLD
from retold.events import facts_of_event
from retold.model import Casualty, Split, labels
from retold.tables import events
from retold.tables.base import Row
from retold.tables.parts import TablePart, table_part
from retold.tables.shown import SHOWN, claim_row, is_real, lettered

_PER_FILE = 100_000
"""Claims of the events of a file, and a little more: what is in memory at a time."""

Claims = Sequence[tuple[Casualty, str]]
"""Claims with the stories of their documents."""


@dataclass(frozen=True)
class Told:
    """The tables of events, and what the card shows of them (``tables.shown.Tables``)."""

    parts: Sequence[TablePart]
    events: Sequence[Row]
    all_events: int
    invented: int
    claims: Sequence[Row]
    documents: Mapping[str, tuple[str, str]]


@dataclass
class _Shown:
    """Rows of one kind, counted: of the first ones, what the card shows is kept, of others no claim."""

    rows: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    stories: dict[str, None] = field(default_factory=dict)
    total: int = 0

    def add(self, row: Row, of_event: Claims) -> None:
        self.total += 1
        if len(self.rows) < SHOWN:
            ids = set(row["claims"])
            self.rows.append(row)
            self.claims.extend(claim_row(claim) for claim, _ in of_event if claim.id in ids)
            self.stories.update(dict.fromkeys(story for _, story in of_event))


def told(corpus: Corpus, facts: Store) -> Told:
    """The events of all tasks. One event's claims are in memory at a time, and the ids of documents."""
    retellings: dict[str, list[str]] = {}
    for story, doc in facts.of(RETELLINGS, str):
        retellings.setdefault(story, []).append(doc)
    parts: list[TablePart] = []
    real, invented = _Shown(), _Shown()

    def counted(found: Iterator[tuple[str, Row, Claims]]) -> Iterator[Row]:
        for _, row, of_event in found:
            (real if is_real(row, corpus) else invented).add(row, of_event)
            yield row

    for split, found in groupby(_rows(corpus, facts, retellings), key=itemgetter(0)):
        rows = counted(found)
        while batch := list(_batch(rows)):
            parts.append(table_part(events.CONFIG, split, batch, ()))
    kept = real if real.rows else invented
    docs = sorted(doc for story in kept.stories for doc in retellings[story])
    left_out = invented.total if real.rows else 0
    documents = lettered(corpus.seeds[doc] for doc in docs)
    return Told(parts, kept.rows, kept.total, left_out, kept.claims, documents)


def _batch(rows: Iterator[Row]) -> Iterator[Row]:
    """The next rows, until they have so many claims."""
    claims = 0
    for row in rows:
        yield row
        claims += len(row["claims"])
        if claims >= _PER_FILE:
            return


def _rows(
    corpus: Corpus, facts: Store, retellings: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Row, Claims]]:
    """The rows by split, event and harm, with their split and the claims of their event."""
    splits = labels(Split)
    for key, group in groupby(facts.of(TOLD, tuple[Casualty, str]), key=itemgetter(0)):
        rank, event = key.split("\t")
        found = [told for _, told in group]
        for made in facts_of_event(corpus, corpus.events[event], found, retellings):
            yield splits[int(rank)], events.event_row(made), found
