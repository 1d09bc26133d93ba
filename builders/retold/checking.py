"""Applies the rules to a corpus whose documents pass one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, Protocol

from retold.challenge import CHALLENGE
from retold.challenge.items import ChallengeSet, compiled, concerning
from retold.corpus import Corpus
from retold.documents import Document, Layers
from retold.findings import Finding
from retold.model import Seed
from retold.records import Row, Validate
from retold.rules import RULES, bare_names, consistency, ids, registry

_TEXT = tuple(rule.text for rule in RULES if rule.text)
_DOCUMENT = tuple(rule.document for rule in RULES if rule.document)
_CLEAR = {rule.document: rule.clear for rule in RULES if rule.clear}
_LAYERS = tuple(rule.layers for rule in RULES if rule.layers)
_TABLES = tuple(rule.tables for rule in RULES if rule.tables)
# Of the rules over all documents those that look at names and ids; the others are about stories.
_OF_ITEMS = tuple(
    rule.across for rule in (*ids.RULES, *consistency.RULES, *bare_names.RULES) if rule.across
)
_JUDGES = tuple((rule.code, rule.across) for rule in RULES if rule.across)
# Rules that gather the same facts share them, under the code of the first.
_GATHER = {across.facts: code for code, across in reversed(_JUDGES)}
ACROSS = tuple((code, across) for code, across in _JUDGES if _GATHER[across.facts] == code)
"""The codes under which facts are kept, and how they are gathered."""


class Facts(Protocol):
    """Where facts go."""

    def add(self, rule: str, key: str, value: object) -> None:
        """Keeps a value that msgspec can encode."""


class Store(Protocol):
    """Where facts come from."""

    def of(self, rule: str, type: Any) -> Iterator[tuple[str, Any]]:
        """Key and value of each fact of a rule that must be judged, by key, then as they came."""


def on_document(seed: Row[Seed], layers: Layers, corpus: Corpus, store: Facts) -> Iterator[Finding]:
    """What rules find in one document's text and layers; its facts go to ``store``."""
    text = next(iter(layers.documents.values())).text
    for of_text in _TEXT:
        yield from of_text(seed, text, corpus)
    for document in layers.documents.values():
        yield from of_document(document, corpus)
        # now, not after the other layers: what rules share is that of one document at a time
        for code, across in ACROSS:
            for key, value in across.facts(document, corpus):
                store.add(code, key, value)
    for of_layers in _LAYERS:
        yield from of_layers(layers, corpus)


def of_document(document: Document, corpus: Corpus) -> Iterator[Finding]:
    """What rules find in one document of one layer."""
    for look in _DOCUMENT:
        clear = _CLEAR.get(look)
        if clear is None or not clear(document, corpus):
            yield from look(document, corpus)


def on_corpus(corpus: Corpus, store: Store) -> Iterator[Finding]:
    """What rules find in the tables and, after the last document, in the facts."""
    for of_tables in _TABLES:
        yield from of_tables(corpus)
    for _, across in _JUDGES:
        yield from across.judge(store.of(_GATHER[across.facts], across.value), corpus)


@dataclass
class _Remembered:
    """What was found in the challenge set that was checked last, and all that it follows from.

    Whoever checks a corpus again and again (an editor, tests by mutation) seldom changes that.
    """

    of: object = None
    findings: tuple[Finding, ...] = ()


_last = _Remembered()


def on_challenge(corpus: Corpus, texts: Mapping[str, str], validate: Validate) -> tuple[Finding, ...]:
    """What compiling the challenge set finds, and what rules on documents find in it, as in gold.

    ``texts`` are those of the documents that items quote; ``validate`` says how a record breaks its
    schema.
    """
    of = (corpus.settings, corpus.tables, corpus.proposals.get(CHALLENGE), concerning(corpus), texts)
    if _last.of != of:
        _last.findings = tuple(_placed(compiled(corpus, texts, validate)))
        _last.of = of
    return _last.findings


def _placed(found: ChallengeSet) -> Iterator[Finding]:
    lines = {side.document.id: item.line for item in found.items for side in item.sides}
    for finding in _of_challenge(found):
        place = finding.place
        if place.line is None and place.doc in lines:  # a passage of a text, not of a record
            place = replace(place, line=lines[place.doc], record=place.record or place.doc)
        yield replace(finding, place=place)


def _of_challenge(found: ChallengeSet) -> Iterator[Finding]:
    yield from found.findings
    for document in found.corpus:
        yield from of_document(document, found.corpus)
    for across in _OF_ITEMS:
        facts = (fact for document in found.corpus for fact in across.facts(document, found.corpus))
        # judged by key, and of one key in the order of the documents
        yield from across.judge(iter(sorted(facts, key=itemgetter(0))), found.corpus)
    for look in (registry.one_wikidata_id, registry.shared_name):
        added = {row.file for rows in found.additions.tables.values() for row in rows}
        yield from (wrong for wrong in look(found.corpus) if wrong.place.file in added)
    if {CHALLENGE, "seed", "entity"} & found.corpus.broken:
        return  # an item that cannot be read, or compiled, may use what no other does
    yield from registry.unused(
        (fact for document in found.corpus for fact in registry.named(document, found.corpus)),
        found.additions,
    )
