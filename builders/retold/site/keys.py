"""What lights up together on a story's pages: names, figures, positions, faults.

Whatever has a key in the text carries its number; the script lights all that carry the same one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from retold.site.contents import FURNITURE, Contents, Doc, Row, Story
from retold.site.names import anchor, file_name
from retold.wording import words

COLOURS = 8
"""Names that have a colour of their own in a story: more, and eyes mix them up."""


@dataclass(frozen=True)
class Key:
    """One thing that the retellings of a story speak of.

    ``kind`` is name, figure, position or fault; ``path`` the page about it; ``colour`` from 1, or 0;
    ``counts`` how often each document has it, by letter.
    """

    number: int
    kind: str
    id: str
    label: str
    path: str
    colour: int
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Over all documents."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, eq=False)
class Keys:
    """The keys of a story, in the order in which its page lists them."""

    all: Sequence[Key]

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], Key]:
        return {(key.kind, key.id): key for key in self.all}

    def get(self, kind: str, id: str | None) -> Key | None:
        """The key of a thing, if it has one."""
        return None if id is None else self._by_id.get((kind, id))

    def of(self, kind: str) -> list[Key]:
        """All of a kind."""
        return [key for key in self.all if key.kind == kind]


def figure_id(claim: Row) -> str:
    """Of all claims about one event and one kind of harm."""
    return f"{claim['event_id']} {claim['harm']}"


def event_path(event: str) -> str:
    """The page of an event."""
    return f"event/{file_name(event)}.html"


def entity_path(entity: str) -> str:
    """The page of an entity."""
    return f"entity/{file_name(entity)}.html"


def keys_of(contents: Contents, story: Story) -> Keys:
    """Names by how often they occur, then figures, positions and faults in the order of the text."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for doc in story.docs:
        for kind, id in _occurrences(doc):
            counted.setdefault((kind, id), Counter())[doc.letter] += 1
    order = list(counted)
    names = sorted((k for k in order if k[0] == "name"), key=lambda k: (-counted[k].total(), k[1]))
    rest = [k for kind in ("figure", "position", "fault") for k in order if k[0] == kind]
    titles = {row["event_id"]: row["title"] for row in contents.events}
    found = []
    for number, (kind, id) in enumerate([*names, *rest], 1):
        colour = number if kind == "name" and number <= COLOURS else 0
        counts = tuple(counted[kind, id].items())
        label, path = _about(contents, story, titles, kind, id)
        found.append(Key(number, kind, id, label, path, colour, counts))
    return Keys(found)


def _occurrences(doc: Doc) -> Iterator[tuple[str, str]]:
    """Kind and id of what a document has, once for each record."""
    for mention in doc.records("mentions"):
        if mention["zone"] != FURNITURE:
            yield from (("name", mention[n]) for n in ("entity_id", "referent_id") if mention[n])
    yield from (("figure", figure_id(claim)) for claim in doc.records("casualties"))
    for stance in doc.records("stances"):
        yield "position", stance["target_id"]
    for headline in doc.records("headlines"):
        yield "position", headline["asserts_id"]
    yield from (("fault", fault["fault_id"]) for fault in doc.records("faults"))


def _about(
    contents: Contents, story: Story, titles: dict[str, str], kind: str, id: str
) -> tuple[str, str]:
    """What a key is called, and where its page is."""
    if kind == "name":
        return contents.name(id), entity_path(id)
    if kind == "position":
        return contents.name(id), f"{story.positions}#{anchor(id)}"
    if kind == "figure":
        event, _, harm = id.rpartition(" ")
        path = event_path(event) if event in titles else story.path()
        return f"{words(harm)}: {titles.get(event, event)}", path
    return id, story.path()
