"""The mapping table: what becomes of each value of each slot. docs/corpora.md is made from it.

Every value of a key is counted under one row (``accounts.py``), so the table cannot leave one out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from retold.corpora.muc4.slots import SLOTS
from retold.model import Harm, Method, Responsibility, Role

Outcome = Literal["exact", "approximate", "dropped"]


class Row(NamedTuple):
    """What becomes of values of one slot in one case."""

    slot: int
    case: str
    outcome: Outcome
    how: str


_OTHER = "a further alternative (`/`); the first is taken"
_NO_CLAIM = "the template makes no claim, or none of this target"

ROWS: tuple[Row, ...] = (
    Row(0, "id", "exact", "`seed.id`; what stands in brackets behind it is in import/templates.jsonl"),
    Row(1, "number", "exact", "the end of `event.id`; `*` is a document without an event"),
    Row(2, "day", "exact", "`event.date`; `date.start` and `date.end` of claims, precision 1"),
    Row(2, "interval", "exact", "`date.start` and `date.end` of claims, precision by its length"),
    Row(2, "open", "approximate",
        "`- DATE`: `date.end` of claims, start null; precision 5, because nothing bounds it"),
    Row(2, "title", "approximate", "an interval or open date without a claim: in `event.title` alone"),
    Row(2, "other", "dropped", _OTHER),
    Row(3, "chain", "exact",
        "`event.place`, narrow to wide, one entity for each country, name and type; in `place` of a"
        " claim those that the text names"),
    Row(3, "between", "approximate", "between two places: both stand in `event.place`"),
    Row(3, "other", "dropped", _OTHER),
    Row(4, "type", "approximate", "the word in `event.title`; decides `method` and `harm: abducted`"),
    Row(4, "other", "dropped", _OTHER),
    Row(5, "stage", "approximate",
        "the word in `event.title`; an abduction is a kidnapping that was accomplished"),
    Row(5, "other", "dropped", _OTHER),
    Row(6, "id", "dropped", "the schema has no instrument; common nouns are no mentions"),
    Row(7, "method", "approximate", "`method` of the claims; see below"),
    Row(7, "mixed", "dropped", "instruments of several methods: `method` is null"),
    Row(7, "type_decides", "dropped", "the incident's type decides `method` alone"),
    Row(7, "no_claim", "dropped", _NO_CLAIM),
    Row(7, "other", "dropped", _OTHER),
    Row(8, "subtype", "approximate",
        "`org_subtype` of the organisation: TERRORIST ACT is armed_nonstate, STATE-SPONSORED VIOLENCE"
        " state_force, though it may be a government; by most of its incidents, at par `other`"),
    Row(8, "no_organization", "dropped", "no organisation is named"),
    Row(8, "other", "dropped", _OTHER),
    Row(9, "actor", "approximate",
        "`perpetrator.actor` where no organisation is; MUC-4 gives no confidence for individuals, so"
        " `responsibility` is unattributed; a nominal mention, but a name where some template has the"
        " string as HUM TGT: NAME"),
    Row(9, "beside", "dropped", "an organisation, or another individual, is the actor"),
    Row(9, "no_claim", "dropped", _NO_CLAIM),
    Row(9, "not_in_text", "dropped", "the string is not in the text, or over two sentences"),
    Row(9, "other", "dropped", _OTHER),
    Row(10, "name", "exact",
        "a name of an ORG entity, each place of it in the text a mention; forms that one filler gives"
        " are one entity, for the whole corpus (of states, for each country)"),
    Row(10, "not_in_text", "dropped", "no form of the name is in the text"),
    Row(11, "responsibility", "exact", "`perpetrator.responsibility` of the claims; see below"),
    Row(11, "acquitted", "approximate", "ACQUITTED is `denied`"),
    Row(11, "beside", "dropped", "another organisation has a higher one and is the actor"),
    Row(11, "no_claim", "dropped", _NO_CLAIM),
    Row(11, "not_in_text", "dropped", "no form of the name is in the text, or no such organisation"),
    Row(11, "other", "dropped", _OTHER),
    *(Row(number, "value", "dropped", how) for number, how in (
        (12, "the schema has claims of harm to people alone"),
        (13, "as slot 12"), (14, "as slot 12"), (15, "as slot 12"), (16, "as slot 12"),
        (17, "as slot 12"),
    )),
    Row(18, "name", "exact",
        "a name of a PER entity, each place of it in the text a mention; one of several words is one"
        " person for the whole corpus, one of a single word for its document"),
    Row(18, "not_in_text", "dropped", "no form of the name is in the text"),
    Row(19, "victims", "exact", "`victims.spans` and a nominal mention, at the string's own place"),
    Row(19, "title", "dropped", "title or role of a named target: titles stay outside the name"),
    Row(19, "no_claim", "dropped", _NO_CLAIM),
    Row(19, "not_in_text", "dropped", "no form of the string is in the text"),
    Row(19, "other", "dropped", "a further form (`/`) of victims that another form shows in the text"),
    Row(20, "role", "exact", "`victims.role`: ACTIVE MILITARY, LAW ENFORCEMENT, GOVERNMENT OFFICIAL"),
    Row(20, "near_role", "approximate", "`victims.role` by the nearest label; see below"),
    Row(20, "no_claim", "dropped", _NO_CLAIM),
    Row(20, "other", "dropped", _OTHER),
    Row(21, "words", "exact",
        "`count`: form and bounds; `surface` is the words of that figure beside the victims. `n-` is"
        " at_least n, where the words say more than n it is more_than with min n + 1"),
    Row(21, "phrase", "exact",
        "1 and PLURAL without a word of their own: `count` as above (PLURAL is vague, min 2), `surface`"
        " is the victims' phrase, whose noun says it"),
    Row(21, "unworded", "approximate",
        "`count` as above, but the words of the figure do not stand beside the victims: `surface` is"
        " their phrase"),
    Row(21, "approx", "approximate",
        "`~n`: form approx, whose bounds are null; n is in `surface` at most"),
    Row(21, "unknown", "exact", "`-` before a string: the count is unstated"),
    Row(21, "no_claim", "dropped", _NO_CLAIM),
    Row(21, "other", "dropped", _OTHER),
    Row(22, "value", "dropped", "`victims.identity` is for what the phrase itself says"),
    Row(23, "harm", "exact", "`harm` and `occurred`; see below"),
    Row(23, "no_string", "approximate",
        '`harm`, not `occurred`, of nobody whom the key names (`"-"`): `victims.spans` is null, the'
        " evidence a sentence that denies the harm and holds another string of the template, or is the"
        " only such sentence of the message"),
    Row(23, "freed", "approximate", "REGAINED FREEDOM: `harm: abducted`; that it ended is dropped"),
    Row(23, "no_harm", "dropped", "ESCAPED, RESIGNATION, NO RESIGNATION: no harm in the schema"),
    Row(23, "no_passage", "dropped",
        "the target's string is not in the text; or none is named, and no sentence surely tells it"),
    Row(23, "other", "dropped", _OTHER),
    Row(24, "value", "dropped", "a number of targets, not of harmed"),
)  # fmt: skip

HARMS: dict[str, tuple[Harm, bool]] = {
    "DEATH": ("killed", True),
    "INJURY": ("injured", True),
    "NO DEATH": ("killed", False),
    "NO INJURY": ("injured", False),
    "NO INJURY OR DEATH": ("killed_or_injured", False),
    "REGAINED FREEDOM": ("abducted", True),
}
# The highest first, as a claim takes it.
RESPONSIBILITIES: dict[str, Responsibility] = {
    "REPORTED AS FACT": "reported_as_fact",
    "CLAIMED OR ADMITTED": "claimed",
    "SUSPECTED OR ACCUSED BY AUTHORITIES": "accused_by_authorities",
    "SUSPECTED OR ACCUSED": "accused",
    "POSSIBLE": "possible",
    "ACQUITTED": "denied",
}
EXACT_ROLES = frozenset({"ACTIVE MILITARY", "LAW ENFORCEMENT", "GOVERNMENT OFFICIAL"})
ROLES: dict[str, Role] = {
    "CIVILIAN": "civilian",
    "DIPLOMAT": "official",
    "GOVERNMENT OFFICIAL": "official",
    "FORMER GOVERNMENT OFFICIAL": "civilian",
    "FORMER ACTIVE MILITARY": "civilian",
    "LEGAL OR JUDICIAL": "official",
    "ACTIVE MILITARY": "state_force",
    "POLITICAL FIGURE": "civilian",
    "LAW ENFORCEMENT": "state_force",
    "SECURITY GUARD": "civilian",
}
# Incident types that are a method of themselves, and what the instruments of the others are.
TYPE_METHODS: dict[str, Method] = {"BOMBING": "bombing", "ARSON": "arson"}
METHODS: dict[str, Method] = {
    "GUN": "shooting",
    "MACHINE GUN": "shooting",
    "MORTAR": "shelling",
    "HANDGUN": "shooting",
    "RIFLE": "shooting",
    "EXPLOSIVE": "bombing",
    "BOMB": "bombing",
    "VEHICLE BOMB": "bombing",
    "DYNAMITE": "bombing",
    "MINE": "bombing",
    "AERIAL BOMB": "airstrike",
    "GRENADE": "bombing",
    "MOLOTOV COCKTAIL": "arson",
    "PROJECTILE": "shelling",
    "MISSILE": "shelling",
    "ROCKET": "shelling",
    "CUTTING DEVICE": "stabbing",
    "FIRE": "arson",
    "STONE": "other",
    "TORTURE": "other",
}


def label_tables() -> Iterator[tuple[int, tuple[tuple[str, str], ...]]]:
    """Slot and ``(item of MUC-4, label here)`` for each set list that is mapped."""
    yield 4, tuple((name, f"method {method}") for name, method in TYPE_METHODS.items())
    yield 7, tuple((name, f"method {method}") for name, method in METHODS.items())
    yield 11, tuple(RESPONSIBILITIES.items())
    yield 20, tuple((name, str(role)) for name, role in ROLES.items())
    yield 23, tuple((n, f"{h}, occurred {str(o).lower()}") for n, (h, o) in HARMS.items())


def tables() -> str:
    """The mapping as Markdown: the slots, then the labels of the mapped set lists."""
    lines = ["| slot | outcome | how |", "| --- | --- | --- |"]
    for row in ROWS:
        slot = SLOTS[row.slot]
        lines.append(f"| {slot.number}. {slot.name} | {row.outcome} | {row.how} |")
    for number, pairs in label_tables():
        lines += ["", f"| {SLOTS[number].name} | here |", "| --- | --- |"]
        lines += [f"| {name} | {label} |" for name, label in pairs]
    return "\n".join(lines)
