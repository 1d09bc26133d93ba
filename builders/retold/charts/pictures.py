"""Pictures for the card: charts as files that stand alone, each for light and for dark.

A picture is one SVG file. Its own style sheet follows the reader's colour scheme, and its ground is
painted, so that it can be read wherever it is shown. Text stays text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retold.charts.drawing import draw
from retold.charts.kinds import (
    DRAWN,
    ROW,
    WIDTH,
    Chart,
    Row,
    Told,
    bars_chart,
    claims_chart,
    intervals_chart,
    unlinked,
)
from retold.columns import Column, labels_at
from retold.metrics.quality_shown import f1_intervals, groups
from retold.visible import attribute
from retold.wording import blamed, chain, words

LIGHT = {"ink": "#1d1c1a", "soft": "#5c5954", "line": "#dcd8cf", "sheet": "#ffffff", "c1": "#0072b2"}
DARK = {"ink": "#e9e6df", "soft": "#a8a49b", "line": "#393d41", "sheet": "#1c1f22", "c1": "#56a8e0"}
"""Colours, those of the site's style sheet: blues of Okabe and Ito's palette for what is drawn."""

PANELS = 12
"""Events and harms in a picture: more is none; the table under it has all."""
_PAD, _GAP, _HEAD = 16, 28, 26
_FONTS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Devanagari', sans-serif"
_LABEL, _SMALL = 46, 62  # characters of the lines beside a chart that there is room for


@dataclass(frozen=True, eq=False)
class _Panel:
    """A chart under its heading, and lines of text beside each of its rows, the first a label."""

    heading: str
    chart: Chart
    beside: Sequence[Sequence[str]] = ()

    @property
    def height(self) -> int:
        return _HEAD + self.chart.height


def claims_picture(
    events: Sequence[Row],
    claims: Iterable[Row],
    documents: Mapping[str, tuple[str, str]],
    name: Callable[[str], str],
) -> bytes | None:
    """Who reports how many, on whose word and of whose doing; None where nobody states a figure.

    ``events`` and ``claims`` are rows of the configs ``events`` and ``casualties``; ``documents`` has
    letter and label of each document, ``name`` names entities. The first twelve events and harms with
    figures are drawn.
    """
    by_id = {claim["claim_id"]: claim for claim in claims}
    panels = []
    for event in events:
        ids = (id for id in event["claims"] if id in by_id)
        rows = sorted(
            (by_id[id] for id in ids), key=lambda row: (documents[row["doc_id"]], row["claim_id"])
        )
        told = [Told(*documents[row["doc_id"]], row) for row in rows]
        told += [Told(*documents[id]) for id in event["silent_documents"]]
        heading = f"{event['title']}: {words(event['harm'])}"
        chart = claims_chart(heading, told)
        if chart is not None:
            panels.append(_Panel(heading, chart, [_sources(one, name) for one in told]))
    return _picture("Who reports how many", [panels[:PANELS]], 2 * WIDTH) if panels else None


def _sources(told: Told, name: Callable[[str], str]) -> list[str]:
    if told.row is None:
        return [told.label]
    return [
        told.label,
        f"on the word of {chain(name, told.row)}",
        f"blamed: {blamed(name, told.row)}",
    ]


def labels_picture(
    counts: Mapping[str, Mapping[str, int]], columns: Mapping[str, Sequence[Column]]
) -> bytes | None:
    """How often each label of the drawn columns occurs; None where none does.

    ``counts`` has them by config and column, as ``stance.polarity``; ``columns`` those of each config.
    """
    panels = []
    for config, column in DRAWN:
        found = counts.get(f"{config}.{column}", {})
        if found:
            there = {
                label: found[label] for label in labels_at(columns[config], column) if label in found
            }
            heading = words(f"{config}: {column.partition('.')[0]}")
            panels.append(_Panel(heading, bars_chart(heading, there)))
    sides: list[list[_Panel]] = [[], []]
    for panel in sorted(panels, key=lambda panel: -panel.height):
        min(sides, key=_column_height).append(panel)
    filled = [side for side in sides if side]
    return _picture("How often each label occurs", filled, WIDTH) if filled else None


def agreement_picture(quality: Mapping[str, Any]) -> bytes | None:
    """F1 of each layer with its interval, a panel a group of annotators; None without records."""
    panels = []
    for group in groups(quality):
        intervals = list(f1_intervals(group))
        heading = f"{' and '.join(group['annotators'])}: F1, same span; bar: its interval"
        if intervals:
            panels.append(_Panel(heading, intervals_chart(heading, intervals)))
    return _picture("Agreement of the annotators", [panels], WIDTH) if panels else None


def _column_height(panels: Sequence[_Panel]) -> int:
    return sum(panel.height + _GAP for panel in panels)


def _picture(title: str, columns: Sequence[Sequence[_Panel]], wide: int) -> bytes:
    """Panels one below the other, in columns ``wide`` pixels wide."""
    drawn = iter(draw([unlinked(panel.chart) for column in columns for panel in column]))
    inside = []
    for number, column in enumerate(columns):
        x, y = _PAD + number * (wide + _GAP), _PAD
        for panel in column:
            inside.append(_text("head", x, y + 14, 14, _short(panel.heading, wide // 8)))
            y += _HEAD
            inside.append(f'<g transform="translate({x},{y})">{next(drawn).svg}</g>')
            for row, (label, *small) in enumerate(panel.beside):
                right, down = x + WIDTH + 20, y + row * ROW
                inside.append(_text("label", right, down + 17, 13, _short(label, _LABEL)))
                for line, said in enumerate(small):
                    inside.append(_text("soft", right, down + 31 + 12 * line, 11, _short(said, _SMALL)))
            y += panel.chart.height + _GAP
    width = 2 * _PAD + len(columns) * wide + (len(columns) - 1) * _GAP
    height = 2 * _PAD + max(map(_column_height, columns)) - _GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{attribute(title)}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n<style>{_STYLE}</style>\n'
        f'<rect class="sheet" width="{width}" height="{height}"/>\n' + "\n".join(inside) + "\n</svg>\n"
    ).encode()


def _text(name: str, x: int, y: int, size: int, said: str) -> str:
    return f'<text class="{name}" x="{x}" y="{y}" font-size="{size}">{attribute(said)}</text>'


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _rules(colours: Mapping[str, str]) -> str:
    return (
        f"text{{fill:{colours['ink']}}}.tick,.value,.soft{{fill:{colours['soft']}}}"
        f".grid{{stroke:{colours['line']}}}.bar,.count{{stroke:{colours['c1']}}}"
        f".dot,.arrow{{fill:{colours['c1']}}}.sheet{{fill:{colours['sheet']}}}"
    )


_STYLE = (
    f"text{{font-family:{_FONTS}}}.head{{font-weight:600}}.hit{{fill:none}}.chart{{overflow:visible}}"
    f"{_rules(LIGHT)}@media (prefers-color-scheme:dark){{{_rules(DARK)}}}"
)
