"""A corpus in tasks: planned, done or taken from an earlier time, and judged all together."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from retold import checking, schemas
from retold.corpus import Corpus
from retold.documents import Layers
from retold.engine.facts import AllFacts
from retold.engine.index import Opened, SeedIndex, StoryIndex, tables_of, write_index
from retold.engine.local import Failure, Outcome, in_processes
from retold.engine.parts import FACTS, Part, light, lying, read_part
from retold.engine.planning import PER_TASK, task_of_shard, tasks_of
from retold.engine.run_folder import alone, run_folder
from retold.engine.task import LACKING, Task, Workshop, answer
from retold.engine.told import Told, told
from retold.files import GOLD, CorpusFolder
from retold.findings import in_order
from retold.model import Seed, Split, Story, labels
from retold.reading import Reader, Reading, manifest_of
from retold.records import Row
from retold.rules import CATALOGUE, graded
from retold.tables import CONFIGS, challenge
from retold.tables.parts import table_parts
from retold.tables.shown import Tables, rows_of, summed

WORK = ".retold-parts"
"""Folder of a corpus in which parts lie; it may be removed at any time between builds."""

Engine = Callable[[Sequence[Task], Workshop], Iterator[tuple[Task, Outcome]]]
Stage = Callable[[str], AbstractContextManager[object]]


@dataclass
class Done:
    """How far a survey is. ``reused`` documents are in parts that were there.

    ``cost`` is that of the others: stage of a task -> seconds, of all together; ``memory`` -> the peak
    of one process, in bytes.
    """

    of_tasks: int
    of_documents: int
    tasks: int = 0
    documents: int = 0
    reused: int = 0
    cost: dict[str, float] = field(default_factory=dict)

    def add(self, part: Part, reused: bool = False) -> None:
        """Counts a part that is done."""
        self.tasks += 1
        self.documents += part.documents
        if reused:
            self.reused += part.documents
            return
        for name, value in part.cost.items():
            before = self.cost.get(name, 0)
            self.cost[name] = max(before, value) if name == "memory" else before + value


Report = Callable[[Done], None]


class TasksError(Exception):
    """Tasks that could not be done; those that were are kept, and need not be done again."""

    def __init__(self, failures: Sequence[Failure], done: int) -> None:
        self.failures = tuple(failures)
        lines = [f"{failure.task.name}: {failure.why}" for failure in failures]
        kept = f"{done} tasks are done and kept; run it again for the rest"
        super().__init__("\n".join([f"{len(failures)} tasks could not be done ({kept}):", *lines]))


@dataclass(frozen=True)
class Options:
    """How tasks are done: none of it changes what comes out."""

    jobs: int = 1
    per_task: int = PER_TASK
    memory: str = "256MB"
    """For facts of all tasks, as DuckDB takes it."""
    engine: Engine | None = None
    report: Report = lambda done: None
    stage: Stage = lambda name: nullcontext()


@dataclass(frozen=True)
class Survey:
    """What reading a corpus in tasks gave: a reading without documents, and tables if it is sound."""

    reading: Reading
    tables: Tables | None


def survey(folder: CorpusFolder, options: Options, *, tables: bool) -> Survey:
    """Reads, checks and, with ``tables``, makes the tables of every document, task by task.

    Raises TasksError, with all of them, where tasks could not be done.
    """
    work = folder.root / WORK
    work.mkdir(exist_ok=True)
    with run_folder(work) as own:
        return _survey(folder, options, own, tables=tables)


def _survey(folder: CorpusFolder, options: Options, own: Path, *, tables: bool) -> Survey:
    reader = Reader(folder, keep=True)
    findings = reader.findings
    with options.stage("planning"):
        corpus = reader.start(listing=False)
        shop = Workshop(folder.root, reader.store, own.parent, own, tables)
        tasks: list[Task] = []
        stories = cast(tuple[Row[Story], ...], corpus.tables.get("story", ()))
        findings.extend(write_index(shop.index, _planned(tasks, reader, corpus, options), stories))
        shop.prepare(corpus)
        index = Opened(shop.index)
        seeds, told_of = SeedIndex(index), StoryIndex(index)
        # what is on disk is in memory no more while the tasks are done
        del stories
        on_disk = {**corpus.tables, **tables_of(index)}
        corpus = replace(corpus, known=seeds, known_stories=told_of, tables=on_disk)
    with options.stage("documents"):
        parts = _done(tasks, shop, seeds, options)
    reader.strangers({row.record.id for task in tasks for row in task.rows})
    for part in parts:
        findings.extend(part.findings)
        reader.broken.update(part.broken)
        reader.inputs.update(part.inputs)
    if not any(CATALOGUE[finding.code].structural for finding in findings):
        _as_they_were(parts, tasks)
    texts = {id: text for part in parts for id, text in part.texts.items()}
    # rules ask for the stories of pairs, which are many
    corpus = replace(corpus, few_texts=texts, known_stories=told_of.in_memory())
    folders = [shop.folder_of(task) for task in tasks]
    _forget(shop, folders)
    sound = tables and all(part.tables is not None for part in parts)
    sheets = [folder / FACTS for folder in folders]
    with (
        options.stage("all together"),
        AllFacts(sheets, shop.own, options.memory) as facts,
    ):
        findings.extend(checking.on_corpus(corpus, facts))
        findings.extend(checking.on_challenge(corpus, texts, schemas.violations))
        events = told(corpus, facts) if sound else None
    pairs = zip(parts, tasks, strict=True)
    kept = [layers for part, task in pairs for layers in _twice(part, task, reader, corpus)]
    if kept:
        names = (GOLD, *corpus.annotated)
        layers = {n: tuple(k.documents[n] for k in kept if n in k.documents) for n in names}
        corpus = replace(corpus, layers=layers)
    reading = Reading(corpus, (), in_order(graded(findings)), reader.inputs)
    if events is None or "seed" in corpus.broken:
        return Survey(reading, None)
    return Survey(reading, _tables(corpus, parts, folders, events))


def _planned(tasks: list[Task], reader: Reader, corpus: Corpus, options: Options) -> Iterator[Row[Seed]]:
    """Every line of the manifest; ``tasks`` gets those of all documents."""
    rows = manifest_of(corpus)
    tasks.extend(tasks_of(reader.folder, corpus, rows, reader.inputs, options.per_task))
    yield from rows
    for shard in reader.shards:
        task, rows = task_of_shard(corpus, reader.store, shard, reader.inputs)
        tasks.append(task)
        yield from rows


def _tables(corpus: Corpus, parts: Sequence[Part], folders: Sequence[Path], events: Told) -> Tables:
    """The tables of all tasks, in the order in which one task would have made them."""
    stored = [table for folder in folders for table in lying(folder)]
    found = [*stored, *events.parts, *table_parts(corpus, [challenge.CONFIG])]
    order = {config.name: number for number, config in enumerate(CONFIGS)}
    found.sort(key=lambda part: (order[part.config], labels(Split).index(part.split)))
    return Tables(
        parts=found,
        counts=summed(row for part in parts for row in part.counts),
        events=events.events,
        all_events=events.all_events,
        invented=events.invented,
        claims=events.claims,
        documents=events.documents,
        challenge=rows_of(challenge.CONFIG, corpus),
        layers={n: {id for part in parts for id in part.layers.get(n, ())} for n in corpus.annotated},
    )


def _done(tasks: Sequence[Task], shop: Workshop, seeds: SeedIndex, options: Options) -> list[Part]:
    """The part of each task, without its tables; what was done before and still holds is kept."""
    found: dict[str, Part] = {}
    done = Done(len(tasks), sum(task.documents for task in tasks))
    for task in tasks:
        part = _before(task, shop, seeds)
        if part is not None:
            found[task.key] = light(part)
            done.add(part, reused=True)
    options.report(done)
    left = [task for task in tasks if task.key not in found]
    failures = []
    engine = options.engine or (lambda tasks, shop: in_processes(tasks, shop, options.jobs))
    for task, outcome in engine(left, shop):
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            found[task.key] = light(outcome)
            done.add(outcome)
            options.report(done)
    if failures:
        raise TasksError(failures, len(found))
    return [found[task.key] for task in tasks]


def _before(task: Task, shop: Workshop, seeds: SeedIndex) -> Part | None:
    part = read_part(shop.folder_of(task))
    if part is None or any(answer(seeds.get(id)) != said for id, said in part.asked.items()):
        return None
    return part


def _as_they_were(parts: Sequence[Part], tasks: Sequence[Task]) -> None:
    """Raises TasksError where a task could not have a text that is sound in its own task's eyes."""
    failures = [
        Failure(task, f"the text of {id} changed while this ran")
        for part, task in zip(parts, tasks, strict=True)
        for id, said in part.asked.items()
        if said == LACKING
    ]
    if failures:
        raise TasksError(failures, len(parts) - len({failure.task.key for failure in failures}))


def _forget(shop: Workshop, folders: Sequence[Path]) -> None:
    """Removes parts that no task of this corpus made any more, if no other run may read them."""
    with alone(shop.own) as nobody_else:
        for path in shop.work.glob(f"*-{shop.kind}") if nobody_else else ():
            if path not in folders:
                shutil.rmtree(path, ignore_errors=True)


def _twice(part: Part, task: Task, reader: Reader, corpus: Corpus) -> Iterator[Layers]:
    """The documents whose annotators are compared, read once more; what is wrong is known."""
    if not part.twice:
        return
    again = Reader(reader.folder, keep=False)
    again.store = reader.store
    wanted = set(part.twice)
    read = again.in_shard(task.shard, corpus) if task.shard else ()
    yield from (layers for row, layers in read if row.record.id in wanted)
    for row in task.rows:
        layers = again.document(row, False, corpus) if row.record.id in wanted else None
        if layers is not None:
            yield layers
