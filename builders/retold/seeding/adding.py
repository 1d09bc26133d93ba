"""New seeds into a corpus: all files of them together, or none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from retold.corpora.problems import Problem
from retold.files import ANNOTATORS, SEEDS, SETTINGS, STORIES, CorpusFolder, encode
from retold.findings import Finding, blocking
from retold.model import Record
from retold.proposals.annotator import RULES, annotator
from retold.reading import read_tables
from retold.records import dump, record_id
from retold.rules import graded
from retold.seeding.asking import Asker
from retold.seeding.inputs import Offered
from retold.seeding.planning import Given, Plan, plan
from retold.together import write_together

EXTRACTED = "import/extracted.jsonl"
"""Which seeds were taken out of pages; no stage reads it."""


@dataclass(frozen=True)
class Added:
    """What became of the offered texts; nothing is ``written`` where there is a problem or finding."""

    plan: Plan
    findings: list[Finding]
    """What is wrong with the corpus's own manifests: first that must be mended."""
    written: tuple[str, ...] = ()


def add(
    folder: CorpusFolder,
    offered: Offered,
    given: Given,
    asker: Asker,
    *,
    write: bool = True,
    zones: bool = True,
) -> Added:
    """Makes seeds of the texts and writes them with their manifests and, as proposals, their ``zones``.

    Raises OSError, TimeoutError where something else writes to the corpus, and LackingError.
    """
    with folder.building():
        corpus, findings = read_tables(folder)
        needed = {*_NEEDED, folder.stored(STORIES)}
        broken = [f for f in blocking(list(graded(findings))) if f.place.file in needed]
        if broken:
            return Added(Plan(problems=list(offered.problems)), broken)
        made = plan(offered.received, given, folder, corpus, asker)
        made.problems += offered.problems
        proposer = corpus.annotators.get(RULES)
        if zones and proposer is not None and proposer.kind != "rule":
            message = f"{RULES!r} is of kind {proposer.kind}, so proposals cannot go there: --no-zones"
            made.problems.append(Problem(ANNOTATORS, None, message))
        made.problems.sort(key=lambda p: (p.file, p.line or 0, p.message))
        if made.problems or not made.planned:
            return Added(made, [])
        tables = {kind: [row.record for row in rows] for kind, rows in corpus.tables.items()}
        files = _files(folder, made, tables, zones)
        if write:
            write_together(folder, files)
    return Added(made, [], tuple(files))


_NEEDED = (SETTINGS, SEEDS, STORIES, ANNOTATORS)


def _files(
    folder: CorpusFolder, made: Plan, tables: Mapping[str, list[Record]], zones: bool
) -> dict[str, bytes]:
    """Path -> bytes, in the order in which they are put in place: the manifest of seeds last.

    So a machine that stops in the middle leaves files that `retold check` names (RT002), and never a
    line without its text.
    """
    files: dict[str, bytes] = {}
    for planned in made.planned:
        files[folder.seed_path(planned.seed.file)] = planned.received.text.encode("utf-8")
    for planned in made.planned if zones else ():
        files[folder.layer_path(RULES, planned.seed.id)] = dump(planned.zones).encode("utf-8")
    annotators = tables.get("annotator", [])
    if zones and all(record_id(record) != RULES for record in annotators):
        files[ANNOTATORS] = dump([*annotators, annotator()]).encode("utf-8")
    extracted = _extracted(folder, made)
    if extracted is not None:
        files[EXTRACTED] = extracted
    if made.stories:
        path = folder.stored(STORIES)
        files[path] = encode(dump([*tables.get("story", []), *made.stories]), path)
    seeds = [planned.seed for planned in made.planned]
    files[SEEDS] = dump([*tables.get("seed", []), *seeds]).encode("utf-8")
    return files


def _extracted(folder: CorpusFolder, made: Plan) -> bytes | None:
    """The file that says which seeds came out of pages, with new lines; None without such a seed."""
    lines = []
    for planned in made.planned:
        taken = planned.received.extraction
        if taken is not None:
            origin = planned.received.origin
            value = {"id": planned.seed.id, "file": origin.file, "sha256": taken.sha256}
            value |= {"by": taken.by, "url": taken.url, "title": taken.title}  # type: ignore[dict-item]
            lines.append(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
    if not lines:
        return None
    before = folder.read_bytes(EXTRACTED) if folder.exists(EXTRACTED) else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + "".join(lines).encode("utf-8")
