"""The slots of records that systems are compared in, and what a record says in each.

A slot that says nothing is None: null, empty lists, ``unknown``, a party of ``none``, an unstated
figure, and no anonymous source. Words of the text and evidence are no slots.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from retold.model import Casualty, ChallengeTask

Value = Callable[[Any], Hashable]
_SILENT: tuple[Hashable, ...] = (None, (), "unknown", "none", "unstated", False)


def said(value: Hashable) -> Hashable:
    """The value; None where it says nothing."""
    return None if value in _SILENT else value


def _figure(claim: Casualty) -> Hashable:
    count = claim.count
    if count.form == "unstated" or (count.min is None and count.max is None):
        return None
    return count.min, count.max


def _interval(claim: Casualty) -> Hashable:
    date = claim.date
    return None if date.start is None and date.end is None else (date.start, date.end)


CASUALTY: Mapping[str, Value] = {
    "harm": lambda c: (c.harm, c.occurred),
    "scope": lambda c: c.scope,
    "figure": _figure,
    "form": lambda c: c.count.form,
    "victims": lambda c: c.victims.spans,
    "identity": lambda c: c.victims.identity,
    "role": lambda c: c.victims.role,
    "includes_perpetrator": lambda c: c.victims.includes_perpetrator,
    "actor": lambda c: c.perpetrator.actor,
    "responsibility": lambda c: c.perpetrator.responsibility,
    "method": lambda c: c.method,
    "party": lambda c: c.source.party,
    "chain": lambda c: c.source.chain,
    "anonymous": lambda c: c.source.anonymous,
    "certainty": lambda c: c.certainty,
    "date": _interval,
    "place": lambda c: c.place,
}
_STANCE: Mapping[str, Value] = {
    "holder": lambda s: s.holder,
    "target": lambda s: s.target,
    "polarity": lambda s: s.polarity,
    "expression": lambda s: s.expression,
    "chain": lambda s: s.source_chain,
}
_HEADLINE: Mapping[str, Value] = {
    "holder": lambda h: h.holder,
    "asserts": lambda h: h.asserts,
    "polarity": lambda h: h.polarity,
    "vs_body": lambda h: h.vs_body,
}
_ENTITY: Mapping[str, Value] = {
    "spans": lambda m: m.spans,
    "type": lambda m: m.type,
    "level": lambda m: m.level,
    "subtype": lambda m: m.org_subtype,
    "metonym": lambda m: m.metonym,
    "entity": lambda m: m.entity,
    "referent": lambda m: m.referent,
    "value": lambda m: m.value,
    "anchor": lambda m: m.anchor,
}
CHECKED: Mapping[ChallengeTask, Mapping[str, Value]] = {
    "entities": _ENTITY,
    "stance": _STANCE,
    "headlines": _HEADLINE,
    # the words for the victims may begin and end otherwise, and still be right
    "casualties": {name: value for name, value in CASUALTY.items() if name != "victims"},
}
"""Task -> the slots that an item of the challenge set may compare."""
