"""One message with its templates -> the records of its file in gold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retold.corpora.muc4 import claims, incidents
from retold.corpora.muc4.accounts import Accounts
from retold.corpora.muc4.claims import Stated, stated
from retold.corpora.muc4.entities import Entities
from retold.corpora.muc4.mapping import HARMS
from retold.corpora.muc4.mentions import Passages, Placed, names, record, settled
from retold.corpora.muc4.slots import (
    DESCRIPTION,
    EFFECT,
    HUMAN_NATION,
    HUMAN_TOTAL,
    INDIVIDUAL,
    INSTRUMENT,
    NAME,
    ORGANIZATION,
)
from retold.corpora.muc4.targets import Harmed, harmed
from retold.corpora.muc4.templates import Template
from retold.corpora.muc4.texts import Message
from retold.corpora.muc4.values import Choice, Text
from retold.documents import Document
from retold.model import Annotation, Event, Seed, Zone
from retold.records import Row

KEY = "muc4-key"
IMPORT = "import"
_PHYSICAL = range(12, 18)

Harms = list[tuple[Harmed, Stated | None]]


@dataclass(frozen=True)
class Imported:
    """The records of one document, and the events of its templates."""

    records: tuple[Annotation, ...]
    events: tuple[Event, ...]


def imported(
    message: Message,
    seed: Seed,
    templates: Sequence[Template],
    entities: Entities,
    accounts: Accounts,
) -> Imported:
    """The records that the templates of a message make; counts every value of them."""
    zones = _zones(message)
    rows: tuple[Row[Annotation], ...] = tuple(Row(zone, "", 1) for zone in zones)
    document = Document(seed, message.text, "gold", "", rows)
    passages = Passages(document)
    incident = [template for template in templates if template.number is not None]
    harms: list[Harms] = [
        [(harm, stated(harm, template, passages)) for harm in harmed(template)] for template in incident
    ]
    named = list(names(passages, incident, entities))
    phrases = [
        phrase
        for template, found in zip(incident, harms, strict=True)
        for phrase in _phrases(template, found, passages, entities, {p.key for p in named})
    ]
    placed = settled([*named, *phrases], entities)
    mentioned = {entities.id(one.key) for one in placed}
    records: list[Annotation] = [*zones]
    records += [record(n, one, document, entities, KEY) for n, one in enumerate(placed, 1)]
    made = untold = 0
    for template, found in zip(incident, harms, strict=True):
        perpetrator, actor = incidents.perpetrator(template, entities, mentioned)
        told = [said for _, said in found if said is not None]
        places = tuple(id for k in incidents.place_keys(template) if (id := entities.id(k)) in mentioned)
        for said in told:
            made += 1
            untold += not claims.tells(said, message.text)
            records.append(
                claims.claim(
                    made,
                    said,
                    message.id,
                    KEY,
                    event=incidents.event_id(template),
                    perpetrator=perpetrator,
                    method=incidents.method(template),
                    date=incidents.harm_date(template),
                    place=places,
                )
            )
        incidents.account(
            template, entities, accounts, claims=bool(told), actor=actor, mentioned=mentioned
        )
        claims.account(template, found, accounts)
        _account_strings(template, found, accounts, entities, mentioned)
    for template in templates:
        _account_places(template, passages, accounts)
    accounts.other["claims"] += made
    accounts.other["claims without a word of the harm"] += untold
    accounts.other["mentions"] += len(placed)
    return Imported(tuple(records), tuple(incidents.event(t, entities) for t in incident))


def _zones(message: Message) -> list[Zone]:
    return [
        Zone(f"{message.id}-z{number:03d}", message.id, IMPORT, (span,), zone, "en")
        for number, (span, zone) in enumerate(message.zones, 1)
    ]


def _phrases(
    template: Template,
    harms: Harms,
    passages: Passages,
    entities: Entities,
    named: set[tuple[str, str, str]],
) -> list[Placed]:
    """The common nouns that claims need: victims where they are told, perpetrators beside them."""
    told = [said for _, said in harms if said is not None]
    found = [
        Placed(said.victims, entities.individual(template, said.string), "nominal")
        for said in told
        if said.victims is not None
        and said.string is not None
        and not said.harmed.named
        and passages.document.sentence_at((said.victims,)) is not None
    ]
    organized = any(
        entities.organization(template, text) in named
        for fill in template.fills(ORGANIZATION)
        for text in fill.texts
    )
    if not told or organized:
        return found
    evidence = [span for said in told for span in said.evidence]
    for fill in template.fills(INDIVIDUAL):
        places = [
            Placed(span, entities.individual(template, text), "nominal")
            for text in fill.texts
            for span in passages.whole(text)
        ]
        beside = [p for p in places if any(a <= p.span[0] and p.span[1] <= b for a, b in evidence)]
        found += (beside or places)[:1]
    return found


def _account_strings(
    template: Template, harms: Harms, accounts: Accounts, entities: Entities, mentioned: set[str]
) -> None:
    """Counts what became of the strings of human targets, of their effects, and of what is dropped."""
    for fill in template.fills(NAME):
        there = any(entities.id(entities.person(template, text)) in mentioned for text in fill.texts)
        accounts.add(NAME, "name" if there else "not_in_text", len(fill.values))
    shown = {said.string for _, said in harms if said is not None}
    for fill in template.fills(DESCRIPTION):
        claimed = any(set(fill.texts) & set(harm.strings) for harm, _ in harms)
        if fill.named:
            accounts.add(DESCRIPTION, "title", len(fill.values))
        elif not claimed:
            accounts.add(DESCRIPTION, "no_claim", len(fill.values))
        elif not set(fill.texts) & shown:
            accounts.add(DESCRIPTION, "not_in_text", len(fill.values))
        else:
            used = sum(text in shown for text in fill.texts)
            accounts.add(DESCRIPTION, "victims", used)
            accounts.add(DESCRIPTION, "other", len(fill.values) - used)
    for fill in template.fills(EFFECT):
        value = fill.values[0]
        said = HARMS.get(value.name) if isinstance(value, Choice) else None
        told = next((there for harm, there in harms if harm.effect is fill), None)
        if said is None:
            case = "no_harm"
        elif told is None:
            case = "no_passage"
        elif told.victims is None:
            case = "no_string"
        else:
            case = "freed" if said[0] == "abducted" else "harm"
        accounts.add(EFFECT, case)
        accounts.add(EFFECT, "other", len(fill.values) - 1)
    accounts.add(INSTRUMENT, "id", sum(len(fill.values) for fill in template.fills(INSTRUMENT)))
    for slot in (*_PHYSICAL, HUMAN_NATION, HUMAN_TOTAL):
        accounts.add(slot, "value", sum(len(fill.values) for fill in template.fills(slot)))


def _account_places(template: Template, passages: Passages, accounts: Accounts) -> None:
    """Counts the template itself, which of its strings stand in the text, and its references."""
    accounts.take(template)
    accounts.add(0, "id")
    accounts.add(1, "number")
    for slot in (INSTRUMENT, INDIVIDUAL, ORGANIZATION, 12, NAME, DESCRIPTION):
        for fill in template.fills(slot):
            for text in fill.texts:
                if passages.all(text):
                    accounts.found[slot] += 1
                else:
                    accounts.lost[slot] += 1
                    accounts.missing.append((template.message, slot, text))
    strings = {
        v.text for fills in template.slots for f in fills for v in f.values if isinstance(v, Text)
    }
    for fills in template.slots:
        for fill in fills:
            for text in fill.named:
                accounts.references["resolved" if text in strings else "unresolved"] += 1
            accounts.references["to nothing"] += len(fill.about) - len(fill.named)
