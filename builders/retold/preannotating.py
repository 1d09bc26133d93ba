"""Proposals as a layer of an annotator of kind ``rule``: annotations/<annotator>/<document>.jsonl."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from retold import checking, schemas
from retold.corpus import Corpus
from retold.documents import Document
from retold.files import ANNOTATORS, ENTITIES, GOLD, RESERVED, SEEDS, SETTINGS, CorpusFolder
from retold.findings import Finding, blocking, in_order
from retold.intake.naming import is_id
from retold.model import Annotation, Mention, Seed, Zone
from retold.policy import police
from retold.proposals.annotator import annotator as line_of
from retold.proposals.names import Names
from retold.proposals.records import Proposals, propose
from retold.proposals.zones import propose_zones
from retold.reading import read_tables
from retold.records import Row, dump, parse
from retold.rules import graded
from retold.seeds import read_text
from retold.together import write_together

_NEEDED = (SETTINGS, SEEDS, ANNOTATORS, ENTITIES)


class RefusedError(ValueError):
    """What was asked for would touch what no rule may write; the message says what to do."""


@dataclass(frozen=True)
class Proposed:
    """What is proposed for one document."""

    doc: str
    zones: int
    names: int
    values: int
    left_out: Counter[str]
    """Why something was not proposed -> how often; a code is that of the rule that it would break."""


@dataclass
class Preannotated:
    """What became of the documents; nothing is ``written`` where there is a finding."""

    documents: list[Proposed] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    """Documents whose mentions were there before."""
    findings: list[Finding] = field(default_factory=list)
    written: tuple[str, ...] = ()


def preannotate(
    folder: CorpusFolder,
    docs: Sequence[str] = (),
    annotator: str = "rules",
    *,
    force: bool = False,
    write: bool = True,
) -> Preannotated:
    """Proposes zones and mentions for the named documents, or for all.

    Zones of the annotator that are there are kept; of a document that has mentions too nothing is
    changed without ``force``, which replaces both. Every record passes the schema and the rules on
    documents. Raises RefusedError for a layer of gold or of an annotator of another kind, an unknown
    document, and a named one that is there; OSError.
    """
    with folder.building():
        corpus, findings = read_tables(folder)
        broken = [f for f in blocking(list(graded(findings))) if f.place.file in _NEEDED]
        if broken:
            return Preannotated(findings=broken)
        _may_write(folder, corpus, annotator)
        unknown = [doc for doc in docs if doc not in corpus.seeds]
        if unknown:
            raise RefusedError(f"no document {', '.join(map(repr, unknown))} in {SEEDS}")
        lines = [row.record for row in corpus.tables.get("annotator", ())]
        known = {row.record.id for row in cast(tuple[Row[Seed], ...], corpus.tables["annotator"])}
        tables = dict(corpus.tables)
        if annotator not in known:
            tables["annotator"] = (*corpus.tables["annotator"], Row(line_of(annotator), ANNOTATORS, 1))
        work = _Work(folder, Corpus(corpus.settings, tables, {}), annotator, force, set(docs))
        for row in cast(tuple[Row[Seed], ...], corpus.tables.get("seed", ())):
            if not docs or row.record.id in docs:
                work.take(row)
        done = work.done
        if done.findings:
            done.findings = in_order(done.findings)
            return done
        files = {path: text.encode("utf-8") for path, text in work.files.items()}
        if files and annotator not in known:
            files[ANNOTATORS] = dump([*lines, line_of(annotator)]).encode("utf-8")
        if write:
            write_together(folder, files)
        done.written = tuple(files)
    return done


def _may_write(folder: CorpusFolder, corpus: Corpus, annotator: str) -> None:
    if annotator in (GOLD, *RESERVED) or not is_id(annotator):
        raise RefusedError(
            f"{annotator!r} can be no annotator of kind rule; proposals are never gold. Name another"
        )
    found = corpus.annotators.get(annotator)
    if found is not None and found.kind != "rule":
        raise RefusedError(
            f"{annotator!r} is an annotator of kind {found.kind}: a rule writes no layer of theirs"
        )
    if found is None and annotator in folder.layers():
        raise RefusedError(
            f"annotations/{annotator} has records, but {ANNOTATORS} does not say whose; name another"
        )


@dataclass
class _Work:
    folder: CorpusFolder
    corpus: Corpus
    annotator: str
    force: bool
    named: set[str]
    done: Preannotated = field(default_factory=Preannotated)
    files: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = Names.of(self.corpus.entities.values())

    def take(self, row: Row[Seed]) -> None:
        seed = row.record
        text, wrong = read_text(self.folder, row)
        if text is None:
            self.done.findings += blocking(list(graded(wrong)))
            return
        path = self.folder.layer_path(self.annotator, seed.id)
        there = self._there(path)
        if there is None:
            return
        if any(not isinstance(record, Zone) for record in there):
            if seed.id in self.named:
                raise RefusedError(f"{path} has more than zones already; --force replaces it")
            self.done.left_alone.append(seed.id)
            return
        zones = tuple(record for record in there if isinstance(record, Zone))
        zones = zones or propose_zones(text, seed.id, seed.lang, self.annotator)
        made = propose(Document(seed, text, self.annotator, path, ()), zones, self.names)
        kept = self._sound(made, seed, text, path)
        if kept is not None:
            self.files[path] = dump(kept)
            mentions = [record for record in kept if isinstance(record, Mention)]
            named = sum(mention.entity is not None for mention in mentions)
            counts = len(zones), named, len(mentions) - named
            self.done.documents.append(Proposed(seed.id, *counts, made.left_out))

    def _there(self, path: str) -> list[Annotation] | None:
        """The annotator's records of a document; None where a line cannot be read."""
        if self.force or not self.folder.exists(path):
            return []
        text = self.folder.read_text(path)
        if isinstance(text, Finding):
            self.done.findings.append(text)
            return None
        rows, findings = parse(text, path, None, schemas.violations)
        wrong = blocking(list(graded(findings)))
        self.done.findings += wrong
        return None if wrong else [cast(Annotation, row.record) for row in rows]

    def _sound(self, made: Proposals, seed: Seed, text: str, path: str) -> tuple[Annotation, ...] | None:
        """The records that pass; those that do not are counted, and None if it is not theirs alone."""
        records = made.records
        while True:
            rows, findings = parse(dump(records), path, None, schemas.violations)
            document = Document(seed, text, self.annotator, path, cast(tuple[Row[Annotation], ...],
                                tuple(rows)), whole=not findings)  # fmt: skip
            found = [*findings, *checking.of_document(document, self.corpus)]
            policed, _ = police(list(graded(found)), self.corpus, all_ran=False)
            errors = blocking(policed)
            mentions = {r.id for r in records if isinstance(r, Mention)}
            wrong = {f.place.record: f.code for f in errors if f.place.record in mentions}
            if not wrong:
                self.done.findings += errors
                return None if errors else records
            made.left_out.update(wrong.values())
            records = tuple(record for record in records if record.id not in wrong)
