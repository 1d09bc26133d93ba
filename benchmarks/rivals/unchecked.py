"""Our own build with every check taken out, for benchmarks alone: what checking costs.

``python -m benchmarks.rivals.unchecked CORPUS``

It makes the same bytes of a sound corpus, in one process. Still done is what a build does to read:
records are decoded, lines are held to UTF-8, documents to their shard.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retold import checking, records, schemas
from retold.engine.survey import Options
from retold.files import CorpusFolder
from retold.pipeline import build
from retold.shards import merging


def _nothing(*_: object, **__: object) -> Iterator[Any]:
    return iter(())


def _decoded(line: str, kind: str | None, validate: object) -> Any:
    decoder = records._DECODERS.get(kind)
    return None if decoder is None else decoder.decode(line)


WITHOUT: tuple[tuple[Any, str, Any], ...] = (
    # rules
    (checking, "_TEXT", ()),
    (checking, "_DOCUMENT", ()),
    (checking, "_LAYERS", ()),
    (checking, "_TABLES", ()),
    (checking, "_JUDGES", ()),
    (checking, "ACROSS", ()),
    (checking, "on_challenge", _nothing),
    # schemas and the canonical form of lines, and their order
    (schemas, "violations", _nothing),
    (records, "_sound", _decoded),
    (merging, "misplaced", _nothing),
)
"""Module, name, and what stands there instead."""


def main(root: Path) -> None:
    """Builds a corpus. Without its checks a faulty one makes a faulty dataset, or none."""
    for module, name, instead in WITHOUT:
        getattr(module, name)  # AttributeError where it has another name now
        setattr(module, name, instead)
    build(CorpusFolder(root), options=Options())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
