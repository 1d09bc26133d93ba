"""A corpus folder -> tasks: which documents are done together, and what each task depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec

import retold
from retold import schemas
from retold.corpus import Corpus
from retold.engine.task import Task
from retold.files import GOLD, RATCHET, SEEDS, SETTINGS, STORIES, CorpusFolder
from retold.model import Seed, Story
from retold.records import Row
from retold.shards.addresses import Store
from retold.shards.manifest import manifest
from retold.shards.pairing import Shard

PER_TASK = 1000
"""Documents of a task, where each has files of its own."""
_WAIVERS = "annotations/waivers.jsonl"
# What parts do not depend on, or only by what their own documents say of it; also compressed.
_LEFT_OUT = (SEEDS, STORIES, SETTINGS, RATCHET, _WAIVERS)


def tasks_of(
    folder: CorpusFolder,
    corpus: Corpus,
    rows: Sequence[Row[Seed]],
    inputs: Mapping[str, str],
    per_task: int = PER_TASK,
) -> Iterator[Task]:
    """Tasks of documents that stand in files of their own, in the order of ``rows``.

    ``inputs`` are the digests of the files that were read already.
    """
    shared = _shared(corpus, inputs)
    layers = (GOLD, *corpus.annotated)
    start = 0
    while start < len(rows):
        end = start + per_task
        # lines of one id stay together: the second of them is wrong
        while end < len(rows) and rows[end].record.id == rows[end - 1].record.id:
            end += 1
        some = tuple(rows[start:end])
        digest = hashlib.sha256(shared)
        for row in some:
            digest.update(_of_row(folder, corpus, row, layers))
        name = f"documents {start + 1}-{min(end, len(rows))}"
        yield Task(name, digest.hexdigest()[:32], len(some), some)
        start = end


def task_of_shard(
    corpus: Corpus, store: Store, shard: Shard, inputs: Mapping[str, str]
) -> tuple[Task, list[Row[Seed]]]:
    """The task of a shard, and its part of the manifest. Reads each of its files. Raises OSError."""
    digests: dict[str, str] = {}
    rows = list(manifest(store, shard.seeds, digests))
    own = digests[shard.seeds]
    digest = hashlib.sha256(_shared(corpus, inputs))
    layers = [(name, path, store.digest(path)) for name, path in sorted(shard.layers.items())]
    digest.update(msgspec.msgpack.encode((shard.name, shard.seeds, own, layers)))
    for story in sorted({row.record.story for row in rows}):
        digest.update(_of_story(corpus.stories.get(story)))
    return Task(shard.name, digest.hexdigest()[:32], len(rows), shard=shard), rows


def _of_row(folder: CorpusFolder, corpus: Corpus, row: Row[Seed], layers: Iterable[str]) -> bytes:
    """A digest of a document's line, story, text, records and decisions."""
    seed = row.record
    digest = hashlib.sha256(msgspec.msgpack.encode((seed, row.file, row.line)))
    digest.update(_of_story(corpus.stories.get(seed.story)))
    paths = [folder.seed_path(seed.file), *(folder.layer_path(layer, seed.id) for layer in layers)]
    for path in (*paths, folder.decision_path(seed.id)):
        data = folder.read_bytes(path) if folder.exists(path) else None
        digest.update(b"-" if data is None else hashlib.sha256(data).digest())
    return digest.digest()


def _of_story(story: Story | None) -> bytes:
    return msgspec.msgpack.encode(story)


def _shared(corpus: Corpus, inputs: Mapping[str, str]) -> bytes:
    """A digest of what every task depends on: registry, settings, schema, code."""
    settings = replace(corpus.settings, version="")
    others = sorted((path, digest) for path, digest in inputs.items() if not path.startswith(_LEFT_OUT))
    value = (settings, others, sorted(corpus.broken), corpus.annotated)
    return hashlib.sha256(msgspec.msgpack.encode(value) + _code()).digest()


@cache
def _code() -> bytes:
    """A digest of this very package and its schema."""
    digest = hashlib.sha256()
    root = Path(retold.__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for name, data in schemas.files().items():
        digest.update(name.encode() + b"\0" + data)
    return digest.digest()
