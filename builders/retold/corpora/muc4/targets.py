"""The human targets of a template: each with its strings, effect, type and number."""

from __future__ import annotations

from dataclasses import dataclass

from retold.corpora.muc4.incidents import choice
from retold.corpora.muc4.mapping import HARMS
from retold.corpora.muc4.slots import (
    DESCRIPTION,
    EFFECT,
    HUMAN_NUMBER,
    HUMAN_TYPE,
    NAME,
    STAGE,
    TYPE,
)
from retold.corpora.muc4.templates import Template
from retold.corpora.muc4.values import Choice, Fill
from retold.model import Harm


@dataclass(frozen=True)
class Harmed:
    """One harm to one target, as a template states it.

    ``effect`` is the filler that says so; None where the incident itself does: a kidnapping.
    """

    strings: tuple[str, ...]
    named: bool
    harm: Harm
    occurred: bool
    effect: Fill | None
    type: Fill | None
    number: Fill | None


def harmed(template: Template) -> list[Harmed]:
    """Every harm that the template states, in its order; abductions behind."""
    found: list[Harmed] = []
    for fill in template.fills(EFFECT):
        value = fill.values[0]
        said = HARMS.get(value.name) if isinstance(value, Choice) else None
        if said is not None:
            found.append(_of(template, fill.named, *said, fill))
    if choice(template, TYPE) == "KIDNAPPING" and choice(template, STAGE) == "ACCOMPLISHED":
        known = [set(one.strings) for one in found if one.harm == "abducted"]
        for fill in (*template.fills(NAME), *descriptions(template)):
            if not any(set(fill.texts) & strings for strings in known):
                found.append(_of(template, fill.texts, "abducted", True, None))
    return found


def descriptions(template: Template) -> tuple[Fill, ...]:
    """The descriptions that are targets of their own, not titles of a named one."""
    return tuple(fill for fill in template.fills(DESCRIPTION) if not fill.named)


def about(template: Template, slot: int, strings: tuple[str, ...]) -> Fill | None:
    """The filler of a slot that is about a target with one of these strings."""
    fills = template.fills(slot)
    same = (fill for fill in fills if set(fill.named) == set(strings))
    close = (fill for fill in fills if set(fill.named) & set(strings))
    return next(same, None) or next(close, None)


def _of(
    template: Template, strings: tuple[str, ...], harm: Harm, occurred: bool, effect: Fill | None
) -> Harmed:
    names = {text for fill in template.fills(NAME) for text in fill.texts}
    return Harmed(
        strings,
        bool(names & set(strings)),
        harm,
        occurred,
        effect,
        about(template, HUMAN_TYPE, strings),
        about(template, HUMAN_NUMBER, strings),
    )
