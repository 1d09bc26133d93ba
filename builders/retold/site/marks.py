"""The records of a document as marks in its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.site.contents import Contents, Doc, Row, Story
from retold.site.keys import Key, Keys, entity_path, figure_id
from retold.site.marking import Mark, Note, Span
from retold.site.names import anchor
from retold.wording import attitude, figure, sign, words

# Whose key comes first where marks share words: the name, then what is smallest in kind.
_NAME, _WORDS, _FAULT, _VICTIMS, _CLAIM, _HEADLINE, _POSITION, _EVIDENCE, _RIGHT = range(9)


def marks_of(contents: Contents, story: Story, doc: Doc, keys: Keys) -> Iterator[Mark]:
    """Every record of a document, and the passages here that set right a fault elsewhere."""
    for mention in doc.records("mentions"):
        yield _mention(mention, keys)
    for claim in doc.records("casualties"):
        yield from _claim(doc, claim, keys)
    for stance in doc.records("stances"):
        key = _numbers(keys.get("position", stance["target_id"]))
        note = Note(
            sign(stance["polarity"]),
            f"Position: {contents.name(stance['holder_id'])}, {attitude(stance['polarity'])}: "
            f"{contents.name(stance['target_id'])}",
            f"../{story.positions}#{anchor(stance['target_id'])}",
            "n-p",
            key,
        )
        yield Mark(stance["stance_id"], _spans(stance["evidence_spans"]), "p", _POSITION, key, note=note)
    for headline in doc.records("headlines"):
        key = _numbers(keys.get("position", headline["asserts_id"]))
        yield Mark(headline["headline_id"], _spans(headline["spans"]), "h", _HEADLINE, key)
        evidence = _spans(headline["evidence_spans"])
        yield Mark(headline["headline_id"], evidence, "b", _EVIDENCE, key, role="evidence")
    for number, fault in enumerate(doc.records("faults"), 1):
        key = _numbers(keys.get("fault", fault["fault_id"]))
        label = f"Fault {number}, {words(fault['fault'])}"
        note = Note(str(number), label, f"#n-{anchor(fault['fault_id'])}", "n-f", key)
        yield Mark(fault["fault_id"], _spans(fault["spans"]), "f", _FAULT, key, note=note)
    yield from _right(story, doc, keys)


def _mention(mention: Row, keys: Keys) -> Mark:
    id, referent = mention["entity_id"], mention["referent_id"]
    found = [key for key in (keys.get("name", id), keys.get("name", referent)) if key is not None]
    return Mark(
        mention["mention_id"],
        _spans(mention["spans"]),
        "m" if id is not None else "v",
        _NAME,
        tuple(key.number for key in found),
        href=None if id is None else f"../{entity_path(id)}",
        colour=found[0].colour if found and found[0].id == id else 0,
    )


def _claim(doc: Doc, claim: Row, keys: Keys) -> Iterator[Mark]:
    key = _numbers(keys.get("figure", figure_id(claim)))
    evidence = _spans(claim["evidence_spans"])
    said = figure(claim)
    path = keys.get("figure", figure_id(claim))
    href = f"../{path.path}#{anchor(claim['claim_id'])}" if path else "#"
    note = Note(said, f"Figure: {said}", href, "n-g", key)
    yield Mark(claim["claim_id"], evidence, "g", _CLAIM, key, note=note)
    victims = _spans(claim["victims_spans"])
    if victims:
        yield Mark(claim["claim_id"], victims, "y", _VICTIMS, key, role="victims")
    place = _stated(doc, claim, evidence)
    if place:
        yield Mark(claim["claim_id"], (place,), "w", _WORDS, key, role="figure")


def _stated(doc: Doc, claim: Row, evidence: Sequence[Span]) -> Span | None:
    """Where the words of the figure stand: among the victims, else in the evidence."""
    said = claim["count_surface"]
    if not said:
        return None
    for start, end in (*_spans(claim["victims_spans"]), *evidence):
        found = doc.text.find(said, start, end)
        if found >= 0:
            return found, found + len(said)
    return None


def _right(story: Story, doc: Doc, keys: Keys) -> Iterator[Mark]:
    for fault in story.set_right.get(doc.id, ()):
        spans = _spans(fault["right_spans"])
        if spans and spans[-1][1] <= len(doc.text):
            key = _numbers(keys.get("fault", fault["fault_id"]))
            yield Mark(fault["fault_id"], spans, "q", _RIGHT, key, role="right")


def _numbers(key: Key | None) -> tuple[int, ...]:
    return () if key is None else (key.number,)


def _spans(spans: Sequence[Sequence[int]] | None) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in spans or ())
