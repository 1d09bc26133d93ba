"""A further document made from one that is there."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from retold.documents import Document
from retold.files import GOLD
from retold.manifest import sha256
from retold.model import Annotation, Split, Story, labels
from retold.mutate.layers import copies_of, path_in
from retold.mutate.retext import Piece, follow, replaced
from retold.mutate.sources import Change, Sources
from retold.records import dump


def copied(
    sources: Sources,
    document: Document,
    story: str,
    pieces: list[Piece],
    *,
    keep: Callable[[Annotation], bool],
) -> Change:
    """Seed, manifest line, gold and layers of a copy that retells ``story``.

    ``pieces`` of its text are replaced; of the records those stay that ``keep`` wants, under ids of
    their own.
    """
    id = sources.new_id(document.id)
    text = replaced(document.text, pieces)
    data = text.encode("utf-8")
    seed = msgspec.structs.replace(
        document.seed, id=id, file=f"{id}.txt", sha256=sha256(data), story=story
    )
    layers: dict[str, list[Annotation]] = {
        path_in(layer, id): [] for layer in (GOLD, *sources.layers(document.id))
    }
    for row in document.rows:
        if keep(row.record):
            moved = follow(row.record, pieces, text)
            own = msgspec.structs.replace(moved, id=sources.new_id(moved.id), doc=id)
            for path, record in copies_of(own):
                layers.setdefault(path, []).append(record)
    dumped = {path: dump(records).encode("utf-8") for path, records in layers.items()}
    return {f"seeds/{seed.file}": data, **sources.joined(seed), **dumped}


def other_story(sources: Sources, document: Document) -> Story | None:
    """A story that nobody tells, in another split than the document's."""
    stories = {row.record.id: row.record for row in sources.table(Story)}
    told = stories.get(document.seed.story)
    if told is None:
        return None
    split = next(split for split in labels(Split) if split != told.split)
    return Story(sources.new_id(told.id), f"{told.title}, again", split)  # type: ignore[arg-type]
