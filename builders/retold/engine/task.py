"""One task: some documents read, checked, and made into tables and facts in a folder of their own."""

from __future__ import annotations

import hashlib
import pickle
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from retold import checking
from retold.challenge.items import quoted_documents
from retold.corpus import Corpus
from retold.documents import Document, Layers
from retold.engine.elsewhere import Elsewhere
from retold.engine.facts import FactSheet
from retold.engine.index import AskedIndex, Opened, StoryIndex
from retold.engine.machine import peak_memory
from retold.engine.parts import FACTS, Part, read_part, stored, write_part
from retold.files import GOLD, CorpusFolder
from retold.findings import Finding
from retold.model import Seed, Split, labels
from retold.reading import Reader
from retold.records import Row
from retold.rules import CATALOGUE
from retold.shards.addresses import Store
from retold.shards.pairing import Shard
from retold.splits import by_split
from retold.tables import CONFIGS, counts
from retold.tables.parts import TablePart, table_parts

_CORPUS = "corpus.pickle"
TOLD, RETELLINGS = "told", "retellings"
"""Facts that are no rule's: claims with their stories by event, documents by story."""


@dataclass(frozen=True)
class Task:
    """Some documents, and the key of all that what is made of them depends on.

    ``key`` is a digest of their bytes, of the rest of the corpus and of the code; not of other
    documents (``Part.asked``).
    """

    name: str
    key: str
    documents: int
    rows: tuple[Row[Seed], ...] = ()
    shard: Shard | None = None


@dataclass
class Workshop:
    """What every task of a build shares: opened once in each process."""

    root: Path
    store: Store
    work: Path
    """Where parts lie: each in a folder named after its key."""
    own: Path
    """The folder of this very run."""
    tables: bool = True
    """Whether tables are made, or documents only checked."""
    _corpus: Corpus | None = field(default=None, init=False)

    @property
    def index(self) -> Path:
        """The manifest of all documents, and the stories."""
        return self.own / "index.sqlite"

    @property
    def kind(self) -> str:
        """What is done with documents."""
        return "built" if self.tables else "checked"

    def folder_of(self, task: Task) -> Path:
        """Where the part of a task lies."""
        return self.work / f"{task.key}-{self.kind}"

    @property
    def corpus(self) -> Corpus:
        """Settings and registry, as the planner read them; no documents, manifest and stories."""
        if self._corpus is None:
            # written by the planner of this very run
            self._corpus = pickle.loads((self.own / _CORPUS).read_bytes())  # noqa: S301
        return self._corpus

    def prepare(self, corpus: Corpus) -> None:
        """Leaves for the tasks what they share, but for the index."""
        tables = {k: found for k, found in corpus.tables.items() if k not in ("seed", "story")}
        (self.own / _CORPUS).write_bytes(pickle.dumps(replace(corpus, tables=tables)))


def run(task: Task, shop: Workshop) -> Part:
    """Does a task and leaves its part, in one step. Raises OSError."""
    with Opened(shop.index) as index:
        return _done(task, shop, index)


def _done(task: Task, shop: Workshop, index: Opened) -> Part:
    started = time.perf_counter()
    seeds = AskedIndex(index)
    reader = Reader(CorpusFolder(shop.root), keep=True, broken=set(shop.corpus.broken))
    reader.store = shop.store
    elsewhere = Elsewhere(reader.folder, shop.store, seeds)
    corpus = replace(
        shop.corpus,
        known=seeds,
        known_stories=StoryIndex(index),
        broken=reader.broken,
        few_texts=elsewhere,
    )
    sheet = FactSheet()
    quoted = quoted_documents(corpus)
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    gold: list[Document] = []
    twice: list[str] = []
    annotated: dict[str, list[str]] = {}
    own: set[str] = set()
    for row, layers in _documents(task, reader, corpus):
        own.add(row.record.id)
        findings.extend(checking.on_document(row, layers, corpus, sheet))
        if row.record.id in quoted:
            texts[row.record.id] = next(iter(layers.documents.values())).text
        if GOLD in layers.documents:
            gold.append(layers.documents[GOLD])
            _tell(layers.documents[GOLD], corpus, sheet)
        for layer in layers.records:
            annotated.setdefault(layer, []).append(row.record.id)
        if len(layers.documents.keys() & corpus.compared_at_all) > 1:
            twice.append(row.record.id)
    findings += reader.findings
    checked = time.perf_counter()
    own.update(row.record.id for row in task.rows)
    # no number of a process: two machines may have one of the same
    new = shop.own / f"new-{secrets.token_hex(8)}"
    new.mkdir()
    try:
        sheet.write(new / FACTS, (*checking.ACROSS, (TOLD, None), (RETELLINGS, None)))
        made: list[TablePart] | None = None
        counted = []
        # tables can be made of what structural rules let pass; what others find, the settings judge
        if shop.tables and not any(CATALOGUE[f.code].structural for f in findings):
            whole = replace(corpus, layers={GOLD: tuple(gold)})
            own_configs = [config for config in CONFIGS if not config.whole]
            made = [stored(table, new) for table in table_parts(whole, own_configs)]
            counted = [c for split, found in by_split(whole).items() for c in counts(split, found)]
        part = Part(
            task=task.name,
            key=task.key,
            documents=task.documents,
            findings=findings,
            broken=sorted(reader.broken - shop.corpus.broken),
            inputs=reader.inputs,
            texts=texts,
            twice=twice,
            layers=annotated,
            asked=_asked(seeds, elsewhere, own),
            counts=counted,
            tables=made,
            cost={
                "check": checked - started,
                "tables": time.perf_counter() - checked,
                "memory": peak_memory(),
            },
        )
        write_part(new, part)
        _leave(new, shop.folder_of(task), part)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return part


def _leave(new: Path, target: Path, part: Part) -> None:
    """Puts a part in its place in one step; one of another run stays, which may be reading it."""
    if _is_there(target, part):
        return
    shutil.rmtree(target, ignore_errors=True)
    try:
        new.rename(target)
    except OSError:
        if not _is_there(target, part):
            raise


def _is_there(target: Path, part: Part) -> bool:
    there = read_part(target)
    return there is not None and there.asked == part.asked


def _documents(task: Task, reader: Reader, corpus: Corpus) -> Iterator[tuple[Row[Seed], Layers]]:
    if task.shard is not None:
        yield from reader.in_shard(task.shard, corpus)
    before = None
    for row in task.rows:
        layers = reader.document(row, row.record.id == before, corpus)
        before = row.record.id
        if layers is not None:
            yield row, layers


def _tell(document: Document, corpus: Corpus, sheet: FactSheet) -> None:
    story = corpus.stories.get(document.seed.story)
    if story is None:  # RT304: no tables are made
        return
    sheet.add(RETELLINGS, story.id, document.id)
    rank = labels(Split).index(story.split)
    for claim in document.casualties:
        # by key: split after split, in each by event
        sheet.add(TOLD, f"{rank}\t{claim.event}", (claim, story.id))


def _asked(seeds: AskedIndex, elsewhere: Elsewhere, own: set[str]) -> dict[str, str]:
    """What was asked of other documents; a text that could not be had is asked for again."""
    answers = {id: answer(seed) for id, seed in seeds.asked.items() if id not in own}
    return answers | dict.fromkeys(elsewhere.lacking - own, LACKING)


LACKING = "lacking"
"""The digest of no answer."""


def answer(seed: Seed | None) -> str:
    """The digest of what the manifest says of a document; empty where it has none."""
    return "" if seed is None else hashlib.sha256(msgspec.msgpack.encode(seed)).hexdigest()
