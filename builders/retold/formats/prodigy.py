"""Prodigy's JSONL of tasks, as spaCy's projects read it: a text, spans, relations a line.

Offsets count code points, as Python and spaCy do. Prodigy hands on keys that it does not know, so
attributes are keys of a span or relation, links to a database stand under ``links``, and metadata are
further keys of the line. A relation repeats its ends as ``head_span`` and ``child_span``; ``head`` and
``child`` are the last token of each. ``meta.doc`` is the document's id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from retold.findings import Finding, Place
from retold.formats import jsonlines
from retold.formats.base import Files, Fitted, Format, Holding, Loss, Read
from retold.formats.features import PLAIN_ROLES, lacking
from retold.formats.jsonlines import marks_first, rest, span_of, text_of
from retold.formats.neutral import Attribute, Document, Item, Json, Mark, Normalisation, Relation
from retold.segmentation import tokens

NAME = "prodigy"
ENDS = ("head", "child")
_OWN = ("text", "spans", "relations")
OF_SPAN = ("start", "end", "text", "label", "links")
OF_RELATION = ("head_span", "child_span", "label", "links", "head", "child")
_LINK = ("db", "key", "text", "label")


def loads(files: Files) -> Read:
    """Reads every line of every file."""
    return jsonlines.loads(files, NAME, parse)


def dumps(documents: Sequence[Document]) -> dict[str, str]:
    """Writes a line a document."""
    return jsonlines.dumps(documents, NAME, parse, build)


def parse(value: Mapping[str, Json], id: str, place: Place) -> tuple[Document | None, list[Finding]]:
    """One row."""
    text = text_of(value, place)
    if isinstance(text, Finding):
        return None, [text]
    findings: list[Finding] = []
    marks: list[Mark] = []
    others: list[Item] = []
    for number, said in enumerate(_list(value, "spans", place, findings)):
        here = Place(place.file, place.line, place.record, f"spans.{number}")
        mark, wrong = _mark(text, said, f"s{number}", here)
        findings += wrong
        if mark is not None:
            marks.append(mark)
            others += _said_of(mark.id, said, OF_SPAN)
    for number, said in enumerate(_list(value, "relations", place, findings)):
        here = Place(place.file, place.line, place.record, f"relations.{number}")
        relation, wrong = _relation(text, said, f"r{number}", marks, here)
        findings += wrong
        if relation is not None:
            others += [relation, *_said_of(relation.id, said, OF_RELATION)]
    if value.get("answer") in ("reject", "ignore"):
        findings.append(Finding("RT911", place, f"the answer is {value['answer']!r}"))
    metadata = rest(value, _OWN)
    meta = value.get("meta")
    named = isinstance(meta, dict) and isinstance(meta.get("doc"), str)
    if named and isinstance(meta, dict):
        id = meta["doc"]
        metadata["meta"] = rest(meta, ["doc"])
        metadata = metadata if metadata["meta"] else rest(metadata, ["meta"])
    document = Document(id, text, (*marks, *others), metadata=metadata, named=named)
    return _without_derived(document), findings


def _list(
    value: Mapping[str, Json], key: str, place: Place, findings: list[Finding]
) -> list[Mapping[str, Json]]:
    found = value.get(key)
    if found is None:
        return []
    if not jsonlines.plain(found):
        findings.append(Finding("RT901", place, f"{key} is not a list of objects"))
        return []
    return list(found)


def _mark(
    text: str, said: Mapping[str, Json], id: str, place: Place
) -> tuple[Mark | None, list[Finding]]:
    span, wrong = span_of(text, said, "start", "end", place)
    label = said.get("label") or ""
    if span is None or not isinstance(label, str):
        return None, wrong or [Finding("RT901", place, f"label is {label!r}, not a string")]
    if "text" in said and said["text"] != text[slice(*span)]:
        meant = text[slice(*span)]
        message = f"text is {said['text']!r}, at [{span[0]}, {span[1]}) stands {meant!r}"
        return None, [Finding("RT903", place, message)]
    return Mark(id, label, (span,)), []


def _said_of(target: str, said: Mapping[str, Json], used: Sequence[str]) -> Iterator[Item]:
    links = said.get("links")
    for number, link in enumerate(links if links is not None and _are_links(links) else []):
        yield Normalisation(f"{target}.n{number}", target, **{name: link[name] for name in _LINK})
    for name, value in said.items():
        if name not in used or (name == "links" and not _are_links(value)):
            yield Attribute(f"{target}.{name}", target, name, value)


def _are_links(value: Json) -> bool:
    return jsonlines.plain(value) and all(
        set(link) == set(_LINK) and all(isinstance(item, str) for item in link.values())
        for link in value
    )


def _relation(
    text: str, said: Mapping[str, Json], id: str, marks: list[Mark], place: Place
) -> tuple[Relation | None, list[Finding]]:
    """A relation; an end that is none of the spans becomes one."""
    ends = []
    for end in ENDS:
        span = said.get(f"{end}_span")
        if not isinstance(span, dict):
            return None, [Finding("RT901", place, f"there is no object {end}_span")]
        found, wrong = _mark(text, span, f"{id}.{end}", place)
        if found is None:
            return None, wrong
        number = span.get("span")
        like = [m for m in marks if (m.spans, m.label) == (found.spans, found.label)]
        if type(number) is int and 0 <= number < len(marks) and marks[number] in like:
            like = [marks[number]]
        if not like:
            marks.append(found)
        ends.append((like or [found])[0].id)
    label = said.get("label") or ""
    if not isinstance(label, str):
        return None, [Finding("RT901", place, f"label is {label!r}, not a string")]
    return Relation(id, label, tuple(zip(PLAIN_ROLES, ends, strict=True))), []


def derived(document: Document) -> tuple[list[Json], dict[str, tuple[int, int]]]:
    """Tokens for a text with relations, cut at the edges of marks too; first and last of each mark."""
    edges = {edge for mark in document.marks for span in mark.spans for edge in span}
    spans: list[tuple[int, int]] = []
    for start, end in tokens(document.text):
        cuts = [start, *sorted(edge for edge in edges if start < edge < end), end]
        spans += pairwise(cuts)
    text = document.text
    found: list[Json] = [
        {"text": text[a:b], "start": a, "end": b, "id": n, "ws": text[b : b + 1] == " "}
        for n, (a, b) in enumerate(spans)
    ]
    inside = {
        mark.id: [n for n, (a, b) in enumerate(spans) if start <= a and b <= end]
        for mark in document.marks
        for start, end in mark.spans
    }
    return found, {id: (ns[0], ns[-1]) for id, ns in inside.items() if ns}


def _without_derived(document: Document) -> Document:
    """The document without the tokens that ``build`` would make for it anyway."""
    if not _needs_tokens(document):
        return document
    found, places = derived(document)
    if document.metadata.get("tokens") != found:
        return document
    known = {
        (id, name, value)
        for id, pair in places.items()
        for name, value in zip(("token_start", "token_end"), pair, strict=True)
    }
    items = tuple(
        item
        for item in document.items
        if not (
            isinstance(item, Attribute)
            and type(item.value) is int
            and (item.target, item.name, item.value) in known
        )
    )
    return replace(document, items=items, metadata=rest(document.metadata, ["tokens"]))


def _needs_tokens(document: Document) -> bool:
    return any(isinstance(item, Relation) for item in document.items)


def build(document: Document) -> dict[str, Json]:
    """The row of a document."""
    marks, numbers = marks_first(document)
    metadata = dict(document.metadata)
    said: dict[str, dict[str, Json]] = {}
    for item in document.items:
        if isinstance(item, Attribute):
            said.setdefault(item.target, {})[item.name] = item.value
        elif isinstance(item, Normalisation):
            link = {name: getattr(item, name) for name in _LINK}
            said.setdefault(item.target, {}).setdefault("links", []).append(link)
    if _needs_tokens(document) and "tokens" not in metadata:
        metadata["tokens"], places = derived(document)
        for id, (first, last) in places.items():
            said.setdefault(id, {}).update({"token_start": first, "token_end": last})
    spans = [
        {
            "start": mark.spans[0][0],
            "end": mark.spans[0][1],
            "text": document.text[slice(*mark.spans[0])],
            "label": mark.label,
            **said.get(mark.id, {}),
        }
        for mark in marks
    ]
    row: dict[str, Json] = {"text": document.text, "spans": spans}
    relations = []
    for item in document.items:
        if isinstance(item, Relation):
            relation: dict[str, Json] = {}
            for end, (_, id) in zip(ENDS, item.args, strict=True):
                span = spans[numbers[id]]
                kept = ("start", "end", "label", "token_start", "token_end")
                copy = {name: span[name] for name in kept if name in span}
                relation[f"{end}_span"] = {**copy, "span": numbers[id]}
                if "token_end" in span:
                    relation[end] = span["token_end"]
            relations.append({**relation, "label": item.label, **said.get(item.id, {})})
    if relations:
        row["relations"] = relations
    if document.named:
        meta = metadata.get("meta")
        metadata["meta"] = {**(meta if isinstance(meta, dict) else {}), "doc": document.id}
    return {**row, **metadata}


_SPAN = "a span with start and end"
_OUT = "left out"
HOLDS = {
    "spans": Holding(True, _SPAN),
    "adjacent": Holding(True, _SPAN),
    "nested": Holding(True, f"{_SPAN}; for spans_manual, not ner_manual"),
    "stacked": Holding(True, f"{_SPAN}; for spans_manual, not ner_manual"),
    "crossing": Holding(True, f"{_SPAN}; for spans_manual, not ner_manual"),
    "lines": Holding(True, _SPAN),
    "discontinuous": Holding(False, _OUT),
    "zero-width": Holding(True, "a span whose start is its end"),
    "attributes": Holding(True, "further keys of the span"),
    "other-attributes": Holding(True, "further keys of the relation"),
    "values": Holding(True, "any JSON"),
    "clashes": Holding(False, _OUT),
    "relations": Holding(True, "relations, with the tokens that they need"),
    "roles": Holding(False, "head and child, in that order"),
    "higher-relations": Holding(False, _OUT),
    "groups": Holding(False, _OUT),
    "events": Holding(False, _OUT),
    "normalisations": Holding(True, "the key links of the span"),
    "notes": Holding(False, _OUT),
    "note-lines": Holding(False, _OUT),
    "odd-names": Holding(True, "labels are strings"),
    "metadata": Holding(True, "further keys of the line"),
    "tokens": Holding(False, _OUT),
    "white-space": Holding(True, "text is a string"),
    "unannotated": Holding(True, "an empty list of spans"),
    "empty": Holding(True, "an empty text"),
}


def fit(document: Document) -> Fitted:
    """What Prodigy can hold of a document: spans of one piece, relations, keys without clashes."""
    own = [*_OWN, *(["meta"] if _clashes(document) else [])]
    marks = {mark.id for mark in document.marks}
    taken = [
        n
        for n, item in enumerate(document.items)
        if isinstance(item, Attribute)
        and item.name in (OF_SPAN if item.target in marks else OF_RELATION)
    ]
    items = tuple(item for n, item in enumerate(document.items) if n not in taken)
    left, losses = jsonlines.fit(replace(document, items=items), lacking(HOLDS), own)
    return left, (*losses, *([Loss("clashes", len(taken))] if taken else []))


def _clashes(document: Document) -> bool:
    """Whether the metadata have another ``meta`` than the one that names the document."""
    meta = document.metadata.get("meta")
    if not isinstance(meta, dict):
        return "meta" in document.metadata and document.named
    return isinstance(meta.get("doc"), str) or (document.named and "doc" in meta)


FORMAT = Format(NAME, "Prodigy JSONL", (".jsonl",), "code points", loads, dumps, fit, HOLDS)
