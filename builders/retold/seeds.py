"""seeds/ -> texts: reads the manifest and each file, and pins the bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retold.files import SEEDS, CorpusFolder, decode, sha256
from retold.findings import Finding, Place
from retold.model import Seed, Story
from retold.records import Row, duplicates


def read_texts(
    folder: CorpusFolder, seeds: tuple[Row[Seed], ...]
) -> tuple[dict[str, str], list[Finding]]:
    """Document id -> text, decoded exactly, for every seed that is as the manifest says."""
    texts: dict[str, str] = {}
    findings: list[Finding] = [*duplicates(seeds, "RT005")]
    for row in seeds:
        seed = row.record
        path = folder.seed_path(seed.file)
        if seed.id != seed.file.rsplit(".", 1)[0]:
            findings.append(row.finding("RT007", f"id {seed.id!r}, file {seed.file!r}", "id"))
        if not folder.exists(path):
            findings.append(row.finding("RT001", folder.lack(path), "file"))
            continue
        data = folder.read_bytes(path)
        found = sha256(data)
        if found != seed.sha256:
            message = f"{path} has SHA-256 {found}, the manifest says {seed.sha256}"
            findings.append(row.finding("RT003", message, "sha256"))
        text = decode(data, path)
        if isinstance(text, Finding):
            findings.append(text)
        elif found == seed.sha256:
            texts.setdefault(seed.id, text)
    return texts, findings


def not_in_manifest(folder: CorpusFolder, seeds: tuple[Row[Seed], ...]) -> Iterator[Finding]:
    """RT002 for each file of seeds/ that no line names."""
    known = {row.record.file for row in seeds}
    for file in folder.seed_files():
        if file not in known:
            message = f"{SEEDS} has no line for {file!r}"
            yield Finding("RT002", Place(folder.seed_path(file)), message)


def without_story(seeds: tuple[Row[Seed], ...], stories: Mapping[str, Story]) -> Iterator[Finding]:
    """RT304 for each seed whose story is not in stories.jsonl."""
    for row in seeds:
        if row.record.story not in stories:
            yield row.finding("RT304", f"no story {row.record.story!r}", "story")
