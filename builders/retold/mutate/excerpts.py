"""A part of a corpus that is a corpus of its own: the documents of some of its stories."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from retold.challenge import CHALLENGE
from retold.files import AUTHORED
from retold.model import ClaimLink, Entity, Event, Proposition, Record, Seed, Story
from retold.mutate.sources import Change, Sources
from retold.records import canonical


class UnknownStoryError(ValueError):
    """A story that the corpus does not have; the message names those that there are."""


def of_stories(sources: Sources, stories: Collection[str]) -> Sources:
    """The corpus with the documents of these stories alone; what others alone name is left out.

    Sources of invented stories go: what they make is not whole any more. Raises UnknownStoryError.
    """
    there = {row.record.id for row in sources.table(Story)}
    unknown = {*stories} - there
    if unknown:
        raise UnknownStoryError(
            f"no story {', '.join(sorted(unknown))}; there are: {', '.join(sorted(there))}"
        )
    gone = [row.record for row in sources.table(Seed) if row.record.story not in stories]
    docs = {seed.id for seed in gone}
    files = {path: data for path, data in sources.files.items() if path.startswith("annotations/")}
    layers = {path for path in files if path.rpartition("/")[2].removesuffix(".jsonl") in docs}
    named = _strings(files[path] for path in layers)
    # the files of layers, decisions and challenge items; a registry names all that there is
    others = [p for p in files if p.count("/") == 2 and p not in layers and "/registry/" not in p]
    lost = named - _strings(files[path] for path in others)
    drop: Mapping[type[Any], Callable[[Any], bool]] = {
        Seed: lambda seed: seed.id in docs,
        Story: lambda story: story.id not in stories,
        ClaimLink: lambda link: bool({link.a, link.b} & lost),
        **dict.fromkeys((Entity, Proposition, Event), lambda entry: entry.id in lost),
    }
    change: dict[str, bytes | None] = dict.fromkeys([*layers, *(f"seeds/{seed.file}" for seed in gone)])
    change |= dict.fromkeys(path for path in sources.files if path.startswith(f"{AUTHORED}/"))
    # what an annotator proposes goes with their last document
    there = {path.split("/")[1] for path in others}
    proposed = [path for path in files if "/registry/" in path and path.count("/") > 2]
    change |= dict.fromkeys(path for path in proposed if path.split("/")[1] not in there)
    for kind, is_lost in drop.items():
        change |= _without(sources, [row.record for row in sources.table(kind) if is_lost(row.record)])
    for path in (path for path in files if sources.kind_of(path) == CHALLENGE):
        quoting = [row.record for row in sources.rows(path) if _origin(row.record) in docs]
        if quoting:
            change[path] = sources.rewritten(path, {canonical(item): None for item in quoting})
    return sources.after(change)


def _origin(record: Record) -> str | None:
    """The document that a challenge item quotes, if it quotes one."""
    origin = getattr(record, "origin", None)
    return None if origin is None else str(origin.doc)


def _strings(files: Iterable[bytes]) -> set[str]:
    """Every string in files of records: ids among them."""
    lines = (line for data in files for line in data.splitlines())
    return {found for line in lines for found in _strings_in(msgspec.json.decode(line))}


def _strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings_in(item)


def _without(sources: Sources, records: list[Record]) -> Change:
    """A table without these lines of it."""
    if not records:
        return {}
    [path] = sources.changed(records[0], None)
    return {path: sources.rewritten(path, {canonical(record): None for record in records})}
