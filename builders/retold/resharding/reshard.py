"""The whole of it: read, write, and nothing where anything is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from retold.corpus import Corpus
from retold.files import SEEDS, SETTINGS, CorpusFolder
from retold.findings import CorpusError, Finding, blocking, in_order
from retold.reading import read_tables
from retold.resharding.carried import carried, left, naming_files, settings
from retold.resharding.targets import OneByOne, Sharded, Target, undone
from retold.resharding.told import documents
from retold.rules import graded
from retold.shards.addresses import Store, store_of
from retold.writing import making_folder, write


@dataclass(frozen=True)
class Resharded:
    """What was written, and what could not go along."""

    documents: int
    shards: int
    records: Mapping[str, int]
    """Layer -> its records."""
    not_carried: tuple[str, ...]


def reshard(
    folder: CorpusFolder, out: Path, ending: str | None, size: int, address: str | None = None
) -> Resharded:
    """Writes the corpus to ``out``, a new or empty folder, with its documents in other files.

    ``ending`` is that of shards of ``size`` documents, None for files of one document. At an
    ``address`` are then the shards alone. Records and texts stay what they are. Raises CorpusError with
    every finding where a line cannot be taken over as it is, OSError; then nothing is written.
    """
    corpus, findings = read_tables(folder, listing=False)
    records: Counter[str] = Counter()
    count = renamed = 0
    with ExitStack() as stack:
        root = stack.enter_context(making_folder(out))
        store = Store(str(root)) if address is None else store_of(folder, address)
        shards = None if ending is None else Sharded(store, ending, size)
        if shards is not None and store.remote:
            stack.enter_context(undone(shards, store))
        target: Target = shards or OneByOne(root)
        for told in documents(folder, corpus, findings):
            count += 1
            renamed += told.seed.file != f"{told.seed.id}.txt"
            records.update({layer: len(of_layer) for layer, of_layer in told.layers.items()})
            if not findings:
                target.add(told)
        _refuse(findings)
        number = target.close()
        for path in carried(folder):
            _write(root, path, folder.read_bytes(path))
        text = folder.read_bytes(SETTINGS).decode("utf-8")
        _write(root, SETTINGS, settings(text, address if number else None).encode("utf-8"))
        if shards is not None:
            _write(root, SEEDS, b"")
    notes = tuple(_notes(folder, corpus, renamed, shards))
    return Resharded(count, number, dict(sorted(records.items())), notes)


def _notes(folder: CorpusFolder, corpus: Corpus, renamed: int, shards: Sharded | None) -> Iterator[str]:
    """What did not go along, in words."""
    names = left(folder)
    if names:
        yield f"what lies beside the corpus ({', '.join(names)})"
    if shards is not None and renamed:
        yield f"names of seed files other than the id and .txt ({renamed})"
    for layer, number in sorted(shards.empty.items()) if shards is not None else ():
        yield f"files without a record in the layer {layer} ({number})"
    stale = naming_files(corpus)
    if stale:
        yield f"files that lines of waivers or ratchet name, to be corrected ({stale})"


def _refuse(findings: list[Finding]) -> None:
    found = in_order(graded(findings))
    if blocking(found):
        raise CorpusError(found)


def _write(root: Path, path: str, data: bytes) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    write(target, data)
