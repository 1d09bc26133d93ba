"""Items of the challenge set -> pairs of documents, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from retold.challenge import CHALLENGE
from retold.challenge.checks import compared
from retold.challenge.marks import MarkError, Named, Place, mention
from retold.challenge.quotes import QuoteError, located
from retold.challenge.records import CompactError, record
from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.formats.inline import Inline, InlineError, loads
from retold.manifest import sha256
from retold.model import (
    Annotation,
    Challenge,
    Event,
    Published,
    Record,
    Seed,
    Side,
    Spans,
    Zone,
    surface_of,
)
from retold.records import Row, Validate, Violation, sort_key
from retold.slots import CHECKED

SIDES = ("original", "edit")


@dataclass(frozen=True)
class Compiled:
    """One text of an item as a document, and the passage that it is about (None: all of it)."""

    document: Document
    focus: Spans | None

    @property
    def records(self) -> tuple[Annotation, ...]:
        """All records of the text, zones too."""
        return tuple(row.record for row in self.document.rows)


@dataclass(frozen=True)
class Item:
    """An item with its two documents."""

    record: Challenge
    original: Compiled
    edit: Compiled
    line: int
    """Where it stands in its file, from 1."""

    @property
    def sides(self) -> tuple[Compiled, Compiled]:
        """Original and edit."""
        return self.original, self.edit


@dataclass(frozen=True)
class ChallengeSet:
    """The items that could be compiled, by id, and what is wrong with any.

    ``corpus`` has their documents as gold, and the registry with what the items add to it.
    """

    items: tuple[Item, ...]
    corpus: Corpus
    findings: tuple[Finding, ...]

    @property
    def additions(self) -> Corpus:
        """The corpus with nothing in its registry but what was added for items."""
        return replace(self.corpus, tables=self.corpus.proposals.get(CHALLENGE, {}), proposals={})


def doc_id(item: str, side: str) -> str:
    """Id of the document that is one side of an item."""
    return f"{item}-{side}"


def _sound(kind: str, value: object) -> tuple[Violation, ...]:
    """Of a corpus that was checked, records need no second look."""
    return ()


def compiled(corpus: Corpus, texts: Mapping[str, str], validate: Validate = _sound) -> ChallengeSet:
    """The challenge set of a corpus.

    ``texts`` are those of the documents that items quote; ``validate`` says how a record breaks its
    schema.
    """
    registry = corpus.registry(CHALLENGE)
    # what could not be read of manifest or registry may be what an item names
    whole = not {"seed", "entity"} & corpus.broken
    rows = cast(tuple[Row[Challenge], ...], corpus.tables.get("challenge", ()) if whole else ())
    findings: list[Finding] = []
    items: list[Item] = []
    entries: list[Row[Record]] = []
    for row in sorted(rows, key=lambda row: row.record.id):
        named = Named(row.record.id, registry.entities)
        wrong = [*_of_item(row, corpus)]
        pair = [_side(row, side, named, corpus, validate, wrong) for side in SIDES]
        findings += wrong
        original, edit = pair
        if original is None or edit is None:
            continue
        if original.document.text == edit.document.text:
            message = "the texts of original and edit are the same"
            findings.append(row.finding("RT935", message, "edit.text"))
        findings += _not_the_passage(row, texts, original.document.text)
        found = Item(row.record, original, edit, row.line)
        findings += [*_says_nothing(row, found), *_of_the_item_alone(row, found)]
        items.append(found)
        entries += [Row(entity, row.file, row.line) for entity in named.own.values()]
        entries += [Row(event, row.file, row.line) for event in _events(found)]
    return ChallengeSet(tuple(items), _view(corpus, items, entries), tuple(findings))


def challenge_set(corpus: Corpus) -> ChallengeSet:
    """The challenge set of a corpus whose documents are in memory."""
    return compiled(corpus, corpus.texts)


def concerning(corpus: Corpus) -> frozenset[str]:
    """What could not be read of what items may need: kinds of records, and files of items."""
    below = f"annotations/{CHALLENGE}/"
    return frozenset(n for n in corpus.broken if "/" not in n or n.startswith(below))


def quoted_documents(corpus: Corpus) -> set[str]:
    """Ids of the documents of which items have a passage."""
    rows = cast(tuple[Row[Challenge], ...], corpus.tables.get("challenge", ()))
    return {row.record.origin.doc for row in rows if row.record.origin is not None}


def _of_item(row: Row[Challenge], corpus: Corpus) -> Iterator[Finding]:
    """What is wrong with an item as a whole."""
    item = row.record
    name = row.file.rpartition("/")[2].removesuffix(".jsonl")
    if item.phenomenon != name:
        message = f"phenomenon is {item.phenomenon!r}, the file is {name!r}'s"
        yield row.finding("RT936", message, "phenomenon")
    known = CHECKED[item.task]
    for slot in item.checks:
        if slot not in known:
            message = f"{slot!r} is no slot of {item.task}; there are: {', '.join(known)}"
            yield row.finding("RT934", message, "checks")
    if item.origin is not None and item.origin.doc not in corpus.seeds:
        yield row.finding("RT302", f"no document {item.origin.doc!r}", "origin.doc")


def _side(
    row: Row[Challenge],
    side: str,
    named: Named,
    corpus: Corpus,
    validate: Validate,
    wrong: list[Finding],
) -> Compiled | None:
    """One side; None where a part of it cannot be read, after saying all that is wrong."""
    item = row.record
    given: Side = getattr(item, side)
    try:
        inline = loads(given.text)
    except InlineError as error:
        wrong += [row.finding("RT930", problem, f"{side}.text") for problem in error.problems]
        return None
    before = len(wrong)
    doc = doc_id(item.id, side)
    records: list[Annotation] = [*_zones(inline, item, doc)]
    for number, mark in enumerate(inline.marks, 1):
        place = Place(doc, item.annotator, number, item.lang, item.published)
        surface = inline.text[slice(*mark.span)]
        try:
            records.append(mention(mark, surface, place, named))
        except MarkError as error:
            wrong.append(row.finding("RT930", f"[{surface}]: {error}", f"{side}.text"))
    for number, compact in enumerate(given.records):
        field = f"{side}.records.{number}"
        own = {"event": f"ev-{item.id}"} if compact.get("kind") == "casualty" else {}
        try:
            given_record = {**own, **compact}
            records.append(record(given_record, inline.text, doc, item.annotator, number + 1, validate))
        except QuoteError as error:
            wrong.append(row.finding("RT931", str(error), field))
        except CompactError as error:
            wrong += [
                row.finding("RT932", message, f"{field}.{name}" if name else field)
                for name, message in error.problems
            ]
    focus = None
    if given.focus is not None:
        try:
            focus = (located(inline.text, given.focus),)
        except QuoteError as error:
            wrong.append(row.finding("RT931", str(error), f"{side}.focus"))
    if len(wrong) > before:
        return None
    rows = tuple(Row(found, row.file, row.line) for found in sorted(records, key=sort_key))
    seed = _seed(item, doc, inline.text, corpus)
    return Compiled(Document(seed, inline.text, "gold", row.file, rows), focus)


def _zones(inline: Inline, item: Challenge, doc: str) -> Iterator[Zone]:
    for number, part in enumerate(inline.parts, 1):
        zone, lang = part.zone, part.lang or item.lang
        yield Zone(f"{doc}-z{number}", doc, item.annotator, (part.span,), zone, lang)  # type: ignore[arg-type]


def _seed(item: Challenge, doc: str, text: str, corpus: Corpus) -> Seed:
    """What the manifest says of a document, for one that is written in an item."""
    origin = corpus.seeds.get(item.origin.doc) if item.origin else None
    return Seed(
        id=doc,
        file=f"{doc}.txt",
        sha256=sha256(text.encode("utf-8")),
        lang=item.lang,
        outlet=origin.outlet if origin else None,
        story=doc,
        published=Published(item.published, False),
        licence=origin.licence if origin else str(corpus.settings.licences.get("annotations", "")),
        obtained=item.published,
    )


def _not_the_passage(row: Row[Challenge], texts: Mapping[str, str], said: str) -> Iterator[Finding]:
    """RT933 for an original that is not the passage that it names."""
    origin = row.record.origin
    if origin is not None and origin.doc in texts:
        passage = "\n".join(surface_of(texts[origin.doc], (span,)) for span in origin.spans)
        if said != passage:
            message = f"the original is {said!r}, the passage {passage!r}"
            yield row.finding("RT933", message, "origin.spans")


def _says_nothing(row: Row[Challenge], item: Item) -> Iterator[Finding]:
    """RT934 where neither side has a record to be compared: a silent system would pass."""
    task, checks = item.record.task, item.record.checks
    if not any(compared(task, checks, side.records, side.focus) for side in item.sides):
        message = f"neither text has a record of {task} to be compared"
        yield row.finding("RT934", message, "checks")


def _of_the_item_alone(row: Row[Challenge], item: Item) -> Iterator[Finding]:
    """RT934 for slots whose value is an entity of the item alone: no system can know its id."""
    task, own = item.record.task, f"e-{item.record.id}-"
    for slot in item.record.checks:
        value = CHECKED[task].get(slot, lambda record: None)
        found = [
            value(record)
            for side in item.sides
            for record in compared(task, item.record.checks, side.records, side.focus)
        ]
        named = {str(id) for one in found for id in (one if isinstance(one, tuple) else (one,))}
        for id in sorted(name for name in named if name.startswith(own)):
            message = f"{slot} is compared, and {id!r} is of this item alone: no system knows it"
            yield row.finding("RT934", message, "checks")


def _events(item: Item) -> Iterator[Event]:
    """The item's own events, named by its claims."""
    ids = {claim.event for side in item.sides for claim in side.document.casualties}
    for id in sorted(ids):
        if id.startswith(f"ev-{item.record.id}"):
            yield Event(id, item.record.id, None, ())


def _view(corpus: Corpus, items: Iterable[Item], entries: Iterable[Row[Record]]) -> Corpus:
    """The corpus that rules and tables see: the items' documents, the registry with its additions."""
    tables = dict(corpus.tables)
    for kind, rows in corpus.proposals.get(CHALLENGE, {}).items():
        tables[kind] = (*tables.get(kind, ()), *rows)
    tables["entity"] = (
        *tables.get("entity", ()),
        *(row for row in entries if not isinstance(row.record, Event)),
    )
    tables["event"] = (*tables.get("event", ()), *(r for r in entries if isinstance(r.record, Event)))
    documents = tuple(side.document for item in items for side in item.sides)
    return replace(
        corpus, tables=tables, layers={"gold": documents}, annotated=(), broken=concerning(corpus)
    )
