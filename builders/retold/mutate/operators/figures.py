"""Figures whose text changes under them: the seed is received anew, the records stay as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from retold.documents import Document
from retold.model import Casualty, Count, Victims
from retold.mutate.base import Operator
from retold.mutate.draws import Draw
from retold.mutate.layers import edited
from retold.mutate.retext import retext
from retold.mutate.sources import Change, Sources
from retold.numeral_words import BEFORE

# A number out of another one that follows.
_OF = {"en": " {} of", "id": " {} dari", "hi": " {} में से"}
# A sentence that sums up, with a figure.
_TOTAL = {
    "en": (" In all, ", "{} people", " were killed or injured."),
    "id": (" Secara keseluruhan, ", "{} orang", " tewas atau terluka."),
    "hi": (" कुल ", "{} लोग", " मारे गए या घायल हुए।"),
}


def cue_before_figure(sources: Sources, draw: Draw) -> Change | None:
    """A cue word comes before the figure: the seven become at least seven."""
    for claim, document, lang, (at, _) in _figures(sources, draw):
        cues = [cue for cue, form in BEFORE.get(lang, {}).items() if form != claim.count.form]
        if cues and at > 0 and document.text[at - 1] == " ":
            return retext(sources, document, [(at - 1, at - 1, f" {draw.one(cues)}")])
    return None


def other_digits(sources: Sources, draw: Draw) -> Change | None:
    """The text says another number; words of mentions follow, values and figures do not."""
    for claim, document, _, (start, end) in _figures(sources, draw):
        words = document.text[start:end]
        if re.fullmatch("[0-9]+", words) and document.surface(claim.evidence).count(words) == 1:
            return retext(sources, document, [(start, end, f"{int(document.text[start:end]) + 1}")])
    return None


def other_numeral(sources: Sources, draw: Draw) -> Change | None:
    """12 men become 5 of 12 men; the figure follows, its victims are still the 12."""
    for claim, document, lang, (start, _) in _figures(sources, draw):
        held = [m for m in document.mentions if m.type == "CARDINAL" and m.spans[0][0] == start]
        inside = claim.victims.spans is not None and claim.victims.spans[0][0] == start
        if lang not in _OF or not held or not inside or document.text[start - 1 : start] != " ":
            continue
        number = 5 if claim.count.best != 5 else 6
        change = retext(sources, document, [(start - 1, start - 1, _OF[lang].format(number))])
        later = sources.after(change)
        moved = next(c for c, _ in later.of(Casualty) if c.id == claim.id)
        count = Count(f"{number}", "exact", number, number, number)
        return {**change, **edited(later, [(moved, msgspec.structs.replace(moved, count=count))])}
    return None


def other_total(sources: Sources, draw: Draw) -> Change | None:
    """A sentence that sums up to fewer than those killed, or those injured, alone."""
    for claim, document, lang, _ in _figures(sources, draw):
        parts = [
            c.count.best for c in document.casualties
            if c.event == claim.event and c.harm in ("killed", "injured") and c.count.best is not None
        ]  # fmt: skip
        zone = document.zone_at(claim.evidence[:1])
        if lang in _TOTAL and max(parts, default=0) > 1 and zone is not None:
            before, victims, behind = _TOTAL[lang]
            number = max(parts) - 1
            victims = victims.format(number)
            end = zone.spans[0][1]
            sentence = f"{before}{victims}{behind}"
            change = retext(sources, document, [(end, end, sentence)])
            first = end + len(before)
            total = msgspec.structs.replace(
                claim,
                id=sources.new_id(claim.id),
                harm="killed_or_injured",
                count=Count(f"{number}", "exact", number, number, number),
                victims=Victims(((first, first + len(victims)),), None, "unknown", "unknown"),
                evidence=((end + 1, end + len(sentence)),),
            )
            return {**change, **edited(sources.after(change), [(None, total)])}
    return None


def _figures(sources: Sources, draw: Draw) -> Iterator[tuple[Casualty, Document, str, tuple[int, int]]]:
    """Claims with a figure, in drawn order, with the language of their zone and the figure's place."""
    for claim, document in draw.order(sources.of(Casualty)):
        zone = document.zone_at(claim.evidence[:1])
        words = claim.count.surface
        at = document.text.find(words, *claim.evidence[0]) if words else -1
        if words and zone is not None and at >= 0:
            yield claim, document, zone.lang.split("-", maxsplit=1)[0], (at, at + len(words))


OPERATORS = (
    Operator(
        "cue-before-figure",
        "semantic",
        "a cue word in the text that the record does not know",
        cue_before_figure,
        ("RT509",),
    ),
    Operator(
        "other-digits",
        "structural",
        "a text received anew with another number",
        other_digits,
        ("RT506", "RT218"),
    ),
    Operator(
        "other-numeral",
        "semantic",
        "victims with another numeral than the figure",
        other_numeral,
        ("RT515",),
    ),
    Operator("other-total", "semantic", "a total below one of its parts", other_total, ("RT510",)),
)
