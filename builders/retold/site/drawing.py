"""Charts -> SVG to stand in a page, drawn by Vega in vl-convert: no browser, no network.

Many charts are drawn as one picture, which is faster than one by one, and cut apart. What comes out has
no style, no script, and no address but those of ``Chart.links``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup, escape

from retold.site.charts import WIDTH, Chart

_HREF = "{http://www.w3.org/1999/xlink}href"
_TOGETHER = 100
_ROOT = "\x00"  # in no chart: control characters are shown by name
_VEGA = "https://vega.github.io/schema/vega/v6.json"

# All that is taken over of Vega's SVG; what it looks like is the style sheet's.
_ELEMENTS = {"g", "a", "line", "path", "text"}
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
_CLASSES = {"role-axis-grid": "grid", "role-axis-label": "tick", "background": "hit"}
_OWN = {"bar", "dot", "arrow", "said", "count", "label", "value"}


@dataclass(frozen=True)
class Drawing:
    """A chart that is drawn, for pages at any depth of the site."""

    svg: str

    def html(self, root: str) -> Markup:
        """The SVG element; ``root`` leads from the page to the top of the site."""
        return Markup(self.svg.replace(_ROOT, str(escape(root))))  # noqa: S704 - as ``_svg`` made it


def draw(charts: Sequence[Chart]) -> list[Drawing]:
    """The charts as SVG elements, in their order.

    Raises ImportError where vl-convert is not installed.
    """
    import vl_convert

    found: list[Drawing] = []
    for start in range(0, len(charts), _TOGETHER):
        some = charts[start : start + _TOGETHER]
        picture = vl_convert.vega_to_svg(_together(some), allowed_base_urls=[])
        tree = ET.fromstring(picture)  # noqa: S314 - written by Vega, not received
        groups = {f"chart{number}": group for number, group in _groups(tree)}
        found += [Drawing(_svg(chart, groups[f"chart{n}"])) for n, chart in enumerate(some)]
    return found


def _together(charts: Sequence[Chart]) -> dict[str, Any]:
    marks = [
        {"type": "group", "name": f"chart{number}", "aria": False, **chart.spec}
        for number, chart in enumerate(charts)
    ]
    size = {"width": WIDTH, "height": 100, "padding": 0, "autosize": "none"}
    return {"$schema": _VEGA, **size, "background": None, "marks": marks}


def _groups(tree: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    for element in tree.iter():
        for name in element.get("class", "").split():
            if name.startswith("chart") and name[5:].isdigit():
                yield name[5:], element


def _svg(chart: Chart, group: ET.Element) -> str:
    inside = "".join(_written(child, chart) for child in group)
    role = "group" if chart.links else "img"
    return (
        f'<svg class="chart" role="{role}" aria-label="{escape(chart.title)}" '
        f'width="{WIDTH}" height="{chart.height}" viewBox="0 0 {WIDTH} {chart.height}">{inside}</svg>'
    )


def _written(element: ET.Element, chart: Chart) -> str:
    """An element with what is inside it; of containers that say nothing, the inside alone."""
    name = element.tag.rpartition("}")[2]
    if name not in _ELEMENTS or "foreground" in element.get("class", ""):
        return ""
    kind = _kind(element)
    if name == "path" and kind == "hit" and not element.get("d", "").startswith("M0,0h330v"):
        return ""
    inside = str(escape(element.text or "")) + "".join(_written(child, chart) for child in element)
    attributes = [(key, element.get(key)) for key in _ATTRIBUTES]
    if kind:
        attributes.insert(0, ("class", kind))
    if name == "a":
        link = chart.links[int(element.get(_HREF, "").rpartition("#")[2])]
        attributes = [("href", f"{_ROOT}{link.path}"), ("aria-label", link.label)]
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes if value is not None)
    if name == "g" and (not said or said == ' transform="translate(0,0)"'):
        return inside
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


def _kind(element: ET.Element) -> str | None:
    names = element.get("class", "").split()
    return next((_CLASSES.get(n, n) for n in names if n in _CLASSES or n in _OWN), None)
