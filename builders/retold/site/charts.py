"""Charts as values: specifications in Vega's language, and what their marks lead to.

Nothing is drawn here (``drawing.py`` does that). Colours stand in the style sheet, by the class that
each mark has from its name, so that one picture serves light and dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retold.site.contents import Doc, Row
from retold.site.safety import plain
from retold.site.words import bounds, figure, words

Spec = dict[str, Any]
WIDTH = 330
"""Of the drawing, in CSS pixels: what a telephone shows without scaling."""

_ROW, _AXIS, _EDGE = 46, 22, 8
_LIMIT = 46  # characters of a line at that width


@dataclass(frozen=True)
class Link:
    """Where a part of a chart leads, and how a screen reader names it."""

    path: str
    label: str


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart that is still to be drawn. ``spec`` is a group mark; its hrefs count ``links`` from 0."""

    title: str
    spec: Spec
    height: int
    links: Sequence[Link] = ()


def claims_chart(
    title: str,
    claims: Sequence[tuple[Doc, Row, str]],
    silent: Sequence[Doc],
) -> Chart | None:
    """Low, best and high of each claim, a row each, and a row for each document that says nothing.

    None where no claim has a figure.
    """
    known = [n for _, row, _ in claims for n in (row["count_min"], row["count_max"]) if n is not None]
    if not known:
        return None
    top = max(known) * 1.25 + 1
    rows: list[Spec] = []
    links = []
    for doc, row, path in claims:
        low, high = row["count_min"], row["count_max"]
        links.append(Link(path, plain(f"{doc.letter}, {doc.label}: {figure(row)}; {_read(row)}")))
        rows.append(
            {
                "words": _short(f"{doc.letter}  {figure(row)} · {words(row['count_form'])}"),
                "low": low or 0,
                "high": top if high is None else high,
                "known": low is not None or high is not None,
                "open": high is None,
                "denied": not row["occurred"],
            }
        )
    for doc in silent:
        links.append(Link(doc.path, plain(f"{doc.letter}, {doc.label}: says nothing of it")))
        rows.append({"words": f"{doc.letter}  says nothing", "known": False})
    for number, values in enumerate(rows):
        values.update(href=f"#{number}", at=number * _ROW)
    height = len(rows) * _ROW
    scale = {"name": "x", "type": "linear", "domain": [0, top], "range": [_EDGE, WIDTH - _EDGE]}
    axis = {"orient": "bottom", "scale": "x", "tickCount": 4, "grid": True, "ticks": False,
            "domain": False, "format": ",d", "aria": False, "zindex": 0}  # fmt: skip
    return Chart(
        title=plain(title),
        height=height + _AXIS,
        links=links,
        spec={
            "data": [{"name": "rows", "values": rows}],
            "signals": _size(height),
            "encode": _box(height),
            "scales": [scale],
            "axes": [axis],
            "marks": [_claim_row()],
        },
    )


def _claim_row() -> Spec:
    """A group a row: words above, the interval and its ends below."""
    x: Spec = {"scale": "x", "field": "low"}
    y: Spec = {"value": 31}
    return {
        "type": "group",
        "name": "claim",
        "from": {"facet": {"name": "one", "data": "rows", "groupby": ["href", "at"]}},
        "encode": {
            "enter": {
                "href": {"field": "href"},
                "y": {"field": "at"},
                "width": {"value": WIDTH},
                "height": {"value": _ROW},
            }
        },
        "data": [
            {"name": "stated", "source": "one", "transform": [_only("datum.known")]},
            {"name": "open", "source": "stated", "transform": [_only("datum.open")]},
        ],
        "marks": [
            _mark("rule", "bar", "stated", x=x, x2={"scale": "x", "field": "high"}, y=y,
                  strokeWidth={"value": 4}, strokeCap={"value": "round"}),
            _mark("symbol", "dot", "stated", x=x, y=y, size={"value": 90}),
            _mark("symbol", "arrow", "open", x={"value": WIDTH - _EDGE}, y=y, size={"value": 110},
                  shape={"value": "triangle-right"}),
            _mark("text", "said", "one", x={"value": _EDGE}, y={"value": 17},
                  text={"field": "words"}, fontSize={"value": 13}),
        ],
    }  # fmt: skip


def bars_chart(title: str, counts: Mapping[str, int]) -> Chart:
    """How often each label occurs, in the order given."""
    row, left, right = 24, 130, 46
    top = max([*counts.values(), 1])
    rows = [
        {
            "label": _short(words(label), 20),
            "count": count,
            "said": f"{count:,}",
            "at": number * row + 12,
        }
        for number, (label, count) in enumerate(counts.items())
    ]
    scale = {"name": "x", "type": "linear", "domain": [0, top], "range": [left, WIDTH - right]}
    end: Spec = {"scale": "x", "field": "count"}
    y: Spec = {"field": "at"}
    listed = ", ".join(f"{words(label)} {count:,}" for label, count in counts.items())
    return Chart(
        title=plain(f"{title}: {listed}"),
        height=len(rows) * row,
        spec={
            "data": [{"name": "rows", "values": rows}],
            "encode": _box(len(rows) * row),
            "scales": [scale],
            "marks": [
                _mark("rule", "count", "rows", x={"value": left}, x2=end, y=y,
                      strokeWidth={"value": 14}),
                _mark("text", "label", "rows", x={"value": left - 8}, y=y, text={"field": "label"},
                      align={"value": "right"}, baseline={"value": "middle"}, fontSize={"value": 12}),
                _mark("text", "value", "rows", x={**end, "offset": 6}, y=y, text={"field": "said"},
                      baseline={"value": "middle"}, fontSize={"value": 12}),
            ],
        },
    )  # fmt: skip


def intervals_chart(title: str, rows: Sequence[tuple[str, float, float | None, float | None]]) -> Chart:
    """A share from 0 to 1 a row, with its interval where there is one: label, value, low, high."""
    high = 40
    values = [
        {"label": plain(label), "value": value, "low": low, "high": top, "at": number * high,
         "said": f"{value:.2f}", "wide": low is not None}
        for number, (label, value, low, top) in enumerate(rows)
    ]  # fmt: skip
    scale = {"name": "x", "type": "linear", "domain": [0, 1], "range": [_EDGE, WIDTH - 42]}
    axis = {"orient": "bottom", "scale": "x", "tickCount": 5, "grid": True, "ticks": False,
            "domain": False, "aria": False, "zindex": 0}  # fmt: skip
    below: Spec = {"field": "at", "offset": 29}
    x: Spec = {"scale": "x", "field": "value"}
    listed = ", ".join(f"{label} {value:.2f}" for label, value, _, _ in rows)
    return Chart(
        title=plain(f"{title}: {listed}"),
        height=len(rows) * high + _AXIS,
        spec={
            "data": [
                {"name": "rows", "values": values},
                {"name": "wide", "source": "rows", "transform": [_only("datum.wide")]},
            ],
            "signals": _size(len(rows) * high),
            "encode": _box(len(rows) * high),
            "scales": [scale],
            "axes": [axis],
            "marks": [
                _mark("rule", "bar", "wide", x={"scale": "x", "field": "low"},
                      x2={"scale": "x", "field": "high"}, y=below, strokeWidth={"value": 4},
                      strokeCap={"value": "round"}),
                _mark("symbol", "dot", "rows", x=x, y=below, size={"value": 80}),
                _mark("text", "said", "rows", x={"value": _EDGE}, y={"field": "at", "offset": 17},
                      text={"field": "label"}, fontSize={"value": 13}),
                _mark("text", "value", "rows", x={"value": WIDTH - 34}, y=below, text={"field": "said"},
                      baseline={"value": "middle"}, fontSize={"value": 12}),
            ],
        },
    )  # fmt: skip


def _mark(type: str, name: str, data: str, **channels: Spec) -> Spec:
    return {
        "type": type,
        "name": name,
        "aria": False,
        "from": {"data": data},
        "encode": {"enter": {"fill" if type != "rule" else "stroke": {"value": "#777"}, **channels}},
    }


def _box(height: int) -> Spec:
    return {"enter": {"width": {"value": WIDTH}, "height": {"value": height}}}


def _size(height: int) -> list[Spec]:
    """What the lines of an axis go by; else it is the size of the whole picture."""
    return [{"name": "width", "value": WIDTH}, {"name": "height", "value": height}]


def _only(test: str) -> Spec:
    return {"type": "filter", "expr": test}


def _read(row: Row) -> str:
    return f"read as {bounds(row['count_min'], row['count_max'])}"


def _short(text: str, limit: int = _LIMIT) -> str:
    said = plain(" ".join(text.split()))
    return said if len(said) <= limit else f"{said[: limit - 1]}…"
