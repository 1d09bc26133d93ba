"""Zones: lost, too long, too short, cut, with another label or language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retold.model import Zone, ZoneName, extent, labels
from retold.mutate.base import At, Operator, each, edit, put
from retold.mutate.layers import Edit

_LINE_END = re.compile(r"[\r\n\x85\u2028\u2029]")


def delete(zone: Zone, at: At) -> Iterable[Edit]:
    return ((zone, None),)


def shorten(zone: Zone, at: At) -> Zone | None:
    """Without its last word."""
    start, end = zone.spans[0]
    words = at.text[start:end].rsplit(maxsplit=1)
    return put(zone, "spans", [[start, start + len(words[0])]]) if len(words) == 2 else None


def stretch(zone: Zone, at: At) -> Zone | None:
    """To the first character of the next zone."""
    following = _next(zone, at)
    if following is None:
        return None
    return put(zone, "spans", [[zone.spans[0][0], following.spans[0][0] + 1]])


def over_lines(zone: Zone, at: At) -> Iterable[Edit]:
    following = _next(zone, at)
    if following is not None and _LINE_END.search(_between(zone, following, at)):
        yield from _merged(zone, following)


def merge_in_line(zone: Zone, at: At) -> Iterable[Edit]:
    following = _next(zone, at)
    if following is not None and not _LINE_END.search(_between(zone, following, at)):
        yield from _merged(zone, following)


def twice(zone: Zone, at: At) -> Iterable[Edit]:
    yield None, put(zone, "id", at.sources.new_id(zone.id))


def cut_through_mention(zone: Zone, at: At) -> Iterable[Edit]:
    """Two zones in place of one, the cut between two words of a mention."""
    for mention in at.draw.order(at.document.mentions):
        start, end = extent(mention.spans)
        space = re.search(r"\s+", at.text[start:end])
        if space and at.document.zone_at(mention.spans) == zone:
            yield from _cut(zone, start + space.start(), start + space.end(), at)
            return


def cut_between_sentences(zone: Zone, at: At) -> Iterable[Edit]:
    inside = [s.span for s in at.document.sentences if s.zone == zone]
    if len(inside) > 1:
        number = at.draw.below(len(inside) - 1)
        yield from _cut(zone, inside[number][1], inside[number + 1][0], at)


def furniture(zone: Zone, at: At) -> Zone | None:
    """The label furniture for a zone with a mention."""
    held = any(at.document.zone_at(m.spans) == zone for m in at.document.mentions)
    return put(zone, "zone", "furniture") if held and zone.zone != "furniture" else None


def not_a_headline(zone: Zone, at: At) -> Zone | None:
    """The label body for a zone that a headline record names."""
    named = [h for h in at.document.headlines if at.document.zone_at(h.spans[:1]) == zone]
    return put(zone, "zone", "body") if named else None


def relabel(zone: Zone, at: At) -> Zone | None:
    return put(zone, "zone", at.draw.one([name for name in labels(ZoneName) if name != zone.zone]))


def swap_labels(zone: Zone, at: At) -> Iterable[Edit]:
    others = [z for z in at.document.zones if z.zone != zone.zone]
    if others:
        other = at.draw.one(others)
        yield zone, put(zone, "zone", other.zone)
        yield other, put(other, "zone", zone.zone)


def other_language(zone: Zone, at: At) -> Zone | None:
    known = {z.lang for document in at.sources.documents for z in document.zones} | {"en", "id"}
    return put(zone, "lang", at.draw.one(sorted(known - {zone.lang})))


def _next(zone: Zone, at: At) -> Zone | None:
    """The zone that follows, if it begins behind this one's end."""
    return next((z for z in at.document.zones if z.spans[0][0] >= zone.spans[0][1]), None)


def _between(zone: Zone, following: Zone, at: At) -> str:
    return at.text[zone.spans[0][1] : following.spans[0][0]]


def _merged(zone: Zone, following: Zone) -> Iterable[Edit]:
    yield zone, put(zone, "spans", [[zone.spans[0][0], following.spans[0][1]]])
    yield following, None


def _cut(zone: Zone, end: int, start: int, at: At) -> Iterable[Edit]:
    yield zone, put(zone, "spans", [[zone.spans[0][0], end]])
    second = put(zone, "spans", [[start, zone.spans[0][1]]])
    yield None, put(second, "id", at.sources.new_id(zone.id))


OPERATORS = (
    Operator("delete-zone", "structural", "a zone is lost", edit(Zone, delete), ("RT112",)),
    Operator(
        "shorten-zone", "structural", "a zone without its last word", each(Zone, shorten), ("RT112",)
    ),
    Operator(
        "stretch-zone",
        "structural",
        "a zone that reaches into the next",
        each(Zone, stretch),
        ("RT111",),
    ),
    Operator("zone-twice", "structural", "a zone twice", edit(Zone, twice), ("RT111",)),
    Operator(
        "zone-over-lines", "structural", "two lines in one zone", edit(Zone, over_lines), ("RT113",)
    ),
    Operator(
        "cut-zone-in-mention",
        "structural",
        "a zone cut between two words of a mention",
        edit(Zone, cut_through_mention),
        ("RT212",),
    ),
    Operator(
        "zone-to-furniture",
        "structural",
        "a zone with a mention is furniture",
        each(Zone, furniture),
        ("RT213",),
    ),
    Operator(
        "headline-zone-to-body",
        "structural",
        "a zone with a headline record is body",
        each(Zone, not_a_headline),
        ("RT402",),
    ),
    Operator(
        "merge-zones-in-line", "semantic", "two zones of one line in one", edit(Zone, merge_in_line)
    ),
    Operator(
        "cut-zone", "semantic", "a zone cut between two sentences", edit(Zone, cut_between_sentences)
    ),
    Operator("relabel-zone", "semantic", "a zone with another label", each(Zone, relabel)),
    Operator("swap-zone-labels", "semantic", "two zones change labels", edit(Zone, swap_labels)),
    Operator("zone-language", "semantic", "a zone in another language", each(Zone, other_language)),
)
