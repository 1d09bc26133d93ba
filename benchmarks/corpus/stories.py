"""Number of a story -> what it tells of, before anybody tells it.

Twenty stories tell of one event, and are in one split. Of ten stories one is in validation, one in
test. Each is drawn by its own number and the seed, so that it is the same in every corpus.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.corpus.registry import GROUPS, RAID, Happening, happening, propositions
from benchmarks.corpus.wordings import LANGS
from retold.model import Split, Story

RETELLINGS = 4
STORIES_OF_EVENT = 20
_IN_TURN = 10
_SPLITS: dict[int, Split] = {2: "validation", 5: "test"}
# Languages of the retellings; stories take turns.
_LANGS = (("en", "id", "hi", "ur"), ("id", "en", "ur", "en"), ("hi", "ur", "id", "hi"), LANGS[::-1])
# Slot -> the group that its entity is of.
_CAST = {
    "per1": "person", "per2": "person", "per3": "person", "per4": "person",
    "med": "media", "force": "force", "front": "front", "city2": "city", "land2": "land",
    "norp": "norp", "loc": "loc", "fac1": "fac", "fac2": "fac", "evt": "evt", "law": "law",
    "wea": "wea", "lang": "language", "misc": "misc",
}  # fmt: skip
# Groups that the three organisations of a story are of.
_ORGANISATIONS = (("other", "other", "bank", "party"), ("other", "igo"), ("party", "other", "other"))


@dataclass(frozen=True)
class Told:
    """One story. ``cast`` maps a slot to group and number of its entity."""

    number: int
    story: Story
    happening: Happening
    published: date
    langs: tuple[str, ...]
    cast: Mapping[str, tuple[str, int]]
    props: tuple[int, int, int]
    sides: tuple[bool, bool, bool, bool, bool]
    """Whether the organisation, the person, the government, the critic and the author are for it."""
    killed: int
    injured: int
    others: int
    victims: tuple[int, int, int]


def told(number: int, seed: int) -> Told:
    """The story of a number."""
    draws = Random((seed << 40) + 2 * number)

    def below(count: int) -> int:
        return int(draws.random() * count)

    block, turn = divmod(number, STORIES_OF_EVENT * _IN_TURN)
    event = happening(block * _IN_TURN + turn % _IN_TURN)
    cast = {"city": ("city", event.city), "land": ("land", event.land)}
    taken = set(cast.values())
    groups = [_pick(draws, choices) for choices in _ORGANISATIONS]
    for slot, group in (*_CAST.items(), *zip(("org1", "org2", "org3"), groups, strict=True)):
        found = (group, below(GROUPS[group].count))
        while found in taken:
            found = (group, (found[1] + 1) % GROUPS[group].count)
        taken.add(found)
        cast[slot] = found
    count = len(propositions())
    first = below(count)
    props = (first, (first + 1 + below(count // 2)) % count, (first + count // 2 + 7) % count)
    name = f"s{number:07d}"
    title = f"{event.event.title}: what follows, part {turn // _IN_TURN + 1}"
    return Told(
        number,
        Story(name, title, _SPLITS.get(number % _IN_TURN, "train")),
        event,
        event.day + timedelta(days=below(7)),
        _LANGS[number % len(_LANGS)],
        cast,
        props,
        (draws.random() < 0.5, draws.random() < 0.5, draws.random() < 0.5, draws.random() < 0.5,
         draws.random() < 0.5),
        2 + below(80),
        3 + below(300),
        5 + below(900),
        (below(8), below(8), below(8)),
    )  # fmt: skip


def raid(story: Told) -> bool:
    """Whether somebody did it on purpose."""
    return story.happening.kind == RAID


def _pick(draws: Random, choices: tuple[str, ...]) -> str:
    return choices[int(draws.random() * len(choices))]
