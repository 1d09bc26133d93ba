"""What a corpus folder says beside its built dataset: titles, names, waivers, mutation figures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from retold.compression import DamagedError, decompressed
from retold.dataset import DatasetError
from retold.files import ENTITIES, RATCHET, SETTINGS, STORIES, CorpusFolder
from retold.model import Entity, Ratchet, Story, Waiver
from retold.site.contents import Beside
from retold.sources import dataset_folder

MUTATION = "docs/mutation.md"
_WAIVERS = "annotations/waivers.jsonl"
R = TypeVar("R", Story, Entity, Waiver, Ratchet)
_ROW = re.compile(r"^\| (structural|semantic|undetectable) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def corpus_of(address: str) -> CorpusFolder | None:
    """The corpus whose data/ an address names; None for any other dataset."""
    folder = dataset_folder(Path(address))
    if folder is None or folder.name != "data":
        return None
    root = folder.resolve().parent
    return CorpusFolder(root) if (root / SETTINGS).is_file() else None


def beside(corpus: CorpusFolder | None, findings: Path | None = None) -> Beside:
    """What the corpus says; ``findings`` is a file of ``retold check --format json``.

    Raises DatasetError for lines that are no records; `retold check` says what is wrong with them.
    """
    said = None if findings is None else _findings(findings)
    if corpus is None:
        return Beside(findings=said)
    waivers = _records(corpus, _WAIVERS, Waiver)
    return Beside(
        titles={story.id: story.title for story in _records(corpus, STORIES, Story)},
        names={entity.id: entity.names for entity in _records(corpus, ENTITIES, Entity)},
        waivers=[msgspec.structs.asdict(waiver) for waiver in waivers],
        ratchet=len(_records(corpus, RATCHET, Ratchet)),
        mutation=_mutation(corpus),
        findings=said,
    )


def _records(corpus: CorpusFolder, path: str, kind: type[R]) -> list[R]:
    """The lines of a table; none where there is no such file."""
    path = corpus.stored(path)
    if not corpus.exists(path):
        return []
    found = []
    try:
        data = b"".join(decompressed([corpus.read_bytes(path)], path))
    except DamagedError as error:
        raise DatasetError(f"{path}: {error}; run `retold check`") from None
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            try:
                found.append(msgspec.json.decode(line, type=kind))
            except (msgspec.MsgspecError, ValueError, RecursionError) as error:
                raise DatasetError(f"{path}:{number}: {error}; run `retold check`") from None
    return found


def _mutation(corpus: CorpusFolder) -> list[tuple[str, int, int]] | None:
    """The summary of docs/mutation.md: kind, caught, planted."""
    if not corpus.exists(MUTATION):
        return None
    text = corpus.read_bytes(MUTATION).decode("utf-8", errors="replace")
    found = [(kind, int(caught), int(planted)) for kind, caught, planted in _ROW.findall(text)]
    return found or None


def _findings(path: Path) -> list[dict[str, Any]]:
    wanted = ("code", "severity", "file", "doc", "record", "message")
    try:
        found = json.loads(path.read_bytes())["findings"]
        whole = all(field in row for row in found for field in wanted)
    except (ValueError, LookupError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise DatasetError(f"{path} is not what `retold check --format json` writes")
    return list(found)
