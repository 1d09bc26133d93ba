"""What of a corpus goes along as it is, and what cannot."""

from __future__ import annotations

from collections.abc import Iterator

import tomlkit

from retold.corpus import Corpus
from retold.files import (
    CARD,
    CITATION,
    LICENCE,
    PROSE,
    RESULTS,
    RESULTS_PAGE,
    SEEDS,
    SETTINGS,
    CorpusFolder,
    FolderFiles,
    in_shards,
    is_work_file,
)
from retold.model import Ratchet, Waiver

_BESIDE = (CARD, LICENCE, CITATION, "CHANGELOG.md", RESULTS, RESULTS_PAGE)


def carried(folder: CorpusFolder) -> Iterator[str]:
    """Paths that are copied: all of seeds/ and annotations/ that is not of one document, and the card.

    The settings are not among them: they change.
    """
    yield from (path for path in _BESIDE if folder.exists(path))
    moved = {SEEDS, *map(folder.seed_path, folder.seed_files()), *folder.layer_files()}
    for name in ("seeds", "annotations"):
        for path in FolderFiles(folder.root / name):
            whole = f"{name}/{path}"
            if whole.endswith(PROSE) or (whole not in moved and not in_shards(whole)):
                yield whole


def left(folder: CorpusFolder) -> list[str]:
    """Names at the top of the folder that are not copied; the hidden ones in a word."""
    own = {SETTINGS, "seeds", "annotations", *(path.split("/")[0] for path in _BESIDE)}
    names = {path.name for path in folder.root.iterdir() if not is_work_file(path.name)}
    hidden = {name for name in names if name.startswith(".")}
    return [*sorted(names - own - hidden), *(["hidden files"] if hidden else [])]


def settings(text: str, address: str | None) -> str:
    """retold.toml with the shards at an address, or below the corpus; comments and order stay."""
    document = tomlkit.parse(text)
    if address is not None:
        table = tomlkit.table()
        table["address"] = address
        document["shards"] = table
    elif "shards" in document:
        del document["shards"]
        return tomlkit.dumps(document).rstrip("\n") + "\n"
    return tomlkit.dumps(document)


def naming_files(corpus: Corpus) -> int:
    """How many waivers and lines of the ratchet name a file of a layer, which is another now."""
    records = [row.record for kind in ("waiver", "ratchet") for row in corpus.tables.get(kind, ())]
    named = (record.file for record in records if isinstance(record, Waiver | Ratchet))
    single = {row.file for rows in corpus.tables.values() for row in rows}
    return sum(file is not None and file not in single for file in named)
