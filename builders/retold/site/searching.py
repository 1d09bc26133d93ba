"""The search index: what can be found, in shards that a page loads one after the other as scripts.

``fetch`` does not work on pages from disk, scripts do. Each shard calls ``retoldShard`` with a list of
documents; the script of the search page (assets/search.js) compares, so nothing is computed here but
what stands where.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from retold.site.contents import Contents, Doc
from retold.site.entities import Entity
from retold.site.names import anchor
from retold.wording import attitude, figure, words

SHARD = 250_000
"""Characters from which on a shard is full."""

Entry = tuple[str, str, str, str]
"""Anchor, language, the words that are shown, and further words to find it by."""


def shards(contents: Contents, entities: Sequence[Entity]) -> dict[str, bytes]:
    """Path -> bytes of the shards, and of the script that says how many there are."""
    files: dict[str, bytes] = {}
    waiting: list[str] = []
    size = 0
    for block in _blocks(contents, entities):
        line = _json(block)
        waiting.append(line)
        size += len(line)
        if size >= SHARD:
            files[f"search/{len(files) + 1}.js"] = _shard(waiting)
            waiting, size = [], 0
    if waiting:
        files[f"search/{len(files) + 1}.js"] = _shard(waiting)
    head = {"shards": len(files), "documents": len(contents.docs)}
    return {"search/index.js": f"window.retoldSearch = {_json(head)};\n".encode(), **files}


def _shard(lines: list[str]) -> bytes:
    return ("retoldShard([\n" + ",\n".join(lines) + "\n]);\n").encode("utf-8")


def _json(value: Any) -> str:
    """JSON that is a script too, wherever it stands."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _blocks(contents: Contents, entities: Sequence[Entity]) -> Iterator[list[Any]]:
    """What a page is about: its path, its label, kind, entries, and 1 where it is invented."""
    for doc in contents.docs.values():
        for kind, entries in (("passage", _passages), ("annotation", _annotations)):
            found = [list(entry) for entry in entries(contents, doc)]
            yield [doc.path, doc.label, kind, found, int(doc.invented)]
    for entity in entities:
        names = [name for found in entity.names.values() for name in found]
        listed = [name for found in entity.registry.values() for name in found]
        also = " ".join(dict.fromkeys([*names, *listed, entity.wikidata or "", entity.id]))
        entry = ["", "en", entity.name, also]
        yield [entity.path, entity.name, "entity", [entry], int(entity.invented)]


def _passages(contents: Contents, doc: Doc) -> Iterator[Entry]:
    """The sentences, with the English names of the entities in them."""
    mentions = sorted(doc.records("mentions"), key=lambda row: row["start"])
    at = 0
    for sentence in sorted(doc.records("sentences"), key=lambda row: row["start"]):
        while at < len(mentions) and mentions[at]["start"] < sentence["start"]:
            at += 1
        names: dict[str, None] = {}
        while at < len(mentions) and mentions[at]["start"] < sentence["end"]:
            names.setdefault(contents.name(mentions[at]["entity_id"]))
            at += 1
        text = doc.text[sentence["start"] : sentence["end"]]
        lang = doc.lang_at(sentence["start"])
        yield anchor(sentence["sentence_id"]), lang, text, " ".join(filter(None, names))


def _annotations(contents: Contents, doc: Doc) -> Iterator[Entry]:
    for row in doc.records("stances"):
        said = f"{contents.name(row['holder_id'])}, {attitude(row['polarity'])}: "
        yield anchor(row["stance_id"]), "en", said + contents.name(row["target_id"]), row["stance_id"]
    for row in doc.records("headlines"):
        said = f"Headline, body {words(row['vs_body'])}: {contents.name(row['asserts_id'])}"
        yield anchor(row["headline_id"]), "en", said, row["headline_id"]
    for row in doc.records("casualties"):
        blamed = contents.name(row["perpetrator_id"])
        said = f"{figure(row)}; {blamed}: {words(row['responsibility'])}" if blamed else figure(row)
        yield anchor(row["claim_id"]), "en", said, f"{row['claim_id']} {row['event_id']}"
    for row in doc.records("faults"):
        said = f"Fault, {words(row['fault'])}: {row['note']}"
        yield anchor(row["fault_id"]), "en", said, f"{row['fault_id']} {row['surface']}"
