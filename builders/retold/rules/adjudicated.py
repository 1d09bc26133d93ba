"""Rules on gold: it is what the annotators' layers and the decisions between them make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from retold.adjudication import Outcome, Plan, adjudicate
from retold.alignment import position
from retold.corpus import Corpus
from retold.documents import Document, Layers
from retold.findings import Finding, Place
from retold.model import Annotation, Decision
from retold.records import Row, differing_fields
from retold.rules.base import Rule


def outcome_of(layers: Layers, corpus: Corpus) -> Outcome | None:
    """What adjudication makes of a document; None where no layer or no plan says.

    Without a plan in the settings, the only layer is gold.
    """
    plan = plan_of(corpus)
    heard = {*plan.annotators, *plan.voices} if plan is not None else set()
    records = {name: found for name, found in layers.records.items() if name in heard}
    if plan is None or not records:
        return None
    return _made(tuple(records.items()), layers.decisions, plan)


# Three rules ask it of each document, one after the other.
@lru_cache(maxsize=4)
def _made(
    records: tuple[tuple[str, tuple[Annotation, ...]], ...],
    decisions: tuple[Row[Decision], ...],
    plan: Plan,
) -> Outcome:
    return adjudicate(dict(records), decisions, plan)


def plan_of(corpus: Corpus) -> Plan | None:
    """The plan of retold.toml, or the only annotator; None where several have no plan.

    Without a plan in the settings, layers of kind rule are proposals and make no gold.
    """
    said = corpus.settings.adjudication
    if said:
        return Plan(tuple(said["annotators"]), tuple(said.get("voices", ())))
    return Plan(corpus.judges) if len(corpus.judges) == 1 else None


def gold_not_made(layers: Layers, corpus: Corpus) -> Iterator[Finding]:
    """RT801 for each gold record that nobody made, and for each that is lacking."""
    gold = layers.documents.get("gold")
    judges = _judges(corpus)
    # gold of a corpus without any layer is written by hand; beside proposals alone it is theirs
    if gold is None or not (judges or corpus.annotated) or _unread(layers, corpus):
        return
    if not judges & layers.documents.keys():
        message = f"no annotator's layer has document {gold.id!r}"
        yield Finding("RT801", Place(gold.file, doc=gold.id), message)
        return
    outcome = outcome_of(layers, corpus)
    if outcome is None:
        theirs = (records for name, records in layers.records.items() if name in judges)
        known = {record for records in theirs for record in records}
        for row in gold.rows:
            if row.record not in known:
                yield row.finding("RT801", "no annotator's layer has such a record")
    elif not outcome.open and not outcome.faults:
        yield from _differences(gold, outcome.gold)


def _judges(corpus: Corpus) -> set[str]:
    """Who may make gold: the annotators that the settings name, and all that are not of kind rule."""
    said = corpus.settings.adjudication
    return {*corpus.judges, *said.get("annotators", ()), *said.get("voices", ())}


def undecided(layers: Layers, corpus: Corpus) -> Iterator[Finding]:
    outcome = None if _unread(layers, corpus, but="gold") else outcome_of(layers, corpus)
    gold = layers.documents.get("gold")
    for group in outcome.open if outcome and gold else ():
        names = ", ".join(str(voice) for voice in group)
        file = gold.file if gold else ""
        place = Place(file, None, None, None, gold.id if gold else None, position(group))
        yield Finding("RT804", place, f"nobody decided between {names}")


def unfit_decision(layers: Layers, corpus: Corpus) -> Iterator[Finding]:
    outcome = None if _unread(layers, corpus, but="gold") else outcome_of(layers, corpus)
    for row, field, message in outcome.faults if outcome else ():
        yield row.finding("RT805", message, field)
    # settings that could not be read say nothing of a plan
    unplanned = plan_of(corpus) is None and corpus.settings.name != ""
    for row in layers.decisions:
        if unplanned:
            message = "retold.toml does not say whose layers are adjudicated, so nothing reads this"
            yield row.finding("RT805", message, "candidates")
        clause, by = row.record.clause, row.record.by
        if corpus.clauses is not None and clause not in corpus.clauses:
            yield row.finding("RT805", f"the guidelines have no clause {clause!r}", "clause")
        if "annotator" not in corpus.broken and by not in corpus.annotators:
            yield row.finding("RT303", f"no annotator {by!r}", "by")


def _unread(layers: Layers, corpus: Corpus, but: str = "") -> bool:
    """Whether a line that matters could not be read; before the first adjudication there is no gold."""
    files = {document.file for name, document in layers.documents.items() if name != but}
    return bool(files & corpus.broken) or "decision" in corpus.broken


def _differences(gold: Document, made: Iterable[Annotation]) -> Iterator[Finding]:
    wanted = {record.id: record for record in made}
    for row in gold.rows:
        twin = wanted.pop(row.record.id, None)
        if twin is None:
            yield row.finding("RT801", "no annotator's record and no decision makes it")
        else:
            for field in differing_fields(row.record, twin):
                yield row.finding("RT801", f"the layers make it {getattr(twin, field)!r}", field)
    for record in wanted.values():
        place = Place(gold.file, None, record.id, None, gold.id)
        yield Finding("RT801", place, "gold lacks this record, which the layers make")


RULES = (
    Rule(
        "RT801",
        "error",
        "gold that no annotator made",
        why="Gold is what the annotators' layers and decisions make; a difference has no author.",
        fix="Run `retold adjudicate`; to change gold, first correct a layer or write a decision.",
        bad="gold says ORG, the only annotator GPE",
        good="gold says what the annotator says",
        structural=True,
        layers=gold_not_made,
    ),
    Rule(
        "RT804",
        "error",
        "disagreement that nobody decided",
        why="Gold would have to take a side without a reason.",
        fix="Add a line to annotations/adjudication/<doc>.jsonl; `retold adjudicate` shows a draft.",
        bad="one annotator says ORG, the other GPE, and no decision names the two records",
        good="a decision that names both, which side, why and by which clause",
        structural=True,
        layers=undecided,
    ),
    Rule(
        "RT806",
        "error",
        "waiver that nothing needs",
        why="A waiver that waits for a fault would hide the next one.",
        fix="Remove the line of annotations/waivers.jsonl, or correct its code, record or file.",
        bad="a waiver for a contradiction that was corrected since",
        good="a waiver whose finding is still there",
        structural=True,
    ),
    Rule(
        "RT807",
        "error",
        "waiver that has expired",
        why="What is accepted for a time must be looked at again.",
        fix="Mend the finding, or give new reasons and a later version in `until`.",
        bad='"until":"0.2.0" in data version 0.3.0',
        good='"until":"0.3.0" in data version 0.3.0',
        structural=True,
    ),
    Rule(
        "RT808",
        "error",
        "line of the ratchet that nothing needs",
        why="The list of old errors may only shrink; what is mended must not come back.",
        fix="Run `retold check --fix`, which removes the line.",
        bad="a line for an error that was mended",
        good="a line for an error that is still there",
        fixable=True,
        structural=True,
    ),
    Rule(
        "RT810",
        "error",
        "agreement below its floor",
        why="Gold is no better than what its annotators can agree on.",
        fix="Clear up the guidelines and annotate anew, or lower the floor in retold.toml.",
        bad='"mention_name.exact" = 0.9 where the annotators reach 0.71',
        good='"mention_name.exact" = 0.9 where they reach 0.97',
    ),
    Rule(
        "RT805",
        "error",
        "decision that cannot stand",
        why="A decision is the only author that a disputed record of gold has.",
        fix="Correct the decision as the message says, or remove it.",
        bad='"candidates":["ada/port-m9"], a record that ada does not have',
        good='"candidates":["ada/port-m4","ben/port-m3"], two records over the same words',
        structural=True,
        layers=unfit_decision,
    ),
)
