"""Casualty claims: victims, perpetrator, source, date and place of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from retold.model import Casualty, Certainty, Harm, Method, Responsibility, Role, Span, YesNo, labels
from retold.mutate.base import At, Mutate, Operator, each, edit, put
from retold.mutate.layers import Edit
from retold.segmentation import tokens


def _fact(path: str, values: Callable[[Casualty, At], Iterable[object]]) -> Mutate:
    """One field of a claim with another of some values."""

    def changed(claim: Casualty, at: At) -> Casualty | None:
        found = list(values(claim, at))
        return put(claim, path, at.draw.one(found)) if found else None

    return each(Casualty, changed)


def _label(path: str, alias: object) -> Mutate:
    def values(claim: Casualty, at: At) -> Iterable[object]:
        held: object = claim
        for name in path.split("."):
            held = getattr(held, name)
        return [label for label in labels(alias) if label != held]

    return _fact(path, values)


def victims_elsewhere(claim: Casualty, at: At) -> Iterable[object]:
    """The first words of a sentence that the evidence does not touch."""
    for sentence in at.document.sentences:
        if sentence.tokens and not any(_touch(sentence.span, span) for span in claim.evidence):
            yield [[sentence.span[0], sentence.tokens[0][1]]]


def victims_without_figure(claim: Casualty, at: At) -> Iterable[object]:
    """The noun phrase without its first word, where that is the figure."""
    if claim.victims.spans is not None and claim.count.surface is not None:
        start, end = claim.victims.spans[0]
        found = tokens(at.text[start:end])
        if len(found) > 1 and at.text[start:end].startswith(claim.count.surface):
            yield [[start + found[1][0], end]]


def absent_source(claim: Casualty, at: At) -> Casualty | None:
    """Behind the outlet somebody whom the document never names."""
    absent = at.strangers()
    if not absent:
        return None
    return put(claim, "source.chain", ["outlet", at.draw.one(absent), *claim.source.chain[1:]])


def absent_actor(claim: Casualty, at: At) -> Casualty | None:
    absent = at.strangers()
    if not absent:
        return None
    claim = put(claim, "perpetrator.actor", at.draw.one(absent))
    return put(claim, "perpetrator.responsibility", "reported_as_fact")


def actor_of_none(claim: Casualty, at: At) -> Casualty | None:
    """Somebody is named, nobody is held responsible."""
    named = sorted({m.entity for m in at.document.mentions if m.entity and m.type == "ORG"})
    if not named or claim.perpetrator.actor is not None:
        return None
    return put(claim, "perpetrator.actor", at.draw.one(named))


def claimed_by_none(claim: Casualty, at: At) -> Casualty:
    claim = put(claim, "perpetrator.actor", None)
    return put(claim, "perpetrator.responsibility", "claimed")


def not_occurred_with_count(claim: Casualty, at: At) -> Casualty | None:
    return put(claim, "occurred", False) if claim.occurred and claim.count.min else None


def date_turned_round(claim: Casualty, at: At) -> Casualty | None:
    first = claim.date.start or at.document.seed.published.date
    claim = put(claim, "date.end", first)
    return put(claim, "date.start", _later(first, 3))


def date_before_event(claim: Casualty, at: At) -> Casualty | None:
    """The harm a year before the event."""
    if claim.date.start is None or claim.date.end is None:
        return None
    start, end = _later(claim.date.start, -365), _later(claim.date.end, -365)
    return put(put(claim, "date.start", start), "date.end", end)


def date_after_publication(claim: Casualty, at: At) -> Casualty | None:
    if claim.date.start is None:
        return None
    day = _later(at.document.seed.published.date, 2)
    return put(put(claim, "date.start", day), "date.end", day)


def precision(claim: Casualty, at: At) -> Casualty | None:
    """A day that is known to the month."""
    known = claim.date.precision
    return put(claim, "date.precision", 4 if known != 4 else 1) if known is not None else None


def date_words(claim: Casualty, at: At) -> Casualty | None:
    """Words of the date that the document does not have."""
    words = "31 May 2031"
    return put(claim, "date.surface", words) if claim.date.surface and words not in at.text else None


def anchor(claim: Casualty, at: At) -> Casualty | None:
    return put(claim, "date.anchor", _later(claim.date.anchor, 1)) if claim.date.anchor else None


def other_event(claim: Casualty, at: At) -> Iterable[object]:
    return sorted({c.event for c, _ in at.sources.of(Casualty)} - {claim.event})


def absent_place(claim: Casualty, at: At) -> Iterable[object]:
    return [[id] for id in at.absent("GPE", "LOC", "FAC")]


def other_party(claim: Casualty, at: At) -> Iterable[object]:
    """A party where no source is given, none where one is."""
    return ["medical"] if len(claim.source.chain) == 1 else ["none"]


def source_named(claim: Casualty, at: At) -> Casualty | None:
    """A named source as one that is not named, and the other way."""
    named = len(claim.source.chain) > 1
    return put(claim, "source.anonymous", not claim.source.anonymous) if named else None


def date_without_words(claim: Casualty, at: At) -> Casualty | None:
    return put(claim, "date.surface", None) if claim.date.surface and claim.date.start else None


def words_without_date(claim: Casualty, at: At) -> Casualty | None:
    if claim.date.surface is None or claim.date.start is None:
        return None
    for field in ("start", "end", "precision", "anchor"):
        claim = put(claim, f"date.{field}", None)
    return claim


def places_turned_round(claim: Casualty, at: At) -> Casualty | None:
    """From wide to narrow."""
    return put(claim, "place", list(claim.place[::-1])) if len(claim.place) > 1 else None


def other_group(claim: Casualty, at: At) -> Iterable[object]:
    """Another group of the registry as the victims'."""
    groups = sorted(e.id for e in at.sources.entities.values() if e.type == "NORP")
    return [id for id in groups if id != claim.victims.identity]


def summary(claim: Casualty, at: At) -> Casualty | None:
    """A countable harm as a summary of several events."""
    return put(claim, "scope", "summary") if claim.count.min is not None else None


def twice(claim: Casualty, at: At) -> Iterable[Edit]:
    yield None, put(claim, "id", at.sources.new_id(claim.id))


def contradicting_twin(claim: Casualty, at: At) -> Iterable[Edit]:
    """The same words say that it happened and that it did not."""
    new = put(claim, "occurred", not claim.occurred)
    yield None, put(new, "id", at.sources.new_id(claim.id))


def _touch(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


_JUDGED = "Only the text says it, and no list of words decides it; a second annotator would see it."

OPERATORS = (
    Operator(
        "claim-anchor",
        "structural",
        "a claim's date counted from another day",
        each(Casualty, anchor),
        ("RT217",),
    ),
    Operator(
        "date-turned-round",
        "structural",
        "a harm that ends before it begins",
        each(Casualty, date_turned_round),
        ("RT504",),
    ),
    Operator(
        "victims-elsewhere",
        "semantic",
        "victims in another sentence than the evidence",
        _fact("victims.spans", victims_elsewhere),
        ("RT512",),
    ),
    Operator(
        "victims-without-figure",
        "semantic",
        "victims without their numeral",
        _fact("victims.spans", victims_without_figure),
    ),
    Operator("other-harm", "semantic", "injured for killed, and the like", _label("harm", Harm)),
    Operator(
        "absent-actor",
        "semantic",
        "a perpetrator that the document never names",
        each(Casualty, absent_actor),
        ("RT513",),
    ),
    Operator(
        "absent-source-of-figure",
        "semantic",
        "a figure's source that the document never names",
        each(Casualty, absent_source),
        ("RT516",),
    ),
    Operator(
        "actor-of-none",
        "semantic",
        "a perpetrator whom nobody holds responsible",
        each(Casualty, actor_of_none),
    ),
    Operator(
        "claimed-by-none",
        "semantic",
        "a responsibility that nobody claims",
        each(Casualty, claimed_by_none),
    ),
    Operator(
        "not-occurred",
        "semantic",
        "a harm with a figure that did not occur",
        each(Casualty, not_occurred_with_count),
    ),
    Operator(
        "date-before-event",
        "semantic",
        "a harm a year before its event",
        each(Casualty, date_before_event),
        ("RT511",),
    ),
    Operator(
        "date-after-publication",
        "semantic",
        "a harm after the day of publication",
        each(Casualty, date_after_publication),
    ),
    Operator("date-precision", "semantic", "a day with precision 4", each(Casualty, precision)),
    Operator("date-words", "semantic", "words of a date that are not there", each(Casualty, date_words)),
    Operator("other-event", "semantic", "a claim about another event", _fact("event", other_event)),
    Operator(
        "absent-place",
        "semantic",
        "a place that the document never names",
        _fact("place", absent_place),
        ("RT514",),
    ),
    Operator(
        "other-party",
        "semantic",
        "a party without source, or a source without party",
        _fact("source.party", other_party),
    ),
    Operator(
        "other-responsibility",
        "semantic",
        "a perpetrator held responsible in another way",
        _label("perpetrator.responsibility", Responsibility),
    ),
    Operator("source-named", "semantic", "a named source as not named", each(Casualty, source_named)),
    Operator(
        "date-without-words", "semantic", "a date without its words", each(Casualty, date_without_words)
    ),
    Operator(
        "words-without-date",
        "semantic",
        "words of a date without date",
        each(Casualty, words_without_date),
    ),
    Operator(
        "places-turned-round",
        "semantic",
        "places from wide to narrow",
        each(Casualty, places_turned_round),
    ),
    Operator(
        "other-group", "semantic", "victims of another group", _fact("victims.identity", other_group)
    ),
    Operator("as-summary", "semantic", "a countable harm as summary", each(Casualty, summary)),
    Operator("claim-twice", "semantic", "a claim twice", edit(Casualty, twice)),
    Operator(
        "claim-contradicted",
        "semantic",
        "the same words for a harm and for none",
        edit(Casualty, contradicting_twin),
    ),
    Operator(
        "claim-lost",
        "undetectable",
        "a statement of harm without record",
        edit(Casualty, lambda claim, at: ((claim, None),)),
        why="Nothing else says that a passage states a harm; a second annotator would.",
    ),
    Operator(
        "attacker-counted",
        "undetectable",
        "a figure that counts the attacker or not",
        _label("victims.includes_perpetrator", YesNo),
        why=_JUDGED,
    ),
    Operator(
        "other-role",
        "undetectable",
        "victims of another role",
        _label("victims.role", Role),
        why=_JUDGED,
    ),
    Operator(
        "other-method", "undetectable", "another means of harm", _label("method", Method), why=_JUDGED
    ),
    Operator(
        "other-certainty",
        "undetectable",
        "another certainty",
        _label("certainty", Certainty),
        why=_JUDGED,
    ),
)
