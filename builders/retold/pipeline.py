"""The stages on one page.

    seeds/          1 seeds          texts, pinned by digest
                    2 documents      zones, sentences, tokens
    annotations/    3 records        JSONL -> records
                    4 adjudication   annotators' layers -> gold
                    5 rules          Findings
                    6 splits         document -> split, by story
                    7 tables         Arrow
    data/           8 release        Parquet, card, release.json

Stages 1 to 5 are ``reading.read``. A build with a blocking Finding writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from retold import card, release, schemas
from retold.corpus import Corpus
from retold.files import CARD, LICENCE, SETTINGS, CorpusFolder
from retold.findings import CorpusError, Finding, Place, blocking, in_order
from retold.reading import Reading, read
from retold.records import dump, parse
from retold.rules import graded

Stage = Callable[[str], AbstractContextManager[object]]


def _silent(name: str) -> AbstractContextManager[object]:
    return nullcontext()


@dataclass(frozen=True)
class Built:
    """Outcome of a build: all findings, and release.json's content if it was written."""

    findings: list[Finding]
    record: dict[str, Any] | None
    corpus: Corpus


def corpus_folder(path: str | Path) -> CorpusFolder:
    """The corpus at ``path``. Raises FileNotFoundError where there is no retold.toml."""
    root = Path(path).resolve()
    if not (root / SETTINGS).is_file():
        raise FileNotFoundError(f"{path} is no corpus: it has no {SETTINGS}")
    return CorpusFolder(root)


def read_corpus(path: str | Path = ".") -> Corpus:
    """Reads a corpus folder.

    ``path`` is the folder that holds retold.toml. Returns the documents with their records and
    the registry. Raises FileNotFoundError where there is no corpus, and CorpusError with every
    finding where one is an error: what you get is sound.
    """
    reading = read(corpus_folder(path))
    errors = blocking(reading.findings)
    if errors:
        raise CorpusError(errors)
    return reading.corpus


def check(folder: CorpusFolder, *, keep: bool = True) -> Reading:
    """Reads and applies all rules, the card's included; writes nothing.

    Without ``keep`` one document is in memory at a time, and the corpus that comes back has none.
    """
    reading = read(folder, keep=keep)
    card_findings = graded(_card_findings(folder))
    return replace(reading, findings=in_order([*reading.findings, *card_findings]))


def build(folder: CorpusFolder, *, strict: bool = False, stage: Stage = _silent) -> Built:
    """Builds ``data/`` and refreshes the card's regions, or writes nothing.

    ``strict`` makes warnings block too. ``stage`` is entered around each stage with its name,
    for a progress display.
    """
    with folder.building():
        with stage("reading and checking"):
            reading = check(folder)
        if blocking(reading.findings, strict=strict):
            return Built(reading.findings, None, reading.corpus)
        with stage("making tables"):
            text = folder.read_text(CARD)
            assert isinstance(text, str)  # RT004 blocks before
            made = release.make(reading.corpus, text, _licence(folder), reading.inputs)
        with stage("writing data/"):
            folder.write_data(made.files)
            if made.card != text:
                folder.write_text(CARD, made.card)
    return Built(reading.findings, dict(made.record), reading.corpus)


def fix(folder: CorpusFolder) -> list[str]:
    """Rewrites the JSONL files of seeds/ and annotations/ in canonical form and order.

    Touches only files of which every line is a valid record. Returns the paths it changed.
    """
    changed = []
    with folder.building():
        for path, kind in folder.record_files():
            text = folder.read_text(path)
            if isinstance(text, Finding):
                continue
            rows, findings = parse(text, path, kind, schemas.violations)
            wanted = dump(row.record for row in rows)
            if text != wanted and all(f.code in ("RT012", "RT013") for f in findings):
                folder.write_text(path, wanted)
                changed.append(path)
    return changed


def _licence(folder: CorpusFolder) -> dict[str, bytes]:
    """The corpus's LICENSE, where there is one: the dataset ships with it."""
    return {LICENCE: folder.read_bytes(LICENCE)} if folder.exists(LICENCE) else {}


def _card_findings(folder: CorpusFolder) -> list[Finding]:
    if not folder.exists(CARD):
        return [Finding("RT006", Place(CARD), folder.lack(CARD))]
    text = folder.read_text(CARD)
    if isinstance(text, Finding):
        return [text]
    regions = card.region_findings(text, CARD, card.REGION_NAMES)
    return [*card.front_matter_findings(text, CARD), *regions]
