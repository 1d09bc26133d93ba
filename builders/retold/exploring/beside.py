"""What a corpus folder says beside its built dataset: titles, names, waivers, mutation figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retold.dataset import DatasetError
from retold.files import ENTITIES, RATCHET, SETTINGS, STORIES, CorpusFolder
from retold.site.contents import Beside
from retold.sources import dataset_folder

MUTATION = "docs/mutation.md"
_WAIVERS = "annotations/waivers.jsonl"
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
    stories = _records(corpus, STORIES, ("id", "title"))
    entities = _records(corpus, ENTITIES, ("id", "names"))
    return Beside(
        titles={row["id"]: row["title"] for row in stories},
        names={row["id"]: row["names"] for row in entities},
        waivers=_records(corpus, _WAIVERS, ("code", "record", "reason", "by", "until")),
        ratchet=len(_records(corpus, RATCHET, ("code",))),
        mutation=_mutation(corpus),
        findings=said,
    )


def _records(corpus: CorpusFolder, path: str, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    """The lines of a table; none where there is no such file."""
    if not corpus.exists(path):
        return []
    return list(_lines(corpus.read_bytes(path), path, fields))


def _lines(data: bytes, path: str, fields: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or any(field not in row for field in fields):
            raise DatasetError(
                f"{path}:{number} is no record with {', '.join(fields)}: run `retold check`"
            )
        yield row


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
