"""Events told by documents of many tasks -> the rows of the config ``events``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from retold.checking import Store
from retold.corpus import Corpus
from retold.engine.task import RETELLINGS, TOLD
from retold.events import facts_of_event
from retold.model import Casualty, Split, labels
from retold.tables import events
from retold.tables.base import Row
from retold.tables.parts import TablePart, table_part
from retold.tables.shown import SHOWN, claim_row, lettered

_PER_FILE = 20_000

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
    for split in labels(Split):
        numbered = 0
        rows = _rows(corpus, facts, retellings, split)
        while batch := list(islice(rows, _PER_FILE)):
            parts.append(table_part(events.CONFIG, split, [row for row, _ in batch], ()))
            for row, of_event in batch:
                if numbered < SHOWN and len(shown) < SHOWN:
                    ids = set(row["claims"])
                    shown.append(row)
                    claims += [claim_row(claim) for claim, _ in of_event if claim.id in ids]
                    stories.update(dict.fromkeys(story for _, story in of_event))
                numbered += 1
        total += numbered
    docs = sorted(doc for story in stories for doc in retellings[story])
    return Told(parts, shown, total, claims, lettered(corpus.seeds[doc] for doc in docs))


def _rows(
    corpus: Corpus, facts: Store, retellings: Mapping[str, Sequence[str]], split: Any
) -> Iterator[tuple[Row, Claims]]:
    """The rows of one split, by event and harm, with the claims of their event."""
    type_ = tuple[Casualty, str]
    for event, group in groupby(facts.of(TOLD, type_), key=itemgetter(0)):
        found = [(claim, story) for _, (claim, story) in group if corpus.stories[story].split == split]
        if found:
            for made in facts_of_event(corpus, corpus.events[event], found, retellings):
                yield events.event_row(made), found
