"""The few figures of each task that stand for it in a table, and the counts beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from retold.scoreboard.rows import Figure

PLACES = 6
"""Digits behind the point that are kept; a page shows three."""


@dataclass(frozen=True)
class Main:
    """A figure of a measure, as ``retold score --format json`` names both, and its title in a table.

    ``counts`` are the names of what it follows from; a ``*`` stands for any one word, and what fits is
    added up.
    """

    measure: str
    figure: str
    title: str
    counts: tuple[str, ...]


_STRICT = Main(
    "names",
    "strict.f1",
    "strict F1",
    ("strict.*.correct", "strict.*.incorrect", "strict.*.missed", "strict.*.spurious"),
)

MAIN: Mapping[str, tuple[Main, ...]] = {
    "ner": (Main("iob2", "f1", "IOB2 F1", ("correct.*", "gold.*", "answer.*")), _STRICT),
    "entities": (
        _STRICT,
        # where nothing is linked (imported token lines) every null would be right
        Main("links", "accuracy.linked", "links accuracy", ("right.linked", "found.linked")),
    ),
    "stance": (
        Main(
            "polarities",
            "favor_against.macro_f1",
            "FAVOR/AGAINST macro F1",
            ("favor.correct.*", "favor.gold.*", "favor.answer.*"),
        ),
        Main(
            "tuples",
            "overlapping.f1",
            "tuples F1",
            ("overlapping.correct", "overlapping.gold", "overlapping.answer"),
        ),
    ),
    "headlines": (
        Main("vs_body", "weighted_accuracy", "weighted accuracy", ("points.got", "points.possible")),
    ),
    "casualties": (
        Main("claims", "slots.f1", "slots F1", ("correct.*", "gold.*", "answer.*")),
        Main(
            "claims",
            "claims.exact.f1",
            "claims exact F1",
            ("claims.correct", "claims.gold", "claims.answer"),
        ),
        Main("figures", "exact.f1", "figures exact F1", ("exact", "gold", "answer")),
        Main("figures", "made_up", "made up", ("made_up", "looked_up")),
    ),
}
"""Task -> its figures; docs/scoring.md says what each counts. All but ``made_up`` are better high."""


CHALLENGE = tuple(
    Main("challenge", figure, title, (f"*.{count}", "*.items"))
    for figure, title, count in (
        ("pass_rate", "pass rate", "both"),
        ("original", "originals", "original"),
        ("edit", "edits", "edit"),
    )
)
"""The figures of a challenge set, whatever the task."""


def phenomena_of(report: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The pass rate of each phenomenon in a report on a challenge set; of another, none."""
    measure = report["measures"].get("challenge")
    if measure is None:
        return ()
    counts = measure["all"]["counts"]
    return tuple(
        _said(
            name,
            CHALLENGE[0],
            found["pass_rate"],
            (measure["unit"], int(counts[f"{name}.items"])),
            {key: counts.get(f"{name}.{key}", 0.0) for key in ("both", "items")},
        )
        for name, found in measure["labels"].items()
    )


def figures_of(task: str, report: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The main figures in what ``retold score --format json`` says.

    A measure that is not scored gives an undefined figure over nothing. Raises KeyError for a report of
    another task.
    """
    mains = CHALLENGE if "challenge" in report["measures"] else MAIN[task]
    return tuple(_figure(main, report) for main in mains)


def _figure(main: Main, report: Mapping[str, Any]) -> Figure:
    if main.measure in report["left_out"]:
        return Figure(main.title, main.measure, main.figure, None, None, None, "document", 0, {})
    measure = report["measures"][main.measure]
    found = measure["all"]["figures"][main.figure]
    counts = {name: _sum(name, measure["all"]["counts"]) for name in main.counts}
    return _said(main.title, main, found, (measure["unit"], measure["units"]), counts)


def _said(
    title: str,
    main: Main,
    found: Mapping[str, Any],
    over: tuple[str, int],
    counts: dict[str, float],
) -> Figure:
    bounds = found["interval"] or {"low": None, "high": None}
    value, low, high = map(_kept, (found["value"], bounds["low"], bounds["high"]))
    return Figure(title, main.measure, main.figure, value, low, high, *over, counts)


def _kept(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)


def _sum(pattern: str, counts: Mapping[str, float]) -> float:
    wanted = pattern.split(".")
    found = [n for name, n in counts.items() if _fits(wanted, name.split("."))]
    return round(float(sum(found)), PLACES)


def _fits(wanted: list[str], words: list[str]) -> bool:
    return len(wanted) == len(words) and all(
        w in ("*", word) for w, word in zip(wanted, words, strict=True)
    )
