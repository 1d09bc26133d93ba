"""The 25 slots of a MUC-4 template, and the set lists of the task documentation (part 1, version 7)."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["message", "template", "date", "location", "set", "nation", "text", "number"]


class Slot(NamedTuple):
    """One slot: its number and name, what fills it, and whether a fill may name what it is about."""

    number: int
    name: str
    kind: Kind
    refers: bool = False
    """Whether ``: "STRING"`` behind the value names the target, organisation or instrument meant."""
    choices: frozenset[str] = frozenset()
    """The set list; empty where there is none."""


def _set(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(","))


INSTRUMENT_TYPES = _set(
    "GUN, MACHINE GUN, MORTAR, HANDGUN, RIFLE, EXPLOSIVE, BOMB, VEHICLE BOMB, DYNAMITE, MINE,"
    " AERIAL BOMB, GRENADE, MOLOTOV COCKTAIL, PROJECTILE, MISSILE, ROCKET, CUTTING DEVICE, FIRE, STONE,"
    " TORTURE"
)
CONFIDENCES = _set(
    "REPORTED AS FACT, ACQUITTED, CLAIMED OR ADMITTED, SUSPECTED OR ACCUSED,"
    " SUSPECTED OR ACCUSED BY AUTHORITIES, POSSIBLE"
)
HUMAN_TYPES = _set(
    "CIVILIAN, DIPLOMAT, GOVERNMENT OFFICIAL, FORMER GOVERNMENT OFFICIAL, FORMER ACTIVE MILITARY,"
    " LEGAL OR JUDICIAL, ACTIVE MILITARY, POLITICAL FIGURE, LAW ENFORCEMENT, SECURITY GUARD"
)
EFFECTS = _set(
    "INJURY, DEATH, NO INJURY, NO DEATH, NO INJURY OR DEATH, REGAINED FREEDOM, ESCAPED, RESIGNATION,"
    " NO RESIGNATION"
)
_PHYSICAL_TYPES = _set(
    "CIVILIAN RESIDENCE, COMMERCIAL, COMMUNICATIONS, DIPLOMAT OFFICE OR RESIDENCE, ENERGY, FINANCIAL,"
    " GOVERNMENT OFFICE OR RESIDENCE, LAW ENFORCEMENT FACILITY, POLITICAL FIGURE OFFICE OR RESIDENCE,"
    " ORGANIZATION OFFICE, TRANSPORT VEHICLE, TRANSPORTATION FACILITY, TRANSPORTATION ROUTE, WATER,"
    " OTHER"
)
_DAMAGE = _set(
    "DESTROYED, SOME DAMAGE, NO DAMAGE, MONEY TAKEN FROM TARGET, PROPERTY TAKEN FROM TARGET,"
    " TARGET TAKEN"
)
INCIDENT_TYPES = _set("ARSON, BOMBING, KIDNAPPING, HIJACKING, ROBBERY, FORCED WORK STOPPAGE, ATTACK")
STAGES = _set("ACCOMPLISHED, ATTEMPTED, THREATENED")
CATEGORIES = _set("TERRORIST ACT, STATE-SPONSORED VIOLENCE")

MESSAGE, TEMPLATE, DATE, LOCATION, TYPE, STAGE = range(6)
INSTRUMENT, INSTRUMENT_TYPE, CATEGORY, INDIVIDUAL, ORGANIZATION, CONFIDENCE = range(6, 12)
NAME, DESCRIPTION, HUMAN_TYPE, HUMAN_NUMBER, HUMAN_NATION, EFFECT, HUMAN_TOTAL = range(18, 25)

SLOTS: tuple[Slot, ...] = (
    Slot(0, "MESSAGE: ID", "message"),
    Slot(1, "MESSAGE: TEMPLATE", "template"),
    Slot(2, "INCIDENT: DATE", "date"),
    Slot(3, "INCIDENT: LOCATION", "location"),
    Slot(4, "INCIDENT: TYPE", "set", choices=INCIDENT_TYPES),
    Slot(5, "INCIDENT: STAGE OF EXECUTION", "set", choices=STAGES),
    Slot(6, "INCIDENT: INSTRUMENT ID", "text"),
    Slot(7, "INCIDENT: INSTRUMENT TYPE", "set", True, INSTRUMENT_TYPES),
    Slot(8, "PERP: INCIDENT CATEGORY", "set", choices=CATEGORIES),
    Slot(9, "PERP: INDIVIDUAL ID", "text"),
    Slot(10, "PERP: ORGANIZATION ID", "text"),
    Slot(11, "PERP: ORGANIZATION CONFIDENCE", "set", True, CONFIDENCES),
    Slot(12, "PHYS TGT: ID", "text"),
    Slot(13, "PHYS TGT: TYPE", "set", True, _PHYSICAL_TYPES),
    Slot(14, "PHYS TGT: NUMBER", "number", True),
    Slot(15, "PHYS TGT: FOREIGN NATION", "nation", True),
    Slot(16, "PHYS TGT: EFFECT OF INCIDENT", "set", True, _DAMAGE),
    Slot(17, "PHYS TGT: TOTAL NUMBER", "number"),
    Slot(18, "HUM TGT: NAME", "text"),
    Slot(19, "HUM TGT: DESCRIPTION", "text", True),
    Slot(20, "HUM TGT: TYPE", "set", True, HUMAN_TYPES),
    Slot(21, "HUM TGT: NUMBER", "number", True),
    Slot(22, "HUM TGT: FOREIGN NATION", "nation", True),
    Slot(23, "HUM TGT: EFFECT OF INCIDENT", "set", True, EFFECTS),
    Slot(24, "HUM TGT: TOTAL NUMBER", "number"),
)
