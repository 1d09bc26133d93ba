"""Charts -> SVG to stand in a page or a picture, drawn by Vega in vl-convert: no browser, no network.

All charts of a kind are drawn as one picture, which is many times as fast as one by one, and then taken
apart. What comes out has no style, no script, and no address but those of ``Chart.links``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from retold.charts.kinds import KINDS, WIDTH, Chart, Kind
from retold.visible import attribute

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_VEGA = "https://vega.github.io/schema/vega/v6.json"
_ROOT = "\x00"  # in no chart: control characters are shown by name

# All that is taken over of Vega's SVG; what it looks like is the style sheet's.
_ELEMENTS = {"line", "path"}
_ATTRIBUTES = (
    "d",
    "x2",
    "y2",
    "transform",
    "text-anchor",
    "font-size",
    "stroke-width",
    "stroke-linecap",
)


@dataclass(frozen=True)
class Drawing:
    """A chart that is drawn, as the SVG element. Templates print it as it is, by ``__html__``."""

    svg: str

    def at(self, root: str) -> Drawing:
        """For a page from which ``root`` leads to the top of the site."""
        return Drawing(self.svg.replace(_ROOT, attribute(root)))

    def __html__(self) -> str:
        return self.svg


def draw(charts: Sequence[Chart]) -> list[Drawing]:
    """The charts as SVG elements, in their order."""
    import vl_convert  # a third of a second, so not before it is needed

    shapes: dict[str, list[str]] = {}
    for kind in KINDS:
        of_kind = {n: chart for n, chart in enumerate(charts) if chart.kind is kind}
        if of_kind:
            picture = vl_convert.vega_to_svg(_together(kind, of_kind), allowed_base_urls=[])
            _take_apart(ET.fromstring(picture), kind, shapes)  # noqa: S314 - written by Vega
    for number, chart in enumerate(charts):
        _write_words(chart, number, shapes)
    return [Drawing(_svg(chart, number, shapes)) for number, chart in enumerate(charts)]


def _together(kind: Kind, charts: Mapping[int, Chart]) -> dict[str, Any]:
    """One picture of all charts, one upon the other; ``href`` says whose a row is."""
    names = dict.fromkeys(mark["from"]["data"] for mark in kind.marks)
    data = [
        {
            "name": name,
            "values": [
                {**row, "href": f"#{number}.{row.get('link', '')}"}
                for number, chart in charts.items()
                for row in chart.data[name]
            ],
        }
        for name in names
    ]
    scale = {"name": "x", "type": "linear", "domain": [0, 1], "range": list(kind.range)}
    size = {"width": WIDTH, "height": 100, "padding": 0, "autosize": "none", "background": None}
    return {"$schema": _VEGA, **size, "data": data, "scales": [scale], "marks": list(kind.marks)}


def _take_apart(picture: ET.Element, kind: Kind, shapes: dict[str, list[str]]) -> None:
    """Adds the shapes of each chart and link to those there are, under ``CHART.LINK``."""
    names = {mark["name"] for mark in kind.marks}
    for group in picture.iter(f"{_SVG}g"):
        name = next((word for word in group.get("class", "").split() if word in names), None)
        for link in group if name is not None else ():
            whose = link.get(_HREF, "").rpartition("#")[2]
            shapes.setdefault(whose, []).extend(_written(shape, str(name)) for shape in link)


def _write_words(chart: Chart, number: int, shapes: dict[str, list[str]]) -> None:
    """Adds the words of a chart, each where its row stands."""
    first, last = chart.kind.range
    for words in chart.kind.words:
        for row in chart.data[words.data]:
            x = words.x if isinstance(words.x, int) else first + row[words.x] * (last - first)
            placed = f'x="{round(x + words.right, 1):g}" y="{row["at"] + words.down}"'
            how = f'font-size="{words.size}" text-anchor="{words.anchor}"'
            text = f'<text class="{words.name}" {placed} {how}>{attribute(row[words.text])}</text>'
            shapes.setdefault(f"{number}.{row.get('link', '')}", []).append(text)


def _svg(chart: Chart, number: int, shapes: Mapping[str, Sequence[str]]) -> str:
    inside = "".join(shapes.get(f"{number}.", ()))
    for at, link in enumerate(chart.links):
        named = f'href="{_ROOT}{attribute(link.path)}" aria-label="{attribute(link.label)}"'
        inside += f"<a {named}>{''.join(shapes.get(f'{number}.{at}', ()))}</a>"
    role = "group" if chart.links else "img"
    return (
        f'<svg class="chart" role="{role}" aria-label="{attribute(chart.title)}" '
        f'width="{WIDTH}" height="{chart.height}" viewBox="0 0 {WIDTH} {chart.height}">{inside}</svg>'
    )


def _written(shape: ET.Element, kind: str) -> str:
    name = shape.tag.removeprefix(_SVG)
    if name not in _ELEMENTS:
        return ""
    given = ((key, shape.get(key)) for key in _ATTRIBUTES)
    said = "".join(f' {key}="{attribute(value)}"' for key, value in given if value is not None)
    return f'<{name} class="{kind}"{said}/>'
