"""Rules on splits: nothing that a model has trained on may be in its test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from operator import itemgetter

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Seed
from retold.records import record_id
from retold.rules.base import Across, Fact, Rule


def same_text(corpus: Corpus) -> Iterator[Finding]:
    seeds = corpus.tables.get("seed", ())
    digests = Counter(row.record.sha256[:16] for row in seeds if isinstance(row.record, Seed))
    first: dict[str, Seed] = {}
    for row in seeds:
        seed = row.record
        assert isinstance(seed, Seed)
        if digests[seed.sha256[:16]] == 1:  # as nearly all: what is remembered stays small
            continue
        before = first.setdefault(seed.sha256, seed)
        splits = [corpus.stories[s.story].split for s in (before, seed) if s.story in corpus.stories]
        if len(set(splits)) == 2:
            message = f"{before.id!r} has the same text and is in {splits[0]}, this is in {splits[1]}"
            yield row.finding("RT702", message, "sha256")


def told_events(document: Document, corpus: Corpus) -> Iterator[Fact]:
    story = corpus.stories.get(document.seed.story)
    if document.layer == "gold" and story is not None:
        for event in sorted({claim.event for claim in document.casualties}):
            yield event, (story.split, document.id)


def event_in_two_splits(
    facts: Iterator[tuple[str, tuple[str, str]]], corpus: Corpus
) -> Iterator[Finding]:
    told: dict[str, dict[str, str]] = {}
    for event, (split, doc) in facts:
        told.setdefault(event, {})[split] = doc
    for row in corpus.tables.get("event", ()):
        splits = told.get(record_id(row.record), {})
        if len(splits) > 1:
            shown = ", ".join(f"{split} ({doc})" for split, doc in sorted(splits.items()))
            yield row.finding("RT703", f"claims of it stand in {shown}")


RULES = (
    Rule(
        "RT702",
        "error",
        "one text in two splits",
        why="What a model has trained on is no test of it.",
        fix="Put both stories into one split, or remove one of the documents.",
        bad="one text in train and in test",
        good="one text twice in train",
        tables=same_text,
    ),
    Rule(
        "RT703",
        "error",
        "one event in two splits",
        why="What a model has trained on is no test of it; links and figures need all claims in one.",
        fix="Put the stories that tell the event into one split.",
        bad="claims about one fire in train and in test",
        good="all of them in test",
        across=Across(tuple[str, str], told_events, event_in_two_splits, reading=itemgetter(0)),
    ),
)
