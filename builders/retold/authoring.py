"""Invented stories -> texts, manifest, registry and the author's layer in a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from retold import schemas
from retold.authored import AUTHOR
from retold.authored.compiling import FACTS, CompiledStory, compile_story, sources
from retold.authored.retellings import Problem
from retold.authored.shown import region
from retold.files import AUTHORED, ENTITIES, SEEDS, SETTINGS, SINGLE_KIND, STORIES, CorpusFolder
from retold.findings import Finding, Place, blocking
from retold.manifest import sha256
from retold.model import ClaimLink, Entity, Record, Seed, Story
from retold.reading import Reader
from retold.records import Row, dump, parse, record_id
from retold.rules import graded
from retold.rules.registry import namesakes

_TABLES: Mapping[str, Callable[[CompiledStory], Iterable[Record]]] = {
    SEEDS: lambda one: [document.seed for document in one.documents],
    STORIES: lambda one: [one.story],
    ENTITIES: lambda one: one.entities,
    "annotations/registry/propositions.jsonl": lambda one: one.propositions,
    "annotations/registry/events.jsonl": lambda one: one.events,
    "annotations/links.jsonl": lambda one: one.links,
}
"""Path -> the lines in it that a story makes."""
# A line that is not canonical, or stands in the wrong place, is written anew.
_ORDER = ("RT012", "RT013")


@dataclass(frozen=True)
class Authored:
    """All invented stories of a corpus, the tables that they go into, and what is wrong with either.

    ``tables`` are the lines that are there: path -> records.
    """

    stories: tuple[CompiledStory, ...]
    tables: Mapping[str, tuple[Record, ...]]
    findings: tuple[Finding, ...]


def compiled(folder: CorpusFolder) -> Authored:
    """Compiles every story below seeds/authored. Raises OSError."""
    found: list[Finding] = []
    texts: dict[str, str] = {}
    for path in folder.authored_files():
        text = folder.read_text(path)
        if isinstance(text, Finding):
            found.append(text)
        else:
            texts[path] = text
    # what annotators write, texts too, has the licence of the annotations
    reader = Reader(folder, keep=False)
    licence = str(reader.start(listing=False).settings.licences.get("annotations", ""))
    found += [finding for finding in reader.findings if finding.place.file == SETTINGS]
    problems: list[Problem] = []
    made = [
        compile_story(id, files, licence, schemas.violations, problems)
        for id, files in sources(texts).items()
    ]
    found += [Finding(p.code, Place(f"{AUTHORED}/{p.file}", field=p.field), p.what) for p in problems]
    for story in filter(None, made):
        file = f"{AUTHORED}/{story.story.id}/{FACTS}"
        for finding in namesakes((Row(e, file, 1) for e in story.entities), one_story=True):
            # an entity of a fact sheet has no line of its own
            found.append(replace(finding, place=replace(finding.place, line=None)))
    tables = {path: tuple(_lines(folder, path, found)) for path in _TABLES}
    graded_ones = tuple(graded(found))
    return Authored(tuple(story for story in made if story is not None), tables, graded_ones)


def _lines(folder: CorpusFolder, path: str, found: list[Finding]) -> Iterator[Record]:
    """The records of a table; a line that cannot be read is a finding, for it would be lost."""
    stored = folder.stored(path)
    text = folder.read_text(stored) if folder.exists(stored) else ""
    if isinstance(text, Finding):
        found.append(text)
        return
    rows, wrong = parse(text, stored, SINGLE_KIND[path][0], schemas.violations)
    found += [finding for finding in wrong if finding.code not in _ORDER]
    yield from (row.record for row in rows)


def digests(folder: CorpusFolder) -> dict[str, str]:
    """Path -> SHA-256 of the sources of invented stories. Raises OSError."""
    return {path: sha256(folder.read_bytes(path)) for path in folder.authored_files()}


def described(folder: CorpusFolder) -> str:
    """The card's region on the invented stories of a corpus. Raises OSError.

    Real texts are those of seeds.jsonl: where there are others in shards, they are not looked at.
    """
    if not folder.authored_files():
        return region((), ())
    authored = compiled(folder)
    seeds = (seed for seed in authored.tables[SEEDS] if isinstance(seed, Seed))
    real = (folder.read_text(folder.seed_path(s.file)) for s in seeds if s.provenance == "real")
    return region(authored.stories, [text for text in real if isinstance(text, str)])


def findings(folder: CorpusFolder) -> list[Finding]:
    """What is wrong with the sources, and where the corpus is not what they make (RT942)."""
    if not folder.authored_files():
        return []
    authored = compiled(folder)
    # of the tables the check speaks itself
    found = [f for f in authored.findings if f.place.file.startswith(f"{AUTHORED}/")]
    if blocking(authored.findings):
        return found
    for path, content in outputs(folder, authored).items():
        if not folder.exists(path):
            found.append(Finding("RT942", Place(path), f"{folder.lack(path)}; its source is there"))
        elif folder.read_text(path) != content:
            found.append(Finding("RT942", Place(path), "is not what the sources make of it"))
    found += [Finding("RT942", Place(path), "has no source") for path in _left_over(folder, authored)]
    return found


def outputs(folder: CorpusFolder, authored: Authored) -> dict[str, str]:
    """Path -> content of every file that the stories make or are a part of."""
    stories = authored.stories
    documents = [document for one in stories for document in one.documents]
    made = {folder.seed_path(d.seed.file): d.text for d in documents}
    made |= {folder.layer_path(AUTHOR, d.seed.id): dump(d.records) for d in documents}
    seeds = (seed for seed in authored.tables[SEEDS] if isinstance(seed, Seed))
    told = {seed.story for seed in seeds if seed.provenance == "authored"}
    gone = told - {one.story.id for one in stories}
    for path, records in _TABLES.items():
        own = [record for one in stories for record in records(one)]
        ids = {record_id(record) for record in own}
        others = [r for r in authored.tables[path] if not _invented(r, gone) and record_id(r) not in ids]
        if own or folder.exists(folder.stored(path)):
            made[folder.stored(path)] = dump([*others, *own])
    return made


def _invented(record: Record, gone: set[str]) -> bool:
    """Whether an earlier compilation made the line; ``gone`` are stories without a source."""
    return (
        (isinstance(record, Seed) and record.provenance == "authored")
        or (isinstance(record, Entity) and record.fictional)
        or (isinstance(record, ClaimLink) and record.annotator == AUTHOR)
        or (isinstance(record, Story) and record.id in gone)
    )


def _left_over(folder: CorpusFolder, authored: Authored) -> list[str]:
    """Texts and layers of invented documents whose source is gone."""
    ids = {document.seed.id for one in authored.stories for document in one.documents}
    layers = [p for p in folder.layer_files() if p.startswith(f"annotations/{AUTHOR}/")]
    return [p for p in layers if p.rpartition("/")[2].removesuffix(".jsonl") not in ids]


def differing(folder: CorpusFolder, made: Mapping[str, str]) -> list[str]:
    """The files of ``made`` that are not so. Raises OSError."""
    return [p for p, text in made.items() if not folder.exists(p) or folder.read_text(p) != text]


def write(folder: CorpusFolder, made: Mapping[str, str]) -> list[str]:
    """Writes the files that differ from what is there; names them. Raises OSError."""
    changed = differing(folder, made)
    for path in changed:
        folder.write_text(path, made[path])
    return changed
