"""seeds/ -> texts: reads each file that the manifest names, and pins its bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retold.files import SEEDS, CorpusFolder, decode
from retold.findings import Finding, Place
from retold.manifest import sha256
from retold.model import Seed, Story
from retold.records import Row


def read_text(folder: CorpusFolder, row: Row[Seed]) -> tuple[str | None, list[Finding]]:
    """The seed's text, decoded exactly, or None where it is not as the manifest says."""
    seed = row.record
    path = folder.seed_path(seed.file)
    findings: list[Finding] = []
    if seed.id != seed.file.rsplit(".", 1)[0]:
        findings.append(row.finding("RT007", f"id {seed.id!r}, file {seed.file!r}", "id"))
    if not folder.exists(path):
        return None, [*findings, row.finding("RT001", folder.lack(path), "file")]
    data = folder.read_bytes(path)
    found = sha256(data)
    if found != seed.sha256:
        message = f"{path} has SHA-256 {found}, the manifest says {seed.sha256}"
        findings.append(row.finding("RT003", message, "sha256"))
    text = decode(data, path)
    if isinstance(text, Finding):
        return None, [*findings, text]
    return (text if found == seed.sha256 else None), findings


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
