"""The pages of the site: which there are, and what each is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from retold.charts.drawing import Drawing, draw
from retold.charts.kinds import Chart
from retold.dataset import Dataset
from retold.diff.compare import Diff
from retold.site.contents import PER_PAGE, Beside, Contents
from retold.site.data import configs_of, downloads_of, files_of
from retold.site.entities import entities_of
from retold.site.figures import Event, events_of
from retold.site.keys import keys_of
from retold.site.loading import contents
from retold.site.marking import marked
from retold.site.marks import marks_of
from retold.site.positions import positions_of
from retold.site.quality import agreement_of, distributions_of
from retold.site.searching import shards
from retold.site.templating import environment

if TYPE_CHECKING:
    from jinja2 import Environment

# What the head of every page leads to.
SECTIONS = (
    ("index.html", "Stories"),
    ("figures.html", "Figures"),
    ("positions.html", "Positions"),
    ("entities.html", "Entities"),
    ("quality.html", "Quality"),
    ("data.html", "Data"),
    ("search.html", "Search"),
)
_LAYERS = {
    "mentions": "names and values",
    "stances": "positions",
    "headlines": "headline assertions",
    "casualties": "casualty claims",
    "faults": "faults",
}
LISTED = 200
"""Things that one page of a list shows."""
_DRAWN_IN_LIST = 12  # events that the list of figures shows whole


@dataclass(frozen=True)
class Assets:
    """What the site is made with: templates by name, and the files of ``static/``."""

    templates: Mapping[str, str]
    static: Mapping[str, bytes]


def site(
    dataset: Dataset,
    assets: Assets,
    *,
    address: str = "data",
    beside: Beside | None = None,
    diff: Diff | None = None,
) -> dict[str, bytes]:
    """Path -> bytes of every file of the site: the same arguments give the same bytes.

    ``address`` is what ``load_dataset`` is told, ``diff`` what changed since an earlier version. Raises
    DatasetError for a dataset without texts, documents or order; ImportError where Jinja2 is not
    installed.
    """
    found = contents(dataset, beside or Beside())
    writer = _Writer(environment(assets.templates), _about(found))
    files = {f"static/{name}": data for name, data in assets.static.items()}
    entities = entities_of(found)
    events = events_of(found)
    files |= dict(_stories(writer, found))
    files |= dict(_figures(writer, found, events))
    files |= dict(_positions(writer, found))
    for path, some, pager in _parts("entities.html", entities):
        files |= writer.page(path, "entities", "Entities", entities=some, pager=pager)
    for entity in entities:
        files |= writer.page(entity.path, "entity", entity.name, entity=entity)
    files |= dict(_quality(writer, found))
    configs, listed = configs_of(dataset, address), files_of(dataset)
    files |= writer.page("data.html", "data", "Data", configs=configs, listed=listed, diff=diff)
    files |= downloads_of(dataset)
    files |= writer.page("search.html", "search", "Search")
    return files | shards(found, entities)


def _about(found: Contents) -> dict[str, Any]:
    """What every page says of the site."""
    record = found.dataset.record
    return {
        "name": str(found.dataset.metadata.get("pretty_name") or record.get("name", "unnamed")),
        "version": found.dataset.version,
        "content": str(record.get("content", ""))[:12],
        "sections": SECTIONS,
    }


@dataclass(frozen=True, eq=False)
class _Writer:
    """Fills templates."""

    templates: Environment
    about: Mapping[str, Any]

    def page(self, path: str, template: str, title: str, **values: Any) -> dict[str, bytes]:
        """The file of one page."""
        text = self.templates.get_template(f"{template}.html").render(
            about=self.about, path=path, root="../" * path.count("/"), title=title, **values
        )
        return {path: text.encode("utf-8")}


def _parts(path: str, things: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any], Sequence[str]]]:
    """A list on as many pages as it needs: path, what is on it, and the paths of all of them."""
    count = max(1, -(-len(things) // LISTED))
    stem = path.removesuffix(".html")
    paths = [path, *(f"{stem}-{number}.html" for number in range(2, count + 1))]
    for number, own in enumerate(paths):
        yield own, things[number * LISTED : (number + 1) * LISTED], paths if count > 1 else ()


def _stories(writer: _Writer, found: Contents) -> Iterator[tuple[str, bytes]]:
    for path, some, pager in _parts("index.html", found.stories):
        values = {"stories": some, "pager": pager, "contents": found, "totals": _totals(found)}
        yield from writer.page(path, "index", "Stories", **values).items()
    for story in found.stories:
        keys = keys_of(found, story)
        texts = {doc.id: marked(doc, marks_of(found, story, doc, keys)) for doc in story.docs}
        common = {"story": story, "keys": keys, "texts": texts, "contents": found}
        for start in range(0, len(story.docs), PER_PAGE):
            docs = story.docs[start : start + PER_PAGE]
            path = story.path(docs[0])
            yield from writer.page(path, "story", story.title, docs=docs, **common).items()
        for doc in story.docs:
            yield from writer.page(doc.path, "document", doc.label, doc=doc, **common).items()


def _totals(found: Contents) -> dict[str, int]:
    """How many records of each layer there are, in words."""
    return {
        name: sum(len(doc.records(layer)) for doc in found.docs.values())
        for layer, name in _LAYERS.items()
    }


def _figures(writer: _Writer, found: Contents, events: list[Event]) -> Iterator[tuple[str, bytes]]:
    charts = {harm: harm.chart for event in events for harm in event.harms if harm.chart is not None}
    drawn = _drawn(charts)
    for path, some, pager in _parts("figures.html", events):
        whole = len(events) <= _DRAWN_IN_LIST
        values = {"events": some, "pager": pager, "drawn": drawn, "whole": whole, "contents": found}
        yield from writer.page(path, "figures", "Figures", **values).items()
    for event in events:
        values = {"event": event, "drawn": drawn, "contents": found}
        yield from writer.page(event.path, "event", event.title, **values).items()


def _positions(writer: _Writer, found: Contents) -> Iterator[tuple[str, bytes]]:
    for path, some, pager in _parts("positions.html", found.stories):
        values = {"stories": some, "pager": pager, "contents": found}
        yield from writer.page(path, "positions", "Positions", **values).items()
    for story in found.stories:
        positions = positions_of(found, story)
        title = f"Positions: {story.title}"
        yield from writer.page(story.positions, "matrix", title, positions=positions).items()


def _quality(writer: _Writer, found: Contents) -> Iterator[tuple[str, bytes]]:
    agreement = agreement_of(found.dataset)
    distributions = list(distributions_of(found.dataset))
    charts: dict[Any, Chart] = {d: d.chart for d in distributions if d.chart is not None}
    if agreement is not None:
        charts |= {group: group.chart for group in agreement.groups}
    values = {
        "agreement": agreement,
        "distributions": distributions,
        "drawn": _drawn(charts),
        "beside": found.beside,
    }
    yield from writer.page("quality.html", "quality", "Quality", **values).items()


def _drawn(charts: Mapping[Any, Chart]) -> dict[Any, Drawing]:
    return dict(zip(charts, draw(list(charts.values())), strict=True))
