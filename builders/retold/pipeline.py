"""The stages on one page.

    seeds/          1 seeds          texts, pinned by digest
                    2 documents      zones, sentences, tokens
    annotations/    3 records        JSONL -> records
                    4 adjudication   annotators' layers -> gold
                    5 rules          Findings
                    6 splits         document -> split, by story
                    7 tables         Arrow
    data/           8 release        Parquet, card, croissant.json, release.json

Stages 1 to 5 are ``reading.read``. A build with a blocking Finding writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from retold import authoring, card, release
from retold.adjudication import Outcome
from retold.corpus import Corpus
from retold.engine.survey import Options, survey
from retold.files import (
    ANNOTATORS,
    BUILT_CARD,
    CARD,
    CITATION,
    GOLD,
    LICENCE,
    RESULTS,
    SETTINGS,
    CorpusFolder,
)
from retold.findings import CorpusError, Finding, Place, blocking, in_order
from retold.manifest import sha256
from retold.metrics.quality import floor_findings, reports_of
from retold.policy import Passed, police
from retold.reading import Reading, read
from retold.records import dump
from retold.rules import CATALOGUE, graded
from retold.rules.adjudicated import outcome_of, plan_of
from retold.scoreboard.rows import ResultsError, Row, loads
from retold.tables.shown import Tables, tables_of

Stage = Callable[[str], AbstractContextManager[object]]


def _silent(name: str) -> AbstractContextManager[object]:
    return nullcontext()


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
    errors = blocking(police(reading.findings, reading.corpus, all_ran=False)[0])
    if errors:
        raise CorpusError(errors)
    return reading.corpus


@dataclass(frozen=True)
class Checked:
    """Outcome of a check: what is wrong, and what the corpus's own decisions let pass.

    ``tables`` are there where documents were read in tasks, and are to be built.
    """

    reading: Reading
    found: list[Finding]
    """Everything that is wrong."""
    findings: list[Finding]
    """What of it counts."""
    passed: Passed
    tables: Tables | None = None

    @property
    def corpus(self) -> Corpus:
        """The corpus that was read."""
        return self.reading.corpus


def check(
    folder: CorpusFolder,
    *,
    keep: bool = True,
    built: bool = True,
    tables: bool = False,
    options: Options | None = None,
) -> Checked:
    """Reads and applies all rules, the card's included; writes nothing in the corpus but parts.

    Without ``keep`` one document is in memory at a time, and the corpus that comes back has none.
    Without ``built`` the card is not compared with data/, which a build is about to replace. With
    ``options`` the documents are read in tasks (``engine``), with ``tables`` for a build; then parts of
    the work are kept in the corpus folder. Raises engine.survey.TasksError.
    """
    made = None
    if options is None:
        reading = read(folder, keep=keep)
    else:
        surveyed = survey(folder, options, tables=tables)
        reading, made = surveyed.reading, surveyed.tables
    cited = _citation_findings(folder)
    sources = authoring.findings(folder)
    of_settings = [*_strangers(reading.corpus), *_below_floor(reading.corpus)]
    beside = [*_card_findings(folder, built), *cited, *of_settings, *sources]
    found = [*reading.findings, *graded(beside)]
    left, passed = police(found, reading.corpus)
    return Checked(reading, found, in_order(left), passed, made)


def checked_as(checked: Checked, version: str) -> list[Finding]:
    """What a check would find if the data had this version: waivers expire by it."""
    corpus = checked.corpus
    settings = replace(corpus.settings, version=version)
    return in_order(police(checked.found, replace(corpus, settings=settings))[0])


@dataclass(frozen=True)
class Built:
    """Outcome of a build: the check before it, and release.json's content if it was written."""

    checked: Checked
    record: dict[str, Any] | None

    @property
    def findings(self) -> list[Finding]:
        """What the check found."""
        return self.checked.findings

    @property
    def corpus(self) -> Corpus:
        """The corpus that was built."""
        return self.checked.corpus


# A link and the claims of gold that it names do not fit.
_BETWEEN_CLAIMS = ("RT308", "RT505")
# Gold and the layers and decisions that it comes from do not fit.
_OF_LAYERS = ("RT801", "RT804")


@dataclass(frozen=True)
class Made:
    """What a build would write: the release, or None where the check keeps it from being made."""

    checked: Checked
    card: str
    release: release.Release | None


def make(
    folder: CorpusFolder,
    *,
    strict: bool = False,
    tolerant: bool = False,
    stage: Stage = _silent,
    options: Options | None = None,
) -> Made:
    """Makes ``data/`` in memory, or with ``options`` in parts beside it; writes nothing else.

    ``strict`` makes warnings block too; ``tolerant`` lets only those errors block that the tables
    could not be made with: gold that is not what the layers make is still a gold. ``stage`` is
    entered around each stage with its name.
    """
    with _silent("") if options else stage("reading and checking"):
        checked = check(folder, built=False, tables=True, options=options)
    blocked = blocking(checked.findings, strict=strict)
    if tolerant:
        blocked = [f for f in blocked if CATALOGUE[f.code].structural and f.code not in _OF_LAYERS]
    if blocked:
        return Made(checked, "", None)
    with stage("making tables"):
        text = folder.read_text(CARD)
        assert isinstance(text, str)  # RT004 blocks before
        inputs: Mapping[str, str] = checked.reading.inputs
        rows: tuple[Row, ...] = ()
        if _shows_results(folder, text):
            data = folder.read_bytes(RESULTS)
            inputs, rows = {**inputs, RESULTS: sha256(data)}, loads(data)  # RT803 blocks before
        invented = ""
        if card.asks_for(text, "invented"):
            inputs = {**inputs, **authoring.digests(folder)}
            invented = authoring.described(folder)
        tables = checked.tables or tables_of(checked.corpus)
        made = release.make(checked.corpus, tables, text, _shipped(folder), inputs, rows, invented)
    return Made(checked, text, made)


def build(
    folder: CorpusFolder,
    *,
    strict: bool = False,
    stage: Stage = _silent,
    options: Options | None = None,
) -> Built:
    """Builds ``data/`` and refreshes the card's regions, or writes nothing.

    ``strict`` makes warnings block too. ``stage`` is entered around each stage with its name,
    for a progress display. With ``options`` documents are read and made in tasks.
    """
    with folder.building():
        made = make(folder, strict=strict, stage=stage, options=options)
        if made.release is None:
            return Built(made.checked, None)
        with stage("writing data/"):
            folder.write_data(made.release.files, made.release.files.lying)
            if made.release.card != made.card:
                folder.write_text(CARD, made.release.card)
    return Built(made.checked, dict(made.release.record))


@dataclass(frozen=True)
class Adjudicated:
    """Outcome of an adjudication: what each document's layers and decisions make."""

    findings: list[Finding]
    """Those that keep gold from being made: of all files but gold's own."""
    outcomes: Mapping[str, Outcome]
    corpus: Corpus
    written: tuple[str, ...]


def adjudicate(folder: CorpusFolder, *, write: bool = True) -> Adjudicated:
    """Makes annotations/gold/ from the annotators' layers and the decisions between them.

    Writes nothing while a disagreement is open, a decision cannot stand, or another file than gold's
    has an error; but for links between claims, which the check holds against the new gold. Raises
    ValueError where several annotators have layers and retold.toml does not say whose are adjudicated.
    """
    with folder.building():
        reading = read(folder)
        corpus = reading.corpus
        if plan_of(corpus) is None:
            names = ", ".join(corpus.annotated) or "none"
            raise ValueError(
                f"{SETTINGS} does not say whose layers are adjudicated; the layers there are: {names}. "
                'Write, for example, [adjudication] and below it annotators = ["ada", "orm"]'
            )
        outcomes = {}
        for layers in reading.documents:
            outcome = outcome_of(layers, corpus)
            if outcome is not None:
                outcomes[layers.documents[GOLD].id] = outcome
        left, _ = police(reading.findings, corpus, all_ran=False)
        findings = [f for f in blocking(left) if not _of_gold(f)]
        wanted = {folder.layer_path(GOLD, doc): dump(o.gold) for doc, o in sorted(outcomes.items())}
        changed = {
            path: text
            for path, text in wanted.items()
            if not folder.exists(path) or folder.read_text(path) != text
        }
        if write and not findings:
            for path, text in changed.items():
                folder.write_text(path, text)
    return Adjudicated(findings, outcomes, corpus, tuple(changed) if not findings else ())


def _of_gold(finding: Finding) -> bool:
    """Whether making gold anew may mend it; what is not decided, it does not.

    Links are between claims of gold, so what does not fit may come from an old one.
    """
    if finding.code in _BETWEEN_CLAIMS:
        return True
    return finding.place.file.startswith(f"annotations/{GOLD}/") and finding.code != "RT804"


def _strangers(corpus: Corpus) -> Iterator[Finding]:
    """RT303 for annotators that the settings name and nobody knows."""
    if "annotator" in corpus.broken:
        return
    settings = corpus.settings
    named = {
        "adjudication.annotators": settings.adjudication.get("annotators", ()),
        "adjudication.voices": settings.adjudication.get("voices", ()),
        "agreement.annotators": settings.agreement.get("annotators", ()),
        **{f"agreement.groups.{name}": group.annotators for name, group in settings.groups.items()},
    }
    for field, names in named.items():
        for name in names:
            if name not in corpus.annotators:
                yield Finding("RT303", Place(SETTINGS, field=field), f"no annotator {name!r}")


def _below_floor(corpus: Corpus) -> Iterator[Finding]:
    """RT810 where the settings have floors."""
    floors = corpus.settings.floors
    if floors:
        yield from floor_findings(reports_of(corpus), floors, corpus.settings.groups, SETTINGS)


def _shipped(folder: CorpusFolder) -> dict[str, bytes]:
    """What the dataset ships as it is: LICENSE, CITATION.cff, and each annotator's own judgements.

    With the layers, the decisions and who they are of, agreement can be computed from the dataset.
    """
    paths = [LICENCE, CITATION, ANNOTATORS, *folder.judgement_files()]
    return {path: folder.read_bytes(path) for path in paths if folder.exists(path)}


def _citation_findings(folder: CorpusFolder) -> list[Finding]:
    """RT004 or RT803 for a CITATION.cff that cannot be read; a corpus need not have one."""
    if not folder.exists(CITATION):
        return []
    text = folder.read_text(CITATION)
    return [text] if isinstance(text, Finding) else list(card.mapping_findings(text, CITATION))


def _shows_results(folder: CorpusFolder, card_text: str) -> bool:
    """Whether docs/results.json is there and the card shows it; else no build depends on it."""
    return card.asks_for(card_text, "results") and folder.exists(RESULTS)


def _card_findings(folder: CorpusFolder, built: bool) -> list[Finding]:
    if not folder.exists(CARD):
        return [Finding("RT006", Place(CARD), folder.lack(CARD))]
    text = folder.read_text(CARD)
    if isinstance(text, Finding):
        return [text]
    regions = card.region_findings(text, CARD, card.REGION_NAMES)
    found = [*card.front_matter_findings(text, CARD), *regions]
    if _shows_results(folder, text):
        try:
            loads(folder.read_bytes(RESULTS))
        except ResultsError as error:
            found.append(Finding("RT803", Place(RESULTS), str(error)))
    made = folder.read_text(BUILT_CARD) if built and folder.exists(BUILT_CARD) else None
    return [*found, *card.stale_findings(text, CARD, made)] if isinstance(made, str) else found
