"""Rules on retellings: what retells one story is one story's, in one split, and counts once.

`events.py` counts the stories that tell an event as its independent sources, and splits keep a story
together. Both fail in silence where one wire story was entered as two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter

from retold.corpus import Corpus
from retold.findings import Finding
from retold.model import Seed
from retold.records import Row
from retold.rules.base import Across, Rule
from retold.rules.tellings import (
    Pair,
    Telling,
    alike_pairs,
    by_items,
    by_text,
    of_claims,
    reaching,
)

# Documents that have so much in common retell one story: a warning is none too few.
_SURE = 0.8
# Documents are compared with those of other stories.
_STORY_OF = attrgetter("story")


def text_in_two_splits(facts: Iterator[tuple[str, Telling]], corpus: Corpus) -> Iterator[Finding]:
    def alike(pair: Pair) -> float:
        likeness = pair.text if pair.apart else 0.0
        # one text to the byte is RT702; of few pairs must the manifest be asked
        return 0.0 if likeness and pair.one_text else likeness

    for row, pair, how in alike_pairs(facts, alike, corpus):
        a, b = pair.splits
        message = f"{pair.a.doc!r}, in {a}, has nearly the same text ({how}); this is in {b}"
        yield row.finding("RT704", message, "story")


def text_counted_twice(facts: Iterator[tuple[str, Telling]], corpus: Corpus) -> Iterator[Finding]:
    # in two splits it is RT702 or RT704
    for row, pair, how in alike_pairs(
        of_claims(facts), lambda pair: pair.text if pair.events and not pair.apart else 0.0, corpus
    ):
        message = f"{pair.a.doc!r} of story {pair.seeds[0].story!r} has a copy of this text ({how})"
        yield row.finding("RT705", f"{message} with claims about {min(pair.events)!r} too", "story")


def story_in_two_splits(facts: Iterator[tuple[str, Telling]], corpus: Corpus) -> Iterator[Finding]:
    def alike(pair: Pair) -> float:
        return reaching(pair.story, _SURE) if pair.apart else 0.0

    for row, pair in _untold(facts, lambda pair: pair.told, alike, corpus):
        a, b = pair.splits
        yield row.finding("RT706", f"{_common(pair)}, and is in {a}; this is in {b}", "story")


def story_told_as_two(facts: Iterator[tuple[str, Telling]], corpus: Corpus) -> Iterator[Finding]:
    def told(pair: Pair) -> bool:
        # in two splits and sure, it is RT706
        return pair.told or (pair.apart and pair.story >= _SURE)

    for row, pair in _untold(facts, told, lambda pair: pair.story, corpus):
        a, b = pair.splits
        where = f", and is in {a}; this is in {b}" if pair.apart else ""
        yield row.finding("RT707", f"{_common(pair)}{where}", "story")


def _untold(
    facts: Iterator[tuple[str, Telling]],
    told: Callable[[Pair], bool],
    alike: Callable[[Pair], float],
    corpus: Corpus,
) -> Iterator[tuple[Row[Seed], Pair]]:
    """The pairs of two stories of which no pair has a finding by another rule."""
    known: set[frozenset[str]] = set()

    def likeness(pair: Pair) -> float:
        if told(pair):
            known.add(frozenset((pair.a.story, pair.b.story)))
            return 0.0
        return alike(pair)

    found = [(row, pair) for row, pair, _ in alike_pairs(facts, likeness, corpus)]
    yield from ((row, pair) for row, pair in found if {pair.a.story, pair.b.story} not in known)


def _common(pair: Pair) -> str:
    of = len({*pair.a.items, *pair.b.items})
    counts = f"{len(pair.shared)} of {of} entities, figures and dates"
    return f"{pair.a.doc!r} of story {pair.seeds[0].story!r} has {counts} in common with it"


_LEAK = "What a model has trained on is no test of it."

RULES = (
    Rule(
        "RT704",
        "error",
        "nearly one text in two splits",
        why=_LEAK,
        fix="Put both documents into one story, or their stories into one split.",
        bad="an agency text in train, and in test with a new first sentence",
        good="both in the story that they retell",
        across=Across(Telling, by_text, text_in_two_splits, reading=_STORY_OF),
    ),
    Rule(
        "RT705",
        "error",
        "copied text counted as an independent source",
        why="An event counts the stories that tell it; a copy is no second witness.",
        fix="Put both documents into one story.",
        bad="two outlets print one agency text, as two stories with claims about one fire",
        good="both retell one story",
        across=Across(Telling, by_text, text_counted_twice, reading=_STORY_OF),
    ),
    Rule(
        "RT706",
        "error",
        "one story in two splits",
        why=_LEAK,
        fix="Put both documents into one story, or their stories into one split.",
        bad="a story in train, and its translation, under another story, in test",
        good="both in one story",
        across=Across(Telling, by_items, story_in_two_splits, _STORY_OF),
    ),
    Rule(
        "RT707",
        "warning",
        "one story entered as two",
        why="Retellings of one story belong to it: they share a split and count as one source.",
        fix="Read both; put them into one story, unless they report two things.",
        bad="two reports of one meeting, with the same people, dates and figures, in two stories",
        good="a report of the meeting, and one of the next, a month later",
        across=Across(Telling, by_items, story_told_as_two, _STORY_OF),
    ),
)
