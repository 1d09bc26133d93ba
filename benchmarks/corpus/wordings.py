"""The files of wording/: what is said in each language, with sentences taken apart at their gaps."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from retold.segmentation import tokens

LANGS = ("en", "id", "hi", "ur")

# What stands in a gap: entities of the story, its day, figures and nouns, and what is drawn anew.
SLOTS = (
    "per1", "per2", "per3", "per4", "sur1", "sur2", "org1", "org2", "org3", "med", "force",
    "front", "city", "city2", "land", "land2", "gov", "norp", "loc", "fac1", "fac2", "evt", "law",
    "wea", "lang", "misc", "day", "date", "month", "kind", "src", "killed", "injured", "missing",
    "displaced", "families", "nobody", "prop1", "prop2", "prop3", "card", "thing", "time", "dur",
    "money", "fact",
)  # fmt: skip
NUMBER = {name: number for number, name in enumerate(SLOTS)}

Sentence = tuple[str | int, ...]
"""Words, and between them the numbers of slots."""


@dataclass(frozen=True)
class Wording:
    """One file of wording/."""

    lang: str
    table: Mapping[str, Any]
    sentences: Mapping[str, tuple[Sentence, ...]]
    facts: tuple[str, ...]
    """Every clause of ``nouns.who``, ``does`` and ``how``."""

    def victims(self, slot: str) -> list[str]:
        """The nouns for victims, in the form that the sentences need at ``slot``."""
        nouns = self.table["nouns"]
        return list(nouns["victims_oblique" if slot in self.table["oblique"] else "victims"])


@cache
def wording(lang: str) -> Wording:
    """What is said in a language. Raises ValueError for a sentence without its stop."""
    data = (Path(__file__).parent / "wording" / f"{lang}.toml").read_bytes()
    table = tomllib.loads(data.decode("utf-8"))
    lines = {name: [table[name]] for name in ("dateline",)} | table["sentences"]
    sentences = {name: tuple(map(_apart, texts)) for name, texts in lines.items()}
    for name in ("claims", "long", "short", *EVIDENCE):
        for text in table["sentences"][name]:
            if not text.endswith(table["stop"]):
                raise ValueError(f"{lang}.toml, {name}: {text!r} does not end with {table['stop']!r}")
    nouns = table["nouns"]
    facts = tuple(
        table["fact"].format(who=who, does=does, how=how)
        for who in nouns["who"]
        for does in nouns["does"]
        for how in nouns["how"]
    )
    return Wording(lang, table, sentences, facts)


# Sentences that records have as evidence.
EVIDENCE = (
    "missing", "displaced", "spared", "unstated", "claimed", "org_support", "org_oppose",
    "quote_support", "quote_oppose", "gov_conditional", "gov_neutral", "critic", "praise",
    "author_support", "author_oppose",
)  # fmt: skip


@cache
def vocabulary() -> frozenset[str]:
    """Every word of all languages, in lower case: none of them may be a name."""
    texts = (text for lang in LANGS for text in _strings(wording(lang).table))
    return frozenset(text[a:b].lower() for text in texts for a, b in tokens(text))


def _apart(text: str) -> Sentence:
    pieces = re.split(r"\{(\w+)\}", text)
    return tuple(NUMBER[piece] if number % 2 else piece for number, piece in enumerate(pieces) if piece)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
