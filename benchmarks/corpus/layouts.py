"""Documents -> the files of a corpus, one after the other: no layout holds them all in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from benchmarks.corpus.documents import Made, documents
from benchmarks.corpus.packing import packed_documents, packed_records
from benchmarks.corpus.pages import ANNOTATOR
from benchmarks.corpus.registry import entities, happening, propositions
from benchmarks.corpus.stories import RETELLINGS
from retold.model import Annotator, Published, Record, Seed
from retold.records import canonical, dump

LICENCE = "CC0-1.0"
_OBTAINED = "2038-01-01"
_SETTINGS = """\
# Invented: made by python -m benchmarks.corpus.
name = "bench"
title = "Invented stories"
version = "0.1.0"

[licences]
texts = "CC0-1.0"
annotations = "CC0-1.0"
"""
_CARD = """\
---
license: cc0-1.0
---

# Invented stories

Made by `python -m benchmarks.corpus`. All names and happenings are invented.

<!-- generated:counts -->
<!-- /generated -->
"""


def write(
    out: Path, count: int, seed: int, layout: str, per_shard: int, ext: str, layers: Sequence[str]
) -> None:
    """Writes a corpus of ``count`` documents into the new folder ``out``.

    ``layout`` is ``files`` or ``shards``; ``per_shard`` and ``ext`` are for shards. ``layers`` are
    ``gold`` and annotators, each of whom has gold's records. Raises FileExistsError.
    """
    out.mkdir(parents=True)
    annotators = [name for name in layers if name != "gold"]
    names: set[str] = set()

    def watched() -> Iterator[Made]:
        for made in documents(count, seed):
            names.update(made.names)
            yield made

    with _open(out / "seeds/stories.jsonl") as stories:
        passed = _with_stories(watched(), stories)
        if layout == "files":
            _as_files(out, passed, layers)
        else:
            _as_shards(out, passed, per_shard, ext, layers)
    settings = _SETTINGS
    if annotators:
        listed = ", ".join(f'"{name}"' for name in annotators)
        settings += f"\n[adjudication]\nannotators = [{listed}]\n"
    (out / "retold.toml").write_text(settings, encoding="utf-8", newline="")
    (out / "dataset_card.md").write_text(_CARD, encoding="utf-8", newline="")
    _write_tables(out / "annotations", {ANNOTATOR, *annotators}, names)


def _with_stories(found: Iterable[Made], stories: BinaryIO) -> Iterator[Made]:
    for number, made in enumerate(found):
        if number % RETELLINGS == 0:
            stories.write(f"{canonical(made.story.story)}\n".encode())
        yield made


def _write_tables(folder: Path, annotators: set[str], names: set[str]) -> None:
    """Who annotated, and of the registry what the documents name."""
    about = "A seeded generator; gold by construction."
    of_events = (name for name in names if name.startswith("ev-"))
    events = [happening(int(name.removeprefix("ev-"))).event for name in of_events]
    places = {id for event in events for id in event.place}
    known = [entity for group in entities().values() for entity in group]
    tables: dict[str, Iterable[Record]] = {
        "annotators": (Annotator(name, "rule", about) for name in annotators),
        "registry/entities": (e for e in known if e.id in names or e.id in places),
        "registry/propositions": (p for p in propositions() if p.id in names),
        "registry/events": events,
    }
    for name, records in tables.items():
        with _open(folder / f"{name}.jsonl") as out:
            out.write(dump(records).encode("utf-8"))


def seed_of(made: Made) -> Seed:
    """The line of seeds/seeds.jsonl."""
    published = Published(made.story.published.isoformat(), False)
    digest = hashlib.sha256(made.text.encode("utf-8")).hexdigest()
    return Seed(
        made.id, f"{made.id}.txt", digest, made.lang, made.outlet, made.story.story.id, published,
        LICENCE, _OBTAINED,
    )  # fmt: skip


def document_of(made: Made) -> dict[str, Any]:
    """The line of a document in shards: its seed without the file, and the text."""
    fields: dict[str, Any] = msgspec.to_builtins(seed_of(made))
    del fields["file"]
    return {**fields, "text": made.text}


def lines_of(made: Made, layer: str, annotators: Sequence[str]) -> list[str]:
    """The lines of a layer: gold's own, or the same of an annotator.

    Where several annotators make gold, its records say from whose they come.
    """
    own = f'"annotator":"{ANNOTATOR}"'
    if layer != "gold":
        return [line.replace(own, f'"annotator":"{layer}"', 1) for line in made.lines]
    if not annotators:
        return made.lines
    lines = [line.replace(own, f'"annotator":"{annotators[0]}"', 1) for line in made.lines]
    if len(annotators) == 1:
        return lines
    return [_derived(line, annotators) for line in lines]


def _derived(line: str, annotators: Sequence[str]) -> str:
    start = line.index('"id":"') + len('"id":"')
    id = line[start : line.index('"', start)]
    listed = ",".join(f'"{name}/{id}"' for name in annotators)
    return f'{line[:-1]},"derived_from":[{listed}]}}'


def _as_files(out: Path, found: Iterable[Made], layers: Sequence[str]) -> None:
    annotators = [name for name in layers if name != "gold"]
    for layer in layers:
        (out / "annotations" / layer).mkdir(parents=True)
    with _open(out / "seeds/seeds.jsonl") as seeds:
        for made in found:
            seeds.write(f"{canonical(seed_of(made))}\n".encode())
            # strings, not Paths: there are many files
            with open(f"{out}/seeds/{made.id}.txt", "wb") as text:  # noqa: PTH123
                text.write(made.text.encode("utf-8"))
            for layer in layers:
                lines = lines_of(made, layer, annotators)
                with open(f"{out}/annotations/{layer}/{made.id}.jsonl", "wb") as file:  # noqa: PTH123
                    file.write(("\n".join(lines) + "\n").encode("utf-8"))


def _as_shards(
    out: Path, found: Iterator[Made], per_shard: int, ext: str, layers: Sequence[str]
) -> None:
    annotators = [name for name in layers if name != "gold"]
    number = 0
    while shard := list(islice(found, per_shard)):
        name = f"shards/{number:05d}.{ext}"
        with _open(out / "seeds" / name) as file:
            file.write(packed_documents(map(document_of, shard), ext))
        for layer in layers:
            records = ((made.id, lines_of(made, layer, annotators)) for made in shard)
            with _open(out / "annotations" / layer / name) as file:
                file.write(packed_records(records, ext))
        number += 1
    with _open(out / "seeds/seeds.jsonl"):
        pass  # every document is in a shard


def _open(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("wb")
