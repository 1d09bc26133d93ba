"""Small corpora from marked text, for rules that one case folder does not show enough of.

A line is a zone, ``body`` unless it begins with ``<zone>| `` or ``<zone>/<lang>| ``.
``[words|entity]`` is a mention of an entity, ``[words|DATE=2031-05-02@]`` of a value, with ``@``
where it is anchored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from retold.corpus import Corpus, Settings
from retold.documents import Document
from retold.facts import FactStore
from retold.findings import Finding
from retold.model import (
    Annotation,
    Entity,
    Mention,
    Published,
    RegistryType,
    Seed,
    Span,
    Split,
    Story,
    Zone,
)
from retold.records import Row
from retold.rules import CATALOGUE

PUBLISHED = "2031-05-04"


def entity(id: str, type: RegistryType, *names: str, lang: str = "en") -> Entity:
    sub = "other" if type == "ORG" else None
    return Entity(id, type, sub, {lang: names}, None)  # type: ignore[arg-type]


def corpus(
    entities: Iterable[Entity] = (), *seeds: Seed, splits: dict[str, Split] | None = None
) -> Corpus:
    stories: dict[str, Split] = splits or {}
    tables: dict[str, list[Any]] = {
        "entity": list(entities),
        "seed": list(seeds),
        "story": [Story(id, id, split) for id, split in stories.items()],
    }
    rows = {
        kind: tuple(Row(record, f"{kind}.jsonl", line) for line, record in enumerate(records, 1))
        for kind, records in tables.items()
    }
    return Corpus(Settings("x", "X", "0.1.0", {}), rows, {})


def document(
    id: str,
    marked: str,
    entities: Iterable[Entity] = (),
    *,
    story: str = "s",
    lang: str = "en",
    published: str = PUBLISHED,
) -> Document:
    types = {e.id: e.type for e in entities}
    text = ""
    records: list[Annotation] = []
    for line in marked.split("\n"):
        zone = re.match(r"(headline|related|furniture|body)(?:/([a-z]+))?\| ", line)
        text += "\n" if text else ""
        start = len(text)
        for piece in re.split(r"(\[[^|\]]+\|[^\]]+\])", line[zone.end() :] if zone else line):
            mark = re.fullmatch(r"\[(.+)\|(.+)\]", piece)
            text += mark[1] if mark else piece
            if mark:
                span = (len(text) - len(mark[1]), len(text))
                records.append(_mention(f"{id}-m{len(records)}", id, span, mark[1], mark[2], types))
        name: Any = zone[1] if zone else "body"
        tongue = (zone and zone[2]) or lang
        records.append(Zone(f"{id}-z{start}", id, "a", ((start, len(text)),), name, tongue))
    digest = hashlib.sha256(text.encode()).hexdigest()
    day = Published(published, True)
    seed = Seed(id, f"{id}.txt", digest, lang, None, story, day, "CC0-1.0", "2031-06-01")
    rows = tuple(Row(record, f"{id}.jsonl", line) for line, record in enumerate(records, 1))
    return Document(seed, text, "gold", f"{id}.jsonl", rows)


def _mention(id: str, doc: str, span: Span, surface: str, label: str, types: dict[str, Any]) -> Mention:
    kind, _, value = label.partition("=")
    anchor = PUBLISHED if value.endswith("@") else None
    linked = None if value else label
    type = kind if value else types[label]
    return Mention(
        id, doc, "a", (span,), surface, type, "name", None, None, linked, None,
        value.removesuffix("@") or None, anchor,
    )  # fmt: skip


def findings(code: str, within: Corpus, *documents: Document) -> list[Finding]:
    """What the rule of that code finds, in the tables, in documents alone or across them."""
    return list(_findings(code, within, documents))


def _findings(code: str, within: Corpus, documents: Iterable[Document]) -> Iterator[Finding]:
    rule = CATALOGUE[code]
    if rule.tables:
        yield from rule.tables(within)
    if rule.document:
        for one in documents:
            yield from rule.document(one, within)
    if rule.across:
        with FactStore() as store:
            for one in documents:
                for key, value in rule.across.facts(one, within):
                    store.add(code, key, value)
            yield from rule.across.judge(store.of(code, rule.across.value), within)
