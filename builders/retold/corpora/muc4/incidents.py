"""What a template says of its incident as a whole: event, day, place, method, perpetrator."""

from __future__ import annotations

from datetime import date

from retold.corpora.muc4.accounts import Accounts
from retold.corpora.muc4.entities import Entities, Key, place_key
from retold.corpora.muc4.mapping import METHODS, RESPONSIBILITIES, TYPE_METHODS
from retold.corpora.muc4.slots import (
    CATEGORY,
    CONFIDENCE,
    DATE,
    INDIVIDUAL,
    INSTRUMENT_TYPE,
    LOCATION,
    ORGANIZATION,
    STAGE,
    TYPE,
)
from retold.corpora.muc4.templates import Template
from retold.corpora.muc4.values import Choice, Dates, Fill, Location, Value
from retold.model import Event, HarmDate, Method, Perpetrator, Responsibility

NO_DATE = HarmDate(None, None, None, None, None)


def first(template: Template, slot: int) -> Value | None:
    """The first alternative of the first filler of a slot, or None."""
    fills = template.fills(slot)
    return fills[0].values[0] if fills else None


def choice(template: Template, slot: int) -> str | None:
    """The same, of a set list."""
    value = first(template, slot)
    return value.name if isinstance(value, Choice) else None


def event_id(template: Template) -> str:
    """``ev-``, the message and the number of the template."""
    return f"ev-{template.message.lower()}-{template.number}"


def event(template: Template, entities: Entities) -> Event:
    """The registry's record of the incident; the title has type, stage, place and day as written."""
    said = [choice(template, TYPE) or "INCIDENT", choice(template, STAGE)]
    title = ", ".join(part for part in said if part)
    where, when = first(template, LOCATION), first(template, DATE)
    title += f": {where}" if isinstance(where, Location) else ""
    title += f"; {when}" if isinstance(when, Dates) else ""
    single = isinstance(when, Dates) and when.first == when.last
    day = when.first.iso if isinstance(when, Dates) and single and when.first else None
    places = tuple(entities.id(key) for key in place_keys(template))
    return Event(event_id(template), title, day, places)


def place_keys(template: Template) -> list[Key]:
    """The places of the incident, narrow to wide; of the first alternative."""
    where = first(template, LOCATION)
    if not isinstance(where, Location):
        return []
    keys = [place_key(where.country, place) for step in reversed(where.steps) for place in step]
    return list(dict.fromkeys(keys))


def harm_date(template: Template) -> HarmDate:
    """The interval of the incident; MUC-4 does not keep the words of the text."""
    when = first(template, DATE)
    if not isinstance(when, Dates):
        return NO_DATE
    start = when.first.iso if when.first else None
    end = when.last.iso if when.last else None
    return HarmDate(None, start, end, _precision(start, end), None)


def _precision(start: str | None, end: str | None) -> int:
    if start is None or end is None:
        return 5
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    return 1 if days == 1 else 2 if days <= 7 else 3 if days <= 31 else 5


def method(template: Template) -> Method | None:
    """How the harm was done: by the type of the incident, else by instruments that agree."""
    type = choice(template, TYPE)
    if type in TYPE_METHODS:
        return TYPE_METHODS[type]
    found = {METHODS.get(name) for name in _instruments(template)}
    return found.pop() if len(found) == 1 else None


def _instruments(template: Template) -> list[str]:
    values = (fill.values[0] for fill in template.fills(INSTRUMENT_TYPE))
    return [value.name for value in values if isinstance(value, Choice)]


def confidences(template: Template) -> list[tuple[Fill, Fill | None, Responsibility | None]]:
    """Each filler of CONFIDENCE with the organisation that it is about and its responsibility."""
    found = []
    for fill in template.fills(CONFIDENCE):
        about = set(fill.named)
        named = (org for org in template.fills(ORGANIZATION) if about & set(org.texts))
        value = fill.values[0]
        said = RESPONSIBILITIES.get(value.name) if isinstance(value, Choice) else None
        found.append((fill, next(named, None), said))
    return found


def perpetrator(
    template: Template, entities: Entities, mentioned: set[str]
) -> tuple[Perpetrator, Fill | None]:
    """Who did it, of those that the text names, and the filler that says so.

    The organisation with the highest responsibility; else the first individual, for whom MUC-4 has
    no confidence. ``mentioned`` are the ids of entities that have a mention.
    """
    ranks = list(RESPONSIBILITIES.values())
    graded = [
        (ranks.index(said), org)
        for _, org, said in confidences(template)
        if org is not None and said is not None and _organization(template, org, entities) in mentioned
    ]
    if graded:
        rank, org = min(graded, key=lambda pair: pair[0])
        return Perpetrator(_organization(template, org, entities), ranks[rank]), org
    for slot in (ORGANIZATION, INDIVIDUAL):
        for fill in template.fills(slot):
            actor = (
                _organization(template, fill, entities)
                if slot == ORGANIZATION
                else entities.id(entities.individual(template, fill.texts[0]))
            )
            if actor in mentioned:
                return Perpetrator(actor, "unattributed"), fill
    return Perpetrator(None, "unattributed"), None


def _organization(template: Template, fill: Fill, entities: Entities) -> str:
    return entities.id(entities.organization(template, fill.texts[0]))


def account(
    template: Template,
    entities: Entities,
    accounts: Accounts,
    *,
    claims: bool,
    actor: Fill | None,
    mentioned: set[str],
) -> None:
    """Counts what became of the slots on the incident as a whole."""

    def each(slot: int, fill: Fill, case: str) -> None:
        accounts.add(slot, case)
        accounts.add(slot, "other", len(fill.values) - 1)

    for fill in template.fills(DATE):
        each(DATE, fill, _date_case(fill, claims))
    for fill in template.fills(LOCATION):
        value = fill.values[0]
        two = isinstance(value, Location) and any(len(step) > 1 for step in value.steps)
        each(LOCATION, fill, "between" if two else "chain")
    for slot, case in ((TYPE, "type"), (STAGE, "stage")):
        for fill in template.fills(slot):
            each(slot, fill, case)
    for fill in template.fills(INSTRUMENT_TYPE):
        by_type = choice(template, TYPE) in TYPE_METHODS
        known = "method" if method(template) is not None else "mixed"
        each(INSTRUMENT_TYPE, fill, ("type_decides" if by_type else known) if claims else "no_claim")
    for fill in template.fills(CATEGORY):
        each(CATEGORY, fill, "subtype" if template.fills(ORGANIZATION) else "no_organization")
    for fill in template.fills(INDIVIDUAL):
        named = entities.id(entities.individual(template, fill.texts[0])) in mentioned
        each(INDIVIDUAL, fill, _individual_case(fill is actor, named, claims, actor))
    for fill in template.fills(ORGANIZATION):
        there = _organization(template, fill, entities) in mentioned
        accounts.add(ORGANIZATION, "name" if there else "not_in_text", len(fill.values))
    for fill, org, said in confidences(template):
        there = org is not None and _organization(template, org, entities) in mentioned
        told = "acquitted" if said == "denied" else "responsibility"
        case = told if org is actor else "beside"
        each(CONFIDENCE, fill, (case if claims else "no_claim") if there else "not_in_text")


def _date_case(fill: Fill, claims: bool) -> str:
    value = fill.values[0]
    if not isinstance(value, Dates) or value.first == value.last:
        return "day"
    if not claims:
        return "title"
    return "interval" if value.first is not None and value.last is not None else "open"


def _individual_case(is_actor: bool, named: bool, claims: bool, actor: Fill | None) -> str:
    if not claims:
        return "no_claim"
    if is_actor:
        return "actor"
    return "beside" if named or actor is not None else "not_in_text"
