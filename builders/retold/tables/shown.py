"""All tables of a release, and what its card shows of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from retold.corpus import Corpus
from retold.model import Casualty, Seed, Split, labels
from retold.splits import by_split
from retold.tables import CONFIGS, challenge, counts, events
from retold.tables.base import Config, Row
from retold.tables.parts import TablePart, table_parts
from retold.wording import letter

SHOWN = 100
"""Events and harms that the card lists; the config has all."""


@dataclass(frozen=True)
class Tables:
    """What a release is made of.

    ``parts`` stand in the order of the configs, then of the splits, then of the tasks that made them.
    ``events`` are the rows that the card shows, of ``all_events``, where there are real ones only of
    these: ``invented`` counts those that are left out for it. ``claims`` and ``documents`` are what the
    card's picture needs of them: columns of claims, and letter and label of each document.
    """

    parts: Sequence[TablePart]
    counts: Sequence[Mapping[str, Any]]
    events: Sequence[Row]
    all_events: int
    invented: int
    claims: Sequence[Row]
    documents: Mapping[str, tuple[str, str]]
    challenge: Sequence[Row]
    layers: Mapping[str, AbstractSet[str]]
    """Annotator -> the documents of their layer."""


def tables_of(corpus: Corpus) -> Tables:
    """The tables of a corpus whose documents are in memory."""
    rows = rows_of(events.CONFIG, corpus)
    told = [row for row in rows if is_real(row, corpus)] or rows
    ids = {id for row in told[:SHOWN] for id in row["claims"]}
    return Tables(
        parts=list(table_parts(corpus, CONFIGS)),
        counts=[c for split, found in by_split(corpus).items() for c in counts(split, found)],
        events=told[:SHOWN],
        all_events=len(told),
        invented=len(rows) - len(told),
        claims=[claim_row(claim) for claim in corpus.claims.values() if claim.id in ids],
        documents=lettered(document.seed for document in corpus),
        challenge=rows_of(challenge.CONFIG, corpus),
        layers={name: {d.id for d in found} for name, found in corpus.layers.items() if name != "gold"},
    )


def rows_of(config: Config, corpus: Corpus) -> list[Row]:
    """All rows of a config, split after split."""
    return [row for found in config.parts(corpus).values() for row in config.rows(corpus, found)]


def is_real(row: Row, corpus: Corpus) -> bool:
    """Whether a row of the config ``events`` is of a document that an outlet published."""
    told = (*row["documents"], *row["denying_documents"])
    return any(corpus.seeds[doc].provenance == "real" for doc in told)


def claim_row(claim: Casualty) -> Row:
    """The columns of a claim, as in ``casualties``, that the card's picture shows."""
    return {
        "claim_id": claim.id,
        "doc_id": claim.doc,
        "harm": claim.harm,
        "occurred": claim.occurred,
        "count_surface": claim.count.surface,
        "count_form": claim.count.form,
        "count_min": claim.count.min,
        "count_max": claim.count.max,
        "perpetrator_id": claim.perpetrator.actor,
        "responsibility": claim.perpetrator.responsibility,
        "source_party": claim.source.party,
        "source_chain": claim.source.chain,
        "anonymous": claim.source.anonymous,
    }


def lettered(seeds: Iterable[Seed]) -> dict[str, tuple[str, str]]:
    """Document id -> its letter within its story, and what to call it."""
    of_story: Counter[str] = Counter()
    found = {}
    for seed in seeds:
        found[seed.id] = (letter(of_story[seed.story]), f"{seed.outlet or seed.id} ({seed.lang})")
        of_story[seed.story] += 1
    return found


def summed(counted: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Counts per split and language, of several parts -> of the whole, in the order of ``counts``."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for row in counted:
        numbers = {name: n for name, n in row.items() if name not in ("split", "lang")}
        found.setdefault((row["split"], row["lang"]), Counter()).update(numbers)
    order = labels(Split)
    rows = sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    return [{"split": split, "lang": lang, **numbers} for (split, lang), numbers in rows]
