"""Events told by documents of many tasks -> the rows of the config ``events``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from retold.tables.shown import SHOWN, claim_row, lettered

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
    claims: Sequence[Row]
    documents: Mapping[str, tuple[str, str]]


def told(corpus: Corpus, facts: Store) -> Told:
    """The events of all tasks. One event's claims are in memory at a time, and the ids of documents."""
    retellings: dict[str, list[str]] = {}
    for story, doc in facts.of(RETELLINGS, str):
        retellings.setdefault(story, []).append(doc)
    parts: list[TablePart] = []
    shown: list[Row] = []
    claims: list[Row] = []
    stories: dict[str, None] = {}
    total = 0

    def counted(found: Iterator[tuple[str, Row, Claims]]) -> Iterator[Row]:
        """The rows; of the first of a split, what the card shows is kept, and of all others no claim."""
        nonlocal total
        for numbered, (_, row, of_event) in enumerate(found):
            total += 1
            if numbered < SHOWN and len(shown) < SHOWN:
                ids = set(row["claims"])
                shown.append(row)
                claims.extend(claim_row(claim) for claim, _ in of_event if claim.id in ids)
                stories.update(dict.fromkeys(story for _, story in of_event))
            yield row

    for split, found in groupby(_rows(corpus, facts, retellings), key=itemgetter(0)):
        rows = counted(found)
        while batch := list(_batch(rows)):
            parts.append(table_part(events.CONFIG, split, batch, ()))
    docs = sorted(doc for story in stories for doc in retellings[story])
    return Told(parts, shown, total, claims, lettered(corpus.seeds[doc] for doc in docs))


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
