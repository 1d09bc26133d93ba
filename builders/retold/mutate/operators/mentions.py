"""Mentions: boundaries, types, values, lost ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from retold.model import Mention, Span, extent
from retold.mutate.base import At, Operator, each, edit, put
from retold.mutate.layers import Edit
from retold.mutate.operators.spans import respanned
from retold.numerals import meaning
from retold.segmentation import tokens

_OTHER_TYPES = {"PER": "LOC", "LOC": "FAC", "FAC": "EVT", "EVT": "PER"}
_VALUES = ("DATE", "TIME", "CARDINAL", "MONEY")


def elsewhere(mention: Mention, at: At, *spans: Span) -> Mention:
    """The mention over other spans, its surface with it."""
    new = respanned(mention, spans, at.text)
    assert isinstance(new, Mention)
    return new


def inside_token(mention: Mention, at: At) -> Mention | None:
    """Without the last character of its last token."""
    start, end = mention.spans[-1]
    last = tokens(at.text[start:end])[-1:]
    if not last or last[0][1] - last[0][0] < 2:
        return None
    return elsewhere(mention, at, *mention.spans[:-1], (start, start + last[0][1] - 1))


def over_sentences(mention: Mention, at: At) -> Mention | None:
    """To the first token of the next sentence."""
    start, end = extent(mention.spans)
    following = [s for s in at.document.sentences if s.span[0] >= end]
    own = at.document.sentence_at(mention.spans)
    if not following or not following[0].tokens or own is None:
        return None
    return elsewhere(mention, at, (start, following[0].tokens[0][1]))


def into_furniture(mention: Mention, at: At) -> Mention | None:
    zones = [zone.spans[0] for zone in at.document.zones if zone.zone == "furniture"]
    if not zones:
        return None
    start, end = at.draw.one(zones)
    a, b = at.draw.one(tokens(at.text[start:end]))
    return elsewhere(mention, at, (start + a, start + b))


def cross(mention: Mention, at: At) -> Mention | None:
    """To the first character of the next mention, which goes on behind it."""
    start, end = extent(mention.spans)
    for other in at.document.mentions:
        a, b = extent(other.spans)
        if a >= end and b - a > 1 and not at.text[a].isspace():
            return elsewhere(mention, at, (start, a + 1))
    return None


def span_twice(mention: Mention, at: At) -> Iterable[Edit]:
    yield None, put(mention, "id", at.sources.new_id(mention.id))


def other_type(mention: Mention, at: At) -> Mention | None:
    """Another type that needs no other fields."""
    free = mention.type in _OTHER_TYPES and mention.metonym is None
    known = mention.entity in at.sources.entities
    return put(mention, "type", _OTHER_TYPES[mention.type]) if free and known else None


def organisation(mention: Mention, at: At) -> Mention | None:
    if mention.type != "GPE" or mention.entity not in at.sources.entities:
        return None
    for path, value in (
        ("type", "ORG"),
        ("org_subtype", "other"),
        ("metonym", None),
        ("referent", None),
    ):
        mention = put(mention, path, value)
    return mention


def other_subtype(mention: Mention, at: At) -> Mention | None:
    if mention.type != "ORG" or mention.entity not in at.sources.entities:
        return None
    return put(mention, "org_subtype", "party" if mention.org_subtype != "party" else "igo")


def types_crossed(mention: Mention, at: At) -> Iterable[Edit]:
    """Two mentions change all but their places, ids and entities."""
    for other in at.draw.order(at.document.mentions):
        known = {mention.entity, other.entity} <= set(at.sources.entities)
        if known and other.type != mention.type:
            yield mention, _labelled(mention, other)
            yield other, _labelled(other, mention)
            return


def nominal(mention: Mention, at: At) -> Mention | None:
    if mention.type in _VALUES:
        return None
    return put(mention, "level", "nominal" if mention.level == "name" else "name")


def drop_one_of_several(mention: Mention, at: At) -> Iterable[Edit]:
    alike = [m for m, _ in at.sources.of(Mention) if m.surface == mention.surface]
    return ((mention, None),) if len(alike) > 1 else ()


def drop_only(mention: Mention, at: At) -> Iterable[Edit]:
    alike = [m for m, _ in at.sources.of(Mention) if m.surface == mention.surface]
    return ((mention, None),) if len(alike) == 1 else ()


def drop_all_of_document(mention: Mention, at: At) -> Iterable[Edit]:
    return [(m, None) for m in at.document.mentions if m.surface == mention.surface]


def narrow(mention: Mention, at: At) -> Mention | None:
    """Without its first token."""
    start, end = mention.spans[0]
    found = tokens(at.text[start:end])
    if len(found) < 2 or len(mention.spans) > 1 or _taken(at, (start + found[1][0], end)):
        return None
    return elsewhere(mention, at, (start + found[1][0], end))


def widen(mention: Mention, at: At) -> Mention | None:
    """With the token behind it."""
    start, end = extent(mention.spans)
    sentence = at.document.sentence_at(mention.spans)
    behind = [span for span in sentence.tokens if span[0] >= end] if sentence else []
    if not behind or len(mention.spans) > 1:
        return None
    wider = (start, behind[0][1])
    return (
        None if any(_crosses(m, wider) for m in at.document.mentions) else elsewhere(mention, at, wider)
    )


def cut(mention: Mention, at: At) -> Iterable[Edit]:
    """Two mentions of its first word and of the rest."""
    start, end = mention.spans[0]
    space = re.search(r"\s+", at.text[start:end])
    if space and len(mention.spans) == 1:
        spans = (start, start + space.start()), (start + space.end(), end)
        if not any(_taken(at, span) for span in spans):
            yield mention, elsewhere(mention, at, spans[0])
            yield None, put(elsewhere(mention, at, spans[1]), "id", at.sources.new_id(mention.id))


def number(mention: Mention, at: At) -> Mention | None:
    """46 becomes 64: the value says another number than the words."""
    zone = at.document.zone_at(mention.spans)
    if mention.type != "CARDINAL" or mention.value is None or zone is None:
        return None
    known = meaning(mention.surface, zone.lang)
    value = re.sub(r"\d+", lambda found: _other_number(found[0]), mention.value, count=1)
    return put(mention, "value", value) if known is not None and known.form != "approx" else None


def value_form(mention: Mention, at: At) -> Mention | None:
    return put(mention, "value", f"{mention.value} or so") if mention.value is not None else None


def value_turned_round(mention: Mention, at: At) -> Mention | None:
    turned = {"DATE": "2031-05-09/2031-05-01", "CARDINAL": "64-46", "MONEY": "64-46 NOK"}
    return put(mention, "value", turned[mention.type]) if mention.type in turned else None


def value_lost(mention: Mention, at: At) -> Mention | None:
    return put(put(mention, "anchor", None), "value", None) if mention.value is not None else None


def day_moved(mention: Mention, at: At) -> Mention | None:
    """The value of a date one day later."""
    if mention.type != "DATE" or not re.fullmatch(r"\d{4}-\d\d-\d\d", mention.value or ""):
        return None
    return put(mention, "value", day_after(mention.value or ""))


def anchor_moved(mention: Mention, at: At) -> Mention | None:
    return put(mention, "anchor", day_after(mention.anchor)) if mention.anchor is not None else None


def anchor_lost(mention: Mention, at: At) -> Mention | None:
    return put(mention, "anchor", None) if mention.anchor is not None else None


def _labelled(mention: Mention, like: Mention) -> Mention:
    for name in ("type", "org_subtype", "metonym", "referent"):
        mention = put(mention, name, getattr(like, name))
    return mention


def _taken(at: At, span: Span) -> bool:
    return any(mention.spans == (span,) for mention in at.document.mentions)


def _crosses(mention: Mention, span: Span) -> bool:
    a, b = extent(mention.spans)
    return a < span[1] < b or (a, b) == span


def _other_number(digits: str) -> str:
    """The digits turned round, or one more where that is the same number."""
    turned = int(digits[::-1])
    return str(turned if turned != int(digits) else turned + 1)


def day_after(day: str) -> str:
    """The next calendar day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


OPERATORS = (
    Operator(
        "inside-token",
        "structural",
        "a mention without its last character",
        each(Mention, inside_token),
        ("RT211",),
    ),
    Operator(
        "over-sentences",
        "structural",
        "a mention that reaches into the next sentence",
        each(Mention, over_sentences),
        ("RT212",),
    ),
    Operator(
        "into-furniture",
        "structural",
        "a mention in a share bar",
        each(Mention, into_furniture),
        ("RT213",),
    ),
    Operator(
        "cross-mentions", "structural", "two mentions that cross", each(Mention, cross), ("RT214",)
    ),
    Operator("span-twice", "structural", "a mention twice", edit(Mention, span_twice), ("RT215",)),
    Operator(
        "other-type",
        "structural",
        "a mention of another type than its entity",
        each(Mention, other_type),
        ("RT305",),
    ),
    Operator(
        "place-as-organisation",
        "structural",
        "a GPE marked as ORG",
        each(Mention, organisation),
        ("RT305",),
    ),
    Operator(
        "other-subtype",
        "structural",
        "an ORG of another subtype than its entity",
        each(Mention, other_subtype),
        ("RT305",),
    ),
    Operator(
        "types-crossed",
        "structural",
        "two mentions of two types swap their labels",
        edit(Mention, types_crossed),
        ("RT305",),
    ),
    Operator(
        "number-in-value",
        "structural",
        "46 in the text, 64 in the value",
        each(Mention, number),
        ("RT218",),
    ),
    Operator(
        "value-form", "structural", "a value with words behind it", each(Mention, value_form), ("RT216",)
    ),
    Operator(
        "value-turned-round",
        "structural",
        "an interval or range that ends before it begins",
        each(Mention, value_turned_round),
        ("RT216",),
    ),
    Operator(
        "anchor-moved",
        "structural",
        "a relative date counted from the day after publication",
        each(Mention, anchor_moved),
        ("RT217",),
    ),
    Operator("anchor-lost", "semantic", "a relative date without anchor", each(Mention, anchor_lost)),
    Operator("value-lost", "semantic", "a date or number without value", each(Mention, value_lost)),
    Operator("day-moved", "semantic", "the value of a date one day later", each(Mention, day_moved)),
    Operator("level-changed", "semantic", "a name as nominal, or the other way", each(Mention, nominal)),
    Operator(
        "drop-one-of-several",
        "semantic",
        "one of several mentions of a name is lost",
        edit(Mention, drop_one_of_several),
    ),
    Operator(
        "drop-all-of-document",
        "semantic",
        "every mention of a name in one document is lost",
        edit(Mention, drop_all_of_document),
    ),
    Operator("narrow-mention", "semantic", "a mention without its first word", each(Mention, narrow)),
    Operator("widen-mention", "semantic", "a mention with the next word", each(Mention, widen)),
    Operator("cut-mention", "semantic", "one name as two mentions", edit(Mention, cut)),
    Operator(
        "drop-only",
        "undetectable",
        "the only mention of a name is lost",
        edit(Mention, drop_only),
        why="Nothing else says that these words are a name; a second annotator would.",
    ),
)
