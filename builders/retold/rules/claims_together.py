"""Rules on casualty claims against each other and against their event."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Casualty, Count, HarmDate, extent
from retold.records import Row
from retold.rules.base import Rule
from retold.rules.casualties import claim_rows, figures, other_meaning, unfit

Claims = list[Row[Casualty]]


def do_not_add_up(document: Document, corpus: Corpus) -> Iterator[Finding]:
    by_event: dict[str, dict[str, Claims]] = {}
    misread = {r.line for r, *words in figures(document) if other_meaning(r.record.count, *words)}
    for row in claim_rows(document):
        if _counts(row.record) and row.line not in misread:
            harms = by_event.setdefault(row.record.event, {})
            harms.setdefault(row.record.harm, []).append(row)
    for harms in by_event.values():
        parts = [harms[harm] for harm in ("killed", "injured") if harm in harms]
        totals = harms.get("killed_or_injured", [])
        choices = [[row.record.count for row in choice] for choice in product(*parts)]
        # one choice of figures that can all be true is enough: the others may tell of a part
        if not parts or any(_compatible(c, row.record.count) for c in choices for row in totals):
            continue
        said = " and ".join(f"{part[0].record.harm} {_figures(part)}" for part in parts)
        for row in totals:
            message = f"{said} cannot make {_bounds(row.record.count)}"
            yield row.finding("RT510", message, "count", extent(row.record.evidence))


def before_its_event(document: Document, corpus: Corpus) -> Iterator[Finding]:
    events = corpus.registry(document.layer).events
    for row in claim_rows(document):
        event, last = events.get(row.record.event), _last_day(row.record.date)
        # ISO 8601 dates compare as strings; a month or year stands for its first day
        if event is None or event.date is None or last is None or last >= event.date:
            continue
        if not _known_fault(document, row.record.date):
            message = f"the harm is dated {last} at the latest, {event.id!r} is of {event.date}"
            yield row.finding("RT511", message, "date", extent(row.record.evidence))


def _counts(claim: Casualty) -> bool:
    """Whether a claim gives a sound figure of one event and holds it for true (else RT501, RT503)."""
    count = claim.count
    turned = count.min is not None and count.max is not None and count.min > count.max
    stated = claim.scope == "event" and claim.occurred and claim.certainty != "denied"
    return stated and count.form != "unstated" and not turned and not any(unfit(count))


def _compatible(parts: list[Count], total: Count) -> bool:
    """Whether killed and injured can be the total; one of them alone, whether it is not more."""
    low = sum(count.min or 0 for count in parts)
    highs = [count.max for count in parts if count.max is not None]
    too_many = total.max is not None and low > total.max
    too_few = len(highs) == 2 and total.min is not None and sum(highs) < total.min
    return not too_many and not too_few


def _figures(claims: Claims) -> str:
    return " or ".join(f"{_bounds(row.record.count)} ({row.record.id!r})" for row in claims)


def _bounds(count: Count) -> str:
    if count.best is not None:
        return str(count.best)
    low, high = ("?" if end is None else str(end) for end in (count.min, count.max))
    return f"{low} to {high}"


def _last_day(date: HarmDate) -> str | None:
    """The last day of the interval; None where it is open, or turned round (RT504)."""
    last = date.start if date.end is None and date.precision == 1 else date.end
    return None if last is not None and (date.start or last) > last else last


def _known_fault(document: Document, date: HarmDate) -> bool:
    """Whether a fault says that the words of the date are wrong: then the record is right."""
    wrong = [fault.surface for fault in document.faults if fault.fault == "wrong_time"]
    words = date.surface
    return words is not None and any(words in surface or surface in words for surface in wrong)


RULES = (
    Rule(
        "RT510",
        "warning",
        "killed and injured that cannot make the total",
        why="Within one document and event, killed and injured add up to those killed or injured; of"
        " several figures, one choice that fits is enough.",
        fix="Correct a count, harm, event or scope; or leave it, if a figure is of a part, or somebody"
        " is counted twice.",
        bad="3 killed, 12 injured, and 14 killed or injured",
        good="3 killed, 12 injured, and 15 killed or injured",
        document=do_not_add_up,
    ),
    Rule(
        "RT511",
        "warning",
        "harm dated before its event",
        why="Nobody is harmed by what has not happened yet; the whole interval lies before the event.",
        fix="Correct the date or the event; if the text is wrong, mark its words as a wrong_time fault.",
        bad="an event of 2031-05-02, and harm on 2031-05-01",
        good='harm between 2031-04-28 and 2031-05-04: "this week"',
        document=before_its_event,
    ),
)
