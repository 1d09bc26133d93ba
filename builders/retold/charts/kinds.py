"""Charts as values: specifications in Vega's language, and what their marks lead to.

Nothing is drawn here (``drawing.py`` does that). Colours stand in a style sheet, by the class that each
mark has from its name: that of the site, or of ``pictures.py``. So one drawing serves light and dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from retold.visible import plain
from retold.wording import bounds, figure, words

Spec = dict[str, Any]
Row = Mapping[str, Any]
WIDTH = 330
"""Of the drawing, in CSS pixels: what a telephone shows without scaling."""

DRAWN = (
    ("entities", "type"),
    ("stance", "polarity"),
    ("headlines", "vs_body"),
    ("casualties", "count_form"),
    ("faults", "fault"),
    ("documents", "zones.zone"),
)
"""Distributions of labels that have a chart; all others are tables. Config, and path of the column."""

ROW = 46
"""Height of a row of the chart of claims, in pixels."""
_EDGE = 8
_LIMIT = 46  # characters of a line at that width


@dataclass(frozen=True)
class Link:
    """Where a part of a chart leads, and how a screen reader names it."""

    path: str
    label: str


@dataclass(frozen=True, eq=False)
class Told:
    """What one retelling says of an event and harm: a row of ``casualties``; None is nothing.

    ``letter`` stands for the document, ``label`` names it, ``path`` leads to the sentence.
    """

    letter: str
    label: str
    row: Row | None = None
    path: str = ""


@dataclass(frozen=True)
class Words:
    """Text for each row of a set: its column, and where it stands.

    ``x`` is a place in pixels, or the column of a share of the scale; ``right`` and ``down`` are added.
    """

    name: str
    data: str
    text: str
    x: int | str
    right: int = 0
    down: int = 0
    size: int = 12
    anchor: str = "start"


@dataclass(frozen=True)
class Kind:
    """What charts of a kind have in common: where their scale lies, Vega's marks over their data, words.

    Words are no marks: Vega measures each that it draws, which takes 80 times as long as a shape.
    """

    range: tuple[int, int]
    marks: tuple[Spec, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart that is still to be drawn.

    ``data`` are the rows of each set that the marks of its kind name; what lies on the scale is a share
    of it, from 0 to 1. ``link`` of a row counts ``links`` from 0.
    """

    kind: Kind
    title: str
    height: int
    data: Mapping[str, Sequence[Spec]]
    links: Sequence[Link] = ()


def unlinked(chart: Chart) -> Chart:
    """The chart for a picture, in which nothing can be pressed."""
    data = {
        name: [{key: value for key, value in row.items() if key != "link"} for row in rows]
        for name, rows in chart.data.items()
    }
    return replace(chart, data=data, links=())


def _mark(type: str, name: str, data: str, **channels: Spec) -> Spec:
    """A mark for each row of a set. ``href`` tells drawings of many charts apart."""
    colour = "stroke" if type == "rule" else "fill"
    encoded = {colour: {"value": "#777"}, "href": {"field": "href"}, **channels}
    return {
        "type": type,
        "name": name,
        "aria": False,
        "from": {"data": data},
        "encode": {"enter": encoded},
    }


def _on_scale(field: str) -> Spec:
    return {"scale": "x", "field": field}


def _at(offset: int) -> Spec:
    return {"field": "at", "offset": offset}


_LINE: Spec = {"strokeWidth": {"value": 4}, "strokeCap": {"value": "round"}}
# Lines and numbers of a scale: an axis of Vega's own takes longer than all other marks.
_GRID = _mark("rule", "grid", "ticks", x=_on_scale("value"), y={"value": 0}, y2={"field": "at"})
_TICK = Words("tick", "ticks", "said", "value", down=14, size=10, anchor="middle")
CLAIMS = Kind(
    (_EDGE, WIDTH - _EDGE),
    (
        _GRID,
        _mark("rect", "hit", "rows", x={"value": 0}, y=_at(0), width={"value": WIDTH},
              height={"value": ROW}),
        _mark("rule", "bar", "stated", x=_on_scale("low"), x2=_on_scale("high"), y=_at(31), **_LINE),
        _mark("symbol", "dot", "stated", x=_on_scale("low"), y=_at(31), size={"value": 90}),
        _mark("symbol", "arrow", "open", x=_on_scale("high"), y=_at(31), size={"value": 110},
              shape={"value": "triangle-right"}),
    ),
    (_TICK, Words("said", "rows", "words", _EDGE, down=17, size=13)),
)  # fmt: skip
BARS = Kind(
    (130, WIDTH - 46),
    (_mark("rule", "count", "rows", x={"value": 130}, x2=_on_scale("share"), y=_at(12),
           strokeWidth={"value": 14}),),
    (
        Words("label", "rows", "label", 122, down=16, anchor="end"),
        Words("value", "rows", "said", "share", right=6, down=16),
    ),
)  # fmt: skip
INTERVALS = Kind(
    (_EDGE, WIDTH - 42),
    (
        _GRID,
        _mark("rule", "bar", "wide", x=_on_scale("low"), x2=_on_scale("high"), y=_at(29), **_LINE),
        _mark("symbol", "dot", "rows", x=_on_scale("value"), y=_at(29), size={"value": 80}),
    ),
    (
        _TICK,
        Words("said", "rows", "label", _EDGE, down=17, size=13),
        Words("value", "rows", "said", WIDTH - 34, down=33),
    ),
)
KINDS = (CLAIMS, BARS, INTERVALS)
_AXIS = 22


def claims_chart(title: str, told: Sequence[Told]) -> Chart | None:
    """Low, best and high of each claim, a row each, in their order.

    None where no claim has a figure.
    """
    rows_told = [one.row for one in told if one.row is not None]
    known = [n for row in rows_told for n in (row["count_min"], row["count_max"]) if n is not None]
    if not known:
        return None
    top = max(known) * 1.25 + 1
    rows: list[Spec] = []
    links = []
    for number, one in enumerate(told):
        place = {"link": number, "at": number * ROW}
        if one.row is None:
            links.append(Link(one.path, plain(f"{one.letter}, {one.label}: says nothing of it")))
            said = f"{one.letter} says nothing"
            rows.append({"words": said, "stated": False, "open": False, **place})
            continue
        low, high = one.row["count_min"], one.row["count_max"]
        read = bounds(low, high)
        links.append(
            Link(one.path, plain(f"{one.letter}, {one.label}: {figure(one.row)}; read as {read}"))
        )
        said = _short(f"{one.letter} {figure(one.row)} · {words(one.row['count_form'])}")
        stated = low is not None or high is not None
        ends = {"low": (low or 0) / top, "high": 1 if high is None else high / top}
        rows.append({"words": said, "stated": stated, "open": stated and high is None, **ends, **place})
    height = len(rows) * ROW
    data = {
        "rows": rows,
        "stated": [row for row in rows if row["stated"]],
        "open": [row for row in rows if row["open"]],
        "ticks": [
            {"value": value / top, "said": f"{value:,}", "at": height} for value in counts_up_to(top)
        ],
    }
    return Chart(CLAIMS, plain(title), height + _AXIS, data, links)


def counts_up_to(top: float) -> list[int]:
    """Round numbers of persons from 0 on, at most five, none above ``top``."""
    step = next(
        unit * 10**power for power in count() for unit in (1, 2, 5) if unit * 10**power * 5 > top
    )
    return list(range(0, int(top) + 1, step))


def bars_chart(title: str, counts: Mapping[str, int]) -> Chart:
    """How often each label occurs, in the order given."""
    top = max([*counts.values(), 1])
    rows = [
        {
            "label": _short(words(label), 20),
            "share": count / top,
            "said": f"{count:,}",
            "at": number * 24,
        }
        for number, (label, count) in enumerate(counts.items())
    ]
    listed = ", ".join(f"{words(label)} {count:,}" for label, count in counts.items())
    return Chart(BARS, plain(f"{title}: {listed}"), len(rows) * 24, {"rows": rows})


def intervals_chart(title: str, rows: Sequence[tuple[str, float, float | None, float | None]]) -> Chart:
    """A share from 0 to 1 a row, with its interval where there is one: label, value, low, high."""
    values: list[Spec] = [
        {"label": plain(label), "value": value, "low": low, "high": high, "at": number * 40,
         "said": f"{value:.2f}"}
        for number, (label, value, low, high) in enumerate(rows)
    ]  # fmt: skip
    height = len(rows) * 40
    data = {
        "rows": values,
        "wide": [row for row in values if row["low"] is not None],
        "ticks": [{"value": n / 5, "said": f"{n / 5:.1f}", "at": height} for n in range(6)],
    }
    listed = ", ".join(f"{label} {value:.2f}" for label, value, _, _ in rows)
    return Chart(INTERVALS, plain(f"{title}: {listed}"), height + _AXIS, data)


def _short(text: str, limit: int = _LIMIT) -> str:
    said = plain(" ".join(text.split()))
    return said if len(said) <= limit else f"{said[: limit - 1]}…"
