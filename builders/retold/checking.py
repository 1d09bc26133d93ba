"""Applies the rules to a corpus whose documents pass one by one."""

from __future__ import annotations

from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document, Layers
from retold.facts import FactStore
from retold.findings import Finding
from retold.model import Seed
from retold.records import Row
from retold.rules import RULES

_TEXT = tuple(rule.text for rule in RULES if rule.text)
_DOCUMENT = tuple(rule.document for rule in RULES if rule.document)
_LAYERS = tuple(rule.layers for rule in RULES if rule.layers)
_TABLES = tuple(rule.tables for rule in RULES if rule.tables)
_ACROSS = tuple((rule.code, rule.across) for rule in RULES if rule.across)


def on_document(seed: Row[Seed], layers: Layers, corpus: Corpus, store: FactStore) -> Iterator[Finding]:
    """What rules find in one document's text and layers; its facts go to ``store``."""
    text = next(iter(layers.documents.values())).text
    for of_text in _TEXT:
        yield from of_text(seed, text, corpus)
    for document in layers.documents.values():
        yield from of_document(document, corpus)
    for of_layers in _LAYERS:
        yield from of_layers(layers, corpus)
    for code, across in _ACROSS:
        for document in layers.documents.values():
            for key, value in across.facts(document, corpus):
                store.add(code, key, value)


def of_document(document: Document, corpus: Corpus) -> Iterator[Finding]:
    """What rules find in one document of one layer."""
    for look in _DOCUMENT:
        yield from look(document, corpus)


def on_corpus(corpus: Corpus, store: FactStore) -> Iterator[Finding]:
    """What rules find in the tables and, after the last document, in the facts."""
    for of_tables in _TABLES:
        yield from of_tables(corpus)
    for code, across in _ACROSS:
        yield from across.judge(store.of(code, across.value), corpus)
