"""The records of ``schema/`` as frozen values.

The JSON Schema files are the contract: they say what each field means, its unit and its
allowed values, and docs/records.md shows an example of each kind. The classes here have the
same fields in the same order; ``tests/test_model.py`` compares the two. Offsets are half-open
``[start, end)`` ranges of Unicode code points into the exact text of the seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from retold.model.base import Span, Spans, Struct
from retold.model.labels import (
    AnnotatorKind,
    Certainty,
    ChallengeTask,
    CountForm,
    EntityType,
    Expression,
    FaultName,
    Harm,
    Level,
    LinkField,
    Method,
    Metonym,
    OrgSubtype,
    Polarity,
    RegistryType,
    Relation,
    Responsibility,
    Role,
    Scope,
    SourceParty,
    VsBody,
    YesNo,
    ZoneName,
)
from retold.model.labels import Drift as Drift
from retold.model.labels import Provenance as Provenance
from retold.model.labels import Split as Split
from retold.model.labels import labels as labels
from retold.model.received import Published as Published
from retold.model.received import Seed, SeedText, Story


class Annotator(Struct, frozen=True):
    """Who or what made a layer (annotations/annotators.jsonl)."""

    id: str
    kind: AnnotatorKind
    description: str


class Entity(Struct, frozen=True):
    """An entity of the registry; ``wikidata`` is None for NIL."""

    id: str
    type: RegistryType
    org_subtype: OrgSubtype | None
    names: dict[str, tuple[str, ...]]
    wikidata: str | None
    fictional: bool = False

    def name(self, lang: str = "en") -> str:
        """The usual name in ``lang``, else in English, else in the first language there is."""
        for wanted in (lang, "en", *sorted(self.names)):
            if wanted in self.names:
                return self.names[wanted][0]
        raise ValueError(f"entity {self.id} has no name")


class Proposition(Struct, frozen=True):
    """A positive statement that positions are taken on."""

    id: str
    text: str


class Event(Struct, frozen=True):
    """An event that casualty claims are about."""

    id: str
    title: str
    date: str | None
    place: tuple[str, ...]


class Zone(Struct, frozen=True, tag_field="kind", tag="zone"):
    """A part of the page."""

    id: str
    doc: str
    annotator: str
    spans: Spans
    zone: ZoneName
    lang: str
    derived_from: tuple[str, ...] = ()
    decision: str | None = None


class Mention(Struct, frozen=True, tag_field="kind", tag="mention"):
    """A name, value or nominal with its type and link."""

    id: str
    doc: str
    annotator: str
    spans: Spans
    surface: str
    type: EntityType
    level: Level
    org_subtype: OrgSubtype | None
    metonym: Metonym | None
    entity: str | None
    referent: str | None
    value: str | None
    anchor: str | None
    derived_from: tuple[str, ...] = ()
    decision: str | None = None


class Stance(Struct, frozen=True, tag_field="kind", tag="stance"):
    """One holder's position on one target."""

    id: str
    doc: str
    annotator: str
    holder: str
    target: str
    polarity: Polarity
    expression: Expression
    source_chain: tuple[str, ...]
    evidence: Spans
    derived_from: tuple[str, ...] = ()
    decision: str | None = None


class Headline(Struct, frozen=True, tag_field="kind", tag="headline"):
    """What a headline asserts, and how its own body stands to it."""

    id: str
    doc: str
    annotator: str
    spans: Spans
    holder: str
    asserts: str
    polarity: Polarity
    vs_body: VsBody
    evidence: Spans
    derived_from: tuple[str, ...] = ()
    decision: str | None = None


class Count(Struct, frozen=True):
    surface: str | None
    form: CountForm
    min: int | None
    max: int | None
    best: int | None


class Victims(Struct, frozen=True):
    spans: Spans | None
    identity: str | None
    role: Role
    includes_perpetrator: YesNo


class Perpetrator(Struct, frozen=True):
    actor: str | None
    responsibility: Responsibility


class Source(Struct, frozen=True):
    chain: tuple[str, ...]
    party: SourceParty
    anonymous: bool


class HarmDate(Struct, frozen=True):
    surface: str | None
    start: str | None
    end: str | None
    precision: int | None
    anchor: str | None


class Casualty(Struct, frozen=True, tag_field="kind", tag="casualty"):
    """One statement of how many were harmed, by whom, on whose word."""

    id: str
    doc: str
    annotator: str
    event: str
    scope: Scope
    harm: Harm
    occurred: bool
    count: Count
    victims: Victims
    perpetrator: Perpetrator
    method: Method | None
    source: Source
    certainty: Certainty
    date: HarmDate
    place: tuple[str, ...]
    evidence: Spans
    derived_from: tuple[str, ...] = ()
    decision: str | None = None


class Right(Struct, frozen=True):
    doc: str
    spans: Spans


class Fault(Struct, frozen=True, tag_field="kind", tag="fault"):
    """A passage that distorts what it retells."""

    id: str
    doc: str
    annotator: str
    spans: Spans
    surface: str
    fault: FaultName
    note: str
    right: Right | None
    drift: Drift | None = None
    fact: str | None = None
    derived_from: tuple[str, ...] = ()
    decision: str | None = None


class ClaimLink(Struct, frozen=True):
    """How two casualty claims of one event stand to each other (annotations/links.jsonl)."""

    id: str
    annotator: str
    a: str
    b: str
    relation: Relation
    field: LinkField


class Decision(Struct, frozen=True):
    """How a disagreement was decided (annotations/adjudication/)."""

    id: str
    doc: str
    record: str | None
    candidates: tuple[str, ...]
    choice: str
    by: str
    why: str
    clause: str
    result: Annotation | None = None


class Side(Struct, frozen=True):
    """One text of a challenge item: marked text (formats/inline.py) and records with quotes."""

    text: str
    focus: str | tuple[str, int] | None
    records: tuple[dict[str, Any], ...]


class Challenge(Struct, frozen=True):
    """A minimal pair that tests systems (annotations/challenge/)."""

    id: str
    annotator: str
    phenomenon: str
    task: ChallengeTask
    lang: str
    published: str
    origin: Right | None
    original: Side
    edit: Side
    checks: tuple[str, ...]
    expect: str


class Waiver(Struct, frozen=True):
    """A finding that is accepted for a time (annotations/waivers.jsonl)."""

    code: str
    record: str | None
    reason: str
    by: str
    until: str
    file: str | None = None


class Ratchet(Struct, frozen=True):
    """An error that is older than its rule, and only warns (annotations/ratchet.jsonl)."""

    code: str
    file: str
    record: str | None


Annotation = Zone | Mention | Stance | Headline | Casualty | Fault
Record = (
    Seed | SeedText | Story | Annotator | Entity | Proposition | Event | ClaimLink | Decision | Challenge
    | Waiver | Ratchet | Annotation
)  # fmt: skip

# The kinds in the order in which records at one position stand in an annotation file.
ANNOTATION_KINDS: dict[str, type[Annotation]] = {
    str(kind.__struct_config__.tag): kind for kind in (Zone, Mention, Stance, Headline, Casualty, Fault)
}
RECORD_KINDS: dict[str, type[Record]] = {
    "seed": Seed,
    "document": SeedText,
    "story": Story,
    "annotator": Annotator,
    **ANNOTATION_KINDS,
    "claim_link": ClaimLink,
    "decision": Decision,
    "challenge": Challenge,
    "waiver": Waiver,
    "ratchet": Ratchet,
    "entity": Entity,
    "proposition": Proposition,
    "event": Event,
}


def span_fields(record: Annotation) -> Iterator[tuple[str, Spans]]:
    """The fields of a record that hold spans of its own document: ``(field path, spans)``."""
    if isinstance(record, Zone | Mention | Headline | Fault):
        yield "spans", record.spans
    if isinstance(record, Stance | Headline | Casualty):
        yield "evidence", record.evidence
    if isinstance(record, Casualty) and record.victims.spans is not None:
        yield "victims.spans", record.victims.spans


def extent(spans: Spans) -> Span:
    """First start and last end of the fragments, in code points."""
    return spans[0][0], spans[-1][1]


def surface_of(text: str, spans: Spans) -> str:
    """The text under the spans; fragments are joined with one space."""
    return " ".join(text[start:end] for start, end in spans)
