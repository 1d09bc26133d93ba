"""The report of agreement as plain values; ``dataclasses.asdict`` makes JSON of it.

Ratios are None where they are undefined, and are not rounded. ``too_few`` says that a figure rests
on fewer than ``TOO_FEW`` items (all of both annotators, pairs, or units): an example, no estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from retold.metrics.blocks import SampleUnit
from retold.metrics.bootstrap import Interval

TOO_FEW = 10


@dataclass(frozen=True)
class Coefficient:
    """A chance-corrected coefficient over ``n`` records, and its interval."""

    value: float | None
    n: int
    interval: Interval | None
    too_few: bool


@dataclass(frozen=True)
class Score:
    """Counts and ratios of one criterion of matching; ``a`` is taken as the reference."""

    matched: int
    only_a: int
    only_b: int
    precision: float | None
    recall: float | None
    f1: float | None
    f1_interval: Interval | None
    too_few: bool


@dataclass(frozen=True)
class PairScores:
    """Two annotators: criterion -> score.

    The criteria: ``exact`` the same characters, ``overlapping`` at least one, and both again with
    ``_label`` where the labels must be equal too.
    """

    a: str
    b: str
    scores: dict[str, Score]


@dataclass(frozen=True)
class Unitizing:
    """Unitising alpha of all annotators over a continuum of ``code_points``.

    ``units`` maps annotators to the number of their outermost units; ``alpha.n`` is the greatest.
    """

    code_points: int
    units: dict[str, int]
    alpha: Coefficient


@dataclass(frozen=True)
class Slice:
    """Some records of a layer: all, those of a language, or those of a label."""

    pairs: tuple[PairScores, ...]
    unitizing: Unitizing | None


@dataclass(frozen=True)
class FieldPair:
    """Two annotators on one field of the ``kappa.n`` records that match."""

    a: str
    b: str
    agreed: int
    kappa: Coefficient
    alpha: Coefficient


@dataclass(frozen=True)
class FieldAgreement:
    """One field: each two annotators, and alpha of all of them.

    ``matched_by`` says which records are compared: those of equal key and overlapping spans, or
    those of overlapping spans, for fields of the key.
    """

    field: str
    matched_by: Literal["key", "spans"]
    pairs: tuple[FieldPair, ...]
    alpha: Coefficient


@dataclass(frozen=True)
class LayerAgreement:
    """One layer. ``key`` names the fields that records must have in common to match."""

    title: str
    key: tuple[str, ...]
    label: str
    all: Slice
    languages: dict[str, Slice]
    labels: dict[str, Slice]
    fields: tuple[FieldAgreement, ...]


@dataclass(frozen=True)
class Sampling:
    """What was resampled for the intervals: ``units`` of ``unit``, ``resamples`` times."""

    unit: SampleUnit
    units: int
    resamples: int
    level: float
    seed: int


@dataclass(frozen=True)
class Shared:
    """How many documents two annotators have in common."""

    a: str
    b: str
    documents: int


@dataclass(frozen=True)
class Report:
    """Agreement of ``annotators`` on ``documents`` that at least two of them annotated."""

    annotators: tuple[str, ...]
    documents: int
    shared: tuple[Shared, ...]
    sampling: Sampling
    too_few_below: int
    layers: dict[str, LayerAgreement]
