"""Rules on what is there for nothing: a document without annotation, a story without a document."""

from __future__ import annotations

from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding, Place
from retold.model import Seed, Story, Zone
from retold.rules.base import Rule
from retold.rules.words import is_word

# A text of so many words without a name, number or date would be a rare one.
_LONG = 20


def only_zones(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if document.layer != "gold" or document.file in corpus.broken:
        return
    if not all(isinstance(row.record, Zone) for row in document.rows):
        return
    words = sum(
        is_word(document.text[start:end])
        for sentence in document.sentences
        for start, end in sentence.tokens
        if sentence.zone.zone != "furniture"
    )
    if words >= _LONG:
        message = f"zones and nothing else, over {words} words"
        yield Finding("RT708", Place(document.file, doc=document.id), message)


def untold(corpus: Corpus) -> Iterator[Finding]:
    if "seed" in corpus.broken:
        return
    told = {row.record.story for row in corpus.tables.get("seed", ()) if isinstance(row.record, Seed)}
    if not told <= corpus.stories.keys():
        return  # a seed of an unknown story (RT304) may be the one that lacks
    for row in corpus.tables.get("story", ()):
        if isinstance(row.record, Story) and row.record.id not in told:
            yield row.finding("RT709", "no line of seeds/seeds.jsonl names it")


RULES = (
    Rule(
        "RT708",
        "warning",
        "document with zones alone",
        why="It looks annotated and is not; in training its names would count as none.",
        fix="Annotate it, or keep it out of gold until it is.",
        bad="a page of running text, and not one mention",
        good="two words without a name",
        document=only_zones,
    ),
    Rule(
        "RT709",
        "warning",
        "story that no document tells",
        why="It is left over, or a seed names another story by mistake.",
        fix="Remove it from seeds/stories.jsonl, or correct the seed's story.",
        bad="port-storm in stories.jsonl, and no seed with it",
        good="port-storm with one retelling",
        tables=untold,
    ),
)
